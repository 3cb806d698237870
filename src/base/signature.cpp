#include "base/signature.hpp"

#include <sodium.h>

#include "base/require.hpp"

namespace tartip {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void prepare() {
  static const int state = sodium_init();
  require(state >= 0, "libsodium cannot start");
}

struct Pair {
  PublicKey open{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
  ~Pair() { sodium_memzero(secret.data(), secret.size()); }
};

void derive(const SigningSeed& seed, Pair& pair) {
  prepare();
  crypto_sign_seed_keypair(pair.open.data(), pair.secret.data(), seed.bytes.data());
}

}  // namespace

SigningSeed SigningSeed::generate() {
  prepare();
  SigningSeed seed;
  randombytes_buf(seed.bytes.data(), seed.bytes.size());
  return seed;
}

PublicKey public_key_of(const SigningSeed& seed) {
  Pair pair;
  derive(seed, pair);
  return pair.open;
}

Signature sign(std::string_view message, const SigningSeed& seed) {
  Pair pair;
  derive(seed, pair);
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes_of(message), message.size(), pair.secret.data());
  return signature;
}

bool verify_signature(std::string_view message, const Signature& signature, const PublicKey& key) {
  prepare();
  return crypto_sign_verify_detached(signature.data(), bytes_of(message), message.size(), key.data()) == 0;
}

std::string to_base64(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the closing NUL
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(), nullptr,
                        &length, &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
      end != text.data() + text.size())
    return std::nullopt;
  bytes.resize(length);
  if (to_base64(bytes) != text) return std::nullopt;  // libsodium takes '/' with its high bit set for '/'
  return bytes;
}

}  // namespace tartip
