#include "statistics/release_difference.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace tartip::statistics {
namespace {

PublishedTable table() {
  PublishedTable one;
  one.id = "clearance";
  one.dimensions = {{"territory", {}, {{"10", {}, ""}, {"75", {}, ""}, {"79", {}, ""}}}};
  one.definitions = {{"kz:a:v1", {}, {{{"en", "completed / registered"}}}, "percent", 1, {}}};
  one.sources = {{"abai.xlsx", "aa"}, {"almaty.xlsx", "bb"}};
  const axes::Span year = axes::parse_span("2022").value();
  one.observations = {{{0}, 0, year, "48.7", ObservationStatus::normal, {0}},
                      {{1}, 0, year, "30.8", ObservationStatus::provisional, {1}},
                      {{2}, 0, year, "0.0", ObservationStatus::normal, {1}}};
  return one;
}

TEST_CASE("equal releases differ in nothing") {
  const ReleaseDifference none = differences({table()}, {table()});
  CHECK(none.revisions.empty());
  CHECK(none.same == 3);
}

TEST_CASE("every reason is told from the others") {
  PublishedTable later = table();
  later.sources[0].sha256 = "a2";
  later.observations[0].value = "49.7";                      // other bytes
  later.observations[1].status = ObservationStatus::normal;  // became final
  later.observations[2].value = "0.5";                       // nothing explains it
  const ReleaseDifference result = differences({table()}, {later});
  REQUIRE(result.revisions.size() == 3);
  CHECK(result.revisions[0].figure == "kz:a:v1/2022/territory=10");
  CHECK(result.revisions[0].reasons == std::vector{RevisionReason::source});
  CHECK(result.revisions[0].difference == doctest::Approx(1));
  CHECK(result.revisions[0].percent == doctest::Approx(100 / 48.7));
  CHECK(result.revisions[1].reasons == std::vector{RevisionReason::standing});
  CHECK(result.revisions[2].reasons == std::vector{RevisionReason::unexplained});
  CHECK(std::isnan(result.revisions[2].percent));  // from 0
  CHECK(result.same == 0);
}

TEST_CASE("new bytes that leave a figure as it was revise nothing") {
  PublishedTable later = table();
  later.sources[0].sha256 = "a2";
  CHECK(differences({table()}, {later}).same == 3);
}

TEST_CASE("a new version of a definition revises the figure; edited words under the same id are seen") {
  PublishedTable later = table();
  later.definitions[0].id = "kz:a:v2";
  later.observations[0].value = "40.0";
  ReleaseDifference result = differences({table()}, {later});
  REQUIRE(result.revisions.size() == 3);
  CHECK(result.revisions[0].kind == RevisionKind::changed);
  CHECK(result.revisions[0].definition_before == "kz:a:v1");
  CHECK(result.revisions[0].definition_after == "kz:a:v2");
  CHECK(result.revisions[0].reasons == std::vector{RevisionReason::definition});

  later = table();
  later.definitions[0].text.by_language["en"] = "sent to court / registered";
  result = differences({table()}, {later});
  CHECK(result.revisions.size() == 3);
  CHECK(result.revisions[0].reasons == std::vector{RevisionReason::definition});
}

TEST_CASE("what is withheld, what appears and what vanishes") {
  PublishedTable later = table();
  later.observations[0].value.clear();
  later.observations[0].status = ObservationStatus::suppressed;
  later.observations.pop_back();
  later.definitions.push_back({"kz:b:v1", {}, {}, "percent", 1, {}});
  later.observations.push_back({{2}, 1, later.observations[0].period, "1.0", ObservationStatus::normal, {}});
  const ReleaseDifference result = differences({table()}, {later});
  REQUIRE(result.revisions.size() == 3);
  CHECK(result.revisions[0].reasons == std::vector{RevisionReason::disclosure});
  CHECK(std::isnan(result.revisions[0].difference));
  CHECK(result.revisions[1].kind == RevisionKind::vanished);
  CHECK(result.revisions[1].figure == "kz:a:v1/2022/territory=79");
  CHECK(result.revisions[2].kind == RevisionKind::appeared);
  CHECK(result.revisions[1].reasons == std::vector{RevisionReason::coverage});  // its file is there
  CHECK(result.revisions[2].reasons == std::vector{RevisionReason::coverage});
  CHECK(result.same == 1);
}

TEST_CASE("a figure without its file in the other release: the sources differ; a table that is not there: coverage") {
  PublishedTable fewer = table();
  fewer.sources = {fewer.sources[1]};
  fewer.observations.erase(fewer.observations.begin());
  for (PublishedObservation& one : fewer.observations) one.sources = {0};
  ReleaseDifference result = differences({table()}, {fewer});
  REQUIRE(result.revisions.size() == 1);
  CHECK(result.revisions[0].kind == RevisionKind::vanished);
  CHECK(result.revisions[0].reasons == std::vector{RevisionReason::source});
  result = differences({fewer}, {table()});
  REQUIRE(result.revisions.size() == 1);
  CHECK(result.revisions[0].kind == RevisionKind::appeared);
  CHECK(result.revisions[0].reasons == std::vector{RevisionReason::source});
  result = differences({table()}, {});
  REQUIRE(result.revisions.size() == 3);
  for (const Revision& one : result.revisions) CHECK(one.reasons == std::vector{RevisionReason::coverage});
}

TEST_CASE("versions side by side are matched exactly, not crosswise") {
  PublishedTable both = table();
  both.definitions.push_back({"kz:a:v2", {}, {}, "percent", 1, {}});
  both.observations.push_back({{0}, 1, both.observations[0].period, "40.0", ObservationStatus::normal, {0}});
  const ReleaseDifference result = differences({table()}, {both});
  REQUIRE(result.revisions.size() == 1);
  CHECK(result.revisions[0].kind == RevisionKind::appeared);
  CHECK(result.same == 3);
}

}  // namespace
}  // namespace tartip::statistics
