// Axes to tables and back.
#include <cmath>

#include "base/hash.hpp"
#include "store/axes_tables.hpp"
#include "store/hold_inside.hpp"
#include "store/member_map.hpp"
#include "store/room.hpp"
#include "store/wkb.hpp"

namespace tartip::store {
namespace {

using duck::Appender;
using duck::Chunk;

Status append_units(const duck::Connection& connection, const axes::Territory& territory) {
  Appender units(connection, "territory_unit");
  Appender population(connection, "territory_population");
  for (const axes::TerritoryUnit& unit : territory.units()) {
    units.add(territory.id())
        .add(std::int64_t{unit.number})
        .add(std::int64_t{unit.level})
        .add(std::int64_t{unit.parent});
    units.add(unit.code).add(names_text(unit.names)).add(map_text(unit.other_codes));
    units.day(days_of(unit.valid.from)).day(days_of(unit.valid.to));
    if (unit.area.empty())
      units.null();
    else
      units.add(duck::Blob{to_wkb(unit.area)});
    units.end_row();
    for (const auto& [year, residents] : unit.population) {
      population.add(territory.id()).add(std::int64_t{unit.number}).add(std::int64_t{year}).add(residents);
      population.end_row();
    }
  }
  if (Status closed = units.close(); !closed) return closed;
  return population.close();
}

Status append_rest(const duck::Connection& connection, const axes::Territory& territory) {
  Appender levels(connection, "territory_level");
  for (std::size_t i = 0; i < territory.levels().size(); ++i) {
    levels.add(territory.id()).add(static_cast<std::int64_t>(i)).add(territory.levels()[i].id);
    levels.add(names_text(territory.levels()[i].names)).end_row();
  }
  if (Status closed = levels.close(); !closed) return closed;
  Appender successions(connection, "territory_succession");
  for (const axes::Succession& succession : territory.successions()) {
    successions.add(territory.id()).add(std::int64_t{succession.from}).add(std::int64_t{succession.to});
    successions.day(days_of(succession.day));
    if (std::isnan(succession.share))
      successions.null();
    else
      successions.add(succession.share);
    successions.end_row();
  }
  return successions.close();
}

// Changes when anything does by which an event finds its unit: the version of the axis in a reading (import.cpp).
std::string fingerprint_of(const axes::Territory& territory) {
  std::string all = territory.plane();
  for (const axes::TerritoryLevel& level : territory.levels()) all += "\n" + level.id;
  for (const axes::TerritoryUnit& unit : territory.units()) {
    all += "\n" + std::to_string(unit.level) + "|" + std::to_string(unit.parent) + "|" + unit.code + "|" +
           names_text(unit.names) + "|" + map_text(unit.other_codes) + "|" + std::to_string(days_of(unit.valid.from)) +
           "|" + std::to_string(days_of(unit.valid.to)) + "|" + sha256_hex(to_wkb(unit.area));
  }
  return sha256_hex(all);
}

std::string fingerprint_of(const axes::Classification& classification) {
  std::string all;
  for (const axes::ClassLevel& level : classification.levels()) all += "\n" + level.id;
  for (const axes::ClassItem& item : classification.items())
    all += "\n" + std::to_string(item.level) + "|" + std::to_string(item.parent) + "|" + item.code + "|" +
           names_text(item.names) + "|" + std::to_string(days_of(item.valid.from)) + "|" +
           std::to_string(days_of(item.valid.to));
  return sha256_hex(all);
}

Status append_classification(const duck::Connection& connection, const axes::Classification& classification) {
  const std::string& id = classification.id();
  Appender levels(connection, "classification_level");
  for (std::size_t i = 0; i < classification.levels().size(); ++i) {
    levels.add(id).add(static_cast<std::int64_t>(i)).add(classification.levels()[i].id);
    levels.add(names_text(classification.levels()[i].names)).end_row();
  }
  if (Status closed = levels.close(); !closed) return closed;
  Appender items(connection, "classification_item");
  for (const axes::ClassItem& item : classification.items()) {
    items.add(id)
        .add(std::int64_t{item.number})
        .add(std::int64_t{item.level})
        .add(std::int64_t{item.parent})
        .add(item.code);
    items.add(names_text(item.names))
        .day(days_of(item.valid.from))
        .day(days_of(item.valid.to))
        .flag(item.verified)
        .end_row();
  }
  if (Status closed = items.close(); !closed) return closed;
  Appender crosswalks(connection, "crosswalk");
  for (const axes::Crosswalk& crosswalk : classification.crosswalks())
    for (const axes::CrosswalkRow& row : crosswalk.rows)
      crosswalks.add(id)
          .add(crosswalk.target_scheme)
          .add(std::int64_t{row.item})
          .add(row.target_code)
          .add(row.weight)
          .end_row();
  return crosswalks.close();
}

Result<std::vector<MemberKey>> stored_members(const duck::Connection& connection, const std::string& sql,
                                              const std::string& id) {
  auto answer = connection.ask(sql, {id});
  if (!answer) return pass(answer);
  std::vector<MemberKey> keys;
  answer->each([&](const Chunk& chunk, std::size_t row) {
    keys.push_back({static_cast<std::int32_t>(chunk.integer(0, row)), std::string(chunk.text(1, row)),
                    std::string(chunk.text(2, row)), chunk.integer(3, row)});
  });
  return keys;
}

constexpr const char* k_stored_units =
    "SELECT u.number, l.id, u.code, u.valid_from - DATE '1970-01-01' FROM territory_unit u JOIN territory_level l ON "
    "l.territory = "
    "u.territory AND l.number = u.level WHERE u.territory = $1";
constexpr const char* k_stored_items =
    "SELECT i.number, l.id, i.code, i.valid_from - DATE '1970-01-01' FROM classification_item i JOIN "
    "classification_level l ON "
    "l.scheme = i.scheme AND l.number = i.level WHERE i.scheme = $1";

Status forget(const duck::Connection& connection, const std::vector<std::pair<const char*, const char*>>& tables,
              const std::string& id) {
  for (const auto& [table, column] : tables) {
    auto deleted = connection.ask(std::string("DELETE FROM ") + table + " WHERE " + column + " = $1", {id});
    if (!deleted) return pass(deleted);
  }
  return {};
}

// Population and successions do not decide where an event belongs, so a new year of them moves nothing.
Result<std::vector<axes::TerritoryUnit>> load_units(const duck::Connection& connection, const std::string& id) {
  auto rows = connection.ask(
      "SELECT number, level, parent, code, names, other_codes, valid_from, valid_to, area FROM territory_unit WHERE "
      "territory = $1 "
      "ORDER BY number",
      {id});
  if (!rows) return pass(rows);
  std::vector<axes::TerritoryUnit> units;
  bool whole = true;
  rows->each([&](const Chunk& chunk, std::size_t row) {
    axes::TerritoryUnit unit;
    unit.number = static_cast<std::int32_t>(chunk.integer(0, row));
    unit.level = static_cast<std::int32_t>(chunk.integer(1, row));
    unit.parent = static_cast<std::int32_t>(chunk.integer(2, row));
    unit.code = chunk.text(3, row);
    unit.names = names_from(chunk.text(4, row));
    unit.other_codes = map_from(chunk.text(5, row));
    unit.valid = {day_from(chunk.integer(6, row)), day_from(chunk.integer(7, row))};
    if (!chunk.is_null(8, row)) {
      auto area = from_wkb(chunk.text(8, row));
      whole = whole && area.has_value();
      if (area) unit.area = std::move(*area);
    }
    whole = whole && unit.number == static_cast<std::int32_t>(units.size());
    units.push_back(std::move(unit));
  });
  if (!whole)
    return fail(Code::corrupt, "error.store.corrupt", {{"place", connection.place()}, {"reason", "territory " + id}});
  auto population = connection.ask("SELECT unit, year, residents FROM territory_population WHERE territory = $1", {id});
  if (!population) return pass(population);
  population->each([&](const Chunk& chunk, std::size_t row) {
    const auto unit = static_cast<std::size_t>(chunk.integer(0, row));
    if (unit < units.size()) units[unit].population[static_cast<int>(chunk.integer(1, row))] = chunk.number(2, row);
  });
  return units;
}

struct Head {
  axes::Names names;
  std::string plane, source;
};

Result<Head> load_head(const duck::Connection& connection, const std::string& table, const std::string& id,
                       const char* absent) {
  const std::string plane = table == "territory" ? "plane" : "''";
  auto answer = connection.ask("SELECT names, source, " + plane + " FROM " + table + " WHERE id = $1", {id});
  if (!answer) return pass(answer);
  const Chunk chunk = answer->next();
  if (chunk.rows() == 0) return fail(Code::not_found, absent, {{"id", id}});
  return Head{names_from(chunk.text(0, 0)), std::string(chunk.text(2, 0)), std::string(chunk.text(1, 0))};
}

template <class Level>
Result<std::vector<Level>> load_levels(const duck::Connection& connection, const std::string& sql,
                                       const std::string& id) {
  auto answer = connection.ask(sql, {id});
  if (!answer) return pass(answer);
  std::vector<Level> levels;
  answer->each([&](const Chunk& chunk, std::size_t row) {
    levels.push_back({std::string(chunk.text(0, row)), names_from(chunk.text(1, row))});
  });
  return levels;
}

Result<std::vector<axes::Crosswalk>> load_crosswalks(const duck::Connection& connection, const std::string& id) {
  auto answer = connection.ask(
      "SELECT target, item, target_code, weight FROM crosswalk WHERE scheme = $1 ORDER BY target, item, "
      "target_code",
      {id});
  if (!answer) return pass(answer);
  std::vector<axes::Crosswalk> crosswalks;
  answer->each([&](const Chunk& chunk, std::size_t row) {
    if (crosswalks.empty() || crosswalks.back().target_scheme != chunk.text(0, row))
      crosswalks.push_back({std::string(chunk.text(0, row)), {}});
    crosswalks.back().rows.push_back(
        {static_cast<std::int32_t>(chunk.integer(1, row)), std::string(chunk.text(2, row)), chunk.number(3, row)});
  });
  return crosswalks;
}

Result<std::vector<AxisEntry>> entries(const duck::Connection& connection, const std::string& sql) {
  auto answer = connection.ask(sql);
  if (!answer) return pass(answer);
  std::vector<AxisEntry> list;
  answer->each([&](const Chunk& chunk, std::size_t row) {
    list.push_back({std::string(chunk.text(0, row)), names_from(chunk.text(1, row)), std::string(chunk.text(2, row)),
                    chunk.integer(3, row)});
  });
  return list;
}

}  // namespace

Status write_classification(const duck::Connection& connection, const axes::Classification& classification) {
  const std::string& id = classification.id();
  auto before = stored_members(connection, k_stored_items, id);
  if (!before) return pass(before);
  std::vector<MemberKey> after;
  for (const axes::ClassItem& item : classification.items())
    after.push_back({item.number, classification.levels()[static_cast<std::size_t>(item.level)].id, item.code,
                     days_of(item.valid.from)});
  const AxisUse use{id, "scheme", "class", "error.store.classification.in_use"};
  if (Status moved = move_events(connection, use, *before, after); !moved) return moved;
  if (Status gone = forget(connection,
                           {{"classification", "id"},
                            {"classification_level", "scheme"},
                            {"classification_item", "scheme"},
                            {"crosswalk", "scheme"}},
                           id);
      !gone)
    return gone;
  auto head =
      connection.ask("INSERT INTO classification VALUES ($1, $2, $3, $4)",
                     {id, names_text(classification.names()), classification.source(), fingerprint_of(classification)});
  if (!head) return pass(head);
  return append_classification(connection, classification);
}

Status Store::save_territory(const axes::Territory& territory) {
  if (Status may = writable(room_->options, room_->folder); !may) return may;
  const duck::Connection& connection = room_->connection;
  auto transaction = duck::Transaction::begin(connection);
  if (!transaction) return pass(transaction);
  auto before = stored_members(connection, k_stored_units, territory.id());
  if (!before) return pass(before);
  std::vector<MemberKey> after;
  for (const axes::TerritoryUnit& unit : territory.units())
    after.push_back({unit.number, territory.levels()[static_cast<std::size_t>(unit.level)].id, unit.code,
                     days_of(unit.valid.from)});
  const AxisUse use{territory.id(), "territory", "unit", "error.store.territory.in_use"};
  if (Status moved = move_events(connection, use, *before, after); !moved) return moved;
  if (Status gone = forget(connection,
                           {{"territory", "id"},
                            {"territory_level", "territory"},
                            {"territory_unit", "territory"},
                            {"territory_population", "territory"},
                            {"territory_succession", "territory"}},
                           territory.id());
      !gone)
    return gone;
  auto head = connection.ask("INSERT INTO territory VALUES ($1, $2, $3, $4, $5)",
                             {territory.id(), names_text(territory.names()), territory.plane(), territory.source(),
                              fingerprint_of(territory)});
  if (!head) return pass(head);
  if (Status rest = append_rest(connection, territory); !rest) return rest;
  if (Status units = append_units(connection, territory); !units) return units;
  room_->territories.erase(territory.id());
  return transaction->commit();
}

Result<std::shared_ptr<const axes::Territory>> Store::load_territory(const std::string& id) {
  if (const auto known = room_->territories.find(id); known != room_->territories.end()) return known->second;
  Hold::Inside& inside = *room_->hold->inside_;
  if (!room_->writes)
    if (auto known = inside.shared(inside.territories, id, room_->generation); known != nullptr)
      return room_->territories[id] = known;
  const duck::Connection& connection = room_->connection;
  auto head = load_head(connection, "territory", id, "error.store.territory.absent");
  if (!head) return pass(head);
  auto levels = load_levels<axes::TerritoryLevel>(
      connection, "SELECT id, names FROM territory_level WHERE territory = $1 ORDER BY number", id);
  if (!levels) return pass(levels);
  auto units = load_units(connection, id);
  if (!units) return pass(units);
  auto rows = connection.ask(
      "SELECT from_unit, to_unit, day, share FROM territory_succession WHERE territory = $1 ORDER BY ALL", {id});
  if (!rows) return pass(rows);
  std::vector<axes::Succession> successions;
  rows->each([&](const Chunk& chunk, std::size_t row) {
    successions.push_back({static_cast<std::int32_t>(chunk.integer(0, row)),
                           static_cast<std::int32_t>(chunk.integer(1, row)), day_from(chunk.integer(2, row)),
                           chunk.is_null(3, row) ? std::nan("") : chunk.number(3, row)});
  });
  auto made = axes::Territory::make(id, head->names, head->plane, head->source, std::move(*levels), std::move(*units),
                                    std::move(successions));
  if (!made) return pass(made);
  auto shared = std::make_shared<const axes::Territory>(std::move(*made));
  room_->territories[id] = shared;
  if (!room_->writes) inside.share(inside.territories, id, shared, room_->generation);
  return shared;
}

Result<std::vector<AxisEntry>> Store::territories() {
  return entries(room_->connection,
                 "SELECT t.id, t.names, t.source, count(u.number) FROM territory t LEFT JOIN territory_unit u ON "
                 "u.territory = t.id "
                 "GROUP BY ALL ORDER BY t.id");
}

Status Store::save_classification(const axes::Classification& classification) {
  if (Status may = writable(room_->options, room_->folder); !may) return may;
  if (classification.id().starts_with("own:"))
    return fail(Code::bad_input, "error.store.classification.reserved", {{"id", classification.id()}});
  auto transaction = duck::Transaction::begin(room_->connection);
  if (!transaction) return pass(transaction);
  if (Status written = write_classification(room_->connection, classification); !written) return written;
  room_->classifications.erase(classification.id());
  return transaction->commit();
}

Result<std::shared_ptr<const axes::Classification>> Store::load_classification(const std::string& id) {
  if (const auto known = room_->classifications.find(id); known != room_->classifications.end()) return known->second;
  Hold::Inside& inside = *room_->hold->inside_;
  if (!room_->writes)
    if (auto known = inside.shared(inside.classifications, id, room_->generation); known != nullptr)
      return room_->classifications[id] = known;
  const duck::Connection& connection = room_->connection;
  std::shared_ptr<const axes::Classification> shared;
  auto head = load_head(connection, "classification", id, "error.store.classification.absent");
  if (!head && head.error().code == Code::not_found && id == "iccs") {
    shared = std::make_shared<const axes::Classification>(axes::Classification::iccs());
  } else {
    if (!head) return pass(head);
    auto levels = load_levels<axes::ClassLevel>(
        connection, "SELECT id, names FROM classification_level WHERE scheme = $1 ORDER BY number", id);
    if (!levels) return pass(levels);
    auto rows = connection.ask(
        "SELECT number, level, parent, code, names, valid_from, valid_to, verified FROM classification_item "
        "WHERE scheme = $1 ORDER BY number",
        {id});
    if (!rows) return pass(rows);
    std::vector<axes::ClassItem> items;
    rows->each([&](const Chunk& chunk, std::size_t row) {
      items.push_back({static_cast<std::int32_t>(chunk.integer(0, row)),
                       static_cast<std::int32_t>(chunk.integer(1, row)),
                       static_cast<std::int32_t>(chunk.integer(2, row)),
                       std::string(chunk.text(3, row)),
                       names_from(chunk.text(4, row)),
                       {day_from(chunk.integer(5, row)), day_from(chunk.integer(6, row))},
                       chunk.integer(7, row) != 0});
    });
    auto crosswalks = load_crosswalks(connection, id);
    if (!crosswalks) return pass(crosswalks);
    auto made = axes::Classification::make(id, head->names, head->source, std::move(*levels), std::move(items),
                                           std::move(*crosswalks));
    if (!made) return pass(made);
    shared = std::make_shared<const axes::Classification>(std::move(*made));
  }
  room_->classifications[id] = shared;
  if (!room_->writes) inside.share(inside.classifications, id, shared, room_->generation);
  return shared;
}

Result<std::vector<AxisEntry>> Store::classifications() {
  auto list = entries(
      room_->connection,
      "SELECT c.id, c.names, c.source, count(i.number) FROM classification c LEFT JOIN classification_item i ON "
      "i.scheme = c.id GROUP BY ALL ORDER BY c.id");
  if (!list) return list;
  for (const AxisEntry& entry : *list)
    if (entry.id == "iccs") return list;
  const axes::Classification iccs = axes::Classification::iccs();
  list->push_back({iccs.id(), iccs.names(), iccs.source(), static_cast<std::int64_t>(iccs.items().size())});
  return list;
}

}  // namespace tartip::store
