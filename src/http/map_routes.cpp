#include "http/map_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <memory>
#include <optional>

#include "app/map_layers.hpp"
#include "app/version.hpp"
#include "base/number.hpp"
#include "http/answer_json.hpp"
#include "http/compress.hpp"
#include "http/operation_routes.hpp"
#include "http/problem.hpp"
#include "http/response_cache.hpp"
#include "store/hold.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;
using app::MapLayer;

constexpr const char* k_tile_type = "application/vnd.mapbox-vector-tile";
constexpr const char* k_crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
constexpr const char* k_quad = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
constexpr std::int64_t k_most_features = 10'000;

json::object link(std::string href, const char* rel, const char* type, const std::string& title = {}) {
  json::object made{{"href", std::move(href)}, {"rel", rel}, {"type", type}};
  if (!title.empty()) made["title"] = title;
  return made;
}

tl::unexpected<Error> refuse(const std::string& name, const std::string& value, const std::string& expected) {
  return fail(Code::bad_input, "error.ogc.parameter", {{"name", name}, {"value", value}, {"expected", expected}});
}

Result<std::int64_t> whole(const Request& request, const char* name, std::int64_t least, std::int64_t most,
                           std::int64_t fallback) {
  const std::string text = request.query_value(name);
  if (text.empty()) return fallback;
  const auto number = number_in<std::int64_t>(text);
  if (!number || *number < least) return refuse(name, text, fmt::format("{}–{}", least, most));
  return std::min(*number, most);  // more than is given at a time is no error
}

Result<std::optional<geo::Box>> box_of(const Request& request) {
  const std::string text = request.query_value("bbox");
  if (text.empty()) return std::nullopt;
  std::vector<double> numbers;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const auto number = number_in<double>(std::string_view(text).substr(at, comma - at));
    if (!number) return refuse("bbox", text, "west,south,east,north");
    numbers.push_back(*number);
    at = comma + 1;
  }
  if (numbers.size() == 6) numbers = {numbers[0], numbers[1], numbers[3], numbers[4]};  // heights mean nothing here
  if (numbers.size() != 4 || numbers[1] > numbers[3]) return refuse("bbox", text, "west,south,east,north");
  return geo::Box{{numbers[0], numbers[1]}, {numbers[2], numbers[3]}};
}

// An instant or an interval of RFC 3339, as days: "2022-06-08", "2022-06-08T00:00:00Z/..", "../2022-12-31".
Result<std::optional<axes::Span>> days_of(const Request& request) {
  const std::string text = request.query_value("datetime");
  if (text.empty()) return std::nullopt;
  const auto day = [&](const std::string& part) -> std::optional<axes::Day> {
    const auto parsed = axes::parse_day(part.substr(0, 10));
    if (!parsed || (part.size() > 10 && part[10] != 'T' && part[10] != 't')) return std::nullopt;
    return *parsed;
  };
  const std::size_t slash = text.find('/');
  const std::string from = text.substr(0, slash), to = slash == std::string::npos ? from : text.substr(slash + 1);
  axes::Span span{axes::k_first_day, axes::k_last_day};
  const bool open = slash != std::string::npos;
  if (!(open && (from == ".." || from.empty()))) {
    const auto first = day(from);
    if (!first) return refuse("datetime", text, "2022-06-08, 2022-06-08/.., ../..");
    span.from = *first;
  }
  if (!(open && (to == ".." || to.empty()))) {
    const auto last = day(to);
    if (!last) return refuse("datetime", text, "2022-06-08, 2022-06-08/.., ../..");
    span.to = *last + std::chrono::days(1);
  }
  if (!(span.from < span.to)) return refuse("datetime", text, "2022-06-08/2022-12-31");
  return span;
}

app::MapFilter filter_of(const Request& request, const std::optional<axes::Span>& days) {
  app::MapFilter filter;
  for (const auto& [name, value] : request.query)
    for (const char* known : {"period", "in", "class", "where", "known-on"})
      if (name == known && !value.empty()) filter[name].push_back(value);
  if (days && !filter.contains("period") && days->from > axes::k_first_day && days->to < axes::k_last_day)
    filter["period"] = {axes::text_of(*days)};
  return filter;
}

// One request for a layer: who asks, and what of it.
struct Question {
  app::Setting setting = {};
  MapLayer layer = {};
  std::string base = {}, language = {};
  std::optional<axes::Span> days = {};
  axes::Span valid{};  // units valid in it: the asked days, else today

  std::string address(const std::string& beneath = {}) const { return base + "/ogc/collections/" + layer.id + beneath; }
};

app::Setting setting_of(Context& context) {
  app::Visitor visitor = context.visitor;
  if (visitor.legal_ground.empty()) visitor.legal_ground = context.request.query_value("ground").substr(0, 400);
  return setting_for(context.host, visitor, context.language);
}

