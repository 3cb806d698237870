// Numbers as people of a language write them: separators, the typographic minus, the blank before a per cent sign
// (ICU's data). A number that is not finite is written "—": it stands for "not known". Safe from any number of threads.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace tartip::text {

class Numbers {
 public:
  explicit Numbers(std::string_view language);  // "kk", "ru", "en"; any other is written as English

  std::string integer(double whole) const;               // 10,224 · 10 224; rounded half to even
  std::string decimal(double number, int digits) const;  // exactly so many digits after the separator
  std::string significant(double number,
                          int digits) const;  // as many digits as carry that much; 1,234 keeps its whole digits
  std::string change(double number, int digits) const;           // with its sign: +12 · −12 · 0
  std::string percent(double percent, int digits) const;         // 45.0% · 45,0 %
  std::string percent_change(double percent, int digits) const;  // −3.2% · −3,2 %

 private:
  std::string language_;
};

}  // namespace tartip::text
