// Ed25519 signatures (RFC 8032; Bernstein, Duif, Lange, Schwabe, Yang 2011) and base64, by libsodium.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tartip {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

// The 32 bytes from which a key pair is made: whoever has them can sign.
struct SigningSeed {
  std::array<std::uint8_t, 32> bytes{};

  static SigningSeed generate();  // from the machine's randomness, not from a seeded stream
};

PublicKey public_key_of(const SigningSeed& seed);
Signature sign(std::string_view message, const SigningSeed& seed);
bool verify_signature(std::string_view message, const Signature& signature, const PublicKey& key);

// Standard alphabet with padding. Reading is strict: nothing for other characters, wrong padding or spare bits that are
// not zero, so that a text stands for one sequence of bytes and no other text for the same.
std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

}  // namespace tartip
