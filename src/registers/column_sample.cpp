#include "registers/column_sample.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <optional>

#include "registers/number.hpp"
#include "registers/time_format.hpp"
#include "registers/time_pieces.hpp"
#include "text/folding.hpp"

namespace tartip::registers {
namespace {

constexpr std::size_t k_kept = 20'000;

constexpr std::size_t k_samples = 3;
constexpr std::size_t k_tried = 2'000;  // values a format is tried on where only its share matters

constexpr std::array k_date_formats = {"iso",
                                       "%d.%m.%Y",
                                       "%d.%m.%Y %H:%M",
                                       "%d.%m.%Y %H:%M:%S",
                                       "%m/%d/%Y",
                                       "%d/%m/%Y",
                                       "%m/%d/%Y %H:%M",
                                       "%d/%m/%Y %H:%M",
                                       "%m/%d/%Y %H:%M:%S",
                                       "%d/%m/%Y %H:%M:%S",
                                       "%m/%d/%Y %I:%M:%S %p",
                                       "%m/%d/%Y %I:%M %p",
                                       "%Y/%m/%d",
                                       "%Y/%m/%d %H:%M:%S",
                                       "%Y/%m/%d %H:%M:%S%z",
                                       "%Y/%m/%d %H:%M",
                                       "%d-%b-%Y",
                                       "%d-%b-%y",
                                       "%b %d, %Y",
                                       "%d %b %Y",
                                       "%d.%m.%y",
                                       "%m/%d/%y",
                                       "%d-%m-%Y",
                                       "%Ym%m"};

// Of months, years and counted days: nothing that a column of numbers should be taken for unasked.
constexpr std::array k_other_formats = {"%m.%Y", "%m/%Y", "%b %Y", "%Y/%m", "%d.%m.%y %H:%M", "%Y%m%d", "%Y%m", "%Y",
                                        "%y",    "%m",    "%b",    "%d",    "%H:%M:%S",       "%H:%M",  "%H%M", "%H",
                                        "%M",    "%j",    "unix",  "excel"};

// Reads values by a format; a part of a date is completed to a whole one first.
class Trial {
 public:
  static std::optional<Trial> of(const std::string& format) {
    Trial trial;
    std::string whole = format;
    if (format.find('%') != std::string::npos && format.find_first_of("Yy") == std::string::npos) {
      const bool clock = format.find_first_of("HI") != std::string::npos;
      const bool minute = format == "%M";
      trial.before_ = minute ? "2000-01-01 00 " : clock ? "2000-01-01 " : format == "%d" ? "2000-01 " : "2000 ";
      whole = (minute ? "%Y-%m-%d %H " : clock ? "%Y-%m-%d " : format == "%d" ? "%Y-%m " : "%Y ") + format;
    }
    auto compiled = TimeFormat::compile(whole);
    if (!compiled) return std::nullopt;
    trial.format_ = std::move(*compiled);
    return trial;
  }
  bool reads(const std::string& value) const {
    return (before_.empty() ? format_->read(value) : format_->read(before_ + value)).has_value();
  }

 private:
  std::string before_;
  std::optional<TimeFormat> format_;
};

// A format for a handful of values is more likely a broken value than a second habit.
bool too_few(std::size_t count, double all) {
  return count == 0 || static_cast<double>(count) < 0.001 * all;
}

bool only_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string swapped_day_and_month(std::string format) {
  if (format.starts_with("%m/%d")) return "%d/%m" + format.substr(5);
  if (format.starts_with("%d/%m")) return "%m/%d" + format.substr(5);
  return {};
}

}  // namespace

ColumnSample::ColumnSample(std::string column_name) : name(std::move(column_name)), folded(text::fold(name)) {
  std::ranges::replace(folded, ' ', '_');
}

void ColumnSample::add(std::string_view text) {
  ++rows;
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  if (text.empty()) return;
  for (std::string_view word : {"NA", "N/A", "n/a", "NULL", "null", "None", "NaN", "nan", "-", "—", "(null)"}) {
    if (text != word) continue;
    if (std::ranges::find(missing_words, word) == missing_words.end()) missing_words.emplace_back(word);
    return;
  }
  ++known;
  length += text.size();
  if (example.empty()) example = text;
  if (text == "0" || text == "0.0") ++zeros;
  if (!fraction_seen && text.find_first_of(".,") != std::string_view::npos &&
      parse_number(text, text.find(',') == std::string_view::npos ? '.' : ',', ' '))
    fraction_seen = true;
  if (values.size() >= k_kept)
    too_many = too_many || !values.contains(std::string(text));
  else if (values.emplace(text).second && samples.size() < k_samples)
    samples.emplace_back(text);
}

double ColumnSample::share_of_numbers(char decimal, char thousands) const {
  if (values.empty()) return 0;
  const auto count = std::ranges::count_if(
      values, [&](const std::string& v) { return parse_number(v, decimal, thousands).has_value(); });
  return static_cast<double>(count) / static_cast<double>(values.size());
}

std::pair<double, double> ColumnSample::range(char decimal, char thousands) const {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const std::string& text : values) {
    if (const auto value = parse_number(text, decimal, thousands)) {
      low = std::min(low, *value);
      high = std::max(high, *value);
    }
  }
  if (low > high) low = high = std::numeric_limits<double>::quiet_NaN();
  return {low, high};
}

