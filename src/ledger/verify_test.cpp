#include "ledger/verify.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"
#include "ledger/append.hpp"
#include "ledger/changed_byte.hpp"
#include "ledger/merkle.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::ledger;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> numbered(int from, int to) {
  std::vector<std::string> entries;
  for (int i = from; i < to; ++i) entries.push_back("{\"n\":" + std::to_string(i) + ",\"mean\":[12.5,13,14.25]}");
  return entries;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().filename() != "lock") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

TEST_CASE("a changed byte is found by trying") {
  const auto right = [](const std::string& text) { return text == "the text as it was"; };
  const auto byte = find_changed_byte("the text As it was", right);
  REQUIRE(byte);
  CHECK(byte->offset == 9);
  CHECK(byte->found == 'A');
  CHECK(byte->expected == 'a');
  CHECK_FALSE(find_changed_byte("two bytes here", right));
}

TEST_CASE("one flipped byte anywhere is named: file, place, value") {
  const test::TemporaryFolder folder;
  const SigningKey key = make_key("test");
  REQUIRE(append(folder.path(), numbered(0, 600), key));
  REQUIRE(verify(folder.path())->findings.empty());
  Random random(4);
  int changed = 0;
  for (const fs::path& file : files_in(folder.path())) {
    const std::string bytes = test::slurp(file);
    for (int i = 0; i < 8; ++i) {
      const std::size_t offset = random.below(bytes.size());
      std::string damaged = bytes;
      damaged[offset] = static_cast<char>(damaged[offset] ^ (1u << random.below(8)));
      folder.write(file.lexically_relative(folder.path()), damaged);
      const Verification result = verify(folder.path()).value();
      CAPTURE(file.string());
      CAPTURE(offset);
      REQUIRE(result.findings.size() == 1);
      const Finding& finding = result.findings.front();
      CHECK(folder.path() / finding.file == file);
      REQUIRE(finding.offset);
      CHECK(*finding.offset == offset);
      ++changed;
    }
    folder.write(file.lexically_relative(folder.path()), bytes);
  }
  CHECK(changed == 8 * 9);  // checkpoint, key, three bundles, three tiles below one
  CHECK(verify(folder.path())->findings.empty());
}

TEST_CASE("an entry rewritten whole is named with its number") {
  const test::TemporaryFolder folder;
  REQUIRE(append(folder.path(), numbered(0, 300), make_key("test")));
  std::string bundle = test::slurp(folder.path() / "tile/entries/000");
  const std::size_t at = bundle.find("{\"n\":137,");
  bundle.replace(at + 16, 4, "99.9");
  folder.write("tile/entries/000", bundle);
  const Verification result = verify(folder.path()).value();
  REQUIRE(result.findings.size() == 1);
  CHECK(result.findings[0].fault == Fault::entry_changed);
  CHECK(result.findings[0].entry == 137);
}

TEST_CASE("entry and hash changed together: both are named") {
  const test::TemporaryFolder folder;
  REQUIRE(append(folder.path(), numbered(0, 300), make_key("test")));
  std::string bundle = test::slurp(folder.path() / "tile/entries/000"),
              tile = test::slurp(folder.path() / "tile/0/000");
  const std::size_t at = bundle.find("{\"n\":137,");
  bundle[at + 16] = '9';
  const std::string entry = bundle.substr(at, bundle.find('}', at) + 1 - at);
  const Digest hash = leaf_hash(entry);
  tile.replace(137 * 32, 32, std::string(hash.begin(), hash.end()));
  folder.write("tile/entries/000", bundle);
  folder.write("tile/0/000", tile);
  const Verification result = verify(folder.path()).value();
  REQUIRE(result.findings.size() == 1);
  CHECK(result.findings[0].fault == Fault::both_changed);
  CHECK(result.findings[0].file == "tile/0/000");
  CHECK(result.findings[0].entry == 0);
}

TEST_CASE("cut and missing files are named") {
  const SigningKey key = make_key("test");
  const test::TemporaryFolder whole;
  REQUIRE(append(whole.path(), numbered(0, 300), key));
  for (const fs::path& file : files_in(whole.path())) {
    const std::string name = file.lexically_relative(whole.path()), bytes = test::slurp(file);
    for (const bool gone : {true, false}) {
      CAPTURE(name);
      CAPTURE(gone);
      if (gone)
        fs::remove(file);
      else
        whole.write(name, bytes.substr(0, bytes.size() - 9));
      const Verification result = verify(whole.path()).value();
      REQUIRE_FALSE(result.findings.empty());
      CHECK(result.findings.front().file == name);
      if (name.starts_with("tile")) CHECK(result.findings.front().fault == (gone ? Fault::missing : Fault::cut));
      whole.write(name, bytes);
    }
    whole.write(name, bytes + "x");
    CHECK(verify(whole.path())->findings.front().file == name);
    whole.write(name, bytes);
  }
  CHECK(verify(whole.path())->findings.empty());
}

TEST_CASE("only a checkpoint kept elsewhere shows a rollback") {
  const test::TemporaryFolder folder;
  const SigningKey key = make_key("test");
  REQUIRE(append(folder.path(), numbered(0, 10), key));
  const std::string earlier = test::slurp(folder.path() / "checkpoint");
  fs::copy(folder.path() / "tile", folder.path() / "kept", fs::copy_options::recursive);
  REQUIRE(append(folder.path(), numbered(10, 20), key));
  const std::string pinned = test::slurp(folder.path() / "checkpoint");
  CHECK(verify(folder.path(), earlier)->findings.empty());
  CHECK(verify(folder.path(), pinned)->findings.empty());

  folder.write("checkpoint", earlier);
  const Verification seen = verify(folder.path()).value();
  CHECK(seen.findings.empty());
  CHECK(seen.beyond.size() == 2);  // the tiles of the later tree were forgotten
  fs::remove_all(folder.path() / "tile");
  fs::rename(folder.path() / "kept", folder.path() / "tile");
  CHECK(verify(folder.path())->findings.empty());
  CHECK(verify(folder.path())->beyond.empty());
  CHECK(verify(folder.path(), pinned)->findings.front().fault == Fault::rollback);

  // Written anew after the rollback, with the right key: the same length, another history.
  REQUIRE(append(folder.path(), numbered(110, 125), key));
  CHECK(verify(folder.path())->findings.empty());
  CHECK(verify(folder.path(), earlier)->findings.empty());
  CHECK(verify(folder.path(), pinned)->findings.front().fault == Fault::other_history);
}

TEST_CASE("a ledger of another key or another name is not the pinned one") {
  const test::TemporaryFolder folder, other;
  REQUIRE(append(folder.path(), numbered(0, 10), make_key("test")));
  REQUIRE(append(other.path(), numbered(0, 10), make_key("test")));
  const std::string pinned = test::slurp(other.path() / "checkpoint");
  CHECK(verify(folder.path(), pinned)->findings.front().fault == Fault::other_key);
  CHECK(verify(folder.path(), "no checkpoint").error().key == "error.ledger.checkpoint_malformed");
}

TEST_CASE("a size that nobody signed costs nothing") {
  const test::TemporaryFolder folder;
  REQUIRE(append(folder.path(), numbered(0, 3), make_key("test")));
  std::string note = test::slurp(folder.path() / "checkpoint");
  const std::size_t line = note.find("\n3\n");
  note.replace(line + 1, 1, "9999999999999999");
  folder.write("checkpoint", note);
  CHECK(verify(folder.path())->findings.front().fault == Fault::checkpoint_signature);
  folder.write("key.pub", "no key\n");
  CHECK(verify(folder.path())->findings.front().fault == Fault::key_malformed);
}
