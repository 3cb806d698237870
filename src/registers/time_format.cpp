#include "registers/time_format.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

#include "registers/number.hpp"

namespace tartip::registers {
namespace {

using axes::k_micros_per_day;
using axes::k_micros_per_second;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// What has been read so far; -1: not said.
struct Parts {
  int year = -1, month = -1, day = -1, day_of_year = -1;
  int hour = -1, minute = -1, second = -1;
  std::int64_t fraction = 0;
  int half = -1;  // 0 before noon, 1 after
  std::optional<int> offset_seconds;
};

class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  bool at_end() const { return text_.empty(); }
  char front() const { return text_.empty() ? '\0' : text_.front(); }
  std::string_view rest() const { return text_; }
  void skip(std::size_t count) { text_.remove_prefix(count); }
  bool take(char c) {
    if (front() != c || text_.empty()) return false;
    text_.remove_prefix(1);
    return true;
  }
  void skip_blanks() {
    while (!text_.empty() && (text_.front() == ' ' || text_.front() == '\t')) text_.remove_prefix(1);
  }
  // Between `fewest` and `most` digits.
  bool digits(int fewest, int most, int& value) {
    int count = 0;
    int result = 0;
    while (count < most && static_cast<std::size_t>(count) < text_.size() &&
           is_digit(text_[static_cast<std::size_t>(count)])) {
      result = result * 10 + (text_[static_cast<std::size_t>(count)] - '0');
      ++count;
    }
    if (count < fewest) return false;
    text_.remove_prefix(static_cast<std::size_t>(count));
    value = result;
    return true;
  }
  // Digits after a decimal point as microseconds; more than six are cut.
  bool fraction(std::int64_t& micros) {
    std::int64_t result = 0;
    int count = 0;
    while (!text_.empty() && is_digit(text_.front())) {
      if (count < 6) result = result * 10 + (text_.front() - '0');
      ++count;
      text_.remove_prefix(1);
    }
    for (int i = count; i < 6; ++i) result *= 10;
    micros = result;
    return count > 0;
  }
  bool offset(std::optional<int>& seconds) {
    if (take('Z') || take('z')) {
      seconds = 0;
      return true;
    }
    const int sign = front() == '-' ? -1 : 1;
    if (!take('+') && !take('-')) return false;
    int hours = 0;
    int minutes = 0;
    if (!digits(2, 2, hours)) return false;
    if (take(':')) {
      if (!digits(2, 2, minutes)) return false;
    } else if (is_digit(front()) && !digits(2, 2, minutes)) {
      return false;
    }
    if (hours > 18 || minutes > 59) return false;
    seconds = sign * (hours * 3600 + minutes * 60);
    return true;
  }
  // "Jan", "January", "jan."; the first three letters decide, the rest must be letters of the full name.
  bool month_name(int& month) {
    static constexpr std::array<std::string_view, 12> k_names = {"january",   "february", "march",    "april",
                                                                 "may",       "june",     "july",     "august",
                                                                 "september", "october",  "november", "december"};
    std::size_t length = 0;
    std::array<char, 9> word{};
    while (length < text_.size() && length < word.size() &&
           std::isalpha(static_cast<unsigned char>(text_[length])) != 0) {
      word[length] = static_cast<char>(text_[length] | 0x20);
      ++length;
    }
    if (length < 3) return false;
    const std::string_view name(word.data(), length);
    for (std::size_t i = 0; i < k_names.size(); ++i) {
      if (!k_names[i].starts_with(name)) continue;
      month = static_cast<int>(i) + 1;
      text_.remove_prefix(length);
      if (length < k_names[i].size()) take('.');
      return true;
    }
    return false;
  }
  bool half(int& half) {
    if (text_.size() < 2 || (text_[1] | 0x20) != 'm') return false;
    const char letter = static_cast<char>(text_[0] | 0x20);
    if (letter != 'a' && letter != 'p') return false;
    half = letter == 'p' ? 1 : 0;
    text_.remove_prefix(2);
    return true;
  }

