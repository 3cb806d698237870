#include "forecast/ets.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/random.hpp"
#include "forecast/decomposition.hpp"
#include "forecast/ets_likelihood.hpp"
#include "forecast/naive.hpp"
#include "stats/quantile.hpp"

namespace tartip::forecast {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();

std::size_t index(int i) {
  return static_cast<std::size_t>(i);
}

// Where a search begins: level and slope by regression on the first values without season, seasonal states by
// classical decomposition, or by one harmonic when there are less than three cycles (as R's initstate).
struct Beginning {
  double level_alone = 0, level = 0, slope = 0;
  std::vector<double> season;
};

std::vector<double> harmonic_season(std::span<const double> y, int m, Part kind) {
  Normal normal;
  for (std::size_t t = 0; t < y.size(); ++t) {
    const double time = static_cast<double>(t + 1), angle = 2 * M_PI * time / m;
    const std::array<double, 4> row = {1, time, std::cos(angle), m > 2 ? std::sin(angle) : 0};
    for (std::size_t i = 0; i < 4; ++i) {
      normal.gradient[i] += row[i] * y[t];
      for (std::size_t k = i; k < 4; ++k) normal.curvature[i * k_most_unknowns + k] += row[i] * row[k];
    }
  }
  Unknowns c{};
  damped_step(normal, {}, m > 2 ? 4 : 3, 1e-12, c);
  std::vector<double> season(index(m), kind == Part::additive ? 0.0 : 1.0);
  for (std::size_t t = 0; t < std::min(y.size(), season.size()); ++t) {
    const double line = c[0] + c[1] * static_cast<double>(t + 1);
    if (kind == Part::additive) season[t] = y[t] - line;
    if (kind == Part::multiplicative && line > 0) season[t] = y[t] / line;
  }
  return season;
}

Beginning beginning_of(std::span<const double> y, int m, Part kind) {
  Beginning begin;
  if (kind != Part::none) {
    std::optional<std::vector<double>> season;
    if (y.size() >= 3 * index(m))
      season = seasonal_indices(y, m, kind == Part::additive ? Shape::additive : Shape::multiplicative);
    begin.season = season ? std::move(*season) : harmonic_season(y, m, kind);
    double sum = 0;
    for (double& s : begin.season) {
      if (kind == Part::multiplicative) s = std::max(s, 1e-2);
      sum += s;
    }
    for (double& s : begin.season) s = kind == Part::additive ? s - sum / m : s * m / sum;
  }
  const std::size_t used =
      std::min<std::size_t>(y.size(), kind == Part::none ? 10 : std::max<std::size_t>(10, 2 * index(m)));
  double sum = 0, sum_t = 0, sum_tt = 0, sum_ty = 0;
  for (std::size_t t = 0; t < used; ++t) {
    double v = y[t];
    if (kind == Part::additive) v -= begin.season[t % index(m)];
    if (kind == Part::multiplicative) v /= begin.season[t % index(m)];
    const double time = static_cast<double>(t + 1);
    sum += v, sum_t += time, sum_tt += time * time, sum_ty += time * v;
  }
  const double n = static_cast<double>(used);
  begin.level_alone = sum / n;
  begin.slope = (n * sum_ty - sum_t * sum) / (n * sum_tt - sum_t * sum_t);
  begin.level = (sum - begin.slope * sum_t) / n;
  return begin;
}

struct Candidate {
  EtsForm form;
  Unknowns x{};
  double value = k_infinity;  // sum of squares
  double aicc = k_infinity;
};

// Smoothing parameters tried before the search, from slow to fast.
constexpr std::array<std::array<double, 3>, 8> k_starts = {{{0.1, 0.01, 0.01},
                                                            {0.1, 0.2, 0.1},
                                                            {0.3, 0.05, 0.05},
                                                            {0.3, 0.3, 0.3},
                                                            {0.6, 0.02, 0.2},
                                                            {0.6, 0.3, 0.05},
                                                            {0.95, 0.01, 0.01},
                                                            {0.95, 0.3, 0.3}}};

class Search {
 public:
  Search(const History& history, bool thorough, double most_slope_share)
      : y_(history.values), m_(history.season), thorough_(thorough), most_slope_share_(most_slope_share) {}

