#include "app/decision.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "app/admit.hpp"
#include "axes/calendar.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::app;

namespace {

Visitor of(std::vector<Role> roles, Scope scope = {.everything = true}) {
  return {.name = "aigul", .roles = std::move(roles), .scope = std::move(scope), .local = false};
}
Visitor nobody() {
  return {.local = false};
}

std::string word(const Decision& decision) {
  if (!decision.admitted()) return decision.refusal.substr(std::string("error.access.").size());
  std::string text = decision.needs_ground ? "ground" : "yes";
  if (decision.narrow_territories) text += "+in";
  if (decision.narrow_registers) text += "+register";
  return text;
}

const Scope k_region = {.territories = {"KZ-15"}};
const Scope k_register = {.registers = {"fires"}};
const Scope k_both = {.territories = {"KZ-15"}, .registers = {"fires"}};

// What is asked, by a short name.
const std::vector<std::pair<std::string, Asked>> k_asked = {
    {"published", {.matter = Matter::published}},
    {"definitions", {.matter = Matter::definitions}},
    {"method", {.matter = Matter::method}},
    {"account", {.matter = Matter::account}},
    {"catalogue", {.matter = Matter::catalogue, .every_register = true}},
    {"figures", {.matter = Matter::figures, .registers = {"fires"}, .narrows_by_territory = true}},
    {"fine figures", {.matter = Matter::figures, .registers = {"fires"}, .narrows_by_territory = true, .fine = true}},
    {"figures of offences", {.matter = Matter::figures, .registers = {"offences"}, .narrows_by_territory = true}},
    {"figures of all, by register", {.matter = Matter::figures, .every_register = true, .narrows_by_register = true}},
    {"figures not by territory", {.matter = Matter::figures, .registers = {"fires"}}},
    {"records", {.matter = Matter::records, .registers = {"fires"}, .narrows_by_territory = true}},
    {"waiting rows", {.matter = Matter::records, .permission = Permission::import, .registers = {"fires"}}},
    {"import", {.matter = Matter::change, .permission = Permission::import, .registers = {"fires"}}},
    {"describe", {.matter = Matter::change, .permission = Permission::describe, .every_register = true}},
    {"publish", {.matter = Matter::change, .permission = Permission::publish, .every_register = true}},
    {"people", {.matter = Matter::people, .permission = Permission::administer}},
};

}  // namespace

