// The sentences people read, in their language. Messages are ICU MessageFormat with named arguments; they stand in
// i18n/kk.json, ru.json and en.json, shared with the pages, and are part of the program.
//
// A key that a language lacks is taken from English; one that English lacks too comes out as the key with its
// arguments: visible, never a crash. So does a message whose arguments are missing. Safe from any number of threads.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.hpp"

namespace tartip::text {

// Numbers are written the language's way and choose plural forms; text stands as it is. Text given where the message
// needs a number is read as one.
struct Given {
  std::string name;
  std::variant<std::string, std::int64_t, double> value;
};

class Catalogue {
 public:
  // "kk", "ru", "en"; any other language gets English.
  static const Catalogue& in(std::string_view language);

  const std::string& language() const;
  bool has(std::string_view key) const;  // in this language
  std::string format(std::string_view key, const std::vector<Given>& arguments = {}) const;
  // "offences.csv, line 12, column “date”: …"; without a place, the sentence alone.
  std::string explain(const Error& error) const;

  // For checks of the catalogues themselves.
  std::vector<std::string> keys() const;
  std::string pattern(std::string_view key) const;  // empty when the language lacks it

 private:
  struct Messages;
  explicit Catalogue(std::unique_ptr<Messages> messages);
  std::shared_ptr<Messages> messages_;
};

}  // namespace tartip::text
