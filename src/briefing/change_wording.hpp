// What a change lets one say, and what not.
#pragma once
#include <string>

#include "briefing/document.hpp"
#include "briefing/voice.hpp"
#include "statistics/change.hpp"
#include "statistics/composition.hpp"

namespace tartip::briefing {

Verdict verdict_of(const statistics::Change& change);
Verdict verdict_of(const statistics::Part& part);  // corrected for the number of parts compared

// For figures and tables: "−3.2%", "too few events", "no earlier year" …
std::string change_text(const statistics::Change& change, const Voice& voice);
// "95% interval: −5.1% to −1.3%"; of a rise without an upper end only the lower one; empty when there is none, or it
// says only that the events are few.
std::string interval_text(const statistics::Change& change, const Voice& voice);
// The bare interval for a table's cell.
std::string interval_cell(const statistics::Change& change, const Voice& voice);

struct Compared {
  std::string subject;  // "Incidents", with its capital
  std::string period;
  std::string previous;  // the comparison period; empty when there is none
};
// "Incidents, January–September 2022: 10,224 — 3.2% fewer than in January–September 2021 (10,562); 95% interval …"
std::string change_sentence(const statistics::Change& change, const Compared& compared, const Voice& voice);

}  // namespace tartip::briefing
