#include "store/store.hpp"

#include "store/hold_inside.hpp"
#include "store/room.hpp"

namespace tartip::store {

Status writable(const Options& options, const std::filesystem::path& folder) {
  if (options.read_only) return fail(Code::denied, "error.store.for_reading", {{"place", folder.string()}});
  return {};
}

Store::Room::~Room() {
  connection = {};  // the turn ends when nothing of it runs any more
  if (writes) hold->inside_->end_turn();
}

Store::Store(std::unique_ptr<Room> room) : room_(std::move(room)) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
const std::filesystem::path& Store::folder() const {
  return room_->folder;
}

Result<Store> Store::open(const std::filesystem::path& folder, const Options& options) {
  auto room = std::make_unique<Room>();
  room->folder = folder;
  room->options = options;
  room->hold = options.hold;
  if (!room->hold) {
    auto hold = Hold::open(folder, options);
    if (!hold) return pass(hold);
    room->hold = std::move(*hold);
  }
  Hold::Inside& inside = *room->hold->inside_;
  if (!options.read_only) {
    if (!inside.take_turn(options.wait_seconds))
      return fail(Code::conflict, "error.store.busy", {{"place", folder.string()}});
    room->writes = true;
  }
  room->slot = &inside.slot;
  room->generation = inside.generation.load();
  auto connection = inside.database.connect();
  if (!connection) return pass(connection);
  room->connection = std::move(*connection);
  // Counting by small integers in a flat table instead of a hash table: 220 × 60 × 120 cells need 21 bits.
  if (Status set = room->connection.run("SET perfect_ht_threshold = 24"); !set) return pass(set);
  // A reader sees one state of the database in all its statements, whatever is committed meanwhile; the
  // engine fixes which at the first look at a table.
  if (options.read_only)
    if (Status begun = room->connection.run("BEGIN TRANSACTION READ ONLY; FROM tartip"); !begun) return pass(begun);
  return Store(std::move(room));
}

}  // namespace tartip::store
