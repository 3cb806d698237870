#include "forecast/combination.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "forecast/arima.hpp"
#include "forecast/ces.hpp"
#include "forecast/count_bands.hpp"
#include "forecast/decomposition.hpp"
#include "forecast/ets.hpp"
#include "forecast/intermittent.hpp"
#include "forecast/method.hpp"
#include "forecast/mstl.hpp"
#include "forecast/naive.hpp"
#include "forecast/theta.hpp"
#include "stats/negative_binomial.hpp"
#include "stats/special.hpp"

namespace tartip::forecast {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr double k_undamped_penalty = 3;
constexpr double k_growth = 0.06;        // of D a cycle ahead
constexpr double k_prior_weight = 8;     // in origins
constexpr double k_prior_factor = 1.05;  // what s is believed to be before the back-test
constexpr double k_largest_error = 4;    // in D
constexpr int k_least_tried = 6;         // steps of the back-test: a shorter horizon would leave too few errors
constexpr double k_degrees = 5, k_scale = 0.837;
const double k_tails = k_scale * std::sqrt(k_degrees / (k_degrees - 2));  // what they add to the standard deviation
constexpr int k_longest_season = 24;
constexpr double k_small_mean = 20;

using Again = std::function<Result<Prediction>(const History&, const PredictOptions&)>;

// A form chosen on one history, to be estimated again on others of the same series.
struct Chosen {
  Prediction now;
  Again again;
};

Result<Chosen> choose_ets(const History& history, const PredictOptions& options) {
  Result<EtsFit> fit = fit_ets(history, {.undamped_penalty = k_undamped_penalty});
  if (!fit) return pass(fit);
  Prediction now = predict(*fit, options);
  return Chosen{std::move(now),
                [fit = std::move(*fit)](const History& h, const PredictOptions& o) -> Result<Prediction> {
                  return predict(refit_ets(h, fit), o);
                }};
}

Result<Chosen> choose_ces(const History& history, const PredictOptions& options) {
  Result<CesFit> fit = fit_ces(history);
  if (!fit) return pass(fit);
  Prediction now = predict(*fit, options);
  return Chosen{std::move(now),
                [fit = std::move(*fit)](const History& h, const PredictOptions& o) -> Result<Prediction> {
                  return predict(refit_ces(h, fit), o);
                }};
}

Result<Chosen> choose_arima(const History& history, const PredictOptions& options) {
  Result<ArimaFit> fit = fit_arima(history);
  if (!fit) return pass(fit);
  return Chosen{predict(*fit, options),
                [order = fit->order](const History& h, const PredictOptions& o) -> Result<Prediction> {
                  Result<ArimaFit> again = fit_arima(h, {.order = order});
                  if (!again) return pass(again);
                  return predict(*again, o);
                }};
}

struct Member {
  std::string_view name;
  std::function<Result<Chosen>(const History&, const PredictOptions&)> choose;
  bool once = false;  // choosing is dear: the back-test follows the form chosen on the whole history
};
// Methods that choose a form keep it over the back-test; the others are carried out anew.
Result<Member> member_named(const std::string& name) {
  if (name == "ets") return Member{"ets", choose_ets};
  if (name == "ces") return Member{"ces", choose_ces};
  if (name == "arima") return Member{"arima", choose_arima, true};
  const Method* method = name == "auto" || name == "median" ? nullptr : find_method(name);
  if (method == nullptr) return fail(Code::bad_input, "error.forecast.member", {{"value", name}});
  return Member{method->name, [method](const History& history, const PredictOptions& options) -> Result<Chosen> {
                  Result<Prediction> now = method->predict(history, options);
                  if (!now) return pass(now);
                  return Chosen{std::move(*now), method->predict};
                }};
}

struct Steps {
  std::vector<double> mean, deviation;
};

struct Origin {
  std::size_t at = 0;  // values before it
  std::size_t steps = 0;
};

std::vector<Origin> origins_of(const History& history, int horizon, int count) {
  const std::size_t n = history.values.size(), ahead = static_cast<std::size_t>(horizon);
  const std::size_t wanted = history.season > 1 ? 2 * static_cast<std::size_t>(history.season) + 4 : 8;
  const std::size_t least = std::min(std::max<std::size_t>(wanted, 8), n - 2);
  const std::size_t first = std::max(least, n > 2 * ahead ? n - 2 * ahead : 0);
  const std::size_t used = std::min(static_cast<std::size_t>(count), n - first);
  std::vector<Origin> origins;
  for (std::size_t k = 0; k < used; ++k) {
    const std::size_t at = first + (used > 1 ? k * (n - 1 - first) / (used - 1) : 0);
    origins.push_back({at, std::min(ahead, n - at)});
  }
  return origins;
}

struct Followed {
  Share share;
  Steps now;
  std::vector<double> fitted;
  std::vector<Steps> past;  // one for each origin
};

Result<Followed> follow(const Member& member, const History& history, int horizon, std::span<const Origin> origins) {
  const auto asked = [](int steps) { return PredictOptions{.horizon = steps, .levels = {}}; };
  Result<Chosen> now = member.choose(history, asked(horizon));
  if (!now) return pass(now);
  Followed followed{.share = {.member = std::string(member.name), .form = now->now.method},
                    .now = {std::move(now->now.mean), std::move(now->now.deviation)},
                    .fitted = std::move(now->now.fitted),
                    .past = {}};
  Result<Chosen> before = member.once
                              ? std::move(now)
                              : member.choose({history.values.first(origins.front().at), history.season}, asked(1));
  if (!before) return pass(before);
  double squares = 0, count = 0;
  for (const Origin& origin : origins) {
    Result<Prediction> past =
        before->again({history.values.first(origin.at), history.season}, asked(static_cast<int>(origin.steps)));
    if (!past) return pass(past);
    for (std::size_t h = 0; h < origin.steps; ++h) {
      const double e = history.values[origin.at + h] - past->mean[h];
      squares += e * e;
      ++count;
    }
    followed.past.push_back({std::move(past->mean), std::move(past->deviation)});
  }
  followed.share.error = std::sqrt(squares / count);
  const auto finite = [](const Steps& steps) {
    return std::all_of(steps.mean.begin(), steps.mean.end(), [](double v) { return std::isfinite(v); }) &&
           std::all_of(steps.deviation.begin(), steps.deviation.end(), [](double v) { return std::isfinite(v); });
  };
  if (!std::isfinite(followed.share.error) || !finite(followed.now) ||
      !std::all_of(followed.past.begin(), followed.past.end(), finite))
    return fail(Code::bad_data, "error.forecast.no_member");
  return followed;
}

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

// Periods in which a trend may turn: a year, where the season is a day or a week.
int cycle_of(int season) {
  switch (season) {
    case 5:
    case 7:
      return 52 * season;
    case 24:
      return 365 * season;
    default:
      return season;
  }
}

struct Mixing {
  int cycle = 1;
  double least_deviation = 0;
  bool median = false;
};

// The weighted mean, or the median, of the members' steps; its deviation holds their own and their disagreement.
template <class Of>
Steps mixed(std::span<const Followed> members, const Of& of, const Mixing& mixing) {
  Steps mix;
  const std::size_t steps = of(members.front()).mean.size();
  for (std::size_t h = 0; h < steps; ++h) {
    double mean = 0, variance = 0;
    for (const Followed& member : members) mean += member.share.weight * of(member).mean[h];
    if (mixing.median) {
      std::vector<double> means;
      for (const Followed& member : members) means.push_back(of(member).mean[h]);
      mean = median_of(std::move(means));
    }
    for (const Followed& member : members) {
      const double deviation = of(member).deviation[h], apart = of(member).mean[h] - mean;
      variance += member.share.weight * (deviation * deviation + apart * apart);
    }
    mix.mean.push_back(mean);
    mix.deviation.push_back(std::max(std::sqrt(variance), mixing.least_deviation) *
                            (1 + k_growth * static_cast<double>(h) / mixing.cycle));
  }
  return mix;
}

// The mean seasonal difference; of a history that repeats itself exactly, next to nothing of its range.
double seasonal_step(const History& history) {
  const std::size_t lag =
      static_cast<std::size_t>(history.season) < history.values.size() ? static_cast<std::size_t>(history.season) : 1;
  double sum = 0;
  for (std::size_t t = lag; t < history.values.size(); ++t)
    sum += std::abs(history.values[t] - history.values[t - lag]);
  const auto [least, most] = std::minmax_element(history.values.begin(), history.values.end());
  return std::max(sum / static_cast<double>(history.values.size() - lag), 1e-9 * (*most - *least));
}

std::vector<Band> student_bands(std::span<const double> mean, std::span<const double> scale,
                                std::span<const double> levels, double degrees) {
  std::vector<Band> bands;
  for (const double level : levels) {
    const double t = level > 0 ? stats::student_quantile(degrees, 0.5 + level / 2) : 0;
    Band band{.level = level, .lower = {}, .upper = {}};
    for (std::size_t h = 0; h < mean.size(); ++h) {
      band.lower.push_back(mean[h] - t * scale[h]);
      band.upper.push_back(mean[h] + t * scale[h]);
    }
    bands.push_back(std::move(band));
  }
  return bands;
}

double naive_error(const History& history, std::span<const Origin> origins) {
  double squares = 0, count = 0;
  const auto lag = static_cast<std::size_t>(history.season);
  for (const Origin& origin : origins)
    for (std::size_t h = 0; h < origin.steps; ++h) {
      const std::size_t from = origin.at >= lag ? origin.at - lag + h % lag : origin.at - 1;
      const double e = history.values[origin.at + h] - history.values[from];
      squares += e * e;
      ++count;
    }
  return std::sqrt(squares / count);
}

// Too short for a back-test.
Result<Combination> short_history(const History& history, const PredictOptions& options) {
  Combination result;
  if (history.values.size() < 4) {
    result.prediction = *naive(history, options);
    result.prediction.deviation.assign(result.prediction.mean.size(), k_nan);
    for (Band& band : result.prediction.bands) {
      band.lower.assign(band.lower.size(), k_nan);
      band.upper.assign(band.upper.size(), k_nan);
    }
    result.shares = {{"naive", "naive", 1, k_nan}};
    return result;
  }
  auto plain = theta(history, {.horizon = options.horizon, .levels = {}});
  if (!plain) return pass(plain);
  result.prediction = std::move(*plain);
  result.prediction.bands = student_bands(result.prediction.mean, result.prediction.deviation, options.levels,
                                          static_cast<double>(history.values.size()) - 2);
  result.shares = {{"theta", "Theta", 1, k_nan}};
  return result;
}

Result<Combination> combined(const History& history, const PredictOptions& options,
                             const CombinationOptions& combination) {
  const int tried = std::max(options.horizon, k_least_tried);
  const std::vector<Origin> origins = origins_of(history, tried, combination.origins);
  std::vector<Followed> members;
  Error last;
  for (const std::string& name : combination.members) {
    Result<Member> member = member_named(name);
    if (!member) return pass(member);
    Result<Followed> followed = follow(*member, history, options.horizon, origins);
    if (followed)
      members.push_back(std::move(*followed));
    else
      last = followed.error();
  }
  if (members.empty()) return tl::unexpected<Error>(std::move(last));

  const double step = seasonal_step(history);
  const Mixing mixing{cycle_of(history.season), 1e-3 * step, combination.median};
  const double power =
      combination.median ? 0 : std::clamp(static_cast<double>(history.values.size()) / (3.0 * tried), 0.5, 3.0);
  const auto error_of = [&](const Followed& member) { return member.share.error + 1e-9 * step; };
  double smallest = error_of(members.front()), sum = 0;
  for (const Followed& member : members) smallest = std::min(smallest, error_of(member));
  for (Followed& member : members) sum += member.share.weight = std::pow(error_of(member) / smallest, -power);
  for (Followed& member : members) member.share.weight /= sum;

  Combination result{.prediction = {}, .shares = {}, .origins = origins.size()};
  double squares = k_prior_weight * k_prior_factor * k_prior_factor;
  for (std::size_t k = 0; k < origins.size(); ++k) {
    const Steps past = mixed(
        members, [k](const Followed& member) -> const Steps& { return member.past[k]; }, mixing);
    double sum_of_squares = 0;
    for (std::size_t h = 0; h < origins[k].steps; ++h) {
      const double z =
          std::min(std::abs(history.values[origins[k].at + h] - past.mean[h]) / past.deviation[h], k_largest_error);
      sum_of_squares += z * z;
    }
    squares += sum_of_squares / static_cast<double>(origins[k].steps);
  }
  result.widening = std::sqrt(squares / (k_prior_weight + static_cast<double>(origins.size())));
  result.naive_error = naive_error(history, origins);

  Steps now = mixed(
      members, [](const Followed& member) -> const Steps& { return member.now; }, mixing);
  for (double& d : now.deviation) d *= result.widening * k_scale;
  Prediction& prediction = result.prediction;
  prediction.mean = std::move(now.mean);
  prediction.bands = student_bands(prediction.mean, now.deviation, options.levels, k_degrees);
  prediction.deviation = std::move(now.deviation);
  for (double& d : prediction.deviation) d *= std::sqrt(k_degrees / (k_degrees - 2));
  prediction.fitted.assign(history.values.size(), 0);
  for (const Followed& member : members)
    for (std::size_t t = 0; t < history.values.size(); ++t)
      prediction.fitted[t] += member.share.weight * member.fitted[t];
  prediction.method = members.size() == 1 ? members.front().share.form : combination.median ? "median" : "auto";
  for (Followed& member : members) result.shares.push_back(std::move(member.share));
  return result;
}

void keep_above_zero(Prediction& prediction) {
  const auto keep = [](std::vector<double>& values) {
    for (double& v : values)
      if (v < 0) v = 0;
  };
  keep(prediction.mean);
  for (Band& band : prediction.bands) keep(band.lower), keep(band.upper);
}

// Where a count is small its limits are whole numbers, of the count that has this mean and the variance without the
// heavier tails, which such a count has of itself.
void make_whole(Prediction& prediction, double least_mean) {
  for (std::size_t h = 0; h < prediction.mean.size(); ++h) {
    if (!(prediction.mean[h] < k_small_mean) || !(prediction.deviation[h] > 0)) continue;
    const double deviation = prediction.deviation[h] / k_tails;
    const stats::CountModel model{std::max(prediction.mean[h], least_mean), deviation * deviation};
    // More regular than chance, it repeats itself; far more variable than its mean, what comes is not what this mean
    // says: neither is a negative binomial.
    const bool other = model.variance < model.mean / 2 || model.variance > 2 * model.mean + 8 * model.mean * model.mean;
    for (Band& band : prediction.bands) {
      if (other) {
        band.lower[h] = std::round(band.lower[h]);
        band.upper[h] = std::round(band.upper[h]);
        continue;
      }
      band.lower[h] = stats::count_quantile(model, 0.5 - band.level / 2);
      band.upper[h] = stats::count_quantile(model, 0.5 + band.level / 2);
    }
  }
}

Combination constant(const History& history, const PredictOptions& options) {
  Combination result;
  result.prediction = *naive(history, options);
  if (history.values.front() == 0)
    if (auto none = predict_intermittent(history, Intermittent::sba, options)) {
      result.prediction.bands = std::move(none->bands);
      result.prediction.deviation = std::move(none->deviation);
    }
  result.prediction.method = "constant";
  result.shares = {{"naive", "constant", 1, 0}};
  return result;
}

// Of at least 10 values that are not all the same.
Result<Combination> of_seasons(const History& history, const PredictOptions& options,
                               const CombinationOptions& combination) {
  if (history.season <= k_longest_season) return combined(history, options, combination);
  std::vector<int> seasons = seasons_of(history.season);
  std::erase_if(seasons, [&](int m) { return m > k_longest_season && !is_seasonal(history.values, m); });
  const WithoutSeasons without = without_seasons(
      history.values, seasons, static_cast<std::size_t>(std::max(options.horizon, 0)), k_longest_season);
  auto result = combined({without.rest, without.left}, options, combination);
  if (result) put_seasons_back(without, result->prediction);
  return result;
}

}  // namespace