TEST_CASE("the table of decisions") {
  const std::vector<std::pair<std::string, Visitor>> who = {
      {"anonymous", nobody()},
      {"no role", of({})},
      {"reader", of({Role::reader})},
      {"analyst", of({Role::analyst})},
      {"publisher", of({Role::publisher})},
      {"registrar", of({Role::registrar})},
      {"administrator", of({Role::administrator})},
      {"analyst of a region", of({Role::analyst}, k_region)},
      {"analyst of a register", of({Role::analyst}, k_register)},
      {"analyst of both", of({Role::analyst}, k_both)},
      {"analyst of nothing", of({Role::analyst}, {})},
      {"registrar of a region", of({Role::registrar}, k_region)},
      {"registrar of a register", of({Role::registrar}, k_register)},
      {"publisher of a region", of({Role::publisher}, k_region)},
  };
  // One line a visitor, one word a question, in the order of k_asked.
  const std::map<std::string, std::vector<std::string>> expected = {
      {"anonymous",
       {"yes", "yes", "sign_in", "sign_in", "sign_in", "sign_in", "sign_in", "sign_in", "sign_in", "sign_in", "sign_in",
        "sign_in", "sign_in", "sign_in", "sign_in", "sign_in"}},
      {"no role",
       {"yes", "yes", "yes", "yes", "yes", "role", "role", "role", "role", "role", "role", "role", "role", "role",
        "role", "role"}},
      {"reader",
       {"yes", "yes", "yes", "yes", "yes", "yes", "role", "yes", "yes", "yes", "role", "role", "role", "role", "role",
        "role"}},
      {"analyst",
       {"yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "ground", "role", "role", "role", "role",
        "role"}},
      {"publisher",
       {"yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "role", "role", "role", "role", "yes",
        "role"}},
      {"registrar",
       {"yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "ground", "ground", "yes", "yes", "role",
        "role"}},
      {"administrator",
       {"yes", "yes", "yes", "yes", "yes", "role", "role", "role", "role", "role", "role", "role", "role", "role",
        "role", "yes"}},
      {"analyst of a region",
       {"yes", "yes", "yes", "yes", "yes", "yes+in", "yes+in", "yes+in", "not_by_territory", "not_by_territory",
        "ground+in", "role", "role", "role", "role", "role"}},
      {"analyst of a register",
       {"yes", "yes", "yes", "yes", "yes", "yes", "yes", "register", "yes+register", "yes", "ground", "role", "role",
        "role", "role", "role"}},
      {"analyst of both",
       {"yes", "yes", "yes", "yes", "yes", "yes+in", "yes+in", "register", "not_by_territory", "not_by_territory",
        "ground+in", "role", "role", "role", "role", "role"}},
      {"analyst of nothing",
       {"yes", "yes", "yes", "yes", "no_scope", "no_scope", "no_scope", "no_scope", "no_scope", "no_scope", "no_scope",
        "role", "role", "role", "role", "role"}},
      {"registrar of a region",
       {"yes", "yes", "yes", "yes", "yes", "yes+in", "yes+in", "yes+in", "not_by_territory", "not_by_territory",
        "ground+in", "not_by_territory", "whole_country", "whole_country", "role", "role"}},
      {"registrar of a register",
       {"yes", "yes", "yes", "yes", "yes", "yes", "yes", "register", "yes+register", "yes", "ground", "ground", "yes",
        "whole_centre", "role", "role"}},
      {"publisher of a region",
       {"yes", "yes", "yes", "yes", "yes", "yes+in", "yes+in", "yes+in", "not_by_territory", "not_by_territory", "role",
        "role", "role", "role", "whole_country", "role"}},
  };
  REQUIRE(who.size() == expected.size());
  for (const auto& [name, visitor] : who) {
    CAPTURE(name);
    REQUIRE(expected.at(name).size() == k_asked.size());
    for (std::size_t i = 0; i < k_asked.size(); ++i) {
      CAPTURE(k_asked[i].first);
      CHECK(word(decide(visitor, k_asked[i].second)) == expected.at(name)[i]);
    }
  }
}

namespace {

// The rows of a table of docs/access.md that begin with a visitor in each of these columns.
void check_rows(const std::vector<std::pair<std::string, std::string>>& rows, const std::vector<Visitor>& columns) {
  const std::string page = test::slurp(test::source_file("docs/access.md"));
  for (const auto& [label, name] : rows) {
    const auto asked = std::find_if(k_asked.begin(), k_asked.end(), [&](const auto& one) { return one.first == name; });
    REQUIRE(asked != k_asked.end());
    std::string line = "| " + label + " |";
    for (const Visitor& visitor : columns) {
      const Decision decision = decide(visitor, asked->second);
      std::string cell = !decision.admitted() ? "–" : decision.narrow_territories ? "narrowed" : "";
      if (decision.needs_ground) cell += cell.empty() ? "ground" : ", ground";
      line += " " + (cell.empty() ? std::string("yes") : cell) + " |";
    }
    CHECK_MESSAGE(page.find("\n" + line + "\n") != std::string::npos, line);
  }
}

}  // namespace

TEST_CASE("docs/access.md says what is decided") {
  check_rows({{"published: releases, published forecasts and their score, ledger", "published"},
              {"definitions: indicators, forms, classifications, territories", "definitions"},
              {"method: computed from one’s own files", "method"},
              {"account: one’s own password and tokens", "account"},
              {"catalogue: which registers there are", "catalogue"},
              {"figures of registers", "figures"},
              {"fine figures: by attribute, in small cells", "fine figures"},
              {"records: single events", "records"},
              {"waiting rows of an import", "waiting rows"},
              {"import", "import"},
              {"describe", "describe"},
              {"publish", "publish"},
              {"people, audit log", "people"}},
             {nobody(), of({}), of({Role::reader}), of({Role::analyst}), of({Role::publisher}), of({Role::registrar}),
              of({Role::administrator})});
  check_rows({{"figures of the register", "figures"},
              {"figures of another register", "figures of offences"},
              {"published forecasts with what came true", "figures"},
              {"figures that cannot be narrowed", "figures not by territory"},
              {"records: single events", "records"},
              {"waiting rows of an import", "waiting rows"},
              {"import", "import"},
              {"describe", "describe"}},
             {of({Role::analyst}, k_region), of({Role::analyst}, k_register), of({Role::registrar}, k_region),
              of({Role::registrar}, k_register)});
}

