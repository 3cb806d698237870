#include <doctest/doctest.h>

#include "briefing/build.hpp"
#include "briefing/test_material.hpp"

using namespace tartip;
using namespace tartip::briefing;

namespace {

ForecastRecord record_of(std::size_t scored, double skill) {
  ForecastRecord record;
  record.scored = scored;
  record.waiting = 12;
  record.publications = 2;
  record.coverage_80 = 0.78;
  record.coverage_95 = 0.94;
  record.skill = skill;
  record.skill_at_first = skill - 0.05;
  for (int p = 1; p <= 19; ++p) {
    record.probabilities.push_back(0.05 * p);
    record.shares.push_back(0.05 * p + 0.01);
  }
  record.periods = {{{axes::Unit::month, 52 * 12}, scored / 2, 0.75, skill},
                    {{axes::Unit::month, 52 * 12 + 1}, scored / 2, 0.81, -0.1}};
  return record;
}

std::vector<Section> sections_of(const ForecastRecord& record, const std::string& language) {
  Material material = briefing::test::register_of({40, 30, 20, 10}, {35, 30, 25, 10});
  material.forecasts = record;
  std::vector<Section> found;
  const Document document = build_document({material}, {}, language);
  for (const Section& section : document.chapters.at(0).sections)
    if (section.id.starts_with("forecast")) found.push_back(section);
  return found;
}

}  // namespace

TEST_CASE("the score card shows calibration and skill over time in three languages") {
  for (const std::string language : {"en", "ru", "kk"}) {
    const auto sections = sections_of(record_of(60, 0.23), language);
    REQUIRE(sections.size() == 2);
    CAPTURE(language);
    for (const Section& section : sections) {
      REQUIRE(section.figure);
      REQUIRE(section.table);
      for (const std::string& sentence : section.finding) {
        CHECK(sentence.find("forecast.") == std::string::npos);  // a message that is not there
        CHECK(sentence.find('{') == std::string::npos);
      }
    }
    const Trend& calibration = std::get<Trend>(sections[0].figure->drawing);
    CHECK(calibration.periods.size() == 9);  // the tenths
    CHECK(calibration.series[0].values[4].value() == doctest::Approx(51));
    CHECK(calibration.series[1].values[4].value() == doctest::Approx(50));
    CHECK(sections[1].table->rows.size() == 2);
  }
}

TEST_CASE("what did no better than last year's figure is said to") {
  const auto all = sections_of(record_of(60, -0.02), "en");
  const auto said = [&](const std::string& words) {
    for (const std::string& sentence : all[0].finding)
      if (sentence.find(words) != std::string::npos) return true;
    return false;
  };
  CHECK(said("no better than last year"));
}

TEST_CASE("few forecasts are counted, not judged; none are not spoken of") {
  const auto few = sections_of(record_of(8, 0.2), "en");
  REQUIRE(few.size() == 1);
  CHECK_FALSE(few[0].figure);
  CHECK(sections_of(record_of(0, 0.2), "en").empty());
}
