#include "ledger/verify.hpp"

#include <algorithm>
#include <map>

#include "base/file.hpp"
#include "ledger/changed_byte.hpp"
#include "ledger/layout.hpp"
#include "ledger/levels.hpp"
#include "ledger/log.hpp"
#include "ledger/merkle.hpp"

namespace tartip::ledger {
namespace {

namespace fs = std::filesystem;

std::string two_digits(std::uint8_t byte) {
  static constexpr char k_digits[] = "0123456789abcdef";
  return {k_digits[byte >> 4], k_digits[byte & 15]};
}

// A signature is checked for each byte tried.
constexpr double k_note_budget = 3e7;

void name(Finding& finding, const ChangedByte& byte) {
  finding.offset = byte.offset;
  finding.found = two_digits(byte.found);
  finding.expected = two_digits(byte.expected);
}

// The first leaf below hash `index` of tile level `level`.
std::uint64_t leaves_below(std::size_t level, std::uint64_t index) {
  return index << (8 * level);
}

class Verifier {
 public:
  Verifier(const fs::path& folder, Verification& out) : folder_(folder), out_(out) {}

  // The key beside the log: as it stands, or with one byte put right.
  std::optional<VerifierKey> read_key();
  // The note as it was, when it can be told: as it stands, or with one byte put right.
  std::optional<std::string> check_note(const std::string& note, const std::optional<VerifierKey>& key);
  void check_tree(const Checkpoint& checkpoint, bool root_is_trusted);
  void check_pinned(const Checkpoint& pinned, const std::string& note, const std::optional<VerifierKey>& key);
  void look_beyond(std::uint64_t size);

 private:
  struct Content {
    fs::path file;
    std::string bytes;
    Bundle bundle;
  };
  fs::path file_of(const TileId& tile) const;
  std::optional<Content> read(const TileId& tile);
  Level read_entries(std::uint64_t size);
  std::vector<Level> read_tiles(std::uint64_t size);
  bool explain_tree(const Digest& root);
  void compare_tiles(const std::vector<Level>& stored, const std::vector<Level>& right);
  void name_entry(std::uint64_t index, const Digest& right);
  void add(Finding finding) { out_.findings.push_back(std::move(finding)); }

