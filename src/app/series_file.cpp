#include "app/series_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "app/fields.hpp"
#include "base/number.hpp"
#include "registers/number.hpp"
#include "registers/record.hpp"

namespace tartip::app {
namespace {

struct Point {
  std::uint32_t time = 0;  // into the texts of t
  double value = 0;
  std::int64_t line = 0;
};

struct Held {
  std::string name;
  std::vector<Point> points;
};

struct Columns {
  std::size_t series = 0, t = 0, value = 0;
  bool named = false;
};

// Texts that repeat, numbered in the order they came.
class Texts {
 public:
  std::uint32_t number(std::string_view text) {
    held_.assign(text);
    const auto [at, added] = numbers_.try_emplace(held_, static_cast<std::uint32_t>(texts_.size()));
    if (added) texts_.push_back(held_);
    return at->second;
  }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::string held_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> texts_;
};

std::optional<std::int64_t> whole_in(std::string_view text) {
  const auto value = number_in<std::int64_t>(text);
  return value && std::abs(*value) <= 1'000'000'000 ? value : std::nullopt;
}

Result<Columns> columns_of(const std::vector<std::string>& names, const std::string& file) {
  const auto find = [&](std::string_view name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  };
  const Columns columns{find("series"), find("t"), find("value"), find("series") < names.size()};
  for (const auto& [at, name] : {std::pair{columns.t, "t"}, std::pair{columns.value, "value"}})
    if (at == names.size()) {
      std::string there;
      for (const std::string& one : names) there += (there.empty() ? "" : ", ") + one;
      return fail(Code::bad_data, "error.series.column", {{"column", name}, {"columns", there}}, {file, 1, name});
    }
  return columns;
}

struct Times {
  std::optional<axes::Unit> unit;
  std::vector<std::int64_t> ordinals;  // by number of the text
};

// The kind of time of the file, or the first text that does not fit.
tl::expected<Times, std::uint32_t> times_of(const std::vector<std::string>& texts, std::optional<axes::Unit> every) {
  Times times;
  if (texts.empty()) return times;
  if (const bool numbers = whole_in(texts.front()).has_value(); numbers && !every) {
    for (std::uint32_t i = 0; i < texts.size(); ++i) {
      const auto number = whole_in(texts[i]);
      if (!number) return tl::unexpected<std::uint32_t>(i);
      times.ordinals.push_back(*number);
    }
    return times;
  }
  std::vector<axes::Day> days;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    const auto day = day_in(texts[i]);
    if (!day || (!every && whole_in(texts[i]))) return tl::unexpected<std::uint32_t>(i);
    days.push_back(*day);
  }
  times.unit = every;
  if (!every)
    for (const axes::Unit unit :
         {axes::Unit::year, axes::Unit::quarter, axes::Unit::month, axes::Unit::week, axes::Unit::day}) {
      times.unit = unit;
      if (std::all_of(days.begin(), days.end(),
                      [unit](axes::Day day) { return axes::first_day(axes::period_of(day, unit)) == day; }))
        break;
    }
  for (const axes::Day day : days) times.ordinals.push_back(axes::period_of(day, *times.unit).ordinal);
  return times;
}

void close_gap(std::vector<double>& values, double next, std::size_t missing, Gaps gaps) {
  const double last = values.back();
  for (std::size_t i = 1; i <= missing; ++i)
    values.push_back(
        gaps == Gaps::zero ? 0 : last + (next - last) * static_cast<double>(i) / static_cast<double>(missing + 1));
}

}  // namespace

std::string SeriesFile::time(std::int64_t ordinal) const {
  return unit ? axes::text_of(axes::first_day({*unit, ordinal})) : std::to_string(ordinal);
}

