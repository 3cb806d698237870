#include "registers/json_reader.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <cstring>
#include <unordered_map>
#include <utility>

#include "base/file.hpp"
#include "registers/block_turns.hpp"
#include "registers/byte_source.hpp"
#include "registers/flaws.hpp"
#include "registers/row_table.hpp"
#include "text/encoding.hpp"

namespace tartip::registers {
namespace {

namespace json = boost::json;

constexpr std::size_t k_block = std::size_t{1} << 20;
constexpr std::size_t k_sample = std::size_t{16} << 20;
constexpr std::size_t k_largest_geojson = std::size_t{256} << 20;
constexpr std::size_t k_most_columns = 10'000;

// Column names in order of first appearance.
class Columns {
 public:
  void add(const std::string& name) {
    if (index_.size() < k_most_columns && index_.emplace(name, index_.size()).second) names_.push_back(name);
  }
  std::optional<std::size_t> find(const std::string& name) const {
    const auto found = index_.find(name);
    return found == index_.end() ? std::nullopt : std::optional(found->second);
  }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::size_t> index_;
};

std::string text_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return {};
    case json::kind::string:
      return std::string(value.get_string());
    case json::kind::bool_:
      return value.get_bool() ? "true" : "false";
    case json::kind::int64:
      return std::to_string(value.get_int64());
    case json::kind::uint64:
      return std::to_string(value.get_uint64());
    case json::kind::double_: {
      char buffer[32];
      const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value.get_double());
      return {buffer, end};
    }
    default:
      return json::serialize(value);
  }
}

// Calls visit(column name, value) for every leaf.
template <class Visit>
void flatten(const json::object& object, const std::string& prefix, const Visit& visit) {
  for (const auto& entry : object) {
    const std::string name = prefix + std::string(entry.key());
    if (const json::object* inner = entry.value().if_object())
      flatten(*inner, name + ".", visit);
    else
      visit(name, entry.value());
  }
}

json::parse_options strict() {
  json::parse_options options;
  options.max_depth = 64;
  return options;
}

class JsonLinesReader final : public RecordReader {
 public:
  JsonLinesReader(Utf8Source source, std::filesystem::path file) : source_(std::move(source)), file_(std::move(file)) {}

  Status open() {
    if (auto filled = fill(k_sample); !filled) return pass(filled);
    if (pending_.find_first_not_of(" \t\r\n") == std::string::npos) {
      return fail(Code::bad_data, "error.file.empty", {{"file", file_.string()}});
    }
    for (std::size_t at = 0; at < pending_.size();) {
      const std::size_t end = std::min(pending_.find('\n', at), pending_.size());
      boost::system::error_code error;
      const json::value value = json::parse(std::string_view(pending_).substr(at, end - at), error, {}, strict());
      if (!error && value.is_object()) {
        flatten(value.get_object(), "", [&](const std::string& name, const json::value&) { columns_.add(name); });
      }
      at = end + 1;
    }
    if (columns_.names().empty()) return fail(Code::bad_data, "error.file.no_objects", {{"file", file_.string()}});
    return {};
  }

  const std::vector<std::string>& columns() const override { return columns_.names(); }
  double position() const override { return source_.bytes->position(); }
  double size() const override { return source_.bytes->size(); }

  Result<bool> next(RecordBlock& block) override {
    const Result<bool> more = turns_.take(block, [&] { return cut(block); });
    if (more && *more)
      for (std::size_t i = 0; i < block.count; ++i) parse(block.records[i], block);
    return more;
  }

 private:
  Status fill(std::size_t wanted) {
    while (!at_end_ && pending_.size() < wanted) {
      const std::size_t old = pending_.size();
      pending_.resize(old + k_block);
      auto got = source_.bytes->read(pending_.data() + old, k_block);
      pending_.resize(old + (got ? *got : 0));
      if (!got) return pass(got);
      at_end_ = *got == 0;
    }
    return {};
  }

