// The relations of the forms that come with the program: each one fires when it is broken, and causes are found.
#include <set>

#include "forms/test_workbook.hpp"
#include "statistics/form_check.hpp"
#include "statistics/form_doubt.hpp"
#include "statistics/form_values.hpp"
#include "support/shared.hpp"

using namespace tartip;
using statistics::CheckPlan;
using statistics::CheckResult;
using statistics::Comparison;
using statistics::FormReport;
using statistics::TerritoryForms;

namespace {

const CheckPlan& plan() {
  static const CheckPlan both = [] {
    const auto& m = test::known_form("1m");
    const auto& sng = test::known_form("sng1");
    const std::vector<statistics::FormRelations> forms = {{&m.form, m.relations}, {&sng.form, sng.relations}};
    auto made = statistics::plan_checks(forms);
    REQUIRE_MESSAGE(made, made.error().describe());
    return std::move(*made);
  }();
  return both;
}

struct Pair {
  FormReport m, sng;
  explicit Pair(const std::string& territory)
      : m(test::zero_report(test::known_form("1m"), territory)),
        sng(test::zero_report(test::known_form("sng1"), territory)) {}
  TerritoryForms forms() const { return {m.territory, {&m, &sng}}; }
  std::optional<Decimal>& at(std::uint32_t cell) {
    const auto place = plan().place_of(cell);
    return (place.form == 0 ? m : sng)
        .sheets[place.sheet]
        .values[place.row * plan().forms[place.form]->sheets[place.sheet].graphs.size() + place.graph];
  }
  std::optional<Decimal>& at(const std::string& text) {
    const auto address = statistics::parse_address(text).value();
    const std::size_t form = address.form == "sng1" ? 1 : 0;
    const auto& description = *plan().forms[form];
    const auto sheet = description.find_sheet(address.sheet).value();
    return at(plan().cell(form, sheet, description.sheets[sheet].find_row(address.row).value(),
                          description.sheets[sheet].find_graph(address.graph).value()));
  }
};

CheckResult check(const std::vector<TerritoryForms>& territories) {
  return statistics::check_forms(plan(), territories, 1);
}

const statistics::Finding* finding(const CheckResult& result, const std::string& relation, const std::string& sheet) {
  for (const auto& one : result.findings)
    if (plan().relations[one.relation].relation.id == relation && one.sheet == sheet) return &one;
  return nullptr;
}

}  // namespace

TEST_CASE("forms of zeros satisfy every relation") {
  const Pair pair("750000000");
  const CheckResult result = check({pair.forms()});
  CHECK(result.findings.empty());
  CHECK(result.all.answered == plan().checks.size());
  CHECK(result.all.answered > 100'000);
  for (const auto& one : result.counts) CHECK(one.answered > 0);
}

TEST_CASE("every relation fires when a cell of it is wrong, in the territory and in the sum") {
  Random random(42);
  std::vector<std::vector<std::uint32_t>> checks_of(plan().relations.size());
  for (std::uint32_t i = 0; i < plan().checks.size(); ++i) checks_of[plan().checks[i].relation].push_back(i);
  Pair other("710000000");
  for (std::size_t r = 0; r < plan().relations.size(); ++r) {
    const auto& relation = plan().relations[r].relation;
    REQUIRE_MESSAGE(!checks_of[r].empty(), relation.id);
    for (int round = 0; round < 2; ++round) {
      const auto& one = plan().checks[checks_of[r][random.below(checks_of[r].size())]];
      const auto terms = plan().terms_of(one);
      const bool left = one.comparison != Comparison::at_least;
      const std::size_t pick = left ? random.below(one.left) : one.left + random.below(one.count - one.left);
      Pair pair("750000000");
      pair.at(terms[pick].cell) =
          Decimal(static_cast<std::int64_t>(one.comparison == Comparison::similar ? 5'000 : 1 + random.below(1'000)));
      const CheckResult result = check({pair.forms(), other.forms()});
      CHECK_MESSAGE(result.counts[r].broken >= 1, relation.id << ": " << plan().text_of(one));
      CHECK_MESSAGE(result.counts[r].broken_sums >= 1, relation.id);
      std::set<std::size_t> found;
      for (const auto& each : result.findings) found.insert(each.relation);
      // It is reported itself, or explained by the same wrong cell under another relation.
      std::size_t explained = 0;
      for (const auto& each : result.findings) explained += each.broken;
      CHECK_MESSAGE((found.contains(r) || explained == result.all.broken), relation.id);
    }
  }
}

