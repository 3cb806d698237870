#include "briefing/build.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.hpp"
#include "briefing/test_material.hpp"

using namespace tartip;
using namespace tartip::briefing;
using tartip::briefing::test::by_class;
using tartip::briefing::test::names;
using tartip::briefing::test::one_series;
using tartip::briefing::test::register_of;
using tartip::briefing::test::squares;
using tartip::briefing::test::year;

namespace {

const std::vector<std::string> k_languages = {"kk", "ru", "en"};

Document build(const Material& material, const std::string& language = "en") {
  return build_document({material}, {"Centre", "2026-02-02 10:15", "0.1.0", "2025b", 1, 1}, language);
}

const Section* find_section(const Document& document, const std::string& id) {
  for (const Section& section : document.chapters.at(0).sections)
    if (section.id == id) return &section;
  return nullptr;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

bool says(const Section* section, const std::string& part) {
  return section != nullptr && std::any_of(section->finding.begin(), section->finding.end(),
                                           [&](const std::string& sentence) { return has(sentence, part); });
}

// Every text of a document is finished: no message key, no placeholder, no number that is none.
void check_finished(const Document& document) {
  const std::string json = to_json(document);
  for (const std::string broken : {"briefing.", "flag.", "{count", "{value", ", plural", "nan", "inf%"})
    CHECK_MESSAGE(!has(json, broken), document.language
                                          << ": " << broken << " in …"
                                          << json.substr(json.find(broken) < 80 ? 0 : json.find(broken) - 80, 200));
}

std::vector<double> many(std::size_t count, double mean, std::uint64_t seed) {
  Random random(seed);
  std::vector<double> values(count);
  for (double& value : values) value = static_cast<double>(random.poisson(mean));
  return values;
}

}  // namespace

TEST_CASE("a register with an earlier year gets its chapter in three languages") {
  Material material = register_of({6000, 3000, 900, 30}, {5000, 3600, 910, 25});
  material.place = squares(many(30, 40, 3), 1);
  material.quality.quarantined = 21;
  material.quality.flags = {{"time_gap", 2}, {"later_format", 0}};
  material.files = {{"a.csv", std::string(64, 'a'), 9930, "2026-02-02 10:00"}};
  for (const std::string& language : k_languages) {
    const Document document = build(material, language);
    check_finished(document);
    CHECK(document.language == language);
    CHECK(document.summary.size() == 1);
    for (const std::string id : {"headline", "trend", "years", "drivers", "map", "funnel", "quality", "method"})
      CHECK_MESSAGE(find_section(document, id) != nullptr, id);
    CHECK(find_section(document, "ranking") == nullptr);  // cells have no residents
    CHECK(document.passport.size() == 2);
    const Chapter& chapter = document.chapters.front();
    CHECK(chapter.headlines.size() == 4);
    for (const Section& section : chapter.sections) {
      CHECK_FALSE(section.finding.empty());
      CHECK_FALSE(section.method.empty());
      if (section.figure) CHECK_FALSE(section.figure->title.empty());
      if (section.figure) CHECK(section.table.has_value());
      if (!section.table) continue;
      for (const auto& row : section.table->rows) CHECK(row.size() == section.table->columns.size());
    }
  }
}

TEST_CASE(
    "what drives the change: contributions, opposite movements, and only what survives the correction is a finding") {
  const Document document = build(register_of({6000, 3000, 900, 30}, {5000, 4010, 910, 25}));
  const Section* drivers = find_section(document, "drivers");
  REQUIRE(drivers != nullptr);
  CHECK(says(drivers, "Theft (+1,000)"));
  CHECK(says(drivers, "Fraud (−1,010)"));
  CHECK(says(drivers, "Opposite movements"));
  CHECK(says(drivers, "Changed beyond chance, corrected for 4 comparisons: 2 — "));
  const Bars& bars = std::get<Bars>(drivers->figure->drawing);
  CHECK(bars.diverging);
  double sum = 0;
  for (const Bar& bar : bars.bars) {
    sum += bar.value;
    if (bar.label == "Robbery") CHECK(bar.verdict == Verdict::unclear);
    if (bar.label == "Assault") CHECK((bar.verdict == Verdict::few || bar.verdict == Verdict::unclear));
    if (bar.label == "Theft") CHECK(bar.verdict == Verdict::rise);
    if (bar.label == "Fraud") CHECK(bar.verdict == Verdict::fall);
  }
  CHECK(sum == doctest::Approx(-15));
  CHECK(document.chapters[0].headlines[0].verdict == Verdict::unclear);
  CHECK(drivers->table->rows.front().back().text == "30.2%");  // Fraud: 3,000 of 9,930
  CHECK(drivers->table->rows.back().back().text == "100%");
}

TEST_CASE("without an earlier year nothing is said about change") {
  for (const std::string& language : k_languages) {
    const Document document = build(register_of({600, 300, 90}, {}), language);
    check_finished(document);
    CHECK(find_section(document, "drivers") == nullptr);
    CHECK(find_section(document, "shares") != nullptr);
    for (const Headline& headline : document.chapters[0].headlines) CHECK(headline.verdict == Verdict::none);
  }
  const Document document = build(register_of({600, 300, 90}, {}));
  CHECK(says(find_section(document, "headline"), "There is no earlier year to compare with."));
  CHECK(says(find_section(document, "trend"), "fewer than three complete earlier years"));
}

TEST_CASE("of a sample shares are told, never totals, rates or changes — even when an earlier year is there") {
  Material material = register_of({2800, 1500, 700}, {2000, 1500, 700});
  material.sample = true;
  material.caution = names("Drawn by an unknown rule.", "Правило отбора неизвестно.", "Іріктеу ережесі белгісіз.");
  material.place = squares(many(30, 160, 5), 1);
  for (const std::string& language : k_languages) {
    const Document document = build(material, language);
    check_finished(document);
    CHECK(find_section(document, "drivers") == nullptr);
    CHECK(find_section(document, "years") == nullptr);
    CHECK(find_section(document, "funnel") == nullptr);
    for (const Headline& headline : document.chapters[0].headlines) CHECK(headline.verdict == Verdict::none);
    const Section* map = find_section(document, "map");
    REQUIRE(map != nullptr);
    for (const Shape& shape : std::get<Map>(map->figure->drawing).shapes)
      CHECK((shape.verdict == Verdict::none || shape.verdict == Verdict::few));
  }
  const Document document = build(material);
  CHECK(has(document.chapters[0].caution, "This is a sample"));
  CHECK(has(document.chapters[0].caution, "Drawn by an unknown rule."));
  CHECK(says(find_section(document, "headline"), "totals do not"));
  CHECK(document.chapters[0].headlines[1].value == "56.0%");
}

TEST_CASE("an empty period, an empty register and no register at all") {
  for (const std::string& language : k_languages) {
    check_finished(build(register_of({0, 0}, {0, 0}), language));
    check_finished(build(register_of({0, 0}, {400, 30}), language));
    check_finished(build(register_of({400, 30}, {0, 0}), language));
    Material bare;
    bare.id = "bare";
    bare.names = bare.event = names("bare", "пусто", "бос");
    bare.span = year(2022);
    const Document document = build(bare, language);
    check_finished(document);
    CHECK(find_section(document, "map") == nullptr);
    CHECK(build_document({}, {}, language).summary.size() == 1);
  }
  CHECK(says(find_section(build(register_of({0, 0}, {0, 0})), "headline"), "none in 2022, and none in 2021"));
}

TEST_CASE("a register that does not say what it counts counts events") {
  Material material = register_of({1200, 600}, {1100, 640});
  material.event = {};
  for (const auto& [language, subject] :
       {std::pair{"en", "Events"}, std::pair{"ru", "События"}, std::pair{"kk", "Оқиғалар"}})
    CHECK(says(find_section(build(material, language), "headline"), subject));
}

TEST_CASE("months that are missing are gaps, and said") {
  Material material = register_of({1200, 600}, {1100, 640});
  material.monthly = one_series({year(2017).from, year(2022).to}, axes::Unit::month, [](axes::Period month) {
    return axes::text_of(month) == "2022-03" ? std::numeric_limits<double>::quiet_NaN() : 150;
  });
  const Document document = build(material);
  const Section* trend = find_section(document, "trend");
  REQUIRE(trend != nullptr);
  const Trend& drawing = std::get<Trend>(trend->figure->drawing);
  CHECK(drawing.periods.size() == 12);
  CHECK_FALSE(drawing.series[0].values[2].has_value());
  CHECK(drawing.series[0].values[3] == 150);
  CHECK(trend->table->rows[2][1].text == "not known");
  CHECK(says(find_section(document, "quality"), "1 month is missing"));
}

TEST_CASE("an unusual month is named, with how many chance alone would give") {
  Material material = register_of({1200}, {1200});
  material.monthly = one_series({year(2017).from, year(2022).to}, axes::Unit::month, [](axes::Period month) {
    return axes::text_of(month) == "2022-07" ? 400 : 100 + static_cast<double>(month.ordinal % 7);
  });
  const Document document = build(material);
  CHECK(says(find_section(document, "trend"), "1 month lies outside the usual range"));
  CHECK(says(find_section(document, "trend"), "Above the usual range: July."));
  CHECK(find_section(document, "trend")->figure->title == "1 month of 12 outside the usual range");
}

TEST_CASE("a map of cells: zero is zero, one cell stands out, the legend says every step") {
  std::vector<double> counts = many(40, 50, 11);
  counts[0] = 0;
  counts[7] = 200;
  Material material = register_of({3000, 1000}, {3000, 1000});
  material.place = squares(counts, 1);
  const Document document = build(material);
  const Section* section = find_section(document, "map");
  REQUIRE(section != nullptr);
  const Map& map = std::get<Map>(section->figure->drawing);
  REQUIRE(map.shapes.size() == 40);
  CHECK(map.shapes[0].value == 0);
  CHECK(map.shapes[0].verdict == Verdict::low);
  CHECK(map.shapes[7].verdict == Verdict::high);
  CHECK(map.shapes[7].value == doctest::Approx(200'000));
  CHECK(map.shapes[7].step == 4);
  for (int step = 0; step < 5; ++step)
    CHECK(std::any_of(map.legend.begin(), map.legend.end(),
                      [&](const LegendEntry& entry) { return entry.step == step; }));
  CHECK(says(section, "1 cell lies above the limits of chance and 1 below, of 40"));
  const Funnel& funnel = std::get<Funnel>(find_section(document, "funnel")->figure->drawing);
  CHECK(funnel.points.size() == 40);
  CHECK_FALSE(funnel.limits.empty());
}

TEST_CASE("few events everywhere: hatched, and no place is said to stand out") {
  Material material = register_of({30}, {30});
  material.place = squares({1, 0, 2, 1, 0, 3, 1, 2, 1, 0, 1, 2}, 1);
  const Document document = build(material);
  const Section* section = find_section(document, "map");
  for (const Shape& shape : std::get<Map>(section->figure->drawing).shapes) {
    CHECK(shape.verdict == Verdict::few);
    CHECK(shape.step == -1);
  }
  CHECK(says(section, "None of 12 cells"));
}

TEST_CASE("districts with residents are ranked with the interval of their rank") {
  Material material = register_of({3000, 1000}, {3000, 1000});
  Place place = squares(many(20, 200, 17), 1);
  place.cells = false;
  place.exposure = Exposure::residents;
  place.per = 100'000;
  for (std::size_t i = 0; i < place.grounds.size(); ++i) {
    place.grounds[i].names =
        names("District " + std::to_string(i), "Район " + std::to_string(i), std::to_string(i) + "-аудан");
    place.grounds[i].exposure = i == 3 ? std::numeric_limits<double>::quiet_NaN() : 50'000;
  }
  place.now.values[5] = 900;
  place.before = place.now;
  place.before->values[5] = 450;
  material.place = place;
  for (const std::string& language : k_languages) {
    const Document document = build(material, language);
    check_finished(document);
    const Section* ranking = find_section(document, "ranking");
    REQUIRE(ranking != nullptr);
    CHECK(ranking->table->rows.size() == 19);  // without residents no rate and no rank
  }
  const Document document = build(material);
  CHECK(find_section(document, "ranking")->table->rows[0][0].text == "District 5");
  CHECK(says(find_section(document, "ranking"), "District 5 (rank 1)"));
  const Section* map = find_section(document, "map");
  CHECK(says(map, "Above the limits: District 5."));
  CHECK(map->table->rows[5].back().text == "+100%");
  CHECK(map->table->rows[5].back().verdict == Verdict::rise);
  CHECK(map->table->rows[4].back().verdict == Verdict::unclear);
}

TEST_CASE("days of the week: a real difference is named, noise is not") {
  Material material = register_of({5200}, {5200});
  Random random(23);
  material.daily = one_series(year(2022), axes::Unit::day, [&](axes::Period day) {
    const bool saturday = std::chrono::weekday(axes::first_day(day)) == std::chrono::Saturday;
    return static_cast<double>(random.poisson(saturday ? 26 : 13));
  });
  const Document document = build(material);
  CHECK(says(find_section(document, "weekdays"), "More than on other days: Saturday."));

  material.daily =
      one_series(year(2022), axes::Unit::day, [&](axes::Period) { return static_cast<double>(random.poisson(13)); });
  CHECK(says(find_section(build(material), "weekdays"), "No day of the week differs"));
  material.daily = one_series({year(2022).from, year(2022).from + std::chrono::days(20)}, axes::Unit::day,
                              [](axes::Period) { return 9.0; });
  CHECK(find_section(build(material), "weekdays") == nullptr);  // three weeks say nothing
}

TEST_CASE("hours of the day: half of the events, and the heap at midnight is warned of") {
  Material material = register_of({5200}, {5200});
  material.hourly =
      one_series({year(2022).from, year(2022).from + std::chrono::days(10)}, axes::Unit::hour, [](axes::Period hour) {
        const auto h = hour.ordinal % 24;
        return h == 0 ? 20.0 : h >= 18 ? 12.0 : 2.0;
      });
  const Document document = build(material);
  const Section* hours = find_section(document, "hours");
  REQUIRE(hours != nullptr);
  CHECK(says(hours, "Half of them fall within 5 hours, from 20:00 to 01:00."));
  CHECK(has(hours->caution, "00:00 stands out"));
  CHECK_FALSE(has(hours->caution, "12:00"));
}

TEST_CASE("the same material gives the same document") {
  Material material = register_of({6000, 3000, 900, 30}, {5000, 3600, 910, 25});
  material.place = squares(many(30, 40, 3), 1);
  CHECK(to_json(build(material)) == to_json(build(material)));
}
