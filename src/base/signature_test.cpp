#include "base/signature.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tartip;

namespace {

template <std::size_t Size>
std::array<std::uint8_t, Size> unhex(std::string_view text) {
  std::array<std::uint8_t, Size> bytes{};
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  for (std::size_t i = 0; i < Size; ++i)
    bytes[i] = static_cast<std::uint8_t>(16 * digit(text[2 * i]) + digit(text[2 * i + 1]));
  return bytes;
}

}  // namespace

TEST_CASE("Ed25519 reproduces RFC 8032, section 7.1, test 2") {
  const SigningSeed seed{unhex<32>("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")};
  const PublicKey key = public_key_of(seed);
  CHECK(key == unhex<32>("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
  const Signature signature = sign("\x72", seed);
  CHECK(signature == unhex<64>("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                               "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
  CHECK(verify_signature("\x72", signature, key));
  CHECK_FALSE(verify_signature("\x73", signature, key));
  Signature other = signature;
  other[10] ^= 1;
  CHECK_FALSE(verify_signature("\x72", other, key));
}

TEST_CASE("two generated keys differ") {
  CHECK(SigningSeed::generate().bytes != SigningSeed::generate().bytes);
}

TEST_CASE("base64 is read strictly") {
  for (const std::string text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"})
    CHECK(from_base64(to_base64(text)) == text);
  CHECK(to_base64("fooba") == "Zm9vYmE=");  // RFC 4648, section 10
  CHECK_FALSE(from_base64("Zm9vYmE"));
  CHECK_FALSE(from_base64("Zm9vYmF="));  // spare bits
  CHECK_FALSE(from_base64("Zm9v YmE="));
  CHECK_FALSE(from_base64("Zm9vYmE=="));
  CHECK(from_base64("////"));
  CHECK_FALSE(from_base64("//\xAF/"));
}
