// A centre is a folder: tartip.toml says its name, time zone and language, events.duckdb holds what it knows. Copying the folder
// copies the centre.
#pragma once
#include <filesystem>
#include <string>

#include "app/operation.hpp"
#include "axes/time_zone.hpp"
#include "base/error.hpp"
#include "store/store.hpp"

namespace tartip::app {

struct CentreProfile {
  std::string name;
  std::string zone = "UTC";     // IANA; days, weeks and months are counted on its clock
  std::string language = "en";  // when nobody asks for another
};

// Makes the folder (which must be empty or not exist) and an empty store in it.
Status create_centre(const std::filesystem::path& folder, const CentreProfile& profile);

struct Centre {
  std::filesystem::path folder;
  CentreProfile profile;
  axes::TimeZone zone;
  store::Store store;
};

enum class Access { read, write };
Result<CentreProfile> read_profile(const std::filesystem::path& folder);
Result<Centre> open_centre(const Setting& setting, Access access);

}  // namespace tartip::app
