// The usual range of a month: how often an ordinary month lies outside.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "base/random.hpp"
#include "share.hpp"
#include "statistics/trend.hpp"
#include "support/panels.hpp"

using namespace tartip;
using simulation::Share;

TEST_CASE("months like those before: at most 5 % lie outside the usual range, with three to five years of history") {
  std::uint64_t stream = 0;
  for (const int years : {3, 5})
    for (const double mean : {0.5, 5.0, 50.0, 500.0})
      for (const double phi : {1.0, 4.0}) {
        Share outside;
        for (int run = 0; run < 400; ++run) {
          Random random(20'260'103, ++stream);
          std::vector<double> values;
          for (int month = 0; month < 12 * (years + 1); ++month) {
            double level = mean * (1 + 0.5 * std::sin(0.5236 * month));
            if (phi > 1) level = random.gamma(level / (phi - 1)) * (phi - 1);
            values.push_back(static_cast<double>(random.poisson(level)));
          }
          const cube::Panel panel =
              test::panel_of({{"", "", values}}, test::months_from(2023 - years, 12 * (years + 1)));
          statistics::TrendOptions options;
          options.current = *axes::parse_span("2023");
          for (const statistics::TrendPoint& point : statistics::trend_of(panel, 0, options).points)
            outside.count(point.against != statistics::Against::within);
        }
        MESSAGE(years << " years, mean " << mean << ", phi " << phi << ": outside " << outside.value());
        CHECK(outside.value() <= 0.065);  // the negative binomial is an approximation to what is estimated
      }
}
