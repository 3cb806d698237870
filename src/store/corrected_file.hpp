// Recognises a corrected quarantine file: CSV whose header ends with the five columns that an export adds.
#pragma once
#include <array>
#include <filesystem>
#include <optional>

#include "registers/description.hpp"

namespace tartip::store {

inline constexpr std::array<const char*, 5> k_origin_columns = {"_file", "_line", "_column", "_value", "_expected"};

// The format to read it by — comma, semicolon or tab, as the tool that corrected it wrote; numbers and missing values
// as in `source`. Nothing for any other file.
std::optional<registers::SourceFormat> corrected_format(const std::filesystem::path& file,
                                                        const registers::SourceFormat& source);

}  // namespace tartip::store