  const fs::path& folder_;
  Verification& out_;
  std::uint64_t size_ = 0;
  Level entries_;             // hashes of the entries as they stand
  std::vector<Level> tiles_;  // hashes as they stand in the tiles
  std::map<std::uint64_t, bool> entry_named_;
};

std::string below(const fs::path& folder, const fs::path& file) {
  return file.lexically_relative(folder).string();
}

std::optional<VerifierKey> Verifier::read_key() {
  auto text = read_file(folder_ / "key.pub", 10'000);
  if (!text) {
    add({Fault::missing, "key.pub", {}, {}, {}, {}});
    return std::nullopt;
  }
  if (auto key = parse_verifier_key(*text, "key.pub")) return std::move(*key);
  Finding finding{Fault::key_malformed, "key.pub", {}, {}, {}, {}};
  std::optional<VerifierKey> key;
  const auto right = [](const std::string& tried) { return parse_verifier_key(tried, "").has_value(); };
  if (const auto byte = find_changed_byte(*text, right)) {
    name(finding, *byte);
    (*text)[byte->offset] = static_cast<char>(byte->expected);
    key = *parse_verifier_key(*text, "key.pub");
  }
  add(std::move(finding));
  return key;
}

std::optional<std::string> Verifier::check_note(const std::string& note, const std::optional<VerifierKey>& key) {
  if (!key) return note;
  auto verified = verified_checkpoint(note, *key, "checkpoint");
  if (verified) return note;
  Finding finding{verified.error().key == "error.ledger.checkpoint_signature" ? Fault::checkpoint_signature
                                                                              : Fault::checkpoint_malformed,
                  "checkpoint",
                  {},
                  {},
                  {},
                  {}};
  const auto right = [&](const std::string& text) { return verified_checkpoint(text, *key, "").has_value(); };
  const auto byte = find_changed_byte(note, right, k_note_budget);
  std::optional<std::string> original;
  if (byte) {
    name(finding, *byte);
    original = note;
    (*original)[byte->offset] = static_cast<char>(byte->expected);
  }
  add(std::move(finding));
  return original;
}

// A tile that was not full may have been filled since, and then stands as the full one.
fs::path Verifier::file_of(const TileId& tile) const {
  std::error_code error;
  const fs::path file = folder_ / path_of(tile);
  return fs::exists(file, error) ? file : folder_ / path_of({tile.level, tile.index, k_tile_width});
}

std::optional<Verifier::Content> Verifier::read(const TileId& tile) {
  Content content{file_of(tile), {}, {}};
  auto bytes = read_file(content.file, (k_largest_entry + 2) * k_tile_width);
  if (!bytes) {
    add({Fault::missing, path_of(tile).string(), {}, {}, {}, {}});
    return std::nullopt;
  }
  content.bytes = std::move(*bytes);
  return content;
}

Level Verifier::read_entries(std::uint64_t size) {
  Level hashes(size, Digest{});
  for (std::uint64_t first = 0; first < size; first += k_tile_width) {
    const TileId tile{k_entries_level, first / k_tile_width, width_at(0, first / k_tile_width, size)};
    auto content = read(tile);
    if (!content) continue;
    const Bundle bundle = split_bundle(content->bytes, tile.width);
    for (std::size_t i = 0; i < bundle.entries.size(); ++i)
      hashes[first + i] =
          leaf_hash(std::string_view(content->bytes).substr(bundle.entries[i].offset, bundle.entries[i].size));
    const bool filled_since = content->file != folder_ / path_of(tile);
    if (bundle.entries.size() == tile.width && bundle.end < content->bytes.size() && !filled_since)
      add({Fault::cut, below(folder_, content->file), {}, {}, {}, {}});
  }
  return hashes;
}

std::vector<Level> Verifier::read_tiles(std::uint64_t size) {
  std::vector<Level> levels;
  for (int level = 0; hashes_at(level, size) > 0; ++level) {
    Level& row = levels.emplace_back(hashes_at(level, size), Digest{});
    for (std::uint64_t first = 0; first < row.size(); first += k_tile_width) {
      const TileId tile{level, first / k_tile_width, width_at(level, first / k_tile_width, size)};
      auto content = read(tile);
      if (!content) continue;
      const std::vector<Digest> hashes = hashes_of_bytes(content->bytes);
      const bool filled_since = content->file != folder_ / path_of(tile);
      if (content->bytes.size() < tile.width * sizeof(Digest) ||
          (!filled_since && content->bytes.size() != tile.width * sizeof(Digest)))
        add({Fault::cut, below(folder_, content->file), {}, {}, {}, {}});
      std::copy_n(hashes.begin(), std::min<std::uint64_t>(hashes.size(), tile.width),
                  row.begin() + static_cast<std::ptrdiff_t>(first));
    }
  }
  return levels;
}

// Which byte of an entry, or of the length before it, was changed.
void Verifier::name_entry(std::uint64_t index, const Digest& right) {
  const std::uint64_t bundle_index = index / k_tile_width;
  const TileId tile{k_entries_level, bundle_index, width_at(0, bundle_index, size_)};
  if (entry_named_[bundle_index]) return;  // what follows a wrong length is shifted: one finding a bundle
  const std::size_t before = out_.findings.size();
  auto content = read(tile);
  out_.findings.resize(before);  // said when the entries were read
  if (!content) return;
  const std::string& bytes = content->bytes;
  const Bundle bundle = split_bundle(bytes, tile.width);
  const std::size_t at = index % k_tile_width;
  Finding finding{Fault::entry_changed, below(folder_, content->file), index, {}, {}, {}};
  const std::size_t start = at < bundle.entries.size() ? bundle.entries[at].offset - 2 : bundle.end;
  for (std::size_t byte = 0; byte < 2 && start + 2 <= bytes.size() && !finding.offset; ++byte)
    for (unsigned value = 0; value < 256; ++value) {
      std::string prefix = bytes.substr(start, 2);
      prefix[byte] = static_cast<char>(value);
      const std::size_t length =
          static_cast<std::size_t>(static_cast<unsigned char>(prefix[0])) << 8 | static_cast<unsigned char>(prefix[1]);
      if (prefix == bytes.substr(start, 2) || start + 2 + length > bytes.size()) continue;
      if (leaf_hash(std::string_view(bytes).substr(start + 2, length)) != right) continue;
      name(finding, {start + byte, static_cast<std::uint8_t>(bytes[start + byte]), static_cast<std::uint8_t>(value)});
      entry_named_[bundle_index] = true;
      break;
    }
  if (at >= bundle.entries.size() && !finding.offset) {
    finding.fault = Fault::cut;
    entry_named_[bundle_index] = true;
  } else if (!finding.offset) {
    const EntryPlace place = bundle.entries[at];
    const auto is_right = [&](const std::string& entry) { return leaf_hash(entry) == right; };
    if (const auto byte = find_changed_byte(bytes.substr(place.offset, place.size), is_right))
      name(finding, {place.offset + byte->offset, byte->found, byte->expected});
  }
  add(std::move(finding));
}

// Names every hash in the tiles that is not the right one.
void Verifier::compare_tiles(const std::vector<Level>& stored, const std::vector<Level>& right) {
  for (std::size_t level = 0; level < stored.size(); ++level)
    for (std::size_t i = 0; i < stored[level].size(); ++i) {
      if (stored[level][i] == right[level][i]) continue;
      const std::uint64_t index = i / k_tile_width;
      const TileId tile{static_cast<int>(level), index, width_at(static_cast<int>(level), index, size_)};
      const fs::path file = file_of(tile);
      std::error_code error;
      if (!fs::exists(file, error)) continue;  // said when the tiles were read
      const std::string name = below(folder_, file);
      if (std::any_of(out_.findings.begin(), out_.findings.end(),
                      [&](const Finding& one) { return one.file == name && one.fault == Fault::cut; }))
        continue;
      const auto byte = std::mismatch(stored[level][i].begin(), stored[level][i].end(), right[level][i].begin());
      const auto place = static_cast<std::size_t>(byte.first - stored[level][i].begin());
      add({Fault::tile_changed, name, level == 0 ? std::optional<std::uint64_t>(i) : std::nullopt,
           (i % k_tile_width) * sizeof(Digest) + place, two_digits(*byte.first), two_digits(*byte.second)});
    }
}

// Entries and tiles each give a tree; taking from either, stretch by stretch, the one that leads to `root`. True when
// the right leaves were found.
bool Verifier::explain_tree(const Digest& root) {
  // From the top: the right edge of every level is in the root. For each level the edge is taken from the tiles or made
  // from the entries.
  const std::vector<Level> made = levels_over(entries_);
  std::vector<Level> right = tiles_;
  const std::size_t count = tiles_.size();
  bool found = false;
  for (std::size_t choice = 0; choice < (std::size_t{1} << count) && !found; ++choice) {
    for (std::size_t level = 0; level < count; ++level)
      right[level] = (choice >> level & 1) != 0 ? made[level] : tiles_[level];
    found = root_of(right, size_) == root;
  }
  if (!found) return false;
  // Downwards: a hash that is right decides between the tile below as it stands and as made from the entries.
  for (std::size_t level = count - 1; level > 0; --level) {
    const Level& above = right[level];
    for (std::size_t i = 0; i < above.size(); ++i) {
      const auto slice = [&](const Level& row) {
        return std::vector<Digest>(row.begin() + static_cast<std::ptrdiff_t>(i * k_tile_width),
                                   row.begin() + static_cast<std::ptrdiff_t>((i + 1) * k_tile_width));
      };
      const std::vector<Digest> stored = slice(tiles_[level - 1]), computed = slice(made[level - 1]);
      const bool stored_right = root_of_row(stored) == above[i];
      if (!stored_right && root_of_row(computed) != above[i]) {
        const fs::path file = path_of({static_cast<int>(level) - 1, i, k_tile_width});
        std::error_code error;
        if (fs::exists(folder_ / file, error))
          add({Fault::both_changed, file.string(), leaves_below(level, i), {}, {}, {}});
      }
      const std::vector<Digest>& better = stored_right ? stored : computed;
      std::copy(better.begin(), better.end(), right[level - 1].begin() + static_cast<std::ptrdiff_t>(i * k_tile_width));
    }
  }
  compare_tiles(tiles_, right);
  for (std::uint64_t i = 0; i < size_; ++i)
    if (entries_[i] != right[0][i]) name_entry(i, right[0][i]);
  return true;
}

void Verifier::check_tree(const Checkpoint& checkpoint, bool root_is_trusted) {
  size_ = checkpoint.size;
  if (size_ == 0) return;
  // A size that nobody signed may be any number: no more is read than is there.
  const std::uint64_t last = (size_ - 1) / k_tile_width;
  std::error_code error;
  const TileId tile{k_entries_level, last, width_at(0, last, size_)};
  if (!root_is_trusted && !fs::exists(file_of(tile), error)) {
    add({Fault::missing, path_of(tile).string(), {}, {}, {}, {}});
    size_ = 0;
    return;
  }
  entries_ = read_entries(size_);
  tiles_ = read_tiles(size_);
  if (explain_tree(checkpoint.root)) return;
  const std::vector<Level> made = levels_over(entries_);
  // The signed root fits neither: say where the two disagree, and that the root is another.
  compare_tiles(tiles_, made);
  add({Fault::root, "checkpoint", {}, {}, hex(root_of(made, size_)), hex(checkpoint.root)});
}

void Verifier::check_pinned(const Checkpoint& pinned, const std::string& note, const std::optional<VerifierKey>& key) {
  if (key && !verified_checkpoint(note, *key, "pinned")) {
    add({Fault::other_key, "key.pub", {}, {}, text_of(*key), {}});
    return;
  }
  if (!out_.checkpoint) return;
  if (pinned.origin != out_.checkpoint->origin) {
    add({Fault::other_ledger, "checkpoint", {}, {}, out_.checkpoint->origin, pinned.origin});
    return;
  }
  if (pinned.size > out_.checkpoint->size) {
    add({Fault::rollback, "checkpoint", {}, {}, std::to_string(out_.checkpoint->size), std::to_string(pinned.size)});
    return;
  }
  if (pinned.size == 0 || pinned.size > entries_.size()) return;
  Level beginning(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(pinned.size));
  const Digest root = root_of(levels_over(std::move(beginning)), pinned.size);
  if (root != pinned.root && out_.findings.empty())
    add({Fault::other_history, "checkpoint", {}, {}, hex(root), hex(pinned.root)});
}

// Files of tiles that a tree of `size` leaves does not have.
void Verifier::look_beyond(std::uint64_t size) {
  std::error_code error;
  const auto exists = [&](const fs::path& path) { return fs::exists(folder_ / path, error); };
  for (const int level : {k_entries_level, 0}) {
    const std::uint64_t index = size / k_tile_width, width = size % k_tile_width;
    const TileId next{level, index, k_tile_width};
    if (exists(path_of(next))) out_.beyond.push_back(path_of(next).string());
    for (std::uint64_t w = width + 1; w < k_tile_width; ++w)
      if (exists(path_of({level, index, w}))) out_.beyond.push_back(path_of({level, index, w}).string());
  }
}

}  // namespace

std::string name_of(Fault fault) {
  switch (fault) {
    case Fault::key_malformed:
      return "key_malformed";
    case Fault::checkpoint_malformed:
      return "checkpoint_malformed";
    case Fault::checkpoint_signature:
      return "checkpoint_signature";
    case Fault::missing:
      return "missing";
    case Fault::cut:
      return "cut";
    case Fault::entry_changed:
      return "entry_changed";
    case Fault::tile_changed:
      return "tile_changed";
    case Fault::both_changed:
      return "both_changed";
    case Fault::root:
      return "root";
    case Fault::other_key:
      return "other_key";
    case Fault::other_ledger:
      return "other_ledger";
    case Fault::rollback:
      return "rollback";
    case Fault::other_history:
      return "other_history";
  }
  return "root";
}

Result<Verification> verify(const fs::path& folder, const std::string& pinned) {
  std::error_code error;
  if (!fs::exists(folder / "checkpoint", error) && !fs::exists(folder / "tile", error))
    return fail(Code::not_found, "error.ledger.absent", {{"place", folder.string()}});
  std::optional<Checkpoint> kept;
  if (!pinned.empty()) {
    auto parsed = parse_checkpoint(pinned, "pinned");
    if (!parsed) return pass(parsed);
    kept = std::move(*parsed);
  }
  Verification out;
  Verifier verifier(folder, out);

  const std::optional<VerifierKey> key = verifier.read_key();
  bool trusted = false;  // what the checkpoint says is what was signed
  auto note = read_file(folder / "checkpoint", 1'000'000);
  if (!note) {
    out.findings.push_back({Fault::missing, "checkpoint", {}, {}, {}, {}});
  } else {
    if (const auto original = verifier.check_note(*note, key)) {
      trusted = key.has_value();
      if (auto checkpoint = parse_checkpoint(*original, "checkpoint")) out.checkpoint = std::move(*checkpoint);
    }
  }
  if (out.checkpoint) {
    verifier.check_tree(*out.checkpoint, trusted);
    verifier.look_beyond(out.checkpoint->size);
  }
  if (kept) verifier.check_pinned(*kept, pinned, key);
  return out;
}

}  // namespace tartip::ledger
