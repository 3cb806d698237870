// Moments as registers write them: formats made ready once, then read without allocation.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axes/time_zone.hpp"
#include "base/error.hpp"

namespace tartip::registers {

enum class Resolution { moment, day, month, year };

// What a text says: a wall-clock reading, or — when it carries an offset or counts from an epoch — an instant.
struct Reading {
  axes::Micros micros = 0;  // of its start; UTC when `absolute`
  bool absolute = false;
  Resolution resolution = Resolution::moment;
  bool leap_second = false;  // second 60, read as 59
};

// Local reading of the first moment after the reading's day, month or year; the reading itself for a moment.
axes::Micros end_of(const Reading& reading);

class TimeFormat {
 public:
  // Letters: see TimeField. A blank stands for any number of blanks; other characters for themselves. Error:
  // error.time_format.letter, error.time_format.no_year.
  static Result<TimeFormat> compile(const std::string& format);

  // The whole text or nothing. Refuses month 13, 29 February of other years, hour 24 (but 24:00:00, the end of the
  // day), second 60 outside the last minute of a quarter of an hour. Years of two digits: 69–99 are 19xx, 00–68 20xx
  // (POSIX).
  std::optional<Reading> read(std::string_view text) const;

  const std::string& text() const { return text_; }

 private:
  enum class Kind : std::uint8_t { pattern, iso, unix_seconds, excel_days };
  struct Step {
    char letter = 0;  // 0: the literal
    char literal = 0;
  };
  std::string text_;
  Kind kind_ = Kind::pattern;
  std::vector<Step> steps_;
};

}  // namespace tartip::registers
