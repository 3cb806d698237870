#include "disclosure/audit.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "disclosure/test_counts.hpp"
#include "disclosure/test_table.hpp"

using namespace tartip;
using namespace tartip::disclosure;

namespace {

double number_or_unbounded(const boost::json::value& value) {
  return value.is_null() ? k_unbounded : value.to_number<double>();
}

// The intervals of the reference for a pattern, cell by cell.
void check_intervals(const test::ReferenceCase& read, const std::vector<std::uint8_t>& hidden,
                     const boost::json::value& expected) {
  const auto attacked = audit(read.table, hidden);
  REQUIRE(attacked.has_value());
  CHECK(attacked->hidden.size() >= expected.as_object().size());
  std::size_t compared = 0;
  for (const HiddenCell& cell : attacked->hidden) {
    const auto* interval = expected.as_object().if_contains(read.keys[cell.cell]);
    if (interval == nullptr) continue;
    CAPTURE(read.keys[cell.cell]);
    ++compared;
    CHECK(cell.low == doctest::Approx(number_or_unbounded(interval->at(0))).epsilon(1e-9));
    CHECK(cell.high == doctest::Approx(number_or_unbounded(interval->at(1))).epsilon(1e-9));
  }
  CHECK(compared == expected.as_object().size());
}

}  // namespace

TEST_CASE("the attacker finds the reference's intervals") {
  for (const char* name : {"district-offence-0", "district-offence-1", "district-offence-2", "linked-issue-136",
                           "sdctable-microdata1", "region-district-offence"}) {
    const auto file = test::shared_file("reference/disclosure/suppression/" + std::string(name) + ".json");
    if (!file) continue;
    CAPTURE(name);
    const auto read = test::reference_case(*file, [](double) { return 1; });
    std::vector<std::uint8_t> hidden;
    for (const Cell& cell : read.table.cells) hidden.push_back(cell.primary);
    check_intervals(read, hidden, read.json.at("primary_only_intervals"));
    for (const auto& [goal, found] : read.json.at("optimal").as_object()) {
      std::vector<std::uint8_t> pattern(read.table.cells.size());
      for (const auto& key : found.at("one_pattern").as_array()) pattern[read.number.at(key.as_string().c_str())] = 1;
      check_intervals(read, pattern, found.at("intervals"));
    }
  }
}

namespace {

// Every table of whole numbers that agrees with what is published, by trying them all: the cells at the bottom are
// `free`, everything above follows.
struct Everything {
  const SumTable& table;
  const std::vector<std::uint8_t>& hidden;
  std::vector<double> values, low, high;

  void look(std::size_t bottom, std::size_t cells) {
    if (bottom == cells) {
      std::vector<double> all = values;
      for (std::size_t c = cells; c < all.size(); ++c) all[c] = -1;
      for (int round = 0; round < 3; ++round)
        for (const Sum& sum : table.sums) {
          double parts = 0;
          bool known = true;
          for (const std::size_t part : sum.parts) parts += all[part], known = known && all[part] >= 0;
          if (known && all[sum.total] < 0) all[sum.total] = parts;
        }
      for (std::size_t c = 0; c < all.size(); ++c)
        if (hidden[c] == 0 && all[c] != table.cells[c].value) return;
      for (std::size_t c = 0; c < all.size(); ++c)
        low[c] = std::min(low[c], all[c]), high[c] = std::max(high[c], all[c]);
      return;
    }
    const bool is_hidden = hidden[bottom] != 0;
    for (double v = is_hidden ? 0 : table.cells[bottom].value; v <= (is_hidden ? 9 : table.cells[bottom].value); ++v) {
      values[bottom] = v;
      look(bottom + 1, cells);
    }
  }
};

// Three rows by three columns with margins: cells 0 … 8, rows 9 … 11, columns 12 … 14, total 15.
SumTable square(Random& random) {
  SumTable table;
  table.cells.resize(16);
  for (std::size_t c = 0; c < 9; ++c) {
    const auto value = static_cast<double>(random.below(4));
    for (const std::size_t cell : {c, 9 + c / 3, 12 + c % 3, std::size_t{15}}) table.cells[cell].value += value;
  }
  for (std::size_t i = 0; i < 3; ++i) {
    table.sums.push_back({9 + i, {3 * i, 3 * i + 1, 3 * i + 2}});
    table.sums.push_back({12 + i, {i, i + 3, i + 6}});
  }
  table.sums.push_back({15, {9, 10, 11}});
  table.sums.push_back({15, {12, 13, 14}});
  return table;
}

}  // namespace

TEST_CASE("the intervals are those of all tables that agree with what is published") {
  Random random(3);
  for (int trial = 0; trial < 40; ++trial) {
    const SumTable table = square(random);
    std::vector<std::uint8_t> hidden(16);
    for (int cell = 0; cell < 9; ++cell) hidden[static_cast<std::size_t>(cell)] = random.below(5) < 3;
    if (trial % 2 == 0) hidden[9 + random.below(6)] = 1;
    CAPTURE(trial);
    if (std::count(hidden.begin(), hidden.begin() + 9, 1) > 6) continue;  // too many tables to try
    Everything all{table, hidden, std::vector<double>(16), std::vector<double>(16, 1e9), std::vector<double>(16, -1e9)};
    all.look(0, 9);
    const auto attacked = audit(table, hidden, {.whole_numbers = true}).value();
    for (const HiddenCell& cell : attacked.hidden) {
      CAPTURE(cell.cell);
      CHECK(cell.low == all.low[cell.cell]);
      if (cell.high < 9) CHECK(cell.high == all.high[cell.cell]);
      CHECK(cell.exact == (cell.low == cell.high));
    }
  }
}