  // Under the lock: whole lines go to the block. A line above the limit is handed out as a flaw and passed over.
  Result<bool> cut(RecordBlock& block) {
    for (std::size_t wanted = k_block;; wanted += k_block) {
      if (auto filled = fill(wanted); !filled) return pass(filled);
      if (pending_.empty()) return false;
      std::size_t end = std::min(pending_.size(), 2 * k_block);
      if (!at_end_ || end < pending_.size()) {
        const std::size_t newline = pending_.rfind('\n', end - 1);
        const std::size_t first = newline == std::string::npos ? pending_.find('\n', end) : newline;
        if (first == std::string::npos) {
          if (!at_end_ && pending_.size() <= k_longest_record) continue;
          if (!at_end_) return pass_over(block);
          end = pending_.size();
        } else {
          end = first + 1;
        }
      }
      block.bytes.assign(pending_, 0, end);
      pending_.erase(0, end);
      for (std::size_t at = 0; at < block.bytes.size();) {
        const std::size_t stop = std::min(block.bytes.find('\n', at), block.bytes.size());
        std::string_view line = std::string_view(block.bytes).substr(at, stop - at);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (line.find_first_not_of(" \t") != std::string_view::npos) append_record(block, line_).raw = line;
        ++line_;
        at = stop + 1;
      }
      if (block.count > 0) return true;
      wanted = 0;
    }
  }

  Result<bool> pass_over(RecordBlock& block) {
    Record& record = append_record(block, line_++);
    record.raw = block.more_bytes.emplace_back(pending_.substr(0, 4096));
    record.flaw = flaw_of("quarantine.long_line", record.raw, {{"limit", "4 MiB"}});
    for (;;) {
      const std::size_t newline = pending_.find('\n');
      if (newline != std::string::npos) {
        pending_.erase(0, newline + 1);
        return true;
      }
      pending_.clear();
      if (at_end_) return true;
      if (auto filled = fill(1); !filled) return pass(filled);
    }
  }

  void parse(Record& record, RecordBlock& block) const {
    if (!record.flaw) set_encoding_flaw(record, source_.converted);
    if (!record.flaw && record.raw.size() > k_longest_record) {
      record.flaw = flaw_of("quarantine.long_line", record.raw, {{"limit", "4 MiB"}});
      record.raw = record.raw.substr(0, 4096);
    }
    if (!record.flaw) {
      boost::system::error_code error;
      const json::value value = json::parse(record.raw, error, {}, strict());
      if (!error && value.is_object()) {
        record.fields.assign(columns_.names().size(), {});
        flatten(value.get_object(), "", [&](const std::string& name, const json::value& leaf) {
          if (const auto column = columns_.find(name); column && !leaf.is_null()) {
            record.fields[*column] = block.more_bytes.emplace_back(text_of(leaf));
          }
        });
        return;
      }
      record.flaw = flaw_of("quarantine.not_json", record.raw);
    }
    if (record.raw.find('\0') != std::string_view::npos ||
        text::find_broken_utf8(record.raw) != std::string_view::npos) {
      record.raw = block.more_bytes.emplace_back(escaped(record.raw));
    }
  }

  Utf8Source source_;
  std::filesystem::path file_;
  Columns columns_;
  BlockTurns turns_;  // what follows changes in one of them only
  std::string pending_;
  bool at_end_ = false;
  std::int64_t line_ = 1;
};

// The vertices of a geometry's first ring or line.
void first_vertices(const json::value& coordinates, std::vector<std::pair<double, double>>& points, int depth = 0) {
  const json::array* list = coordinates.if_array();
  if (list == nullptr || list->empty() || depth > 4) return;
  if (!list->front().is_array()) {
    boost::system::error_code error;
    if (list->size() < 2) return;
    const double x = list->at(0).to_number<double>(error);
    const double y = error ? 0 : list->at(1).to_number<double>(error);
    if (!error) points.emplace_back(x, y);
    return;
  }
  const json::array* first = list->front().if_array();
  if (first->empty() || !first->front().is_array()) {
    for (const json::value& vertex : *list) first_vertices(vertex, points, depth + 1);
  } else {
    first_vertices(list->front(), points, depth + 1);
  }
}

