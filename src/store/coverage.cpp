#include "store/coverage.hpp"

#include <algorithm>

#include "store/query_axes.hpp"
#include "store/room.hpp"

namespace tartip::store {
namespace {

using std::chrono::year_month_day;

bool starts_month(axes::Day day) {
  return year_month_day(day).day() == std::chrono::day(1);
}
bool starts_year(axes::Day day) {
  return starts_month(day) && year_month_day(day).month() == std::chrono::January;
}

// Registers of monthly or yearly figures date them on the first day: the last one then stands for its whole period.
Result<axes::Span> stretched(const duck::Connection& connection, const std::string& table, const std::string& known,
                             axes::Span days) {
  const axes::Day last = days.to - std::chrono::days(1);
  if (!starts_month(days.from) || !starts_month(last) || days.from == last) return days;
  auto others = connection.ask("SELECT count(*) FILTER (day(day) <> 1), count(*) FILTER (month(day) <> 1) FROM " +
                               table + " WHERE " + known + " AND day IS NOT NULL");
  if (!others) return pass(others);
  const duck::Chunk chunk = others->next();
  if (chunk.integer(0, 0) > 0) return days;
  const axes::Unit unit = chunk.integer(1, 0) == 0 && starts_year(last) ? axes::Unit::year : axes::Unit::month;
  return axes::Span{days.from, axes::end_day(axes::period_of(last, unit))};
}

axes::Day nearest_midnight(axes::Micros moment) {
  using std::chrono::microseconds;
  return axes::Day(std::chrono::floor<std::chrono::days>(microseconds(moment + axes::k_micros_per_day / 2)));
}

}  // namespace

Result<Coverage> coverage_of(const duck::Connection& connection, const StoredRegister& stored,
                             std::optional<axes::Micros> known_on) {
  Coverage coverage;
  const std::string known = known_sql(known_on);
  const std::string table = events_table(stored.description.id);
  auto answer = connection.ask("SELECT min(day), max(day) FROM " + table + " WHERE " + known);
  if (!answer) return pass(answer);
  const duck::Chunk chunk = answer->next();
  if (!chunk.is_null(0, 0)) coverage.days = {day_from(chunk.integer(0, 0)), day_from(chunk.integer(1, 0) + 1)};
  coverage.span = coverage.days;
  // A register that holds nothing yet has not said zero, whatever it claims to cover.
  if (stored.description.covers && !coverage.days.empty()) {
    coverage.stated = true;
    coverage.span = *stored.description.covers;
  } else if (!coverage.days.empty()) {
    auto span = stretched(connection, table, known, coverage.days);
    if (!span) return pass(span);
    coverage.span = *span;
  }
  if (known_on) coverage.span.to = std::min(coverage.span.to, nearest_midnight(*known_on));
  auto imports = connection.ask(
      "SELECT count(*) FROM import WHERE register = $1" + (known_on ? " AND known_on <= " + moment_sql(*known_on) : ""),
      {stored.description.id});
  if (!imports) return pass(imports);
  if (imports->integer() == 0 || coverage.span.empty()) coverage.span = {};
  return coverage;
}

cube::Cell cell_of(axes::Span cell, axes::Span observed) {
  if (observed.empty() || cell.to <= observed.from || observed.to <= cell.from) return cube::Cell::missing;
  return observed.from <= cell.from && cell.to <= observed.to ? cube::Cell::complete : cube::Cell::partial;
}

}  // namespace tartip::store