double ColumnSample::name_score(std::initializer_list<std::string_view> words,
                                std::initializer_list<std::string_view> others) const {
  const auto holds = [&](std::string_view word) {
    const std::size_t at = folded.find(word);
    if (at == std::string::npos) return false;
    if (word.size() > 3) return true;
    const bool starts = at == 0 || folded[at - 1] == '_';
    const bool ends = at + word.size() == folded.size() || folded[at + word.size()] == '_';
    return starts && ends;
  };
  const double good = std::ranges::any_of(words, holds) ? 1 : 0;
  return good - (std::ranges::any_of(others, holds) ? 1 : 0);
}

void ColumnSample::read_dates(bool by_person) {
  if (values.empty() || !date_formats.empty()) return;
  const bool numbers = std::ranges::all_of(values, only_digits);
  if (numbers && !by_person && name_score({"date", "fecha", "data", "дата", "year_month", "datum"}, {}) <= 0) return;
  std::vector<std::string_view> unread(values.begin(), values.end());
  const double all = static_cast<double>(unread.size());
  while (!unread.empty() && date_formats.size() < 4) {
    std::string best;
    std::size_t best_count = 0;
    bool clock = false;
    for (const char* text : k_date_formats) {
      const auto format = TimeFormat::compile(text);
      std::size_t count = 0;
      bool moment = false;
      for (std::string_view value : unread) {
        const auto reading = format->read(value);
        if (!reading) continue;
        ++count;
        moment = moment || reading->resolution == Resolution::moment;
      }
      if (count > best_count) {
        best = text;
        best_count = count;
        clock = moment;
      }
    }
    if (too_few(best_count, all)) break;
    if (date_formats.empty()) {
      if (const std::string other = swapped_day_and_month(best); !other.empty()) {
        const auto format = TimeFormat::compile(other);
        day_or_month_first =
            std::ranges::all_of(unread, [&](std::string_view v) { return format->read(v).has_value(); });
      }
    }
    has_clock = has_clock || clock;
    date_formats.push_back(best);
    const auto format = TimeFormat::compile(best);
    std::erase_if(unread, [&](std::string_view v) { return format->read(v).has_value(); });
  }
  date_share = 1 - static_cast<double>(unread.size()) / all;
}

std::vector<std::string> ColumnSample::formats_from(const std::string& first) const {
  std::vector<std::string> formats = {first};
  const auto trial = Trial::of(first);
  if (!trial) return formats;
  std::vector<std::string> unread;
  for (const std::string& value : values)
    if (!trial->reads(value)) unread.push_back(value);
  const auto all = static_cast<double>(values.size());
  while (!unread.empty() && formats.size() < 4 && says_when(first)) {
    std::string best;
    std::size_t best_count = 0;
    for (const char* text : k_date_formats) {
      const auto other = Trial::of(text);
      const auto count = static_cast<std::size_t>(
          std::ranges::count_if(unread, [&](const std::string& value) { return other->reads(value); }));
      if (count > best_count) {
        best = text;
        best_count = count;
      }
    }
    if (too_few(best_count, all)) break;
    formats.push_back(best);
    std::erase_if(unread, [other = Trial::of(best)](const std::string& value) { return other->reads(value); });
  }
  return formats;
}

std::vector<ColumnSample::TimeFit> ColumnSample::time_fits() const {
  std::vector<std::string> tried(values.begin(), values.end());
  std::ranges::sort(tried);
  // Every so many, so that all kinds are among them.
  if (const std::size_t step = tried.size() / k_tried + 1; step > 1) {
    std::vector<std::string> some;
    for (std::size_t i = 0; i < tried.size(); i += step) some.push_back(std::move(tried[i]));
    tried = std::move(some);
  }
  std::vector<TimeFit> fits;
  const auto try_format = [&](const char* text) {
    const auto trial = Trial::of(text);
    const auto read = static_cast<std::size_t>(
        std::ranges::count_if(tried, [&](const std::string& value) { return trial->reads(value); }));
    if (read > 0) fits.push_back({text, read, tried.size()});
  };
  for (const char* text : k_date_formats) try_format(text);
  for (const char* text : k_other_formats) try_format(text);
  std::ranges::stable_sort(fits, std::greater<>(), &TimeFit::read);
  return fits;
}

std::string ColumnSample::clock_format(bool by_person) const {
  if (values.empty()) return {};
  for (const char* format : {"%H:%M:%S", "%H:%M", "%H%M"}) {
    if (std::string_view(format) == "%H%M" && !by_person &&
        name_score({"time", "hora", "clock", "время", "уақыт"}, {}) <= 0)
      continue;
    const auto compiled = TimeFormat::compile("%Y-%m-%d " + std::string(format));
    const auto count = std::ranges::count_if(
        values, [&](const std::string& v) { return compiled->read("2000-01-01 " + v).has_value(); });
    if (static_cast<double>(count) > 0.9 * static_cast<double>(values.size())) return format;
  }
  return {};
}

}  // namespace tartip::registers
