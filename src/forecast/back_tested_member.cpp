#include "forecast/back_tested_member.hpp"

#include <algorithm>
#include <cmath>

#include "forecast/arima.hpp"
#include "forecast/ces.hpp"
#include "forecast/ets.hpp"
#include "forecast/method.hpp"

namespace tartip::forecast {
namespace {

constexpr double k_undamped_penalty = 3;

// A form chosen once, estimated again on other histories from its last parameters.
template <class Fit, class Refit>
Chosen kept(Fit fit, Refit refit, const PredictOptions& options) {
  Prediction now = predict(fit, options);
  return {std::move(now),
          [fit = std::move(fit), refit](const History& h, const PredictOptions& o) -> Result<Prediction> {
            return predict(refit(h, fit), o);
          }};
}

Result<Chosen> choose_ets(const History& history, const PredictOptions& options) {
  Result<EtsFit> fit = fit_ets(history, {.undamped_penalty = k_undamped_penalty});
  if (!fit) return pass(fit);
  return kept(std::move(*fit), refit_ets, options);
}

Result<Chosen> choose_ces(const History& history, const PredictOptions& options) {
  Result<CesFit> fit = fit_ces(history);
  if (!fit) return pass(fit);
  return kept(std::move(*fit), refit_ces, options);
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

}  // namespace

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

}  // namespace tartip::forecast
