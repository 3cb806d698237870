#include "http/operation_routes.hpp"

#include <algorithm>

#include "app/admit.hpp"
#include "app/sheet_writer.hpp"
#include "http/answer_json.hpp"
#include "http/jobs.hpp"
#include "http/json_text.hpp"
#include "http/problem.hpp"
#include "http/response_cache.hpp"
#include "http/uploads.hpp"
#include "store/hold.hpp"

namespace tartip::http {
namespace {

constexpr axes::Micros k_hour = axes::Micros{3600} * 1'000'000;

std::string content_type_of(const std::string& format) {
  if (format == "csv") return "text/csv; charset=utf-8";
  if (format == "xlsx") return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  if (format == "parquet") return "application/vnd.apache.parquet";
  if (format == "html") return "text/html; charset=utf-8";
  if (format == "toml") return "application/toml";
  return "application/octet-stream";
}

Result<const app::Sheet*> chosen_sheet(const app::Answer& answer, const std::string& id) {
  for (const app::Sheet& sheet : answer.sheets)
    if (id.empty() || sheet.id == id) return &sheet;
  return fail(Code::not_found, "error.http.no_sheet", {{"sheet", id}});
}

std::string cache_key(const Context& context) {
  const std::string key = context.request.path + "?" + encoded_query(context.request.query) + "\n" + context.language +
                          "\n" + context.request.headers.get("Accept") + "\n";
  // Answers tell the moment to the hour at most; what is "now" in them must not grow old.
  return key + std::to_string(context.host.now() / k_hour) + "\n" + rights_of(context.visitor);
}

// Looks at records are written to the audit log one by one, and an answer from files is the visitor's own.
bool may_be_kept(const Asking& asking) {
  const app::Operation& operation = *asking.operation;
  const auto rule = app::rule_for(operation);
  if (operation.permission != app::Permission::look || operation.job || !asking.output.empty() || !rule) return false;
  if (rule->matter == app::Matter::records || rule->matter == app::Matter::account ||
      rule->matter == app::Matter::people)
    return false;
  return std::none_of(operation.parameters.begin(), operation.parameters.end(), [&](const app::Parameter& parameter) {
    return parameter.kind == app::Kind::file && asking.values.contains(parameter.name);
  });
}

std::string format_accepted(const Request& request) {
  const std::string accept = request.headers.get("Accept");
  for (const auto& [type, format] :
       {std::pair{"text/csv", "csv"}, std::pair{"application/vnd.apache.parquet", "parquet"},
        std::pair{"application/vnd.openxmlformats", "xlsx"}})
    if (accept.starts_with(type)) return format;
  return {};
}

Result<Response> carry_out(const Asking& asking, Context& context) {
  app::Setting setting = setting_for(context.host, context.visitor, context.language);
  setting.dry_run = asking.dry_run;
  setting.seed = asking.seed;
  auto call = app::check_call(*asking.operation, setting, asking.values);
  if (!call) return pass(call);
  const std::uint64_t generation = context.host.hold ? context.host.hold->generation() : 0;
  auto answer = app::perform(*asking.operation, *call);
  if (asking.operation->permission != app::Permission::look && context.host.hold) context.host.hold->touch();
  if (!answer) return pass(answer);
  auto response = response_of(*answer, asking, context.host, context.language);
  if (!response || context.request.method != "GET" || !response->file.empty() || !context.host.cache ||
      !may_be_kept(asking))
    return response;
  auto kept = keepable(std::move(response->body), response->content_type, context.language);
  kept->disposition = response->headers.get("Content-Disposition");
  context.host.cache->keep(cache_key(context), generation, kept);
  return response_of_kept(kept, context.request);
}

Response answer_operation(const app::Operation& operation, Context& context) {
  if (context.request.method == "GET")
    if (auto kept = kept_answer(context)) return std::move(*kept);
  Values given = values_of_query(context.request);
  if (context.request.method == "POST") {
    const std::string type = context.request.headers.get("Content-Type");
    if (!context.request.body.empty()) {
      if (!type.starts_with("application/json"))
        return problem(415, Error{Code::bad_input, "error.http.not_json", {{"type", type}}, {}}, context.language,
                       context.request.id);
      auto values = values_of_json(context.request.body);
      if (!values) return refused(values.error(), context);
      for (auto& [name, list] : *values) given[name] = std::move(list);
    }
  }
  if (!given.contains("format") && !has_parameter(operation, "format"))
    if (std::string format = format_accepted(context.request); !format.empty()) given["format"] = {format};
  auto asking = read_asking(operation, std::move(given), context.host, context.visitor, context.request.local);
  if (!asking) return refused(asking.error(), context);
  if (operation.job && context.host.jobs) {
    auto job = context.host.jobs->start(*asking, context.visitor, context.language);
    if (!job) return refused(job.error(), context);
    std::string body = "{\"job\":";
    write_json_text(body, *job);
    Response accepted = json_response(body + "}", 202);
    accepted.headers.add("Location", "/api/v1/jobs/" + *job);
    accepted.headers.add("Cache-Control", "no-store");
    return accepted;
  }
  auto response = carry_out(*asking, context);
  if (!response) return refused(response.error(), context);
  return std::move(*response);
}

}  // namespace

std::string rights_of(const app::Visitor& visitor) {
  if (visitor.local) return "local";
  std::string text = visitor.anonymous() ? "nobody" : "roles";
  for (const app::Role role : visitor.roles) text += " " + std::to_string(static_cast<int>(role));
  text += visitor.scope.everything ? "\neverything" : "\n";
  for (const std::string& code : visitor.scope.territories) text += "\nt " + code;
  for (const std::string& id : visitor.scope.registers) text += "\nr " + id;
  return text + "\ng " + visitor.legal_ground;
}

Response response_of_kept(const std::shared_ptr<const KeptAnswer>& kept, const Request& request) {
  Response response;
  response.content_type = kept->content_type;
  response.headers.add("Content-Language", kept->language);
  // Kept by the browser, asked for again before it is shown: rights and figures change.
  response.headers.add("Cache-Control", "private, no-cache");
  response.headers.add("Vary", "Accept, Accept-Language, Accept-Encoding, Cookie, Authorization");
  if (!kept->disposition.empty()) response.headers.add("Content-Disposition", kept->disposition);
  const bool gzip = !kept->gzip.empty() && accepts_encoding(request, "gzip");
  // Each form is another sequence of bytes and has a tag of its own.
  std::string etag = kept->etag;
  if (gzip) etag.insert(etag.size() - 1, "-gz");
  const bool same = matches(request.headers.get("If-None-Match"), etag);
  response.headers.add("ETag", std::move(etag));
  if (same) {
    response.status = 304;
    return response;
  }
  if (gzip) response.headers.add("Content-Encoding", "gzip");
  response.shared_body = std::shared_ptr<const std::string>(kept, gzip ? &kept->gzip : &kept->body);
  return response;
}

std::optional<Response> kept_answer(const Context& context) {
  if (!context.host.cache || !context.host.hold) return std::nullopt;
  const auto kept = context.host.cache->find(cache_key(context), context.host.hold->generation());
  if (kept == nullptr) return std::nullopt;
  return response_of_kept(kept, context.request);
}

Result<Response> response_of(const app::Answer& answer, const Asking& asking, const Host& host,
                             const std::string& language) {
  const std::string name = asking.operation->noun + "-" + asking.operation->verb;
  Response response;
  response.headers.add("Cache-Control", "no-store");
  std::error_code error;
  if (!asking.output.empty() && std::filesystem::exists(asking.output, error)) {
    response.file = asking.output;
    response.delete_file = true;
    response.content_type = content_type_of(asking.output.extension().string().substr(1));
    response.headers.add("Content-Disposition", attachment(asking.output_name));
    return response;
  }
  if (asking.format == "json" || asking.format == "exact") {
    response.content_type = "application/json";
    response.headers.add("Content-Language", language);
    response.body = answer_json(answer, language, asking.format == "exact");
    return response;
  }
  auto sheet = chosen_sheet(answer, asking.sheet);
  if (!sheet) return pass(sheet);
  response.content_type = content_type_of(asking.format);
  response.headers.add("Content-Disposition", attachment(name + "." + asking.format));
  if (asking.format == "csv") {
    response.body = app::to_csv(**sheet);
    return response;
  }
  auto scratch = host.uploads->scratch_file();
  if (!scratch) return pass(scratch);
  *scratch += "." + asking.format;
  const Status written =
      asking.format == "xlsx" ? app::write_xlsx(answer.sheets, *scratch) : app::write_parquet(**sheet, *scratch);
  if (!written) return tl::unexpected(written.error());
  response.file = *scratch;
  response.delete_file = true;
  return response;
}

void add_operation_routes(Router& router) {
  for (const app::Operation& operation : app::operations()) {
    const std::string path = "/api/v1/" + operation.noun + "/" + operation.verb;
    const Handler handler = [&operation](Context& context) {
      if (operation.web == app::Web::local && !context.request.local)
        return refused(
            Error{Code::denied, "error.http.local_only", {{"operation", operation.noun + " " + operation.verb}}, {}},
            context);
      return answer_operation(operation, context);
    };
    if (operation.permission == app::Permission::look && !operation.job)
      router.add("GET", path, handler, {.at_once = kept_answer});
    router.add("POST", path, handler);
  }
}

}  // namespace tartip::http
