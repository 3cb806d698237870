#include "http/tile_routes.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/number.hpp"
#include "http/ogc_question.hpp"
#include "http/operation_routes.hpp"
#include "http/response_cache.hpp"
#include "store/hold.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;
using namespace ogc;
using app::MapLayer;

std::string tile_address(const Request& request, const Question& question) {
  const std::string query = encoded_query(request.query, {"f"});
  return question.address("/tiles/WebMercatorQuad/{z}/{y}/{x}") + (query.empty() ? "" : "?") + query;
}

json::object tileset_of(const Question& question, bool whole) {
  const std::string self = question.address("/tiles/WebMercatorQuad");
  json::object item =
      link(question.address("/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}"), "item", k_tile_type);
  item["templated"] = true;
  json::object made{
      {"title", question.layer.title},
      {"dataType", "vector"},
      {"crs", "http://www.opengis.net/def/crs/EPSG/0/3857"},
      {"tileMatrixSetURI", k_quad},
      {"links", json::array{link(self, "self", "application/json"),
                            link(question.base + "/ogc/tileMatrixSets/WebMercatorQuad",
                                 "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme", "application/json"),
                            std::move(item)}}};
  if (!whole) return made;
  json::array limits;
  const geo::Box box = question.layer.degrees.value_or(geo::Box{{-180, -85}, {180, 85}});
  const geo::Point low = geo::to_world({box.low.x, box.high.y}), high = geo::to_world({box.high.x, box.low.y});
  for (int zoom = question.layer.first_zoom(); zoom <= question.layer.last_zoom(); ++zoom) {
    const double tiles = std::ldexp(1.0, zoom);
    const auto at = [&](double position) {
      return static_cast<std::int64_t>(std::clamp(std::floor(position * tiles), 0.0, tiles - 1));
    };
    limits.push_back(json::object{{"tileMatrix", std::to_string(zoom)},
                                  {"minTileRow", at(low.y)},
                                  {"maxTileRow", at(high.y)},
                                  {"minTileCol", at(low.x)},
                                  {"maxTileCol", at(high.x)}});
  }
  made["tileMatrixSetLimits"] = std::move(limits);
  made["layers"] =
      json::array{json::object{{"id", question.layer.name()}, {"dataType", "vector"}, {"title", question.layer.title}}};
  json::object tilejson = link(self + "?f=tilejson", "alternate", "application/json", "TileJSON");
  made["links"].as_array().push_back(std::move(tilejson));
  return made;
}

Result<Response> tilesets(Context& context) {
  auto question = question_of(context);
  if (!question) return pass(question);
  return json_of(json::object{{"tilesets", json::array{tileset_of(*question, false)}},
                              {"links", json::array{link(question->address("/tiles"), "self", "application/json")}}});
}

json::object tilejson_of(const Question& question, const Request& request) {
  json::object fields;
  if (question.layer.kind == MapLayer::Kind::units)
    fields = {{"code", "String"},    {"name", "String"},  {"name_kk", "String"}, {"name_ru", "String"},
              {"name_en", "String"}, {"level", "String"}, {"parent", "String"}};
  else
    fields = {{"events", "Number"}};
  if (question.layer.kind == MapLayer::Kind::events)
    for (const char* name : {"id", "day", "class", "territory"}) fields[name] = "String";
  json::object made{
      {"tilejson", "3.0.0"},
      {"name", question.layer.title},
      {"attribution", question.layer.source},
      {"tiles", json::array{json::value(tile_address(request, question))}},
      {"minzoom", question.layer.first_zoom()},
      {"maxzoom", question.layer.last_zoom()},
      {"vector_layers", json::array{json::object{{"id", question.layer.name()}, {"fields", std::move(fields)}}}}};
  if (question.layer.degrees)
    made["bounds"] = json::array{question.layer.degrees->low.x, question.layer.degrees->low.y,
                                 question.layer.degrees->high.x, question.layer.degrees->high.y};
  return made;
}

Result<Response> tileset(Context& context) {
  auto question = question_of(context);
  if (!question) return pass(question);
  if (context.request.query_value("f") == "tilejson") return json_of(tilejson_of(*question, context.request));
  return json_of(tileset_of(*question, true));
}

// What is asked of a layer. Units are those valid today.
std::string question_key(const Context& context) {
  return context.captured.at("id") + "?" + encoded_query(context.request.query) + "\n" +
         axes::text_of(
             std::chrono::floor<std::chrono::days>(axes::Day() + std::chrono::microseconds(context.host.now())));
}

