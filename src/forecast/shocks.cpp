#include "forecast/shocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "forecast/arima.hpp"
#include "forecast/arma_likelihood.hpp"
#include "forecast/count_bands.hpp"
#include "forecast/unit_root.hpp"
#include "stats/special.hpp"

namespace tartip::forecast {
namespace {

constexpr std::size_t k_least_values = 12, k_least_side = 3;
constexpr double k_little_memory = 0.4;  // first autoregressive coefficient
constexpr double k_least_events = 20, k_largest_small_mean = 100, k_dropped = 3;

struct Scale {
  bool roots = false;
  double to(double value) const { return roots ? 2 * std::sqrt(value + 0.375) : value; }
  double from(double value) const { return roots ? std::max(0.0, value * std::abs(value) / 4 - 0.375) : value; }
};

Regressor column_of(const Shock& shock, std::size_t n) {
  Regressor column(n, 0);
  if (shock.kind == ShockKind::outlier)
    column[shock.place] = 1;
  else
    std::fill(column.begin() + static_cast<std::ptrdiff_t>(shock.place), column.end(), 1.0);
  return column;
}

// The most significant place under a fitted model, with its t statistic for `degrees` of freedom.
struct Strongest {
  Shock shock;
  double degrees = 1;
};

Strongest strongest(const ArimaFit& fit, std::span<const double> z, std::span<const Regressor> known,
                    bool shifts_only = false) {
  const std::size_t n = z.size();
  const auto differenced = [&](std::vector<double> x) {
    for (int i = 0; i < fit.order.D; ++i) x = difference(x, static_cast<std::size_t>(fit.season));
    for (int i = 0; i < fit.order.d; ++i) x = difference(x, 1);
    return x;
  };
  std::vector<std::vector<double>> columns{{}};
  std::vector<double> filled(z.begin(), z.end());
  for (std::size_t i = 0; i < n; ++i)
    if (std::isnan(z[i])) {
      filled[i] = 0;
      Regressor mark(n, 0);
      mark[i] = 1;
      columns.push_back(differenced(std::move(mark)));
    }
  columns.front() = differenced(std::move(filled));
  const std::size_t missing = columns.size() - 1;
  if (fit.order.constant) columns.emplace_back(columns.front().size(), 1.0);
  for (const Regressor& column : known) columns.push_back(differenced(column));
  Unknowns x{};
  auto at = x.begin();
  for (const auto* part : {&fit.ar, &fit.ma, &fit.seasonal_ar, &fit.seasonal_ma})
    at = std::copy(part->begin(), part->end(), at);

  Strongest best;
  best.degrees = std::max(1.0, static_cast<double>(columns.front().size()) - static_cast<double>(columns.size()) -
                                   static_cast<double>(at - x.begin()));
  columns.emplace_back();
  for (const ShockKind kind : {ShockKind::outlier, ShockKind::level_shift}) {
    if (shifts_only && kind == ShockKind::outlier) continue;
    for (std::size_t t = 0; t < n; ++t) {
      if (std::isnan(z[t])) continue;
      if (kind == ShockKind::level_shift && (t < k_least_side || n - t < k_least_side)) continue;
      const Shock shock{.kind = kind, .place = t};
      columns.back() = differenced(column_of(shock, n));
      ArmaLikelihood likelihood(columns, missing);
      likelihood.set_shape(fit.order, fit.season);
      const auto solution = likelihood.solve(x);
      if (solution.effects.empty() || !(solution.effect_errors.back() > 0)) continue;
      const double deviation = std::sqrt(solution.sum_of_squares / best.degrees);
      const double size = solution.effects.back() / solution.effect_errors.back();
      const double statistic = deviation > 0 ? size / deviation : size == 0 ? 0 : std::copysign(1e6, size);
      if (std::abs(statistic) > std::abs(best.shock.statistic)) {
        best.shock = shock;
        best.shock.statistic = statistic;
      }
    }
  }
  return best;
}

// A lasting shift looks like a wandering level, and a model that differences hides it. So where the model differences,
// one shift in an otherwise steady series is tried as well: the best split by least squares, kept when what remains is
// stationary with little memory and better forecast.
std::optional<Shock> shift_instead(const ArimaFit& fit, std::span<const double> z, std::span<const Regressor> known,
                                   double level) {
  if (fit.order.d == 0 || z.size() < 3 * k_least_values) return std::nullopt;
  ArimaFit plain;
  plain.order = {.D = fit.order.D, .constant = true};
  plain.season = fit.season;
  Strongest split = strongest(plain, z, known, true);
  if (split.shock.statistic == 0) return std::nullopt;
  std::vector<Regressor> columns(known.begin(), known.end());
  columns.push_back(column_of(split.shock, z.size()));
  ArimaOrder order = plain.order;
  order.p = 1;
  const auto steady = fit_arima({z, fit.season}, {.order = order, .regressors = columns});
  if (!steady || !(steady->ar[0] < k_little_memory) || !(steady->effect_errors.back() > 0)) return std::nullopt;
  split.shock.statistic = steady->effects.back() / steady->effect_errors.back();
  if (!(std::abs(split.shock.statistic) > stats::student_quantile(split.degrees, 1 - level))) return std::nullopt;
  // It must forecast better than the wandering level, by more than the freedom to place it is worth.
  const double n = static_cast<double>(steady->used);
  if (!(n * std::log(fit.variance / steady->variance) > 3 * std::log(n))) return std::nullopt;
  std::vector<double> rest;
  for (double error : steady->errors)
    if (!std::isnan(error)) rest.push_back(error);
  if (first_differences(rest) > 0) return std::nullopt;
  return split.shock;
}

}  // namespace

Result<Shocks> find_shocks(const History& history, const ShockOptions& options) {
  const std::span<const double> y = history.values;
  const std::size_t n = y.size();
  Shocks result;
  result.cleaned.assign(y.begin(), y.end());
  result.level_only = result.cleaned;
  std::vector<double> known_values;
  double sum = 0;
  for (double value : y)
    if (!std::isnan(value)) {
      known_values.push_back(value);
      sum += value;
    }
  if (auto status = check_history({known_values, history.season}); !status) return pass(status);
  const double count = static_cast<double>(known_values.size());
  Scale scale;
  const bool counts = whole_counts(known_values);
  if (known_values.size() < k_least_values || (counts && sum < k_least_events)) {
    result.enough = false;
    return result;
  }
  scale.roots = counts && sum < k_largest_small_mean * count;
  if (is_constant(known_values)) return result;

  std::vector<double> z(n);
  std::transform(y.begin(), y.end(), z.begin(), [&](double value) { return scale.to(value); });
  std::vector<Shock> found;
  std::vector<Regressor> columns;
  const auto fitted = [&] { return fit_arima({z, history.season}, {.order = {}, .regressors = columns}); };
  auto fit = fitted();
  if (!fit) return pass(fit);
  const double places = 2 * count;
  while (found.size() < options.most) {
    const double level = options.false_alarm / (2 * places);
    auto next = shift_instead(*fit, z, columns, level);
    if (!next) {
      const Strongest here = strongest(*fit, z, columns);
      if (std::abs(here.shock.statistic) > stats::student_quantile(here.degrees, 1 - level)) next = here.shock;
    }
    if (!next) break;
    found.push_back(*next);
    columns.push_back(column_of(*next, n));
    auto again = fitted();
    if (!again) {
      found.pop_back();
      columns.pop_back();
      break;
    }
    fit = std::move(again);
  }
  while (!found.empty()) {
    std::size_t weakest = 0;
    for (std::size_t k = 0; k < found.size(); ++k) {
      const double error = fit->effect_errors[k];
      found[k].statistic = error > 0 ? fit->effects[k] / error : fit->effects[k] == 0 ? 0 : found[k].statistic;
      if (std::abs(found[k].statistic) < std::abs(found[weakest].statistic)) weakest = k;
    }
    if (std::abs(found[weakest].statistic) >= k_dropped) break;
    found.erase(found.begin() + static_cast<std::ptrdiff_t>(weakest));
    columns.erase(columns.begin() + static_cast<std::ptrdiff_t>(weakest));
    auto again = fitted();
    if (!again) return pass(again);
    fit = std::move(again);
  }

  // In the units of the series: what was there and what would have been.
  std::vector<double> clean = z, level = z;
  for (std::size_t k = 0; k < found.size(); ++k) {
    Shock& shock = found[k];
    const double effect = fit->effects[k];
    if (shock.kind == ShockKind::outlier) {
      shock.observed = y[shock.place];
      shock.expected = scale.from(z[shock.place] - effect);
      clean[shock.place] -= effect;
      level[shock.place] -= effect;
    } else {
      const std::size_t cycle = history.season > 1 ? static_cast<std::size_t>(history.season) : 12;
      double before = 0, values = 0;
      for (std::size_t i = shock.place - std::min(shock.place, cycle); i < shock.place; ++i)
        if (!std::isnan(z[i])) {
          before += z[i];
          ++values;
        }
      before = values > 0 ? before / values : z[shock.place] - effect;
      shock.expected = scale.from(before);
      shock.observed = scale.from(before + effect);
      for (std::size_t i = 0; i < shock.place; ++i) level[i] += effect;
    }
  }
  if (!found.empty()) {
    std::transform(clean.begin(), clean.end(), result.cleaned.begin(), [&](double value) { return scale.from(value); });
    std::transform(level.begin(), level.end(), result.level_only.begin(),
                   [&](double value) { return scale.from(value); });
    for (std::size_t i = 0; i < n; ++i)
      if (clean[i] == z[i]) result.cleaned[i] = y[i];  // untouched values to the last digit
  }
  std::sort(found.begin(), found.end(), [](const Shock& a, const Shock& b) { return a.place < b.place; });
  result.found = std::move(found);
  return result;
}

ShockSentence sentence_of(const Shock& shock, const std::string& period) {
  const bool up = shock.observed > shock.expected;
  const double from = std::round(shock.expected), to = std::round(shock.observed);
  ShockSentence sentence{.key = "forecast.shock.", .arguments = {{"period", period}}};
  const bool from_zero = from <= 0;
  if (shock.kind == ShockKind::outlier)
    sentence.key += up ? (from_zero ? "outlier_high_from_zero" : "outlier_high")
                       : (from_zero ? "outlier_low_from_zero" : "outlier_low");
  else
    sentence.key +=
        up ? (from_zero ? "shift_up_from_zero" : "shift_up") : (from_zero ? "shift_down_from_zero" : "shift_down");
  sentence.arguments.push_back({"from", fmt::format("{:.0f}", from)});
  sentence.arguments.push_back({"to", fmt::format("{:.0f}", to)});
  if (!from_zero) sentence.arguments.push_back({"percent", fmt::format("{:.0f}", 100 * std::abs(to - from) / from)});
  return sentence;
}

}  // namespace tartip::forecast
