#include <algorithm>
#include <cmath>

#include "briefing/sections.hpp"

namespace tartip::briefing {
namespace {

constexpr std::size_t k_least_scored = 20;  // below, shares say nothing
constexpr std::size_t k_least_periods = 2;  // for a line over time

std::optional<double> known(double value) {
  return std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

std::int64_t whole(std::size_t count) {
  return static_cast<std::int64_t>(count);
}

// What was promised and what came, at the tenths: 10, 20 … 90 %.
struct Tenths {
  std::vector<double> promised, came;
};

Tenths tenths_of(const ForecastRecord& record) {
  Tenths tenths;
  for (std::size_t k = 0; k < record.probabilities.size(); ++k) {
    const double ten = 10 * record.probabilities[k];
    if (std::abs(ten - std::round(ten)) > 1e-6) continue;
    tenths.promised.push_back(record.probabilities[k]);
    tenths.came.push_back(record.shares[k]);
  }
  return tenths;
}

std::string skill_sentence(const ForecastRecord& record, const Voice& voice) {
  if (!std::isfinite(record.skill)) return voice.say("forecast.no_yardstick");
  if (record.skill <= 0) return voice.say("forecast.no_better");
  return voice.say("forecast.better", {{"skill", voice.percent(100 * record.skill)}});
}

Section make_calibration(const ForecastRecord& record, const Voice& voice) {
  Section section;
  section.id = "forecasts";
  section.heading = voice.say("forecast.heading");
  section.finding.push_back(
      voice.say("forecast.scored", {{"count", whole(record.scored)}, {"waiting", whole(record.waiting)}}));
  section.method = voice.say("forecast.method");
  const auto say_late = [&] {
    if (record.late > 0) section.finding.push_back(voice.say("forecast.late", {{"count", whole(record.late)}}));
  };
  if (record.scored < k_least_scored) {
    section.finding.push_back(voice.say("forecast.too_few", {{"least", whole(k_least_scored)}}));
    say_late();
    return section;
  }
  if (std::isfinite(record.coverage_80) && std::isfinite(record.coverage_95))
    section.finding.push_back(voice.say("forecast.coverage", {{"in80", voice.percent(100 * record.coverage_80)},
                                                              {"in95", voice.percent(100 * record.coverage_95)}}));
  section.finding.push_back(skill_sentence(record, voice));
  if (std::isfinite(record.skill_at_first))
    section.finding.push_back(
        voice.say("forecast.at_first", {{"skill", voice.percent_change(100 * record.skill_at_first)}}));
  say_late();

  const Tenths tenths = tenths_of(record);
  if (tenths.promised.size() < k_least_periods) return section;
  Trend drawing;
  TrendSeries came{voice.say("forecast.came"), "current", {}, {}, {}};
  TrendSeries promised{voice.say("forecast.promised"), "usual", {}, {}, {}};
  Table table;
  table.caption = voice.say("forecast.calibration_caption");
  table.columns = {{voice.say("forecast.promised"), true}, {voice.say("forecast.came"), true}};
  for (std::size_t k = 0; k < tenths.promised.size(); ++k) {
    const double p = 100 * tenths.promised[k], share = 100 * tenths.came[k];
    drawing.periods.push_back(voice.numbers().percent(p, 0));
    came.values.push_back(share);
    promised.values.push_back(p);
    table.rows.push_back({number_cell(voice.numbers().percent(p, 0), p), number_cell(voice.percent(share), share)});
  }
  drawing.series = {std::move(came), std::move(promised)};
  section.figure = Figure{voice.say("forecast.calibration_title"), voice.say("forecast.calibration_unit"),
                          section.finding[1], std::move(drawing)};
  section.table = std::move(table);
  return section;
}

std::optional<Section> make_skill(const ForecastRecord& record, const Voice& voice) {
  std::size_t judged = 0, better = 0;
  for (const ForecastRecord::Period& one : record.periods) {
    judged += std::isfinite(one.skill) ? 1 : 0;
    better += one.skill > 0 ? 1 : 0;
  }
  if (record.scored < k_least_scored || judged < k_least_periods) return std::nullopt;
  Section section;
  section.id = "forecast-skill";
  section.heading = voice.say("forecast.skill_heading");
  section.finding.push_back(voice.say("forecast.skill_periods", {{"better", whole(better)}, {"count", whole(judged)}}));
  section.method = voice.say("forecast.skill_method");
  Trend drawing;
  TrendSeries skill{voice.say("forecast.skill"), "current", {}, {}, {}};
  TrendSeries nothing{voice.say("forecast.last_year"), "usual", {}, {}, {}};
  Table table;
  table.caption = voice.say("forecast.skill_caption");
  table.columns = {{voice.say("forecast.period"), false},
                   {voice.say("forecast.count"), true},
                   {voice.say("forecast.inside_80"), true},
                   {voice.say("forecast.skill"), true}};
  for (const ForecastRecord::Period& one : record.periods) {
    const bool month = one.period.unit == axes::Unit::month;
    const std::string label = month ? voice.month(one.period, false, true) : axes::text_of(one.period);
    drawing.periods.push_back(label);
    skill.values.push_back(known(100 * one.skill));
    nothing.values.push_back(0);
    table.rows.push_back({word_cell(month ? voice.month(one.period, true, true) : label),
                          number_cell(voice.count(static_cast<double>(one.scored)), static_cast<double>(one.scored)),
                          number_cell(voice.percent(100 * one.coverage_80), 100 * one.coverage_80),
                          std::isfinite(one.skill) ? number_cell(voice.percent_change(100 * one.skill), 100 * one.skill)
                                                   : word_cell("—")});
  }
  drawing.series = {std::move(skill), std::move(nothing)};
  section.figure = Figure{voice.say("forecast.skill_title"), voice.say("forecast.skill_unit"), section.finding.front(),
                          std::move(drawing)};
  section.table = std::move(table);
  return section;
}

}  // namespace

std::vector<Section> make_forecast_sections(const Material& material, const Voice& voice) {
  std::vector<Section> sections;
  if (!material.forecasts || material.forecasts->scored == 0) return sections;
  sections.push_back(make_calibration(*material.forecasts, voice));
  if (auto skill = make_skill(*material.forecasts, voice)) sections.push_back(std::move(*skill));
  return sections;
}

}  // namespace tartip::briefing
