// What a proposed TOML description is written with: texts, the reasons above it, an id made of a file's name.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace tartip::axes {

// A basic string of TOML: in quotes, what must be escaped is.
std::string in_quotes(std::string_view text);

// "# line" and a line break. Control characters, which a comment cannot hold but a column's name may, become blanks.
std::string comment_line(std::string line);

// "Offences 2022.csv.gz" -> "offences_2022": the name before its first full stop in a–z, digits and underscores, at
// most 48; `prefix` goes before one that does not begin with a letter.
std::string identifier_from(const std::filesystem::path& file, std::string_view prefix);

}  // namespace tartip::axes
