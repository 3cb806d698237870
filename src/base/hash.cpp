#include "base/hash.hpp"

#include <sodium.h>
#include <xxhash.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

namespace tartip {
Hash128 fingerprint(std::string_view bytes, std::uint64_t seed) {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(bytes.data(), bytes.size(), seed);
  return {hash.high64, hash.low64};
}

Digest sha256(std::string_view bytes) {
  static_assert(sizeof(Digest) == crypto_hash_sha256_BYTES);
  Digest digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return digest;
}

std::string hex(const Digest& digest) {
  static constexpr char k_digits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) {
    text += k_digits[byte >> 4];
    text += k_digits[byte & 15];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  return hex(sha256(bytes));
}

Result<std::string> sha256_hex_of_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return fail(Code::not_found, "error.file.unreadable", {{"file", file.string()}, {"reason", std::strerror(errno)}});
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::vector<char> buffer(1 << 20);
  while (in) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(buffer.data()),
                              static_cast<unsigned long long>(in.gcount()));
  }
  if (in.bad())
    return fail(Code::unavailable, "error.file.unreadable",
                {{"file", file.string()}, {"reason", std::strerror(errno)}});
  Digest digest{};
  crypto_hash_sha256_final(&state, digest.data());
  return hex(digest);
}

}  // namespace tartip
