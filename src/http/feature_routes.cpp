#include "http/feature_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/number.hpp"
#include "exchange/codes.hpp"
#include "http/json_text.hpp"
#include "http/ogc_question.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;
using namespace ogc;
using app::MapLayer;

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
  const std::string query = encoded_query(request.query, {"offset", "limit"});
  const std::string address = question.address("/items") + "?" + query + (query.empty() ? "" : "&");
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
  out += fmt::format("],\n\"numberMatched\":{},\"numberReturned\":{},\"timeStamp\":\"{}\",\"links\":{}}}\n",
                     found->matched, found->features.size(), exchange::utc_text(context.host.now()),
                     json::serialize(links));
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

}  // namespace

void add_feature_routes(Router& router) {
  router.add("GET", "/ogc/collections/{id}/items", handler_of(items));
  router.add("GET", "/ogc/collections/{id}/items/{feature}", handler_of(item));
}

}  // namespace tartip::http