// Whoever has the same rights sees the same events by the same filter.
std::string events_key(const Context& context) {
  return question_key(context) + "\n" + rights_of(context.visitor);
}

// By what a tile is kept, so that the centre is not asked again. Boundaries are everybody's.
std::string tile_key(const Context& context) {
  const bool everybodys = context.captured.at("id").starts_with("units.");
  return "tile " + context.request.path + "\n" + context.language + "\n" +
         (everybodys ? question_key(context) : events_key(context));
}

Result<Response> tile(Context& context, app::MapCaches& caches) {
  // A look at points is written to the audit log each time, so it is never answered from what is kept.
  const bool is_kept = context.host.cache && context.host.hold && !context.captured.at("id").starts_with("events.");
  const std::string key = tile_key(context);
  const std::uint64_t generation = context.host.hold ? context.host.hold->generation() : 0;
  if (is_kept)
    if (const auto kept = context.host.cache->find(key, generation)) return response_of_kept(kept, context.request);
  auto question = question_of(context);
  if (!question) return pass(question);
  const auto number = [&](const char* name) { return number_in<std::int64_t>(context.captured.at(name)); };
  const auto zoom = number("z"), row = number("y"), column = number("x");
  if (!zoom || !row || !column || *zoom > geo::k_deepest_zoom || *zoom < 0)
    return refuse("z/y/x", context.captured.at("z") + "/" + context.captured.at("y") + "/" + context.captured.at("x"),
                  "0–" + std::to_string(geo::k_deepest_zoom) + "/…/…");
  auto bytes = app::map_tile(question->setting, caches,
                             {.layer = question->layer,
                              .tile = {static_cast<int>(*zoom), *column, *row},
                              .filter = filter_of(context.request, question->days),
                              .valid = question->valid,
                              .events_key = is_kept ? events_key(context) : "",
                              .generation = generation});
  if (!bytes) return pass(bytes);
  const auto kept = keepable(std::move(*bytes), k_tile_type, context.language);
  if (is_kept) context.host.cache->keep(key, generation, kept);
  Response response = response_of_kept(kept, context.request);
  if (question->layer.kind == MapLayer::Kind::events) response.headers.set("Cache-Control", "no-store");
  return response;
}

Result<Response> matrix_sets(Context& context) {
  const std::string base = base_address(context.request);
  return json_of(json::object{
      {"tileMatrixSets",
       json::array{json::object{
           {"id", "WebMercatorQuad"},
           {"uri", k_quad},
           {"links", json::array{link(base + "/ogc/tileMatrixSets/WebMercatorQuad", "self", "application/json")}}}}}});
}

// OGC 17-083r4, annex D.1.
Result<Response> matrix_set(Context&) {
  constexpr double k_half = 20037508.342789244;
  json::array matrices;
  for (int zoom = 0; zoom <= geo::k_deepest_zoom; ++zoom) {
    const double tiles = std::ldexp(1.0, zoom), metres = 2 * k_half / tiles / 256;
    matrices.push_back(json::object{{"id", std::to_string(zoom)},
                                    {"scaleDenominator", metres / 0.00028},
                                    {"cellSize", metres},
                                    {"cornerOfOrigin", "topLeft"},
                                    {"pointOfOrigin", {-k_half, k_half}},
                                    {"tileWidth", 256},
                                    {"tileHeight", 256},
                                    {"matrixWidth", static_cast<std::int64_t>(tiles)},
                                    {"matrixHeight", static_cast<std::int64_t>(tiles)}});
  }
  return json_of(json::object{{"id", "WebMercatorQuad"},
                              {"title", "Google Maps Compatible for the World"},
                              {"uri", k_quad},
                              {"crs", "http://www.opengis.net/def/crs/EPSG/0/3857"},
                              {"orderedAxes", {"X", "Y"}},
                              {"wellKnownScaleSet", "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible"},
                              {"tileMatrices", std::move(matrices)}});
}

}  // namespace

void add_tile_routes(Router& router) {
  router.add("GET", "/ogc/collections/{id}/tiles", handler_of(tilesets));
  router.add("GET", "/ogc/collections/{id}/tiles/WebMercatorQuad", handler_of(tileset));
  const auto caches = std::make_shared<app::MapCaches>();
  router.add("GET", "/ogc/collections/{id}/tiles/WebMercatorQuad/{z}/{y}/{x}",
             handler_of([caches](Context& context) { return tile(context, *caches); }));
  router.add("GET", "/ogc/tileMatrixSets", handler_of(matrix_sets));
  router.add("GET", "/ogc/tileMatrixSets/WebMercatorQuad", handler_of(matrix_set));
}

}  // namespace tartip::http
