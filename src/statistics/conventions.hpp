// The numbers that tables and briefings share, so that one definition gives one figure wherever it is read.
#pragma once

namespace tartip::statistics {

inline constexpr double k_level = 0.95;  // of every interval, and 1 − level of every test after its correction
inline constexpr double k_few_factor =
    4;  // an interval that spans more than this factor cannot tell a halving from a doubling
inline constexpr double k_open_percent =
    900;  // an imprecise change whose upper end is more than tenfold has no upper end

}  // namespace tartip::statistics
