#include "forecast/reconcile.hpp"

#include <doctest/doctest.h>

#include <Eigen/Dense>
#include <map>
#include <sstream>

#include "base/random.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::forecast;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

std::vector<std::vector<std::string>> read_table(const std::filesystem::path& file) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream in(test::slurp(file));
  for (std::string line; std::getline(in, line);) {
    auto& row = rows.emplace_back();
    std::istringstream fields(line);
    for (std::string field; std::getline(fields, field, ',');) {
      std::erase(field, '"');
      std::erase(field, '\r');
      row.push_back(field);
    }
  }
  rows.erase(rows.begin());
  return rows;
}

// total = a + b, a = a1 + a2; bottom a1, a2, b1.
Hierarchy small() {
  return {3, {{{0}, {1}, {2}}, {{0}, {1}}, {{2}}, {{0}}, {{1}}, {{2}}}};
}

// A tree of `regions` with `districts` each: country, regions, districts.
Hierarchy tree(std::size_t regions, std::size_t districts) {
  Hierarchy all{regions * districts, {}};
  auto& country = all.nodes.emplace_back();
  for (std::uint32_t j = 0; j < regions * districts; ++j) country.push_back({j});
  for (std::size_t r = 0; r < regions; ++r) {
    std::vector<Part> region;
    for (std::size_t d = 0; d < districts; ++d) region.push_back({static_cast<std::uint32_t>(r * districts + d)});
    all.nodes.push_back(region);
  }
  for (std::uint32_t j = 0; j < regions * districts; ++j) all.nodes.push_back({{j}});
  return all;
}

Rows noise(std::size_t rows, std::size_t nodes, std::uint64_t seed) {
  Random random(seed);
  Rows out(rows, std::vector<double>(nodes));
  for (auto& row : out) {
    const double shared = random.normal();
    for (double& value : row) value = random.normal() + 0.7 * shared;
  }
  return out;
}

MatrixXd summing(const Hierarchy& hierarchy) {
  MatrixXd s = MatrixXd::Zero(static_cast<Eigen::Index>(hierarchy.nodes.size()),
                              static_cast<Eigen::Index>(hierarchy.bottom_count));
  for (std::size_t i = 0; i < hierarchy.nodes.size(); ++i)
    for (const Part& part : hierarchy.nodes[i]) s(static_cast<Eigen::Index>(i), part.bottom) = part.weight;
  return s;
}

// The covariance as defined, dense.
MatrixXd shrunk(const Rows& residuals, double lambda) {
  const auto n = static_cast<Eigen::Index>(residuals.size()), m = static_cast<Eigen::Index>(residuals[0].size());
  MatrixXd e(n, m);
  for (Eigen::Index t = 0; t < n; ++t)
    for (Eigen::Index i = 0; i < m; ++i) e(t, i) = residuals[static_cast<std::size_t>(t)][static_cast<std::size_t>(i)];
  const MatrixXd v = e.transpose() * e / static_cast<double>(n);
  MatrixXd diagonal = v.diagonal().asDiagonal();
  return lambda * diagonal + (1 - lambda) * v;
}

}  // namespace

