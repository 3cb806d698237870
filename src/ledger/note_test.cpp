#include "ledger/note.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "ledger/key.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::ledger;

namespace {

// audit-900 of the reference cases.
const std::string k_key = "audit.test/psek-a+a6e37949+AQPRiL5k7UWaQe/iyvSWJuk2TnZ/9WxvCUZmz2UnNvdB";
const std::string k_note =
    "audit.test/psek-a\n900\nIZ/9g/IwMFnezZ0qpOksBVsMQJPjIuO25iJ0/UW6hAA=\n\n\xE2\x80\x94 audit.test/psek-a "
    "puN5ScCxG/c7vGBng4nWLT6BKUPfXkeAVcpMamxrH4xD8u4GYqrWaCSIfocP1s3Ko3L57Bg9ybIx8zttJ/pRgB4X3QU=\n";

}  // namespace

TEST_CASE("a checkpoint made elsewhere is verified") {
  const VerifierKey key = parse_verifier_key(k_key, "key.pub").value();
  CHECK(text_of(key) == k_key);
  const Checkpoint checkpoint = verified_checkpoint(k_note, key, "checkpoint").value();
  CHECK(checkpoint.origin == "audit.test/psek-a");
  CHECK(checkpoint.size == 900);
  CHECK(hex(checkpoint.root) == "219ffd83f2303059decd9d2aa4e92c055b0c4093e322e3b6e62274fd45ba8400");
}

TEST_CASE("no byte of a checkpoint can be changed") {
  const VerifierKey key = parse_verifier_key(k_key, "key.pub").value();
  for (std::size_t i = 0; i < k_note.size(); ++i)
    for (const int mask : {1, 0x20, 0x80}) {
      std::string changed = k_note;
      changed[i] = static_cast<char>(changed[i] ^ mask);
      CAPTURE(i);
      CHECK_FALSE(verified_checkpoint(changed, key, "checkpoint"));
    }
  CHECK_FALSE(verified_checkpoint(k_note.substr(0, k_note.size() - 1), key, "checkpoint"));
  CHECK_FALSE(verified_checkpoint("", key, "checkpoint"));
}

TEST_CASE("a signature of a witness beside ours is passed over") {
  const VerifierKey key = parse_verifier_key(k_key, "key.pub").value();
  const std::string witnessed = k_note + "\xE2\x80\x94 witness.example AAAAAAAA\n";
  CHECK(verified_checkpoint(witnessed, key, "checkpoint"));
}

TEST_CASE("a key that was changed is no key") {
  for (std::size_t i = 0; i < k_key.size(); ++i) {
    std::string changed = k_key;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK_FALSE(parse_verifier_key(changed, "key.pub"));
  }
}

TEST_CASE("what is signed is verified, by this key only") {
  const SigningKey key = make_key("Centre of A+B"), other = make_key("Centre of A+B");
  CHECK(key.name.starts_with("tartip/Centre-of-A-B-"));
  const Checkpoint checkpoint{key.name, 7, sha256("x")};
  const std::string note = sign_checkpoint(checkpoint, key.name, key.seed);
  CHECK(verified_checkpoint(note, key.verifier(), "") == checkpoint);
  CHECK(verified_checkpoint(note, other.verifier(), "").error().key == "error.ledger.checkpoint_signature");
}

TEST_CASE("a key's file is for its owner alone and is never written over") {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "keys" / "a.key";
  for (int i = 0; i < 40; ++i) {  // base64 holds a plus now and then
    const SigningKey key = make_key("a");
    const auto one = folder.path() / "keys" / (std::to_string(i) + ".key");
    REQUIRE(write_key(key, one));
    CHECK(read_key(one)->verifier() == key.verifier());
  }
  REQUIRE(write_key(make_key("a"), file));
  struct stat status {};
  REQUIRE(stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(write_key(make_key("a"), file).error().key == "error.ledger.key_exists");
  chmod(file.c_str(), 0644);
  CHECK(read_key(file).error().key == "error.ledger.key_open");
  CHECK(read_key(folder.path() / "none.key").error().key == "error.ledger.key_absent");
  const auto broken = folder.write("b.key", "PRIVATE+KEY+a+12345678+AAAA\n");
  chmod(broken.c_str(), 0600);
  CHECK(read_key(broken).error().key == "error.ledger.key_malformed");
}
