#include "store/schema.hpp"

#include "store/room.hpp"

namespace tartip::store {
namespace {

constexpr const char* k_tables = R"sql(
CREATE TABLE tartip (schema_version INTEGER NOT NULL);
CREATE TABLE territory (id VARCHAR, names VARCHAR, plane VARCHAR, source VARCHAR, fingerprint VARCHAR);
CREATE TABLE territory_level (territory VARCHAR, number INTEGER, id VARCHAR, names VARCHAR);
CREATE TABLE territory_unit (territory VARCHAR, number INTEGER, level INTEGER, parent INTEGER, code VARCHAR, names VARCHAR,
  other_codes VARCHAR, valid_from DATE, valid_to DATE, area BLOB);
CREATE TABLE territory_population (territory VARCHAR, unit INTEGER, year INTEGER, residents DOUBLE);
CREATE TABLE territory_succession (territory VARCHAR, from_unit INTEGER, to_unit INTEGER, day DATE, share DOUBLE);
CREATE TABLE classification (id VARCHAR, names VARCHAR, source VARCHAR, fingerprint VARCHAR);
CREATE TABLE classification_level (scheme VARCHAR, number INTEGER, id VARCHAR, names VARCHAR);
CREATE TABLE classification_item (scheme VARCHAR, number INTEGER, level INTEGER, parent INTEGER, code VARCHAR, names VARCHAR,
  valid_from DATE, valid_to DATE, verified BOOLEAN);
CREATE TABLE crosswalk (scheme VARCHAR, target VARCHAR, item INTEGER, target_code VARCHAR, weight DOUBLE);
CREATE TABLE register (id VARCHAR, description VARCHAR, territory VARCHAR, scheme VARCHAR, defined TIMESTAMP,
  grid_longitude DOUBLE, grid_latitude DOUBLE);
CREATE TABLE import (number BIGINT, register VARCHAR, moment TIMESTAMP, known_on TIMESTAMP, reading VARCHAR,
  program VARCHAR, read BIGINT, fresh BIGINT, updated BIGINT, unchanged BIGINT, quarantined BIGINT, resolved BIGINT,
  flags BIGINT[], new_classes VARCHAR);
CREATE TABLE source_file (number BIGINT, import BIGINT, register VARCHAR, path VARCHAR, sha256 VARCHAR, bytes BIGINT,
  same_file BOOLEAN, columns VARCHAR, read BIGINT, fresh BIGINT, updated BIGINT, unchanged BIGINT, quarantined BIGINT);
CREATE TABLE quarantine (number BIGINT, register VARCHAR, import BIGINT, file BIGINT, line BIGINT, column_name VARCHAR,
  value VARCHAR, expected VARCHAR, arguments VARCHAR, raw VARCHAR, fields VARCHAR, content HUGEINT, occurrence BIGINT,
  status VARCHAR, closed_by BIGINT);
)sql";

// Since version 2. `on_import` 0: every earlier one, of imports that were made before it was written down.
constexpr const char* k_withdrawal_tables = R"sql(
CREATE TABLE withdrawal (import BIGINT, register VARCHAR, moment TIMESTAMP, known_on TIMESTAMP, last_import BIGINT,
  reason VARCHAR, program VARCHAR, gone BIGINT, returned BIGINT, kept BIGINT, closed BIGINT, reopened BIGINT);
CREATE TABLE import_rest (import BIGINT, register VARCHAR, on_import BIGINT);
INSERT INTO import_rest SELECT number, register, 0 FROM import WHERE unchanged + quarantined > 0;
)sql";

Status make_tables(const duck::Connection& connection, std::int64_t version) {
  auto transaction = duck::Transaction::begin(connection);
  if (!transaction) return pass(transaction);
  if (version == 0)
    if (Status made = connection.run(k_tables); !made) return made;
  if (Status made = connection.run(k_withdrawal_tables); !made) return made;
  if (Status versioned = connection.run("INSERT INTO tartip VALUES (" + std::to_string(k_schema_version) + ")");
      !versioned)
    return versioned;
  return transaction->commit();
}

}  // namespace

