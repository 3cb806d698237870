// Parameters of operations in the words of the command line: a word in its place, a file, an option with its kind, a
// choice.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "app/operation.hpp"

namespace tartip::app {

inline Parameter word(std::string name, std::string placeholder) {
  return {.name = std::move(name), .positional = true, .required = true, .placeholder = std::move(placeholder)};
}
inline Parameter files(std::string name) {
  return {.name = std::move(name),
          .kind = Kind::file,
          .positional = true,
          .required = true,
          .repeated = true,
          .placeholder = "FILE"};
}
inline Parameter file(std::string name) {
  return {.name = std::move(name), .kind = Kind::file, .positional = true, .required = true, .placeholder = "FILE"};
}
inline Parameter option(std::string name, Kind kind, std::string placeholder = "", std::string fallback = "") {
  return {
      .name = std::move(name), .kind = kind, .fallback = std::move(fallback), .placeholder = std::move(placeholder)};
}
inline Parameter many(std::string name, std::string placeholder) {
  return {.name = std::move(name), .repeated = true, .placeholder = std::move(placeholder)};
}
inline Parameter choice(std::string name, std::vector<std::string> choices, std::string fallback) {
  return {
      .name = std::move(name), .kind = Kind::choice, .fallback = std::move(fallback), .choices = std::move(choices)};
}
inline Parameter number(std::string name, double least, double most, std::string fallback = "") {
  return {.name = std::move(name), .kind = Kind::number, .fallback = std::move(fallback), .least = least, .most = most};
}
inline Parameter whole(std::string name, double least, double most, std::string fallback = "") {
  Parameter parameter = number(std::move(name), least, most, std::move(fallback));
  parameter.kind = Kind::integer;
  return parameter;
}
inline Parameter flag(std::string name) {
  return {.name = std::move(name), .kind = Kind::flag};
}
// A file that the operation writes.
inline Parameter written(std::string name, std::string placeholder = "") {
  Parameter parameter = option(std::move(name), Kind::file, std::move(placeholder));
  parameter.written = true;
  return parameter;
}
// A folder, a key or a path of this machine.
inline Parameter of_machine(Parameter parameter) {
  parameter.local = true;
  return parameter;
}

// What narrows a question to some events; the same words in every operation that asks a register.
inline std::vector<Parameter> with_filter(std::vector<Parameter> parameters) {
  parameters.push_back(option("period", Kind::period));
  parameters.push_back(many("in", "CODE"));
  parameters.push_back(many("class", "CODE"));
  parameters.push_back(many("where", "ATTRIBUTE=VALUE"));
  parameters.push_back(option("known-on", Kind::day));
  return parameters;
}

}  // namespace tartip::app
