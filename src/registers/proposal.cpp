#include "registers/proposal.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <map>
#include <unordered_set>

#include <fmt/format.h>

#include "registers/byte_source.hpp"
#include "registers/column_sample.hpp"
#include "registers/csv_split.hpp"
#include "registers/workbook.hpp"

namespace tartip::registers {
namespace {

std::string percent(double share) {
  return fmt::format("{:.0f}", std::floor(share * 100));
}

// "Primary Type" → "primary_type"; what is not Latin or a digit becomes nothing, so that a name may be empty.
std::string identifier(std::string_view name, std::size_t number) {
  std::string id;
  for (char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && std::isalnum(byte) != 0)
      id += static_cast<char>(std::tolower(byte));
    else if (!id.empty() && id.back() != '_')
      id += '_';
  }
  while (!id.empty() && id.back() == '_') id.pop_back();
  if (id.empty() || std::isdigit(static_cast<unsigned char>(id[0])) != 0) id = "column_" + std::to_string(number + 1);
  return id.substr(0, 40);
}

double date_name_score(const ColumnSample& column, std::initializer_list<std::string_view> others) {
  return column.name_score(
      {"date", "time", "fecha", "data", "дата", "күн", "month", "occur", "start", "inicio", "when"}, others);
}

class Proposer {
 public:
  Proposer(std::vector<ColumnSample> columns, const SourceFormat& format, const std::string& name)
      : columns_(std::move(columns)) {
    proposal_.description.id = identifier(name, 0);
    proposal_.description.names.by_language["en"] = name;
    proposal_.description.file = format;
  }

  Proposal take() {
    guess_marks();
    guess_coordinates();
    guess_time();
    guess_key();
    guess_class();
    guess_rest();
    return std::move(proposal_);
  }

 private:
  Description& d() { return proposal_.description; }

  void say(const ColumnSample& column, std::string role, std::string key, std::vector<Argument> arguments = {}) {
    arguments.insert(arguments.begin(), {"column", column.name});
    proposal_.guesses.push_back({column.name, std::move(role), std::move(key), std::move(arguments)});
  }

  void guess_marks() {
    for (const ColumnSample& column : columns_) {
      for (const std::string& word : column.missing_words) {
        if (std::ranges::find(d().file.missing, word) == d().file.missing.end()) d().file.missing.push_back(word);
      }
    }
    std::size_t points = 0;
    std::size_t commas = 0;
    for (const ColumnSample& column : columns_) {
      if (column.share_of_numbers('.') > 0.9)
        ++points;
      else if (column.share_of_numbers(',') > 0.9)
        ++commas;
    }
    if (commas > 0 && d().file.decimal == '.') {
      d().file.decimal = ',';
      if (points == 0 || commas >= points / 4) proposal_.guesses.push_back({"", "file", "guess.decimal_comma", {}});
    }
  }

  // Whole numbers that name things: nearly all different, and either all large or one after another.
  bool names_things(const ColumnSample& column) const {
    if (column.fraction_seen) return false;
    for (std::string_view end : {"number", "_num", "_no", "_nr", "_id", "_code", "номер", "нөмірі"}) {
      if (column.folded.ends_with(end)) return true;
    }
    if (column.name_score({"id", "no", "num", "nr", "nro", "код"}, {}) > 0) return true;
    if (column.known < 20 || (!column.too_many && column.distinct() * 20 < column.known * 19)) return false;
    const auto [low, high] = column.range(proposal_.description.file.decimal);
    return low >= 1000 || high - low < 2 * static_cast<double>(column.distinct());
  }

  bool numeric(const ColumnSample& column) const {
    return column.known > 0 && column.share_of_numbers(proposal_.description.file.decimal) >= 0.98;
  }

  ColumnSample* named(const std::vector<std::string_view>& words, bool whole) {
    for (std::string_view word : words) {
      for (ColumnSample& column : columns_) {
        if (column.used || !numeric(column)) continue;
        if (whole ? column.folded == word : column.folded.find(word) != std::string::npos) return &column;
      }
    }
    return nullptr;
  }

