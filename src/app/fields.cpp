#include "app/fields.hpp"

#include <algorithm>
#include <limits>

#include "base/number.hpp"

namespace tartip::app {

std::optional<axes::Day> day_in(const std::string& text) {
  if (auto day = axes::parse_day(text)) return *day;
  if (auto span = axes::parse_span(text)) return span->from;
  return std::nullopt;
}

std::string time_key(const std::string& text) {
  const auto day = number_in<std::int64_t>(text) ? std::nullopt : day_in(text);
  return day ? axes::text_of(*day) : text;
}

Result<double> number_field(const axes::DelimitedTable& table, std::size_t row, std::size_t column) {
  const std::string& text = table.rows[row][column];
  if (const auto value = number_in<double>(text)) return *value;
  return fail(Code::bad_data, "error.field.number", {{"value", text}}, table.where(row, table.columns[column]));
}

Result<double> maybe_number_field(const axes::DelimitedTable& table, std::size_t row, std::size_t column) {
  const std::string& text = table.rows[row][column];
  if (text.empty() || text == "NA") return std::numeric_limits<double>::quiet_NaN();
  return number_field(table, row, column);
}

Result<std::int64_t> whole_field(const axes::DelimitedTable& table, std::size_t row, std::size_t column) {
  const std::string& text = table.rows[row][column];
  if (const auto value = number_in<std::int64_t>(text)) return *value;
  return fail(Code::bad_data, "error.field.whole", {{"value", text}}, table.where(row, table.columns[column]));
}

std::int64_t TimeAxis::ordinal(const std::string& text) const {
  if (!unit) return number_in<std::int64_t>(text).value_or(0);
  const auto day = day_in(text);
  return day ? axes::period_of(*day, *unit).ordinal : 0;
}

std::string TimeAxis::text(std::int64_t ordinal) const {
  return unit ? axes::text_of(axes::first_day({*unit, ordinal})) : std::to_string(ordinal);
}

Result<TimeAxis> time_axis(const axes::DelimitedTable& table, const std::vector<std::size_t>& columns,
                           std::optional<axes::Unit> every) {
  bool numbers = true, whole_years = true, whole_quarters = true, whole_months = true, weeks = true;
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    for (const std::size_t column : columns) {
      const std::string& text = table.rows[row][column];
      const bool first = row == 0 && column == columns.front();
      const bool number = number_in<std::int64_t>(text).has_value();
      const auto day = day_in(text);
      if ((first || numbers) && number) continue;
      if (first) numbers = false;
      if (numbers || !day)
        return fail(Code::bad_data, "error.field.time", {{"value", text}}, table.where(row, table.columns[column]));
      const auto starts = [&](axes::Unit unit) { return axes::first_day(axes::period_of(*day, unit)) == *day; };
      whole_years = whole_years && starts(axes::Unit::year);
      whole_quarters = whole_quarters && starts(axes::Unit::quarter);
      whole_months = whole_months && starts(axes::Unit::month);
      weeks = weeks && starts(axes::Unit::week);
    }
  if (numbers) return TimeAxis{};
  if (every) return TimeAxis{every};
  return TimeAxis{whole_years      ? axes::Unit::year
                  : whole_quarters ? axes::Unit::quarter
                  : whole_months   ? axes::Unit::month
                  : weeks          ? axes::Unit::week
                                   : axes::Unit::day};
}

}  // namespace tartip::app
