// Territories to tables and back.
#include <cmath>

#include "base/hash.hpp"
#include "store/axes_rows.hpp"
#include "store/hold_inside.hpp"
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

constexpr const char* k_stored_units =
    "SELECT u.number, l.id, u.code, u.valid_from - DATE '1970-01-01' FROM territory_unit u JOIN territory_level l ON "
    "l.territory = "
    "u.territory AND l.number = u.level WHERE u.territory = $1";

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

}  // namespace

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
  auto head = load_axis_head(connection, "territory", id, "error.store.territory.absent");
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
  return axis_entries(room_->connection,
                      "SELECT t.id, t.names, t.source, count(u.number) FROM territory t LEFT JOIN territory_unit u ON "
                      "u.territory = t.id "
                      "GROUP BY ALL ORDER BY t.id");
}

}  // namespace tartip::store
