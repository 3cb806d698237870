#include "forecast/ets.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"
#include "forecast/ets_likelihood.hpp"
#include "support/classic_series.hpp"

using namespace tartip;
using namespace tartip::forecast;

namespace {

const History k_air{tartip::test::air_passengers(), 12};
const History k_flow{tartip::test::nile(), 1};

EtsForm form(const char* name) {
  return ets_form_named(name).value();
}

}  // namespace

// Reference: R 4.2.2, forecast 8.20, ets(…) with the form given. Likelihoods may only be higher: our search goes
// further.
TEST_CASE("fixed forms reach R's likelihood and its forecasts") {
  struct Case {
    History history;
    const char* name;
    double log_likelihood;
  };
  for (const Case& c : {Case{k_air, "MAM", -682.403619058}, Case{k_air, "MAdM", -679.583216237},
                        Case{k_air, "AAA", -765.935847512}, Case{k_flow, "ANN", -726.390519999}}) {
    CAPTURE(c.name);
    const auto fit = fit_ets(c.history, {.form = form(c.name)});
    REQUIRE(fit);
    CHECK(fit->log_likelihood > c.log_likelihood - 0.05);
    CHECK(fit->aicc ==
          doctest::Approx(fit->aic + 2.0 * (fit->parameters + 1) * (fit->parameters + 2) /
                                         (static_cast<double>(c.history.values.size()) - fit->parameters - 2)));
  }
  const auto nile = fit_ets(k_flow, {.form = form("ANN")});
  CHECK(nile->alpha == doctest::Approx(0.245533862697).epsilon(1e-3));
  CHECK(nile->aicc == doctest::Approx(1459.03104).epsilon(1e-6));
  CHECK(nile->variance == doctest::Approx(20802.8010256).epsilon(1e-4));
  const Prediction p = predict(*nile, {.horizon = 1});
  CHECK(p.mean[0] == doctest::Approx(805.381282859).epsilon(1e-3));
  CHECK(p.bands[1].lower[0] == doctest::Approx(522.692224891).epsilon(1e-3));
}

TEST_CASE("the derivatives are those of the sum of squares") {
  for (const char* name : {"ANN", "MAdN", "AAA", "MAdM", "MNM", "MMdN", "MAdA", "MMM"}) {
    CAPTURE(name);
    const EtsLikelihood likelihood(tartip::test::air_passengers(), 12, form(name));
    Unknowns x{};
    x[0] = 0.4;
    if (likelihood.beta >= 0) x[static_cast<std::size_t>(likelihood.beta)] = 0.1;
    if (likelihood.gamma >= 0) x[static_cast<std::size_t>(likelihood.gamma)] = 0.2;
    if (likelihood.phi >= 0) x[static_cast<std::size_t>(likelihood.phi)] = 0.93;
    x[static_cast<std::size_t>(likelihood.level)] = 118;
    if (likelihood.slope >= 0)
      x[static_cast<std::size_t>(likelihood.slope)] = form(name).trend == Part::multiplicative ? 1.01 : 1.2;
    for (int j = 0; j < 11 && likelihood.seasons >= 0; ++j)
      x[static_cast<std::size_t>(likelihood.seasons + j)] =
          form(name).season == Part::multiplicative ? 1 + 0.01 * (j - 5) : 2.0 * (j - 5);
    Normal normal;
    likelihood.normal(x, normal);
    CHECK(normal.value == doctest::Approx(likelihood.value(x)));
    for (int i = 0; i < likelihood.count(); ++i) {
      const auto at = static_cast<std::size_t>(i);
      const double step = 1e-5 * std::max(1.0, std::abs(x[at]));
      Unknowns above = x, below = x;
      above[at] += step, below[at] -= step;
      const double slope = (likelihood.value(above) - likelihood.value(below)) / (2 * step);
      CHECK(2 * normal.gradient[at] == doctest::Approx(slope).epsilon(1e-4));
    }
  }
}