TEST_CASE("one wrong article explains the broken relation of its article, its chapter and the totals") {
  // Fraud is counted once too often among grave crimes (annex 8): annexes 6 and 11 do not have it.
  Pair pair("750000000");
  for (const char* cell : {"PRIL8[190].g2", "PRIL8[chapter6].g2", "PRIL8[total].g2"}) pair.at(cell) = Decimal(1);
  const CheckResult result = check({pair.forms()});
  REQUIRE(result.findings.size() >= 1);
  std::size_t suspects = 0;
  for (const auto& one : result.findings)
    for (const auto& cause : one.causes) suspects += cause.suspect.text() == "1m:PRIL8[190].g2";
  CHECK(suspects == 1);
  const auto* crimes = finding(result, "crimes-by-gravity", "PRIL6");
  REQUIRE(crimes != nullptr);
  const auto& cause = crimes->causes.front();
  CHECK(cause.suspect.text() == "1m:PRIL8[190].g2");
  CHECK(cause.alternatives.empty());
  std::set<std::string> inherits;
  for (const auto& cell : cause.inherits) inherits.insert(cell.text());
  CHECK(inherits.contains("1m:PRIL8[chapter6].g2"));
  CHECK(inherits.contains("1m:PRIL8[total].g2"));
  CHECK(cause.broken == result.all.broken);
}

TEST_CASE("a wrong part and its total cannot be told apart by arithmetic alone: both are named") {
  Pair pair("350000000");
  // Pupils of all schools in R3: 7, of them by school 6, carried up to the totals.
  for (const char* row : {"190", "chapter6", "crimes", "medium", "total"}) {
    pair.at(std::string("R3[") + row + "].g4") = Decimal(7);
    pair.at(std::string("R3[") + row + "].g5") = Decimal(6);
  }
  const CheckResult result = check({pair.forms()});
  const auto* pupils = finding(result, "pupils", "R3");
  REQUIRE(pupils != nullptr);
  REQUIRE(pupils->causes.size() == 1);
  CHECK(pupils->causes[0].suspect.row == "190");
  CHECK(pupils->causes[0].alternatives.size() == 3);
  CHECK(pupils->causes[0].broken == 5);
  CHECK(result.all.broken == 5);
  CHECK(pupils->found == Decimal(7));
  CHECK(pupils->expected == Decimal(6));
}

TEST_CASE("a count that would have to be below zero is not the one that is wrong") {
  Pair pair("190000000");
  // Three servicemen, each in two of the four ranks: one rank too many, and the first is empty.
  for (const char* row : {"291", "chapter10", "medium", "crimes", "total"}) {
    const std::string cell = std::string("R7[") + row + "].g";
    for (const char* graph : {"11", "13", "14"}) pair.at(cell + graph) = Decimal(3);
  }
  const CheckResult result = check({pair.forms()});
  const auto* ranks = finding(result, "military-ranks", "R7");
  REQUIRE(ranks != nullptr);
  REQUIRE(ranks->causes.size() == 1);
  const auto& cause = ranks->causes.front();
  CHECK(cause.suspect.text() == "1m:R7[291].g13");
  CHECK(cause.stands == Decimal(3));
  CHECK(cause.should_be == Decimal(0));
  REQUIRE(cause.alternatives.size() == 1);
  CHECK(cause.alternatives.front().text() == "1m:R7[291].g14");
  CHECK(cause.broken == 5);
}

TEST_CASE("where articles leave open which graph is wrong, the one that is open in most of them is suspected") {
  Pair pair("710000000"), other("750000000");
  // Contract servicemen (g13) hold all servicemen; each article has one more rank that is right.
  const auto set = [](Pair& to, const char* row, const char* rank) {
    for (const char* graph : {"g11", "g13", rank}) to.at(std::string("R7[") + row + "]." + graph) = Decimal(2);
  };
  for (const char* row : {"107", "chapter1", "medium", "crimes", "total"}) set(pair, row, "g12");
  for (const char* row : {"188", "chapter6", "medium", "crimes", "total"}) set(other, row, "g15");
  const CheckResult result = check({pair.forms(), other.forms()});
  const auto* ranks = finding(result, "military-ranks", "R7");
  REQUIRE(ranks != nullptr);
  REQUIRE(ranks->causes.size() == 2);
  for (const auto& cause : ranks->causes) {
    CHECK(cause.suspect.graph == "g13");
    CHECK(cause.should_be == Decimal(0));
    CHECK(cause.alternatives.size() == 1);
    CHECK(cause.broken == 5);
    for (const auto& cell : cause.inherits) CHECK(cell.graph == "g13");
  }
}

