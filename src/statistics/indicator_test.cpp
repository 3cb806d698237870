#include "statistics/indicator.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <type_traits>

#include "base/file.hpp"
#include "statistics/indicator_value.hpp"
#include "support/shared.hpp"

namespace tartip::statistics {
namespace {

// Form 1-М, Ulytau region, full year 2022 (published workbook): all offences.
const std::map<std::string, const char*> k_ulytau = {{"R1[total].g1", "790"},
                                                     {"R1[total].g2", "786"},
                                                     {"R1[total].g6", "160"},
                                                     {"R1[total].g7", "100"},
                                                     {"R1[total].g13", "294"},
                                                     {"R1[total].g14", "373"},
                                                     {"R1[total].g15", "333"},
                                                     {"R1[total].g26", "149"},
                                                     {"R1-1[total].g1", "786"},
                                                     {"R1-1[total].g7", "159"},
                                                     {"R1-1[total].g8", "100"},
                                                     {"R1-1[total].g15", "372"},
                                                     {"R1-1[total].g16", "333"},
                                                     {"R4[total].g1", "92922.004"},
                                                     {"R4[total].g7", "14847.197"},
                                                     {"R4-1[total].g9", "729496.261"},
                                                     {"R4-1[total].g13", "0"},
                                                     {"R1[188].g2", "0"},
                                                     {"R1[188].g6", "0"},
                                                     {"R1-1[188].g7", "0"},
                                                     {"R1[99].g2", "8"},
                                                     {"R1[99].g6", "7"},
                                                     {"R1-1[99].g7", "5"},
                                                     {"R1[190].g2", "44"}};

axes::Span year_2022() {
  return axes::parse_span("2022").value();
}

Reported reported_from(const std::map<std::string, const char*>& cells, double residents = 221'014) {
  return {"620000000", year_2022(),
          [&cells](const CellAddress& cell) -> Result<std::optional<Decimal>> {
            const auto found = cells.find(cell.text());
            if (found == cells.end()) return std::optional<Decimal>();
            return Decimal::parse(found->second);
          },
          residents};
}

IndicatorBook book() {
  const std::string file = test::source_file("descriptions/indicators.toml").string();
  auto text = read_file(file);
  REQUIRE(text);
  auto parsed = parse_indicators(*text, file);
  if (!parsed) FAIL(parsed.error().describe());
  return std::move(*parsed);
}

IndicatorValue value_of(const IndicatorBook& all, const std::string& id, const std::string& row = "") {
  auto value = compute(**all.find(id), row, reported_from(k_ulytau));
  if (!value) FAIL(value.error().describe());
  return std::move(*value);
}

// A figure without a definition is a mistake of the compiler's kind.
static_assert(!std::is_default_constructible_v<IndicatorValue>);
static_assert(!std::is_default_constructible_v<DefinitionId>);
static_assert(!std::is_constructible_v<IndicatorValue, IndicatorFigure>);
static_assert(!std::is_constructible_v<DefinitionId, std::string>);
static_assert(!std::is_convertible_v<IndicatorValue, double>);

TEST_CASE("a definition's id says who, what and which version") {
  const auto id = DefinitionId::parse("kz:clearance-court:v12");
  REQUIRE(id);
  CHECK(id->stem() == "kz:clearance-court");
  CHECK(id->version() == 12);
  for (const char* bad : {"", "kz", "kz:v1", "kz:a:1", "kz:a:v0", "kz:a:v01", "kz:a:v1x", "KZ:a:v1", "kz::v1", ":a:v1",
                          "kz:a b:v1", "kz:a:b:v1", "kz:a:v99999999999"})
    CHECK_FALSE(DefinitionId::parse(bad));
}

TEST_CASE("expressions are sums of cells; a dash inside a name is no minus") {
  const auto two = parse_expression("R1-1[188-1].g6 + R1[@].g15 - R4-1[190.internet].g2");
  REQUIRE(two);
  REQUIRE(two->size() == 3);
  CHECK((*two)[0].cell == CellAddress{"", "R1-1", "188-1", "g6"});
  CHECK((*two)[2].sign == -1);
  CHECK(text_of(*two) == "R1-1[188-1].g6 + R1[@].g15 - R4-1[190.internet].g2");
  for (const char* bad : {"", "R1", "R1[@].g6 +", "+ R1[@].g6", "R1[@].g6 R1[@].g7", "2 * R1[@].g6", "R1[@].6"})
    CHECK_MESSAGE(!parse_expression(bad), bad);
}

TEST_CASE("six definitions of clearance give six figures of one form") {
  const IndicatorBook all = book();
  const auto clearance = all.about("clearance");
  REQUIRE(clearance);
  REQUIRE(clearance->size() == 6);
  // 160/786, 100/786, 160/493, 100/433, 159/786, 100/786
  const char* expected[] = {"20.4", "12.7", "32.5", "23.1", "20.2", "12.7"};
  for (std::size_t i = 0; i < 6; ++i) {
    const auto value = compute(*(*clearance)[i], "", reported_from(k_ulytau));
    REQUIRE(value);
    CHECK(value->figure().text == expected[i]);
    CHECK(value->figure().standing == IndicatorStanding::sound);
    CHECK(value->figure().low < value->figure().value);
    CHECK(value->figure().value < value->figure().high);
  }
  CHECK(value_of(all, "kz:clearance-completed-registered").describe() ==
        "kz:clearance-completed-registered:v1 total 620000000 2022 = 20.4");
}

TEST_CASE("counts, gross registration, rates and money are exact") {
  const IndicatorBook all = book();
  CHECK(value_of(all, "kz:registered-net:v1").figure().text == "786");
  CHECK(value_of(all, "kz:registered-gross:v1").figure().text == "1080");
  CHECK(value_of(all, "kz:no-crime-share:v1").figure().text == "27.2");
  CHECK(value_of(all, "kz:rate-registered:v1").figure().text == "35.56");  // 786 · 10 000 / 221 014 = 35.5633
  const IndicatorValue completed = value_of(all, "kz:compensation-completed:v1");
  CHECK(completed.figure().text == "16.0");                                            // 14 847.197 / 92 922.004
  CHECK(value_of(all, "kz:compensation-with-interrupted:v1").figure().text == "1.8");  // / 822 418.265
  CHECK(completed.figure().standing == IndicatorStanding::sound);
  CHECK(std::isnan(completed.figure().low));  // money has no sampling interval
}

TEST_CASE("nothing to divide by, too few, missing and contradictory are told apart") {
  const IndicatorBook all = book();
  const IndicatorValue none = value_of(all, "kz:clearance-completed-registered:v1", "188");
  CHECK(none.figure().standing == IndicatorStanding::not_defined);
  CHECK(none.figure().text.empty());
  const IndicatorValue few = value_of(all, "kz:clearance-completed-registered:v1", "99");
  CHECK(few.figure().standing == IndicatorStanding::few);  // 7 of 8
  CHECK(few.figure().text == "87.5");
  const IndicatorValue missing = value_of(all, "kz:clearance-completed-registered:v1", "190");
  CHECK(missing.figure().standing == IndicatorStanding::missing);
  CHECK(missing.figure().missing_cell == "R1[190].g6");
  const std::map<std::string, const char*> broken = {{"R1[total].g1", "10"}, {"R1[total].g14", "11"}};
  const auto contradiction = compute(**all.find("kz:interrupted-production:v1"), "", reported_from(broken));
  REQUIRE(contradiction);
  CHECK(contradiction->figure().standing == IndicatorStanding::contradictory);
  CHECK(contradiction->figure().text.empty());
  const auto unknown = compute(**all.find("kz:rate-registered:v1"), "", reported_from(k_ulytau, NAN));
  CHECK(unknown->figure().standing == IndicatorStanding::not_defined);
}

TEST_CASE("an indicator without a row to choose refuses one") {
  const IndicatorBook all = book();
  const auto value = compute(**all.find("kz:electronic-share:v1"), "188", reported_from(k_ulytau));
  REQUIRE_FALSE(value);
  CHECK(value.error().key == "error.indicator.row");
}

TEST_CASE("territories together: sums of the parts, never the mean of percentages") {
  const IndicatorBook all = book();
  const Indicator& court = **all.find("kz:clearance-court-unidentified:v1");
  const std::map<std::string, const char*> other = {{"R1[total].g7", "900"}, {"R1[total].g15", "100"}};
  const std::vector<IndicatorValue> values = {*compute(court, "", reported_from(k_ulytau)),
                                              *compute(court, "", reported_from(other))};
  const IndicatorValue sum = together(court, values);
  CHECK(sum.figure().text == "69.8");  // 1000 / 1433, not (23.1 + 90.0) / 2
  CHECK(sum.figure().territory.empty());
  const std::map<std::string, const char*> lacking = {{"R1[total].g7", "900"}};
  const std::vector<IndicatorValue> with_gap = {values[0], *compute(court, "", reported_from(lacking))};
  CHECK(together(court, with_gap).figure().standing == IndicatorStanding::missing);
}

TEST_CASE("rounding is half away from zero, on the exact quotient") {
  IndicatorBook all = book();
  Indicator share = **all.find("kz:interrupted-production:v1");
  const auto text = [&](const char* part, const char* whole, int decimals) {
    share.decimals = decimals;
    const std::map<std::string, const char*> cells = {{"R1[total].g14", part}, {"R1[total].g1", whole}};
    return compute(share, "", reported_from(cells))->figure().text;
  };
  CHECK(text("1", "800", 1) == "0.1");   // 0.125
  CHECK(text("1", "800", 2) == "0.13");  // half
  CHECK(text("1", "3", 3) == "33.333");
  CHECK(text("2", "3", 0) == "67");
  CHECK(text("0", "7", 1) == "0.0");
  CHECK(text("999999999999", "999999999999", 1) == "100.0");
}

TEST_CASE("a description of indicators that says too little is refused with its line") {
  const std::string sound = R"([[question]]
id = "q"
[[indicator]]
id = "kz:a:v1"
question = "q"
shape = "share"
numerator = "R1[@].g1"
denominator = "R1[@].g2"
name = { en = "A", ru = "А", kk = "А" }
definition = { en = "A", ru = "А", kk = "А" }
)";
  REQUIRE(parse_indicators(sound, "a.toml"));
  const auto key_with = [&](const std::string& from, const std::string& to) {
    std::string text = sound;
    text.replace(text.find(from), from.size(), to);
    const auto parsed = parse_indicators(text, "a.toml");
    if (parsed) return std::string("sound");
    CHECK(parsed.error().where.file == "a.toml");
    CHECK(parsed.error().where.line > 0);
    return parsed.error().key;
  };
  CHECK(key_with("kz:a:v1", "kz:a") == "error.definition.id");
  CHECK(key_with("question = \"q\"", "question = \"r\"") == "error.indicator.question");
  CHECK(key_with("share", "part") == "error.indicator.shape");
  CHECK(key_with("share", "count") == "error.indicator.parts");
  CHECK(key_with("denominator = \"R1[@].g2\"\n", "") == "error.indicator.parts");
  CHECK(key_with("R1[@].g1", "R1.g1") == "error.form.address");
  CHECK(key_with("kk = \"А\" }\ndefinition", "de = \"А\" }\ndefinition") == "error.indicator.language");
  CHECK(key_with("numerator", "numerater") == "error.toml.unknown_word");
  CHECK(parse_indicators(sound + sound.substr(sound.find("[[indicator]]")), "a.toml").error().key ==
        "error.indicator.twice");
}

TEST_CASE("indicators are found by id or by what comes before the version; a slip names the nearest") {
  const IndicatorBook all = book();
  CHECK((*all.find("kz:electronic-share"))->id.text() == "kz:electronic-share:v1");
  CHECK(all.find("kz:electronik-share:v1").error().key == "error.indicator.unknown_near");
  CHECK(all.find("???").error().key == "error.indicator.unknown");
  CHECK(all.about("nothing").error().key == "error.indicator.question");
}

}  // namespace
}  // namespace tartip::statistics
