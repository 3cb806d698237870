#include "statistics/code_groups.hpp"

#include <doctest/doctest.h>

namespace tartip::statistics {
namespace {

axes::Span span(const char* text) {
  return axes::parse_span(text).value();
}

// Kazakhstan, 8 June 2022: East Kazakhstan (63) gave Abay (10), Karaganda (35) gave Ulytau (62).
const std::vector<CodeSuccession> k_split = {{"63", {"63", "10"}, axes::parse_day("2022-06-08").value()},
                                             {"35", {"35", "62"}, axes::parse_day("2022-06-08").value()}};

TEST_CASE("old region = sum of successors, for every pair of periods around the split") {
  const struct {
    const char *current, *previous;
    std::vector<std::string> now, before;
    bool bridged;
  } cases[] = {
      {"2023", "2021", {"10", "63", "75"}, {"63", "75"}, true},
      {"2022", "2021", {"10", "63", "75"}, {"63", "75"}, true},
      {"2023", "2022", {"10", "63", "75"}, {"10", "63", "75"}, true},  // part of 2022 stands under the old code
      {"2024", "2023", {"10", "63", "75"}, {"10", "63", "75"}, false},
      {"2021", "2020", {"63", "75"}, {"63", "75"}, false},
      {"2022-Q1", "2021-Q1", {"63", "75"}, {"63", "75"}, false},
  };
  for (const auto& one : cases) {
    CAPTURE(one.current);
    const auto groups = group_codes({one.now, span(one.current)}, {one.before, span(one.previous)}, k_split);
    REQUIRE(groups);
    const CodeGroup& almaty = groups->back();
    CHECK(almaty.codes == std::vector<std::string>{"75"});
    CHECK_FALSE(almaty.bridged);
    if (one.bridged) {
      REQUIRE(groups->size() == 2);
      CHECK(groups->front().codes == std::vector<std::string>{"10", "63"});
      CHECK(groups->front().bridged);
    } else {
      CHECK(groups->size() == one.now.size());
    }
  }
}

TEST_CASE("a successor that has not reported, or a code that appears from nowhere, forbids the comparison") {
  const auto code_missing = [](std::vector<std::string> now, std::vector<std::string> before) {
    const auto groups = group_codes({std::move(now), span("2023")}, {std::move(before), span("2021")}, k_split);
    REQUIRE_FALSE(groups);
    CHECK(groups.error().key == "error.explain.not_reported");
    return groups.error().arguments[0].value + " " + groups.error().arguments[1].value;
  };
  CHECK(code_missing({"63", "75"}, {"63", "75"}) == "10 2023");
  CHECK(code_missing({"10", "75"}, {"63", "75"}) == "63 2023");
  CHECK(code_missing({"10", "63", "75"}, {"75"}) == "63 2021");
  CHECK(code_missing({"75", "79"}, {"75"}) == "79 2021");
  CHECK(code_missing({"75"}, {"75", "79"}) == "79 2023");
}

TEST_CASE("nothing reported gives no groups; chains of successions join into one group") {
  CHECK(group_codes({{}, span("2023")}, {{}, span("2021")}, k_split)->empty());
  const axes::Day day = axes::parse_day("2022-06-08").value();
  const std::vector<CodeSuccession> chain = {{"a", {"b"}, day}, {"c", {"b"}, day}};
  const auto groups = group_codes({{"b"}, span("2023")}, {{"a", "c"}, span("2021")}, chain);
  REQUIRE(groups);
  REQUIRE(groups->size() == 1);
  CHECK(groups->front().codes == std::vector<std::string>{"a", "b", "c"});
  CHECK(groups->front().previous == std::vector<std::string>{"a", "c"});
}

TEST_CASE("who was divided since the period before breaks its series; all together only where a part is missing") {
  std::vector<CodeSuccession> known = k_split;
  known.push_back({"71", {"71"}, k_split.front().day});  // redrawn a little
  const auto breaks = [&](std::vector<std::string> now, const char* current, const char* previous) {
    return breaks_since(span(previous), {std::move(now), span(current)}, known);
  };
  const std::vector<std::string> all = {"10", "35", "62", "63", "71", "75"};
  for (const auto& [current, previous] : {std::pair{"2022", "2021"}, {"2023", "2022"}, {"2022-06", "2021-06"}}) {
    CAPTURE(current);
    CHECK(breaks(all, current, previous).codes == std::set<std::string>{"10", "35", "62", "63"});
    CHECK_FALSE(breaks(all, current, previous).whole);
  }
  CHECK(breaks({"10", "35", "62"}, "2022", "2021").whole);
  CHECK(breaks({"75"}, "2022", "2021").codes.empty());
  CHECK_FALSE(breaks({"75"}, "2022", "2021").whole);
  CHECK(breaks(all, "2024", "2023").codes.empty());
  CHECK(breaks({"35", "63", "75"}, "2022-Q1", "2021-Q1").codes.empty());
}

}  // namespace
}  // namespace tartip::statistics
