// A question to a register: what is counted, of which events, by which axes.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/time_zone.hpp"

namespace tartip::cube {

enum class Measure { count, sum, rate, share };

struct Filter {
  std::optional<axes::Span> period;
  std::vector<std::string> territories;  // codes "level:code" or "code"; each with all that lies below it; any of them
  std::vector<std::string> classes;      // codes, each with its subtree; any of them
  std::vector<std::pair<std::string, std::vector<std::string>>> attributes;  // attribute id, allowed values
};

struct Query {
  std::string register_id;
  Measure measure = Measure::count;
  std::string quantity;  // what is summed; for other measures, what says how many events a row stands for
  double per = 100'000;  // for rate: events per so many residents, over the period as it is (never annualised)
  Filter filter;
  std::optional<std::string> territory_level;  // by: level id; nothing: all together
  std::optional<std::string> class_level;      // by: level id of the register's scheme, or of `class_scheme`
  std::string class_scheme;                    // empty: the register's; else reached by its crosswalk, with weights
  std::optional<axes::Unit> every;             // by: calendar unit; nothing: the whole period as one
  std::optional<double> cell_metres;           // by: equal-area grid cells of this side instead of a territory level
  std::optional<axes::Micros> known_on;  // the reporting cut: what the centre knew then; nothing: what it knows now
};

}  // namespace tartip::cube
