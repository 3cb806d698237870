#include "base/hash.hpp"

#include <doctest/doctest.h>

#include "support/shared.hpp"

TEST_CASE("SHA-256 gives the answers of FIPS 180-4") {
  CHECK(tartip::sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(tartip::sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("the hash of a file is the hash of its bytes") {
  tartip::test::TemporaryFolder folder;
  const std::string bytes(3'000'001, 'x');
  CHECK(tartip::sha256_hex_of_file(folder.write("f", bytes)).value() == tartip::sha256_hex(bytes));
  CHECK(tartip::sha256_hex_of_file(folder.path() / "none").error().code == tartip::Code::not_found);
}

TEST_CASE("fingerprints differ by a byte and by seed") {
  CHECK(tartip::fingerprint("a") != tartip::fingerprint("b"));
  CHECK(tartip::fingerprint("a") != tartip::fingerprint("a", 1));
  CHECK(tartip::fingerprint("a") == tartip::fingerprint("a"));
}
