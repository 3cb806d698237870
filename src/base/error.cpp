#include "base/error.hpp"

namespace tartip {

std::string_view name_of(Code code) {
  switch (code) {
    case Code::bad_input:
      return "bad_input";
    case Code::bad_data:
      return "bad_data";
    case Code::not_found:
      return "not_found";
    case Code::denied:
      return "denied";
    case Code::conflict:
      return "conflict";
    case Code::too_large:
      return "too_large";
    case Code::cancelled:
      return "cancelled";
    case Code::unavailable:
      return "unavailable";
    case Code::corrupt:
      return "corrupt";
    case Code::bug:
      return "bug";
  }
  return "bug";
}

int exit_status_of(Code code) {
  return code == Code::bad_input ? 2 : 1;
}

std::string Error::describe() const {
  std::string text = std::string(name_of(code)) + " " + key;
  for (const Argument& argument : arguments) text += " " + argument.name + "=" + argument.value;
  if (!where.file.empty()) text += " file=" + where.file;
  if (where.line != 0) text += " line=" + std::to_string(where.line);
  if (!where.column.empty()) text += " column=" + where.column;
  return text;
}

tl::unexpected<Error> fail(Code code, std::string key, std::vector<Argument> arguments, Where where) {
  return tl::unexpected<Error>(Error{code, std::move(key), std::move(arguments), std::move(where)});
}

}  // namespace tartip