TEST_CASE("what touches records, changes something or concerns people is audited; figures are not") {
  const Visitor all = of({Role::administrator, Role::registrar, Role::analyst, Role::publisher});
  for (const auto& [name, asked] : k_asked) {
    CAPTURE(name);
    const bool expected = asked.matter == Matter::records || asked.matter == Matter::change ||
                          asked.matter == Matter::people || asked.matter == Matter::account;
    CHECK(decide(all, asked).audited == expected);
  }
}

TEST_CASE("a token does not make tokens or change a password") {
  Visitor token = of({Role::administrator});
  token.by_token = true;
  CHECK(word(decide(token, {.matter = Matter::account})) == "by_token");
  CHECK(word(decide(token, {.matter = Matter::catalogue})) == "yes");
}

TEST_CASE("several roles add up") {
  const Visitor both = of({Role::publisher, Role::registrar});
  CHECK(decide(both, {.matter = Matter::change, .permission = Permission::publish}).admitted());
  CHECK(decide(both, {.matter = Matter::change, .permission = Permission::import}).admitted());
  CHECK_FALSE(decide(both, {.matter = Matter::people}).admitted());
}

namespace {

// A country, two regions, a district in each; the second region's district has the code of the first region.
axes::Territory country() {
  const axes::Span always{axes::k_first_day, axes::k_last_day};
  const auto unit = [&](std::int32_t number, std::int32_t level, std::int32_t parent, const char* code) {
    axes::TerritoryUnit one;
    one.number = number;
    one.level = level;
    one.parent = parent;
    one.code = code;
    one.valid = always;
    return one;
  };
  auto made = axes::Territory::make("land", {}, "EPSG:4326", "", {{"country", {}}, {"region", {}}, {"district", {}}},
                                    {unit(0, 0, -1, "L"), unit(1, 1, 0, "15"), unit(2, 1, 0, "16"),
                                     unit(3, 2, 1, "1501"), unit(4, 2, 2, "15"), unit(5, 2, 2, "1602")},
                                    {});
  REQUIRE(made.has_value());
  return std::move(*made);
}

std::string codes(const Scope& scope, const std::vector<std::string>& asked) {
  const auto found = codes_within(country(), scope, asked);
  if (!found) return found.error().key;
  std::string text;
  for (const std::string& code : *found) text += (text.empty() ? "" : " ") + code;
  return text;
}

}  // namespace

TEST_CASE("codes asked for lie within the scope, or the question is refused") {
  const Scope first = {.territories = {"region:15"}};
  CHECK(codes(first, {}) == "region:15");
  CHECK(codes(first, {"1501"}) == "1501");
  CHECK(codes(first, {"region:15", "1501"}) == "region:15 1501");
  CHECK(codes(first, {"16"}) == "error.access.territory");
  CHECK(codes(first, {"1501", "1602"}) == "error.access.territory");
  CHECK(codes(first, {"L"}) == "error.access.territory");
  CHECK(codes(first, {"nowhere"}) == "error.access.territory");
  CHECK(codes(first, {""}) == "error.access.territory");
  // "15" is also a district of the other region.
  CHECK(codes(first, {"15"}) == "error.access.territory");
  CHECK(codes(first, {"district:15"}) == "error.access.territory");
  CHECK(codes({.territories = {"15"}}, {"15"}) == "15");
  CHECK(codes({.territories = {"land/region:15"}}, {}) == "region:15");
  CHECK(codes({.territories = {"sea/15"}}, {}) == "error.access.no_territory");
  CHECK(codes({.territories = {"99"}}, {"1501"}) == "error.access.no_territory");
  CHECK(codes({.territories = {"1501", "16"}}, {}) == "1501 16");
  CHECK(codes({.territories = {"L"}}, {"1602", "region:15"}) == "1602 region:15");
}

TEST_CASE("a token reaches no further than who made it") {
  const Scope all = {.everything = true};
  CHECK(within(k_both, all));
  CHECK_FALSE(within(all, k_both));
  CHECK(within(k_both, k_region));
  CHECK(within(k_both, k_register));
  CHECK_FALSE(within(k_region, k_both));
  CHECK_FALSE(within(k_register, k_region));
  CHECK_FALSE(within({.territories = {"KZ-16"}}, k_region));
  CHECK(within({}, {}));
  CHECK_FALSE(within(k_region, {}));
}

