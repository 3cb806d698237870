#include "registers/row_table.hpp"

namespace tartip::registers {

std::string csv_record(const std::vector<std::string_view>& fields) {
  std::string text;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) text += ',';
    const std::string_view field = fields[i];
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
      text += field;
      continue;
    }
    text += '"';
    for (char c : field) {
      text += c;
      if (c == '"') text += '"';
    }
    text += '"';
  }
  return text;
}

Record& append_record(RecordBlock& block, std::int64_t line) {
  if (block.count == block.records.size()) block.records.emplace_back();
  Record& record = block.records[block.count++];
  record.fields.clear();
  record.flaw.reset();
  record.raw = {};
  record.line = line;
  return record;
}

}  // namespace tartip::registers
