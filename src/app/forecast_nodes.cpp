#include "app/forecast_nodes.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace tartip::app {
namespace {

std::string code_of(const std::vector<cube::Member>& members, std::int32_t index) {
  if (index < 0) return "";
  const std::string& code = members[static_cast<std::size_t>(index)].code;
  return code.empty() ? k_not_known : code;
}

}  // namespace

std::vector<ForecastNode> nodes_of(const cube::Panel& panel) {
  const bool both = !panel.territories.empty() && !panel.classes.empty();
  std::map<std::string, std::size_t> territories, classes;
  std::vector<ForecastNode> all(1), by_territory, by_class, cells;
  for (std::size_t s = 0; s < panel.series.size(); ++s) {
    const std::string territory = code_of(panel.territories, panel.series[s].territory);
    const std::string item = code_of(panel.classes, panel.series[s].item);
    all[0].rows.push_back(s);
    if (!territory.empty() || !item.empty()) cells.push_back({territory, item, {s}});
    if (!both) continue;
    const auto add = [s](std::map<std::string, std::size_t>& at, std::vector<ForecastNode>& nodes,
                         const std::string& code, ForecastNode node) {
      const auto [place, fresh] = at.emplace(code, nodes.size());
      if (fresh) nodes.push_back(std::move(node));
      nodes[place->second].rows.push_back(s);
    };
    add(territories, by_territory, territory, {territory, "", {}});
    add(classes, by_class, item, {"", item, {}});
  }
  std::vector<ForecastNode> nodes;
  for (auto* level : {&all, &by_territory, &by_class})
    for (ForecastNode& node : *level)
      if (node.rows.size() > 1 || cells.empty()) nodes.push_back(std::move(node));
  nodes.insert(nodes.end(), cells.begin(), cells.end());
  return nodes;
}

bool covers(const cube::Panel& panel, axes::Period period) {
  return panel.covered.from <= axes::first_day(period) && axes::end_day(period) <= panel.covered.to;
}

NodeSeries series_of(const cube::Panel& panel, const ForecastNode& node) {
  NodeSeries out;
  for (std::size_t p = 0; p < panel.periods.size(); ++p) {
    if (!covers(panel, panel.periods[p])) {
      if (!out.values.empty()) break;
      continue;
    }
    if (out.values.empty()) out.first = panel.periods[p].ordinal;
    double sum = 0;
    for (const std::size_t row : node.rows)
      if (const double value = panel.row(row)[p]; !std::isnan(value)) sum += value;
    out.values.push_back(sum);
  }
  return out;
}

forecast::Hierarchy hierarchy_of(const std::vector<ForecastNode>& nodes) {
  std::map<std::size_t, std::uint32_t> bottom;  // panel row to bottom column
  for (const ForecastNode& node : nodes)
    if (node.rows.size() == 1) bottom.emplace(node.rows[0], static_cast<std::uint32_t>(bottom.size()));
  forecast::Hierarchy out{bottom.size(), {}};
  for (const ForecastNode& node : nodes) {
    auto& parts = out.nodes.emplace_back();
    for (const std::size_t row : node.rows)
      if (const auto found = bottom.find(row); found != bottom.end()) parts.push_back({found->second, 1});
  }
  return out;
}

}  // namespace tartip::app
