#include "stats/empirical_bayes.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace tartip::stats;
using doctest::Approx;

namespace {

struct County {
  double deaths, births;
};

// Sudden infant deaths and live births in the 100 counties of North Carolina, 1974–1978 (Cressie & Chan 1989).
const std::vector<County> k_counties = {
    {1, 1091},   {0, 487},   {5, 3188},   {1, 508},   {9, 1421},   {7, 1452},  {0, 286},    {0, 420},    {4, 968},
    {1, 1612},   {2, 1035},  {16, 4449},  {4, 1671},  {4, 1556},   {4, 2180},  {18, 3608},  {3, 1638},   {4, 3146},
    {1, 1323},   {1, 484},   {1, 751},    {0, 781},   {1, 1269},   {2, 1399},  {10, 11858}, {23, 16184}, {13, 4672},
    {6, 1324},   {4, 3164},  {16, 7970},  {8, 4021},  {0, 671},    {10, 3657}, {6, 3609},   {0, 770},    {2, 1549},
    {16, 14484}, {2, 765},   {4, 4139},   {1, 1207},  {0, 1333},   {8, 5509},  {5, 3573},   {5, 990},    {0, 248},
    {5, 1946},   {7, 4456},  {2, 1646},   {11, 3702}, {3, 4606},   {14, 5094}, {5, 5754},   {9, 7515},   {6, 3999},
    {2, 2110},   {0, 521},   {7, 2692},   {3, 675},   {4, 870},    {5, 2252},  {12, 2992},  {18, 6638},  {6, 3776},
    {10, 4866},  {8, 2216},  {2, 1143},   {5, 2648},  {44, 21588}, {3, 4099},  {3, 1258},   {5, 2356},   {5, 2574},
    {0, 415},    {10, 3589}, {3, 1173},   {11, 9014}, {1, 533},    {0, 797},   {4, 3025},   {1, 542},    {2, 1027},
    {38, 20366}, {1, 578},   {4, 3915},   {15, 1570}, {7, 1494},   {0, 338},   {4, 2483},   {4, 2756},   {0, 284},
    {13, 5868},  {8, 2255},  {29, 11158}, {31, 7889}, {5, 2414},   {8, 1782},  {4, 1228},   {15, 3350},  {12, 5526},
    {5, 2181}};

std::vector<double> deaths() {
  std::vector<double> values;
  for (const County& county : k_counties) values.push_back(county.deaths);
  return values;
}

std::vector<double> births() {
  std::vector<double> values;
  for (const County& county : k_counties) values.push_back(county.births);
  return values;
}

}  // namespace

TEST_CASE("shrunken rates equal the global empirical Bayes estimates of R's spdep") {
  REQUIRE(k_counties.size() == 100);
  const EmpiricalBayes result = empirical_bayes(deaths(), births());
  CHECK(result.mean == Approx(667.0 / 329962).epsilon(1e-12));
  CHECK(result.rates[0] == Approx(0.00169729733086).epsilon(1e-9));   // Ashe, 1 of 1 091
  CHECK(result.rates[1] == Approx(0.00170537768084).epsilon(1e-9));   // Alleghany, none of 487
  CHECK(result.rates[4] == Approx(0.00353491314916).epsilon(1e-9));   // Northampton, 9 of 1 421
  CHECK(result.rates[67] == Approx(0.00203635456586).epsilon(1e-9));  // Mecklenburg, 44 of 21 588
  CHECK(result.rates[84] == Approx(0.00483880405213).epsilon(1e-9));  // Anson, 15 of 1 570
  CHECK(result.rates[99] == Approx(0.00214439557077).epsilon(1e-9));  // Brunswick, 5 of 2 181
}

TEST_CASE("the posterior gamma has the shrunken rate as its mean") {
  const EmpiricalBayes result = empirical_bayes(deaths(), births());
  for (std::size_t i = 0; i < k_counties.size(); ++i) {
    const double mean = (k_counties[i].deaths + result.shape()) / (k_counties[i].births + result.rate());
    CHECK(mean == Approx(result.rates[i]).epsilon(1e-12));
  }
}

TEST_CASE("differences within chance shrink to the mean; bad rows are left out; nothing is nothing") {
  const EmpiricalBayes alike = empirical_bayes(std::vector<double>{5, 5, 5}, std::vector<double>{10, 10, 10});
  CHECK(alike.between == 0);
  CHECK(alike.rates[1] == 0.5);

  const EmpiricalBayes bad = empirical_bayes(std::vector<double>{NAN, -1, 3, 2}, std::vector<double>{5, 5, 0, 4});
  CHECK(bad.mean == 0.5);
  CHECK(std::isnan(bad.rates[0]));
  CHECK(std::isnan(bad.rates[1]));
  CHECK(std::isnan(bad.rates[2]));
  CHECK(bad.rates[3] == 0.5);

  CHECK(std::isnan(empirical_bayes({}, {}).mean));
  const EmpiricalBayes zero = empirical_bayes(std::vector<double>{0, 0}, std::vector<double>{5, 50});
  CHECK(zero.rates[0] == 0);
}
