#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/progress.hpp"
#include "store/duck.hpp"

namespace tartip::store {

// Interrupts the engine's statements while cancelling is asked for: one that begins just then forgets an earlier
// interrupt, so it is said again and again.
class Interrupter {
 public:
  Interrupter(const duck::Connection& connection, const Progress& progress) {
    if (progress.cancel == nullptr) return;
    watcher_ = std::thread([this, handle = connection.handle(), &progress] {
      std::unique_lock lock(mutex_);
      while (!done_.wait_for(lock, std::chrono::milliseconds(20), [this] { return stop_; }))
        if (progress.cancelled()) duckdb_interrupt(handle);
    });
  }
  Interrupter(const Interrupter&) = delete;
  Interrupter& operator=(const Interrupter&) = delete;
  ~Interrupter() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    done_.notify_all();
    if (watcher_.joinable()) watcher_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  bool stop_ = false;
  std::thread watcher_;
};

}  // namespace tartip::store
