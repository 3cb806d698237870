// Any bytes as a CSV file: the first byte chooses the dialect. No row is lost or read twice: every record without a
// flaw has a field for every column, lines never go back, and proposing a description never fails in a way that is not
// said.
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/require.hpp"
#include "registers/proposal.hpp"
#include "registers/record.hpp"
#include "registers/validation.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace tartip;
  if (size == 0) return 0;
  static const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("tartip-csv-fuzz-" + std::to_string(::getpid()));
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes + 1), static_cast<std::streamsize>(size - 1));
  registers::SourceFormat format;
  const char delimiters[] = {0, ',', ';', '\t'};
  format.delimiter = delimiters[bytes[0] & 3];
  format.quote = (bytes[0] & 4) != 0 ? 0 : '"';
  format.header = (bytes[0] & 8) == 0;
  if ((bytes[0] & 16) != 0) format.encoding = "windows-1251";
  if ((bytes[0] & 32) != 0) format.format = registers::FileFormat::json_lines;
  if ((bytes[0] & 64) != 0) format.format = registers::FileFormat::geojson;
  auto reader = registers::open_records(file, format);
  if (reader) {
    registers::RecordBlock block;
    std::int64_t line = 0;
    for (;;) {
      const auto more = (*reader)->next(block);
      if (!more || !*more) break;
      for (std::size_t i = 0; i < block.count; ++i) {
        const registers::Record& record = block.records[i];
        require(record.line > line, "lines go forward");
        line = record.line;
        require(record.flaw || record.fields.size() == (*reader)->columns().size(), "a good record has every field");
      }
    }
  }
  const auto proposal = registers::propose(file, 100);
  if (proposal) {
    const auto back = registers::parse_description(registers::write_description(proposal->description), "proposed");
    if (proposal->description.time.from.empty()) {  // nothing looks like a time: the person is asked for it, by name
      require(!back && back.error().key == "error.toml.missing", "only the time is asked for");
    } else {
      require(back.has_value(), "a proposed description is a description");
    }
  }
  return 0;
}
