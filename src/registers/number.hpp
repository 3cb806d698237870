// Numbers as registers write them.
#pragma once
#include <optional>
#include <string_view>

namespace tartip::registers {

// A finite decimal number and nothing else: "12", "-1.5e3", with decimal ',' "0,5", with thousands ' ' "1 234 567"
// (groups of three only, so that "1,23" is not read as 123). Nothing for "", "inf", "nan", "0x10". `thousands` 0: none.
// A blank as thousands mark stands for the no-break blanks (U+00A0, U+202F) as well.
std::optional<double> parse_number(std::string_view text, char decimal = '.', char thousands = 0);

}  // namespace tartip::registers