  void guess_coordinates() {
    ColumnSample* x = named({"longitude", "longitud", "lon", "lng", "long"}, true);
    ColumnSample* y = named({"latitude", "latitud", "lat"}, true);
    if (x == nullptr || y == nullptr) {
      x = named({"longitud", "lon_", "_lon", "долгота", "бойлық"}, false);
      y = named({"latitud", "lat_", "_lat", "широта", "ендік"}, false);
    }
    if (x == nullptr || y == nullptr) {
      x = named({"x", "x_km", "x_coord", "x_coordinate", "easting", "xcoord"}, true);
      y = named({"y", "y_km", "y_coord", "y_coordinate", "northing", "ycoord"}, true);
    }
    if (x == nullptr || y == nullptr || x == y) return;
    const auto [x_low, x_high] = x->range(d().file.decimal);
    const auto [y_low, y_high] = y->range(d().file.decimal);
    PlaceRule& place = d().place;
    place.x_column = x->name;
    place.y_column = y->name;
    const bool degrees = x_low >= -180 && x_high <= 180 && y_low >= -90 && y_high <= 90;
    const bool swapped = !degrees && x_low >= -90 && x_high <= 90 && y_low >= -180 && y_high <= 180;
    if (swapped) std::swap(place.x_column, place.y_column);
    if (!degrees && !swapped) place.crs = x->folded.find("km") != std::string::npos ? "local:km" : "local:m";
    const char* reason = degrees ? "guess.degrees" : swapped ? "guess.degrees_swapped" : "guess.plane";
    say(*x, swapped ? "y" : "x", reason, {{"low", fmt::format("{}", x_low)}, {"high", fmt::format("{}", x_high)}});
    say(*y, swapped ? "x" : "y", reason, {{"low", fmt::format("{}", y_low)}, {"high", fmt::format("{}", y_high)}});
    if (x->zeros > 0 && y->zeros > 0 && (x_low < -0.5 || x_high > 0.5)) {
      place.unknown = {{0, 0}};
      say(*x, "x", "guess.zero_is_unknown", {{"count", std::to_string(x->zeros)}});
    }
    x->used = y->used = true;
  }

  void guess_time() {
    ColumnSample* best = nullptr;
    double best_score = 0;
    for (ColumnSample& column : columns_) {
      if (column.used) continue;
      column.read_dates();
      // A column that calls itself a date may hold more slips than one that only looks like it.
      if (column.date_share < (date_name_score(column, {}) > 0 ? 0.6 : 0.9)) continue;
      const double score =
          column.date_share +
          date_name_score(column, {"updat", "record", "modif", "clos", "due", "end", "fim", "out", "julian"}) +
          0.3 * static_cast<double>(column.known) / static_cast<double>(std::max<std::size_t>(column.rows, 1));
      if (best == nullptr || score > best_score) {
        best = &column;
        best_score = score;
      }
    }
    TimeRule& time = d().time;
    if (best == nullptr) return guess_time_of_parts();
    time.from = {{best->name}, best->date_formats};
    time.required = best->known == best->rows;
    time.outside = Rule::keep;
    best->used = true;
    say(*best, "time", best->day_or_month_first ? "guess.time_ambiguous" : "guess.time",
        {{"format", best->date_formats.front()}, {"percent", percent(best->date_share)}, {"example", best->example}});
    join_clock(*best);
  }

  // A clock time in a column of its own.
  void join_clock(const ColumnSample& date) {
    if (date.has_clock) return;
    for (ColumnSample& column : columns_) {
      if (column.used || column.clock_format().empty()) continue;
      const std::string format = column.clock_format();
      std::vector<std::string> formats;
      for (const std::string& day : date.date_formats) {
        const std::string pattern = day == "iso" ? "%Y-%m-%d" : day;
        formats.push_back(pattern + " " + format);
        formats.push_back(pattern);
      }
      d().time.from = {{date.name, column.name}, formats};
      column.used = true;
      say(column, "time", "guess.clock", {{"format", format}, {"example", column.example}});
      return;
    }
  }

