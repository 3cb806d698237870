#include "base/secret.hpp"

#include <sodium.h>

#include "base/require.hpp"

namespace tartip {
namespace {

constexpr unsigned long long k_passes = 3;
constexpr int k_base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

void prepare() {
  static const int state = sodium_init();
  require(state >= 0, "libsodium cannot start");
}

}  // namespace

std::string to_base64url(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), k_base64), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    k_base64);
  text.pop_back();  // the closing NUL
  return text;
}

std::string from_base64url(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(), nullptr,
                        &length, &end, k_base64) != 0 ||
      end != text.data() + text.size())
    return {};
  bytes.resize(length);
  return bytes;
}

std::string random_text(std::size_t bytes) {
  prepare();
  std::string random(bytes, '\0');
  randombytes_buf(random.data(), random.size());
  return to_base64url(random);
}

bool same_secret(std::string_view a, std::string_view b) {
  prepare();
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hash_password(std::string_view password) {
  prepare();
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  const int made = crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), k_passes, k_password_memory,
                                         crypto_pwhash_ALG_ARGON2ID13);
  require(made == 0, "no memory for the hash of a password");
  hash.resize(hash.find('\0'));
  return hash;
}

bool password_matches(const std::string& hash, std::string_view password) {
  prepare();
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace tartip
