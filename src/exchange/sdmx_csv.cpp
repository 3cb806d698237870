#include "exchange/sdmx_csv.hpp"

#include <fmt/format.h>

#include "exchange/codes.hpp"

namespace tartip::exchange {

std::string structure_id(const statistics::PublishedTable& table, const SdmxOptions& options) {
  return fmt::format("{}:{}({})", options.agency, sdmx_name(table.id), options.version);
}

std::string sdmx_csv(const statistics::PublishedTable& table, const SdmxOptions& options) {
  std::vector<std::string> head = {"STRUCTURE", "STRUCTURE_ID", "ACTION"};
  for (const auto& dimension : table.dimensions) head.push_back(sdmx_name(dimension.id));
  head.insert(head.end(),
              {"INDICATOR", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "UNIT_MEASURE", "DECIMALS"});
  std::string text = csv_line(head);
  const std::string structure = structure_id(table, options);
  for (const auto& one : table.observations) {
    const auto& definition = table.definitions[one.definition];
    std::vector<std::string> row = {"dataflow", structure, "R"};  // replaces what an earlier release said
    for (std::size_t d = 0; d < one.codes.size(); ++d)
      row.push_back(sdmx_id(table.dimensions[d].codes[one.codes[d]].code));
    row.insert(
        row.end(),
        {sdmx_id(definition.id), sdmx_time(one.period), one.value, std::string(1, statistics::sdmx_letter(one.status)),
         std::string(1, confidentiality(one.status)), definition.unit, std::to_string(definition.decimals)});
    text += csv_line(row);
  }
  return text;
}

}  // namespace tartip::exchange
