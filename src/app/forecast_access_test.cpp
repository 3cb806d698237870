// Published forecasts as a regional branch, an analyst of one register and a stranger see them, through the one door.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "app/admit.hpp"
#include "app/forecast_within.hpp"
#include "app/narrowed.hpp"
#include "app/operations.hpp"
#include "store/records.hpp"
#include "store/test_country.hpp"

using namespace tartip;
using namespace tartip::app;

namespace {

using Values = std::map<std::string, std::vector<std::string>>;

// The small country with forecasts of its regions, of everything together, and of region B alone.
struct Published : test::Country {
  Setting setting;
  std::string regions, together, other_region;  // publications

  Published() {
    close();
    std::ofstream(centre() / "tartip.toml") << "name = \"Test\"\nzone = \"UTC\"\nlanguage = \"en\"\n";
    setting.centre = centre();
    setting.keys = folder() / "keys";
    setting.now = test::k_now;
    const Values about = {{"register", {"offences"}}, {"period", {"2022-02..2022-09"}},
                          {"horizon", {"2"}},         {"method", {"naive"}},
                          {"every", {"month"}},       {"reconcile", {"bottom_up"}}};
    Values of_regions = about, of_b = about;
    of_regions["territory"] = {"region"};
    of_b["in"] = {"B"};
    regions = publish(of_regions);
    together = publish(about);
    other_region = publish(of_b);
    REQUIRE(store::Records::open(centre()).has_value());
    be({Role::analyst}, {.territories = {"A"}});
  }
  void be(std::vector<Role> roles, Scope scope = {.everything = true}) {
    setting.visitor = {.name = "aigul", .roles = std::move(roles), .scope = std::move(scope), .local = false};
  }
  Result<Answer> ask(const char* noun, const char* verb, Values values = {}) {
    const Operation& operation = *find_operation(noun, verb);
    auto call = check_call(operation, setting, std::move(values));
    REQUIRE(call.has_value());
    return perform(operation, *call);
  }
  std::string key(const char* verb, Values values) {
    const auto answer = ask("forecast", verb, std::move(values));
    return answer ? "answered" : answer.error().key;
  }
  Answer answered(const char* verb, Values values) {
    auto answer = ask("forecast", verb, std::move(values));
    INFO((answer ? std::string() : answer.error().describe()));
    REQUIRE(answer.has_value());
    return std::move(*answer);
  }

 private:
  std::string publish(Values values) {
    setting.now += 1'000'000;  // a second later each, so that they differ
    const Answer answer = answered("publish", std::move(values));
    for (const Message& said : answer.said)
      for (const Argument& argument : said.arguments)
        if (said.key == "said.publish.done" && argument.name == "id") return argument.value;
    FAIL("nothing was published");
    return {};
  }
};

std::size_t column(const Sheet& sheet, const std::string& id) {
  const auto found =
      std::find_if(sheet.columns.begin(), sheet.columns.end(), [&](const SheetColumn& one) { return one.id == id; });
  REQUIRE(found != sheet.columns.end());
  return static_cast<std::size_t>(found - sheet.columns.begin());
}

std::set<std::string> texts(const Sheet& sheet, const std::string& id) {
  std::set<std::string> found;
  for (const auto& row : sheet.rows)
    if (const auto* text = std::get_if<std::string>(&row[column(sheet, id)])) found.insert(*text);
  return found;
}

bool any_number(const Sheet& sheet, const std::string& id, const std::string& series) {
  return std::any_of(sheet.rows.begin(), sheet.rows.end(), [&](const auto& row) {
    return row[column(sheet, "series")] == SheetCell(series) &&
           !std::holds_alternative<std::monostate>(row[column(sheet, id)]);
  });
}

const Sheet& sheet_named(const Answer& answer, const std::string& id) {
  const auto found =
      std::find_if(answer.sheets.begin(), answer.sheets.end(), [&](const Sheet& one) { return one.id == id; });
  REQUIRE(found != answer.sheets.end());
  return *found;
}

bool mentions(const Answer& answer, const std::string& text) {
  for (const Sheet& sheet : answer.sheets)
    for (const auto& row : sheet.rows)
      for (const SheetCell& cell : row)
        if (const auto* word = std::get_if<std::string>(&cell); word != nullptr && *word == text) return true;
  return false;
}

using Series = std::set<std::string>;

}  // namespace

