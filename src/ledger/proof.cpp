#include "ledger/proof.hpp"

#include <charconv>
#include <cstring>

namespace tartip::ledger {
namespace {

constexpr std::string_view k_first_line = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view k_index = "index ";

std::string text_of(const Digest& hash) {
  return to_base64({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

SubtreeHash reader_of(const Log& log) {
  return [&log](int level, std::uint64_t index) { return log.subtree_hash(level, index); };
}

}  // namespace

Result<std::string> prove_entry(const Log& log, std::uint64_t index) {
  if (index >= log.size())
    return fail(Code::not_found, "error.ledger.no_entry",
                {{"entry", std::to_string(index)}, {"size", std::to_string(log.size())}});
  auto path = make_inclusion_proof(index, log.size(), reader_of(log));
  if (!path) return pass(path);
  std::string text(k_first_line);
  text += std::string(k_index) + std::to_string(index) + "\n";
  for (const Digest& hash : *path) text += text_of(hash) + "\n";
  return text + "\n" + log.note();
}

Result<Proven> check_proof(std::string_view proof, std::string_view entry, const VerifierKey& key,
                           const std::string& file) {
  const auto malformed = [&] {
    return fail(Code::bad_data, "error.ledger.proof_malformed", {{"file", file}}, {file, 0, ""});
  };
  const std::size_t gap = proof.find("\n\n");
  if (gap == std::string_view::npos || !proof.starts_with(k_first_line)) return malformed();
  auto checkpoint = verified_checkpoint(proof.substr(gap + 2), key, file);
  if (!checkpoint) return pass(checkpoint);
  std::string_view rest = proof.substr(k_first_line.size(), gap + 1 - k_first_line.size());
  if (!rest.starts_with(k_index)) return malformed();
  rest.remove_prefix(k_index.size());
  Proven proven{0, *checkpoint};
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), proven.index);
  if (error != std::errc() || *end != '\n') return malformed();
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()) + 1);
  std::vector<Digest> path;
  while (!rest.empty()) {
    const std::size_t line = rest.find('\n');
    const auto bytes = from_base64(rest.substr(0, line));
    if (!bytes || bytes->size() != sizeof(Digest)) return malformed();
    std::memcpy(path.emplace_back().data(), bytes->data(), sizeof(Digest));
    rest.remove_prefix(line + 1);
  }
  if (!verifies(Inclusion{proven.index, checkpoint->size, leaf_hash(entry), checkpoint->root}, path))
    return fail(Code::bad_data, "error.ledger.proof_wrong", {{"file", file}, {"entry", std::to_string(proven.index)}},
                {file, 0, ""});
  return proven;
}

Result<std::string> prove_consistency(const Log& log, const Checkpoint& earlier) {
  if (earlier.size > log.size())
    return fail(Code::conflict, "error.ledger.rollback",
                {{"pinned", std::to_string(earlier.size)}, {"size", std::to_string(log.size())}});
  std::string text;
  if (earlier.size == 0) return text;
  auto path = make_consistency_proof(earlier.size, log.size(), reader_of(log));
  if (!path) return pass(path);
  for (const Digest& hash : *path) text += text_of(hash) + "\n";
  return text;
}

}  // namespace tartip::ledger