Result<Combination> combine(const History& history, const PredictOptions& options,
                            const CombinationOptions& combination) {
  if (Status ok = check_history(history, 1); !ok) return pass(ok);
  const auto y = history.values;
  const auto [least, most] = std::minmax_element(y.begin(), y.end());
  if (*least == *most && y.size() > 3) return constant(history, options);
  if (y.size() < 10) {
    auto result = short_history(history, options);
    if (result && *least >= 0) keep_above_zero(result->prediction);
    return result;
  }
  std::vector<Outlier> outliers = lone_outliers(history);
  std::vector<double> values(y.begin(), y.end());
  for (const Outlier& one : outliers) values[one.place] = *least >= 0 ? std::max(one.instead, 0.0) : one.instead;
  Result<Combination> result = of_seasons({values, history.season}, options, combination);
  if (!result) return result;
  if (*least >= 0) keep_above_zero(result->prediction);
  if (whole_counts(y)) make_whole(result->prediction, 0.5 / static_cast<double>(y.size()));
  result->outliers = std::move(outliers);
  return result;
}

Result<Prediction> automatic(const History& history, const PredictOptions& options) {
  Result<Combination> result = combine(history, options);
  if (!result) return pass(result);
  return std::move(result->prediction);
}

Result<Prediction> median_of_methods(const History& history, const PredictOptions& options) {
  Result<Combination> result = combine(history, options, {.median = true});
  if (!result) return pass(result);
  return std::move(result->prediction);
}

}  // namespace tartip::forecast
