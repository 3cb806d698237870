// What a briefing is made of: the answers to the questions it asks of one register, as plain values. Whoever holds the
// store fills it in (app/); nothing here reads a file or a clock.
//
// Every part that a register cannot give stays empty, and the briefing then says less, or says that it is not known.
#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/names.hpp"
#include "cube/panel.hpp"
#include "geo/geometry.hpp"
#include "statistics/comparability.hpp"

namespace tartip::briefing {

// One piece of ground: a district, or a cell of the grid. Districts are matched with the panels by number (a redrawn
// one may keep its code), cells by code. Ground without events stands here too, so that zero is seen as zero.
struct Ground {
  std::int32_t number = -1;  // the panel member's; −1 for cells
  std::string code;
  axes::Names names;
  geo::MultiPolygon area;                                      // may be empty: then it stands in tables only
  double exposure = std::numeric_limits<double>::quiet_NaN();  // residents or km² inside the outline; NaN: not known
};

enum class Exposure { none, residents, square_kilometres };

struct Place {
  axes::Names level;  // what one piece is, in the plural: "districts"; not used for cells
  bool cells = false;
  double cell_metres = 0;
  Exposure exposure = Exposure::none;  // none: shares are shown
  double per = 100'000;    // rates are events per so many residents; square kilometres: per so many km² (1 000)
  bool in_degrees = true;  // of areas and outline; false: metres of a local plane
  std::vector<Ground> grounds;
  geo::MultiPolygon outline;
  cube::Panel now;                    // by territory or cell, the whole span as one
  std::optional<cube::Panel> before;  // the same for the comparison span
  cube::Panel monthly;                // the same by month, for the dispersion of each; may be empty
  std::vector<statistics::ComparableGroup>
      comparable;  // of the units between the two spans; empty: matched as they are
};

struct Occurrence {
  std::string name;  // a flag's name ("time_gap"), message "flag.<name>"
  std::uint64_t count = 0;
};

struct SourceFile {
  std::string name;      // without folders
  std::string checksum;  // SHA-256, hexadecimal
  std::uint64_t records = 0;
  std::string imported;  // "2026-02-02 10:15"
};

struct Quality {
  bool of_part = false;           // the material tells of some territories only: counts of the whole are left out
  std::uint64_t records = 0;      // events held, whatever their day
  std::uint64_t quarantined = 0;  // rows waiting for a person
  std::uint64_t without_time = 0, without_place = 0, without_class = 0;
  std::vector<Occurrence> flags;
  std::optional<axes::Day> first, last;  // event days
  std::optional<axes::Span> covers;      // as the register claims, or as found
};

// How the forecasts of this register came out that were published before their periods; steps of all series together,
// against the revised truth.
struct ForecastRecord {
  std::size_t scored = 0, waiting = 0;
  std::size_t late = 0;  // of those scored: published when their period was over already
  std::size_t publications = 0;
  double coverage_80 = 0, coverage_95 = 0;                           // shares in [0, 1]; NaN: not published
  double skill = std::numeric_limits<double>::quiet_NaN();           // against last year's figure: 1 − CRPS ratio
  double skill_at_first = std::numeric_limits<double>::quiet_NaN();  // the same against the truth of that time
  std::vector<double> probabilities, shares;  // of the truths, the share at or below the quantile promised
  struct Period {
    axes::Period period;
    std::size_t scored = 0;
    double coverage_80 = 0;
    double skill = std::numeric_limits<double>::quiet_NaN();
  };
  std::vector<Period> periods;  // by the period forecast, in order
};

struct Material {
  std::string id;
  axes::Names names;
  axes::Names event;    // what one record is, in the plural: "incidents"
  axes::Names caution;  // printed with the chapter; may be empty
  std::string source, licence;
  bool sample = false;

  axes::Span span;
  std::optional<axes::Span> compared_with;  // the same days a year earlier, when the register covers them wholly

  cube::Panel now;                                      // by class where there are classes, the whole span as one
  std::optional<cube::Panel> before;                    // the same for `compared_with`
  std::vector<statistics::ComparableGroup> comparable;  // classes between the two spans; empty: matched as they are
  axes::Names class_level;                              // what one class is, in the plural: "causes"; may be empty
  cube::Panel monthly;                // all events by month, every covered year up to the end of the span
  cube::Panel monthly_by_class;       // for the dispersion of each class; may be empty
  std::optional<cube::Panel> daily;   // all events of the span by day
  std::optional<cube::Panel> hourly;  // all events of the span by hour; only where the time of day is recorded
  std::optional<Place> place;
  std::optional<ForecastRecord> forecasts;  // nothing: none of the published ones is due yet

  Quality quality;
  std::string zone;      // the time zone that days are counted in
  std::string known_on;  // the reporting cut; empty: as known when made
  std::vector<std::string> filters;
  std::string description_checksum;
  std::vector<SourceFile> files;
};

// What holds for the whole document.
struct Making {
  std::string centre;      // the centre's name
  std::string moment;      // "2026-02-02 10:15"
  std::string version;     // of the program
  std::string tz_version;  // of the time-zone tables
  std::uint64_t seed = 1;
  int threads = 0;  // changes no figure
};

}  // namespace tartip::briefing
