// Small panels for tests: the rows read like the table they stand for.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "cube/panel.hpp"

namespace tartip::test {

// NaN in a row is a missing cell.
struct PanelRow {
  std::string territory;  // "" is not split by territory; "?" is the member "not known"
  std::string item;       // the same for the class
  std::vector<double> values{};
  double residents = NAN;
};

// Members are numbered by the figures in their code ("r12" is number 12), others in the order of appearance from 100.
inline cube::Panel panel_of(const std::vector<PanelRow>& rows, std::vector<axes::Period> periods = {}) {
  cube::Panel panel;
  panel.periods = std::move(periods);
  const auto member = [](std::vector<cube::Member>& members, const std::string& name) -> std::int32_t {
    if (name.empty()) return -1;
    const std::string code = name == "?" ? "" : name;
    for (std::size_t m = 0; m < members.size(); ++m)
      if (members[m].code == code) return static_cast<std::int32_t>(m);
    const std::size_t digit = code.find_first_of("0123456789");
    const int number = code.empty()                 ? -1
                       : digit != std::string::npos ? std::stoi(code.substr(digit))
                                                    : 100 + static_cast<int>(members.size());
    members.push_back({number, code, {{{"en", "Name of " + code}}}});
    return static_cast<std::int32_t>(members.size()) - 1;
  };
  bool residents = false;
  for (const PanelRow& row : rows) {
    panel.series.push_back({member(panel.territories, row.territory), member(panel.classes, row.item)});
    for (const double value : row.values) {
      panel.values.push_back(value);
      panel.cells.push_back(std::isnan(value) ? cube::Cell::missing : cube::Cell::complete);
    }
    panel.residents.push_back(row.residents);
    residents = residents || !std::isnan(row.residents);
  }
  if (!residents) panel.residents.clear();
  return panel;
}

// Months from January of `year`.
inline std::vector<axes::Period> months_from(int year, int count) {
  std::vector<axes::Period> periods;
  for (int m = 0; m < count; ++m) periods.push_back({axes::Unit::month, (year - 1970) * 12 + m});
  return periods;
}

}  // namespace tartip::test
