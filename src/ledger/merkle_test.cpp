#include "ledger/merkle.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "base/signature.hpp"
#include "ledger/layout.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::ledger;
namespace json = boost::json;

namespace {

std::string unhex(std::string_view text) {
  std::string bytes;
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    bytes += static_cast<char>(16 * digit(text[i]) + digit(text[i + 1]));
  return bytes;
}

std::string_view view(const json::value& text) {
  return {text.as_string().data(), text.as_string().size()};
}

SubtreeHash over(const std::vector<Digest>& leaves) {
  return [&leaves](int level, std::uint64_t index) -> Result<Digest> {
    const std::size_t count = std::size_t{1} << level;
    std::vector<Digest> row(leaves.begin() + static_cast<std::ptrdiff_t>(index * count),
                            leaves.begin() + static_cast<std::ptrdiff_t>((index + 1) * count));
    for (; row.size() > 1; row.resize(row.size() / 2))
      for (std::size_t i = 0; 2 * i < row.size(); ++i) row[i] = node_hash(row[2 * i], row[2 * i + 1]);
    return row.front();
  };
}

std::vector<Digest> leaves_of(std::uint64_t count) {
  std::vector<Digest> leaves;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(i >> shift & 0xFF);
    leaves.push_back(leaf_hash(bytes));
  }
  return leaves;
}

// A hash given in base64; one of the wrong length cannot be a hash and is refused.
std::optional<Digest> digest_of(const json::value& text) {
  const auto bytes = from_base64(view(text));
  if (!bytes || bytes->size() != sizeof(Digest)) return std::nullopt;
  return hashes_of_bytes(*bytes).front();
}

std::optional<std::vector<Digest>> path_of_case(const json::object& one) {
  std::vector<Digest> path;
  if (one.at("proof").is_null()) return path;
  for (const json::value& hash : one.at("proof").as_array()) {
    const auto digest = digest_of(hash);
    if (!digest) return std::nullopt;
    path.push_back(*digest);
  }
  return path;
}

std::uint64_t number(const json::value& value) {
  return value.to_number<std::uint64_t>();
}

}  // namespace

TEST_CASE("hashes of RFC 6962") {
  CHECK(hex(empty_root()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(leaf_hash("")) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  CHECK(hex(leaf_hash("L123456")) == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
}

TEST_CASE("every proof of small trees verifies, and no other claim does") {
  const std::vector<Digest> leaves = leaves_of(40);
  for (std::uint64_t size = 1; size <= leaves.size(); ++size) {
    const Digest root = *tree_root(size, over(leaves));
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto path = *make_inclusion_proof(index, size, over(leaves));
      CHECK(verifies(Inclusion{index, size, leaves[index], root}, path));
      CHECK_FALSE(verifies(Inclusion{index, size, leaves[(index + 1) % 40], root}, path));
      if (size > 1) CHECK_FALSE(verifies(Inclusion{(index + 1) % size, size, leaves[index], root}, path));
    }
    for (std::uint64_t earlier = 1; earlier <= size; ++earlier) {
      const Digest before = *tree_root(earlier, over(leaves));
      auto path = *make_consistency_proof(earlier, size, over(leaves));
      CHECK(verifies(Consistency{earlier, size, before, root}, path));
      if (path.empty()) continue;
      CHECK_FALSE(verifies(Consistency{earlier, size, leaves[3], root}, path));
      path.front()[7] ^= 1;
      CHECK_FALSE(verifies(Consistency{earlier, size, before, root}, path));
    }
  }
}

TEST_CASE("eight leaves of the reference") {
  const auto file = test::shared_file("reference/evidence/merkle/rfc6962-8leaves.json");
  if (!file) return;
  const json::object all = json::parse(test::slurp(*file)).as_object();
  std::vector<Digest> leaves;
  for (const json::value& leaf : all.at("leaf_inputs_hex").as_array()) leaves.push_back(leaf_hash(unhex(view(leaf))));
  for (std::size_t i = 0; i < leaves.size(); ++i) CHECK(hex(leaves[i]) == view(all.at("leaf_hashes").as_array()[i]));
}

TEST_CASE("a tree of 70 000 leaves has the reference's roots") {
  const auto file = test::shared_file("reference/evidence/merkle/tree-70000.json");
  if (!file) return;
  const json::object all = json::parse(test::slurp(*file)).as_object();
  const std::vector<Digest> leaves = leaves_of(70'000);
  int compared = 0;
  for (const auto& member : all.at("roots").as_object()) {
    CHECK(hex(*tree_root(std::stoull(std::string(member.key())), over(leaves))) == view(member.value()));
    ++compared;
  }
  CHECK(compared > 5);
}

TEST_CASE("C2SP cases: what must be refused is refused") {
  const auto inclusion = test::shared_file("reference/evidence/merkle/c2sp-inclusion.json");
  const auto consistency = test::shared_file("reference/evidence/merkle/c2sp-consistency.json");
  if (!inclusion || !consistency) return;
  const json::value first = json::parse(test::slurp(*inclusion)), second = json::parse(test::slurp(*consistency));
  int refused = 0, accepted = 0;
  for (const json::value& value : first.at("cases").as_array()) {
    const json::object& one = value.as_object();
    const auto leaf = digest_of(one.at("leafHash")), root = digest_of(one.at("root"));
    const auto path = path_of_case(one);
    const bool good = leaf && root && path &&
                      verifies(Inclusion{number(one.at("leafIdx")), number(one.at("treeSize")), *leaf, *root}, *path);
    CAPTURE(view(one.at("name")));
    CHECK(good != one.at("wantErr").as_bool());
    ++(good ? accepted : refused);
  }
  for (const json::value& value : second.at("cases").as_array()) {
    const json::object& one = value.as_object();
    const auto before = digest_of(one.at("root1")), after = digest_of(one.at("root2"));
    const auto path = path_of_case(one);
    const bool good = before && after && path &&
                      verifies(Consistency{number(one.at("size1")), number(one.at("size2")), *before, *after}, *path);
    CAPTURE(view(one.at("name")));
    // One case takes words for hashes and is content that they are equal; hashes have 32 bytes here.
    CHECK(good == (before && after && path && !one.at("wantErr").as_bool()));
    ++(good ? accepted : refused);
  }
  CHECK(accepted == 7);
  CHECK(refused > 50);
}
