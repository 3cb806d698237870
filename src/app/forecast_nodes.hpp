// The series of a publication: cells of a panel by territory and class, and their sums over territories, over classes
// and over both, as one hierarchy.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "axes/calendar.hpp"
#include "cube/panel.hpp"
#include "forecast/reconcile.hpp"

namespace tartip::app {

inline constexpr const char* k_not_known = "?";  // the code of the member "not known" in what is published

struct ForecastNode {
  std::string territory, item;    // codes; empty: all together
  std::vector<std::size_t> rows;  // series of the panel that are added up
};

// All together first, then territories, classes, cells. A sum of one series is left out: it would say the same twice.
std::vector<ForecastNode> nodes_of(const cube::Panel& panel);

// The node's values in the periods that the register covers wholly; cells of units that did not exist count nothing.
struct NodeSeries {
  std::int64_t first = 0;  // ordinal of the first period
  std::vector<double> values;
};
NodeSeries series_of(const cube::Panel& panel, const ForecastNode& node);

// Whether the panel's register covers the whole period.
bool covers(const cube::Panel& panel, axes::Period period);

// The hierarchy over `nodes`; those without sums among them are its bottom.
forecast::Hierarchy hierarchy_of(const std::vector<ForecastNode>& nodes);

}  // namespace tartip::app
