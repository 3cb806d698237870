// The figures of every piece of ground, and how it is drawn.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "briefing/document.hpp"
#include "briefing/material.hpp"
#include "briefing/voice.hpp"
#include "statistics/composition.hpp"
#include "statistics/ranking.hpp"

namespace tartip::briefing {

struct GroundFigures {
  std::string label;
  statistics::Observation count;
  double exposure = 0;
  double value = 0;          // what is mapped: a rate, or a share in per cent; NaN: nothing to show
  double low = 0, high = 0;  // its interval
  Verdict verdict = Verdict::none;
  int step = -1;                             // 0…4 of the ramp
  std::string text;                          // the value as people read it
  const statistics::Part* change = nullptr;  // nothing: not compared
  std::vector<std::string> together_with;    // other ground that this change is of as well
};

// Units whose ground is another than in the period they are compared with.
struct Redrawn {
  std::vector<std::string> now, before;  // names
  bool refused = false;                  // it is not known where the ground went; else they are compared as one
};

struct PlaceFigures {
  bool rates = false;                  // else shares
  std::string unit;                    // "events per 1,000 km²"
  std::vector<GroundFigures> grounds;  // as Place::grounds
  statistics::Ranking ranking;         // only with rates
  statistics::Composition changes;     // by ground; empty parts when not compared
  std::vector<Redrawn> redrawn;        // only when compared
  double total = 0;                    // events on all grounds
  double elsewhere = 0;                // events of the span on no ground that is shown
  std::vector<LegendEntry> legend;
};

// `rates` needs an exposure and a whole register: of a sample only shares are told.
PlaceFigures gather_place(const Material& material, const Making& making, const Voice& voice);

// Areas and outline in metres of one plane, simplified to what a page can show.
struct PlaceShapes {
  std::vector<geo::MultiPolygon> areas;  // as Place::grounds
  geo::MultiPolygon outline;
};
PlaceShapes shapes_of(const Place& place);

}  // namespace tartip::briefing
