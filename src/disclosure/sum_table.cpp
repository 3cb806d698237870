#include "disclosure/sum_table.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace tartip::disclosure {
namespace {

constexpr double k_relative = 1e-9;

bool is_sound(const Cell& cell) {
  return std::isfinite(cell.value) && cell.value >= cell.low && cell.value <= cell.high && cell.down >= 0 &&
         cell.up >= 0 && std::isfinite(cell.down) && std::isfinite(cell.up) && cell.cost >= 0 &&
         std::isfinite(cell.cost);
}

}  // namespace

Status check_shape(const SumTable& table) {
  for (std::size_t c = 0; c < table.cells.size(); ++c) {
    const Cell& cell = table.cells[c];
    if (!is_sound(cell)) return fail(Code::bad_data, "error.disclosure.cell", {{"cell", std::to_string(c + 1)}});
    if (cell.primary && !cell.may_hide)
      return fail(Code::bad_input, "error.disclosure.shown_primary", {{"cell", std::to_string(c + 1)}});
  }
  for (std::size_t s = 0; s < table.sums.size(); ++s) {
    const Sum& sum = table.sums[s];
    const auto is_wrong = [&](std::size_t part) { return part >= table.cells.size() || part == sum.total; };
    if (sum.total >= table.cells.size() || sum.parts.empty() ||
        std::any_of(sum.parts.begin(), sum.parts.end(), is_wrong))
      return fail(Code::bad_data, "error.disclosure.sum_names", {{"sum", std::to_string(s + 1)}});
  }
  return {};
}

Status check(const SumTable& table) {
  if (Status ok = check_shape(table); !ok) return ok;
  for (std::size_t s = 0; s < table.sums.size(); ++s) {
    const Sum& sum = table.sums[s];
    double parts = 0, size = std::abs(table.cells[sum.total].value);
    for (const std::size_t part : sum.parts) {
      parts += table.cells[part].value;
      size += std::abs(table.cells[part].value);
    }
    if (std::abs(parts - table.cells[sum.total].value) > k_relative * size)
      return fail(Code::bad_data, "error.disclosure.sum_differs", {{"sum", std::to_string(s + 1)}});
  }
  return {};
}

}  // namespace tartip::disclosure
