#include "app/centre.hpp"

#include <toml++/toml.h>
#include <sstream>

#include "base/file.hpp"

namespace tartip::app {
namespace {

constexpr const char* k_profile_file = "tartip.toml";

std::string to_toml(const CentreProfile& profile) {
  std::ostringstream out;
  out << toml::table{{"name", profile.name}, {"zone", profile.zone}, {"language", profile.language}} << '\n';
  return out.str();
}

}  // namespace

Status create_centre(const std::filesystem::path& folder, const CentreProfile& profile) {
  std::error_code error;
  if (std::filesystem::exists(folder / k_profile_file, error))
    return fail(Code::conflict, "error.centre.exists", {{"folder", folder.string()}});
  if (std::filesystem::exists(folder, error) && !std::filesystem::is_empty(folder, error))
    return fail(Code::conflict, "error.centre.not_empty", {{"folder", folder.string()}});
  if (auto zone = axes::TimeZone::named(profile.zone); !zone) return pass(zone);
  std::filesystem::create_directories(folder, error);
  if (error)
    return fail(Code::denied, "error.file.unwritable", {{"file", folder.string()}, {"reason", error.message()}});
  // The profile comes last: a folder without it is not yet a centre.
  if (auto opened = store::Store::open(folder); !opened) return pass(opened);
  return write_file(folder / k_profile_file, to_toml(profile));
}

Result<CentreProfile> read_profile(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / k_profile_file;
  std::error_code error;
  if (!std::filesystem::exists(file, error))
    return fail(Code::not_found, "error.centre.not_found", {{"folder", folder.string()}});
  Result<std::string> text = read_file(file, 1 << 20);
  if (!text) return pass(text);
  try {
    const toml::table table = toml::parse(*text);
    CentreProfile profile;
    profile.name = table["name"].value_or(std::string("Tartip"));
    profile.zone = table["zone"].value_or(std::string("UTC"));
    profile.language = table["language"].value_or(std::string("en"));
    return profile;
  } catch (const toml::parse_error& problem) {
    return fail(Code::bad_data, "error.centre.profile",
                {{"file", file.string()}, {"reason", std::string(problem.description())}},
                Where{file.string(), static_cast<long long>(problem.source().begin.line), ""});
  }
}

Result<Centre> open_centre(const Setting& setting, Access access) {
  Result<CentreProfile> profile = read_profile(setting.centre);
  if (!profile) return pass(profile);
  Result<axes::TimeZone> zone = axes::TimeZone::named(profile->zone);
  if (!zone) return pass(zone);
  Result<store::Store> opened = store::Store::open(setting.centre, {.read_only = access == Access::read,
                                                                    .threads = setting.threads,
                                                                    .wait_seconds = setting.wait_seconds,
                                                                    .hold = setting.hold});
  if (!opened) return pass(opened);
  return Centre{setting.centre, std::move(*profile), std::move(*zone), std::move(*opened)};
}

Result<axes::Micros> end_of_day(const Centre& centre, const std::string& day) {
  Result<axes::Day> parsed = axes::parse_day(day);
  if (!parsed) return pass(parsed);
  const axes::Micros local = (parsed->time_since_epoch().count() + 1) * axes::k_micros_per_day;
  return centre.zone.to_utc(local).utc - 1;
}

}  // namespace tartip::app
