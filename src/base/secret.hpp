// Secrets: random texts, the slow hash of a password, comparison that tells nothing by its time. By libsodium.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace tartip {

// `bytes` bytes of the machine's randomness as base64url without padding: 32 bytes are 43 characters.
std::string random_text(std::size_t bytes);

std::string to_base64url(std::string_view bytes);  // without padding
// Nothing readable gives an empty text: for what comes from outside, where empty is wrong anyhow.
std::string from_base64url(std::string_view text);

// Whether two texts are equal, in a time that depends on the length alone.
bool same_secret(std::string_view a, std::string_view b);

// Argon2id (Biryukov, Dinu, Khovratovich 2016; RFC 9106) with a random salt, as the usual text "$argon2id$v=19$m=…": at
// least 64 MiB and 3 passes, one lane, about 0.1 s. Whoever calls bounds how many run at once: each takes the memory.
inline constexpr std::size_t k_password_memory = std::size_t{64} << 20;
std::string hash_password(std::string_view password);
// False for a text that is no such hash.
bool password_matches(const std::string& hash, std::string_view password);

}  // namespace tartip
