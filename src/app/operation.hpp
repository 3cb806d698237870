// The operation table: one row says everything about one thing the program can do. The command line, its help, the
// reference pages, the HTTP routes and their description are made from it. A new capability is a row in operations.cpp
// and its function in a file of its own.
//
// Texts are messages: "operation.<noun>.<verb>" says what it does, "parameter.<noun>.<verb>.<name>" (or, where the
// meaning never differs, "parameter.<name>") what a parameter is.
#pragma once
#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/sheet.hpp"
#include "app/visitor.hpp"
#include "axes/calendar.hpp"
#include "axes/time_zone.hpp"
#include "base/error.hpp"
#include "base/progress.hpp"

namespace tartip::store {
class Hold;
}

namespace tartip::app {

enum class Kind { text, file, integer, number, choice, flag, period, day, every };

// What somebody must be allowed to do. Whoever holds the centre's folder may do everything; for the others
// app/admit.hpp decides by this.
enum class Permission { look, import, describe, publish, administer };

// Whether an operation is offered on the web. local: it reads or writes files of this machine that a visitor elsewhere
// has no business with (folders, keys, paths inside a description).
enum class Web { offered, local };

struct Parameter {
  std::string name = {};  // "period": --period on the command line, or its position
  Kind kind = Kind::text;
  bool positional = false;
  bool required = false;
  bool repeated = false;
  std::string fallback = {};                    // the default as it would be typed; empty: none
  std::vector<std::string> choices = {};        // for Kind::choice
  std::optional<double> least = {}, most = {};  // for numbers
  std::string placeholder = {};                 // "FILE", "2022-09"; empty: by kind
  bool written = false;  // an output file: on the web, what is written there is sent as the answer
  bool local = false;    // a folder, a key, a path of this machine: not offered on the web
};

struct Message {
  std::string key;
  std::vector<Argument> arguments;
};

struct Answer {
  std::vector<Sheet> sheets = {};
  std::vector<Message> said = {};  // for people: what was done, what to do next
  bool finding = false;            // something that --fail-on-alert turns into exit status 3
  bool failed = false;             // what was to be shown is not so: exit status 1, with the answer printed
  std::string document = {};       // text that is itself the answer (a TOML proposal): goes to standard output
};

// Where and how an operation is carried out. Handlers read no clock and no environment: it all stands here.
struct Setting {
  std::filesystem::path centre;
  std::filesystem::path keys;  // the folder where signing keys lie, outside every centre
  std::string language = "en";
  axes::Micros now = 0;
  std::uint64_t seed = 1;
  int threads = 0;  // 0: all cores
  bool dry_run = false;
  double wait_seconds = 0;  // for another process that holds the centre
  Progress progress;
  std::shared_ptr<store::Hold> hold = {};  // the process's open database of `centre`; without: opened for the call
  Visitor visitor = {};
};

class Call {
 public:
  Call(Setting setting, std::map<std::string, std::vector<std::string>> values)
      : setting_(std::move(setting)), values_(std::move(values)) {}

  const Setting& setting() const { return setting_; }
  // After `check_call` these cannot fail: values have the parameter's kind, defaults are filled in.
  bool has(const std::string& name) const { return values_.contains(name); }
  const std::string& text(const std::string& name) const;  // empty when not given
  std::vector<std::string> texts(const std::string& name) const;
  double number(const std::string& name) const;
  std::int64_t integer(const std::string& name) const;
  bool flag(const std::string& name) const { return has(name); }
  std::optional<axes::Span> period(const std::string& name) const;
  std::optional<axes::Unit> every(const std::string& name) const;

 private:
  Setting setting_;
  std::map<std::string, std::vector<std::string>> values_;
};

struct Operation {
  std::string noun, verb;
  Permission permission = Permission::look;
  std::vector<Parameter> parameters;
  std::vector<std::string> examples;  // at least two, as typed after "tartip"
  Result<Answer> (*carry_out)(const Call&) = nullptr;
  bool job = false;  // takes long: on the web a job with progress, whose result stays
  Web web = Web::offered;
};

const std::vector<Operation>& operations();
const Operation* find_operation(const std::string& noun, const std::string& verb);

// Checks the values against the operation's parameters (kinds, ranges, choices, required), fills in defaults.
Result<Call> check_call(const Operation& operation, Setting setting,
                        std::map<std::string, std::vector<std::string>> values);

}  // namespace tartip::app
