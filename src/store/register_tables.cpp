#include "store/register_tables.hpp"

#include <set>

#include "base/hash.hpp"
#include "base/require.hpp"
#include "store/classification_tables.hpp"
#include "store/room.hpp"
#include "store/schema.hpp"

namespace tartip::store {
namespace {

// Part of every reading: to be raised when a release reads the same row differently.
constexpr const char* k_reading = "1";

Status check_axes(Store& store, const registers::Description& description) {
  if (!description.place.territory.empty())
    if (auto territory = store.load_territory(description.place.territory); !territory) return pass(territory);
  if (!description.classes.column.empty() && !description.classes.scheme.empty())
    if (auto scheme = store.load_classification(description.classes.scheme); !scheme) return pass(scheme);
  return {};
}

// What cannot change while events are held: their identity and what their numbers mean.
Status check_change(const registers::Description& before, const registers::Description& after) {
  const auto refuse = [&](const char* what) {
    return fail(Code::conflict, "error.store.register.holds", {{"register", after.id}, {"what", what}});
  };
  if (before.key != after.key) return refuse("key");
  if (before.version_column.empty() != after.version_column.empty()) return refuse("version");
  if (before.place.crs != after.place.crs) return refuse("place.crs");
  if (before.place.territory != after.place.territory) return refuse("place.territory");
  if (scheme_id(before) != scheme_id(after)) return refuse("classes.scheme");
  return {};
}

Result<std::set<std::string>> columns_of(const duck::Connection& connection, const std::string& id) {
  auto answer = connection.ask("SELECT column_name FROM duckdb_columns() WHERE table_name = $1 AND NOT internal",
                               {"events_" + id});
  if (!answer) return pass(answer);
  std::set<std::string> names;
  answer->each([&](const duck::Chunk& chunk, std::size_t row) { names.emplace(chunk.text(0, row)); });
  return names;
}

Status add_columns(const duck::Connection& connection, const registers::Description& description) {
  auto names = columns_of(connection, description.id);
  if (!names) return pass(names);
  for (const EventColumn& column : event_columns(description)) {
    if (names->contains(column.name)) continue;
    if (Status added = connection.run("ALTER TABLE " + events_table(description.id) + " ADD COLUMN " +
                                      duck::identifier(column.name) + " " + sql_type(column.type));
        !added)
      return added;
  }
  return {};
}

Result<std::int64_t> count_of(const duck::Connection& connection, const std::string& sql,
                              const std::vector<duck::Parameter>& parameters = {}) {
  auto answer = connection.ask(sql, parameters);
  if (!answer) return pass(answer);
  return answer->integer();
}

}  // namespace

std::string scheme_id(const registers::Description& description) {
  if (description.classes.column.empty()) return "";
  return description.classes.scheme.empty() ? own_scheme(description.id) : description.classes.scheme;
}

axes::Classification own_classification(const registers::Description& description, std::vector<axes::ClassItem> items) {
  auto made = axes::Classification::make(own_scheme(description.id), description.names, description.source,
                                         {{"class", {{{"en", "classes"}, {"kk", "түрлер"}, {"ru", "виды"}}}}},
                                         std::move(items), {});
  require(made.has_value(), "a flat scheme of distinct codes is always valid");
  return std::move(*made);
}

Result<StoredRegister> read_register(const duck::Connection& connection, const std::string& id) {
  auto answer =
      connection.ask("SELECT description, defined, grid_longitude, grid_latitude FROM register WHERE id = $1", {id});
  if (!answer) return pass(answer);
  const duck::Chunk chunk = answer->next();
  if (chunk.rows() == 0) return fail(Code::not_found, "error.store.register.absent", {{"register", id}});
  StoredRegister stored;
  stored.toml = chunk.text(0, 0);
  stored.defined = chunk.integer(1, 0);
  if (!chunk.is_null(2, 0)) stored.grid = GridCentre{chunk.number(2, 0), chunk.number(3, 0)};
  auto description = registers::parse_description(stored.toml, id);
  if (!description) return pass(description);
  stored.description = std::move(*description);
  return stored;
}

Result<std::string> reading_of(const duck::Connection& connection, const StoredRegister& stored,
                               const std::string& centre_zone) {
  const registers::Description& description = stored.description;
  std::string all = std::string(k_reading) + "\n" + stored.toml + "\n" + centre_zone;
  const auto add = [&](const std::string& table, const std::string& id) -> Status {
    auto answer = connection.ask("SELECT fingerprint FROM " + table + " WHERE id = $1", {id});
    if (!answer) return pass(answer);
    const duck::Chunk chunk = answer->next();
    all += "\n" + (chunk.rows() == 0 ? id : std::string(chunk.text(0, 0)));
    return {};
  };
  if (!description.place.territory.empty())
    if (Status added = add("territory", description.place.territory); !added) return pass(added);
  // A register's own scheme only grows: what was read under a smaller one is read the same.
  if (!description.classes.column.empty() && !description.classes.scheme.empty())
    if (Status added = add("classification", description.classes.scheme); !added) return pass(added);
  return sha256_hex(all);
}

Status write_register(Store& store, const duck::Connection& connection, const registers::Description& description,
                      const std::string& toml, std::int64_t now) {
  if (Status axes = check_axes(store, description); !axes) return axes;
  auto before = read_register(connection, description.id);
  if (!before && before.error().key != "error.store.register.absent") return pass(before);
  if (before) {
    auto events = count_of(connection, "SELECT count(*) FROM " + events_table(description.id));
    if (!events) return pass(events);
    if (*events > 0) {
      if (Status may = check_change(before->description, description); !may) return may;
      if (Status added = add_columns(connection, description); !added) return added;
    } else {
      if (Status made =
              connection.run("DROP TABLE " + events_table(description.id) + "; " + create_events_sql(description));
          !made)
        return made;
    }
    auto updated = connection.ask(
        "UPDATE register SET description = $2, territory = $3, scheme = $4, defined = make_timestamp($5::BIGINT) WHERE "
        "id = $1",
        {description.id, toml, description.place.territory, scheme_id(description), now});
    if (!updated) return pass(updated);
  } else {
    if (Status made = connection.run(create_events_sql(description)); !made) return made;
    auto inserted =
        connection.ask("INSERT INTO register VALUES ($1, $2, $3, $4, make_timestamp($5::BIGINT), NULL, NULL)",
                       {description.id, toml, description.place.territory, scheme_id(description), now});
    if (!inserted) return pass(inserted);
  }
  if (scheme_id(description) == own_scheme(description.id)) {
    auto there =
        count_of(connection, "SELECT count(*) FROM classification WHERE id = $1", {own_scheme(description.id)});
    if (!there) return pass(there);
    if (*there == 0)
      if (Status made = write_classification(connection, own_classification(description, {})); !made) return made;
  }
  return {};
}

Status Store::save_register(const registers::Description& description, const std::string& toml, axes::Micros now) {
  if (Status may = writable(room_->options, room_->folder); !may) return may;
  auto transaction = duck::Transaction::begin(room_->connection);
  if (!transaction) return pass(transaction);
  if (Status written = write_register(*this, room_->connection, description, toml, now); !written) return written;
  return transaction->commit();
}

Result<RegisterEntry> Store::load_register(const std::string& id) {
  auto stored = read_register(room_->connection, id);
  if (!stored) return pass(stored);
  RegisterEntry entry{std::move(stored->description), std::move(stored->toml), stored->defined, 0, 0};
  auto events = count_of(room_->connection, "SELECT count(*) FROM " + events_table(id) + " WHERE known_until IS NULL");
  if (!events) return pass(events);
  auto waiting =
      count_of(room_->connection, "SELECT count(*) FROM quarantine WHERE register = $1 AND status = 'open'", {id});
  if (!waiting) return pass(waiting);
  entry.events = *events;
  entry.quarantined = *waiting;
  return entry;
}

Result<std::vector<RegisterEntry>> Store::all_registers() {
  auto answer = room_->connection.ask("SELECT id FROM register ORDER BY id");
  if (!answer) return pass(answer);
  std::vector<std::string> ids;
  answer->each([&](const duck::Chunk& chunk, std::size_t row) { ids.emplace_back(chunk.text(0, row)); });
  std::vector<RegisterEntry> entries;
  for (const std::string& id : ids) {
    auto entry = load_register(id);
    if (!entry) return pass(entry);
    entries.push_back(std::move(*entry));
  }
  return entries;
}

Status Store::remove_register(const std::string& id) {
  if (Status may = writable(room_->options, room_->folder); !may) return may;
  const duck::Connection& connection = room_->connection;
  auto stored = read_register(connection, id);
  if (!stored) return pass(stored);
  auto transaction = duck::Transaction::begin(connection);
  if (!transaction) return pass(transaction);
  if (Status dropped = connection.run("DROP TABLE " + events_table(id)); !dropped) return dropped;
  for (const char* sql : {"DELETE FROM register WHERE id = $1", "DELETE FROM quarantine WHERE register = $1",
                          "DELETE FROM source_file WHERE register = $1", "DELETE FROM import WHERE register = $1",
                          "DELETE FROM withdrawal WHERE register = $1", "DELETE FROM import_rest WHERE register = $1",
                          "DELETE FROM classification WHERE id = 'own:' || $1",
                          "DELETE FROM classification_level WHERE scheme = 'own:' || $1",
                          "DELETE FROM classification_item WHERE scheme = 'own:' || $1"}) {
    auto deleted = connection.ask(sql, {id});
    if (!deleted) return pass(deleted);
  }
  room_->classifications.erase(own_scheme(id));
  return transaction->commit();
}

Result<std::shared_ptr<const axes::Classification>> Store::scheme_of(const std::string& register_id) {
  auto stored = read_register(room_->connection, register_id);
  if (!stored) return pass(stored);
  const std::string id = scheme_id(stored->description);
  if (id.empty()) return fail(Code::not_found, "error.store.register.no_classes", {{"register", register_id}});
  return load_classification(id);
}

}  // namespace tartip::store
