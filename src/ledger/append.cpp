#include "ledger/append.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "base/file.hpp"
#include "base/require.hpp"
#include "ledger/layout.hpp"
#include "ledger/log.hpp"

namespace tartip::ledger {
namespace {

namespace fs = std::filesystem;

class Lock {
 public:
  static Result<Lock> take(const fs::path& folder, double wait_seconds) {
    const fs::path file = folder / "lock";
    Lock lock(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (lock.descriptor_ < 0)
      return fail(Code::denied, "error.file.unwritable", {{"file", file.string()}, {"reason", std::strerror(errno)}});
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::duration<double>(wait_seconds);
    while (flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
      if (std::chrono::steady_clock::now() >= give_up)
        return fail(Code::conflict, "error.ledger.locked", {{"place", folder.string()}});
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return lock;
  }
  Lock(Lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Lock& operator=(Lock&&) = delete;
  ~Lock() {
    if (descriptor_ >= 0) close(descriptor_);  // and with it the lock
  }

 private:
  explicit Lock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

// The tree while it grows: per level, the hashes of its last, not yet full tile.
struct Edge {
  std::vector<std::vector<Digest>> tails;
  std::string bundle;  // the entries of the last, not yet full bundle
};

Digest root_of_tile(std::vector<Digest> row) {
  for (; row.size() > 1; row.resize(row.size() / 2))
    for (std::size_t i = 0; 2 * i < row.size(); ++i) row[i] = node_hash(row[2 * i], row[2 * i + 1]);
  return row.front();
}

// The right edge is all that the root needs.
Digest root_of(const Edge& edge, std::uint64_t size) {
  return *tree_root(size, [&](int level, std::uint64_t index) -> Result<Digest> {
    const std::uint64_t count = std::uint64_t{1} << (level % 8), first = index * count % k_tile_width;
    const auto& tail = edge.tails[static_cast<std::size_t>(level / 8)];
    require(first + count <= tail.size(), "the root was asked for more than the right edge");
    return root_of_tile(
        {tail.begin() + static_cast<std::ptrdiff_t>(first), tail.begin() + static_cast<std::ptrdiff_t>(first + count)});
  });
}

Result<Edge> read_edge(const fs::path& folder, const Checkpoint& checkpoint) {
  Edge edge;
  for (int level = 0; hashes_at(level, checkpoint.size) > 0; ++level) {
    const std::uint64_t all = hashes_at(level, checkpoint.size), width = all % k_tile_width;
    edge.tails.emplace_back();
    if (width == 0) continue;
    auto bytes = read_tile(folder, {level, all / k_tile_width, width});
    if (!bytes) return pass(bytes);
    edge.tails.back() = hashes_of_bytes(*bytes);
  }
  if (root_of(edge, checkpoint.size) != checkpoint.root)
    return fail(Code::corrupt, "error.ledger.edge", {{"place", folder.string()}});

  const std::uint64_t width = checkpoint.size % k_tile_width;
  if (width == 0) return edge;
  auto bytes = read_tile(folder, {k_entries_level, checkpoint.size / k_tile_width, width});
  if (!bytes) return pass(bytes);
  const Bundle bundle = split_bundle(*bytes, width);
  bool whole = bundle.entries.size() == width;
  for (std::size_t i = 0; whole && i < width; ++i)
    whole = leaf_hash(std::string_view(*bytes).substr(bundle.entries[i].offset, bundle.entries[i].size)) ==
            edge.tails[0][i];
  if (!whole) return fail(Code::corrupt, "error.ledger.edge", {{"place", folder.string()}});
  edge.bundle = bytes->substr(0, bundle.end);
  return edge;
}

Status write_tile(const fs::path& folder, const TileId& tile, std::string_view bytes) {
  const fs::path file = folder / path_of(tile);
  if (Status made = create_folders(file.parent_path()); !made) return made;
  return write_file(file, bytes);
}

// A filled tile ends the life of its partial ones; the checkpoint no longer needs them.
void remove_partial(const fs::path& folder, const TileId& full) {
  std::error_code ignored;
  fs::remove_all(folder / (path_of(full).string() + ".p"), ignored);
}

Result<std::vector<TileId>> write_grown(const fs::path& folder, Edge& edge, std::uint64_t size,
                                        std::span<const std::string> entries) {
  std::vector<TileId> filled;
  for (const std::string& entry : entries) {
    add_entry(edge.bundle, entry);
    Digest hash = leaf_hash(entry);
    ++size;
    for (std::size_t level = 0;; ++level) {
      if (edge.tails.size() <= level) edge.tails.emplace_back();
      edge.tails[level].push_back(hash);
      if (edge.tails[level].size() < k_tile_width) break;
      const TileId full{static_cast<int>(level), hashes_at(static_cast<int>(level), size) / k_tile_width - 1};
      if (Status ok = write_tile(folder, full, bytes_of_hashes(edge.tails[level])); !ok) return pass(ok);
      filled.push_back(full);
      if (level == 0) {
        const TileId bundle{k_entries_level, full.index};
        if (Status ok = write_tile(folder, bundle, edge.bundle); !ok) return pass(ok);
        filled.push_back(bundle);
        edge.bundle.clear();
      }
      hash = root_of_tile(std::move(edge.tails[level]));
      edge.tails[level].clear();
    }
  }
  for (std::size_t level = 0; level < edge.tails.size(); ++level) {
    const int at = static_cast<int>(level);
    const std::uint64_t width = edge.tails[level].size(), index = hashes_at(at, size) / k_tile_width;
    if (width == 0) continue;
    if (Status ok = write_tile(folder, {at, index, width}, bytes_of_hashes(edge.tails[level])); !ok) return pass(ok);
    if (level > 0) continue;
    if (Status ok = write_tile(folder, {k_entries_level, index, width}, edge.bundle); !ok) return pass(ok);
  }
  return filled;
}

Result<Checkpoint> start(const fs::path& folder, const SigningKey& key) {
  std::error_code error;
  if (fs::exists(folder / "checkpoint", error) || fs::exists(folder / "tile", error)) {
    auto log = Log::open(folder);
    if (!log) return pass(log);
    if (log->key() != key.verifier())
      return fail(Code::conflict, "error.ledger.other_key",
                  {{"place", folder.string()}, {"key", log->key().name}, {"given", key.name}});
    return log->checkpoint();
  }
  // The empty tree is committed to first: tiles without a checkpoint are then always a loss, never a beginning.
  const Checkpoint nothing{key.name, 0, empty_root()};
  if (Status ok = write_file(folder / "key.pub", text_of(key.verifier()) + "\n"); !ok) return pass(ok);
  if (Status ok = write_file(folder / "checkpoint", sign_checkpoint(nothing, key.name, key.seed)); !ok) return pass(ok);
  return nothing;
}

}  // namespace

Result<Checkpoint> append(const fs::path& folder, std::span<const std::string> entries, const SigningKey& key,
                          const AppendOptions& options) {
  for (const std::string& entry : entries)
    if (entry.size() > k_largest_entry)
      return fail(Code::too_large, "error.ledger.entry_size",
                  {{"size", std::to_string(entry.size())}, {"limit", std::to_string(k_largest_entry)}});
  if (Status made = create_folders(folder); !made) return pass(made);
  auto lock = Lock::take(folder, options.wait_seconds);
  if (!lock) return pass(lock);
  auto checkpoint = start(folder, key);
  if (!checkpoint || entries.empty()) return checkpoint;
  auto edge = read_edge(folder, *checkpoint);
  if (!edge) return pass(edge);
  auto filled = write_grown(folder, *edge, checkpoint->size, entries);
  if (!filled) return pass(filled);
  checkpoint->size += entries.size();
  checkpoint->root = root_of(*edge, checkpoint->size);
  if (Status ok = write_file(folder / "checkpoint", sign_checkpoint(*checkpoint, key.name, key.seed)); !ok)
    return pass(ok);
  for (const TileId& tile : *filled) remove_partial(folder, tile);
  return checkpoint;
}

}  // namespace tartip::ledger
