#include "app/published_values.hpp"

#include <algorithm>
#include <set>

#include "app/forecast_nodes.hpp"

namespace tartip::app {
namespace {

std::string name_in(const std::map<std::string, axes::Names>& names, const std::string& code,
                    const std::string& language) {
  const auto found = names.find(code);
  if (found == names.end()) return code;
  const std::string& name = found->second.in(language);
  return name.empty() ? code : name;
}

}  // namespace

std::optional<axes::Period> period_named(const std::string& text, axes::Unit every) {
  const auto span = axes::parse_span(text);
  if (!span) return std::nullopt;
  return axes::period_of(span->from, every);
}

Result<std::optional<cube::Query>> question_again(Centre& centre, const PublishedQuestion& asked) {
  if (auto entry = centre.store.load_register(asked.register_id); !entry) {
    if (entry.error().code == Code::not_found) return std::nullopt;
    return pass(entry);
  }
  cube::Query query;
  query.register_id = asked.register_id;
  query.measure = asked.measure == "sum" ? cube::Measure::sum : cube::Measure::count;
  query.quantity = asked.quantity;
  query.filter.territories = asked.territories;
  query.filter.classes = asked.classes;
  for (const std::string& condition : asked.conditions) {
    const std::size_t equals = condition.find('=');
    if (equals == std::string::npos) continue;
    const std::string attribute = condition.substr(0, equals);
    auto& all = query.filter.attributes;
    const auto same = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first == attribute; });
    if (same == all.end())
      all.push_back({attribute, {condition.substr(equals + 1)}});
    else
      same->second.push_back(condition.substr(equals + 1));
  }
  if (!asked.territory_level.empty()) query.territory_level = asked.territory_level;
  if (!asked.class_level.empty()) query.class_level = asked.class_level;
  query.class_scheme = asked.class_scheme;
  if (const auto every = axes::parse_unit(asked.every)) query.every = *every;
  return query;
}

PublishedValues::PublishedValues(const cube::Panel& panel) : covered_(panel.covered) {
  const auto code = [](const std::vector<cube::Member>& members, std::int32_t index) -> std::string {
    if (index < 0) return "";
    const std::string& own = members[static_cast<std::size_t>(index)].code;
    return own.empty() ? k_not_known : own;
  };
  for (std::size_t row = 0; row < panel.series.size(); ++row) {
    const std::string territory = code(panel.territories, panel.series[row].territory);
    const std::string item = code(panel.classes, panel.series[row].item);
    const NodeSeries series = series_of(panel, {territory, item, {row}});
    const std::set<std::pair<std::string, std::string>> sums = {
        {territory, item}, {territory, ""}, {"", item}, {"", ""}};
    if (series.values.empty()) continue;
    // All series of a panel begin with the first period that it covers wholly.
    for (const auto& sum : sums) {
      Sums& into = sums_[sum];
      into.first = series.first;
      into.values.resize(std::max(into.values.size(), series.values.size()));
      for (std::size_t p = 0; p < series.values.size(); ++p) into.values[p] += series.values[p];
    }
  }
  for (const cube::Member& member : panel.territories) territories_.emplace(member.code, member.names);
  for (const cube::Member& member : panel.classes) classes_.emplace(member.code, member.names);
}

std::optional<double> PublishedValues::value(const PublishedForecast& forecast, axes::Period period) const {
  if (covered_.from > axes::first_day(period) || axes::end_day(period) > covered_.to) return std::nullopt;
  const auto found = sums_.find({forecast.territory, forecast.item});
  if (found == sums_.end()) return 0;
  const std::int64_t at = period.ordinal - found->second.first;
  return at < 0 || at >= std::ssize(found->second.values) ? 0 : found->second.values[static_cast<std::size_t>(at)];
}

std::string PublishedValues::territory_name(const std::string& code, const std::string& language) const {
  return name_in(territories_, code, language);
}

std::string PublishedValues::class_name(const std::string& code, const std::string& language) const {
  return name_in(classes_, code, language);
}

}  // namespace tartip::app