TEST_CASE("several wrong articles explain the sums above them together") {
  Pair pair("710000000");
  const auto set = [&](const char* row, std::int64_t all, std::int64_t ranks) {
    pair.at(std::string("R7[") + row + "].g11") = Decimal(all);
    pair.at(std::string("R7[") + row + "].g12") = Decimal(ranks);
  };
  set("107", 1, 2);
  set("188", 1, 2);
  set("367", 1, 2);
  for (const char* chapter : {"chapter1", "chapter6", "chapter15"}) set(chapter, 1, 2);
  set("medium", 2, 4);
  set("grave", 1, 2);
  set("crimes", 3, 6);
  set("total", 3, 6);
  const CheckResult result = check({pair.forms()});
  const auto* ranks = finding(result, "military-ranks", "R7");
  REQUIRE(ranks != nullptr);
  CHECK(ranks->rows == std::vector<std::string>{"107", "188", "367"});
  CHECK(ranks->broken >= 10);
}

TEST_CASE("the same defect in many territories is one finding with its sum; a defect throughout accuses no cell") {
  std::vector<Pair> pairs;
  for (const char* code : {"100000000", "110000000", "150000000"}) pairs.emplace_back(code);
  std::vector<TerritoryForms> territories;
  for (Pair& pair : pairs) {
    for (const char* row : {"188.flats", "188"})
      for (const char* graph : {"R1[%].g2", "R1-1[%].g1"})
        pair.at(std::string(graph).replace(std::string(graph).find('%'), 1, row)) = Decimal(500);
    pair.at("R1[188].g1") = Decimal(500);
    for (const char* article : {"99", "106", "120", "188", "190", "191", "192", "194"})
      pair.at(std::string("R1[") + article + "].g24") = Decimal(2);
    territories.push_back(pair.forms());
  }
  const CheckResult result = check(territories);
  const auto* flats = finding(result, "flats-1m", "R1");
  REQUIRE(flats != nullptr);
  CHECK(flats->territories == 3);
  CHECK(flats->found == Decimal(0));
  CHECK(flats->expected == Decimal(1500));
  CHECK(plan().relations[flats->relation].relation.warning);
  const auto* expired = finding(result, "annexes-expired", "R1");
  REQUIRE(expired != nullptr);
  CHECK(expired->throughout);
  CHECK(expired->rows.size() == 8);
  CHECK(expired->territories == 3);
}

TEST_CASE("an empty cell is no zero: its checks are not answered") {
  Pair pair("750000000");
  pair.at("R4[total].g1").reset();
  const CheckResult result = check({pair.forms()});
  CHECK(result.all.broken == 0);
  CHECK(result.all.unanswered > 0);
  CHECK(result.all.unanswered + result.all.answered == plan().checks.size());
}

TEST_CASE("money is exact to the tenge") {
  Pair pair("750000000");
  pair.at("R4-1[190].g1") = Decimal::parse("0.3");
  pair.at("R4-1[190].g2") = Decimal::parse("0.1");
  pair.at("R4-1[190].g3") = Decimal::parse("0.2");
  const auto* exact = finding(check({pair.forms()}), "damage-by-owner", "R4-1");
  CHECK(exact == nullptr);
  pair.at("R4-1[190].g3") = Decimal::parse("0.201");
  const CheckResult broken = check({pair.forms()});
  REQUIRE(finding(broken, "damage-by-owner", "R4-1") != nullptr);
  CHECK(finding(broken, "damage-by-owner", "R4-1")->expected == *Decimal::parse("0.301"));
}

