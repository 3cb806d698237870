#include "store/axes_rows.hpp"

namespace tartip::store {

using duck::Chunk;

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

Status forget(const duck::Connection& connection, const std::vector<std::pair<const char*, const char*>>& tables,
              const std::string& id) {
  for (const auto& [table, column] : tables) {
    auto deleted = connection.ask(std::string("DELETE FROM ") + table + " WHERE " + column + " = $1", {id});
    if (!deleted) return pass(deleted);
  }
  return {};
}

Result<AxisHead> load_axis_head(const duck::Connection& connection, const std::string& table, const std::string& id,
                                const char* absent) {
  const std::string plane = table == "territory" ? "plane" : "''";
  auto answer = connection.ask("SELECT names, source, " + plane + " FROM " + table + " WHERE id = $1", {id});
  if (!answer) return pass(answer);
  const Chunk chunk = answer->next();
  if (chunk.rows() == 0) return fail(Code::not_found, absent, {{"id", id}});
  return AxisHead{names_from(chunk.text(0, 0)), std::string(chunk.text(2, 0)), std::string(chunk.text(1, 0))};
}

Result<std::vector<AxisEntry>> axis_entries(const duck::Connection& connection, const std::string& sql) {
  auto answer = connection.ask(sql);
  if (!answer) return pass(answer);
  std::vector<AxisEntry> list;
  answer->each([&](const Chunk& chunk, std::size_t row) {
    list.push_back({std::string(chunk.text(0, row)), names_from(chunk.text(1, row)), std::string(chunk.text(2, row)),
                    chunk.integer(3, row)});
  });
  return list;
}

}  // namespace tartip::store