int season_of(std::optional<axes::Unit> unit) {
  if (!unit) return 1;
  switch (*unit) {
    case axes::Unit::hour:
      return 24;
    case axes::Unit::day:
      return 7;
    case axes::Unit::week:
      return 52;
    case axes::Unit::month:
      return 12;
    case axes::Unit::quarter:
      return 4;
    case axes::Unit::half_year:
      return 2;
    case axes::Unit::year:
      return 1;
  }
  return 1;
}

Result<SeriesFile> read_series(const std::filesystem::path& path, const SeriesFileOptions& options) {
  const std::string file = path.string();
  auto reader = registers::open_records(path, {});
  if (!reader) return pass(reader);
  auto columns = columns_of((*reader)->columns(), file);
  if (!columns) return pass(columns);

  Texts times;
  std::vector<Held> all;
  std::unordered_map<std::string, std::size_t> numbers;
  std::string name;
  registers::RecordBlock block;
  for (;;) {
    auto more = (*reader)->next(block);
    if (!more) return pass(more);
    if (!*more) break;
    for (std::size_t i = 0; i < block.count; ++i) {
      const registers::Record& record = block.records[i];
      if (record.flaw)
        return fail(Code::bad_data, record.flaw->key, record.flaw->arguments, {file, record.line, record.flaw->column});
      const std::string_view text = record.fields[columns->value];
      const auto value = registers::parse_number(text);
      if (!value)
        return fail(Code::bad_data, "error.series.value", {{"value", std::string(text)}}, {file, record.line, "value"});
      if (std::abs(*value) > 1e15)
        return fail(Code::bad_data, "error.series.large", {{"value", std::string(text)}}, {file, record.line, "value"});
      name.assign(columns->named ? record.fields[columns->series] : std::string_view());
      const auto [at, added] = numbers.try_emplace(name, all.size());
      if (added) all.push_back({name, {}});
      all[at->second].points.push_back({times.number(record.fields[columns->t]), *value, record.line});
    }
  }
  if (all.empty()) return fail(Code::bad_data, "error.series.empty", {{"file", file}}, {file, 0, ""});

  const auto read = times_of(times.texts(), options.every);
  if (!read) {
    for (const Held& held : all)
      for (const Point& point : held.points)
        if (point.time == read.error())
          return fail(Code::bad_data, "error.field.time", {{"value", times.texts()[read.error()]}},
                      {file, point.line, "t"});
  }
  SeriesFile result{.unit = read->unit, .series = {}};
  const auto ordinal = [&](const Point& point) { return read->ordinals[point.time]; };
  for (Held& held : all) {
    const auto earlier = [&](const Point& a, const Point& b) { return ordinal(a) < ordinal(b); };
    if (!std::is_sorted(held.points.begin(), held.points.end(), earlier)) {
      ++result.unsorted;
      std::stable_sort(held.points.begin(), held.points.end(), earlier);
    }
    NamedSeries series{.name = std::move(held.name), .first = ordinal(held.points.front()), .values = {}};
    series.values.reserve(held.points.size());
    for (std::size_t i = 0; i < held.points.size(); ++i) {
      const Point& point = held.points[i];
      const std::int64_t expected = series.first + static_cast<std::int64_t>(series.values.size());
      const std::string& text = times.texts()[point.time];
      if (i > 0 && ordinal(point) < expected)
        return fail(Code::bad_data, "error.series.twice",
                    {{"series", series.name}, {"value", text}, {"first", std::to_string(held.points[i - 1].line)}},
                    {file, point.line, "t"});
      if (const auto missing = static_cast<std::size_t>(ordinal(point) - expected); missing > 0) {
        if (options.gaps == Gaps::refuse || missing > 100'000)
          return fail(Code::bad_data, "error.series.gap",
                      {{"series", series.name}, {"missing", result.time(expected)}, {"value", text}},
                      {file, point.line, "t"});
        close_gap(series.values, point.value, missing, options.gaps);
        result.filled += missing;
      }
      series.values.push_back(point.value);
    }
    held.points = {};
    result.series.push_back(std::move(series));
  }
  return result;
}

}  // namespace tartip::app
