// A share counted in a simulation, with its Monte Carlo standard error.
#pragma once
#include <cmath>

namespace tartip::simulation {

struct Share {
  double hits = 0;
  double runs = 0;
  void count(bool hit) {
    hits += hit ? 1 : 0;
    ++runs;
  }
  double value() const { return hits / runs; }
  // Of the share that is claimed, so that a check does not depend on what was seen.
  double error_at(double claimed) const { return std::sqrt(claimed * (1 - claimed) / runs); }
  bool at_most(double claimed) const { return value() <= claimed + 3 * error_at(claimed); }
  bool at_least(double claimed) const { return value() >= claimed - 3 * error_at(claimed); }
};

}  // namespace tartip::simulation