Result<Question> question_of(Context& context) {
  Question question{
      .setting = setting_of(context), .base = base_address(context.request), .language = context.language};
  auto layer = app::map_layer(question.setting, context.captured.at("id"));
  if (!layer) return pass(layer);
  question.layer = std::move(*layer);
  auto days = days_of(context.request);
  if (!days) return pass(days);
  question.days = *days;
  const axes::Day today(std::chrono::floor<std::chrono::days>(std::chrono::microseconds(context.host.now())));
  question.valid = question.days.value_or(axes::Span{today, today + std::chrono::days(1)});
  return question;
}

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

template <class Answer>
Handler handler_of(Answer answer) {
  return [answer](Context& context) {
    Result<Response> response = answer(context);
    if (!response) return problem(response.error(), context.language, context.request.id);
    return std::move(*response);
  };
}

Response json_of(const json::value& value, const char* type = "application/json") {
  Response response = json_response(json::serialize(value));
  response.content_type = type;
  response.headers.add("Cache-Control", "private, no-cache");
  return response;
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

// Features are many: they are written without a tree in between. Seven decimals of a degree are a centimetre.
void write_number(std::string& out, double value) {
  std::string text = fmt::format("{:.7f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  out += text == "-0" ? "0" : text;
}
void write_point(std::string& out, const geo::Point& point) {
  out += '[';
  write_number(out, point.x);
  out += ',';
  write_number(out, point.y);
  out += ']';
}
void write_area(std::string& out, const geo::MultiPolygon& area) {
  out += R"({"type":"MultiPolygon","coordinates":[)";
  const auto ring = [&](const geo::Ring& one) {
    out += '[';
    for (std::size_t i = 0; i < one.size(); ++i) {
      if (i > 0) out += ',';
      write_point(out, one[i]);
    }
    out += ']';
  };
  for (std::size_t i = 0; i < area.size(); ++i) {
    out += i == 0 ? "[" : ",[";
    ring(area[i].outer);
    for (const geo::Ring& hole : area[i].holes) {
      out += ',';
      ring(hole);
    }
    out += ']';
  }
  out += "]}";
}

void write_feature(std::string& out, const app::MapFeature& feature, const json::array& links) {
  out += R"({"type":"Feature","id":)";
  write_json_text(out, feature.id);
  out += ",\"geometry\":";
  if (!feature.area.empty())
    write_area(out, feature.area);
  else if (feature.point) {
    out += R"({"type":"Point","coordinates":)";
    write_point(out, *feature.point);
    out += '}';
  } else
    out += "null";
  out += ",\"properties\":{";
  const char* separator = "";
  for (const auto& [name, cell] : feature.properties) {
    out += separator;
    separator = ",";
    write_json_text(out, name);
    out += ':';
    if (const auto* text = std::get_if<std::string>(&cell))
      write_json_text(out, *text);
    else if (const auto* whole = std::get_if<std::int64_t>(&cell))
      out += std::to_string(*whole);
    else if (const auto* number = std::get_if<double>(&cell); number != nullptr && std::isfinite(*number))
      out += fmt::format("{}", *number);
    else
      out += "null";
  }
  out += '}';
  if (!links.empty()) out += ",\"links\":" + json::serialize(links);
  out += '}';
}

// The same question for another page of it.
std::string page_address(const Request& request, const Question& question, std::int64_t offset, std::int64_t limit) {
  std::string address = question.address("/items") + "?";
  for (const auto& [name, value] : request.query)
    if (name != "offset" && name != "limit") address += percent_encoded(name) + "=" + percent_encoded(value) + "&";
  return address + "limit=" + std::to_string(limit) + (offset > 0 ? "&offset=" + std::to_string(offset) : "");
}

Result<app::FeatureQuestion> feature_question(const Request& request, const Question& question) {
  app::FeatureQuestion asked{
      .layer = question.layer, .filter = filter_of(request, question.days), .degrees = {}, .valid = question.valid};
  if (const std::string side = request.query_value("side"); !side.empty()) {
    const auto metres = number_in<double>(side);
    if (!metres || *metres < 100 || *metres > 1e6) return refuse("side", side, "100–1000000");
    asked.cell_metres = *metres;
  }
  return asked;
}

Result<Response> items(Context& context) {
  auto question = question_of(context);
  if (!question) return pass(question);
  auto asked = feature_question(context.request, *question);
  if (!asked) return pass(asked);
  auto box = box_of(context.request);
  if (!box) return pass(box);
  auto limit = whole(context.request, "limit", 1, k_most_features, 100);
  if (!limit) return pass(limit);
  auto offset = whole(context.request, "offset", 0, INT64_MAX / 2, 0);
  if (!offset) return pass(offset);
  asked->degrees = *box;
  asked->limit = *limit;
  asked->offset = *offset;
  auto found = app::map_features(question->setting, *asked);
  if (!found) return pass(found);
  std::string out = R"({"type":"FeatureCollection","features":[)";
  for (std::size_t i = 0; i < found->features.size(); ++i) {
    out += i == 0 ? "\n" : ",\n";
    write_feature(out, found->features[i], {});
  }
  json::array links{link(page_address(context.request, *question, *offset, *limit), "self", "application/geo+json"),
                    link(question->address(), "collection", "application/json")};
  if (*offset + *limit < found->matched)
    links.push_back(
        link(page_address(context.request, *question, *offset + *limit, *limit), "next", "application/geo+json"));
  if (*offset > 0)
    links.push_back(link(page_address(context.request, *question, std::max<std::int64_t>(0, *offset - *limit), *limit),
                         "prev", "application/geo+json"));
  const auto seconds = std::chrono::microseconds(context.host.now());
  const auto day = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(seconds - day));
  out +=
      fmt::format("],\n\"numberMatched\":{},\"numberReturned\":{},\"timeStamp\":\"{}T{:02}:{:02}:{:02}Z\",\"links\":",
                  found->matched, found->features.size(), axes::text_of(axes::Day(day)), clock.hours().count(),
                  clock.minutes().count(), clock.seconds().count()) +
      json::serialize(links) + "}\n";
  Response response = json_response(std::move(out));
  response.content_type = "application/geo+json";
  response.headers.add("Content-Crs", "<" + std::string(k_crs84) + ">");
  response.headers.add("Cache-Control",
                       question->layer.kind == MapLayer::Kind::events ? "no-store" : "private, no-cache");
  return response;
}

Result<Response> item(Context& context) {
  auto question = question_of(context);
  if (!question) return pass(question);
  auto asked = feature_question(context.request, *question);
  if (!asked) return pass(asked);
  asked->id = context.captured.at("feature");
  asked->limit = 1;
  auto found = app::map_features(question->setting, *asked);
  if (!found) return pass(found);
  if (found->features.empty())
    return fail(Code::not_found, "error.ogc.no_feature", {{"layer", question->layer.id}, {"feature", asked->id}});
  std::string out;
  write_feature(out, found->features.front(),
                {link(question->address("/items/" + percent_encoded(asked->id)), "self", "application/geo+json"),
                 link(question->address(), "collection", "application/json")});
  Response response = json_response(std::move(out));
  response.content_type = "application/geo+json";
  response.headers.add("Cache-Control", "no-store");
  return response;
}

std::string tile_address(const Request& request, const Question& question) {
  std::string query;
  for (const auto& [name, value] : request.query)
    if (name != "f") query += (query.empty() ? "?" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  return question.address("/tiles/WebMercatorQuad/{z}/{y}/{x}") + query;
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

// By what a tile is kept: whoever has the same rights gets the same tile without the centre being asked again.
std::string tile_key(const Context& context) {
  std::string key = "tile " + context.request.path + "?";
  for (const auto& [name, value] : context.request.query)
    key += percent_encoded(name) + "=" + percent_encoded(value) + "&";
  // Units are those valid today.
  key +=
      "\n" + context.language + "\n" +
      axes::text_of(std::chrono::floor<std::chrono::days>(axes::Day() + std::chrono::microseconds(context.host.now())));
  // Boundaries are everybody's.
  return context.captured.at("id").starts_with("units.") ? key : key + "\n" + rights_of(context.visitor);
}

Result<Response> tile(Context& context, app::UnitShapeCache& shapes) {
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
  auto bytes = app::map_tile(question->setting, shapes,
                             {.layer = question->layer,
                              .tile = {static_cast<int>(*zoom), *column, *row},
                              .filter = filter_of(context.request, question->days),
                              .valid = question->valid});
  if (!bytes) return pass(bytes);
  auto kept = std::make_shared<KeptAnswer>();
  kept->body = std::move(*bytes);
  kept->content_type = k_tile_type;
  kept->etag = etag_of(kept->body);
  kept->gzip = gzip_of(kept->body);
  kept->language = context.language;
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

std::string base_address(const Request& request) {
  const std::string host = request.headers.get("Host");
  const bool plain = !host.empty() && std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
  });
  return plain ? (request.secure ? "https://" : "http://") + host : std::string();
}

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
  add("/ogc/collections/{id}/items", items);
  add("/ogc/collections/{id}/items/{feature}", item);
  add("/ogc/collections/{id}/tiles", tilesets);
  add("/ogc/collections/{id}/tiles/WebMercatorQuad", tileset);
  const auto shapes = std::make_shared<app::UnitShapeCache>();
  router.add("GET", "/ogc/collections/{id}/tiles/WebMercatorQuad/{z}/{y}/{x}",
             handler_of([shapes](Context& context) { return tile(context, *shapes); }));
  add("/ogc/tileMatrixSets", matrix_sets);
  add("/ogc/tileMatrixSets/WebMercatorQuad", matrix_set);
}

}  // namespace tartip::http
