// The cells of one territory's forms as the plan numbers them.
#pragma once
#include <cstdint>
#include <limits>
#include <vector>

#include "statistics/form_check.hpp"

namespace tartip::statistics {

inline constexpr std::int64_t k_no_value = std::numeric_limits<std::int64_t>::min();

std::vector<std::int64_t> form_values(const CheckPlan& plan, const TerritoryForms& forms);  // thousandths

// Left and right side; `answered` is false when a cell is missing.
struct Sides {
  std::int64_t left = 0, right = 0;
  bool answered = true;
};
Sides sides_of(const CheckPlan& plan, const CheckPlan::Check& check, const std::vector<std::int64_t>& values);

// "~" asks for figures of one size: broken when the larger is at least 100 and more than twenty times the smaller.
bool holds(Comparison comparison, std::int64_t left, std::int64_t right);

}  // namespace tartip::statistics