  Candidate fit(const EtsForm& form, const Candidate* warm, double tolerance) {
    const EtsLikelihood likelihood(y_, m_, form);
    Candidate best{.form = form};
    if (y_.size() <= index(likelihood.count()) + 2) return best;
    const Beginning& begin = beginning(form.season);
    std::array<Unknowns, k_starts.size()> starts;
    std::array<double, k_starts.size()> values;
    for (std::size_t i = 0; i < k_starts.size(); ++i) {
      starts[i] = start(likelihood, form, begin, k_starts[i]);
      values[i] = likelihood.value(starts[i]);
    }
    std::array<std::size_t, k_starts.size()> order;
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    // A few steps from each start, then on from where it is lowest.
    const auto consider = [&](Unknowns x) {
      const double value =
          minimise(likelihood, x, box_of(likelihood),
                   {.count = likelihood.count(), .most_steps = thorough_ ? 60 : 5, .tolerance = tolerance});
      if (value < best.value) best.value = value, best.x = x;
    };
    if (warm != nullptr && std::isfinite(warm->value)) consider(carried(likelihood, *warm));
    for (std::size_t i = 0; i < (thorough_ ? k_starts.size() : 1); ++i) consider(starts[order[i]]);
    polish(best, tolerance);
    const double n = static_cast<double>(y_.size()), k = likelihood.count() + 1;
    best.aicc = n * std::log(best.value) + 2 * k + 2 * k * (k + 1) / (n - k - 1);
    return best;
  }

  // Carries a candidate's search on to the end.
  void polish(Candidate& candidate, double tolerance) const {
    if (!std::isfinite(candidate.value)) return;
    const EtsLikelihood likelihood(y_, m_, candidate.form);
    candidate.value = minimise(likelihood, candidate.x, box_of(likelihood),
                               {.count = likelihood.count(), .most_steps = 60, .tolerance = tolerance});
  }

 private:
  Box box_of(const EtsLikelihood& likelihood) const {
    Box box = likelihood.box();
    if (likelihood.beta >= 0)
      box.upper[index(likelihood.beta)] = std::min(box.upper[index(likelihood.beta)], most_slope_share_);
    return box;
  }

  const Beginning& beginning(Part season) {
    auto& held = beginnings_[static_cast<std::size_t>(season)];
    if (!held) held = beginning_of(y_, m_, season);
    return *held;
  }

  static Unknowns start(const EtsLikelihood& likelihood, const EtsForm& form, const Beginning& begin,
                        const std::array<double, 3>& smoothing) {
    Unknowns x{};
    x[0] = smoothing[0];
    if (likelihood.beta >= 0) x[index(likelihood.beta)] = smoothing[1];
    if (likelihood.gamma >= 0) x[index(likelihood.gamma)] = smoothing[2];
    if (likelihood.phi >= 0) x[index(likelihood.phi)] = 0.96;
    x[index(likelihood.level)] = form.trend == Part::none ? begin.level_alone : begin.level;
    if (form.trend == Part::additive) x[index(likelihood.slope)] = begin.slope;
    if (form.trend == Part::multiplicative) {
      x[index(likelihood.level)] = begin.level + begin.slope;
      x[index(likelihood.slope)] = std::clamp((begin.level + 2 * begin.slope) / (begin.level + begin.slope), 0.5, 2.0);
    }
    for (std::size_t j = 1; j < begin.season.size() && likelihood.seasons >= 0; ++j)
      x[index(likelihood.seasons) + j - 1] = begin.season[j];
    return x;
  }

  // The optimum of a neighbouring form (same season; other error, trend or damping) as a start.
  Unknowns carried(const EtsLikelihood& to, const Candidate& from) const {
    const EtsLikelihood old(y_, m_, from.form);
    Unknowns x{};
    x[0] = from.x[0];
    if (to.beta >= 0) x[index(to.beta)] = old.beta >= 0 ? from.x[index(old.beta)] : 1e-3;
    if (to.gamma >= 0) x[index(to.gamma)] = from.x[index(old.gamma)];
    if (to.phi >= 0) x[index(to.phi)] = old.phi >= 0 ? from.x[index(old.phi)] : 0.979;
    x[index(to.level)] = from.x[index(old.level)];
    if (to.slope >= 0) x[index(to.slope)] = old.slope >= 0 ? from.x[index(old.slope)] : 0;
    if (to.seasons >= 0)
      for (int j = 0; j + 1 < m_; ++j) x[index(to.seasons + j)] = from.x[index(old.seasons + j)];
    return x;
  }

