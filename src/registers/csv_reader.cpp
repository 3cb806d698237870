#include "registers/csv_reader.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_set>
#include <utility>

#include "registers/block_turns.hpp"
#include "registers/byte_source.hpp"
#include "registers/csv_split.hpp"
#include "registers/flaws.hpp"
#include "text/encoding.hpp"

namespace tartip::registers {
namespace {

constexpr std::size_t k_block = std::size_t{1}
                                << 20;  // records of a block stay in the core's cache while they are checked
constexpr std::size_t k_shown = 4096;   // of a record too long to keep

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

class CsvReader final : public RecordReader {
 public:
  CsvReader(Utf8Source source, std::filesystem::path file) : source_(std::move(source)), file_(std::move(file)) {}

  Status open(const SourceFormat& format) {
    if (auto filled = fill(k_block); !filled) return pass(filled);
    const std::string_view sample = pending_;
    if (sample.find_first_not_of(" \t\r\n") == std::string_view::npos && at_end_) {
      return fail(Code::bad_data, "error.file.empty", {{"file", file_.string()}});
    }
    dialect_.quote = format.quote;
    dialect_.newline = detect_newline(sample);
    dialect_.delimiter =
        format.delimiter != 0 ? format.delimiter : detect_delimiter(sample, format.quote, format.skip_lines);

    for (int i = 0; i < format.skip_lines; ++i) {
      const std::size_t end = pending_.find(dialect_.newline, used_);
      if (end == std::string::npos) return fail(Code::bad_data, "error.file.empty", {{"file", file_.string()}});
      used_ = end + 1;
      ++line_;
    }
    return read_header(format.header);
  }

  const std::vector<std::string>& columns() const override { return columns_; }
  double position() const override { return source_.bytes->position(); }
  double size() const override { return source_.bytes->size(); }

  Result<bool> next(RecordBlock& block) override {
    const Result<bool> more = turns_.take(block, [&] { return cut(block); });
    if (more && *more) split(block);
    return more;
  }

 private:
  // Reads until `pending_` holds `wanted` unused bytes or the file ends.
  Status fill(std::size_t wanted) {
    while (!at_end_ && pending_.size() - used_ < wanted) {
      const std::size_t old = pending_.size();
      pending_.resize(old + k_block);
      auto got = source_.bytes->read(pending_.data() + old, k_block);
      pending_.resize(old + (got ? *got : 0));
      if (!got) return pass(got);
      at_end_ = *got == 0;
    }
    return {};
  }

  Status read_header(bool named) {
    std::vector<std::string_view> fields;
    std::deque<std::string> unescaped;
    for (;;) {
      if (used_ >= pending_.size()) {
        if (auto filled = fill(1); !filled) return pass(filled);
        if (used_ >= pending_.size()) return fail(Code::bad_data, "error.file.empty", {{"file", file_.string()}});
      }
      RecordSplitter splitter(pending_, at_end_, dialect_, k_longest_record);
      const RecordEnd end = splitter.find_end(used_);
      if (end.kind == RecordEnd::Kind::need_more) {
        if (pending_.size() - used_ >= k_longest_record) {
          return fail(Code::bad_data, "error.file.header_too_long", {{"file", file_.string()}});
        }
        if (auto filled = fill(pending_.size() - used_ + k_block); !filled) return pass(filled);
        continue;
      }
      const std::string_view header = std::string_view(pending_).substr(used_, end.length);
      if (trimmed(header).empty()) {
        used_ = end.next;
        line_ += static_cast<std::int64_t>(end.lines);
        continue;
      }
      split_fields(header, dialect_, fields, unescaped);
      if (named) {
        used_ = end.next;
        line_ += static_cast<std::int64_t>(end.lines);
      }
      return name_columns(fields, named);
    }
  }

  Status name_columns(const std::vector<std::string_view>& fields, bool named) {
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      std::string name(named ? trimmed(fields[i]) : std::string_view{});
      if (name.empty()) name = std::to_string(i + 1);
      if (text::find_broken_utf8(name) != std::string_view::npos || name.find('\0') != std::string::npos) {
        return fail(Code::bad_data, "error.file.header_broken",
                    {{"file", file_.string()}, {"column", printable(name)}});
      }
      if (!seen.insert(name).second) {
        return fail(Code::bad_data, "error.file.columns_repeat", {{"file", file_.string()}, {"column", name}});
      }
      columns_.push_back(std::move(name));
    }
    return {};
  }

  Record& add(RecordBlock& block) {
    if (block.count == block.records.size()) block.records.emplace_back();
    Record& record = block.records[block.count++];
    record.fields.clear();
    record.flaw.reset();
    record.line = line_;
    return record;
  }