TEST_CASE("a regional branch sees its region's forecasts with the truth, and the country's forecast alone") {
  Published centre;
  const Answer mine = centre.answered("show", {{"publication", {centre.regions}}});
  const Sheet& steps = sheet_named(mine, "published_steps");
  CHECK(texts(steps, "series") == Series{"A", "total"});
  CHECK(any_number(steps, "mean", "total"));
  for (const char* truth : {"first", "revised"}) CHECK_FALSE(any_number(steps, truth, "total"));
  CHECK(any_number(steps, "revised", "A"));
  CHECK(texts(sheet_named(mine, "history"), "series") == Series{"A"});
  CHECK(texts(sheet_named(mine, "hierarchy"), "series") == Series{"A", "total"});
  CHECK_FALSE(mentions(mine, "B"));
  CHECK_FALSE(mentions(mine, "Unit B"));
  CHECK(mine.said.back().key == "said.show.narrowed");

  centre.be({Role::analyst});
  const Answer all = centre.answered("show", {{"publication", {centre.regions}}});
  CHECK(mentions(all, "B"));
  CHECK(any_number(sheet_named(all, "published_steps"), "revised", "total"));
  CHECK(texts(sheet_named(all, "history"), "series").contains("total"));
  // Whoever sees less finds the same entries of the ledger, so that what is shown can be proven.
  const auto entry_of = [](const Answer& answer, const std::string& series) {
    const Sheet& sheet = sheet_named(answer, "hierarchy");
    for (const auto& row : sheet.rows)
      if (row[column(sheet, "series")] == SheetCell(series)) return row[column(sheet, "entry")];
    return SheetCell();
  };
  for (const char* series : {"A", "total"}) CHECK(entry_of(mine, series) == entry_of(all, series));
}

TEST_CASE("another region is not there for a regional branch, however it is asked for") {
  Published centre;
  CHECK(centre.key("show", {{"publication", {centre.regions}}, {"in", {"B"}}}) == "error.access.territory");
  CHECK(centre.key("show", {{"publication", {centre.regions}}, {"in", {"A", "B"}}}) == "error.access.territory");
  CHECK(centre.key("show", {{"publication", {centre.regions}}, {"series", {"B"}}}) == "error.show.series");
  CHECK(centre.key("show", {{"publication", {centre.regions}}, {"series", {"nowhere"}}}) == "error.show.series");
  CHECK(centre.key("show", {{"publication", {"0000"}}}) == "error.score.nothing");
  // The sum of a publication about another region is that region's.
  const Answer other = centre.answered("show", {{"publication", {centre.other_region}}});
  for (const Sheet& sheet : other.sheets) CHECK(sheet.rows.empty());
  const Answer country = centre.answered("show", {{"publication", {centre.together}}});
  CHECK(texts(sheet_named(country, "published_steps"), "series") == Series{"total"});
  CHECK(sheet_named(country, "history").rows.empty());
  // A district of the region is no region: its branch sees the country's forecast.
  centre.be({Role::analyst}, {.territories = {"a1"}});
  CHECK(texts(sheet_named(centre.answered("show", {{"publication", {centre.regions}}}), "published_steps"), "series") ==
        Series{"total"});
  centre.be({Role::analyst}, {.territories = {"B"}});
  CHECK(texts(sheet_named(centre.answered("show", {{"publication", {centre.other_region}}}), "history"), "series") ==
        Series{"total"});
}

