// How long work says where it is and hears that it should stop. Whoever shows it decides how.
#pragma once
#include <atomic>
#include <functional>
#include <string>

namespace tartip {

struct Progress {
  // Called from any thread, at most some times a second by convention of the caller; `total` 0 means unknown.
  std::function<void(const std::string& what, double done, double total)> report = [](const std::string&, double,
                                                                                      double) {};
  const std::atomic<bool>* cancel = nullptr;

  bool cancelled() const { return cancel != nullptr && cancel->load(std::memory_order_relaxed); }
};

}  // namespace tartip