  // Under the lock: moves whole records from the stream into the block, with their lines, but does not look into them.
  Result<bool> cut(RecordBlock& block) {
    if (skipping_) {
      if (auto skipped = skip_line(); !skipped) return pass(skipped);
    }
    for (std::size_t wanted = k_block;; wanted += k_block) {
      if (auto filled = fill(wanted); !filled) return pass(filled);
      if (used_ == pending_.size()) return false;
      std::size_t start = used_;
      RecordSplitter splitter(pending_, at_end_, dialect_, k_longest_record);
      while (start < pending_.size()) {
        const RecordEnd end = splitter.find_end(start);
        if (end.kind == RecordEnd::Kind::need_more) break;
        if (end.length > 0) {
          Record& record = add(block);
          record.raw = std::string_view(pending_).substr(start, end.length);
          if (end.length > k_longest_record) {
            record.raw = record.raw.substr(0, k_shown);
            record.flaw = flaw_of("quarantine.long_line", record.raw, {{"limit", "4 MiB"}});
          } else if (end.kind == RecordEnd::Kind::unclosed_quote) {
            record.flaw = flaw_of("quarantine.unclosed_quote", record.raw);
          } else if (end.kind == RecordEnd::Kind::bad_quote) {
            record.flaw = flaw_of("quarantine.bad_quote", record.raw);
          }
        }
        line_ += static_cast<std::int64_t>(end.lines);
        start = end.next;
      }
      if (block.count == 0 && start == used_ && pending_.size() - start < k_longest_record + k_block) continue;
      if (block.count == 0 && start == used_) {
        Record& record = add(block);
        record.raw = block.more_bytes.emplace_back(pending_.substr(start, k_shown));
        record.flaw = flaw_of("quarantine.long_line", record.raw, {{"limit", "4 MiB"}});
        used_ = pending_.size();
        skipping_ = true;
        return true;
      }
      hand_over(block, start);
      if (block.count > 0) return true;
      wanted = 0;  // only empty lines so far
    }
  }

  // The block takes the bytes that its records look into; what lies behind them stays with the reader.
  void hand_over(RecordBlock& block, std::size_t end) {
    // Never the small-string buffer: views into that would not outlive the swap.
    rest_.reserve(2 * k_block);
    rest_.assign(pending_, end, std::string::npos);
    pending_.resize(end);
    std::swap(block.bytes, pending_);
    std::swap(pending_, rest_);
    used_ = 0;
  }

  Status skip_line() {
    for (;;) {
      const std::size_t end = pending_.find(dialect_.newline, used_);
      if (end != std::string::npos) {
        used_ = end + 1;
        ++line_;
        skipping_ = false;
        return {};
      }
      pending_.clear();
      used_ = 0;
      if (at_end_) {
        skipping_ = false;
        return {};
      }
      if (auto filled = fill(1); !filled) return pass(filled);
    }
  }

  // Without the lock: fields of every record, and what is wrong with them.
  void split(RecordBlock& block) const {
    const bool suspect = block.bytes.find('\0') != std::string::npos ||
                         (source_.converted ? find_undefined(block.bytes) != std::string_view::npos
                                            : text::find_broken_utf8(block.bytes) != std::string_view::npos);
    for (std::size_t i = 0; i < block.count; ++i) {
      Record& record = block.records[i];
      if (record.flaw) {
        make_valid(record, block);
        continue;
      }
      if (suspect && set_encoding_flaw(record, source_.converted)) {
        make_valid(record, block);
        continue;
      }
      split_fields(record.raw, dialect_, record.fields, block.more_bytes);
      if (record.fields.size() != columns_.size()) {
        record.flaw =
            flaw_of("quarantine.ragged", record.raw,
                    {{"expected", std::to_string(columns_.size())}, {"found", std::to_string(record.fields.size())}});
      }
    }
  }

  // `raw` is UTF-8 for whoever stores it: broken bytes are kept readable as \xHH.
  static void make_valid(Record& record, RecordBlock& block) {
    if (record.raw.find('\0') == std::string_view::npos && text::find_broken_utf8(record.raw) == std::string_view::npos)
      return;
    record.raw = block.more_bytes.emplace_back(escaped(record.raw));
  }

  Utf8Source source_;
  std::filesystem::path file_;
  Dialect dialect_;
  std::vector<std::string> columns_;

  BlockTurns turns_;     // what follows changes in one of them only
  std::string pending_;  // read and not yet handed out, from `used_` on
  std::string rest_;
  std::size_t used_ = 0;
  bool at_end_ = false;
  bool skipping_ = false;  // inside a record too long to keep
  std::int64_t line_ = 1;
};

}  // namespace

Result<std::unique_ptr<RecordReader>> open_csv(const std::filesystem::path& file, const SourceFormat& format) {
  auto source = open_utf8(file, format.encoding);
  if (!source) return pass(source);
  auto reader = std::make_unique<CsvReader>(std::move(*source), file);
  if (auto opened = reader->open(format); !opened) return pass(opened);
  return reader;
}

}  // namespace tartip::registers
