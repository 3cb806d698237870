// The tables of a centre's database (docs/formats/storage.md says what each column means).
#pragma once
#include "registers/description.hpp"
#include "store/duck.hpp"

namespace tartip::store {

inline constexpr int k_schema_version = 2;

// Makes the tables in an empty database; checks the version of one that has them, and brings an earlier one up to date
// unless it is only read: what reads the tables of imports taken back asks for them first (withdrawal.hpp).
Status prepare_schema(const duck::Connection& connection, bool read_only);

enum class Plane { degrees, projected, local };
Plane plane_of(const registers::PlaceRule& place);

// One column of an events table that comes from the source, in the order in which the table function gives them.
struct EventColumn {
  std::string name;
  duckdb_type type;
};
// `key`: the register has key columns, so that the row's content is kept beside its identity.
std::vector<EventColumn> event_columns(const registers::Description& description);
std::string sql_type(duckdb_type type);
std::string create_events_sql(const registers::Description& description);

}  // namespace tartip::store
