// The catalogue record of a published table: a dcat:Dataset with its distributions and the dcat:CatalogRecord that has
// it as its topic (DCAT 3, JSON-LD), for open-data portals that harvest. Addresses are relative to where it stands.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "statistics/published_table.hpp"

namespace tartip::exchange {

struct Distribution {
  std::string file;         // "crimes.sdmx.csv", relative to the record
  std::string media_type;   // "text/csv"
  std::string conforms_to;  // address of the format's specification; may be empty
  std::uint64_t bytes = 0;
  std::string sha256;
};

std::string dcat_record(const statistics::PublishedTable& table, const std::vector<Distribution>& distributions);

}  // namespace tartip::exchange
