#include "statistics/indicator_value.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "base/require.hpp"
#include "statistics/conventions.hpp"
#include "stats/interval.hpp"

namespace tartip::statistics {
namespace {

// Sums of money times a hundred times the digits asked for do not fit 64 bits.
__extension__ typedef __int128 Wide;

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

// numerator × scale / denominator, rounded half away from zero to so many digits; exact.
std::string rounded(Decimal numerator, Wide scale, Wide denominator, int decimals) {
  Wide top = static_cast<Wide>(numerator.thousandths()) * scale;
  for (int i = 0; i < decimals; ++i) top *= 10;
  const bool negative = top < 0;
  if (negative) top = -top;
  const auto whole = static_cast<std::uint64_t>((2 * top + denominator) / (2 * denominator));
  std::string digits = std::to_string(whole);
  if (decimals > 0) {
    const auto places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, ".");
  }
  return (negative && whole != 0 ? "-" : "") + digits;
}

Result<std::optional<Decimal>> sum_of(const Expression& expression, const std::string& row, const Reported& reported,
                                      std::string& missing_cell) {
  Decimal sum;
  for (const Term& term : expression) {
    CellAddress cell = term.cell;
    if (cell.row == "@") cell.row = row;
    auto value = reported.cell(cell);
    if (!value) return pass(value);
    if (!*value) {
      if (missing_cell.empty()) missing_cell = cell.text();
      return std::optional<Decimal>();
    }
    sum += term.sign < 0 ? -**value : **value;
  }
  return std::optional<Decimal>(sum);
}

stats::Interval ratio_interval(double numerator, double denominator, double overlap) {
  const double inside = std::min({overlap, numerator, denominator});
  const double outside = numerator - inside;
  const stats::Interval share = stats::wilson(inside, denominator, k_level);
  const stats::Interval rest = stats::poisson_interval(outside, k_level);
  const double p = inside / denominator, q = outside / denominator;
  return {p + q - std::hypot(p - share.low, q - rest.low / denominator),
          p + q + std::hypot(share.high - p, rest.high / denominator - q)};
}

bool is_money(IndicatorShape shape) {
  return shape == IndicatorShape::amount || shape == IndicatorShape::amount_share;
}

// From the sums to the value, its text, interval and standing.
void finish(const Indicator& indicator, IndicatorFigure& figure) {
  figure.value = figure.low = figure.high = k_nan;
  figure.text.clear();
  const bool percent = !indicator.denominator.empty();
  if (!figure.numerator || (percent && !figure.denominator)) {
    figure.standing = IndicatorStanding::missing;
    return;
  }
  const double top = figure.numerator->as_double();
  if (top < 0) {
    figure.standing = IndicatorStanding::contradictory;
    return;
  }
  stats::Interval interval{k_nan, k_nan};
  double scale = 1;
  if (percent) {
    const double bottom = figure.denominator->as_double();
    const bool share = indicator.shape == IndicatorShape::share;
    if (bottom < 0 || (share && top > bottom)) {
      figure.standing = IndicatorStanding::contradictory;
      return;
    }
    if (bottom == 0) {
      figure.standing = IndicatorStanding::not_defined;
      return;
    }
    scale = 100;
    figure.value = top / bottom;
    figure.text = rounded(*figure.numerator, 100, figure.denominator->thousandths(), indicator.decimals);
    if (share) interval = stats::wilson(top, bottom, k_level);
    if (indicator.shape == IndicatorShape::ratio)
      interval = ratio_interval(top, bottom, figure.overlap ? figure.overlap->as_double() : 0);
  } else if (indicator.shape == IndicatorShape::rate) {
    const auto residents = std::isfinite(figure.residents) ? std::llround(figure.residents) : 0;
    if (residents <= 0) {
      figure.standing = IndicatorStanding::not_defined;
      return;
    }
    scale = indicator.per / static_cast<double>(residents);
    figure.value = top;
    figure.text = rounded(*figure.numerator, static_cast<std::int64_t>(std::llround(indicator.per)),
                          static_cast<Wide>(residents) * 1000, indicator.decimals);
    interval = stats::poisson_interval(top, k_level);
  } else {
    figure.value = top;
    figure.text = rounded(*figure.numerator, 1, 1000, indicator.decimals);
    if (indicator.shape == IndicatorShape::count) interval = stats::poisson_interval(top, k_level);
  }
  figure.value *= scale;
  figure.low = interval.low * scale;
  figure.high = interval.high * scale;
  const bool few = percent ? figure.high - figure.low > k_few_points : !(figure.high <= k_few_factor * figure.low);
  figure.standing = few && !is_money(indicator.shape) ? IndicatorStanding::few : IndicatorStanding::sound;
}

}  // namespace

