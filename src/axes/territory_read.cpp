#include "axes/territory_description.hpp"
#include "axes/territory_drafts.hpp"
#include "base/file.hpp"
#include "geo/projection.hpp"

namespace tartip::axes {

Result<Territory> Territory::read(const std::filesystem::path& description, std::vector<Error>* remarks) {
  return read(description, {}, remarks);
}

Result<Territory> Territory::read(const std::filesystem::path& file, const std::filesystem::path& data_root,
                                  std::vector<Error>* remarks) {
  const auto toml = read_file(file);
  if (!toml) return tl::unexpected<Error>(toml.error());
  auto description = parse_territory(*toml, file.filename().string());
  if (!description) return pass(description);
  if (const auto plane = geo::Projection::named(description->plane); !plane)
    return tl::unexpected<Error>(plane.error());
  else if (!plane->is_local() && description->plane != "EPSG:4326")
    return fail(Code::bad_data, "error.territory.plane", {{"plane", description->plane}},
                {file.filename().string(), 0, {}});

  const Places places{file.parent_path(), data_root};
  Remarks noted;
  std::vector<Draft> drafts;
  for (const UnitFile& units : description->units) {
    auto more = read_units(units, *description, places, noted);
    if (!more) return pass(more);
    std::move(more->begin(), more->end(), std::back_inserter(drafts));
  }
  auto units = join_drafts(std::move(drafts), *description);
  if (!units) return pass(units);
  remark_overlaps(*description, *units, noted);
  for (const PopulationFile& population : description->populations)
    if (Status status = read_population(population, *description, places, *units, noted); !status) return pass(status);
  auto successions = find_successions(*description, places, *units, noted);
  if (!successions) return pass(successions);
  if (remarks != nullptr) std::move(noted.begin(), noted.end(), std::back_inserter(*remarks));

  std::string source = description->source;
  if (!description->licence.empty()) source += " · " + description->licence;
  return make(std::move(description->id), std::move(description->names), std::move(description->plane),
              std::move(source), std::move(description->levels), std::move(*units), std::move(*successions));
}

}  // namespace tartip::axes
