// The units of one file, whatever its format.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "axes/delimited.hpp"
#include "axes/territory_drafts.hpp"
#include "geo/geojson.hpp"
#include "geo/projection.hpp"
#include "geo/repair.hpp"
#include "geo/shapefile.hpp"
#include "text/encoding.hpp"
#include "text/folding.hpp"

namespace tartip::axes {
namespace {

std::string extension_of(const std::filesystem::path& file) {
  return text::fold(file.extension().string().empty() ? "" : file.extension().string().substr(1));
}

Status to_degrees(geo::MultiPolygon& area, const geo::Projection& projection, const Where& where) {
  const auto move = [&](geo::Ring& ring) {
    for (geo::Point& point : ring) {
      const auto degrees = projection.to_degrees(point);
      if (!degrees) return false;
      point = *degrees;
    }
    return true;
  };
  for (geo::Polygon& polygon : area) {
    bool good = move(polygon.outer);
    for (geo::Ring& hole : polygon.holes) good = good && move(hole);
    if (!good) return fail(Code::bad_data, "error.territory.not_in_projection", {{"crs", projection.name()}}, where);
  }
  return {};
}

Status decode(std::vector<geo::Feature>& features, const std::string& encoding) {
  for (geo::Feature& feature : features)
    for (auto& [property, value] : feature.properties) {
      auto decoder = text::Decoder::named(encoding);
      if (!decoder) return tl::unexpected<Error>(decoder.error());
      std::string decoded;
      decoder->decode(value, true, decoded);
      value = std::move(decoded);
    }
  return {};
}

Result<std::vector<geo::Feature>> read_shapes(const std::filesystem::path& path, const UnitFile& file) {
  auto shapes = geo::read_shapefile(path);
  if (!shapes) return pass(shapes);
  const std::string encoding = !file.encoding.empty() ? file.encoding : shapes->encoding;
  if (!encoding.empty() && !text::is_utf8_name(encoding))
    if (Status status = decode(shapes->features, encoding); !status) return pass(status);
  if (!shapes->crs.empty() && file.areas) {
    const auto projection = geo::Projection::named(shapes->crs);
    if (!projection) return tl::unexpected<Error>(projection.error());
    for (std::size_t i = 0; i < shapes->features.size(); ++i)
      if (Status status = to_degrees(shapes->features[i].area, *projection,
                                     {path.filename().string(), static_cast<long long>(i) + 1, {}});
          !status)
        return pass(status);
  }
  return std::move(shapes->features);
}

Result<std::vector<geo::Feature>> read_rows(const std::filesystem::path& path) {
  const auto table = read_delimited(path);
  if (!table) return tl::unexpected<Error>(table.error());
  std::vector<geo::Feature> features(table->rows.size());
  for (std::size_t row = 0; row < table->rows.size(); ++row)
    for (std::size_t column = 0; column < table->columns.size(); ++column)
      if (!table->rows[row][column].empty())
        features[row].properties.emplace(table->columns[column], table->rows[row][column]);
  return features;
}

// Properties asked for that no feature at all has: a slip in the description.
Status check_properties(const std::vector<geo::Feature>& features, const UnitFile& file) {
  if (features.empty()) return fail(Code::bad_data, "error.territory.no_units", {{"file", file.file}}, file.where);
  std::vector<std::string> asked = file.code;
  for (const auto& [language, property] : file.names) asked.push_back(property);
  for (const auto& [scheme, property] : file.other_codes) asked.push_back(property);
  for (const std::string& property : {file.parent, file.from_property, file.until_property})
    if (!property.empty()) asked.push_back(property);
  std::map<std::string, std::string> all;
  for (const geo::Feature& feature : features) all.insert(feature.properties.begin(), feature.properties.end());
  std::vector<std::string> known;
  for (const auto& [property, value] : all) known.push_back(property);
  for (const std::string& property : asked)
    if (const auto near = text::nearest(property, known); !all.contains(property))
      return fail(Code::bad_data, near ? "error.territory.no_property" : "error.territory.no_property_at_all",
                  {{"file", file.file}, {"property", property}, {"nearest", near.value_or("")}}, file.where);
  return {};
}

std::string property_of(const geo::Feature& feature, const std::string& property) {
  const auto found = feature.properties.find(property);
  return found == feature.properties.end() ? std::string{} : found->second;
}

// A hair beyond the antimeridian or the poles is rounding, not another plane.
std::optional<geo::Point> not_in_degrees(const geo::MultiPolygon& area) {
  constexpr double k_hair = 1e-6;
  for (const geo::Polygon& polygon : area)
    for (const geo::Point& point : polygon.outer)
      if (std::abs(point.x) > 180 + k_hair || std::abs(point.y) > 90 + k_hair) return point;
  return std::nullopt;
}

// The same refusal, in a sentence that names the unit.
std::string key_of_unit(const std::string& repair_key) {
  if (repair_key == "error.repair.not_finite") return "error.territory.area_not_finite";
  if (repair_key == "error.repair.nothing_left") return "error.territory.area_nothing_left";
  return "error.territory.area_changes_too_much";
}

Result<Day> day_in(const geo::Feature& feature, const std::string& property, Day fallback, const Where& where) {
  const std::string value = property.empty() ? "" : property_of(feature, property);
  if (value.empty()) return fallback;
  auto day = parse_day(value);
  if (!day) day.error().where = {where.file, where.line, property};
  return day;
}

}  // namespace

Result<std::vector<geo::Feature>> read_features(const std::filesystem::path& path, const UnitFile& file) {
  const std::string extension = extension_of(path);
  if (extension == "geojson" || extension == "json") return geo::read_geojson(path);
  if (extension == "shp") return read_shapes(path, file);
  if (extension == "csv" || extension == "tsv" || extension == "txt") return read_rows(path);
  return fail(Code::bad_data, "error.territory.file_format", {{"file", file.file}}, file.where);
}

std::filesystem::path Places::of(const std::string& file) const {
  const std::filesystem::path near = beside / file;
  if (std::filesystem::exists(near) || data_root.empty()) return near;
  return data_root / file;
}

Result<std::vector<Draft>> read_units(const UnitFile& file, const TerritoryDescription& description,
                                      const Places& places, Remarks& remarks) {
  auto features = read_features(places.of(file.file), file);
  if (!features) return pass(features);
  if (Status status = check_properties(*features, file); !status) return pass(status);

  std::vector<Draft> drafts;
  drafts.reserve(features->size());
  for (std::size_t i = 0; i < features->size(); ++i) {
    geo::Feature& feature = (*features)[i];
    Draft draft;
    draft.where = {file.file, static_cast<long long>(i) + 1, {}};
    TerritoryUnit& unit = draft.unit;
    unit.level = file.level;
    for (const std::string& part : file.code) {
      const std::string value = property_of(feature, part);
      if (value.empty())
        return fail(Code::bad_data, "error.territory.no_code_in_file",
                    {{"file", file.file}, {"feature", fmt::format("{}", i + 1)}, {"property", part}}, draft.where);
      unit.code += (unit.code.empty() ? "" : file.separator) + value;
    }
    for (const auto& [language, property] : file.names)
      if (std::string name = property_of(feature, property); !name.empty())
        unit.names.by_language[language] = std::move(name);
    for (const auto& [scheme, property] : file.other_codes)
      if (std::string code = property_of(feature, property); !code.empty()) unit.other_codes[scheme] = std::move(code);
    if (!file.parent.empty()) {
      draft.parent_code_or_name = property_of(feature, file.parent);
      if (const auto alias = file.parent_aliases.find(draft.parent_code_or_name); alias != file.parent_aliases.end())
        draft.parent_code_or_name = alias->second;
    }
    draft.parent_prefix = file.parent_prefix;
    const auto from = day_in(feature, file.from_property, file.valid.from, draft.where);
    const auto until = day_in(feature, file.until_property, file.valid.to, draft.where);
    if (!from) return tl::unexpected<Error>(from.error());
    if (!until) return tl::unexpected<Error>(until.error());
    unit.valid = {*from, *until};
    if (file.areas) {
      auto repaired = geo::repair(feature.area);
      const auto place = [&](Error error) {
        error.arguments.push_back({"territory", description.id});
        error.arguments.push_back({"code", unit.code});
        error.where = draft.where;
        return error;
      };
      if (!repaired) {
        repaired.error().key = key_of_unit(repaired.error().key);
        return tl::unexpected<Error>(place(std::move(repaired.error())));
      }
      if (description.plane == "EPSG:4326")
        if (const auto point = not_in_degrees(repaired->area))
          return tl::unexpected<Error>(place({Code::bad_data,
                                              "error.territory.not_degrees",
                                              {{"x", fmt::format("{}", point->x)}, {"y", fmt::format("{}", point->y)}},
                                              {}}));
      if (repaired->worth_a_remark())
        remarks.push_back(
            place({Code::bad_data,
                   repaired->redrawn ? "remark.territory.redrawn" : "remark.territory.tidied",
                   {{"name", unit.names.in("en")}, {"percent", fmt::format("{:.2f}", repaired->changed_share * 100)}},
                   {}}));
      unit.area = std::move(repaired->area);
    }
    drafts.push_back(std::move(draft));
  }
  return drafts;
}

}  // namespace tartip::axes
