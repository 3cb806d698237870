#include <doctest/doctest.h>

#include "store/test_centre.hpp"

using namespace tartip;
using test::TestCentre;

namespace {

const std::string k_keyless = R"(id = "thefts"
[time]
column = "day"
formats = ["%Y-%m-%d"]
[classes]
column = "kind"
)";

store::RowCounts counts(std::int64_t fresh, std::int64_t updated, std::int64_t unchanged, std::int64_t quarantined) {
  return {fresh + updated + unchanged + quarantined, fresh, updated, unchanged, quarantined};
}

}  // namespace

TEST_CASE("a file goes in once") {
  TestCentre centre;
  centre.add_register(k_keyless);
  const auto file =
      centre.write("a.csv", "day,kind\n2022-01-01,theft\n2022-01-02,robbery\n2022-01-02,robbery\n2022-13-01,theft\n");
  const auto first = centre.import("thefts", file);
  CHECK(first.rows == counts(3, 0, 0, 1));
  CHECK(first.new_classes == std::vector<std::string>{"robbery", "theft"});
  CHECK(centre.import("thefts", file).rows == counts(0, 0, 3, 1));
}