TEST_CASE("the reference's hierarchies, all methods") {
  const auto expected_file = test::shared_file("reference/forecasting/hier_expected_reconciled.csv");
  if (!expected_file) return;
  const auto folder = expected_file->parent_path();
  const auto base_table = read_table(folder / "hier_base_forecasts.csv");
  const auto residual_table = read_table(folder / "hier_residuals.csv");
  std::map<std::string, double> lambda;
  for (const auto& row : read_table(folder / "hier_expected_lambda.csv")) lambda[row[0]] = std::stod(row[2]);
  double worst = 0;
  int compared = 0;
  for (const std::string name : {"htseg1_rwdrift", "htseg1_ets", "nsw_small_hierarchy_snaive"}) {
    Hierarchy hierarchy;
    std::map<std::string, std::size_t> node;
    for (const auto& row : read_table(folder / ("hier_S_" + name + ".csv"))) {
      node.emplace(row[1], node.size());
      hierarchy.bottom_count = row.size() - 2;
      auto& parts = hierarchy.nodes.emplace_back();
      for (std::size_t j = 2; j < row.size(); ++j)
        if (row[j] != "0") parts.push_back({static_cast<std::uint32_t>(j - 2), std::stod(row[j])});
    }
    const auto rows_of = [&](const auto& table, std::size_t index_at, std::size_t node_at) {
      std::map<int, std::vector<double>> rows;
      for (const auto& row : table) {
        if (row[0] != name) continue;
        auto& one = rows[std::stoi(row[index_at])];
        one.resize(node.size(), NAN);
        if (row[3] != "NA") one[node.at(row[node_at])] = std::stod(row[3]);
      }
      Rows out;
      for (auto& [index, row] : rows) out.push_back(std::move(row));
      return out;
    };
    const Rows base = rows_of(base_table, 1, 2), residuals = rows_of(residual_table, 1, 2);
    CHECK(shrinkage_of(residuals) == doctest::Approx(lambda.at(name)).epsilon(1e-8));
    std::map<std::string, Reconciled> ours;
    for (const auto& row : read_table(*expected_file)) {
      if (row[0] != name) continue;
      if (!ours.contains(row[1]))
        ours.emplace(row[1], reconcile(hierarchy, base, residuals, {.method = *reconciliation_named(row[1])}).value());
      const double expected = std::stod(row[4]);
      const double got = ours.at(row[1]).forecasts[std::stoul(row[2]) - 1][node.at(row[3])];
      worst = std::max(worst, std::abs(got - expected) / std::abs(expected));
      ++compared;
    }
  }
  CHECK(compared == 800);
  CHECK(worst < 1e-8);
  MESSAGE("largest relative difference " << worst);
}

TEST_CASE("the same as the textbook formula with a dense covariance") {
  const Hierarchy hierarchy = tree(3, 4);
  const Rows residuals = noise(30, hierarchy.nodes.size(), 3), base = noise(2, hierarchy.nodes.size(), 4);
  const double lambda = shrinkage_of(residuals);
  CHECK(lambda > 0.01);
  CHECK(lambda < 1);
  const MatrixXd s = summing(hierarchy), w = shrunk(residuals, lambda).inverse();
  const Reconciled ours = reconcile(hierarchy, base, residuals, {}).value();
  for (std::size_t h = 0; h < base.size(); ++h) {
    const VectorXd y = Eigen::Map<const VectorXd>(base[h].data(), static_cast<Eigen::Index>(base[h].size()));
    const VectorXd expected = s * (s.transpose() * w * s).ldlt().solve(s.transpose() * w * y);
    for (std::size_t i = 0; i < base[h].size(); ++i)
      CHECK(ours.forecasts[h][i] == doctest::Approx(expected[static_cast<Eigen::Index>(i)]).epsilon(1e-9));
  }
}

TEST_CASE("forecasts that add up already stay as they are") {
  const Hierarchy hierarchy = small();
  const Rows base = {{9, 5, 4, 2, 3, 4}}, residuals = noise(20, 6, 5);
  using enum Reconciliation;
  for (const Reconciliation method : {bottom_up, ols, wls_struct, wls_var, mint_shrink})
    for (const bool bounded : {false, true}) {
      const auto out = reconcile(hierarchy, base, residuals, {.method = method, .non_negative = bounded}).value();
      for (std::size_t i = 0; i < 6; ++i) CHECK(out.forecasts[0][i] == doctest::Approx(base[0][i]).epsilon(1e-12));
    }
}

TEST_CASE("rounded forecasts add up exactly as printed") {
  const Hierarchy hierarchy = tree(4, 6);
  Rows base = noise(3, hierarchy.nodes.size(), 6);
  for (auto& row : base)
    for (double& value : row) value = 100 * std::abs(value);
  const Rows residuals = noise(40, hierarchy.nodes.size(), 7);
  const Reconciled out = reconcile(hierarchy, base, residuals, {.digits = 0}).value();
  for (const auto& row : out.forecasts)
    for (std::size_t i = 0; i < row.size(); ++i) {
      double sum = 0;
      for (const Part& part : hierarchy.nodes[i]) sum += row[5 + part.bottom];
      CHECK(row[i] == sum);
      CHECK(row[i] == std::round(row[i]));
    }
}

