#include "forecast/intermittent.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "forecast/count_bands.hpp"
#include "stats/negative_binomial.hpp"
#include "stats/special.hpp"

namespace tartip::forecast {
namespace {

// Calls forecast(t, rate) before value t is seen, from the second value after the first non-zero one on.
template <class Seen>
double smooth(std::span<const double> values, Intermittent method, const IntermittentOptions& options, Seen&& seen) {
  double size = 0, interval = 0, probability = 0, since = 0;
  bool started = false;
  const double alpha = options.alpha;
  const auto rate = [&] {
    switch (method) {
      case Intermittent::tsb:
        return size * probability;
      case Intermittent::sba:
        return (1 - alpha / 2) * size / interval;
      case Intermittent::sbj:
        return (1 - alpha / (2 - alpha)) * size / interval;
      default:
        return size / interval;
    }
  };
  for (std::size_t t = 0; t < values.size(); ++t) {
    const double value = values[t];
    if (started) seen(t, rate());
    ++since;
    if (!started) {
      if (value == 0) continue;
      started = true;
      size = value;
      interval = since;
      probability = 1 / since;
    } else {
      probability += options.beta * ((value != 0 ? 1 : 0) - probability);
      if (value == 0) continue;
      size += alpha * (value - size);
      interval += alpha * (since - interval);
    }
    since = 0;
  }
  return started ? rate() : 0;
}

template <class Seen>
double aggregate(std::span<const double> values, double alpha, Seen&& seen) {
  const DemandPattern pattern = demand_pattern(values);
  if (pattern.interval == 0) return 0;
  const std::size_t block = std::max<std::size_t>(1, static_cast<std::size_t>(pattern.interval));
  const std::size_t first = values.size() % block;
  double level = 0;
  for (std::size_t start = first; start + block <= values.size(); start += block) {
    double sum = 0;
    for (std::size_t i = 0; i < block; ++i) {
      if (start > first) seen(start + i, level / static_cast<double>(block));
      sum += values[start + i];
    }
    level = start == first ? sum : level + alpha * (sum - level);
  }
  return level / static_cast<double>(block);
}

template <class Seen>
double run(std::span<const double> values, Intermittent method, const IntermittentOptions& options, Seen&& seen) {
  return method == Intermittent::adida ? aggregate(values, options.alpha, seen) : smooth(values, method, options, seen);
}

const char* name_of(Intermittent method) {
  switch (method) {
    case Intermittent::croston:
      return "Croston";
    case Intermittent::sba:
      return "SBA";
    case Intermittent::sbj:
      return "SBJ";
    case Intermittent::tsb:
      return "TSB";
    case Intermittent::adida:
      return "ADIDA";
  }
  return "";
}

}  // namespace

double intermittent_rate(std::span<const double> values, Intermittent method, const IntermittentOptions& options) {
  return run(values, method, options, [](std::size_t, double) {});
}

DemandPattern demand_pattern(std::span<const double> values) {
  double count = 0, sum = 0, square = 0;
  for (double value : values)
    if (value != 0) {
      ++count;
      sum += value;
    }
  if (count == 0) return {};
  const double mean = sum / count;
  for (double value : values)
    if (value != 0) square += (value - mean) * (value - mean);
  DemandPattern pattern{.interval = static_cast<double>(values.size()) / count,
                        .variation = count > 1 ? square / (count - 1) / (mean * mean) : 0};
  const bool rare = pattern.interval >= 1.32, varied = pattern.variation >= 0.49;
  pattern.name = rare ? (varied ? "lumpy" : "intermittent") : varied ? "erratic" : "smooth";
  return pattern;
}

Result<Prediction> predict_intermittent(const History& history, Intermittent method, const PredictOptions& options,
                                        const IntermittentOptions& smoothing) {
  if (auto status = check_history(history, 2); !status) return pass(status);
  if (auto status = check_not_negative(history.values); !status) return pass(status);
  const std::span<const double> y = history.values;
  const std::size_t horizon = static_cast<std::size_t>(options.horizon);
  const bool counts = whole_counts(y);
  Prediction prediction;
  prediction.method = name_of(method);
  prediction.fitted.assign(y.size(), std::numeric_limits<double>::quiet_NaN());
  const double rate =
      run(y, method, smoothing, [&](std::size_t t, double expected) { prediction.fitted[t] = expected; });
  prediction.mean.assign(horizon, rate);
  const DemandPattern pattern = demand_pattern(y);
  if (pattern.interval == 0) {  // Jeffreys' posterior of a rate without events: gamma(½, n)
    const double least = 1 / (2 * static_cast<double>(y.size())), variance = least + 2 * least * least;
    prediction.deviation.assign(horizon, std::sqrt(variance));
    prediction.bands = count_bands(std::vector<double>(horizon, least), std::vector<double>(horizon, variance),
                                   options.levels, counts);
    return prediction;
  }
  double count = 0, sum = 0, smoothed = 0;
  for (double value : y)
    if (value != 0) {
      smoothed = count == 0 ? value : smoothed + smoothing.alpha * (value - smoothed);
      sum += value;
      ++count;
    }
  double size = method == Intermittent::adida ? sum / count : smoothed;
  size = std::max(size, rate);  // p is a probability
  const double p = rate / size, mean = sum / count;
  // The smoothed size is itself uncertain by α/(2 − α) of that variance.
  const double spread = pattern.variation * mean * mean * (1 + smoothing.alpha / (2 - smoothing.alpha));
  // p is uncertain too: with its relative variance c, a tail of probability a is met a (1 + c) times on average.
  const double memory = method == Intermittent::tsb ? smoothing.beta : smoothing.alpha;
  const double c = memory / (2 - memory) * (1 - p) / (method == Intermittent::tsb ? std::max(p, 0.01) : 1);
  for (const double level : options.levels) {
    const auto limit = [&](double asked) {
      const double at = asked > 0.5 ? 1 - (1 - asked) / (1 + c) : asked / (1 + c);
      if (at <= 1 - p) return 0.0;
      const double within = (at - (1 - p)) / p;
      if (counts) return size > 1 ? 1 + stats::count_quantile({size - 1, spread}, within) : 1.0;
      return spread > 0 ? stats::gamma_quantile(size * size / spread, within) * spread / size : size;
    };
    prediction.bands.push_back({.level = level,
                                .lower = std::vector<double>(horizon, limit(0.5 - level / 2)),
                                .upper = std::vector<double>(horizon, limit(0.5 + level / 2))});
  }
  const double variance_of_size = counts ? std::max(spread, size - 1) : spread;
  prediction.deviation.assign(horizon, std::sqrt(p * variance_of_size + p * (1 - p) * size * size));
  return prediction;
}

Result<Prediction> croston(const History& history, const PredictOptions& options) {
  return predict_intermittent(history, Intermittent::croston, options);
}
Result<Prediction> sba(const History& history, const PredictOptions& options) {
  return predict_intermittent(history, Intermittent::sba, options);
}
Result<Prediction> tsb(const History& history, const PredictOptions& options) {
  return predict_intermittent(history, Intermittent::tsb, options);
}
Result<Prediction> adida(const History& history, const PredictOptions& options) {
  return predict_intermittent(history, Intermittent::adida, options);
}

}  // namespace tartip::forecast
