// What every SDMX message of a table says beside the table's own names: its code lists of statuses, its components.
// Internal to the writers. The words of SDMX's own code lists are English.
#pragma once
#include <array>
#include <utility>

#include "axes/names.hpp"
#include "statistics/published_table.hpp"

namespace tartip::exchange {

inline constexpr const char* k_indicator = "INDICATOR";  // the dimension of the definition

inline constexpr std::array k_statuses = {
    statistics::ObservationStatus::normal,      statistics::ObservationStatus::broken,
    statistics::ObservationStatus::provisional, statistics::ObservationStatus::estimated,
    statistics::ObservationStatus::unreliable,  statistics::ObservationStatus::missing,
    statistics::ObservationStatus::not_defined, statistics::ObservationStatus::suppressed};

// CL_OBS_STATUS.
const char* status_words(statistics::ObservationStatus status);

// CL_CONF_STATUS, as far as it is used.
inline constexpr std::array<std::pair<char, const char*>, 2> k_confidentialities = {
    {{'F', "Free (free for publication)"}, {'C', "Confidential statistical information"}}};

// Components beside the dimensions and the period, with the names of their concepts.
inline constexpr std::array<std::pair<const char*, const char*>, 6> k_components = {
    {{"OBS_VALUE", "Value"},
     {"OBS_STATUS", "Observation status"},
     {"CONF_STATUS", "Confidentiality status"},
     {"UNIT_MEASURE", "Unit of measure"},
     {"DECIMALS", "Decimals"},
     {"SOURCE", "Source"}}};

axes::Names english(const char* words);
axes::Names indicator_names();
axes::Names period_names();

}  // namespace tartip::exchange
