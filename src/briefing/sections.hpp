// The parts of a chapter. Each is made from the material and the shared figures, or is not made when the register
// cannot give it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "briefing/document.hpp"
#include "briefing/material.hpp"
#include "briefing/voice.hpp"
#include "statistics/composition.hpp"
#include "statistics/trend.hpp"
#include "stats/dispersion.hpp"

namespace tartip::briefing {

// Figures that more than one part speaks of, computed once.
struct Facts {
  statistics::Composition composition;  // of the span's events by class; its total is the headline
  stats::Dispersion dispersion;         // of the monthly total
  std::string event;                    // "incidents"
  std::string subject;                  // "Incidents"
  std::string period;                   // "2022"
  std::string previous_period;          // empty: nothing to compare with
  bool compared = false;                // there is an earlier period, wholly covered, and no sample
};

// The material holds what `facts`, the sections and the caller refer to: it must outlive them.
Facts gather_facts(const Material& material, const Voice& voice);

std::vector<Headline> make_headlines(const Material& material, const Facts& facts, const Voice& voice);
Section make_headline_section(const Material& material, const Facts& facts, const Voice& voice);
std::optional<Section> make_trend_section(const Material& material, const Facts& facts, const Voice& voice);
std::optional<Section> make_years_section(const Material& material, const Facts& facts, const Voice& voice);
std::optional<Section> make_drivers_section(const Material& material, const Facts& facts, const Voice& voice);
// Map, funnel and ranking, as far as the register has them.
std::vector<Section> make_place_sections(const Material& material, const Facts& facts, const Making& making,
                                         const Voice& voice);
std::optional<Section> make_weekday_section(const Material& material, const Facts& facts, const Voice& voice);
std::optional<Section> make_hour_section(const Material& material, const Facts& facts, const Voice& voice);
// The score card of published forecasts: calibration, and skill over time.
std::vector<Section> make_forecast_sections(const Material& material, const Voice& voice);
Section make_quality_section(const Material& material, const Facts& facts, const Voice& voice);
Section make_method_section(const Material& material, const Facts& facts, const Voice& voice);

PassportGroup make_register_passport(const Material& material, const Facts& facts, const Voice& voice);
PassportGroup make_making_passport(const Making& making, const Voice& voice);

// The name of a class or a part of a composition: "not known", "other (12)".
std::string name_of_part(const statistics::Part& part, const Voice& voice);

// Cells of tables.
TableCell word_cell(std::string text, Verdict verdict = Verdict::none);
TableCell number_cell(std::string text, double value, Verdict verdict = Verdict::none);

}  // namespace tartip::briefing
