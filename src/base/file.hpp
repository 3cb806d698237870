// Whole files, read and written so that a reader never sees half of one.
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace tartip {

// Refuses what is larger than `limit` bytes before reading it.
Result<std::string> read_file(const std::filesystem::path& file, std::size_t limit = std::size_t{1} << 30);

// Writes beside the target, syncs, renames, syncs the folder: after a crash the file is the old one or the new one, and
// once this returned, the new one.
Status write_file(const std::filesystem::path& file, std::string_view content);

// With all folders above it that are missing, each synced into the one above. No error when it is there.
Status create_folders(const std::filesystem::path& folder);

}  // namespace tartip
