#include "disclosure/cross_table.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "disclosure/audit.hpp"
#include "disclosure/suppression.hpp"

using namespace tartip;
using namespace tartip::disclosure;

namespace {

TableRow row(std::vector<std::string> codes, std::int64_t count) {
  return {.codes = std::move(codes), .value = Decimal(count), .count = count};
}

const Hierarchy k_counties = {{"A", "county-1"}, {"B", "county-1"}, {"I", "county-1"}, {"J", "county-1"},
                              {"K", "county-2"}, {"L", "county-2"}, {"M", "county-2"}, {"N", "county-2"},
                              {"county-1", ""},  {"county-2", ""}};
const Hierarchy k_sizes = {{"A", "small"}, {"B", "small"}, {"I", "small"}, {"J", "small"}, {"K", "small"},
                           {"N", "small"}, {"L", "BIG"},   {"M", "BIG"},   {"small", ""},  {"BIG", ""}};
const TableFile k_regions = {"regions.csv",
                             {row({"A"}, 2), row({"B"}, 2), row({"I"}, 8), row({"J"}, 8), row({"K"}, 3), row({"L"}, 3),
                              row({"M"}, 3), row({"N"}, 7)}};

std::map<std::string, std::string> values_of(const CrossTable& cross) {
  std::map<std::string, std::string> values;
  for (std::size_t c = 0; c < cross.cells.size(); ++c)
    values[cross.name_of(c)] = cross.cells[c].value ? cross.cells[c].value->text() : "?";
  return values;
}

}  // namespace

TEST_CASE("two groupings of the same regions are one system: what each hides, both together betray") {
  // sdcTools/UserSupport issue 136: (K + L + M) − (L + M) = K.
  const auto cross = cross_of_parts({{"region", {k_counties, k_sizes}}}, {k_regions}).value();
  CHECK(cross.cells.size() == 13);
  CHECK(cross.sums.size() == 6);
  CHECK(values_of(cross).at("BIG") == "6");
  CHECK(values_of(cross).at("*") == "36");
  const auto ruled = apply_rules(cross, {.least = 4}, Cost::value).value();
  std::vector<std::uint8_t> primary_only;
  for (const Cell& cell : ruled.table.cells) primary_only.push_back(cell.primary);
  CHECK(audit(ruled.table, primary_only)->exact == 1);
  const auto pattern = suppress(ruled.table).value();
  CHECK(pattern.secondary == 1);
  CHECK(audit(ruled.table, pattern.hidden)->exposed == 0);
}

TEST_CASE("tables that share a margin are linked; a cell with two values is refused") {
  const std::vector<Dimension> dimensions = {{"district"}, {"offence"}, {"sex"}};
  const TableFile by_offence = {"o.csv", {row({"D1", "theft", ""}, 7), row({"D1", "fraud", ""}, 4)}};
  const TableFile by_sex = {"s.csv", {row({"D1", "", "m"}, 8), row({"D1", "", "f"}, 3)}};
  const auto cross = cross_of_parts(dimensions, {by_offence, by_sex}).value();
  CHECK(values_of(cross).at("D1 × * × *") == "11");
  CHECK(cross.cells.size() == 10);  // D1 and the total × (all, theft, fraud, m, f)
  TableFile wrong = by_sex;
  wrong.rows[0].value = Decimal(9);
  const auto refused = cross_of_parts(dimensions, {by_offence, wrong});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().key == "error.disclosure.two_values");
}

TEST_CASE("given totals are checked, not added") {
  const std::vector<Dimension> dimensions = {{"region", {{{"KZ", ""}, {"A", "KZ"}, {"B", "KZ"}}}}};
  TableFile table = {"t.csv", {row({"A"}, 3), row({"B"}, 4), row({"KZ"}, 7)}};
  const auto cross = cross_of_parts(dimensions, {table}).value();
  CHECK(cross.cells.size() == 3);  // the one code above all is the total
  CHECK(values_of(cross).at("KZ") == "7");
  table.rows[2].value = Decimal(8);
  table.rows[2].line = 4;
  const auto refused = cross_of_parts(dimensions, {table});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().key == "error.disclosure.total");
  CHECK(refused.error().where.line == 4);
}

TEST_CASE("contributors make exact contributions to margins") {
  const auto one = [](const char* district, const char* who, std::int64_t amount) {
    return TableRow{.codes = {district}, .value = Decimal(amount), .contributor = who};
  };
  const auto cross =
      cross_of_parts({{"district"}}, {{"t.csv", {one("D1", "a", 50), one("D2", "a", 40), one("D2", "b", 30)}}}).value();
  const auto total =
      std::find_if(cross.cells.begin(), cross.cells.end(), [](const auto& c) { return c.nodes[0] == 0; });
  CHECK(total->contributions.count == 2);
  CHECK(total->contributions.largest == std::vector<double>{90, 30});
}

TEST_CASE("bad rows and hierarchies are refused with what is wrong") {
  const std::vector<Dimension> flat = {{"district"}};
  const auto key = [](const auto& result) { return result.has_value() ? "" : result.error().key; };
  TableRow empty = row({"D1"}, 1);
  empty.value.reset();
  CHECK(key(cross_of_parts(flat, {{"t.csv", {empty}}})) == "error.disclosure.no_value");
  CHECK(key(cross_of_parts(flat, {{"t.csv", {row({"D1"}, -1)}}})) == "error.disclosure.negative");
  const auto make = [&](const Hierarchy& hierarchy) { return key(cross_of_parts({{"d", {hierarchy}}}, {})); };
  CHECK(make({{"A", ""}, {"A", ""}}) == "error.disclosure.hierarchy_twice");
  CHECK(make({{"A", "B"}}) == "error.disclosure.hierarchy_parent");
  CHECK(make({{"A", "B"}, {"B", "A"}, {"C", ""}, {"D", ""}}) == "error.disclosure.hierarchy_ring");
  CHECK(key(cross_of_parts({{"d", {k_counties, {{"A", ""}, {"Z", ""}}}}}, {})) == "error.disclosure.hierarchy_lacks");
  CHECK(key(cross_of_parts({{"d", {k_counties}}}, {{"t.csv", {row({"Q"}, 1)}}})) == "error.disclosure.code");
  CHECK(cross_of_parts(flat, {})->cells.empty());
}