TEST_CASE("selection keeps to what the values allow") {
  CHECK(fit_ets(k_air)->form.season == Part::multiplicative);
  CHECK(fit_ets(k_flow)->form.season == Part::none);
  std::vector<double> y(tartip::test::air_passengers().begin(), tartip::test::air_passengers().end());
  y[7] = 0;
  const auto with_zero = fit_ets({y, 12});
  CHECK(with_zero->form.error == Part::additive);
  CHECK(with_zero->form.season != Part::multiplicative);
  CHECK(fit_ets({y, 12}, {.form = form("MAM")}).error().key == "error.forecast.ets_positive");
  CHECK(fit_ets({y, 52}, {.form = form("AAA")}).error().key == "error.forecast.ets_season");
  CHECK(fit_ets({std::span<const double>(y).first(9), 12}, {.form = form("AAA")}).error().key ==
        "error.forecast.ets_short");
}

TEST_CASE("constant, straight and short series have plain answers") {
  const std::vector<double> same(20, 5.0);
  const auto constant = ets({same, 12}, {.horizon = 3});
  CHECK(constant->mean == std::vector<double>{5, 5, 5});
  CHECK(constant->deviation[2] == 0);
  std::vector<double> line;
  for (int t = 0; t < 30; ++t) line.push_back(10 + 2.0 * t);
  const auto straight = ets({line, 1}, {.horizon = 2});
  REQUIRE(straight);
  CHECK(straight->mean[1] == doctest::Approx(72).epsilon(0.01));
  CHECK(std::isfinite(straight->bands[1].upper[1]));
  const std::vector<double> zeros(24, 0.0);
  CHECK(ets({zeros, 12}, {.horizon = 1})->mean[0] == 0);
  CHECK(ets({std::span<const double>(line).first(3), 1}, {}).error().key == "error.forecast.too_short");
  for (std::size_t n = 4; n < 20; ++n)
    CHECK(ets({std::span<const double>(line).first(n), 4}, {.horizon = 4}).has_value());
}

TEST_CASE("exact variances agree with simulated paths") {
  for (const char* name : {"MAdM", "MAM", "MAA", "AAdA", "MNM"}) {
    CAPTURE(name);
    const auto fit = fit_ets(k_air, {.form = form(name)});
    REQUIRE(fit);
    const Prediction p = predict(*fit, {.horizon = 24, .levels = {}});
    constexpr int k_paths = 20000;
    double sum = 0, squares = 0;
    for (int path = 0; path < k_paths; ++path) {
      Random random(7, static_cast<std::uint64_t>(path));
      EtsState s = fit->last;
      double value = 0;
      for (std::size_t h = 0; h < 24; ++h) {
        const double slope = fit->phi * s.slope, grown = s.level + (fit->form.trend == Part::none ? 0 : slope);
        double& season = s.season[(144 + h) % 12];
        const bool times = fit->form.season == Part::multiplicative;
        const double mean = times ? grown * season : grown + season;
        const double e =
            std::sqrt(fit->variance) * random.normal() * (fit->form.error == Part::multiplicative ? mean : 1);
        value = mean + e;
        const double surprise = times ? e / season : e;
        if (times) season += fit->gamma * e / grown;
        if (!times) season += fit->gamma * e;
        s.slope = slope + fit->beta * surprise;
        s.level = grown + fit->alpha * surprise;
      }
      sum += value, squares += value * value;
    }
    const double mean = sum / k_paths, deviation = std::sqrt(squares / k_paths - mean * mean);
    CHECK(p.mean[23] == doctest::Approx(mean).epsilon(0.01));
    CHECK(p.deviation[23] == doctest::Approx(deviation).epsilon(0.03));
  }
}

TEST_CASE("a form estimated again on the same history stays where it was") {
  const auto fit = fit_ets(k_air);
  const EtsFit again = refit_ets(k_air, *fit);
  CHECK(again.log_likelihood >= fit->log_likelihood - 1e-6);
  CHECK(again.alpha == doctest::Approx(fit->alpha).epsilon(1e-2));
}

TEST_CASE("forms are named as the field names them") {
  CHECK(name_of({Part::multiplicative, Part::additive, true, Part::none}) == "ETS(M,Ad,N)");
  CHECK(ets_form_named("ETS(M,Ad,N)") == EtsForm{Part::multiplicative, Part::additive, true, Part::none});
  CHECK(!ets_form_named("NNN"));
  CHECK(!ets_form_named("ANdN"));
  CHECK(!ets_form_named(""));
}
