#include "store/quality.hpp"

#include "store/register_tables.hpp"
#include "store/room.hpp"
#include "store/schema.hpp"
#include "store/store.hpp"
#include "store/withdrawal.hpp"

namespace tartip::store {

Result<std::vector<MonthQuality>> Store::quality_by_month(const std::string& register_id) {
  const duck::Connection& connection = room_->connection;
  auto stored = read_register(connection, register_id);
  if (!stored) return pass(stored);
  const registers::PlaceRule& place = stored->description.place;
  const std::string point = plane_of(place) == Plane::local ? "e.x" : "e.longitude";
  const std::string placed = place.x_column.empty() ? "e.unit" : "coalesce(e.unit, " + point + ")";
  const std::string events = events_table(register_id);
  auto withdrawals = withdrawals_of(connection, register_id);
  if (!withdrawals) return pass(withdrawals);
  // When an event became known stands in its first version, what it is in its current one.
  auto answer = connection.ask(
      "SELECT m, count(*), count(hour), count(placed), count(class), count(delay), median(delay)::DOUBLE, "
      "quantile_disc(delay, "
      "0.9)::DOUBLE FROM (SELECT year(e.day) * 12 + month(e.day) - 23641 AS m, e.hour, " +
          placed + " AS placed, e.class, date_diff('day', e.day, f.known::DATE) AS delay FROM " + events +
          " e LEFT JOIN (SELECT id, min(known_from) AS known FROM " + events + " WHERE " +
          standing_sql(*withdrawals, "import") +
          " GROUP BY id HAVING min(known_from) > (SELECT min(known_on) FROM import WHERE register = $1 AND " +
          standing_sql(*withdrawals, "number") +
          ")) f ON f.id = "
          "e.id WHERE e.known_until IS NULL AND e.day IS NOT NULL) GROUP BY m ORDER BY m",
      {register_id});
  if (!answer) return pass(answer);
  std::vector<MonthQuality> months;
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    const auto number = [&](std::size_t column) {
      return chunk.is_null(column, row) ? std::optional<double>() : static_cast<double>(chunk.number(column, row));
    };
    MonthQuality one{.month = {axes::Unit::month, chunk.integer(0, row)},
                     .events = chunk.integer(1, row),
                     .with_hour = chunk.integer(2, row),
                     .with_place = chunk.integer(3, row),
                     .with_class = chunk.integer(4, row),
                     .delayed = chunk.integer(5, row),
                     .delay_median = number(6),
                     .delay_90 = number(7)};
    while (!months.empty() && months.back().month.ordinal + 1 < one.month.ordinal) {
      MonthQuality empty;
      empty.month = {axes::Unit::month, months.back().month.ordinal + 1};
      months.push_back(empty);
    }
    months.push_back(one);
  });
  return months;
}

}  // namespace tartip::store
