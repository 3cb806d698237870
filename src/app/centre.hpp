// A centre is a folder: tartip.toml says its name, time zone and language, the store keeps what it knows. Copying the
// folder copies the centre.
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
Result<CentreProfile> read_profile(const std::filesystem::path& folder);

struct Centre {
  std::filesystem::path folder;
  CentreProfile profile;
  axes::TimeZone zone;
  store::Store store;
};

// Readers can be several at once; a writer is alone.
enum class Access { read, write };
Result<Centre> open_centre(const Setting& setting, Access access);

// The last microsecond of a day on the centre's clock: what "as known on that day" means.
Result<axes::Micros> end_of_day(const Centre& centre, const std::string& day);

}  // namespace tartip::app
