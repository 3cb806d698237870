#include "store/hold.hpp"

#include <unistd.h>

#include <chrono>
#include <thread>

#include "store/cell_function.hpp"
#include "store/hold_inside.hpp"
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

bool Hold::Inside::take_turn(double wait_seconds) {
  std::unique_lock lock(mutex);
  if (!free.wait_for(lock, std::chrono::duration<double>(wait_seconds), [this] { return !writing; })) return false;
  writing = true;
  return true;
}

void Hold::Inside::end_turn() {
  changed();
  {
    const std::lock_guard lock(mutex);
    writing = false;
  }
  free.notify_one();
}

void Hold::Inside::changed() {
  const std::lock_guard lock(mutex);
  generation.fetch_add(1);
  territories.clear();
  classifications.clear();
}

Hold::Hold(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Hold::~Hold() = default;

const std::filesystem::path& Hold::folder() const {
  return inside_->folder;
}

std::uint64_t Hold::generation() const {
  return inside_->generation.load();
}

void Hold::touch() {
  inside_->changed();
}

Result<std::shared_ptr<Hold>> Hold::open(const std::filesystem::path& folder, const Options& options) {
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
  if (Status prepared = prepare_schema(*connection, options.read_only); !prepared) return pass(prepared);
  auto inside = std::make_unique<Inside>();
  inside->folder = folder;
  inside->database = std::move(*database);
  if (Status cells = register_cell_function(*connection); !cells) return pass(cells);
  if (!options.read_only)
    if (Status scan = register_scan(*connection, &inside->slot); !scan) return pass(scan);
  return std::shared_ptr<Hold>(new Hold(std::move(inside)));
}

}  // namespace tartip::store
