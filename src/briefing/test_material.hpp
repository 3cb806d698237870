// Materials for the tests: small registers whose numbers are known.
#pragma once
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "briefing/material.hpp"

namespace tartip::briefing::test {

inline axes::Names names(const std::string& en, const std::string& ru, const std::string& kk) {
  return {{{"en", en}, {"ru", ru}, {"kk", kk}}};
}

inline axes::Span year(int number) {
  using namespace std::chrono;
  return {sys_days(std::chrono::year(number) / 1 / 1), sys_days(std::chrono::year(number + 1) / 1 / 1)};
}

// One value per class, the whole span as one.
inline cube::Panel by_class(axes::Span span, const std::vector<double>& counts) {
  static const std::vector<axes::Names> classes = {
      names("Theft", "Кража", "Ұрлық"), names("Fraud", "Мошенничество", "Алаяқтық"),
      names("Robbery", "Грабёж", "Тонау"), names("Assault", "Побои", "Ұрып-соғу")};
  cube::Panel panel;
  panel.span = span;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto number = static_cast<std::int32_t>(i);
    panel.classes.push_back({number, std::string(1, static_cast<char>('a' + i)), classes[i % classes.size()]});
    panel.series.push_back({-1, number});
    panel.values.push_back(counts[i]);
    panel.cells.push_back(cube::Cell::complete);
  }
  return panel;
}

inline cube::Panel one_series(axes::Span span, axes::Unit unit, const std::function<double(axes::Period)>& value) {
  cube::Panel panel;
  panel.span = span;
  panel.periods = axes::periods_in(span, unit);
  panel.series.push_back({});
  for (const axes::Period period : panel.periods) {
    panel.values.push_back(value(period));
    panel.cells.push_back(std::isnan(panel.values.back()) ? cube::Cell::missing : cube::Cell::complete);
  }
  return panel;
}

// 2022 against 2021: counts by class, months alike in every year.
inline Material register_of(const std::vector<double>& now, const std::vector<double>& before) {
  Material material;
  material.id = "incidents";
  material.names = names("City incidents", "Городские происшествия", "Қала оқиғалары");
  material.event = names("incidents", "происшествия", "оқиғалар");
  material.source = "Police";
  material.licence = "CC BY 4.0";
  material.span = year(2022);
  material.now = by_class(material.span, now);
  if (!before.empty()) {
    material.compared_with = year(2021);
    material.before = by_class(year(2021), before);
  }
  double total = 0, previous = 0;
  for (const double count : now) total += count;
  for (const double count : before) previous += count;
  if (before.empty()) previous = total;
  const axes::Span history{before.empty() ? year(2022).from : year(2017).from, year(2022).to};
  material.monthly = one_series(history, axes::Unit::month, [=](axes::Period month) {
    return std::round((axes::first_day(month) >= year(2022).from ? total : previous) / 12);
  });
  material.quality.records = static_cast<std::uint64_t>(total + 5 * previous);
  material.zone = "Asia/Almaty";
  return material;
}

// Squares of one kilometre in a row, each with its count and its exposure.
inline Place squares(const std::vector<double>& counts, double exposure) {
  Place place;
  place.cells = true;
  place.cell_metres = 1000;
  place.exposure = Exposure::square_kilometres;
  place.per = 1000;
  place.in_degrees = false;
  place.now.span = year(2022);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double x = 1000.0 * static_cast<double>(i);
    Ground ground;
    ground.code = std::to_string(i) + ",0";
    ground.area = {{{{x, 0}, {x + 1000, 0}, {x + 1000, 1000}, {x, 1000}, {x, 0}}, {}}};
    ground.exposure = exposure;
    if (counts[i] > 0) {  // as a register answers: ground without events is not in the panel
      place.now.territories.push_back({-1, ground.code, {}});
      place.now.series.push_back({static_cast<std::int32_t>(place.now.territories.size()) - 1, -1});
      place.now.values.push_back(counts[i]);
      place.now.cells.push_back(cube::Cell::complete);
    }
    place.grounds.push_back(std::move(ground));
  }
  return place;
}

}  // namespace tartip::briefing::test
