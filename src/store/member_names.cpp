#include "store/member_names.hpp"

#include <algorithm>

#include "store/room.hpp"

namespace tartip::store {
namespace {

Result<std::vector<MemberName>> members(const duck::Connection& connection, const std::string& sql) {
  auto answer = connection.ask(sql);
  if (!answer) return pass(answer);
  std::vector<MemberName> list;
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    list.push_back({std::string(chunk.text(0, row)),
                    static_cast<std::int32_t>(chunk.integer(1, row)),
                    static_cast<std::int32_t>(chunk.integer(2, row)),
                    std::string(chunk.text(3, row)),
                    std::string(chunk.text(4, row)),
                    names_from(chunk.text(5, row)),
                    map_from(chunk.text(8, row)),
                    {day_from(chunk.integer(6, row)), day_from(chunk.integer(7, row))}});
  });
  return list;
}

}  // namespace

Result<std::vector<MemberName>> Store::unit_names() {
  return members(
      room_->connection,
      "SELECT u.territory, u.number, u.parent, l.id, u.code, u.names, u.valid_from, u.valid_to, u.other_codes FROM "
      "territory_unit u JOIN territory_level l ON l.territory = u.territory AND l.number = u.level ORDER BY "
      "u.territory, u.number");
}

Result<std::vector<MemberName>> Store::class_names() {
  auto list = members(room_->connection,
                      "SELECT i.scheme, i.number, i.parent, l.id, i.code, i.names, i.valid_from, i.valid_to, '{}' FROM "
                      "classification_item i JOIN classification_level l ON l.scheme = i.scheme AND l.number = i.level "
                      "ORDER BY i.scheme, i.number");
  if (!list) return list;
  const axes::Classification iccs = axes::Classification::iccs();
  const auto stored = [&](const MemberName& member) { return member.axis == iccs.id(); };
  if (std::any_of(list->begin(), list->end(), stored)) return list;
  for (const axes::ClassItem& item : iccs.items())
    list->push_back({iccs.id(),
                     item.number,
                     item.parent,
                     iccs.levels()[static_cast<std::size_t>(item.level)].id,
                     item.code,
                     item.names,
                     {},
                     item.valid});
  return list;
}

}  // namespace tartip::store
