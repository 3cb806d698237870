// In which of the forms of SDMX an answer is wanted.
#pragma once
#include "http/message.hpp"

namespace tartip::http {

enum class SdmxFormat { json, csv, generic_xml, specific_xml };

// The parameter `format` decides ("json", "jsondata", "csv", "csvdata", "xml", "genericdata", "structurespecificdata",
// "structure"), else the header Accept: what it wants most, of two alike the first. Whoever takes anything gets XML, as
// SDMX REST has it. A type that is not spoken is passed over.
SdmxFormat sdmx_format(const Request& request);

// The media type of data in that form.
const char* type_of_data(SdmxFormat format);
// A structure has two forms: JSON, and XML for both of XML's; a table of CSV has JSON.
const char* type_of_structure(SdmxFormat format);
bool is_xml(SdmxFormat format);

}  // namespace tartip::http
