// CSV and TSV. One thread at a time cuts the stream into blocks of whole records; each then splits its block on its
// own.
#pragma once
#include <filesystem>
#include <memory>

#include "registers/record.hpp"

namespace tartip::registers {

// Lines of nothing are skipped. Errors of the file as a whole: empty, unknown or wrong encoding, the same column twice,
// damaged gzip.
Result<std::unique_ptr<RecordReader>> open_csv(const std::filesystem::path& file, const SourceFormat& format);

}  // namespace tartip::registers
