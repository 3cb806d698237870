#include "ledger/log.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "ledger/append.hpp"
#include "ledger/proof.hpp"
#include "ledger/verify.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::ledger;
namespace json = boost::json;

namespace {

std::vector<std::string> numbered(int from, int to) {
  std::vector<std::string> entries;
  for (int i = from; i < to; ++i) entries.push_back("{\"n\":" + std::to_string(i) + "}");
  return entries;
}

Digest root_of_entries(const std::vector<std::string>& entries) {
  std::vector<Digest> leaves;
  for (const std::string& entry : entries) leaves.push_back(leaf_hash(entry));
  return *tree_root(leaves.size(), [&](int level, std::uint64_t index) -> Result<Digest> {
    const std::size_t count = std::size_t{1} << level;
    std::vector<Digest> row(leaves.begin() + static_cast<std::ptrdiff_t>(index * count),
                            leaves.begin() + static_cast<std::ptrdiff_t>((index + 1) * count));
    for (; row.size() > 1; row.resize(row.size() / 2))
      for (std::size_t i = 0; 2 * i < row.size(); ++i) row[i] = node_hash(row[2 * i], row[2 * i + 1]);
    return row.front();
  });
}

}  // namespace

TEST_CASE("paths of tiles are those of C2SP tlog-tiles") {
  CHECK(path_of({0, 0}) == "tile/0/000");
  CHECK(path_of({1, 1234067, 8}) == "tile/1/x001/x234/067.p/8");
  CHECK(path_of({k_entries_level, 273}) == "tile/entries/273");
  CHECK(path_of({0, 1000}) == "tile/0/x001/000");
}

TEST_CASE("entries come back, in any portions, with the root of all") {
  const SigningKey key = make_key("test");
  for (const int portion : {1, 7, 255, 256, 257, 700}) {
    CAPTURE(portion);
    const test::TemporaryFolder folder;
    std::vector<std::string> all;
    while (all.size() < 700) {
      const int from = static_cast<int>(all.size());
      const auto more = numbered(from, std::min(700, from + portion));
      REQUIRE(append(folder.path(), more, key));
      all.insert(all.end(), more.begin(), more.end());
      if (portion == 1 && all.size() == 300) break;
    }
    const Log log = Log::open(folder.path()).value();
    CHECK(log.size() == all.size());
    CHECK(log.checkpoint().root == root_of_entries(all));
    CHECK(log.entries(0, log.size()).value() == all);
    CHECK(log.entries(250, 260).value() == std::vector<std::string>(all.begin() + 250, all.begin() + 260));
    CHECK(verify(folder.path())->findings.empty());
    CHECK(verify(folder.path())->beyond.empty());
    // A filled tile leaves no partial ones.
    CHECK_FALSE(std::filesystem::exists(folder.path() / "tile/0/000.p"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "tile/entries/000.p"));
  }
}

TEST_CASE("an empty entry and the largest one") {
  const test::TemporaryFolder folder;
  const SigningKey key = make_key("test");
  const std::vector<std::string> entries = {"", std::string(k_largest_entry, 'x'), std::string("\0\n", 2)};
  REQUIRE(append(folder.path(), entries, key));
  CHECK(Log::open(folder.path())->entries(0, 3).value() == entries);
  const std::vector<std::string> too_large = {std::string(k_largest_entry + 1, 'x')};
  CHECK(append(folder.path(), too_large, key).error().key == "error.ledger.entry_size");
  CHECK(Log::open(folder.path())->size() == 3);
}

