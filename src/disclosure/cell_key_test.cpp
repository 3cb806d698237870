#include "disclosure/cell_key.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <cstdio>
#include <map>
#include <set>
#include <sstream>

#include "base/random.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::disclosure;

namespace {

using Record = std::map<std::string, std::string>;

std::vector<Record> records_of(std::string text) {
  std::erase_if(text, [](char c) { return c == '"' || c == '\r'; });
  std::istringstream in(text);
  std::vector<std::string> names;
  std::vector<Record> records;
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    std::vector<std::string> values;
    for (std::string value; std::getline(fields, value, ',');) values.push_back(value);
    if (names.empty()) {
      names = values;
      continue;
    }
    Record record;
    for (std::size_t i = 0; i < values.size(); ++i) record[names[i]] = values[i];
    records.push_back(std::move(record));
  }
  return records;
}

std::vector<NoiseRow> rows_of(const std::string& text) {
  std::vector<NoiseRow> rows;
  for (const Record& row : records_of(text))
    rows.push_back({std::stoll(row.at("pcv")), static_cast<std::uint32_t>(std::stoul(row.at("ckey"))),
                    std::stoi(row.at("pvalue"))});
  return rows;
}

std::string unpacked(const std::filesystem::path& file) {
  std::string text;
  FILE* pipe = popen(("gzip -dc '" + file.string() + "'").c_str(), "r");
  std::vector<char> block(1 << 16);
  for (std::size_t n; (n = fread(block.data(), 1, block.size(), pipe)) > 0;) text.append(block.data(), n);
  pclose(pipe);
  return text;
}

// Rounding to the base with some noise, in the form of the 10-5 rule: any table does for what repeats above it.
std::vector<NoiseRow> some_rows(std::int64_t counts, std::uint32_t keys) {
  std::vector<NoiseRow> rows;
  for (std::int64_t n = 1; n <= counts; ++n)
    for (std::uint32_t k = 0; k < keys; ++k) rows.push_back({n, k, static_cast<std::int32_t>((n + k) % 3) - 1});
  return rows;
}

}  // namespace

TEST_CASE("the reference's tables come out cell by cell, with both of its noise tables") {
  const auto expected = test::shared_file("reference/disclosure/cell-key/expected.json");
  if (!expected) return;
  const auto records = records_of(test::slurp(expected->parent_path() / "microdata.csv"));
  const auto small = NoiseTable::make(rows_of(test::slurp(expected->parent_path() / "ptable_small_noise.csv"))).value();
  const auto rounding =
      NoiseTable::make(rows_of(unpacked(expected->parent_path() / "ptable_10_5_rule.csv.gz")), {.repeat = 250}).value();
  CHECK(small.keys() == 256);
  CHECK(rounding.keys() == 256);
  std::size_t compared = 0;
  const boost::json::value json = boost::json::parse(test::slurp(*expected));
  for (const auto& [name, cells] : json.at("tables").as_object())
    for (const auto& one : cells.as_array()) {
      std::int64_t count = 0;
      std::uint32_t key = 0;
      for (const Record& record : records) {
        bool inside = true;
        for (const auto& [column, value] : one.at("cell").as_object())
          inside = inside && record.at(std::string(column)) == value.as_string();
        if (!inside) continue;
        ++count;
        key = (key + static_cast<std::uint32_t>(std::stoul(record.at("record_key")))) % small.keys();
      }
      CAPTURE(boost::json::serialize(one));
      CHECK(count == one.at("true").as_int64());
      CHECK(key == one.at("cell_key").to_number<std::uint32_t>());
      CHECK(small.perturbed(count, key) == one.at("small_noise").as_int64());
      const std::int64_t rounded = rounding.perturbed(count, key);
      CHECK((rounded < 10) == one.at("ten_five_rule").is_null());
      if (rounded >= 10) CHECK(rounded == one.at("ten_five_rule").as_int64());
      ++compared;
    }
  CHECK(compared > 50);
}

