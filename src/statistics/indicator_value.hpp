// The figure an indicator gives for one territory, one row of the form and one period. Bound to its definition by type:
// there is no IndicatorValue without a DefinitionId, and what is printed or published of it is made from the whole
// value, not from a number.
//
// Intervals (95 %) say how far the figure would move by chance if the conditions stayed as they are, given the number
// registered: counts and rates exact Poisson (Garwood 1936); shares Wilson (1927); ratios by MOVER (Zou & Donner 2008,
// Stat. Med. 27:1693) from the Wilson interval of the part that lies in the denominator and the Poisson interval of the
// rest, over the denominator. Money has none. Events are taken as independent; a series cleared at once moves more.
//
// Standing:
//   sound        enough events;
//   few          the interval of a share or ratio is wider than 20 percentage points, that of a count or rate spans
//                more than a factor of 4: the figure is given, with its interval, and not ranked;
//   missing      a cell it needs is empty or no number (`missing_cell` names the first);
//   not_defined  the denominator is 0 (a share of nothing) or residents are not known;
//   contradictory  a sum is negative, or the part is larger than the whole: the form breaks its control relations.
// Only sound and few have a value.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "axes/calendar.hpp"
#include "base/decimal.hpp"
#include "base/error.hpp"
#include "statistics/indicator.hpp"

namespace tartip::statistics {

enum class IndicatorStanding : std::uint8_t { sound, few, missing, not_defined, contradictory };
std::string_view name_of(IndicatorStanding standing);

inline constexpr double k_few_points = 20;  // width of a share's interval, in percentage points

// What the figure is made of and what comes out; only together with its definition.
struct IndicatorFigure {
  std::string territory = {};  // code; empty: several together
  std::string row = {};        // of the form: "total", "188"
  axes::Span period;
  std::optional<Decimal> numerator = {}, denominator = {}, overlap = {};  // exact sums of cells
  double residents = 0;                                                   // for rates; NaN when not known
  double value = 0;                                                       // NaN when missing or not defined
  double low = 0, high = 0;                                               // NaN without an interval
  std::string text = {};          // the value as published, rounded half away from zero; empty when there is none
  std::string missing_cell = {};  // "R1[188].g15"
  IndicatorStanding standing = IndicatorStanding::missing;
};

class IndicatorValue {
 public:
  IndicatorValue(DefinitionId definition, IndicatorFigure figure)
      : definition_(std::move(definition)), figure_(std::move(figure)) {}
  const DefinitionId& definition() const { return definition_; }
  const IndicatorFigure& figure() const { return figure_; }

  // "kz:clearance-completed-registered:v1 188 750000000 2022 = 24.7": for logs and tests.
  std::string describe() const;

 private:
  DefinitionId definition_;
  IndicatorFigure figure_;
};

// What one territory reported for one period.
struct Reported {
  std::string territory;
  axes::Span period;
  // The exact value of a cell; nothing when it is empty. Errors when the form has no such cell.
  std::function<Result<std::optional<Decimal>>(const CellAddress&)> cell;
  double residents = 0;  // of the middle of the period; NaN when not known
};

// `row` empty: the indicator's own. Errors: bad_input `error.indicator.row` when a row is asked of an indicator that
// has none to choose; those of `cell`. Cost: the cells of its expressions.
Result<IndicatorValue> compute(const Indicator& indicator, const std::string& row, const Reported& reported);

// The same indicator, row and period of several territories taken together: numerators and denominators added, never
// percentages averaged. Missing when one is missing. `values` must not be empty and must be of one definition, row and
// period.
IndicatorValue together(const Indicator& indicator, std::span<const IndicatorValue> values);

}  // namespace tartip::statistics