  std::span<const double> y_;
  int m_;
  bool thorough_;  // search from every start to the end
  double most_slope_share_;
  std::array<std::optional<Beginning>, 3> beginnings_;
};

EtsFit finished(const History& history, const Candidate& candidate) {
  const EtsLikelihood likelihood(history.values, history.season, candidate.form);
  EtsFit fit = likelihood.run(candidate.x);
  const double n = static_cast<double>(history.values.size()), k = fit.parameters + 1;
  fit.log_likelihood = -n / 2 * std::log(candidate.value);
  fit.aic = -2 * fit.log_likelihood + 2 * k;
  fit.aicc = fit.aic + 2 * k * (k + 1) / (n - k - 1);
  fit.bic = -2 * fit.log_likelihood + std::log(n) * k;
  double squares = 0;
  for (double e : fit.errors) squares += e * e;
  fit.variance = squares / (n - fit.parameters);
  return fit;
}

// Too short for any form, or constant: a level that stays.
EtsFit level_fit(const History& history) {
  const double n = static_cast<double>(history.values.size());
  EtsFit fit;
  fit.alpha = 1e-4;
  double sum = 0, squares = 0;
  for (const double value : history.values) sum += value - history.values.front();
  const double level = history.values.front() + sum / n;
  fit.first.level = fit.last.level = level;
  fit.parameters = 2;
  fit.fitted.assign(history.values.size(), level);
  for (const double value : history.values) {
    fit.errors.push_back(value - level);
    squares += (value - level) * (value - level);
  }
  fit.variance = squares / (n - fit.parameters);
  fit.log_likelihood = squares > 0 ? -n / 2 * std::log(squares) : k_infinity;
  fit.aic = -2 * fit.log_likelihood + 2 * (fit.parameters + 1);
  fit.aicc = squares > 0 ? k_infinity : -k_infinity;
  fit.bic = -2 * fit.log_likelihood + std::log(n) * (fit.parameters + 1);
  return fit;
}

// Least AICc. In each family (error and season) the damped trend is fitted first; it holds the others, or nearly, so
// its likelihood tells which of them could still win.
Candidate selected(Search& search, const History& history, const EtsOptions& options, bool positive, bool seasonal) {
  constexpr double k_slack = 3;  // an undamped trend is not quite within the damped one (φ ≤ 0.98)
  std::vector<Candidate> general;
  for (Part season : {Part::none, Part::additive, Part::multiplicative})
    for (Part error : {Part::additive, Part::multiplicative}) {
      if (season != Part::none && !seasonal) continue;
      if (!positive && (season == Part::multiplicative || error == Part::multiplicative)) continue;
      if (season == Part::multiplicative && error == Part::additive) continue;  // infinite variance
      const bool near = !general.empty() && general.back().form.season == season;
      general.push_back(search.fit({error, Part::additive, true, season}, near ? &general.back() : nullptr, 1e-6));
    }
  std::vector<std::size_t> order(general.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return general[a].aicc < general[b].aicc; });
  Candidate best;
  for (const Candidate& candidate : general)
    if (candidate.aicc < best.aicc) best = candidate;
  for (const std::size_t i : order) {
    const Candidate& widest = general[i];
    const auto compare = [&](const EtsForm& form, double penalty) {
      const double n = static_cast<double>(history.values.size());
      const double k = EtsLikelihood(history.values, history.season, form).count() + 1;
      const double bound = std::isfinite(widest.value)
                               ? n * std::log(widest.value) + 2 * k + 2 * k * (k + 1) / (n - k - 1) - k_slack + penalty
                               : -k_infinity;
      if (!(bound < best.aicc)) return;
      Candidate found = search.fit(form, &widest, 1e-6);
      found.aicc += penalty;
      if (found.aicc < best.aicc) best = found;
    };
    const auto [error, trend, damped, season] = widest.form;
    compare({error, Part::none, false, season}, 0);
    compare({error, Part::additive, false, season}, options.undamped_penalty);
  }
  if (options.multiplicative_trend && positive)
    for (const Candidate& widest : general) {
      if (widest.form.error != Part::multiplicative || widest.form.season == Part::additive) continue;
      for (bool damped : {false, true}) {
        Candidate found =
            search.fit({Part::multiplicative, Part::multiplicative, damped, widest.form.season}, nullptr, 1e-6);
        if (!damped) found.aicc += options.undamped_penalty;
        if (found.aicc < best.aicc) best = found;
      }
    }
  return best;
}

