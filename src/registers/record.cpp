#include "registers/record.hpp"

#include "registers/csv_reader.hpp"
#include "registers/json_reader.hpp"
#include "registers/xlsx_reader.hpp"

namespace tartip::registers {

Result<std::unique_ptr<RecordReader>> open_records(const std::filesystem::path& file, const SourceFormat& format) {
  switch (format.format) {
    case FileFormat::csv:
      return open_csv(file, format);
    case FileFormat::json_lines:
      return open_json_lines(file, format);
    case FileFormat::geojson:
      return open_geojson(file);
    case FileFormat::xlsx:
      return open_xlsx(file, format);
    case FileFormat::parquet:
      break;
  }
  return fail(Code::bad_input, "error.file.parquet_elsewhere", {{"file", file.string()}});
}

}  // namespace tartip::registers
