#include "ledger/note.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <vector>

namespace tartip::ledger {
namespace {

constexpr std::string_view k_dash = "\xE2\x80\x94 ";  // em dash and blank begin a signature line
constexpr char k_ed25519 = 1;

std::string_view view(const PublicKey& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

std::string four_bytes(std::uint32_t value) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 0xFF);
  return text;
}

std::string body_of(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
         to_base64({reinterpret_cast<const char*>(checkpoint.root.data()), checkpoint.root.size()}) + "\n";
}

struct SplitNote {
  std::string_view body;  // with its last line break
  std::vector<std::string_view> signatures;
};

std::optional<SplitNote> split(std::string_view note) {
  const std::size_t gap = note.rfind("\n\n");
  if (gap == std::string_view::npos || note.size() > 1'000'000) return std::nullopt;
  SplitNote parts{note.substr(0, gap + 1), {}};
  std::string_view rest = note.substr(gap + 2);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos || !rest.starts_with(k_dash)) return std::nullopt;
    parts.signatures.push_back(rest.substr(k_dash.size(), end - k_dash.size()));
    rest.remove_prefix(end + 1);
  }
  if (parts.signatures.empty()) return std::nullopt;
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; };
  if (std::any_of(note.begin(), note.end(), control)) return std::nullopt;
  return parts;
}

tl::unexpected<Error> malformed(const std::string& file) {
  return fail(Code::bad_data, "error.ledger.checkpoint_malformed", {{"file", file}}, {file, 0, ""});
}

}  // namespace

std::uint32_t key_hash(const VerifierKey& key) {
  const Digest digest = sha256(key.name + "\n" + k_ed25519 + std::string(view(key.key)));
  std::uint32_t hash = 0;
  for (std::size_t i = 0; i < 4; ++i) hash = hash << 8 | digest[i];
  return hash;
}

std::string text_of(const VerifierKey& key) {
  Digest digest{};
  const std::string hash = four_bytes(key_hash(key));
  std::copy(hash.begin(), hash.end(), digest.begin());
  return key.name + "+" + hex(digest).substr(0, 8) + "+" + to_base64(k_ed25519 + std::string(view(key.key)));
}

Result<VerifierKey> parse_verifier_key(std::string_view text, const std::string& file) {
  const auto refuse = [&] {
    return fail(Code::bad_data, "error.ledger.key_malformed", {{"file", file}}, {file, 0, ""});
  };
  if (text.ends_with('\n')) text.remove_suffix(1);
  const std::size_t first = text.find('+'), second = text.find('+', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos || first == 0) return refuse();
  const auto bytes = from_base64(text.substr(second + 1));
  if (!bytes || bytes->size() != 33 || bytes->front() != k_ed25519) return refuse();
  VerifierKey key{std::string(text.substr(0, first)), {}};
  std::memcpy(key.key.data(), bytes->data() + 1, key.key.size());
  if (text_of(key) != text) return refuse();  // the key hash does not belong to name and key
  return key;
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const std::string& name, const SigningSeed& seed) {
  const std::string body = body_of(checkpoint);
  const Signature signature = sign(body, seed);
  const std::string signed_bytes = four_bytes(key_hash({name, public_key_of(seed)})) +
                                   std::string(reinterpret_cast<const char*>(signature.data()), signature.size());
  return body + "\n" + std::string(k_dash) + name + " " + to_base64(signed_bytes) + "\n";
}

Result<Checkpoint> parse_checkpoint(std::string_view note, const std::string& file) {
  const auto parts = split(note);
  if (!parts) return malformed(file);
  std::vector<std::string_view> lines;
  for (std::string_view rest = parts->body; !rest.empty(); rest.remove_prefix(lines.back().size() + 1))
    lines.push_back(rest.substr(0, rest.find('\n')));
  if (lines.size() < 3 || lines[0].empty()) return malformed(file);
  Checkpoint checkpoint{std::string(lines[0]), 0, {}};
  const auto [end, error] = std::from_chars(lines[1].data(), lines[1].data() + lines[1].size(), checkpoint.size);
  const auto root = from_base64(lines[2]);
  if (error != std::errc() || std::to_string(checkpoint.size) != lines[1] || !root || root->size() != 32)
    return malformed(file);
  std::memcpy(checkpoint.root.data(), root->data(), checkpoint.root.size());
  return checkpoint;
}

Result<Checkpoint> verified_checkpoint(std::string_view note, const VerifierKey& key, const std::string& file) {
  auto checkpoint = parse_checkpoint(note, file);
  if (!checkpoint) return checkpoint;
  const SplitNote parts = *split(note);
  const std::string hash = four_bytes(key_hash(key));
  for (const std::string_view line : parts.signatures) {
    const std::size_t blank = line.rfind(' ');
    if (blank == std::string_view::npos || line.substr(0, blank) != key.name) continue;
    const auto bytes = from_base64(line.substr(blank + 1));
    if (!bytes || bytes->size() != 4 + 64 || bytes->substr(0, 4) != hash) continue;
    Signature signature{};
    std::memcpy(signature.data(), bytes->data() + 4, signature.size());
    if (verify_signature(parts.body, signature, key.key)) return checkpoint;
  }
  return fail(Code::bad_data, "error.ledger.checkpoint_signature", {{"file", file}, {"key", text_of(key)}},
              {file, 0, ""});
}

}  // namespace tartip::ledger