TEST_CASE("an analyst of one register sees its forecasts whole and no other register's") {
  Published centre;
  centre.be({Role::analyst}, {.registers = {"offences"}});
  CHECK(mentions(centre.answered("show", {{"publication", {centre.regions}}}), "B"));
  CHECK(centre.key("score", {{"publication", {centre.regions}}, {"show", {"forecasts"}}}) == "answered");
  centre.be({Role::analyst}, {.registers = {"fires"}});
  CHECK(centre.key("show", {{"publication", {centre.regions}}}) == "error.access.register");
  CHECK(centre.key("score", {{"publication", {centre.regions}}, {"show", {"forecasts"}}}) == "error.access.register");
  for (const Scope& scope :
       {Scope{.territories = {"A"}}, Scope{.registers = {"offences"}}, Scope{.everything = true}}) {
    centre.be({Role::analyst}, scope);
    CHECK(offered(*find_operation("forecast", "show"), centre.setting.visitor));
  }
  centre.setting.visitor = {.local = false};
  CHECK_FALSE(offered(*find_operation("forecast", "show"), centre.setting.visitor));
  CHECK(centre.key("show", {{"publication", {centre.regions}}}) == "error.access.sign_in");
  CHECK(centre.key("show", {{"publication", {"0000"}}}) == "error.access.sign_in");
}

TEST_CASE("scores with the figures that came true are narrowed like figures") {
  Published centre;
  const Answer mine = centre.answered("score", {{"publication", {centre.regions}}, {"show", {"all"}}});
  CHECK(texts(sheet_named(mine, "scored_forecasts"), "series") == Series{"A"});
  CHECK_FALSE(mentions(mine, "B"));
  CHECK_FALSE(mentions(mine, "together"));
  CHECK(centre.key("score", {{"register", {"offences"}}, {"show", {"forecasts"}}}) == "answered");
  CHECK(centre.key("score", {{"register", {"offences"}}, {"in", {"B"}}}) == "error.access.territory");
  CHECK(centre.key("score", {{"show", {"forecasts"}}}) == "error.access.not_by_territory");
}

TEST_CASE("a region's briefing tells nothing of the truth of the others' forecasts") {
  Published centre;
  const auto has_card = [&] {
    const auto answer = centre.ask("briefing", "show", {{"register", {"offences"}}});
    INFO((answer ? std::string() : answer.error().describe()));
    REQUIRE(answer.has_value());
    return answer->document.find("forecasts\"") != std::string::npos;
  };
  CHECK_FALSE(has_card());
  centre.be({Role::analyst});
  CHECK(has_card());
}

TEST_CASE("public scores tell no single figure") {
  Published centre;
  const auto groups = [&](Values values) {
    const Answer answer = centre.answered("score", std::move(values));
    const Sheet& sheet = sheet_named(answer, "scores");
    std::int64_t least = 1'000'000;
    for (const auto& row : sheet.rows) least = std::min(least, std::get<std::int64_t>(row[column(sheet, "forecasts")]));
    return std::pair(sheet.rows.size(), least);
  };
  // Three forecasts of two months each: every single group is small.
  CHECK(groups({{"publication", {centre.together}}}).first == 0);
  centre.setting.visitor = {.local = false};
  CHECK(groups({{"publication", {centre.together}}}).first == 0);
  CHECK(groups({}).second >= k_least_scored);
  CHECK(centre.key("score", {{"known-on", {"2023-01-01"}}}) == "error.access.sign_in");
  CHECK(centre.key("score", {{"in", {"A"}}}) == "error.access.sign_in");
  centre.be({Role::reader});
  CHECK(groups({{"publication", {centre.together}}}).second == 1);
}

TEST_CASE("who administers and sees no figures is told no sizes of registers and none of their classes") {
  Published centre;
  centre.be({Role::administrator});
  const auto list = centre.ask("register", "list");
  REQUIRE(list.has_value());
  const Sheet& sheet = list->sheets.front();
  REQUIRE(sheet.rows.size() == 1);
  CHECK(std::holds_alternative<std::monostate>(sheet.rows[0][column(sheet, "events")]));
  centre.be({Role::reader});
  const auto whole = centre.ask("register", "list");
  CHECK(whole->sheets.front().rows[0][column(sheet, "events")] == SheetCell(std::int64_t{7}));
}
