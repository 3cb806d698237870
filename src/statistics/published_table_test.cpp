#include "statistics/published_table.hpp"

#include <doctest/doctest.h>

namespace tartip::statistics {
namespace {

axes::Span year(int y) {
  return axes::parse_span(std::to_string(y)).value();
}

PublishedTable sample() {
  PublishedTable table;
  table.id = "clearance";
  table.dimensions = {{"territory", {}, {{"100000000", {}, ""}, {"750000000", {}, ""}}},
                      {"article", {}, {{"188", {}, ""}, {"188/1", {}, "188"}}}};
  table.definitions = {{"tartip:count:v1", {}, {}, "events", 0, {}}, {"tartip:share:v1", {}, {}, "percent", 1, {}}};
  table.observations = {{{0, 0}, 0, year(2022), "12", ObservationStatus::normal},
                        {{0, 1}, 1, year(2022), "-3.5", ObservationStatus::provisional},
                        {{1, 1}, 1, year(2022), "", ObservationStatus::suppressed}};
  return table;
}

TEST_CASE("a sound table passes, and each figure has a key of its own") {
  const PublishedTable table = sample();
  CHECK(checked(table));
  CHECK(figure_key(table, table.observations[0]) == "tartip:count:v1/2022/territory=100000000/article=188");
  CHECK(figure_key(table, table.observations[1]) == "tartip:share:v1/2022/territory=100000000/article=188%2F1");
}

TEST_CASE("what cannot be published is refused by name") {
  const auto key_after = [](auto&& spoil) {
    PublishedTable table = sample();
    spoil(table);
    const Status status = checked(table);
    return status ? std::string("sound") : status.error().key;
  };
  CHECK(key_after([](auto& t) { t.id = "Сlearance"; }) == "error.published.id");
  CHECK(key_after([](auto& t) { t.dimensions[1].id = "period"; }) == "error.published.twice");
  CHECK(key_after([](auto& t) { t.dimensions[1].codes[1].code = "188"; }) == "error.published.twice");
  CHECK(key_after([](auto& t) { t.dimensions[1].codes[1].parent = "189"; }) == "error.published.nowhere");
  CHECK(key_after([](auto& t) { t.definitions[1].id = t.definitions[0].id; }) == "error.published.twice");
  CHECK(key_after([](auto& t) { t.definitions.clear(); }) == "error.published.nowhere");
  CHECK(key_after([](auto& t) { t.observations[0].codes = {0}; }) == "error.published.nowhere");
  CHECK(key_after([](auto& t) { t.observations[0].codes = {0, 2}; }) == "error.published.nowhere");
  CHECK(key_after([](auto& t) { t.observations[0].period = {}; }) == "error.published.nowhere");
  CHECK(key_after([](auto& t) { t.observations[0].sources = {0}; }) == "error.published.nowhere");
  CHECK(key_after([](auto& t) { t.observations[0].value = ""; }) == "error.published.standing");
  CHECK(key_after([](auto& t) { t.observations[2].value = "4"; }) == "error.published.standing");
  for (const char* bad : {"1,5", "1.", ".5", "1e3", "nan", "--1", "1 000", "-"})
    CHECK(key_after([&](auto& t) { t.observations[0].value = bad; }) == "error.published.decimal");
  CHECK(key_after([](auto& t) { t.observations.push_back(t.observations[0]); }) == "error.published.twice");
}

TEST_CASE("statuses go by name and by letter") {
  CHECK(sdmx_letter(ObservationStatus::broken) == 'B');
  CHECK(sdmx_letter(ObservationStatus::suppressed) == 'Q');
  CHECK(observation_status_named("provisional") == ObservationStatus::provisional);
  CHECK_FALSE(observation_status_named("fine"));
  for (auto status : {ObservationStatus::normal, ObservationStatus::missing, ObservationStatus::suppressed})
    CHECK(observation_status_named(name_of(status)) == status);
}

TEST_CASE("the order of figures does not depend on how they were made") {
  PublishedTable table = sample();
  std::swap(table.observations[0], table.observations[2]);
  sort_observations(table);
  CHECK(table.observations[0].value == "12");
  CHECK(table.observations[2].status == ObservationStatus::suppressed);
}

}  // namespace
}  // namespace tartip::statistics
