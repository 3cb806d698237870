// A published table as SDMX-CSV 2.0 (SDMX 3.0): one row a figure, codes and not names.
//
// Columns: STRUCTURE, STRUCTURE_ID, ACTION, the table's dimensions, INDICATOR (the definition), TIME_PERIOD, OBS_VALUE,
// OBS_STATUS, UNIT_MEASURE, DECIMALS. A figure without a value has an empty OBS_VALUE and the status that says why.
#pragma once
#include <string>

#include "statistics/published_table.hpp"

namespace tartip::exchange {

// Who answers for the structure in SDMX registries: letters, digits, '_', '-'; begins with a letter.
struct SdmxOptions {
  std::string agency = "TARTIP";
  std::string version = "1.0.0";  // of the structure
};

// The table must be `checked`; figures in their order. Cost O(figures), memory the text.
std::string sdmx_csv(const statistics::PublishedTable& table, const SdmxOptions& options = {});

// "TARTIP:CRIMES(1.0.0)"
std::string structure_id(const statistics::PublishedTable& table, const SdmxOptions& options);

}  // namespace tartip::exchange
