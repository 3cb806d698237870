// Any bytes as a workbook: refused or read, within the memory that libFuzzer allows.
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "registers/record.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace tartip;
  static const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("tartip-xlsx-fuzz-" + std::to_string(::getpid()));
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(bytes), static_cast<std::streamsize>(size));
  registers::SourceFormat format;
  format.format = registers::FileFormat::xlsx;
  auto reader = registers::open_records(file, format);
  if (!reader) return 0;
  registers::RecordBlock block;
  for (auto more = (*reader)->next(block); more && *more; more = (*reader)->next(block)) {
  }
  return 0;
}