 private:
  std::string_view text_;
};

std::optional<Reading> assemble(const Parts& p) {
  using namespace std::chrono;
  Reading reading;
  sys_days day;
  if (p.day_of_year >= 0) {
    const std::chrono::year y{p.year};
    if (p.day_of_year < 1 || p.day_of_year > (y.is_leap() ? 366 : 365)) return std::nullopt;
    day = sys_days{y / January / 1} + days{p.day_of_year - 1};
    reading.resolution = Resolution::day;
  } else {
    if (p.day >= 0 && p.month < 0) return std::nullopt;
    reading.resolution = p.month < 0 ? Resolution::year : p.day < 0 ? Resolution::month : Resolution::day;
    const year_month_day date{std::chrono::year{p.year},
                              std::chrono::month{static_cast<unsigned>(p.month < 0 ? 1 : p.month)},
                              std::chrono::day{static_cast<unsigned>(p.day < 0 ? 1 : p.day)}};
    if (!date.ok()) return std::nullopt;
    day = sys_days{date};
  }
  reading.micros = day.time_since_epoch().count() * k_micros_per_day;
  if (p.hour < 0) {
    if (p.minute >= 0 || p.second >= 0 || p.half >= 0) return std::nullopt;
    return reading;
  }
  if (reading.resolution != Resolution::day) return std::nullopt;
  reading.resolution = Resolution::moment;
  int hour = p.hour;
  if (p.half >= 0) {
    if (hour < 1 || hour > 12) return std::nullopt;
    hour = hour % 12 + 12 * p.half;
  }
  const int minute = p.minute < 0 ? 0 : p.minute;
  int second = p.second < 0 ? 0 : p.second;
  const bool end_of_day = hour == 24 && minute == 0 && second == 0 && p.fraction == 0;
  if ((hour > 23 && !end_of_day) || minute > 59 || second > 60) return std::nullopt;
  std::int64_t fraction = p.fraction;
  if (second == 60) {
    // 23:59:60 UTC; offsets of whole quarters put it into the last minute of a quarter.
    if (minute % 15 != 14) return std::nullopt;
    reading.leap_second = true;
    second = 59;
    fraction = 999'999;
  }
  reading.micros += (hour * 3600 + minute * 60 + second) * k_micros_per_second + fraction;
  if (p.offset_seconds) {
    reading.absolute = true;
    reading.micros -= *p.offset_seconds * k_micros_per_second;
  }
  return reading;
}

// ISO 8601: 2022, 2022-09, 2022-09-17, 20220917, with T or a blank and 13, 13:05, 13:05:07, 130507, .25, and Z or an
// offset.
std::optional<Reading> read_iso(std::string_view text) {
  Cursor at(text);
  Parts p;
  if (!at.digits(4, 4, p.year)) return std::nullopt;
  if (at.take('-')) {
    if (!at.digits(2, 2, p.month)) return std::nullopt;
    if (at.take('-') && !at.digits(2, 2, p.day)) return std::nullopt;
  } else if (is_digit(at.front())) {
    if (!at.digits(2, 2, p.month) || !at.digits(2, 2, p.day)) return std::nullopt;
  }
  if (at.at_end()) return assemble(p);
  if (!at.take('T') && !at.take(' ') && !at.take('t')) return std::nullopt;
  if (!at.digits(2, 2, p.hour)) return std::nullopt;
  const bool colons = at.take(':');
  if (colons || is_digit(at.front())) {
    if (!at.digits(2, 2, p.minute)) return std::nullopt;
    if (colons ? at.take(':') : is_digit(at.front())) {
      if (!at.digits(2, 2, p.second)) return std::nullopt;
      if ((at.take('.') || at.take(',')) && !at.fraction(p.fraction)) return std::nullopt;
    }
  }
  if (!at.at_end() && (!at.offset(p.offset_seconds) || !at.at_end())) return std::nullopt;
  return assemble(p);
}

std::optional<Reading> read_unix(std::string_view text) {
  const auto seconds = parse_number(text);
  constexpr double k_most = 4e11;  // beyond any calendar; milliseconds would be as well
  if (!seconds || std::abs(*seconds) > k_most) return std::nullopt;
  Reading reading;
  reading.absolute = true;
  reading.micros = static_cast<axes::Micros>(std::llround(*seconds * 1e6));
  return reading;
}

// Days since 1899-12-30. The first sixty are refused: Excel counts a 29 February 1900 that never was.
std::optional<Reading> read_excel(std::string_view text) {
  const auto days = parse_number(text);
  if (!days || *days < 61 || *days >= 2'958'466) return std::nullopt;
  constexpr int k_from_1899_to_1970 = 25'569;
  Reading reading;
  const double whole = std::floor(*days);
  if (whole == *days) reading.resolution = Resolution::day;
  // Excel keeps fifteen digits: seconds are what it can say for certain.
  const auto seconds = std::llround((*days - whole) * 86'400);
  reading.micros =
      (static_cast<std::int64_t>(whole) - k_from_1899_to_1970) * k_micros_per_day + seconds * k_micros_per_second;
  return reading;
}

}  // namespace

axes::Micros end_of(const Reading& reading) {
  using namespace std::chrono;
  if (reading.resolution == Resolution::moment) return reading.micros;
  if (reading.resolution == Resolution::day) return reading.micros + k_micros_per_day;
  const year_month_day start{
      sys_days{days{reading.micros / k_micros_per_day - (reading.micros % k_micros_per_day < 0 ? 1 : 0)}}};
  const year_month_day end = reading.resolution == Resolution::month ? start + months{1} : start + years{1};
  return sys_days{end}.time_since_epoch().count() * k_micros_per_day;
}

Result<TimeFormat> TimeFormat::compile(const std::string& format) {
  TimeFormat result;
  result.text_ = format;
  if (format == "iso" || format == "unix" || format == "excel") {
    result.kind_ = format == "iso" ? Kind::iso : format == "unix" ? Kind::unix_seconds : Kind::excel_days;
    return result;
  }
  bool year = false;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      result.steps_.push_back({0, format[i]});
      continue;
    }
    const char letter = ++i < format.size() ? format[i] : '\0';
    if (letter == '%') {
      result.steps_.push_back({0, '%'});
      continue;
    }
    if (std::string_view("YymdHIpMSfbzj").find(letter) == std::string_view::npos || letter == '\0') {
      return fail(Code::bad_data, "error.time_format.letter",
                  {{"format", format}, {"letter", std::string("%") + letter}});
    }
    year = year || letter == 'Y' || letter == 'y';
    result.steps_.push_back({letter, 0});
  }
  if (!year) return fail(Code::bad_data, "error.time_format.no_year", {{"format", format}});
  return result;
}

