#include "store/event_map.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "store/event_select.hpp"
#include "store/room.hpp"

namespace tartip::store {
namespace {

struct Asked {
  StoredRegister stored;
  Condition condition;
};

Result<Asked> asked(Store& store, const duck::Connection& connection, const EventSelection& selection) {
  auto stored = read_register(connection, selection.register_id);
  if (!stored) return pass(stored);
  if (stored->description.place.x_column.empty() || plane_of(stored->description.place) == Plane::local)
    return fail(Code::bad_input, "error.map.no_points", {{"register", selection.register_id}});
  auto condition = event_condition(store, *stored, selection);
  if (!condition) return pass(condition);
  return Asked{std::move(*stored), std::move(*condition)};
}

std::string within_sql(const geo::Box& degrees) {
  const char* join = degrees.low.x > degrees.high.x ? "OR" : "AND";  // across the 180° meridian
  return fmt::format(
      " AND (longitude >= {}::DOUBLE {} longitude <= {}::DOUBLE) AND latitude >= {}::DOUBLE AND latitude <= "
      "{}::DOUBLE",
      degrees.low.x, join, degrees.high.x, degrees.low.y, degrees.high.y);
}

Value cell_of(const duck::Chunk& chunk, std::size_t column, std::size_t row, ColumnType type) {
  if (chunk.is_null(column, row)) return {};
  if (type == ColumnType::integer) return chunk.integer(column, row);
  if (type == ColumnType::number) return chunk.number(column, row);
  std::string text(chunk.text(column, row));
  return text.empty() ? Value() : Value(std::move(text));
}

}  // namespace

Result<std::vector<SquareCount>> Store::count_squares(const EventSelection& selection, geo::TileAddress tile,
                                                      int across) {
  auto question = asked(*this, room_->connection, selection);
  if (!question) return pass(question);
  const geo::Box world = tile.world(), degrees = tile.degrees();
  const double squares = across / (world.high.x - world.low.x);
  const auto index = [&](const std::string& position, double origin) {
    return fmt::format("least(greatest(floor(({} - {}::DOUBLE) * {}::DOUBLE), 0), {})::INTEGER", position, origin,
                       squares, across - 1);
  };
  const std::string& counts = question->stored.description.counts;
  const std::string events = counts.empty() ? "count(*)" : "sum(coalesce(" + duck::identifier("q_" + counts) + ", 0))";
  // An event on the line between two tiles stands in the eastern or southern one.
  const std::string sql = fmt::format(
      "SELECT {} AS c, {} AS r, {}::DOUBLE FROM {} WHERE {} AND longitude >= {}::DOUBLE AND longitude < {}::DOUBLE AND "
      "latitude > {}::DOUBLE AND latitude <= {}::DOUBLE GROUP BY ALL ORDER BY r, c",
      index("longitude / 360 + 0.5", world.low.x),
      index(fmt::format("(0.5 - ln(tan({}::DOUBLE + latitude * {}::DOUBLE)) * {}::DOUBLE)", std::numbers::pi / 4,
                        std::numbers::pi / 360, 1 / (2 * std::numbers::pi)),
            world.low.y),
      events, events_table(selection.register_id), question->condition.sql, degrees.low.x, degrees.high.x,
      degrees.low.y, degrees.high.y);
  auto answer =
      room_->connection.ask(sql, {question->condition.parameters.begin(), question->condition.parameters.end()});
  if (!answer) return pass(answer);
  std::vector<SquareCount> found;
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    found.push_back({static_cast<std::int32_t>(chunk.integer(0, row)), static_cast<std::int32_t>(chunk.integer(1, row)),
                     chunk.number(2, row)});
  });
  return found;
}

Result<EventPage> Store::events_in(const EventSelection& selection, const EventWindow& window) {
  auto question = asked(*this, room_->connection, selection);
  if (!question) return pass(question);
  auto chosen = event_select(*this, question->stored.description, EventParts::without_texts);
  if (!chosen) return pass(chosen);
  std::string where = question->condition.sql;
  std::vector<duck::Parameter> parameters(question->condition.parameters.begin(), question->condition.parameters.end());
  if (window.degrees) where += within_sql(*window.degrees);
  if (!window.id.empty()) {
    parameters.emplace_back(window.id);
    where += " AND CAST(id AS VARCHAR) = $" + std::to_string(parameters.size());
  }
  const std::string from = " FROM (SELECT * FROM " + events_table(selection.register_id) + " WHERE " + where + ") e";
  EventPage page;
  page.rows.columns = {{"id", ColumnType::text}, {"day", ColumnType::text}, {"hour", ColumnType::integer}};
  page.rows.columns.insert(page.rows.columns.end(), chosen->list.begin(), chosen->list.end());
  std::string sql = "SELECT longitude, latitude, CAST(id AS VARCHAR) AS id, CAST(day AS VARCHAR) AS day, hour" +
                    chosen->columns + from + chosen->joins + " ORDER BY e.day, e.id, e.line";
  if (window.limit > 0) sql += " LIMIT " + std::to_string(window.limit) + " OFFSET " + std::to_string(window.offset);
  auto answer = room_->connection.ask(sql, parameters);
  if (!answer) return pass(answer);
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    page.places.push_back(chunk.is_null(0, row) || chunk.is_null(1, row)
                              ? std::nullopt
                              : std::optional(geo::Point{chunk.number(0, row), chunk.number(1, row)}));
    std::vector<Value>& cells = page.rows.rows.emplace_back();
    for (std::size_t i = 0; i < page.rows.columns.size(); ++i)
      cells.push_back(cell_of(chunk, i + 2, row, page.rows.columns[i].type));
  });
  if (window.count) {
    auto count = room_->connection.ask("SELECT count(*)" + from, parameters);
    if (!count) return pass(count);
    page.matched = count->integer();
  }
  return page;
}

}  // namespace tartip::store