char letter(Part part) {
  return part == Part::none ? 'N' : part == Part::additive ? 'A' : 'M';
}

}  // namespace

EtsFit refit_ets(const History& history, const EtsFit& earlier) {
  const EtsLikelihood likelihood(history.values, history.season, earlier.form);
  Candidate candidate{.form = earlier.form};
  Unknowns& x = candidate.x;
  x[0] = earlier.alpha;
  const double share = earlier.beta / earlier.alpha;
  if (likelihood.beta >= 0) x[index(likelihood.beta)] = share;
  if (likelihood.gamma >= 0) x[index(likelihood.gamma)] = earlier.gamma / (1 - earlier.alpha);
  if (likelihood.phi >= 0) x[index(likelihood.phi)] = earlier.phi;
  x[index(likelihood.level)] = earlier.first.level;
  if (likelihood.slope >= 0) x[index(likelihood.slope)] = earlier.first.slope;
  for (std::size_t j = 1; j < earlier.first.season.size(); ++j)
    x[index(likelihood.seasons) + j - 1] = earlier.first.season[j];
  candidate.value = likelihood.value(x);
  Search(history, false, std::max(share, 0.3)).polish(candidate, 1e-6);
  if (!std::isfinite(candidate.value)) candidate.value = 1;  // not possible here: as it was, its likelihood unknown
  return finished(history, candidate);
}

std::string name_of(const EtsForm& form) {
  return std::string("ETS(") + letter(form.error) + "," + letter(form.trend) + (form.damped ? "d," : ",") +
         letter(form.season) + ")";
}

std::optional<EtsForm> ets_form_named(std::string_view name) {
  std::string letters;
  for (char c : name)
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) letters += c;
  if (letters.starts_with("ETS")) letters.erase(0, 3);
  const bool damped = letters.size() == 4 && letters[2] == 'd';
  if (damped) letters.erase(2, 1);
  if (letters.size() != 3) return std::nullopt;
  std::array<Part, 3> parts{};
  for (std::size_t i = 0; i < 3; ++i) {
    if (letters[i] != 'N' && letters[i] != 'A' && letters[i] != 'M') return std::nullopt;
    parts[i] = letters[i] == 'N' ? Part::none : letters[i] == 'A' ? Part::additive : Part::multiplicative;
  }
  if (parts[0] == Part::none || (damped && parts[1] == Part::none)) return std::nullopt;
  return EtsForm{parts[0], parts[1], damped, parts[2]};
}

Result<EtsFit> fit_ets(const History& history, const EtsOptions& options) {
  if (Status ok = check_history(history, 4); !ok) return pass(ok);
  const auto [least, most] = std::minmax_element(history.values.begin(), history.values.end());
  if (*least == *most && !options.form) return level_fit(history);
  const bool positive = *least > 0;
  const bool seasonal = history.season >= 2 && history.season <= k_longest_ets_season;
  Search search(history, options.form.has_value(), options.form ? 1 : options.most_slope_share);
  if (options.form) {
    const EtsForm& form = *options.form;
    const bool multiplies =
        form.error == Part::multiplicative || form.trend == Part::multiplicative || form.season == Part::multiplicative;
    if (form.season != Part::none && !seasonal)
      return fail(Code::bad_input, "error.forecast.ets_season",
                  {{"model", name_of(form)}, {"season", std::to_string(history.season)}});
    if (multiplies && !positive) return fail(Code::bad_data, "error.forecast.ets_positive", {{"model", name_of(form)}});
    const Candidate found = search.fit(form, nullptr, 1e-11);
    if (!std::isfinite(found.value))
      return fail(Code::bad_data, "error.forecast.ets_short",
                  {{"model", name_of(form)}, {"count", std::to_string(history.values.size())}});
    return finished(history, found);
  }
  Candidate best = selected(search, history, options, positive, seasonal);
  if (!std::isfinite(best.value)) return level_fit(history);
  search.polish(best, 1e-11);
  return finished(history, best);
}

}  // namespace tartip::forecast
