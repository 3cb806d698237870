// A published table as SDMX-JSON 2: a data message with the names in every language, and a structure message with its
// code lists, for registries that want those first.
//
// Figures are given flat, as the decimal text that was published; OBS_STATUS says break, provisional, missing,
// withheld. Unit and decimals hang on the indicator. Source is the table's.
#pragma once
#include <string>

#include "exchange/sdmx_csv.hpp"

namespace tartip::exchange {

// The table must be `checked`. `published` of the table is the moment of preparation. Cost O(figures).
std::string sdmx_json_data(const statistics::PublishedTable& table, const SdmxOptions& options = {});
std::string sdmx_json_structure(const statistics::PublishedTable& table, const SdmxOptions& options = {});

}  // namespace tartip::exchange
