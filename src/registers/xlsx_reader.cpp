#include "registers/xlsx_reader.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "registers/block_turns.hpp"
#include "registers/flaws.hpp"
#include "registers/row_table.hpp"
#include "registers/workbook.hpp"

namespace tartip::registers {
namespace {

class XlsxReader final : public RecordReader {
 public:
  XlsxReader(Sheet sheet, double size) : sheet_(std::move(sheet)), size_(size) {}

  Status open(const std::filesystem::path& file, const SourceFormat& format) {
    while (at_ < sheet_.cells.size() && sheet_.cells[at_].row < format.skip_lines) ++at_;
    if (at_ == sheet_.cells.size()) return fail(Code::bad_data, "error.file.empty", {{"file", file.string()}});
    std::size_t end = at_;
    const std::int32_t header = sheet_.cells[at_].row;
    while (end < sheet_.cells.size() && sheet_.cells[end].row == header) ++end;
    const auto count = static_cast<std::size_t>(sheet_.cells[end - 1].column) + 1;
    columns_.resize(count);
    for (std::size_t i = 0; i < count; ++i) columns_[i] = std::to_string(i + 1);
    if (!format.header) return {};
    for (std::size_t i = at_; i < end; ++i) columns_[static_cast<std::size_t>(sheet_.cells[i].column)] = text(i);
    at_ = end;
    std::unordered_set<std::string> seen;
    for (const std::string& name : columns_) {
      if (!seen.insert(name).second) {
        return fail(Code::bad_data, "error.file.columns_repeat", {{"file", file.string()}, {"column", name}});
      }
    }
    return {};
  }

  const std::vector<std::string>& columns() const override { return columns_; }
  double position() const override {
    return sheet_.cells.empty() ? size_ : size_ * static_cast<double>(at_) / static_cast<double>(sheet_.cells.size());
  }
  double size() const override { return size_; }

  Result<bool> next(RecordBlock& block) override {
    constexpr std::size_t k_records = 4096;
    return turns_.take(block, [&]() -> Result<bool> {
      while (at_ < sheet_.cells.size() && block.count < k_records) {
        const std::int32_t row = sheet_.cells[at_].row;
        Record& record = append_record(block, row + 1);
        record.fields.assign(columns_.size(), {});
        std::size_t bytes = 0;
        for (; at_ < sheet_.cells.size() && sheet_.cells[at_].row == row; ++at_) {
          const auto column = static_cast<std::size_t>(sheet_.cells[at_].column);
          bytes += text(at_).size();
          if (column >= record.fields.size()) record.fields.resize(column + 1);
          record.fields[column] = text(at_);
        }
        finish(record, block, bytes);
      }
      return block.count > 0;
    });
  }

 private:
  const std::string& text(std::size_t cell) const { return sheet_.texts[sheet_.cells[cell].text]; }

  void finish(Record& record, RecordBlock& block, std::size_t bytes) const {
    if (bytes > k_longest_record) {
      record.raw = block.more_bytes.emplace_back(record.fields.front().substr(0, 4096));
      record.flaw = flaw_of("quarantine.long_line", record.raw, {{"limit", "4 MiB"}});
      return;
    }
    record.raw = block.more_bytes.emplace_back(csv_record(record.fields));
    if (set_encoding_flaw(record, false)) {
      record.raw = block.more_bytes.emplace_back(escaped(record.raw));
    } else if (record.fields.size() > columns_.size()) {
      record.flaw =
          flaw_of("quarantine.ragged", record.raw,
                  {{"expected", std::to_string(columns_.size())}, {"found", std::to_string(record.fields.size())}});
    }
  }

  Sheet sheet_;
  double size_;
  std::vector<std::string> columns_;
  BlockTurns turns_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::unique_ptr<RecordReader>> open_xlsx(const std::filesystem::path& file, const SourceFormat& format) {
  auto sheet = read_sheet(file, format.sheet);
  if (!sheet) return pass(sheet);
  std::error_code ignored;
  auto reader =
      std::make_unique<XlsxReader>(std::move(*sheet), static_cast<double>(std::filesystem::file_size(file, ignored)));
  if (auto opened = reader->open(file, format); !opened) return pass(opened);
  return reader;
}

}  // namespace tartip::registers
