// What a Hold keeps. Internal to the room.
#pragma once
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "store/duck.hpp"
#include "store/hold.hpp"
#include "store/import_source.hpp"
#include "store/store.hpp"

namespace tartip::store {

struct Hold::Inside {
  std::filesystem::path folder;
  ScanSlot slot;  // what the engine's table function reads, of the one writer; goes after the database
  duck::Database database;
  std::atomic<std::uint64_t> generation{1};

  // Whose turn it is to write. Not a mutex: a Store may be closed by another thread than the one that opened it.
  std::mutex mutex;
  std::condition_variable free;
  bool writing = false;
  // Axes as of `generation`, for readers that were opened at it.
  std::map<std::string, std::shared_ptr<const axes::Territory>> territories;
  std::map<std::string, std::shared_ptr<const axes::Classification>> classifications;

  bool take_turn(double wait_seconds);
  void end_turn();
  void changed();

  // The axis that a reader of this generation may share; nothing when there is none.
  template <class Axis>
  std::shared_ptr<const Axis> shared(const std::map<std::string, std::shared_ptr<const Axis>>& axes,
                                     const std::string& id, std::uint64_t of_generation) {
    const std::lock_guard lock(mutex);
    const auto known = axes.find(id);
    return of_generation != generation.load() || known == axes.end() ? nullptr : known->second;
  }
  template <class Axis>
  void share(std::map<std::string, std::shared_ptr<const Axis>>& axes, const std::string& id,
             std::shared_ptr<const Axis> axis, std::uint64_t of_generation) {
    const std::lock_guard lock(mutex);
    if (of_generation == generation.load()) axes[id] = std::move(axis);
  }
};

}  // namespace tartip::store
