#include "exchange/sdmx_words.hpp"

namespace tartip::exchange {

const char* status_words(statistics::ObservationStatus status) {
  using statistics::ObservationStatus;
  switch (status) {
    case ObservationStatus::normal:
      return "Normal value";
    case ObservationStatus::broken:
      return "Time series break";
    case ObservationStatus::provisional:
      return "Provisional value";
    case ObservationStatus::estimated:
      return "Estimated value";
    case ObservationStatus::unreliable:
      return "Low reliability";
    case ObservationStatus::missing:
      return "Missing value";
    case ObservationStatus::not_defined:
      return "Missing value; data cannot exist";
    case ObservationStatus::suppressed:
      return "Missing value; suppressed";
  }
  return "";
}

axes::Names english(const char* words) {
  return {{{"en", words}}};
}

axes::Names indicator_names() {
  return {{{"en", "Indicator"}, {"ru", "Показатель"}, {"kk", "Көрсеткіш"}}};
}

axes::Names period_names() {
  return {{{"en", "Period"}, {"ru", "Период"}, {"kk", "Кезең"}}};
}

}  // namespace tartip::exchange