TEST_CASE("the same bytes for any number of threads") {
  std::vector<Pair> pairs;
  Random random(5);
  for (const char* code : {"100000000", "110000000", "150000000", "190000000"}) {
    pairs.emplace_back(code);
    for (int i = 0; i < 20; ++i)
      pairs.back().at(static_cast<std::uint32_t>(random.below(plan().cell_count()))) =
          Decimal(static_cast<std::int64_t>(random.below(50)));
  }
  std::vector<TerritoryForms> territories;
  for (const Pair& pair : pairs) territories.push_back(pair.forms());
  const CheckResult one = statistics::check_forms(plan(), territories, 1);
  const CheckResult four = statistics::check_forms(plan(), territories, 4);
  REQUIRE(one.findings.size() == four.findings.size());
  for (std::size_t i = 0; i < one.findings.size(); ++i) {
    REQUIRE(one.findings[i].causes.size() == four.findings[i].causes.size());
    for (std::size_t c = 0; c < one.findings[i].causes.size(); ++c)
      CHECK(one.findings[i].causes[c].suspect == four.findings[i].causes[c].suspect);
  }
}

TEST_CASE("doubts: an outlier among regions, rounded figures, a copied sheet") {
  std::vector<Pair> pairs;
  Random random(11);
  for (int i = 0; i < 10; ++i) {
    Pair& pair = pairs.emplace_back(std::to_string(100 + i) + "000000");
    pair.at("R1[total].g2") = Decimal(10'000);
    pair.at("R1[190].g2") = Decimal(1'000 + static_cast<std::int64_t>(random.below(100)));
    // Figures of one's own in a hundred rows, none of them round.
    std::int64_t article = 0;
    for (std::uint32_t cell = 0; cell < plan().cell_count() && article < 4'000; cell += 31, ++article) {
      if (plan().place_of(cell).sheet != 0) break;
      if (!plan().forms[0]->sheets[0].rows[plan().place_of(cell).row].chapter.empty())
        pair.at(cell) = Decimal(101 + 10 * static_cast<std::int64_t>(random.below(1'000)));
    }
  }
  std::vector<TerritoryForms> territories;
  for (const Pair& pair : pairs) territories.push_back(pair.forms());
  const std::vector<std::string> watch = {"R1.g2/R1[total].g2"};
  CHECK(statistics::find_doubts(plan(), territories, 0, watch).empty());

  pairs[3].at("R1[190].g2") = Decimal(4'000);
  pairs[5].m.sheets[0] = pairs[4].m.sheets[0];
  for (std::uint32_t cell = 0; plan().place_of(cell).sheet == 0; cell += 31) {
    auto& value = pairs[7].at(cell);
    if (*value > Decimal(0)) value = Decimal(value->thousandths() / 10'000 * 10);
  }
  const auto doubts = statistics::find_doubts(plan(), territories, 0, watch);
  std::set<std::string> seen;
  for (const auto& one : doubts) seen.insert(one.kind + " " + one.territory);
  CHECK(seen == std::set<std::string>{"outlier 103000000", "copied 105000000", "rounded 107000000"});
}

TEST_CASE("relations that cannot be are refused with their name") {
  const auto& form = test::known_form("sng1").form;
  const auto error_of = [&](statistics::Relation relation) {
    relation.id = "x";
    const std::vector<statistics::Relation> relations = {relation};
    const std::vector<statistics::FormRelations> forms = {{&form, relations}};
    const auto made = statistics::plan_checks(forms);
    return made ? std::string() : made.error().key;
  };
  const auto holds = [](const char* text) {
    statistics::Relation relation;
    relation.holds = text;
    return relation;
  };
  CHECK(error_of(holds("R1.g1 = R1.g2")).empty());
  for (const char* text : {"", "R1.g1", "R1.g1 == R1.g2", "R1.g1 = ", "= R1.g1", "R1.x = R1.g1", "R1[total = R1.g1",
                           "R1.g1 = R1.g3..g2", "R1.g1 = R1.g(n*2)"})
    CHECK_MESSAGE(error_of(holds(text)) == "error.relation.malformed", text);
  for (const char* text : {"R9.g1 = R1.g2", "R1[nobody].g1 = R1[total].g1", "R1.g77 = R1.g1"})
    CHECK_MESSAGE(error_of(holds(text)) == "error.relation.unknown", text);
  CHECK(error_of(holds("R1.g1 = R3.g1")) == "error.relation.empty");
  CHECK(error_of(holds("R1.g1 = other:R1.g2")).empty());  // a form that is not given makes no checks
}
