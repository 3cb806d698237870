#include "app/published_sets.hpp"

#include <map>
#include <mutex>

#include "ledger/log.hpp"

namespace tartip::app {
namespace {

// A centre has one ledger; others are named by hand.
constexpr std::size_t k_most_ledgers = 4;

struct Known {
  std::uint64_t size = 0;
  Digest root{};
  PublishedSets sets;
};

// Whether what was read is the beginning of what is there now.
Result<bool> continues(const ledger::Log& log, const Known& known) {
  if (known.size > log.size()) return false;
  if (known.size == log.size()) return known.root == log.checkpoint().root;
  if (known.size == 0) return true;
  auto root =
      ledger::tree_root(known.size, [&](int level, std::uint64_t index) { return log.subtree_hash(level, index); });
  if (!root) return pass(root);
  return *root == known.root;
}

}  // namespace

Result<PublishedSets> published_sets(const std::filesystem::path& ledger) {
  static std::mutex mutex;
  static std::map<std::filesystem::path, Known> ledgers;
  auto log = ledger::Log::open(ledger);
  if (!log) return pass(log);
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::weakly_canonical(ledger, error);
  // Who comes while another reads waits for what that one reads.
  const std::lock_guard lock(mutex);
  if (ledgers.size() >= k_most_ledgers && !ledgers.contains(folder)) ledgers.clear();
  Known& known = ledgers[folder];
  auto same = continues(*log, known);
  if (!same) return pass(same);
  if (!*same) known = {};
  if (known.size < log->size()) {
    auto entries = log->entries(known.size, log->size());
    if (!entries) return pass(entries);
    if (Status added = add_publications(*entries, known.size, known.sets); !added) return pass(added);
  }
  known.size = log->size();
  known.root = log->checkpoint().root;
  return known.sets;
}

}  // namespace tartip::app