TEST_CASE("logs of others are read, verified and proved") {
  for (const char* name : {"audit-900", "tessera-testlog"}) {
    const auto expected = test::shared_file(std::string("reference/evidence/tlog-tiles/") + name + "/expected.json");
    if (!expected) return;
    const json::value facts = json::parse(test::slurp(*expected));
    const test::TemporaryFolder folder;
    std::filesystem::copy(expected->parent_path(), folder.path(),
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
    const json::object& members = facts.as_object();
    const json::value& verifier = members.contains("vkey") ? members.at("vkey") : members.at("verifier_key");
    folder.write("key.pub", std::string(verifier.as_string()) + "\n");
    const Verification checked = verify(folder.path()).value();
    CAPTURE(name);
    for (const Finding& finding : checked.findings) MESSAGE(name_of(finding.fault) << " " << finding.file);
    CHECK(checked.findings.empty());
    if (std::string(name) != "audit-900") continue;
    const Log log = Log::open(folder.path()).value();
    CHECK(log.size() == 900);
    for (const json::value& one : members.at("inclusion").as_array()) {
      const auto index = one.at("index").to_number<std::uint64_t>(), size = one.at("size").to_number<std::uint64_t>();
      const auto path =
          make_inclusion_proof(index, size, [&](int level, std::uint64_t at) { return log.subtree_hash(level, at); });
      REQUIRE(path);
      REQUIRE(path->size() == one.at("proof").as_array().size());
      for (std::size_t i = 0; i < path->size(); ++i)
        CHECK(hex((*path)[i]) == one.at("proof").as_array()[i].as_string());
    }
    for (const int size : {1, 255, 256, 257, 600, 900})
      CHECK(
          verify(folder.path(), test::slurp(folder.path() / ("checkpoint." + std::to_string(size))))->findings.empty());
  }
}

TEST_CASE("a proof needs nothing else of the ledger") {
  const test::TemporaryFolder folder;
  const SigningKey key = make_key("test");
  const auto entries = numbered(0, 600);
  REQUIRE(append(folder.path(), entries, key));
  const Log log = Log::open(folder.path()).value();
  for (const std::uint64_t index : {0, 255, 256, 512, 599}) {
    const std::string proof = prove_entry(log, index).value();
    CHECK(check_proof(proof, entries[index], key.verifier(), "p")->index == index);
    CHECK(check_proof(proof, entries[(index + 1) % 600], key.verifier(), "p").error().key ==
          "error.ledger.proof_wrong");
    CHECK(check_proof(proof, entries[index], make_key("x").verifier(), "p").error().key ==
          "error.ledger.checkpoint_signature");
    std::string changed = proof;
    changed[30] = changed[30] == '1' ? '2' : '1';
    CHECK_FALSE(check_proof(changed, entries[index], key.verifier(), "p"));
  }
  CHECK(prove_entry(log, 600).error().key == "error.ledger.no_entry");
  CHECK(check_proof("", "", key.verifier(), "p").error().key == "error.ledger.proof_malformed");
}

TEST_CASE("the earlier ledger is shown to be the beginning of the later") {
  const test::TemporaryFolder folder;
  const SigningKey key = make_key("test");
  const Checkpoint earlier = append(folder.path(), numbered(0, 300), key).value();
  const Checkpoint later = append(folder.path(), numbered(300, 777), key).value();
  const std::string text = prove_consistency(Log::open(folder.path()).value(), earlier).value();
  std::vector<Digest> path;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
    path.push_back(hashes_of_bytes(*from_base64(text.substr(at, text.find('\n', at) - at))).front());
  CHECK(verifies(Consistency{300, 777, earlier.root, later.root}, path));
}

TEST_CASE("another key, another writer, a lost checkpoint") {
  const test::TemporaryFolder folder;
  const SigningKey key = make_key("test");
  REQUIRE(append(folder.path(), numbered(0, 3), key));
  CHECK(append(folder.path(), numbered(3, 4), make_key("test")).error().key == "error.ledger.other_key");
  const int descriptor = open((folder.path() / "lock").c_str(), O_RDWR);
  REQUIRE(flock(descriptor, LOCK_EX) == 0);
  CHECK(append(folder.path(), numbered(3, 4), key, {.wait_seconds = 0.05}).error().key == "error.ledger.locked");
  close(descriptor);
  CHECK(append(folder.path(), numbered(3, 4), key)->size == 4);
  std::filesystem::remove(folder.path() / "checkpoint");
  CHECK_FALSE(append(folder.path(), numbered(4, 5), key));
  CHECK(Log::open(folder.path() / "nothing").error().key == "error.ledger.absent");
}

TEST_CASE("a damaged ledger is not continued") {
  for (const char* file : {"tile/0/000.p/3", "tile/entries/000.p/3"}) {
    const test::TemporaryFolder folder;
    const SigningKey key = make_key("test");
    REQUIRE(append(folder.path(), numbered(0, 3), key));
    std::string bytes = test::slurp(folder.path() / file);
    bytes[5] = static_cast<char>(bytes[5] ^ 4);
    folder.write(file, bytes);
    CHECK(append(folder.path(), numbered(3, 4), key).error().key == "error.ledger.edge");
  }
}