TEST_CASE("non-negative: the least change of all that are not below zero") {
  // Against every choice of bottom nodes held at zero.
  const Hierarchy hierarchy = tree(2, 3);
  const MatrixXd s = summing(hierarchy);
  int bound = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Rows residuals = noise(30, hierarchy.nodes.size(), 100 + seed), base = noise(1, hierarchy.nodes.size(), seed);
    const MatrixXd w = shrunk(residuals, shrinkage_of(residuals)).inverse();
    const VectorXd y = Eigen::Map<const VectorXd>(base[0].data(), static_cast<Eigen::Index>(base[0].size()));
    double least = INFINITY;
    VectorXd best;
    for (unsigned held = 0; held < 64; ++held) {
      std::vector<Eigen::Index> open;
      for (Eigen::Index j = 0; j < 6; ++j)
        if ((held >> j & 1) == 0) open.push_back(j);
      VectorXd b = VectorXd::Zero(6);
      if (!open.empty()) {
        const MatrixXd part = s(Eigen::all, open);
        const VectorXd solved = (part.transpose() * w * part).ldlt().solve(part.transpose() * w * y);
        if (solved.minCoeff() < -1e-12) continue;
        for (std::size_t c = 0; c < open.size(); ++c) b[open[c]] = solved[static_cast<Eigen::Index>(c)];
      }
      const double distance = (s * b - y).dot(w * (s * b - y));
      if (distance < least) {
        least = distance;
        best = s * b;
      }
    }
    const Reconciled out = reconcile(hierarchy, base, residuals, {.non_negative = true}).value();
    for (std::size_t i = 0; i < hierarchy.nodes.size(); ++i) {
      CHECK(out.forecasts[0][i] == doctest::Approx(best[static_cast<Eigen::Index>(i)]).epsilon(1e-7));
      CHECK(out.forecasts[0][i] >= 0);
    }
    bound += best.tail(6).minCoeff() == 0 ? 1 : 0;
  }
  CHECK(bound > 20);  // the bound was felt
}

TEST_CASE("silent, single and missing: what degenerate input gives") {
  const Hierarchy hierarchy = small();
  Rows residuals = noise(20, 6, 9);
  for (auto& row : residuals) row[3] = 0;  // a node that was always right
  const Rows base = {{10, 5, 4, 2, 3, 4}};
  const Reconciled quiet = reconcile(hierarchy, base, residuals, {.method = Reconciliation::wls_var}).value();
  CHECK(quiet.forecasts[0][3] == doctest::Approx(2).epsilon(1e-4));
  for (auto& row : residuals) row.assign(6, 0);
  CHECK(reconcile(hierarchy, base, residuals, {}).has_value());
  residuals[0][2] = NAN;
  residuals.resize(3);
  CHECK(reconcile(hierarchy, base, residuals, {}).error().key == "error.forecast.hierarchy_residuals");
  CHECK(reconcile(hierarchy, base, {}, {.method = Reconciliation::ols}).has_value());
  CHECK(reconcile({2, {{{0}, {1}}, {{0}}}}, {{3, 1}}, {}, {}).error().key == "error.forecast.hierarchy_bottom");
  CHECK(reconcile(hierarchy, {{10, 5, 4, NAN, 3, 4}}, {}, {.method = Reconciliation::ols}).error().key ==
        "error.forecast.hierarchy_value");
  CHECK(reconcile({1, {{{0}}}}, {{7}}, {}, {.method = Reconciliation::ols})->forecasts[0][0] == 7);
}

TEST_CASE("thousands of nodes") {
  const Hierarchy hierarchy = tree(20, 150);
  const Rows residuals = noise(60, hierarchy.nodes.size(), 12), base = noise(2, hierarchy.nodes.size(), 13);
  const Reconciled out = reconcile(hierarchy, base, residuals, {.non_negative = true}).value();
  double districts = 0;
  for (std::size_t j = 21; j < hierarchy.nodes.size(); ++j) districts += out.forecasts[0][j];
  CHECK(out.forecasts[0][0] == doctest::Approx(districts).epsilon(1e-12));
  CHECK(*std::min_element(out.forecasts[0].begin(), out.forecasts[0].end()) >= 0);
}