TEST_CASE("every operation has a rule, and every rule an operation") {
  for (const Operation& operation : operations()) {
    CAPTURE(operation.noun);
    CAPTURE(operation.verb);
    const auto rule = rule_for(operation);
    CHECK(rule.has_value());
    if (!rule) continue;
    // Who may only look cannot be let through a rule to change something, and the other way round.
    if (operation.permission == Permission::import || operation.permission == Permission::describe)
      CHECK((rule->matter == Matter::change || rule->matter == Matter::records));
    if (operation.permission == Permission::publish)
      CHECK((rule->matter == Matter::change || rule->matter == Matter::method));
    if (operation.permission == Permission::administer)
      CHECK((rule->matter == Matter::change || rule->matter == Matter::people || rule->matter == Matter::account));
    if (rule->matter == Matter::change) CHECK(operation.permission != Permission::look);
    for (const std::string& file : rule->own_files)
      CHECK(std::any_of(operation.parameters.begin(), operation.parameters.end(),
                        [&](const Parameter& parameter) { return parameter.name == file; }));
    // What asks a register and shows no published matter can be narrowed, or is refused to who answers for a part.
    const Asked asked = *asked_of(operation, Call({}, {{"register", {"fires"}}}));
    const Decision regional = decide(of({Role::registrar, Role::analyst, Role::publisher}, k_region), asked);
    if (asked.matter == Matter::figures || asked.matter == Matter::records)
      CHECK((regional.narrow_territories || !regional.admitted()));
    // Strangers see what is published and defined, nothing else.
    const bool open = rule->matter == Matter::published || rule->matter == Matter::definitions;
    CHECK(offered(operation, nobody()) == open);
    CHECK(decide(nobody(), asked).admitted() == open);
  }
}

TEST_CASE("parameters make an open operation a guarded one") {
  const auto matter = [](const char* noun, const char* verb, std::map<std::string, std::vector<std::string>> values) {
    return name_of(asked_of(*find_operation(noun, verb), Call({}, std::move(values)))->matter);
  };
  CHECK(matter("forecast", "score", {{"show", {"scores"}}}) == "published");
  CHECK(matter("forecast", "score", {{"show", {"forecasts"}}}) == "figures");
  CHECK(matter("forecast", "score", {{"show", {"all"}}}) == "figures");
  CHECK(matter("forecast", "score", {{"show", {"scores"}}, {"in", {"KZ-15"}}}) == "figures");
  CHECK(matter("forecast", "score", {{"show", {"scores"}}, {"known-on", {"2022-01-01"}}}) == "figures");
  CHECK(matter("form", "show", {{"id", {"1m"}}}) == "definitions");
  CHECK(matter("form", "show", {{"id", {"1m"}}, {"file", {"x.xlsx"}}}) == "method");
  CHECK(matter("classification", "show", {{"classification", {"iccs"}}}) == "definitions");
  CHECK(matter("classification", "show", {{"classification", {"own:fires"}}}) == "figures");
  CHECK(matter("indicator", "compute", {}) == "figures");
  CHECK(matter("indicator", "compute", {{"forms", {"cells.csv"}}}) == "method");
  CHECK(matter("indicator", "compute", {{"indicators", {"own.toml"}}}) == "figures");
  CHECK(matter("forecast", "nowcast", {{"triangle", {"t.csv"}}}) == "method");
  CHECK(matter("forecast", "nowcast", {{"triangle", {"t.csv"}}, {"register", {"fires"}}}) == "figures");
  CHECK(matter("register", "quarantine", {{"register", {"fires"}}}) == "records");
  CHECK(matter("register", "quarantine", {{"register", {"fires"}}, {"reasons", {}}}) == "figures");
  CHECK(matter("register", "quarantine", {{"register", {"fires"}}, {"reasons", {}}, {"export", {"f"}}}) == "records");
  CHECK(matter("register", "quarantine", {{"register", {"fires"}}, {"dismiss", {}}}) == "change");

  const auto fine = [](std::map<std::string, std::vector<std::string>> values) {
    return asked_of(*find_operation("cube", "query"), Call({}, std::move(values)))->fine;
  };
  CHECK_FALSE(fine({}));
  CHECK(fine({{"where", {"sex=f"}}}));
  CHECK(fine({{"cell", {"100"}}}));
  CHECK_FALSE(fine({{"cell", {"500"}}}));
}
