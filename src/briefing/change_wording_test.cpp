#include "briefing/change_wording.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"
#include "statistics/observation.hpp"

using namespace tartip;
using briefing::change_sentence;
using briefing::Voice;
using statistics::change_between;
using statistics::Observation;

namespace {

Observation complete(double value) {
  return {value, cube::Cell::complete};
}

std::string sentence(double now, double before, const std::string& language) {
  const Voice voice(language);
  const std::string subject = language == "en" ? "Incidents" : language == "ru" ? "Происшествия" : "Оқиғалар";
  using namespace std::chrono;
  const axes::Span span{sys_days(2022y / 1 / 1), sys_days(2022y / 10 / 1)};
  return change_sentence(change_between(complete(now), complete(before)),
                         {subject, voice.span(span), voice.span(axes::years_earlier(span))}, voice);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a clear fall, in three languages") {
  CHECK(sentence(10224, 10962, "en")
            .starts_with("Incidents, January–September 2022: 10,224 — 6.7% fewer than in January–September 2021 "
                         "(10,962); 95% interval of the change: −9.2% to −4.2%"));
  CHECK(sentence(10224, 10962, "ru")
            .starts_with("Происшествия, январь–сентябрь 2022 года: 10\u00A0224 — на 6,7\u00A0% меньше, чем за "
                         "январь–сентябрь 2021 года (10\u00A0962)"));
  CHECK(sentence(10224, 10962, "kk")
            .starts_with("Оқиғалар, 2022 жылғы қаңтар–қыркүйек: 10\u00A0224 — бір жыл бұрынғыдан 6,7%-ға аз (2021 "
                         "жылғы қаңтар–қыркүйек: 10\u00A0962)"));
}

TEST_CASE("a clear rise, in three languages") {
  CHECK(has(sentence(1300, 1000, "en"), "1,300 — 30.0% more than in January–September 2021 (1,000)"));
  CHECK(has(sentence(1300, 1000, "ru"), "— на 30,0\u00A0% больше, чем за январь–сентябрь 2021 года"));
  CHECK(has(sentence(1300, 1000, "kk"), "30,0%-ға көп"));
}

TEST_CASE("no clear change and too few say so") {
  CHECK(has(sentence(1010, 1000, "en"), "no clear change from January–September 2021 (1,000): +1.0%"));
  CHECK(has(sentence(1010, 1000, "ru"), "явного изменения по сравнению с прошлым годом нет"));
  CHECK(has(sentence(1010, 1000, "kk"), "анық өзгеріс жоқ"));
  CHECK(has(sentence(4, 2, "en"), "too few events to say"));
  CHECK(has(sentence(4, 2, "ru"), "событий слишком мало"));
  CHECK(has(sentence(4, 2, "kk"), "айтуға оқиға тым аз"));
}

TEST_CASE("zero on either side, and on both") {
  CHECK(sentence(12, 0, "en") == "Incidents, January–September 2022: 12; there were none in January–September 2021.");
  CHECK(sentence(0, 0, "en") == "Incidents: none in January–September 2022, and none in January–September 2021.");
  CHECK(has(sentence(0, 0, "ru"), "ни одного события"));
  CHECK(has(sentence(0, 0, "kk"), "бірде-бір оқиға жоқ"));
  CHECK_FALSE(has(sentence(0, 40, "en"), "nan"));
  CHECK_FALSE(has(sentence(0, 40, "en"), "inf"));
}

TEST_CASE("a change whose size is hardly known is told by its direction alone") {
  const Voice voice("en");
  CHECK(has(sentence(2, 40, "en"), "fewer than in January–September 2021 (40)"));
  CHECK(briefing::change_text(change_between(complete(2), complete(40)), voice) == "fewer; by how much is uncertain");
  CHECK(sentence(0, 40, "en") == "Incidents: none in January–September 2022, after 40 in January–September 2021.");
  CHECK(briefing::change_text(change_between(complete(0), complete(40)), voice) == "none now");
}

TEST_CASE("missing and partial years are not compared") {
  const Voice voice("en");
  const Observation missing{std::nan(""), cube::Cell::missing}, partial{50, cube::Cell::partial};
  CHECK(change_sentence(change_between(complete(100), missing), {"Incidents", "2022", ""}, voice) ==
        "Incidents, 2022: 100. There is no earlier year to compare with.");
  CHECK(has(change_sentence(change_between(complete(100), partial), {"Incidents", "2022", "2021"}, voice),
            "Not compared with 2021"));
  CHECK(has(change_sentence(change_between(missing, complete(5)), {"Incidents", "2022", "2021"}, voice), "not known"));
  CHECK(briefing::change_text(change_between(complete(100), missing), voice) == "no earlier year");
  CHECK(briefing::interval_text(change_between(complete(100), missing), voice).empty());
}

TEST_CASE("nothing rises or falls while its interval holds no change") {
  Random random(7);
  const std::vector<std::string> rises = {" more than in ", "больше, чем", " көп "};
  const std::vector<std::string> falls = {" fewer than in ", "меньше, чем", " аз "};
  for (int i = 0; i < 400; ++i) {
    const double before = std::floor(std::exp(8 * random.uniform())),
                 now = std::floor(before * (0.5 + random.uniform()));
    const statistics::Change change = change_between(complete(now), complete(before));
    const bool up = change.low > 0, down = change.high < 0;
    const std::string en = sentence(now, before, "en"), ru = sentence(now, before, "ru"),
                      kk = sentence(now, before, "kk");
    if (change.basis != statistics::Basis::compared || now == 0) continue;
    CHECK_MESSAGE(has(en, rises[0]) == up, en);
    CHECK_MESSAGE(has(en, falls[0]) == down, en);
    CHECK_MESSAGE(has(ru, rises[1]) == up, ru);
    CHECK_MESSAGE(has(ru, falls[1]) == down, ru);
    CHECK_MESSAGE(has(kk, "бұрынғыдан") == (up || down), kk);
  }
}

TEST_CASE("a rise whose upper end cannot be told has a lower one, in three languages") {
  const statistics::Change huge = change_between(complete(80), complete(1));  // 95%: tenfold and far more
  REQUIRE(huge.verdict == statistics::Verdict::rise);
  CHECK(huge.high > 10'000);
  CHECK(briefing::interval_cell(huge, Voice("en")).starts_with("at least +"));
  CHECK(briefing::interval_cell(huge, Voice("ru")).starts_with("не менее +"));
  CHECK(briefing::interval_cell(huge, Voice("kk")).starts_with("кемінде +"));
  CHECK(briefing::interval_text(change_between(complete(40), complete(0)), Voice("en")).find("inf") ==
        std::string::npos);
  CHECK(briefing::interval_cell(change_between(complete(4), complete(2)), Voice("en")) == "—");
}
