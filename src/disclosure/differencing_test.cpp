#include "disclosure/differencing.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <sstream>
#include <vector>

#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::disclosure;

TEST_CASE("a second count is refused when it, or its difference to the first, is small") {
  const std::vector<std::uint8_t> all(10, 1), none(10, 0);
  std::vector<std::uint8_t> most = all, few = none, other = none;
  most[0] = 0;
  few[1] = few[2] = 1;
  for (int i = 0; i < 6; ++i) other[static_cast<std::size_t>(i)] = 1;
  CHECK(difference_of(all, most, 5).refusal == Refusal::small_difference);
  CHECK(difference_of(most, all, 5).refusal == Refusal::small_difference);
  CHECK(difference_of(all, few, 5).refusal == Refusal::small_count);
  CHECK(difference_of(all, all, 5).refusal == Refusal::none);
  CHECK(difference_of(all, none, 5).refusal == Refusal::none);
  CHECK(difference_of(most, other, 5).refusal == Refusal::none);  // neither contains the other: nothing follows
  CHECK_FALSE(difference_of(most, other, 5).nested);
}

TEST_CASE("the reference's requests are decided as it says") {
  const auto expected = test::shared_file("reference/disclosure/differencing/expected.json");
  if (!expected) return;
  std::istringstream in(test::slurp(expected->parent_path() / "records.csv"));
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    rows.emplace_back();
    std::istringstream fields(line);
    for (std::string value; std::getline(fields, value, ',');) rows.back().push_back(value);
  }
  const auto column = [&](std::string_view name) {
    return static_cast<std::size_t>(std::find(rows[0].begin(), rows[0].end(), name) - rows[0].begin());
  };
  const auto matches = [&](const std::vector<std::string>& row, std::string_view name,
                           const boost::json::value& value) {
    const std::string text = value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value);
    return row[column(name)] == text;
  };
  const auto group = [&](const boost::json::object& asked) {
    std::vector<std::uint8_t> marks;
    for (std::size_t r = 1; r < rows.size(); ++r) {
      bool inside = true;
      for (const auto& [name, value] : asked) {
        if (name != "not") inside = inside && matches(rows[r], name, value);
        if (name == "not")
          for (const auto& [other, what] : value.as_object()) inside = inside && !matches(rows[r], other, what);
      }
      marks.push_back(inside);
    }
    return marks;
  };
  const auto json = boost::json::parse(test::slurp(*expected));
  for (const auto& one : json.at("cases").as_array()) {
    CAPTURE(boost::json::serialize(one));
    const Difference found = difference_of(group(one.at("already_published").as_object()),
                                           group(one.at("asked_now").as_object()), json.at("threshold").as_int64());
    CHECK(found.first == one.at("n1").as_int64());
    CHECK(found.second == one.at("n2").as_int64());
    CHECK(found.difference == one.at("difference").as_int64());
    CHECK((found.refusal == Refusal::none) == one.at("release_second").as_bool());
    const std::string_view reason = one.at("reason").as_string();
    if (reason == "second count below 5") CHECK(found.refusal == Refusal::small_count);
    if (reason == "difference below 5") CHECK(found.refusal == Refusal::small_difference);
  }
}
