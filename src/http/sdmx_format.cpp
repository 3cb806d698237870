#include "http/sdmx_format.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "base/number.hpp"

namespace tartip::http {
namespace {

std::optional<SdmxFormat> format_in(std::string_view type) {
  if (type.find("json") != std::string_view::npos) return SdmxFormat::json;
  if (type.find("csv") != std::string_view::npos) return SdmxFormat::csv;
  if (type.find("structurespecific") != std::string_view::npos) return SdmxFormat::specific_xml;
  if (type.find("xml") != std::string_view::npos || type.find("generic") != std::string_view::npos ||
      type == "structure")
    return SdmxFormat::generic_xml;
  return std::nullopt;
}

std::string_view next_part(std::string_view& rest, char at) {
  const std::size_t end = rest.find(at);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  const std::size_t from = part.find_first_not_of(" \t");
  return from == std::string_view::npos ? std::string_view()
                                        : part.substr(from, part.find_last_not_of(" \t") - from + 1);
}

}  // namespace

SdmxFormat sdmx_format(const Request& request) {
  if (const auto named = format_in(request.query_value("format"))) return *named;
  const std::string accept = request.headers.get("Accept");
  SdmxFormat best = SdmxFormat::generic_xml;
  double most = 0;
  for (std::string_view rest = accept; !rest.empty();) {
    std::string_view entry = next_part(rest, ',');
    const std::string_view type = next_part(entry, ';');
    double wish = 1;
    while (!entry.empty())
      if (const std::string_view parameter = next_part(entry, ';'); parameter.starts_with("q="))
        wish = number_in<double>(parameter.substr(2)).value_or(0);
    const auto format = type == "*/*" || type == "application/*" ? SdmxFormat::generic_xml : format_in(type);
    if (format && wish > most) best = *format, most = wish;
  }
  return best;
}

const char* type_of_data(SdmxFormat format) {
  switch (format) {
    case SdmxFormat::json:
      return "application/vnd.sdmx.data+json;version=2.0.0";
    case SdmxFormat::csv:
      return "application/vnd.sdmx.data+csv;version=2.0.0";
    case SdmxFormat::generic_xml:
      return "application/vnd.sdmx.genericdata+xml;version=2.1";
    case SdmxFormat::specific_xml:
      return "application/vnd.sdmx.structurespecificdata+xml;version=2.1";
  }
  return "";
}

const char* type_of_structure(SdmxFormat format) {
  return is_xml(format) ? "application/vnd.sdmx.structure+xml;version=2.1"
                        : "application/vnd.sdmx.structure+json;version=2.0.0";
}

bool is_xml(SdmxFormat format) {
  return format == SdmxFormat::generic_xml || format == SdmxFormat::specific_xml;
}

}  // namespace tartip::http