TEST_CASE("above its greatest count a table leaves counts alone, or repeats its last ones") {
  const auto alone = NoiseTable::make(some_rows(750, 4)).value();
  CHECK(alone.perturbed(751, 2) == 751);
  const auto repeated = NoiseTable::make(some_rows(750, 4), {.repeat = 250}).value();
  for (const std::int64_t n : {751, 1000, 1001, 1250, 98765}) {
    CAPTURE(n);
    const std::int64_t as = (n - 1) % 250 + 501;  // the rule of the reference
    CHECK(repeated.perturbed(n, 3) - n == repeated.perturbed(as, 3) - as);
  }
  CHECK(repeated.perturbed(0, 3) == 0);
  CHECK(repeated.greatest_change() == 1);
}

TEST_CASE("a table with gaps, doubles or changes below zero is refused") {
  auto rows = some_rows(3, 2);
  CHECK(NoiseTable::make({}).error().key == "error.disclosure.noise_empty");
  rows.pop_back();
  CHECK(NoiseTable::make(rows).error().key == "error.disclosure.noise_gaps");
  rows.push_back(rows.front());
  CHECK(NoiseTable::make(rows).error().key == "error.disclosure.noise_row");
  rows = some_rows(3, 2);
  rows[0].change = -2;
  CHECK(NoiseTable::make(rows).error().key == "error.disclosure.noise_row");
  CHECK(NoiseTable::make(some_rows(3, 2), {.repeat = 4}).error().key == "error.disclosure.noise_repeat");
  CHECK(NoiseTable::make(std::vector<NoiseRow>{{4'000'000'000'000, 4'000'000'000, 0}}).error().key ==
        "error.disclosure.noise_gaps");
}

TEST_CASE("record keys are the same for the same record and secret, spread evenly, and other with another secret") {
  CHECK(record_key("s", "A-17", 256) == record_key("s", "A-17", 256));
  std::vector<int> seen(256);
  int same = 0;
  for (int i = 0; i < 25600; ++i) {
    const std::string id = std::to_string(i);
    ++seen[record_key("secret", id, 256)];
    same += record_key("secret", id, 256) == record_key("other", id, 256);
  }
  double chi = 0;
  for (const int count : seen) chi += (count - 100.0) * (count - 100.0) / 100;
  CHECK(chi < 330);   // 255 degrees of freedom: above 330 one time in a thousand
  CHECK(same < 160);  // 100 expected
}

TEST_CASE("designed noise has mean 0, the variance asked for, and shows nothing forbidden") {
  const NoiseDesign design{.greatest_change = 5, .variance = 3, .least_shown = 3};
  const auto table = design_noise(design).value();
  CHECK(table.greatest_change() <= 5);
  for (std::int64_t n = 1; n < 30; ++n) {
    CAPTURE(n);
    double mean = 0, square = 0;
    for (std::uint32_t key = 0; key < table.keys(); ++key) {
      const std::int64_t shown = table.perturbed(n, key);
      CHECK((shown == 0 || shown >= 3));
      mean += static_cast<double>(shown - n) / table.keys();
      square += static_cast<double>((shown - n) * (shown - n)) / table.keys();
    }
    CHECK(std::abs(mean) <= 5.0 / 256 + 1e-9);
    if (n >= 8) CHECK(square == doctest::Approx(3).epsilon(0.03));
  }
  CHECK_FALSE(design_noise({.greatest_change = 0}).has_value());
  CHECK_FALSE(design_noise({.greatest_change = 2, .variance = 5}).has_value());
  CHECK_FALSE(design_noise({.greatest_change = 2, .least_shown = 4}).has_value());
}

TEST_CASE("subtracting two perturbed counts does not tell the record that stands between them") {
  // 2 000 pairs of groups that differ by one record: whoever subtracts finds 1 no more often than noise explains.
  const auto table = design_noise({.greatest_change = 3, .variance = 2}).value();
  Random random(5);
  int one = 0;
  std::set<std::int64_t> differences;
  for (int pair = 0; pair < 2000; ++pair) {
    const auto count = static_cast<std::int64_t>(20 + random.below(200));
    const auto key = static_cast<std::uint32_t>(random.below(256)),
               extra = static_cast<std::uint32_t>(random.below(256));
    const std::int64_t difference = table.perturbed(count + 1, (key + extra) % 256) - table.perturbed(count, key);
    one += difference == 1;
    differences.insert(difference);
  }
  CHECK(one < 2000 * 0.3);  // the largest probability of one value of the difference of two such changes is about 0.2
  CHECK(differences.size() > 7);
}
