#include "geo/geojson.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <optional>

#include "base/file.hpp"

namespace tartip::geo {
namespace {

namespace json = boost::json;

constexpr std::size_t k_most_bytes = std::size_t{256} << 20;
constexpr int k_deepest_collection = 8;

// What is wrong with a geometry, as the last word of a message key; nothing when all is well.
using Flaw = std::optional<const char*>;

Flaw read_ring(const json::value& value, Ring& ring) {
  const json::array* points = value.if_array();
  if (points == nullptr) return "coordinates";
  ring.reserve(points->size());
  for (const json::value& item : *points) {
    const json::array* pair = item.if_array();
    if (pair == nullptr || pair->size() < 2 || !(*pair)[0].is_number() || !(*pair)[1].is_number()) return "coordinates";
    ring.push_back({(*pair)[0].to_number<double>(), (*pair)[1].to_number<double>()});
  }
  return std::nullopt;
}

Flaw read_polygon(const json::value& value, MultiPolygon& area) {
  const json::array* rings = value.if_array();
  if (rings == nullptr) return "coordinates";
  if (rings->empty()) return std::nullopt;
  Polygon polygon;
  for (std::size_t i = 0; i < rings->size(); ++i) {
    Ring ring;
    if (Flaw flaw = read_ring((*rings)[i], ring)) return flaw;
    if (i == 0)
      polygon.outer = std::move(ring);
    else
      polygon.holes.push_back(std::move(ring));
  }
  area.push_back(std::move(polygon));
  return std::nullopt;
}

const json::value* member(const json::object& object, std::string_view name) {
  return object.if_contains(name);
}

std::string_view text_member(const json::object& object, std::string_view name) {
  const json::value* value = member(object, name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view{};
}

Flaw read_geometry(const json::value& value, MultiPolygon& area, int depth = 0) {
  const json::object* geometry = value.if_object();
  if (geometry == nullptr) return value.is_null() ? std::nullopt : Flaw("geometry");
  const std::string_view type = text_member(*geometry, "type");
  if (type == "GeometryCollection") {
    const json::value* parts = member(*geometry, "geometries");
    if (parts == nullptr || !parts->is_array() || depth > k_deepest_collection) return "geometry";
    for (const json::value& part : parts->get_array())
      if (Flaw flaw = read_geometry(part, area, depth + 1)) return flaw;
    return std::nullopt;
  }
  const json::value* coordinates = member(*geometry, "coordinates");
  if (type != "Polygon" && type != "MultiPolygon") return "not_an_area";
  if (coordinates == nullptr || !coordinates->is_array()) return "coordinates";
  if (type == "Polygon") return read_polygon(*coordinates, area);
  for (const json::value& polygon : coordinates->get_array())
    if (Flaw flaw = read_polygon(polygon, area)) return flaw;
  return std::nullopt;
}

std::optional<std::string> text_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return std::nullopt;
    case json::kind::string:
      return std::string(value.get_string());
    case json::kind::bool_:
      return value.get_bool() ? "true" : "false";
    case json::kind::int64:
      return fmt::format("{}", value.get_int64());
    case json::kind::uint64:
      return fmt::format("{}", value.get_uint64());
    case json::kind::double_:
      return fmt::format("{}", value.get_double());
    default:
      return json::serialize(value);
  }
}

bool is_degrees(const json::object& collection) {
  const json::value* crs = member(collection, "crs");
  if (crs == nullptr || crs->is_null()) return true;
  const json::object* named = crs->if_object();
  const json::value* properties = named == nullptr ? nullptr : member(*named, "properties");
  if (properties == nullptr || !properties->is_object()) return false;
  const std::string_view name = text_member(properties->get_object(), "name");
  return name.ends_with("CRS84") || name.ends_with(":4326") || name.ends_with("::4326");
}

}  // namespace

Result<std::vector<Feature>> parse_geojson(std::string_view text, const std::string& name) {
  boost::system::error_code problem;
  json::monotonic_resource memory;
  const json::value document = json::parse(text, problem, &memory);
  if (problem)
    return fail(Code::bad_data, "error.geojson.not_json", {{"file", name}, {"reason", problem.message()}},
                {name, 0, {}});
  const json::object* collection = document.if_object();
  const json::value* list = collection == nullptr ? nullptr : member(*collection, "features");
  if (list == nullptr || !list->is_array() || text_member(*collection, "type") != "FeatureCollection")
    return fail(Code::bad_data, "error.geojson.not_a_collection", {{"file", name}}, {name, 0, {}});
  if (!is_degrees(*collection)) return fail(Code::bad_data, "error.geojson.crs", {{"file", name}}, {name, 0, {}});

  std::vector<Feature> features;
  features.reserve(list->get_array().size());
  for (const json::value& item : list->get_array()) {
    const std::string number = fmt::format("{}", features.size() + 1);
    const auto refuse = [&](const char* what) {
      return fail(Code::bad_data, fmt::format("error.geojson.{}", what), {{"file", name}, {"feature", number}},
                  {name, 0, {}});
    };
    const json::object* object = item.if_object();
    if (object == nullptr) return refuse("geometry");
    Feature feature;
    if (const json::value* properties = member(*object, "properties"); properties != nullptr && properties->is_object())
      for (const auto& [key, value] : properties->get_object())
        if (auto property = text_of(value)) feature.properties.emplace(key, std::move(*property));
    if (const json::value* geometry = member(*object, "geometry"))
      if (Flaw flaw = read_geometry(*geometry, feature.area)) return refuse(*flaw);
    features.push_back(std::move(feature));
  }
  return features;
}

Result<std::vector<Feature>> read_geojson(const std::filesystem::path& file) {
  auto text = read_file(file, k_most_bytes);
  if (!text) return pass(text);
  return parse_geojson(*text, file.filename().string());
}

}  // namespace tartip::geo