Status prepare_schema(const duck::Connection& connection, bool read_only) {
  auto known = connection.ask("SELECT count(*) FROM information_schema.tables WHERE table_name = 'tartip'");
  if (!known) return pass(known);
  if (known->integer() == 0) {
    if (read_only) return fail(Code::not_found, "error.store.absent", {{"place", connection.place()}});
    return make_tables(connection, 0);
  }
  auto version = connection.ask("SELECT max(schema_version) FROM tartip");
  if (!version) return pass(version);
  const std::int64_t known_version = version->integer();
  if (known_version > k_schema_version)
    return fail(Code::conflict, "error.store.newer",
                {{"place", connection.place()}, {"reason", std::to_string(known_version)}});
  return known_version == k_schema_version || read_only ? Status() : make_tables(connection, known_version);
}

Plane plane_of(const registers::PlaceRule& place) {
  if (place.crs.starts_with("local:")) return Plane::local;
  if (place.crs == "EPSG:4326" || place.crs == "OGC:CRS84") return Plane::degrees;
  return Plane::projected;
}

std::vector<EventColumn> event_columns(const registers::Description& description) {
  std::vector<EventColumn> columns = {{"id", DUCKDB_TYPE_HUGEINT}};
  if (!description.key.empty()) columns.push_back({"content", DUCKDB_TYPE_HUGEINT});
  columns.insert(columns.end(), {{"line", DUCKDB_TYPE_BIGINT},
                                 {"day", DUCKDB_TYPE_DATE},
                                 {"hour", DUCKDB_TYPE_TINYINT},
                                 {"time_from", DUCKDB_TYPE_TIMESTAMP},
                                 {"time_until", DUCKDB_TYPE_TIMESTAMP}});
  if (!description.place.x_column.empty()) {
    const Plane plane = plane_of(description.place);
    if (plane != Plane::degrees) columns.insert(columns.end(), {{"x", DUCKDB_TYPE_DOUBLE}, {"y", DUCKDB_TYPE_DOUBLE}});
    if (plane != Plane::local)
      columns.insert(columns.end(), {{"longitude", DUCKDB_TYPE_DOUBLE}, {"latitude", DUCKDB_TYPE_DOUBLE}});
  }
  columns.insert(columns.end(),
                 {{"unit", DUCKDB_TYPE_INTEGER}, {"class", DUCKDB_TYPE_INTEGER}, {"flags", DUCKDB_TYPE_UINTEGER}});
  if (!description.version_column.empty()) columns.push_back({"version", DUCKDB_TYPE_VARCHAR});
  for (const registers::QuantityRule& rule : description.quantities)
    columns.push_back({"q_" + rule.id, DUCKDB_TYPE_DOUBLE});
  for (const registers::AttributeRule& rule : description.attributes)
    columns.push_back({"a_" + rule.id, DUCKDB_TYPE_VARCHAR});
  for (const registers::TextRule& rule : description.texts) columns.push_back({"t_" + rule.id, DUCKDB_TYPE_VARCHAR});
  return columns;
}

std::string sql_type(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_HUGEINT:
      return "HUGEINT";
    case DUCKDB_TYPE_BIGINT:
      return "BIGINT";
    case DUCKDB_TYPE_DATE:
      return "DATE";
    case DUCKDB_TYPE_TINYINT:
      return "TINYINT";
    case DUCKDB_TYPE_TIMESTAMP:
      return "TIMESTAMP";
    case DUCKDB_TYPE_DOUBLE:
      return "DOUBLE";
    case DUCKDB_TYPE_INTEGER:
      return "INTEGER";
    case DUCKDB_TYPE_UINTEGER:
      return "UINTEGER";
    default:
      return "VARCHAR";
  }
}

std::string create_events_sql(const registers::Description& description) {
  std::string sql = "CREATE TABLE " + events_table(description.id) + " (import BIGINT, file BIGINT";
  for (const EventColumn& column : event_columns(description))
    sql += ", " + duck::identifier(column.name) + " " + sql_type(column.type);
  return sql + ", known_from TIMESTAMP, known_until TIMESTAMP)";
}

}  // namespace tartip::store