std::optional<std::pair<double, double>> label_point(const json::object& feature) {
  const json::value* geometry = feature.if_contains("geometry");
  const json::object* object = geometry != nullptr ? geometry->if_object() : nullptr;
  const json::value* coordinates = object != nullptr ? object->if_contains("coordinates") : nullptr;
  if (coordinates == nullptr) return std::nullopt;
  std::vector<std::pair<double, double>> points;
  first_vertices(*coordinates, points);
  // A closed ring says its first vertex twice.
  if (points.size() > 1 && points.front() == points.back()) points.pop_back();
  if (points.empty()) return std::nullopt;
  double x = 0;
  double y = 0;
  for (const auto& [px, py] : points) {
    x += px;
    y += py;
  }
  const auto count = static_cast<double>(points.size());
  return std::pair{x / count, y / count};
}

class GeojsonReader final : public RecordReader {
 public:
  Status open(const std::filesystem::path& file) {
    auto content = read_file(file, k_largest_geojson);
    if (!content) return pass(content);
    size_ = static_cast<double>(content->size());
    std::string_view text = *content;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    boost::system::error_code error;
    root_ = json::parse(text, error, {}, strict());
    const json::object* object = error ? nullptr : root_.if_object();
    const json::value* features = object != nullptr ? object->if_contains("features") : nullptr;
    if (features == nullptr || !features->is_array()) {
      return fail(Code::bad_data, "error.file.not_geojson", {{"file", file.string()}});
    }
    features_ = &features->get_array();
    for (const json::value& feature : *features_) {
      if (const json::object* properties = properties_of(feature)) {
        flatten(*properties, "", [&](const std::string& name, const json::value&) { columns_.add(name); });
      }
    }
    columns_.add("_longitude");
    columns_.add("_latitude");
    return {};
  }
  const std::vector<std::string>& columns() const override { return columns_.names(); }
  double position() const override {
    return features_->empty() ? size_ : size_ * static_cast<double>(at_) / static_cast<double>(features_->size());
  }
  double size() const override { return size_; }

  Result<bool> next(RecordBlock& block) override {
    constexpr std::size_t k_records = 4096;
    return turns_.take(block, [&]() -> Result<bool> {
      for (; at_ < features_->size() && block.count < k_records; ++at_)
        fill(append_record(block, static_cast<std::int64_t>(at_) + 1), block);
      return block.count > 0;
    });
  }

 private:
  static const json::object* properties_of(const json::value& feature) {
    const json::object* object = feature.if_object();
    const json::value* properties = object != nullptr ? object->if_contains("properties") : nullptr;
    return properties != nullptr ? properties->if_object() : nullptr;
  }

  void fill(Record& record, RecordBlock& block) const {
    const json::value& feature = features_->at(at_);
    const json::object* object = feature.if_object();
    if (object == nullptr) {
      record.raw = block.more_bytes.emplace_back(json::serialize(feature));
      record.flaw = flaw_of("quarantine.not_feature", record.raw);
      return;
    }
    record.fields.assign(columns_.names().size(), {});
    const auto set = [&](const std::string& name, std::string value) {
      const auto column = columns_.find(name);
      if (!column) return;
      std::string_view& field = record.fields[*column];
      if (field.data() == nullptr) field = block.more_bytes.emplace_back(std::move(value));
    };
    if (const json::object* properties = properties_of(feature)) {
      flatten(*properties, "", [&](const std::string& name, const json::value& value) {
        if (!value.is_null()) set(name, text_of(value));
      });
    }
    if (const auto point = label_point(*object)) {
      set("_longitude", text_of(json::value(point->first)));
      set("_latitude", text_of(json::value(point->second)));
    }
    record.raw = block.more_bytes.emplace_back(csv_record(record.fields));
    set_encoding_flaw(record, false);
  }

  json::value root_;
  const json::array* features_ = nullptr;
  Columns columns_;
  double size_ = 0;
  BlockTurns turns_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::unique_ptr<RecordReader>> open_json_lines(const std::filesystem::path& file, const SourceFormat& format) {
  auto source = open_utf8(file, format.encoding);
  if (!source) return pass(source);
  auto reader = std::make_unique<JsonLinesReader>(std::move(*source), file);
  if (auto opened = reader->open(); !opened) return pass(opened);
  return reader;
}

Result<std::unique_ptr<RecordReader>> open_geojson(const std::filesystem::path& file) {
  auto reader = std::make_unique<GeojsonReader>();
  if (auto opened = reader->open(file); !opened) return pass(opened);
  return reader;
}

}  // namespace tartip::registers
