// `tartip serve`: opens the centre, makes the routes, listens until it is told to stop. Words in, exit status out, as
// the command line does it.
#pragma once
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace tartip::http {

struct ServeStreams {
  std::ostream& out;   // the address, help
  std::ostream& talk;  // words for people; the log
};

// `words`: what stands behind "serve".
int serve(const std::vector<std::string>& words, const std::string& language, const ServeStreams& streams);

}  // namespace tartip::http
