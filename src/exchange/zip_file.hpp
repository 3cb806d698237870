// A package as one file: a zip archive whose bytes depend on nothing but the files in it and the moment given, so that
// the same release always downloads as the same bytes.
#pragma once
#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/error.hpp"
#include "exchange/data_package.hpp"

namespace tartip::exchange {

// `made`: microseconds since 1970, UTC; every file in the archive bears it. An archive that is there is replaced.
// Errors: unavailable `error.exchange.folder` when it cannot be written; then no archive is left. Cost O(bytes).
Status write_zip(const std::filesystem::path& output, const std::vector<PackagedFile>& files, std::int64_t made);

}  // namespace tartip::exchange
