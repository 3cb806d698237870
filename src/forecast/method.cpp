#include "forecast/method.hpp"

#include <algorithm>

#include "forecast/arima.hpp"
#include "forecast/ces.hpp"
#include "forecast/combination.hpp"
#include "forecast/count_regression.hpp"
#include "forecast/ets.hpp"
#include "forecast/intermittent.hpp"
#include "forecast/mstl.hpp"
#include "forecast/naive.hpp"
#include "forecast/theta.hpp"

namespace tartip::forecast {

const std::vector<Method>& methods() {
  static const std::vector<Method> k_methods = {
      {"arima", arima},
      {"auto", automatic},
      {"median", median_of_methods},
      {"ets", ets},
      {"theta", theta},
      {"dotm", dynamic_theta},
      {"ces", ces},
      {"naive", naive},
      {"snaive", seasonal_naive},
      {"drift", drift},
      {"mstl", mstl},
      {"croston", croston},
      {"sba", sba},
      {"tsb", tsb},
      {"adida", adida},
      {"counts", counts},
      {"nb", negative_binomial_counts},
      {"poisson", poisson_counts},
  };
  return k_methods;
}

const Method* find_method(std::string_view name) {
  const auto& all = methods();
  const auto found = std::find_if(all.begin(), all.end(), [name](const Method& method) { return method.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace tartip::forecast
