// What the messages of SDMX-ML share. Internal to their writers.
#pragma once
#include <cstdint>
#include <string>

#include "axes/names.hpp"
#include "exchange/sdmx_csv.hpp"
#include "exchange/xml_text.hpp"

namespace tartip::exchange {

inline constexpr const char* k_ml_message = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message";
inline constexpr const char* k_ml_common = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common";

struct MlHead {
  std::string id, agency, sender;
  std::int64_t prepared = 0;  // microseconds since 1970 UTC
};
MlHead ml_head_of(const statistics::PublishedTable& table, const SdmxOptions& options);
// ID, Test, Prepared, Sender.
void write_ml_head(XmlText& xml, const MlHead& head);

}  // namespace tartip::exchange
