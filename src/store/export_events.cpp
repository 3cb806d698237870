// Events for other tools: codes instead of numbers, local words for flags left as bits, one row an event.
#include <algorithm>
#include <set>

#include "store/copy.hpp"
#include "store/event_select.hpp"
#include "store/room.hpp"

namespace tartip::store {
namespace {

// The scheme may be the built-in one, which is in no table.
std::string codes_sql(const std::vector<axes::ClassItem>& items) {
  std::string sql = "(VALUES (-1, '')";
  for (const axes::ClassItem& item : items)
    sql += ",(" + std::to_string(item.number) + "," + duck::quoted(item.code) + ")";
  return sql + ")";
}

// A negative number is no formula.
std::string no_formula(const std::string& text) {
  return "CASE WHEN regexp_matches(" + text + ", '^[=+@\\t\\r-]') AND try_cast(" + text +
         " AS DOUBLE) IS NULL THEN '''' || " + text + " ELSE " + text + " END";
}

}  // namespace

Result<EventSelect> event_select(Store& store, const registers::Description& description, EventParts parts) {
  EventSelect select;
  const auto as_text = [&](const std::string& text) {
    return parts == EventParts::for_spreadsheets ? no_formula(text) : text;
  };
  for (const EventColumn& column : event_columns(description)) {
    const std::string name = duck::identifier(column.name);
    if (column.name == "unit" && !description.place.territory.empty()) {
      select.columns += ", u.code AS territory";
      select.list.push_back({"territory"});
      select.joins += " LEFT JOIN (SELECT number, code FROM territory_unit WHERE territory = " +
                      duck::quoted(description.place.territory) + ") u ON u.number = e.unit";
    } else if (column.name == "class" && !scheme_id(description).empty()) {
      auto scheme = store.scheme_of(description.id);
      if (!scheme) return pass(scheme);
      select.columns += ", " + as_text("c.code") + " AS class";
      select.list.push_back({"class"});
      select.joins += " LEFT JOIN " + codes_sql((*scheme)->items()) + " c(number, code) ON c.number = e.class";
    } else if (column.name == "x" || column.name == "y" || column.name == "longitude" || column.name == "latitude" ||
               column.name == "flags") {
      if (parts == EventParts::without_texts) continue;
      select.columns += ", " + name;
      select.list.push_back({column.name, column.name == "flags" ? ColumnType::integer : ColumnType::number});
    } else if (column.name.starts_with("q_") || column.name.starts_with("a_") ||
               (column.name.starts_with("t_") && parts != EventParts::without_texts)) {
      select.columns += ", " + (column.name.starts_with("q_") ? name : as_text(name)) + " AS " +
                        duck::identifier(column.name.substr(2));
      select.list.push_back(
          {column.name.substr(2), column.name.starts_with("q_") ? ColumnType::number : ColumnType::text});
    }
  }
  return select;
}

Result<Condition> event_condition(Store& store, const StoredRegister& stored, const EventSelection& selection) {
  cube::Query query;
  query.register_id = selection.register_id;
  query.filter = selection.filter;
  const axes::Span span = selection.filter.period.value_or(axes::Span{axes::k_first_day, axes::k_last_day});
  auto axes = axes_of(store, stored, query, span);
  if (!axes) return pass(axes);
  auto condition = condition_of(stored.description, *axes, selection.filter);
  if (!condition) return pass(condition);
  condition->sql = known_sql(selection.known_on) + condition->sql;
  if (selection.filter.period)
    condition->sql += " AND day >= " + date_sql(span.from) + " AND day < " + date_sql(span.to);
  return condition;
}

Result<std::int64_t> Store::export_events(const EventSelection& selection, const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  if (ending != ".parquet" && ending != ".csv")
    return fail(Code::bad_input, "error.export.format", {{"file", file.string()}});
  const duck::Connection& connection = room_->connection;
  auto stored = read_register(connection, selection.register_id);
  if (!stored) return pass(stored);
  const registers::Description& description = stored->description;
  auto condition = event_condition(*this, *stored, selection);
  if (!condition) return pass(condition);
  std::string where = condition->sql;
  // COPY takes no parameters: the values stand as quoted literals, the last first so that $1 is not found in $10.
  for (std::size_t i = condition->parameters.size(); i > 0; --i) {
    const std::string place = "$" + std::to_string(i);
    where.replace(where.find(place), place.size(), duck::quoted(condition->parameters[i - 1]));
  }
  auto chosen = event_select(*this, description, ending == ".csv" ? EventParts::for_spreadsheets : EventParts::all);
  if (!chosen) return pass(chosen);
  std::string columns =
      "CAST(id AS VARCHAR) AS id, day, hour, time_from AS from_utc, time_until AS until_utc" + chosen->columns;
  const auto taken = [&](const std::string& name) {
    static const std::set<std::string> k_own = {"id", "day", "hour", "territory", "class"};
    const std::vector<EventColumn> own = event_columns(description);
    return k_own.contains(name) || std::any_of(own.begin(), own.end(), [&](const EventColumn& column) {
             return column.name == "q_" + name || column.name == "a_" + name || column.name == "t_" + name;
           });
  };
  for (const auto& [name, value] : selection.facts)
    columns += ", " + duck::quoted(value) + " AS " + duck::identifier(taken(name) ? "_" + name : name);
  const std::string select = "SELECT " + columns + " FROM (SELECT * FROM " + events_table(description.id) + " WHERE " +
                             where + ") e" + chosen->joins + " ORDER BY day, time_from, id, line" +
                             (selection.limit > 0 ? " LIMIT " + std::to_string(selection.limit) : "");
  if (Status copied = copy_to(connection, select, file,
                              ending == ".csv" ? "FORMAT csv, HEADER" : "FORMAT parquet, COMPRESSION zstd");
      !copied)
    return pass(copied);
  auto count = connection.ask("SELECT count(*) FROM (SELECT 1 FROM " + events_table(description.id) + " WHERE " +
                              where + (selection.limit > 0 ? " LIMIT " + std::to_string(selection.limit) : "") + ")");
  if (!count) return pass(count);
  return count->integer();
}

}  // namespace tartip::store
