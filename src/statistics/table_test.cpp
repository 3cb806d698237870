#include "statistics/table.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <variant>

#include "statistics/definitions.hpp"
#include "support/panels.hpp"
#include "support/shared.hpp"

using namespace tartip::statistics;
using namespace tartip;
using doctest::Approx;
using test::panel_of;

namespace {

bool has(const StatTable& table, ColumnId column) {
  return std::find(table.columns.begin(), table.columns.end(), column) != table.columns.end();
}

double number(const TableRow& row, ColumnId column) {
  return std::get<double>(value_of(row, column));
}
std::string_view word(const TableRow& row, ColumnId column) {
  return std::get<std::string_view>(value_of(row, column));
}
bool empty(const TableRow& row, ColumnId column) {
  return std::holds_alternative<std::monostate>(value_of(row, column));
}

TableOptions of_period(const char* text) {
  TableOptions options;
  options.header.period = *axes::parse_span(text);
  options.header.compared_with = axes::years_earlier(options.header.period);
  options.header.per = 10'000;
  return options;
}

}  // namespace

TEST_CASE("territories against the same months of last year, with every column") {
  const cube::Panel now = panel_of({{"r1", "", {900}, 100'000}, {"r2", "", {500}, 50'000}, {"r3", "", {4}, 1'000}});
  const cube::Panel before = panel_of({{"r1", "", {1000}, 99'000}, {"r2", "", {500}, 50'000}, {"r3", "", {0}, 1'000}});
  TableOptions options = of_period("2022-01..2022-09");
  options.annualised = true;
  const StatTable table = build_table(now, &before, options);
  REQUIRE(table.rows.size() == 4);
  const TableRow& total = table.rows[0];
  CHECK(total.level == TableRow::Level::total);
  CHECK(number(total, ColumnId::current) == 1404);
  CHECK(number(total, ColumnId::absolute) == -96);
  CHECK(number(total, ColumnId::percent) == Approx(-6.4));
  CHECK(number(total, ColumnId::share) == Approx(100));
  // The rate of nine months is the rate of nine months; the annualised one says its name.
  CHECK(number(total, ColumnId::rate) == Approx(1404.0 / 151'000 * 10'000));
  CHECK(number(total, ColumnId::rate_annualised) == Approx(1404.0 / 151'000 * 10'000 * 365 / 273));
  CHECK(number(total, ColumnId::rate_low) < number(total, ColumnId::rate));

  CHECK(word(table.rows[1], ColumnId::verdict) == "unclear");  // p is 0.02 alone, 0.07 among three
  CHECK(word(table.rows[2], ColumnId::verdict) == "unclear");
  CHECK(word(table.rows[3], ColumnId::verdict) == "few");
  CHECK(empty(table.rows[3], ColumnId::percent));
  CHECK(table.rows[3].change.basis == Basis::from_zero);
  CHECK(std::isinf(number(table.rows[3], ColumnId::percent_high)));
  CHECK(number(table.rows[1], ColumnId::rank) >= 1);
  CHECK(empty(total, ColumnId::rank));
  CHECK(table.ranked);
  CHECK_FALSE(has(table, ColumnId::match));
  for (const TableRow& row : table.rows)
    for (const ColumnId column : table.columns) {
      const TableValue value = value_of(row, column);
      if (const double* figure = std::get_if<double>(&value); figure != nullptr && column != ColumnId::percent_high)
        CHECK(std::isfinite(*figure));
      CHECK_FALSE(definition_of(column).empty());
    }
}

TEST_CASE("no earlier year: no comparison; no residents: no rates; no rows: missing") {
  const StatTable alone = build_table(panel_of({{"", "c1", {5}}, {"", "c2", {15}}}), nullptr, of_period("2022"));
  CHECK_FALSE(has(alone, ColumnId::previous));
  CHECK_FALSE(has(alone, ColumnId::verdict));
  CHECK_FALSE(has(alone, ColumnId::rate));
  CHECK_FALSE(has(alone, ColumnId::rank));
  CHECK(number(alone.rows[2], ColumnId::share) == Approx(75));

  const StatTable none = build_table(panel_of({}), nullptr, of_period("2022"));
  REQUIRE(none.rows.size() == 1);
  CHECK(none.rows[0].cell == cube::Cell::missing);
  CHECK(empty(none.rows[0], ColumnId::current));

  const StatTable one = build_table(panel_of({{"", "", {7}}}), nullptr, of_period("2022"));
  CHECK(one.rows.size() == 1);
  CHECK(number(one.rows[0], ColumnId::current) == 7);
  CHECK_FALSE(has(one, ColumnId::share));
}

TEST_CASE("missing and zero stay different, partial is not compared") {
  cube::Panel now = panel_of({{"r1", "", {NAN}}, {"r2", "", {0}}, {"r3", "", {8}}});
  now.cells[2] = cube::Cell::partial;
  const cube::Panel before = panel_of({{"r1", "", {5}}, {"r2", "", {40}}, {"r3", "", {9}}});
  const StatTable table = build_table(now, &before, of_period("2022"));
  CHECK(empty(table.rows[1], ColumnId::current));
  CHECK(word(table.rows[1], ColumnId::verdict) == "missing");
  CHECK(number(table.rows[2], ColumnId::current) == 0);
  CHECK(word(table.rows[2], ColumnId::verdict) == "fall");
  CHECK(number(table.rows[3], ColumnId::current) == 8);
  CHECK(empty(table.rows[3], ColumnId::absolute));
  CHECK(word(table.rows[3], ColumnId::verdict) == "partial");
  CHECK(word(table.rows[0], ColumnId::verdict) == "missing");
}

TEST_CASE("territories with classes below them; an order sorts siblings") {
  const cube::Panel now =
      panel_of({{"r1", "c1", {1}, 10}, {"r1", "c2", {30}, 10}, {"r2", "c1", {50}, 20}, {"r2", "c2", {2}, 20}});
  const cube::Panel before = panel_of({{"r1", "c1", {2}, 10}, {"r1", "c2", {20}, 10}, {"r2", "c1", {9}, 20}});
  TableOptions options = of_period("2022");
  options.order = TableOptions::Order::count;
  const StatTable table = build_table(now, &before, options);
  REQUIRE(table.rows.size() == 7);
  CHECK(table.rows[1].level == TableRow::Level::territory);
  CHECK(table.rows[1].territories.front().code == "r2");
  CHECK(table.rows[1].change.current == 52);
  CHECK(table.rows[2].classes.front().code == "c1");
  CHECK(table.rows[3].change.basis == Basis::from_zero);
  CHECK(table.rows[4].territories.front().code == "r1");
  CHECK(table.rows[5].classes.front().code == "c2");
  CHECK(table.rows[1].residents == 20);
  CHECK(table.rows[0].residents == 30);
  CHECK(table.rows[4].ranked.rank > 0);
  CHECK(table.rows[5].ranked.rank == 0);
}

TEST_CASE("a break is bridged or refused in the open") {
  TableOptions options = of_period("2022");
  options.territories = {{{1, 2}, {1}, {1, 2}, {1}, Match::bridged, Reason::units_joined},
                         {{5}, {4}, {5}, {4}, Match::refused, Reason::succession_unknown}};
  const cube::Panel now = panel_of({{"r1", "", {60}}, {"r2", "", {50}}, {"r5", "", {9}}});
  const cube::Panel before = panel_of({{"r1", "", {100}}, {"r4", "", {30}}});
  const StatTable table = build_table(now, &before, options);
  REQUIRE(table.rows.size() == 3);
  CHECK(has(table, ColumnId::match));
  CHECK(table.rows[1].territories.size() == 2);
  CHECK(number(table.rows[1], ColumnId::absolute) == 10);
  CHECK(word(table.rows[1], ColumnId::match) == "bridged");
  CHECK(empty(table.rows[2], ColumnId::percent));
  CHECK(word(table.rows[2], ColumnId::match) == "succession_unknown");
  CHECK(word(table.rows[2], ColumnId::verdict) == "not_comparable");
  CHECK(number(table.rows[0], ColumnId::absolute) == -11);  // the whole is the same ground
}

TEST_CASE("Kazakhstan's split of 8 June 2022: the year of the split and the year after add up") {
  // One event every third day in each region; East Kazakhstan (1, from the split on 2) gave Abay (3) away. Typed in
  // from `table build --territory region` on the real borders.
  const auto days = [](const char* text) { return *axes::parse_day(text); };
  const axes::Day first = days("2018-06-19"), split = days("2022-06-08"), last = days("9999-12-31");
  const auto unit = [](std::int32_t number, const char* code, const char* name, axes::Span valid) {
    axes::TerritoryUnit one;
    one.number = number;
    one.code = code;
    one.names.by_language["en"] = name;
    one.valid = valid;
    return one;
  };
  const auto kazakhstan = axes::Territory::make(
      "kz", {{{"en", "Kazakhstan"}}}, "EPSG:4326", "test", {{"region", {{{"en", "Regions"}}}}},
      {unit(0, "110000000", "Akmola", {first, last}), unit(1, "630000000", "East Kazakhstan", {first, split}),
       unit(2, "630000000", "East Kazakhstan", {split, last}), unit(3, "100000000", "Abay", {split, last})},
      {{1, 2, split, 0.55}, {1, 3, split, 0.45}});
  REQUIRE(kazakhstan.has_value());
  const auto panel = [](const char* period, const std::vector<std::pair<std::int32_t, double>>& counts,
                        const std::vector<double>& residents, cube::Cell of_split) {
    static const char* const codes[] = {"110000000", "630000000", "630000000", "100000000"};
    cube::Panel made;
    made.span = made.covered = *axes::parse_span(period);
    for (const auto& [number, count] : counts) {
      made.territories.push_back({number, codes[number], {}});
      made.series.push_back({static_cast<std::int32_t>(made.series.size()), -1});
      made.values.push_back(count);
      made.cells.push_back(number == 0 ? cube::Cell::complete : of_split);
    }
    made.residents = residents;
    return made;
  };
  const cube::Panel y2021 = panel("2021", {{0, 121}, {1, 122}}, {735'566, 1'363'797}, cube::Cell::complete);
  const cube::Panel y2022 =
      panel("2022", {{0, 122}, {1, 52}, {2, 69}, {3, 69}}, {785'708, 1'363'797, 732'984, 611'888}, cube::Cell::partial);
  const cube::Panel y2023 =
      panel("2023", {{0, 122}, {2, 122}, {3, 121}}, {788'013, 730'240, 610'205}, cube::Cell::complete);
  const auto build = [&](const char* period, const cube::Panel& now, const cube::Panel& before) {
    TableOptions options = of_period(period);
    options.territories = comparable_territories(*kazakhstan, 0, now.span, before.span);
    return build_table(now, &before, options);
  };

  const StatTable after = build("2023", y2023, y2022);
  REQUIRE(after.rows.size() == 3);
  CHECK(number(after.rows[0], ColumnId::previous) == 312);  // nothing is lost between the old region and the new
  CHECK(number(after.rows[2], ColumnId::current) == 243);
  CHECK(number(after.rows[2], ColumnId::previous) == 190);
  CHECK(word(after.rows[2], ColumnId::match) == "bridged");
  CHECK(after.rows[2].territories.size() == 2);
  CHECK(number(after.rows[2], ColumnId::rate) == Approx(243.0 / (730'240 + 610'205) * 10'000));
  CHECK(number(after.rows[2], ColumnId::rate_previous) == Approx(190.0 / (732'984 + 611'888) * 10'000));

  const StatTable during = build("2022", y2022, y2021);
  REQUIRE(during.rows.size() == 3);
  CHECK(number(during.rows[2], ColumnId::current) == 190);
  CHECK(number(during.rows[2], ColumnId::previous) == 122);
  CHECK(number(during.rows[0], ColumnId::absolute) == 312 - 243);
  CHECK(number(during.rows[2], ColumnId::rate_previous) == Approx(122.0 / 1'363'797 * 10'000));
}

TEST_CASE("the history of a row widens its interval, joined units take theirs together") {
  std::vector<double> wild;
  for (int i = 0; i < 48; ++i) wild.push_back(i % 3 == 0 ? 150 : 60);
  for (int i = 0; i < 48; i += 7) wild[static_cast<std::size_t>(i)] = 20;
  const cube::Panel history =
      panel_of({{"r1", "", wild}, {"r2", "", std::vector<double>(48, 80.0)}}, test::months_from(2018, 48));
  const cube::Panel now = panel_of({{"r1", "", {1150}}, {"r2", "", {1150}}});
  const cube::Panel before = panel_of({{"r1", "", {1000}}, {"r2", "", {1000}}});
  TableOptions options = of_period("2022");
  options.history = &history;
  const StatTable table = build_table(now, &before, options);
  CHECK(word(table.rows[1], ColumnId::verdict) == "unclear");
  CHECK(word(table.rows[2], ColumnId::verdict) == "rise");
  CHECK(table.header.dispersion > 2);
}

TEST_CASE("a rise among many rows must survive the correction; contributions add up to the change of the total") {
  // 130 against 92 has p = 0.01: a rise alone, and 0.1 among ten.
  const cube::Panel lone_now = panel_of({{"r1", "", {130}}}), lone_before = panel_of({{"r1", "", {92}}});
  CHECK(word(build_table(lone_now, &lone_before, of_period("2022")).rows[1], ColumnId::verdict) == "rise");
  std::vector<test::PanelRow> now = {{"r1", "", {130}}}, before = {{"r1", "", {92}}};
  for (int i = 2; i <= 10; ++i) {
    now.push_back({"r" + std::to_string(i), "", {101}});
    before.push_back({"r" + std::to_string(i), "", {100}});
  }
  const cube::Panel many_before = panel_of(before);
  const StatTable table = build_table(panel_of(now), &many_before, of_period("2022"));
  CHECK(table.rows[1].change.p < 0.05);
  CHECK(word(table.rows[1], ColumnId::verdict) == "unclear");
  REQUIRE(has(table, ColumnId::contribution));
  CHECK(empty(table.rows[0], ColumnId::contribution));
  double sum = 0;
  for (std::size_t r = 1; r < table.rows.size(); ++r) sum += table.rows[r].contribution;
  CHECK(sum == doctest::Approx(table.rows[0].change.percent));
  CHECK(number(table.rows[1], ColumnId::contribution) == doctest::Approx(100.0 * 38 / 992));
}

TEST_CASE("amounts have no interval and no verdict") {
  TableOptions options = of_period("2022");
  options.header.kind = Kind::amount;
  const cube::Panel now = panel_of({{"r1", "", {10.5}, 100}, {"r2", "", {1.25}, 100}});
  const cube::Panel before = panel_of({{"r1", "", {20.5}, 100}, {"r2", "", {0}, 100}});
  const StatTable table = build_table(now, &before, options);
  CHECK_FALSE(has(table, ColumnId::verdict));
  CHECK_FALSE(has(table, ColumnId::percent_low));
  CHECK_FALSE(has(table, ColumnId::rate_low));
  CHECK_FALSE(table.ranked);
  CHECK(definition_of(ColumnId::current, Kind::amount) == "tartip:amount:v1");
}

TEST_CASE("every definition is written down, once, with its formula") {
  const std::string page = test::slurp(test::source_file("docs/methods/definitions.md"));
  std::set<std::string_view> ids(k_definitions.begin(), k_definitions.end());
  CHECK(ids.size() == k_definitions.size());
  for (const std::string_view id : k_definitions) {
    CAPTURE(id);
    CHECK(page.find("## `" + std::string(id) + "`") != std::string::npos);
  }
  for (int column = 0; column <= static_cast<int>(ColumnId::match); ++column) {
    const auto id = static_cast<ColumnId>(column);
    CHECK(ids.contains(definition_of(id)));
    CHECK_FALSE(name_of(id).empty());
  }
}
