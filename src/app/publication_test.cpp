#include "app/publication.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "base/hash.hpp"

using namespace tartip;
using namespace tartip::app;

namespace {

Publication example() {
  Publication one;
  one.moment = "2026-11-22T06:03:12Z";
  one.program = "0.1.0";
  one.name = "offences";
  one.question = {.register_id = "offences", .territory_level = "region", .territories = {"KZ-11", "KZ-19"}};
  one.definition = "tartip:count:v1";
  one.cut = one.moment;
  one.register_version = "abc";
  one.history = "2020-01..2026-10";
  one.method = "auto";
  one.nowcast = "none";
  one.reconciliation = "mint_shrink";
  one.seed = 18'446'744'073'709'551'615u;
  one.horizon = 1;
  one.series = 1;
  one.probabilities = {0.1, 0.5, 0.9};
  return one;
}

}  // namespace

TEST_CASE("what is published is read back as it was") {
  Publication publication = example();
  const std::string head = entry_of(publication).value();
  CHECK(publication.id.size() == 16);
  CHECK(head.starts_with("{\"class\"") == false);
  const PublishedForecast forecast{
      publication.id, "KZ-11", "KZ-11", "", "ETS(A,N,N)", 2.5, {{"2026-11", 10.25, {7, 10, 14.5}, 9.0, std::nullopt}}};
  const std::string body = entry_of(forecast).value();
  const auto sets = read_publications({"not json", head, "{\"type\":\"something else\"}", body}).value();
  REQUIRE(sets.size() == 1);
  const Publication& back = sets[0]->publication;
  CHECK(sets[0]->entry == 1);
  CHECK(back.id == publication.id);
  CHECK(back.seed == publication.seed);
  CHECK(back.question.territories == publication.question.territories);
  CHECK(back.question.every == "month");
  REQUIRE(sets[0]->forecasts.size() == 1);
  const PublishedForecast& one = sets[0]->forecasts[0];
  CHECK(one.scale == 2.5);
  CHECK(one.steps[0].quantiles == std::vector<double>{7, 10, 14.5});
  CHECK(one.steps[0].yardstick_mean == 9);
  CHECK_FALSE(one.steps[0].yardstick_deviation.has_value());
}

TEST_CASE("the same publication has the same id, another has another") {
  Publication one = example(), same = example(), other = example();
  other.method = "ets";
  const std::string entry = entry_of(one).value();
  CHECK(entry == entry_of(same).value());
  CHECK(entry_of(other).has_value());
  CHECK(one.id != other.id);
}

TEST_CASE("a damaged or foreign forecast is named with its entry and field") {
  Publication publication = example();
  const std::string head = entry_of(publication).value();
  const auto error = [](const std::vector<std::string>& entries) { return read_publications(entries).error(); };
  CHECK(error({"{\"type\":\"tartip/publication/1\"}"}).key == "error.publication.entry");
  PublishedForecast stray{"0000000000000000", "x", "", "", "naive", std::nullopt, {}};
  CHECK(error({head, entry_of(stray).value()}).arguments[1].value == "publication");
  PublishedForecast few{publication.id, "x", "", "", "naive", std::nullopt, {{"2026-11", 1, {1}, {}, {}}}};
  CHECK(error({head, entry_of(few).value()}).arguments[1].value == "quantiles");
}

TEST_CASE("an entry is summed up in a line, whatever it is") {
  Publication publication = example();
  const EntrySummary summary = summarise_entry(entry_of(publication).value());
  CHECK(summary.kind == "tartip/publication/1");
  CHECK(summary.what.find("offences") != std::string::npos);
  CHECK(summarise_entry("\x01\x02").kind.empty());
}
