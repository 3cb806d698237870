// A published table as a Frictionless Data Package (v2): datapackage.json beside plain CSV files — the figures, the
// codes of each dimension, the definitions, the sources — with types, keys, sizes and checksums.
#pragma once
#include <string>
#include <vector>

#include "statistics/published_table.hpp"

namespace tartip::exchange {

struct PackagedFile {
  std::string name;  // "figures.csv"
  std::string text;
};

// datapackage.json first. The table must be `checked`. Cost O(figures), memory the texts.
std::vector<PackagedFile> data_package(const statistics::PublishedTable& table);

}  // namespace tartip::exchange