  // Year, month, day … in columns of their own.
  void guess_time_of_parts() {
    TimeRule& time = d().time;
    std::string format;
    const std::vector<std::pair<std::vector<std::string_view>, std::string_view>> parts = {
        {{"year", "ano", "vano", "год", "жыл"}, "%Y"},
        {{"month", "mes", "месяц", "ай"}, "%m"},
        {{"day", "dia", "день", "күн"}, "%d"},
        {{"hour", "hora", "час", "сағат"}, "%H"},
        {{"minute", "minuto", "минута", "минут"}, "%M"}};
    for (const auto& [words, letter] : parts) {
      ColumnSample* column = named(words, true);
      if (column == nullptr) break;
      time.from.columns.push_back(column->name);
      format += (format.empty() ? "" : " ") + std::string(letter);
      // When later parts are not known the earlier ones still say the day or the month.
      time.from.formats.insert(time.from.formats.begin(), format);
      column->used = true;
      say(*column, "time", "guess.time_part", {{"format", std::string(letter)}});
    }
    // A clock without its minutes is not a time of day.
    std::erase_if(time.from.formats, [](const std::string& f) { return f.ends_with("%H") && f.size() > 20; });
    time.outside = Rule::keep;
    time.required = !time.from.columns.empty();
    if (time.from.empty()) proposal_.guesses.push_back({"", "time", "guess.no_time", {}});
  }

  void guess_key() {
    for (ColumnSample& column : columns_) {
      if (column.used || column.known != column.rows || column.rows < 20 || column.distinct() != column.rows) continue;
      if (column.fraction_seen || column.mean_length() > 40) continue;
      const bool hinted =
          column.name_score({"id", "num", "no", "key", "code", "case", "uid", "номер", "нөмір"}, {}) > 0;
      if (!hinted && &column != &columns_.front()) continue;
      d().key = {column.name};
      column.used = true;
      say(column, "key", "guess.key", {{"rows", std::to_string(column.rows)}});
      return;
    }
  }

  void guess_class() {
    ColumnSample* best = nullptr;
    double best_score = 0.2;
    for (ColumnSample& column : columns_) {
      if (column.used || numeric(column) || column.known < column.rows * 9 / 10 || column.too_many ||
          column.distinct() < 2)
        continue;
      const auto distinct = static_cast<double>(column.distinct());
      if (distinct > 600 || distinct > 0.5 * static_cast<double>(column.known)) continue;
      const double score =
          column.name_score({"type", "class", "categ", "offen", "offence", "crime", "primary", "kind", "cause", "causa",
                             "event", "вид", "тип", "стат", "түр", "modalidad", "parameter", "result"},
                            {"location", "status", "subject", "sub_", "district", "desc"}) +
          (distinct >= 4 && distinct <= 400 ? 0.5 : 0.0);
      if (score > best_score) {
        best = &column;
        best_score = score;
      }
    }
    if (best == nullptr) return;
    d().classes.column = best->name;
    d().classes.required = best->known == best->rows;
    best->used = true;
    say(*best, "class", "guess.class", {{"count", std::to_string(best->distinct())}, {"example", best->example}});
  }

  void guess_rest() {
    std::unordered_set<std::string> ids;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const ColumnSample& column = columns_[i];
      if (column.used) continue;
      if (column.known == 0) {
        say(column, "ignored", "guess.empty");
        continue;
      }
      std::string id = identifier(column.name, i);
      if (!ids.insert(id).second) ids.insert(id = "column_" + std::to_string(i + 1) + "_" + id.substr(0, 20));
      const bool code = column.name_score({"id", "code", "zip", "ward", "district", "beat", "post", "area_no", "block",
                                           "license", "julian", "year"},
                                          {}) > 0;
      const bool names = numeric(column) && names_things(column);
      if (numeric(column) && !names && (!code || column.fraction_seen) &&
          (column.distinct() > 10 || column.fraction_seen || column.too_many)) {
        QuantityRule quantity;
        quantity.id = id;
        quantity.column = column.name;
        d().quantities.push_back(quantity);
        const auto [low, high] = column.range(d().file.decimal);
        say(column, "quantity", "guess.quantity", {{"low", fmt::format("{}", low)}, {"high", fmt::format("{}", high)}});
      } else if (!column.too_many && column.distinct() <= std::max<std::size_t>(60, column.known / 10)) {
        d().attributes.push_back({id, column.name, {}, {}, false});
        say(column, "attribute", "guess.attribute", {{"count", std::to_string(column.distinct())}});
      } else if (column.mean_length() >= 16) {
        d().texts.push_back({id, column.name});
        say(column, "text", "guess.text", {{"length", fmt::format("{:.0f}", column.mean_length())}});
      } else {
        say(column, "ignored", names ? "guess.names_things" : "guess.ignored");
      }
    }
  }

