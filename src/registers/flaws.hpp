// How the readers name what is wrong with a record.
#pragma once
#include <string>
#include <string_view>

#include "registers/record.hpp"

namespace tartip::registers {

// At most 80 characters of the text, without control characters and broken bytes, for people to read.
std::string printable(std::string_view text);

// The text with NUL and every byte that is not UTF-8 written as \xHH, so that it can be stored and still be compared.
std::string escaped(std::string_view text);

Flaw flaw_of(std::string key, std::string_view value, std::vector<Argument> arguments = {}, std::string column = {});

// Where a converted text holds what its encoding does not define: U+FFFD, or a C1 control character (ICU's reading of
// the holes in the Windows code pages; U+0085 is a newline of some systems); npos when nowhere.
std::size_t find_undefined(std::string_view text);

// Checks a record's text for NUL bytes and broken UTF-8 (or find_undefined when it was converted); says whether it set
// the record's flaw.
bool set_encoding_flaw(Record& record, bool converted);

inline constexpr std::size_t k_longest_record = std::size_t{4} << 20;

}  // namespace tartip::registers
