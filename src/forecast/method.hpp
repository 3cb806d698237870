// The forecast methods by name: what `auto`, the back-test and the command line choose from. A new method is a file
// pair and a row in method.cpp.
#pragma once
#include <string_view>
#include <vector>

#include "forecast/prediction.hpp"

namespace tartip::forecast {

struct Method {
  std::string_view name;  // as typed: "ets"
  Result<Prediction> (*predict)(const History&, const PredictOptions&) = nullptr;
};

const std::vector<Method>& methods();
const Method* find_method(std::string_view name);  // nullptr: there is none

}  // namespace tartip::forecast
