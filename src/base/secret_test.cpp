#include "base/secret.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace tartip;

TEST_CASE("random texts have the length asked for, are different, and fit into a cookie or an address") {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string text = random_text(32);
    CHECK(text.size() == 43);
    CHECK(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == text.npos);
    CHECK(seen.insert(text).second);
  }
}

TEST_CASE("base64url is that of RFC 4648 without padding") {
  CHECK(to_base64url("\xff\xfe\xfd") == "__79");
  CHECK(to_base64url("f") == "Zg");
  CHECK(from_base64url("__79") == "\xff\xfe\xfd");
  CHECK(from_base64url("Zg") == "f");
  CHECK(from_base64url("Zg==").empty());
  CHECK(from_base64url("//79").empty());
  CHECK(from_base64url("Z").empty());
}

TEST_CASE("secrets are equal or not, whatever their length") {
  CHECK(same_secret("", ""));
  CHECK(same_secret("abc", "abc"));
  CHECK_FALSE(same_secret("abc", "abd"));
  CHECK_FALSE(same_secret("abc", "ab"));
}

TEST_CASE("a password is kept as Argon2id with the stated cost, each time with another salt") {
  const std::string hash = hash_password("correct horse battery staple");
  CHECK(hash.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
  CHECK(hash_password("correct horse battery staple") != hash);
  CHECK(password_matches(hash, "correct horse battery staple"));
  CHECK_FALSE(password_matches(hash, "correct horse battery stapl"));
  CHECK_FALSE(password_matches("", ""));
  CHECK_FALSE(password_matches("plain", "plain"));
}

TEST_CASE("a hash that another program made by the same standard is understood") {
  // The reference program of Argon2: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 (phc-winner-argon2,
  // test.c).
  CHECK(password_matches("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                         "password"));
}