  std::vector<ColumnSample> columns_;
  Proposal proposal_;
};

// What kind of file it is, by its first bytes rather than by its name.
FileFormat kind_of(const std::filesystem::path& file, std::string_view head) {
  if (head.starts_with("PK\x03\x04")) return FileFormat::xlsx;
  if (head.starts_with("PAR1")) return FileFormat::parquet;
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || head[first] != '{') return FileFormat::csv;
  const bool features = head.find("FeatureCollection") != std::string_view::npos || file.extension() == ".geojson";
  return features ? FileFormat::geojson : FileFormat::json_lines;
}

// Where the table begins below rows of title and notes: the first row about as wide as the widest of the first rows.
int rows_before_header(const Sheet& sheet) {
  constexpr std::int32_t k_rows = 20;
  std::map<std::int32_t, std::size_t> widths;
  for (const WorkbookCell& cell : sheet.cells) {
    if (cell.row >= k_rows) break;
    ++widths[cell.row];
  }
  std::size_t widest = 0;
  for (const auto& [row, width] : widths) widest = std::max(widest, width);
  for (const auto& [row, width] : widths) {
    if (width * 5 >= widest * 4) return row;
  }
  return 0;
}

std::string plain_name(std::filesystem::path file) {
  while (file.has_extension() && file.extension() != file) file = file.stem();
  return file.filename().string();
}

}  // namespace

Result<Proposal> propose_from(RecordReader& reader, const SourceFormat& format, const std::string& name,
                              std::size_t sample) {
  std::vector<ColumnSample> columns;
  for (const std::string& column : reader.columns()) columns.emplace_back(column);
  RecordBlock block;
  std::size_t seen = 0;
  while (seen < sample) {
    auto more = reader.next(block);
    if (!more) return pass(more);
    if (!*more) break;
    for (std::size_t i = 0; i < block.count && seen < sample; ++i) {
      if (block.records[i].flaw) continue;
      ++seen;
      for (std::size_t c = 0; c < columns.size(); ++c) columns[c].add(block.records[i].fields[c]);
    }
  }
  if (seen == 0) return fail(Code::bad_data, "error.proposal.no_rows", {{"file", name}});
  return Proposer(std::move(columns), format, name).take();
}

Result<Proposal> propose(const std::filesystem::path& file, std::size_t sample) {
  SourceFormat format;
  std::vector<Guess> guesses;
  std::string head(std::size_t{1} << 16, '\0');
  {
    auto bytes = open_bytes(file);
    if (!bytes) return pass(bytes);
    std::size_t filled = 0;
    for (std::size_t last = 1; last > 0 && filled < head.size(); filled += last) {
      auto got = (*bytes)->read(head.data() + filled, head.size() - filled);
      if (!got) return pass(got);
      last = *got;
    }
    head.resize(filled);
  }
  format.format = kind_of(file, head);
  if (format.format == FileFormat::xlsx) {
    const auto sheet = read_sheet(file, "");
    if (!sheet) return tl::unexpected<Error>(sheet.error());
    format.skip_lines = rows_before_header(*sheet);
    if (format.skip_lines > 0)
      guesses.push_back({"", "file", "guess.header_row", {{"row", std::to_string(format.skip_lines + 1)}}});
  }
  auto reader = open_records(file, format);
  if (!reader && reader.error().key == "error.file.encoding") {
    for (const Argument& argument : reader.error().arguments) {
      if (argument.name == "looks_like") format.encoding = argument.value;
    }
    guesses.push_back({"", "file", "guess.encoding", {{"encoding", format.encoding}}});
    reader = open_records(file, format);
  }
  if (!reader) return pass(reader);
  if (format.format == FileFormat::csv) {
    format.delimiter = detect_delimiter(head, format.quote, 0);
    guesses.push_back({"",
                       "file",
                       "guess.delimiter",
                       {{"delimiter", format.delimiter == '\t' ? "tab" : std::string(1, format.delimiter)},
                        {"count", std::to_string((*reader)->columns().size())}}});
  }
  auto proposal = propose_from(**reader, format, plain_name(file), sample);
  if (!proposal) return pass(proposal);
  proposal->guesses.insert(proposal->guesses.begin(), guesses.begin(), guesses.end());
  return proposal;
}

}  // namespace tartip::registers
