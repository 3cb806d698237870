#include "disclosure/audit.hpp"

#include <doctest/doctest.h>

#include "disclosure/test_table.hpp"

using namespace tartip;
using namespace tartip::disclosure;

namespace {

double number_or_unbounded(const boost::json::value& value) {
  return value.is_null() ? k_unbounded : value.to_number<double>();
}

// The intervals of the reference for a pattern, cell by cell.
void check_intervals(const test::ReferenceCase& read, const std::vector<std::uint8_t>& hidden,
                     const boost::json::value& expected) {
  const auto attacked = audit(read.table, hidden);
  REQUIRE(attacked.has_value());
  CHECK(attacked->hidden.size() >= expected.as_object().size());
  std::size_t compared = 0;
  for (const HiddenCell& cell : attacked->hidden) {
    const auto* interval = expected.as_object().if_contains(read.keys[cell.cell]);
    if (interval == nullptr) continue;
    CAPTURE(read.keys[cell.cell]);
    ++compared;
    CHECK(cell.low == doctest::Approx(number_or_unbounded(interval->at(0))).epsilon(1e-9));
    CHECK(cell.high == doctest::Approx(number_or_unbounded(interval->at(1))).epsilon(1e-9));
  }
  CHECK(compared == expected.as_object().size());
}

}  // namespace

TEST_CASE("the attacker finds the reference's intervals") {
  for (const char* name : {"district-offence-0", "district-offence-1", "district-offence-2", "linked-issue-136",
                           "sdctable-microdata1", "region-district-offence"}) {
    const auto file = test::shared_file("reference/disclosure/suppression/" + std::string(name) + ".json");
    if (!file) continue;
    CAPTURE(name);
    const auto read = test::reference_case(*file, [](double) { return 1; });
    std::vector<std::uint8_t> hidden;
    for (const Cell& cell : read.table.cells) hidden.push_back(cell.primary);
    check_intervals(read, hidden, read.json.at("primary_only_intervals"));
    for (const auto& [goal, found] : read.json.at("optimal").as_object()) {
      std::vector<std::uint8_t> pattern(read.table.cells.size());
      for (const auto& key : found.at("one_pattern").as_array()) pattern[read.number.at(key.as_string().c_str())] = 1;
      check_intervals(read, pattern, found.at("intervals"));
    }
  }
}