std::optional<Reading> TimeFormat::read(std::string_view text) const {
  switch (kind_) {
    case Kind::iso:
      return read_iso(text);
    case Kind::unix_seconds:
      return read_unix(text);
    case Kind::excel_days:
      return read_excel(text);
    case Kind::pattern:
      break;
  }
  Cursor at(text);
  Parts p;
  for (const Step& step : steps_) {
    bool good = false;
    switch (step.letter) {
      case 0:
        if (step.literal == ' ') {
          at.skip_blanks();
          good = true;
        } else {
          good = at.take(step.literal);
        }
        break;
      case 'Y':
        good = at.digits(4, 4, p.year);
        break;
      case 'y':
        good = at.digits(2, 2, p.year);
        p.year += p.year < 69 ? 2000 : 1900;
        break;
      case 'm':
        good = at.digits(1, 2, p.month);
        break;
      case 'd':
        good = at.digits(1, 2, p.day);
        break;
      case 'j':
        good = at.digits(1, 3, p.day_of_year);
        break;
      case 'H':
      case 'I':
        good = at.digits(1, 2, p.hour);
        break;
      case 'M':
        good = at.digits(1, 2, p.minute);
        break;
      case 'S':
        good = at.digits(1, 2, p.second);
        break;
      case 'f':
        good = at.fraction(p.fraction);
        break;
      case 'p':
        good = at.half(p.half);
        break;
      case 'b':
        good = at.month_name(p.month);
        break;
      case 'z':
        good = at.offset(p.offset_seconds);
        break;
      default:
        break;
    }
    if (!good) return std::nullopt;
  }
  if (!at.at_end()) return std::nullopt;
  return assemble(p);
}

}  // namespace tartip::registers
