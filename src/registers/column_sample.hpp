// What a sample says about one column of an undescribed file.
#pragma once
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace tartip::registers {

struct ColumnSample {
  explicit ColumnSample(std::string column_name);

  void add(std::string_view text);
  std::size_t distinct() const { return values.size(); }
  double mean_length() const { return known == 0 ? 0 : static_cast<double>(length) / static_cast<double>(known); }
  double share_of_numbers(char decimal, char thousands = 0) const;
  // Of the numbers among the kept values; both NaN when there are none.
  std::pair<double, double> range(char decimal, char thousands = 0) const;

  // Sets date_share, date_formats (those needed, the most frequent first), has_clock and day_or_month_first. Whole
  // numbers are dates only when the column's name says so, or a person.
  void read_dates(bool by_person = false);
  // "%H:%M:%S", "%H:%M", "%H%M", or "" when the column holds no clock times.
  std::string clock_format(bool by_person = false) const;
  // A format that a person names, and behind it those that what it leaves unread needs.
  std::vector<std::string> formats_from(const std::string& first) const;
  // How many of the different values (some thousands at most are tried) each known format of a date, a clock or a part
  // of a date reads; the best first, none that reads nothing.
  struct TimeFit {
    std::string format;
    std::size_t read = 0, tried = 0;
  };
  std::vector<TimeFit> time_fits() const;

  // 1 when the folded name holds one of the words (short ones as a whole word), −1 when it holds one of the others.
  double name_score(std::initializer_list<std::string_view> words,
                    std::initializer_list<std::string_view> others) const;

  std::string name, folded;
  std::size_t rows = 0, known = 0, length = 0, zeros = 0;
  bool too_many = false;       // more distinct values than are kept
  bool fraction_seen = false;  // numbers with decimals
  bool used = false;
  std::string example;
  std::vector<std::string> samples;  // the first three different values
  std::unordered_set<std::string> values;
  std::vector<std::string> missing_words;

  double date_share = 0;
  bool has_clock = false;
  bool day_or_month_first = false;  // every value can be read either way
  std::vector<std::string> date_formats;
};

}  // namespace tartip::registers
