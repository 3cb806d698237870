// What a request under /ogc asks: who, of which layer, which days, what narrows it — and the JSON that all answers
// there are made of. The inside of map_routes.hpp, feature_routes.hpp and tile_routes.hpp.
#pragma once
#include <optional>
#include <string>

#include <boost/json.hpp>

#include "app/map_layers.hpp"
#include "http/router.hpp"

namespace tartip::http::ogc {

inline constexpr const char* k_crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
inline constexpr const char* k_quad = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";

struct Question {
  app::Setting setting = {};
  app::MapLayer layer = {};
  std::string base = {}, language = {};
  std::optional<axes::Span> days = {};
  axes::Span valid{};  // units valid in it: the asked days, else today

  std::string address(const std::string& beneath = {}) const { return base + "/ogc/collections/" + layer.id + beneath; }
};

// With the visitor's legal ground: of the header, else of ?ground=.
app::Setting setting_of(const Context& context);
// Errors: not_found `error.map.no_layer`, bad_input `error.ogc.parameter`.
Result<Question> question_of(const Context& context);
// The parameters that narrow the events of a layer; asked days stand for a period where none is named.
app::MapFilter filter_of(const Request& request, const std::optional<axes::Span>& days);

tl::unexpected<Error> refuse(const std::string& name, const std::string& value, const std::string& expected);

boost::json::object link(std::string href, const char* rel, const char* type, const std::string& title = {});
Response json_of(const boost::json::value& value, const char* type = "application/json");

}  // namespace tartip::http::ogc
