// Seeded tables of regions, districts, chapters and offences, for tests and benchmarks.
#pragma once
#include <cmath>
#include <cstdint>
#include <vector>

#include "base/random.hpp"
#include "disclosure/sum_table.hpp"

namespace tartip::test {

// Counts by (country, regions, districts) × (all, chapters, offences); 1 to 4 are primary, protected by ±2; zeros are
// not hidden.
struct Shape {
  int regions = 2, districts = 3, chapters = 1, offences = 3;
  std::uint64_t seed = 1;
};

inline disclosure::SumTable counts_of(const Shape& shape) {
  Random random(shape.seed);
  const int units = 1 + shape.regions * (1 + shape.districts), classes = 1 + shape.chapters * (1 + shape.offences);
  disclosure::SumTable table;
  table.cells.resize(static_cast<std::size_t>(units * classes));
  const auto at = [&](int unit, int item) { return static_cast<std::size_t>(unit * classes + item); };
  const auto region = [&](int r) { return 1 + r; };
  const auto district = [&](int r, int d) { return 1 + shape.regions + r * shape.districts + d; };
  const auto chapter = [&](int c) { return 1 + c; };
  const auto offence = [&](int c, int o) { return 1 + shape.chapters + c * shape.offences + o; };
  std::vector<double> rate;
  for (int i = 0; i < shape.chapters * shape.offences; ++i) rate.push_back(std::exp(1.6 * random.normal() - 1));
  for (int r = 0; r < shape.regions; ++r)
    for (int d = 0; d < shape.districts; ++d) {
      const double size = 8 * std::exp(0.9 * random.normal());
      for (int c = 0; c < shape.chapters; ++c)
        for (int o = 0; o < shape.offences; ++o) {
          const double mean = size * rate[static_cast<std::size_t>(c * shape.offences + o)];
          const auto count = static_cast<double>(random.poisson(mean));
          for (const int unit : {0, region(r), district(r, d)})
            for (const int item : {0, chapter(c), offence(c, o)}) table.cells[at(unit, item)].value += count;
        }
    }
  const auto sum = [&](std::size_t total, int count, auto part) {
    disclosure::Sum made{total, {}};
    for (int i = 0; i < count; ++i) made.parts.push_back(part(i));
    table.sums.push_back(std::move(made));
  };
  for (int k = 0; k < classes; ++k) {
    sum(at(0, k), shape.regions, [&](int r) { return at(region(r), k); });
    for (int r = 0; r < shape.regions; ++r)
      sum(at(region(r), k), shape.districts, [&](int d) { return at(district(r, d), k); });
  }
  for (int u = 0; u < units; ++u) {
    sum(at(u, 0), shape.chapters, [&](int c) { return at(u, chapter(c)); });
    for (int c = 0; c < shape.chapters; ++c)
      sum(at(u, chapter(c)), shape.offences, [&](int o) { return at(u, offence(c, o)); });
  }
  for (disclosure::Cell& cell : table.cells) {
    cell.cost = cell.value + 1;
    cell.may_hide = cell.value > 0;
    cell.primary = cell.value > 0 && cell.value < 5;
    if (cell.primary) cell.down = cell.up = 2;
  }
  return table;
}

}  // namespace tartip::test
