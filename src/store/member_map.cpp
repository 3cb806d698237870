#include "store/member_map.hpp"

#include <map>
#include <optional>
#include <tuple>

#include "store/room.hpp"

namespace tartip::store {
namespace {

std::vector<std::optional<std::int32_t>> matched(const std::vector<MemberKey>& before,
                                                 const std::vector<MemberKey>& after) {
  std::map<std::tuple<std::string, std::string, std::int64_t>, std::int32_t> exact;
  std::map<std::pair<std::string, std::string>, std::vector<std::int32_t>> by_code;
  for (const MemberKey& key : after) {
    exact[{key.level, key.code, key.first_day}] = key.number;
    by_code[{key.level, key.code}].push_back(key.number);
  }
  std::vector<std::optional<std::int32_t>> found;
  for (const MemberKey& key : before) {
    if (const auto same = exact.find({key.level, key.code, key.first_day}); same != exact.end())
      found.emplace_back(same->second);
    else if (const auto only = by_code.find({key.level, key.code}); only != by_code.end() && only->second.size() == 1)
      found.emplace_back(only->second.front());
    else
      found.emplace_back(std::nullopt);
  }
  return found;
}

}  // namespace

Status move_events(const duck::Connection& connection, const AxisUse& use, const std::vector<MemberKey>& before,
                   const std::vector<MemberKey>& after) {
  const auto targets = matched(before, after);
  std::string gone, moved;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::string number = std::to_string(before[i].number);
    if (!targets[i])
      gone += (gone.empty() ? "" : ",") + number;
    else if (*targets[i] != before[i].number)
      moved += (moved.empty() ? "(" : ",(") + number + "," + std::to_string(*targets[i]) + ")";
  }
  if (gone.empty() && moved.empty()) return {};
  auto users = connection.ask("SELECT id FROM register WHERE " + use.register_column + " = $1", {use.axis_id});
  if (!users) return pass(users);
  std::vector<std::string> registers;
  users->each([&](const duck::Chunk& chunk, std::size_t row) { registers.emplace_back(chunk.text(0, row)); });
  for (const std::string& id : registers) {
    if (!gone.empty()) {
      auto standing = connection.ask("SELECT coalesce(min(" + use.event_column + "), -1) FROM " + events_table(id) +
                                     " WHERE " + use.event_column + " IN (" + gone + ")");
      if (!standing) return pass(standing);
      if (const std::int64_t number = standing->integer(); number >= 0)
        for (const MemberKey& key : before)
          if (key.number == number)
            return fail(Code::conflict, use.refusal, {{"id", use.axis_id}, {"code", key.code}, {"register", id}});
    }
    if (!moved.empty())
      if (Status set = connection.run("UPDATE " + events_table(id) + " SET " + use.event_column +
                                      " = m.new_number FROM (VALUES " + moved + ") m(old_number, new_number) WHERE " +
                                      use.event_column + " = m.old_number");
          !set)
        return set;
  }
  return {};
}

}  // namespace tartip::store
