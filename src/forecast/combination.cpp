#include "forecast/combination.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "forecast/back_tested_member.hpp"
#include "forecast/count_bands.hpp"
#include "forecast/decomposition.hpp"
#include "forecast/intermittent.hpp"
#include "forecast/mstl.hpp"
#include "forecast/naive.hpp"
#include "forecast/theta.hpp"
#include "stats/negative_binomial.hpp"
#include "stats/quantile.hpp"
#include "stats/special.hpp"

namespace tartip::forecast {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr double k_growth = 0.06;        // of D a cycle ahead
constexpr double k_prior_weight = 8;     // in origins
constexpr double k_prior_factor = 1.05;  // what s is believed to be before the back-test
constexpr double k_largest_error = 4;    // in D
constexpr int k_least_tried = 6;         // steps of the back-test: a shorter horizon would leave too few errors
constexpr double k_degrees = 5, k_scale = 0.837;
const double k_tails = k_scale * std::sqrt(k_degrees / (k_degrees - 2));  // what they add to the standard deviation
constexpr int k_longest_season = 24;
constexpr double k_small_mean = 20;

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
      mean = stats::median(means);
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
