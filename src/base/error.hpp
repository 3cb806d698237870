// What can go wrong, as a value. An error is made where it is found and translated where it is shown.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace tartip {

// Who has to act: the caller (bad_input, not_found, denied, conflict), the supplier of the data (bad_data, too_large),
// the operator (unavailable, corrupt), us (bug). `cancelled` is what was asked for.
enum class Code { bad_input, bad_data, not_found, denied, conflict, too_large, cancelled, unavailable, corrupt, bug };

std::string_view name_of(Code code);  // "bad_input", stable: machines read it
int exit_status_of(Code code);        // 2 for what the caller asked wrongly, 1 for what failed

// A place in a source, as far as it is known: line and column count from 1, 0 means unknown.
struct Where {
  std::string file;
  long long line = 0;
  std::string column;  // the column's name, or its number
};

struct Argument {
  std::string name;
  std::string value;
};

// `key` names a message in i18n/*.json whose placeholders are the arguments' names; text::Catalogue makes the sentence.
// `describe` is for logs and tests: key and arguments, untranslated.
struct Error {
  Code code = Code::bug;
  std::string key;
  std::vector<Argument> arguments;
  Where where;

  Error at(Where place) && {
    where = std::move(place);
    return std::move(*this);
  }
  std::string describe() const;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = tl::expected<void, Error>;

// return fail(Code::bad_input, "error.period.malformed", {{"value", text}});
tl::unexpected<Error> fail(Code code, std::string key, std::vector<Argument> arguments = {}, Where where = {});

// Hands an error on: `if (!x) return pass(x);`
template <class T>
tl::unexpected<Error> pass(tl::expected<T, Error>& result) {
  return tl::unexpected<Error>(std::move(result.error()));
}

}  // namespace tartip
