#include "store/held_rows.hpp"

#include "store/room.hpp"
#include "store/schema.hpp"

namespace tartip::store {

HeldRows::HeldRows(const duck::Connection& connection, const MergeContext& context)
    : connection_(connection),
      context_(context),
      events_(events_table(context.description->id)),
      register_(duck::quoted(context.description->id)),
      reading_("(SELECT number FROM import WHERE register = " + register_ + " AND reading = " +
               duck::quoted(context.reading) + " AND number NOT IN (SELECT import FROM withdrawal) UNION ALL SELECT " +
               std::to_string(context.import) + ")"),
      keyed_(!context.description->key.empty()),
      versioned_(keyed_ && !context.description->version_column.empty()) {}

Result<std::int64_t> HeldRows::count(const std::string& sql) {
  auto answer = connection_.ask(sql);
  if (!answer) return pass(answer);
  return answer->integer();
}

Status HeldRows::rest_on(const std::string& imports) {
  auto answer = connection_.ask("SELECT DISTINCT * FROM (" + imports + ")");
  if (!answer) return pass(answer);
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    if (chunk.integer(0, row) != context_.import) rests_on_.insert(chunk.integer(0, row));
  });
  return {};
}

}  // namespace tartip::store
