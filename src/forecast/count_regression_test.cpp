#include "forecast/count_regression.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "base/random.hpp"
#include "forecast/calendar_effects.hpp"
#include "forecast/events.hpp"
#include "stats/negative_binomial.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::forecast;
using doctest::Approx;

namespace {

axes::Day day(const char* text) {
  return axes::parse_day(text).value();
}

std::vector<std::vector<std::string>> rows_of(const std::filesystem::path& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::erase(line, '"');
    rows.emplace_back();
    std::istringstream split(line);
    for (std::string cell; std::getline(split, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

}  // namespace

TEST_CASE("a log-linear fit by hand: two groups are their means") {
  const std::vector<double> y{2, 4, 3, 10, 12, 14};
  const std::vector<std::vector<double>> columns{{1, 1, 1, 1, 1, 1}, {0, 0, 0, 1, 1, 1}};
  const auto fit = fit_count_regression(y, columns, {.negative_binomial = false}).value();
  CHECK(fit.coefficients[0] == Approx(std::log(3)));
  CHECK(fit.coefficients[1] == Approx(std::log(4)));
  CHECK(fit.errors[1] == Approx(std::sqrt(1.0 / 9 + 1.0 / 36)));
  CHECK(std::isinf(fit_count_regression(y, columns).value().theta));  // no more variable than Poisson

  const std::vector<std::vector<double>> twice{columns[1], columns[1]};
  CHECK(fit_count_regression(y, twice).error().key == "error.forecast.collinear");
  CHECK(fit_count_regression(std::vector<double>(6, 0.0), columns).error().key == "error.forecast.all_zero");
  CHECK(fit_count_regression(std::vector<double>{1, 2, 0.5, 1, 1, 1}, columns).error().key ==
        "error.forecast.not_counts");
  const auto separated =
      fit_count_regression(std::vector<double>{0, 0, 0, 5, 6, 7}, columns, {.negative_binomial = false});
  CHECK((!separated || separated->coefficients[0] < -10));
}

TEST_CASE("R's glm and MASS::glm.nb on offences of New South Wales") {
  const auto counts_file = test::shared_file("reference/forecasting/nsw_offences.csv");
  const auto expected_file = test::shared_file("reference/forecasting/nsw_expected_count_glm.csv");
  const auto quantile_file = test::shared_file("reference/forecasting/nsw_expected_nb_quantiles.csv");
  if (!counts_file || !expected_file || !quantile_file) return;
  std::map<std::string, std::vector<double>> offences;
  for (const auto& c : rows_of(*counts_file)) offences[c[1]].push_back(std::stod(c[2]));
  // The 60 months before month 289; columns as the reference states them.
  std::vector<std::vector<double>> columns(6);
  for (int t = 229; t <= 288 + 12; ++t) {
    columns[0].push_back(1);
    columns[1].push_back(t);
    for (int k = 1; k <= 2; ++k) {
      columns[static_cast<std::size_t>(2 * k)].push_back(std::sin(2 * 3.14159265358979323846 * k * t / 12));
      columns[static_cast<std::size_t>(2 * k + 1)].push_back(std::cos(2 * 3.14159265358979323846 * k * t / 12));
    }
  }
  auto past = columns;
  for (auto& column : past) column.resize(60);
  const std::vector<std::string> terms{"(Intercept)", "t", "s1", "c1", "s2", "c2"};
  std::map<std::string, CountRegression> poisson, negative;
  const auto fit = [&](const std::string& offence, bool nb) -> const CountRegression& {
    auto& kept = nb ? negative : poisson;
    if (!kept.contains(offence)) {
      const std::vector<double> y(offences[offence].begin() + 228, offences[offence].begin() + 288);
      auto result = fit_count_regression(y, past, {.negative_binomial = nb});
      REQUIRE(result.has_value());
      kept[offence] = *result;
    }
    return kept[offence];
  };
  int checked = 0;
  for (const auto& c : rows_of(*expected_file)) {
    const CountRegression& model = fit(c[0], c[1] == "negbin");
    const double value = std::stod(c[3]);
    CAPTURE(c[0]);
    CAPTURE(c[1]);
    CAPTURE(c[2]);
    const auto term = std::find(terms.begin(), terms.end(), c[2]);
    // A θ in the tens of thousands is R's stopping rule, not an estimate: the Poisson is as good there.
    const bool no_theta = c[1] == "negbin" && (std::isinf(model.theta) || model.theta > 1e4);
    if (term != terms.end()) {
      const std::size_t k = static_cast<std::size_t>(term - terms.begin());
      CHECK(model.coefficients[k] == Approx(value).epsilon(no_theta ? 1e-3 : 1e-5));
      CHECK(model.errors[k] == Approx(std::stod(c[4])).epsilon(no_theta ? 1e-2 : 1e-4));
    } else if (c[2] == "loglik") {
      CHECK(model.log_likelihood == Approx(value).epsilon(1e-6));
    } else if (c[2] == "pearson_dispersion") {
      CHECK(model.dispersion == Approx(value).epsilon(1e-5));
    } else if (c[2] == "theta" && !no_theta) {
      CHECK(model.theta == Approx(value).epsilon(1e-3));
      CHECK(model.theta_error == Approx(std::stod(c[4])).epsilon(1e-2));
    }
    ++checked;
  }
  CHECK(checked > 150);
  for (const auto& c : rows_of(*quantile_file)) {
    const CountRegression& model = fit(c[0], true);
    const std::size_t row = 59 + static_cast<std::size_t>(std::stoi(c[1]));
    double eta = 0;
    for (std::size_t k = 0; k < 6; ++k) eta += model.coefficients[k] * columns[k][row];
    const double mu = std::exp(eta);
    CHECK(mu == Approx(std::stod(c[3])).epsilon(1e-4));
    const double quantile = stats::count_quantile({mu, mu + mu * mu / model.theta}, std::stod(c[4]));
    CHECK(std::abs(quantile - std::stod(c[5])) <= (mu > 1000 ? 1 : 0));
  }
}

TEST_CASE("counts: season and trend are found, few events are not over-read") {
  std::vector<double> y;
  for (int t = 0; t < 60; ++t) y.push_back(std::round(20 + 10 * std::sin(2 * 3.14159265358979323846 * t / 12)));
  const Prediction seasonal = counts({y, 12}, {.horizon = 12}).value();
  CHECK(seasonal.mean[3] == Approx(30).epsilon(0.07));
  CHECK(seasonal.mean[9] == Approx(10).epsilon(0.1));
  CHECK(seasonal.method == "counts: Poisson");
  CHECK(seasonal.fitted.size() == 60);
  CHECK(seasonal.bands[1].lower[3] == std::floor(seasonal.bands[1].lower[3]));

  std::vector<double> few(60, 0.0);
  few[7] = few[40] = 1;
  const Prediction rare = counts({few, 12}, {.horizon = 2}).value();
  CHECK(rare.method == "counts: mean");
  CHECK(rare.mean[0] == Approx(2.0 / 60));
  CHECK(rare.bands[1].upper[0] == 1);
  CHECK(counts({std::vector<double>(60, 0.0), 12}, {}).value().mean[0] == 0);
  CHECK(counts({std::vector<double>{5, 6, 7}, 12}, {}).has_value());
  CHECK(counts({std::vector<double>{5, 6.5, 7}, 12}, {}).error().key == "error.forecast.not_counts");
  CHECK(counts({std::vector<double>{5, -6, 7}, 12}, {}).error().key == "error.forecast.negative");

  // A law from month 40 on doubles the count; it is known and goes on.
  const std::vector<Event> law{{.place = 40, .kind = EventKind::step, .name = "law"},
                               {.place = 70, .kind = EventKind::step, .name = "later"}};
  std::vector<double> jump(60);
  for (std::size_t t = 0; t < 60; ++t) jump[t] = (t < 40 ? 20.0 : 40.0) + (t % 3 == 0 ? 2 : -1);
  const EventColumns known = event_columns(law, 60, 12);
  CHECK(known.names == std::vector<std::string>{"law"});
  CHECK(known.unknown == std::vector<std::string>{"later"});
  const Prediction after = predict_counts({jump, 12}, {.horizon = 12}, {.regressors = known.columns}).value();
  CHECK(after.mean[11] == Approx(40).epsilon(0.05));
}

TEST_CASE("events: repeated pulses, steps before the history, words") {
  const std::vector<Event> events{{.place = 2, .kind = EventKind::pulse, .name = "feast"},
                                  {.place = 5, .kind = EventKind::pulse, .name = "feast"},
                                  {.place = -3, .kind = EventKind::step, .name = "old"}};
  const EventColumns known = event_columns(events, 4, 3);
  REQUIRE(known.columns.size() == 1);
  CHECK(known.columns[0] == std::vector<double>{0, 0, 1, 0, 0, 1, 0});
  CHECK(known.unknown == std::vector<std::string>{"old"});
  CHECK(parse_event_kind("law") == EventKind::step);
  CHECK(parse_event_kind("holiday") == EventKind::pulse);
  CHECK_FALSE(parse_event_kind("Law").has_value());
}

TEST_CASE("feasts fall where they fell") {
  // First days of Kurban ait in Kazakhstan, as announced, and of Oraza ait.
  for (const char* date : {"2017-09-01", "2018-08-21", "2019-08-11", "2020-07-31", "2021-07-20", "2022-07-09",
                           "2023-06-28", "2024-06-16", "2025-06-06"}) {
    double weight = 0;
    for (const FeastDay& feast :
         feast_days(Feast::eid_al_adha, {day(date) - std::chrono::days{3}, day(date) + std::chrono::days{4}}))
      if (feast.day == day(date)) weight = feast.weight;
    CAPTURE(date);
    CHECK(weight == 1);
  }
  for (const char* date : {"2018-06-15", "2019-06-04", "2020-05-24", "2021-05-13", "2022-05-02", "2023-04-21",
                           "2024-04-10", "2025-03-30", "2030-02-04", "2033-01-03", "2033-12-23", "2035-12-01"}) {
    CAPTURE(date);
    const auto feasts =
        feast_days(Feast::eid_al_fitr, {day(date) - std::chrono::days{9}, day(date) + std::chrono::days{9}});
    REQUIRE(feasts.size() == 1);
    CHECK(axes::text_of(feasts[0].day) == date);
  }
  const auto easter = [&](const char* year) {
    return feast_days(Feast::orthodox_easter, axes::parse_span(year).value());
  };
  CHECK(axes::text_of(easter("2024").at(0).day) == "2024-05-05");
  CHECK(axes::text_of(easter("2025").at(0).day) == "2025-04-20");
  CHECK(axes::text_of(easter("2000").at(0).day) == "2000-04-30");
  CHECK(feast_days(Feast::nauryz, axes::parse_span("2023").value()).size() == 3);
  // 2006 saw two feasts of sacrifice (10 January and 31 December).
  const auto both = feast_column(Feast::eid_al_adha, axes::period_of(day("2006-01-01"), axes::Unit::month), 12);
  CHECK(both[0] == Approx(1));
  CHECK(both[11] > 0.2);
  CHECK(both[5] == 0);
  CHECK(feast_column(Feast::eid_al_fitr, axes::period_of(day("2023-04-01"), axes::Unit::month), 1)[0] == Approx(1));
}

TEST_CASE("days of the calendar") {
  const auto month = [](const char* first) { return axes::period_of(day(first), axes::Unit::month); };
  CHECK(trading_day_column(month("2023-02-01"), 1)[0] == 0);        // four whole weeks
  CHECK(trading_day_column(month("2024-03-01"), 1)[0] == 21 - 25);  // 21 working days, 10 of the weekend
  CHECK(leap_year_column(month("2023-12-01"), 4) == std::vector<double>{0, 0, 0.75, 0});
  CHECK(leap_year_column(month("2023-02-01"), 1)[0] == -0.25);
  CHECK(log_days(month("2024-02-01"), 1)[0] == Approx(std::log(29)));
}

TEST_CASE("events are taken off before a method that knows none and put back") {
  std::vector<double> y;
  for (int t = 0; t < 48; ++t) y.push_back(50 + (t * 7 % 5) + (t >= 30 ? 40 : 0) + (t == 20 ? 100 : 0));
  std::vector<Event> known = {{.place = 30, .kind = EventKind::step, .name = "law"},
                              {.place = 20, .kind = EventKind::pulse, .name = "raid"},
                              {.place = 49, .kind = EventKind::pulse, .name = "raid"}};
  const EventColumns columns = event_columns(known, y.size(), 2);
  const auto without = without_events({y, 1}, columns, 2);
  REQUIRE(without);
  CHECK(without->values[47] == doctest::Approx(52).epsilon(0.1));
  CHECK(without->values[20] == doctest::Approx(50).epsilon(0.1));
  CHECK(without->effect[48] == doctest::Approx(40).epsilon(0.1));
  CHECK(without->effect[49] == doctest::Approx(140).epsilon(0.1));
  CHECK(without->variance[0] == 0);  // the law holds on as it is: nothing new is asked of its effect
  CHECK(without->variance[1] > 0);
  Prediction prediction{
      .mean = {52, 52}, .deviation = {2, 2}, .bands = {{0.8, {49, 49}, {55, 55}}}, .fitted = {}, .method = "x"};
  put_events_back(*without, true, prediction);
  CHECK(prediction.mean[1] == doctest::Approx(192).epsilon(0.05));
  CHECK(prediction.bands[0].upper[0] - prediction.bands[0].lower[0] == doctest::Approx(6));
  CHECK(prediction.bands[0].upper[1] - prediction.bands[0].lower[1] > 6);
  // Too short to tell, and constant: no effect.
  CHECK(without_events({std::span<const double>(y).first(10), 1}, columns, 2)->effect[9] == 0);
  CHECK(without_events({std::vector<double>(40, 3.0), 1}, event_columns(known, 40, 2), 2)->effect[41] == 0);
}

TEST_CASE("a family that is asked for is the one that is fitted") {
  Random random(9);
  std::vector<double> y;
  for (int t = 0; t < 60; ++t) y.push_back(static_cast<double>(random.poisson(12 * random.gamma(3) / 3)));
  const PredictOptions options{.horizon = 3};
  const auto chosen = counts({y, 1}, options), wide = negative_binomial_counts({y, 1}, options),
             narrow = poisson_counts({y, 1}, options);
  REQUIRE((chosen && wide && narrow));
  CHECK(chosen->method == "counts: negative binomial");
  CHECK(wide->bands[0].upper == chosen->bands[0].upper);
  CHECK(narrow->method == "counts: Poisson");
  CHECK(narrow->bands[0].upper[0] < wide->bands[0].upper[0]);
  CHECK(narrow->deviation[0] == Approx(std::sqrt(narrow->mean[0])).epsilon(0.05));
}
