#include "briefing/voice.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <regex>

#include "support/shared.hpp"

using namespace tartip;
using briefing::Voice;

namespace {

axes::Span span(const std::string& text) {
  return axes::parse_span(text).value();
}

}  // namespace

TEST_CASE("spans of time in three languages") {
  const Voice en("en"), ru("ru"), kk("kk");
  CHECK(en.span(span("2022")) == "2022");
  CHECK(ru.span(span("2022")) == "2022 год");
  CHECK(kk.span(span("2022")) == "2022 жыл");
  CHECK(en.span(span("1998..2007")) == "1998–2007");
  CHECK(ru.span(span("1998..2007")) == "1998–2007 годы");
  CHECK(kk.span(span("1998..2007")) == "1998–2007 жылдар");
  CHECK(en.span(span("2022-09")) == "September 2022");
  CHECK(ru.span(span("2022-09")) == "сентябрь 2022 года");
  CHECK(kk.span(span("2022-09")) == "2022 жылғы қыркүйек");
  CHECK(en.span(span("2022-01..2022-09")) == "January–September 2022");
  CHECK(ru.span(span("2022-01..2022-09")) == "январь–сентябрь 2022 года");
  CHECK(kk.span(span("2022-01..2022-09")) == "2022 жылғы қаңтар–қыркүйек");
  CHECK(ru.span(span("2021-11..2022-02")) == "ноябрь 2021 – февраль 2022 года");
  CHECK(en.span(span("2022-09-17")) == "17 September 2022");
  CHECK(en.span(span("2022-09-17..2022-10-03")) == "17 September 2022 – 3 October 2022");
  CHECK(en.span({span("2022").from, span("2022").from}) == "—");
}

TEST_CASE("plurals in three languages: 1, 2, 5, 11, 21, 22, 111") {
  const auto months = [](const std::string& language, std::int64_t count) {
    return Voice(language).say("trend.title_outside", {{"count", count}, {"judged", std::int64_t{120}}});
  };
  CHECK(months("en", 1) == "1 month of 120 outside the usual range");
  CHECK(months("en", 2) == "2 months of 120 outside the usual range");
  CHECK(months("en", 21) == "21 months of 120 outside the usual range");
  CHECK(months("ru", 1) == "1 месяц из 120 вне обычного диапазона");
  CHECK(months("ru", 2) == "2 месяца из 120 вне обычного диапазона");
  CHECK(months("ru", 5) == "5 месяцев из 120 вне обычного диапазона");
  CHECK(months("ru", 11) == "11 месяцев из 120 вне обычного диапазона");
  CHECK(months("ru", 21) == "21 месяц из 120 вне обычного диапазона");
  CHECK(months("ru", 22) == "22 месяца из 120 вне обычного диапазона");
  CHECK(months("ru", 111) == "111 месяцев из 120 вне обычного диапазона");
  CHECK(months("kk", 1) == "120 айдың 1 айы әдеттегі аралықтан тыс");
  CHECK(months("kk", 5) == "120 айдың 5 айы әдеттегі аралықтан тыс");
}

TEST_CASE("rows in quarantine agree with their number") {
  const auto rows = [](const std::string& language, std::int64_t count) {
    return Voice(language).say("quality.quarantine", {{"records", std::int64_t{1001}}, {"count", count}});
  };
  CHECK(rows("en", 1) ==
        "1,001 records are held; 1 row waits in quarantine for correction and is not in any figure here.");
  CHECK(rows("en", 2) ==
        "1,001 records are held; 2 rows wait in quarantine for correction and are not in any figure here.");
  CHECK(rows("ru", 1).find("1\u00A0001 запись;") != std::string::npos);
  CHECK(rows("ru", 3).find("3 строки.") != std::string::npos);
  CHECK(rows("ru", 5).find("5 строк.") != std::string::npos);
  CHECK(rows("kk", 21).find("— 21.") != std::string::npos);
}

TEST_CASE("every message the briefing says is in the catalogue") {
  const std::regex literal(R"re("([a-z]+\.[a-z_0-9]+)")re");
  int found = 0;
  for (const auto& entry : std::filesystem::directory_iterator(test::source_file("src/briefing"))) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".cpp" || name.find("_test.") != std::string::npos) continue;
    const std::string code = test::slurp(entry.path());
    for (auto match = std::sregex_iterator(code.begin(), code.end(), literal); match != std::sregex_iterator();
         ++match) {
      const std::string key = (*match)[1];
      if (key.ends_with(".hpp")) continue;
      ++found;
      CHECK_MESSAGE(text::Catalogue::in("en").has("briefing." + key), name << " says " << key);
    }
  }
  CHECK(found > 100);
}

TEST_CASE("long lists are cut and say how much") {
  CHECK(Voice("en").short_list({"A", "B", "C"}, 3) == "A, B and C");
  CHECK(Voice("en").short_list({"A", "B", "C"}, 2) == "A, B and 1 more");
  CHECK(Voice("ru").short_list({"А", "Б", "В", "Г"}, 2) == "А, Б и ещё 2");
  CHECK(Voice("kk").short_list({"А", "Б", "В", "Г"}, 1) == "А және тағы 3");
}
