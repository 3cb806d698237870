// A centre's database held open by one process for as long as it lives: DuckDB allows one process, and within it many
// connections. A server holds one; every Store::open with Options::hold is a connection of its own, which is cheap.
//
// Readers see the database as it was when they were opened, however long they read, and never wait. Writers take turns:
// opening a second one waits Options::wait_seconds (conflict `error.store.busy`). Safe from any number of threads.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/error.hpp"

namespace tartip::axes {
class Territory;
class Classification;
}  // namespace tartip::axes

namespace tartip::store {

struct Options;

class Hold {
 public:
  // Errors as of Store::open.
  static Result<std::shared_ptr<Hold>> open(const std::filesystem::path& folder, const Options& options);
  ~Hold();
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

  const std::filesystem::path& folder() const;
  // Rises whenever a writer has ended, and by `touch` when something beside the database has changed (the ledger): an
  // answer computed at a generation is true until the next. Ask before computing, not after.
  std::uint64_t generation() const;
  void touch();

 private:
  friend class Store;
  struct Inside;
  explicit Hold(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace tartip::store
