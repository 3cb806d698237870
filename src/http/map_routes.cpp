#include "http/map_routes.hpp"

#include "app/version.hpp"
#include "http/feature_routes.hpp"
#include "http/ogc_question.hpp"
#include "http/tile_routes.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;
using namespace ogc;
using app::MapLayer;

json::object collection_of(const MapLayer& layer, const std::string& base) {
  const std::string self = base + "/ogc/collections/" + layer.id;
  json::object made{{"id", layer.id},        {"title", layer.title}, {"description", layer.source},
                    {"itemType", "feature"}, {"crs", {k_crs84}},     {"storageCrs", k_crs84}};
  if (layer.degrees)
    made["extent"] = {
        {"spatial",
         {{"bbox", {{layer.degrees->low.x, layer.degrees->low.y, layer.degrees->high.x, layer.degrees->high.y}}},
          {"crs", k_crs84}}}};
  made["links"] = json::array{
      link(self, "self", "application/json"), link(self + "/items", "items", "application/geo+json", layer.title),
      link(self + "/tiles", "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", "application/json")};
  return made;
}

Result<Response> landing(Context& context) {
  const std::string base = base_address(context.request);
  return json_of(json::object{
      {"title", context.host.profile.name},
      {"description", "Tartip " + std::string(app::version())},
      {"links",
       json::array{link(base + "/ogc", "self", "application/json"),
                   link(base + "/ogc/api", "service-desc", "application/vnd.oai.openapi+json;version=3.0"),
                   link(base + "/api/v1/openapi.json", "related", "application/vnd.oai.openapi+json;version=3.1"),
                   link(base + "/ogc/conformance", "conformance", "application/json"),
                   link(base + "/ogc/collections", "data", "application/json"),
                   link(base + "/ogc/tileMatrixSets", "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes",
                        "application/json")}}});
}

Result<Response> conformance(Context&) {
  json::array classes;
  for (const char* one :
       {"ogcapi-common-1/1.0/conf/core", "ogcapi-common-1/1.0/conf/landing-page",
        "ogcapi-common-2/1.0/conf/collections", "ogcapi-features-1/1.0/conf/core", "ogcapi-features-1/1.0/conf/geojson",
        "ogcapi-features-1/1.0/conf/oas30", "ogcapi-tiles-1/1.0/conf/core", "ogcapi-tiles-1/1.0/conf/tileset",
        "ogcapi-tiles-1/1.0/conf/tilesets-list", "ogcapi-tiles-1/1.0/conf/geodata-tilesets",
        "ogcapi-tiles-1/1.0/conf/mvt"})
    classes.push_back(json::value("http://www.opengis.net/spec/" + std::string(one)));
  return json_of(json::object{{"conformsTo", std::move(classes)}});
}

// The paths of /ogc for programs; all else is in /api/v1/openapi.json.
Result<Response> description(Context& context) {
  const auto parameter = [](const char* name, const char* where, json::object schema) {
    return json::object{
        {"name", name}, {"in", where}, {"required", std::string_view(where) == "path"}, {"schema", std::move(schema)}};
  };
  const json::object text{{"type", "string"}};
  const json::object whole{{"type", "integer"}, {"minimum", 0}};
  json::object paths;
  const auto add = [&](const std::string& path, const char* id, const char* type, json::array parameters) {
    json::object get{{"operationId", id},
                     {"responses", {{"200", {{"description", "OK"}, {"content", {{type, json::object()}}}}}}}};
    if (!parameters.empty()) get["parameters"] = std::move(parameters);
    paths[path] = {{"get", std::move(get)}};
  };
  const json::object id = parameter("id", "path", text), language = parameter("lang", "query", text);
  json::array questions{id, language};
  for (const char* name : {"datetime", "period", "in", "class", "where", "known-on"})
    questions.push_back(parameter(name, "query", text));
  json::array items = questions;
  items.push_back(parameter("limit", "query",
                            {{"type", "integer"}, {"minimum", 1}, {"maximum", k_most_features}, {"default", 100}}));
  items.push_back(parameter("offset", "query", whole));
  items.push_back(
      json::object{{"name", "bbox"},
                   {"in", "query"},
                   {"required", false},
                   {"style", "form"},
                   {"explode", false},
                   {"schema", {{"type", "array"}, {"minItems", 4}, {"maxItems", 6}, {"items", {{"type", "number"}}}}}});
  items.push_back(parameter("side", "query", {{"type", "number"}}));
  json::array tile = questions;
  for (const char* name : {"z", "y", "x"}) tile.push_back(parameter(name, "path", whole));
  add("/ogc", "landing", "application/json", {});
  add("/ogc/conformance", "conformance", "application/json", {});
  add("/ogc/collections", "collections", "application/json", {language});
  add("/ogc/collections/{id}", "collection", "application/json", {id, language});
  add("/ogc/collections/{id}/items", "items", "application/geo+json", std::move(items));
  add("/ogc/collections/{id}/items/{feature}", "item", "application/geo+json",
      {id, parameter("feature", "path", text), language});
  add("/ogc/collections/{id}/tiles", "tilesets", "application/json", {id, language});
  add("/ogc/collections/{id}/tiles/WebMercatorQuad", "tileset", "application/json", {id, language});
  add("/ogc/collections/{id}/tiles/WebMercatorQuad/{z}/{y}/{x}", "tile", k_tile_type, std::move(tile));
  const std::string base = base_address(context.request);
  return json_of(json::object{{"openapi", "3.0.3"},
                              {"info", {{"title", context.host.profile.name}, {"version", app::version()}}},
                              {"servers", json::array{json::object{{"url", base.empty() ? "/" : base}}}},
                              {"paths", std::move(paths)}},
                 "application/vnd.oai.openapi+json;version=3.0");
}

Result<Response> collections(Context& context) {
  auto layers = app::map_layers(setting_of(context));
  if (!layers) return pass(layers);
  const std::string base = base_address(context.request);
  json::array list;
  for (const MapLayer& layer : *layers) list.push_back(collection_of(layer, base));
  return json_of(json::object{{"collections", std::move(list)},
                              {"links", json::array{link(base + "/ogc/collections", "self", "application/json")}}});
}

Result<Response> collection(Context& context) {
  auto question = question_of(context);
  if (!question) return pass(question);
  return json_of(collection_of(question->layer, question->base));
}

}  // namespace

void add_map_routes(Router& router) {
  const auto add = [&](const char* path, Result<Response> (*answer)(Context&)) {
    router.add("GET", path, handler_of(answer));
  };
  add("/ogc", landing);
  add("/ogc/", landing);
  add("/ogc/api", description);
  add("/ogc/conformance", conformance);
  add("/ogc/collections", collections);
  add("/ogc/collections/{id}", collection);
  add_feature_routes(router);
  add_tile_routes(router);
}

}  // namespace tartip::http
