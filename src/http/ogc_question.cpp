#include "http/ogc_question.hpp"

#include <chrono>

namespace tartip::http::ogc {

namespace json = boost::json;

namespace {

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

}  // namespace

json::object link(std::string href, const char* rel, const char* type, const std::string& title) {
  json::object made{{"href", std::move(href)}, {"rel", rel}, {"type", type}};
  if (!title.empty()) made["title"] = title;
  return made;
}

tl::unexpected<Error> refuse(const std::string& name, const std::string& value, const std::string& expected) {
  return fail(Code::bad_input, "error.ogc.parameter", {{"name", name}, {"value", value}, {"expected", expected}});
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

app::Setting setting_of(const Context& context) {
  app::Visitor visitor = context.visitor;
  if (visitor.legal_ground.empty()) visitor.legal_ground = context.request.query_value("ground").substr(0, 400);
  return setting_for(context.host, visitor, context.language);
}

Result<Question> question_of(const Context& context) {
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

Response json_of(const json::value& value, const char* type) {
  Response response = json_response(json::serialize(value));
  response.content_type = type;
  response.headers.add("Cache-Control", "private, no-cache");
  return response;
}

}  // namespace tartip::http::ogc
