// Events that look like a register's and whose truth is known: a seeded country of districts with a planted trend,
// season, clusters, late registration, repeated and broken rows. The same seed gives the same bytes on any machine.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

#include "axes/territory.hpp"
#include "base/error.hpp"

namespace tartip::bench {

struct Country {
  int across = 16, down = 14;  // districts: 224
  int vertices = 64;           // of a district's border
  int classes = 60;
  int first_year = 2012, years = 10;
  double trend = -0.04;     // of the rate, a year
  double season = 0.25;     // amplitude over the year, highest in July
  double clustered = 0.3;   // share of events that gather round hot spots
  double late = 0.2;        // share registered late, by a mean of 20 days
  double repeated = 0.001;  // share of rows that stand twice
  double broken = 0.001;    // share of rows with a date that is none
  bool keyed = true;
};

// The districts, as a territory "bench" with one level "district"; their borders are shared and jagged.
axes::Territory territory_of(const Country& country, std::uint64_t seed);

struct Written {
  std::int64_t rows = 0, repeated = 0, broken = 0;
};
// CSV: number, occurred, registered, longitude, latitude, category, damage, channel. About 75 bytes a row, 4 million
// rows a second.
Result<Written> write_events(const Country& country, std::uint64_t seed, std::int64_t rows,
                             const std::filesystem::path& file);

// The register's description of that file; the register is "bench".
std::string description_of(const Country& country);

}  // namespace tartip::bench
