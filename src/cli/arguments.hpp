// From words on the command line to an operation and its values. Only words are understood here; app::check_call checks
// them.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/operation.hpp"
#include "base/error.hpp"

namespace tartip::cli {

// Options that mean the same everywhere.
struct Everywhere {
  std::string centre, language, format, output;
  std::uint64_t seed = 1;
  int threads = 0;
  double wait = 0;  // seconds, for another process that holds the centre
  bool dry_run = false, fail_on_alert = false, quiet = false;
};

struct Command {
  const app::Operation* operation = nullptr;  // nothing: help or version
  std::string noun;                           // for help on a noun
  bool help = false, version = false;
  bool incomplete = false;  // a noun without its verb: help is shown, and the call was wrong
  Everywhere everywhere;
  std::map<std::string, std::vector<std::string>> values;
};

Result<Command> parse(const std::vector<std::string>& words);

// The language somebody wants before anything is parsed: --lang, else TARTIP_LANG, else LC_ALL/LC_MESSAGES/LANG, else
// English.
std::string wanted_language(const std::vector<std::string>& words);

}  // namespace tartip::cli
