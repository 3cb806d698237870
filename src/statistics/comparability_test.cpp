#include "statistics/comparability.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace tartip::statistics;
using namespace tartip;

namespace {

axes::Day day(const char* text) {
  return *axes::parse_day(text);
}
axes::Span span(const char* text) {
  return *axes::parse_span(text);
}

const axes::Day k_first = day("0001-01-01");
const axes::Day k_last = day("9999-12-31");

axes::TerritoryUnit unit(std::int32_t number, const char* code, axes::Day from, axes::Day to) {
  axes::TerritoryUnit one;
  one.number = number;
  one.code = code;
  one.names.by_language["en"] = code;
  one.valid = {from, to};
  return one;
}

// East Kazakhstan was divided into East Kazakhstan and Abai on 8 June 2022; Astana stayed; West lost ground nobody can
// trace.
axes::Territory kazakhstan() {
  const axes::Day split = day("2022-06-08");
  auto made = axes::Territory::make(
      "kz", {{{"en", "Kazakhstan"}}}, "EPSG:4326", "test", {{"region", {{{"en", "Region"}}}}},
      {unit(0, "east-old", k_first, split), unit(1, "east", split, k_last), unit(2, "abai", split, k_last),
       unit(3, "astana", k_first, k_last), unit(4, "west-old", k_first, split), unit(5, "west", split, k_last)},
      {{0, 1, split, 0.6}, {0, 2, split, 0.4}});
  REQUIRE(made.has_value());
  return std::move(*made);
}

const ComparableGroup& holding(const std::vector<ComparableGroup>& groups, std::int32_t number) {
  for (const ComparableGroup& group : groups) {
    for (const std::int32_t one : group.current)
      if (one == number) return group;
    for (const std::int32_t one : group.previous)
      if (one == number) return group;
  }
  FAIL("unit " << number << " stands in no group");
  return groups.front();
}

}  // namespace

TEST_CASE("a split is bridged, what stays is the same, what cannot be traced is refused") {
  const axes::Territory territory = kazakhstan();
  const auto groups = comparable_territories(territory, 0, span("2023"), span("2021"));
  const ComparableGroup& east = holding(groups, 1);
  CHECK(east.match == Match::bridged);
  CHECK(east.reason == Reason::units_joined);
  CHECK(east.current == std::vector<std::int32_t>{1, 2});
  CHECK(east.previous == std::vector<std::int32_t>{0});
  CHECK(holding(groups, 3).match == Match::same);
  CHECK(holding(groups, 4).match == Match::refused);
  CHECK(holding(groups, 5).match == Match::refused);
  CHECK(holding(groups, 5).reason == Reason::succession_unknown);
}

TEST_CASE("a split inside the compared year: events of the old unit belong to the group, its residents do not") {
  const auto groups = comparable_territories(kazakhstan(), 0, span("2022"), span("2021"));
  const ComparableGroup& east = holding(groups, 1);
  CHECK(east.current == std::vector<std::int32_t>{0, 1, 2});
  CHECK(east.current_middle == std::vector<std::int32_t>{1, 2});
  CHECK(east.previous_middle == std::vector<std::int32_t>{0});
  CHECK(east.match == Match::bridged);
}

TEST_CASE("before and after the split nothing needs a bridge") {
  for (const auto& [current, previous] : {std::pair{"2021", "2020"}, std::pair{"2024", "2023"}}) {
    const auto groups = comparable_territories(kazakhstan(), 0, span(current), span(previous));
    for (const ComparableGroup& group : groups) CHECK(group.match == Match::same);
    CHECK(groups.size() == (std::string(current) == "2021" ? 3 : 4));
  }
  CHECK(comparable_territories(kazakhstan(), 0, {}, {}).empty());
}

TEST_CASE("a class is compared when it is valid on both sides") {
  const auto item = [](std::int32_t number, const char* code, axes::Day from, axes::Day to) {
    axes::ClassItem one;
    one.number = number;
    one.code = code;
    one.valid = {from, to};
    return one;
  };
  const auto made = axes::Classification::make(
      "law", {{{"en", "Law"}}}, "test", {{"article", {{{"en", "Article"}}}}},
      {item(0, "188", k_first, k_last), item(1, "190-1", day("2022-07-01"), k_last),
       item(2, "191", k_first, day("2022-03-01")), item(3, "192", k_first, day("2000-01-01"))},
      {});
  REQUIRE(made.has_value());
  const auto groups = comparable_classes(*made, 0, span("2022"), span("2021"));
  REQUIRE(groups.size() == 3);
  CHECK(groups[0].match == Match::same);
  CHECK(groups[1].match == Match::refused);
  CHECK(groups[1].previous.empty());
  CHECK(groups[2].reason == Reason::class_ends);
  // Begun before the later period, after the earlier one.
  CHECK(holding(comparable_classes(*made, 0, span("2023"), span("2022")), 1).reason == Reason::class_begins);
  CHECK(holding(comparable_classes(*made, 0, span("2024"), span("2023")), 1).match == Match::same);
}