std::string_view name_of(IndicatorStanding standing) {
  constexpr std::array<std::string_view, 5> k_names = {"sound", "few", "missing", "not_defined", "contradictory"};
  return k_names[static_cast<std::size_t>(standing)];
}

std::string IndicatorValue::describe() const {
  return definition_.text() + " " + figure_.row + " " + (figure_.territory.empty() ? "*" : figure_.territory) + " " +
         axes::text_of(figure_.period) + " = " +
         (figure_.text.empty() ? std::string(name_of(figure_.standing)) : figure_.text);
}

Result<IndicatorValue> compute(const Indicator& indicator, const std::string& row, const Reported& reported) {
  if (!row.empty() && !indicator.any_row && row != indicator.default_row)
    return fail(Code::bad_input, "error.indicator.row", {{"id", indicator.id.text()}, {"row", row}});
  IndicatorFigure figure{.territory = reported.territory,
                         .row = row.empty() ? indicator.default_row : row,
                         .period = reported.period,
                         .residents = reported.residents};
  const auto fill = [&](const Expression& expression, std::optional<Decimal>& into, std::string& missing) -> Status {
    if (expression.empty()) return {};
    auto sum = sum_of(expression, figure.row, reported, missing);
    if (!sum) return pass(sum);
    into = *sum;
    return {};
  };
  if (Status ok = fill(indicator.numerator, figure.numerator, figure.missing_cell); !ok) return pass(ok);
  if (Status ok = fill(indicator.denominator, figure.denominator, figure.missing_cell); !ok) return pass(ok);
  // The overlap narrows the interval only; the figure stands without it.
  std::string ignored;
  if (Status ok = fill(indicator.overlap, figure.overlap, ignored); !ok) return pass(ok);
  finish(indicator, figure);
  return IndicatorValue(indicator.id, std::move(figure));
}

IndicatorValue together(const Indicator& indicator, std::span<const IndicatorValue> values) {
  require(!values.empty(), "together needs a value");
  IndicatorFigure sum{.row = values.front().figure().row,
                      .period = values.front().figure().period,
                      .numerator = Decimal(),
                      .denominator = indicator.denominator.empty() ? std::optional<Decimal>() : Decimal(),
                      .overlap = Decimal()};
  const auto add = [](std::optional<Decimal>& to, const std::optional<Decimal>& more) {
    if (to && more)
      *to += *more;
    else
      to.reset();
  };
  for (const IndicatorValue& value : values) {
    const IndicatorFigure& part = value.figure();
    require(value.definition() == indicator.id && part.row == sum.row && part.period == sum.period,
            "together needs values of one definition, row and period");
    add(sum.numerator, part.numerator);
    add(sum.denominator, part.denominator);
    add(sum.overlap, part.overlap);
    sum.residents += part.residents;
    if (sum.missing_cell.empty() && !part.missing_cell.empty())
      sum.missing_cell = part.territory + " " + part.missing_cell;
  }
  finish(indicator, sum);
  return IndicatorValue(indicator.id, std::move(sum));
}

}  // namespace tartip::statistics
