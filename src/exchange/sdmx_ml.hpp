// A published table as SDMX-ML 2.1, which is what statistical programs (R rsdmx, Python sdmx1 and pandasdmx, RJSDMX)
// read first: data as time series, generic or specific to the structure, and the structure with its code lists.
//
// A series is one choice of codes and indicator, in the order of the table's figures; its attributes are unit and
// decimals. A figure without a value has no OBS_VALUE, and its OBS_STATUS says why. Characters that XML 1.0 cannot hold
// are left out of names. Cost O(figures · log figures), memory the text.
// Source: SDMX Technical Working Group, SDMX-ML 2.1 (2011, revised 2013), sections 3A III and IV.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/sdmx_csv.hpp"

namespace tartip::exchange {

enum class SdmxMlData { generic, structure_specific };
// The table must be `checked`.
std::string sdmx_ml_data(const statistics::PublishedTable& table, SdmxMlData form, const SdmxOptions& options = {});
std::string sdmx_ml_structure(const statistics::PublishedTable& table, const SdmxOptions& options = {});

// What a list of flows says of one.
struct SdmxFlow {
  std::string id, version;
  axes::Names names;
};
struct SdmxFlowList {
  std::string agency = "TARTIP", sender;
  std::int64_t prepared = 0;  // microseconds since 1970 UTC
  std::vector<SdmxFlow> flows;
};
std::string sdmx_ml_flows(const SdmxFlowList& list);

}  // namespace tartip::exchange