TEST_CASE("ends are those of whole tables, where fractions would leave more room") {
  // Six hidden cells and published sums of three of them each, chosen at random: no network.
  Random random(8);
  int narrower = 0;
  for (int trial = 0; trial < 200; ++trial) {
    CAPTURE(trial);
    constexpr std::size_t k_hidden = 6;
    constexpr int k_most = 4;
    SumTable table;
    for (std::size_t c = 0; c < k_hidden; ++c)
      table.cells.push_back({.value = static_cast<double>(random.below(k_most)), .high = k_most});
    for (int s = 0; s < 4; ++s) {
      std::vector<std::size_t> parts = {0, 1, 2, 3, 4, 5};
      for (std::size_t i = 0; i < 3; ++i) std::swap(parts[i], parts[i + random.below(k_hidden - i)]);
      parts.resize(3);
      double sum = 0;
      for (const std::size_t part : parts) sum += table.cells[part].value;
      table.sums.push_back({table.cells.size(), parts});
      table.cells.push_back({.value = sum});
    }
    std::vector<std::uint8_t> hidden(table.cells.size());
    std::fill_n(hidden.begin(), k_hidden, std::uint8_t{1});

    std::vector<double> low(k_hidden, 1e9), high(k_hidden, -1e9), at(k_hidden);
    for (int code = 0; code < 15'625; ++code) {  // (k_most + 1)^k_hidden tables
      for (int c = 0, rest = code; c < static_cast<int>(k_hidden); ++c, rest /= k_most + 1)
        at[static_cast<std::size_t>(c)] = rest % (k_most + 1);
      const bool agrees = std::all_of(table.sums.begin(), table.sums.end(), [&](const Sum& sum) {
        return at[sum.parts[0]] + at[sum.parts[1]] + at[sum.parts[2]] == table.cells[sum.total].value;
      });
      for (std::size_t c = 0; agrees && c < k_hidden; ++c)
        low[c] = std::min(low[c], at[c]), high[c] = std::max(high[c], at[c]);
    }
    const Audit whole = audit(table, hidden, {.whole_numbers = true}).value(), any = audit(table, hidden).value();
    CHECK(whole.outer == 0);
    for (std::size_t c = 0; c < k_hidden; ++c) {
      CHECK(whole.hidden[c].low == low[c]);
      CHECK(whole.hidden[c].high == high[c]);
      CHECK(any.hidden[c].low <= low[c] + 1e-9);
      CHECK(any.hidden[c].high >= high[c] - 1e-9);
      narrower += std::floor(any.hidden[c].high + 1e-9) > high[c] || std::ceil(any.hidden[c].low - 1e-9) < low[c];
    }
  }
  CHECK(narrower > 10);
}

TEST_CASE("a single contributor knows one cell, and so the other of two") {
  // 1 + 4 = 5 with both hidden: from outside anything from 0 to 5; whoever is the 1 reads the 4.
  SumTable table{.cells = {{.value = 1}, {.value = 4}, {.value = 5}}, .sums = {{2, {0, 1}}}};
  table.cells[0].single = true;
  table.cells[1].primary = true;
  table.cells[1].down = table.cells[1].up = 1;
  const std::vector<std::uint8_t> hidden = {1, 1, 0};
  CHECK(audit(table, hidden)->exposed == 0);
  const auto attacked = audit(table, hidden, {.against_insiders = true}).value();
  CHECK(attacked.exposed == 1);
  REQUIRE(attacked.hidden[1].insider.has_value());
  CHECK(attacked.hidden[1].insider->cell == 0);
  CHECK(attacked.hidden[1].insider->low == 4);
}

TEST_CASE("what nothing bounds has no end; nothing hidden is an empty audit; threads change nothing") {
  SumTable table{.cells = {{.value = 1}, {.value = 4}, {.value = 5}}, .sums = {{2, {0, 1}}}};
  const auto open = audit(table, std::vector<std::uint8_t>{1, 0, 1}).value();
  CHECK(open.hidden[0].low == 0);
  CHECK(open.hidden[0].high == k_unbounded);
  CHECK(open.hidden[1].low == 4);
  CHECK(open.hidden[1].high == k_unbounded);
  CHECK(audit(table, std::vector<std::uint8_t>(3))->hidden.empty());

  const SumTable large = test::counts_of({.regions = 4, .districts = 8, .chapters = 2, .offences = 8, .seed = 2});
  std::vector<std::uint8_t> hidden;
  for (const Cell& cell : large.cells) hidden.push_back(cell.primary);
  const auto one = audit(large, hidden, {.threads = 1}).value(), two = audit(large, hidden, {.threads = 2}).value();
  REQUIRE(one.hidden.size() == two.hidden.size());
  for (std::size_t i = 0; i < one.hidden.size(); ++i) {
    CHECK(one.hidden[i].low == two.hidden[i].low);
    CHECK(one.hidden[i].high == two.hidden[i].high);
  }
}

TEST_CASE("published figures that contradict each other are refused") {
  const SumTable table{.cells = {{.value = 1}, {.value = 4}, {.value = 6}}, .sums = {{2, {0, 1}}}};
  const auto key = [&](std::vector<std::uint8_t> hidden) {
    const auto found = attack(table, hidden);
    return found.has_value() ? "" : found.error().key;
  };
  CHECK(key({0, 0, 0}) == "error.disclosure.contradiction");
  CHECK(key({0, 0, 1}) == "");
  CHECK(audit(table, std::vector<std::uint8_t>{0, 0, 1}).error().key == "error.disclosure.sum_differs");
  const SumTable less{.cells = {{.value = 0}, {.value = 4}, {.value = 3}}, .sums = {{2, {0, 1}}}};
  CHECK(attack(less, std::vector<std::uint8_t>{1, 0, 0}).error().key == "error.disclosure.contradiction");
}
