#include "store/store.hpp"

#include <unistd.h>

#include <chrono>
#include <thread>

#include "store/cell_function.hpp"
#include "store/room.hpp"
#include "store/schema.hpp"

namespace tartip::store {
namespace {

std::map<std::string, std::string> settings_for(const std::filesystem::path& folder, const Options& options) {
  std::map<std::string, std::string> settings = {
      {"access_mode", options.read_only ? "READ_ONLY" : "READ_WRITE"},
      {"memory_limit", std::to_string(options.memory_limit >> 20) + "MiB"},
      // What does not fit into memory; a reader may not write into the centre.
      {"temp_directory",
       options.read_only ? (std::filesystem::temp_directory_path() / ("tartip-" + std::to_string(getpid()))).string()
                         : (folder / "tmp").string()},
      // Order of rows is stated where it matters, by ORDER BY.
      {"preserve_insertion_order", "false"},
      // A centre never reaches out.
      {"autoinstall_known_extensions", "false"},
      {"autoload_known_extensions", "false"},
      {"allow_community_extensions", "false"},
  };
  if (options.threads > 0) settings["threads"] = std::to_string(options.threads);
  return settings;
}

Result<duck::Database> open_waiting(const std::filesystem::path& file,
                                    const std::map<std::string, std::string>& settings, double wait_seconds) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::duration<double>(wait_seconds);
  while (true) {
    auto database = duck::Database::open(file.string(), settings);
    if (database || database.error().key != "error.store.locked" || std::chrono::steady_clock::now() >= give_up)
      return database;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

}  // namespace

Status writable(const Options& options, const std::filesystem::path& folder) {
  if (options.read_only) return fail(Code::denied, "error.store.for_reading", {{"place", folder.string()}});
  return {};
}

Store::Store(std::unique_ptr<Room> room) : room_(std::move(room)) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
const std::filesystem::path& Store::folder() const {
  return room_->folder;
}

Result<Store> Store::open(const std::filesystem::path& folder, const Options& options) {
  const std::filesystem::path file = folder / "events.duckdb";
  std::error_code error;
  if (options.read_only && !std::filesystem::exists(file, error))
    return fail(Code::not_found, "error.store.absent", {{"place", folder.string()}});
  if (!options.read_only) {
    std::filesystem::create_directories(folder, error);
    if (error) return tl::unexpected(duck::error_from("IO Error: " + error.message(), folder.string()));
  }
  auto database = open_waiting(file, settings_for(folder, options), options.wait_seconds);
  if (!database) return pass(database);
  auto connection = database->connect();
  if (!connection) return pass(connection);
  // Counting by small integers in a flat table instead of a hash table: 220 × 60 × 120 cells need 21 bits.
  if (Status set = connection->run("SET perfect_ht_threshold = 24"); !set) return pass(set);
  if (Status prepared = prepare_schema(*connection, options.read_only); !prepared) return pass(prepared);
  auto room = std::make_unique<Room>();
  room->folder = folder;
  room->options = options;
  room->database = std::move(*database);
  room->connection = std::move(*connection);
  if (Status cells = register_cell_function(room->connection); !cells) return pass(cells);
  if (!options.read_only)
    if (Status scan = register_scan(room->connection, room->slot.get()); !scan) return pass(scan);
  return Store(std::move(room));
}

}  // namespace tartip::store
