// What the tables of territories (territory_tables.cpp) and of classifications (classification_tables.cpp) have in
// common. Internal to the room.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "axes/names.hpp"
#include "store/member_map.hpp"
#include "store/room.hpp"

namespace tartip::store {

// `sql` asks for number, level, code and first day (as days) of the members of axis $1.
Result<std::vector<MemberKey>> stored_members(const duck::Connection& connection, const std::string& sql,
                                              const std::string& id);

// Deletes the rows of an axis: of each table, those whose column holds its id.
Status forget(const duck::Connection& connection, const std::vector<std::pair<const char*, const char*>>& tables,
              const std::string& id);

struct AxisHead {
  axes::Names names;
  std::string plane, source;
};
// Of "territory" or "classification". Errors: not_found with the key `absent`.
Result<AxisHead> load_axis_head(const duck::Connection& connection, const std::string& table, const std::string& id,
                                const char* absent);

// `sql` asks for id and names of the levels of axis $1, in their order.
template <class Level>
Result<std::vector<Level>> load_levels(const duck::Connection& connection, const std::string& sql,
                                       const std::string& id) {
  auto answer = connection.ask(sql, {id});
  if (!answer) return pass(answer);
  std::vector<Level> levels;
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    levels.push_back({std::string(chunk.text(0, row)), names_from(chunk.text(1, row))});
  });
  return levels;
}

// `sql` asks for id, names, source and number of members.
Result<std::vector<AxisEntry>> axis_entries(const duck::Connection& connection, const std::string& sql);

}  // namespace tartip::store
