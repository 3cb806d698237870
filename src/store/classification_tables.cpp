// Classifications to tables and back.
#include "store/classification_tables.hpp"

#include "base/hash.hpp"
#include "store/axes_rows.hpp"
#include "store/hold_inside.hpp"

namespace tartip::store {
namespace {

using duck::Appender;
using duck::Chunk;

// Changes when anything does by which an event finds its class, as that of a territory (territory_tables.cpp).
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

constexpr const char* k_stored_items =
    "SELECT i.number, l.id, i.code, i.valid_from - DATE '1970-01-01' FROM classification_item i JOIN "
    "classification_level l ON "
    "l.scheme = i.scheme AND l.number = i.level WHERE i.scheme = $1";

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
  auto head = load_axis_head(connection, "classification", id, "error.store.classification.absent");
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
  auto list = axis_entries(
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
