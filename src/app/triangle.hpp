// The reporting triangle of a centre's register: what it held of each period at the end of each later one, or as long
// after as now is after the end of the last, from the versions of its records.
#pragma once
#include <cstdint>

#include "app/centre.hpp"
#include "app/operation.hpp"
#include "forecast/nowcast.hpp"

namespace tartip::app {

struct RegisterTriangle {
  forecast::Triangle triangle;  // all delays; the last row is the last period that is over
  std::int64_t first = 0;       // ordinal of its first period
};

// The register, filter and unit of the call, as it was at the end of the day "now" or "known-on"; nothing: now. Rows
// begin with the period of the first import: what it brought of earlier
// ones was not registered then. An event taken back later is taken from the delay at which it left, not below 0. At
// most 60 periods, one query each. Errors: bad_input `error.forecast.no_versions` when fewer than 4 periods have passed
// since the first import; those of the store.
Result<RegisterTriangle> triangle_of(const Call& call, Centre& centre, axes::Unit every);

}  // namespace tartip::app
