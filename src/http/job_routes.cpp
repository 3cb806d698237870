#include "http/job_routes.hpp"

#include <filesystem>

#include "http/jobs.hpp"

namespace tartip::http {

void add_job_routes(Router& router) {
  router.add("GET", "/api/v1/jobs", [](Context& context) {
    auto jobs = context.host.jobs->list(context.visitor);
    if (!jobs) return refused(jobs.error(), context);
    std::string out = "{\"jobs\":[";
    const char* separator = "";
    for (const store::JobRecord& job : *jobs) {
      auto text = context.host.jobs->json_of(job, false);
      if (!text) return refused(text.error(), context);
      out += separator + *text;
      separator = ",";
    }
    return no_store(json_response(out + "]}"));
  });
  router.add("GET", "/api/v1/jobs/{id}", [](Context& context) {
    auto job = context.host.jobs->find(context.captured.at("id"), context.visitor);
    if (!job) return refused(job.error(), context);
    auto text = context.host.jobs->json_of(*job, Jobs::shows_answer(*job, context.visitor));
    if (!text) return refused(text.error(), context);
    return no_store(json_response(std::move(*text)));
  });
  router.add("GET", "/api/v1/jobs/{id}/events", [](Context& context) {
    auto events = context.host.jobs->events(context.captured.at("id"), context.visitor);
    if (!events) return refused(events.error(), context);
    Response response;
    response.content_type = "text/event-stream";
    response.events = std::move(*events);
    return no_store(std::move(response));
  });
  router.add("GET", "/api/v1/jobs/{id}/file", [](Context& context) {
    auto job = context.host.jobs->find(context.captured.at("id"), context.visitor);
    if (!job) return refused(job.error(), context);
    if (!Jobs::shows_answer(*job, context.visitor))
      return refused(Error{Code::denied, "error.job.not_yours", {{"job", job->id}}, {}}, context);
    std::error_code error;
    if (job->file.empty() || !std::filesystem::exists(context.host.jobs->file_of(*job), error))
      return refused(Error{Code::not_found, "error.job.no_file", {{"job", job->id}}, {}}, context);
    Response response;
    response.file = context.host.jobs->file_of(*job);
    response.content_type = job->file.ends_with(".html") ? "text/html; charset=utf-8" : "application/octet-stream";
    response.headers.set("Content-Disposition", attachment(job->file));
    return no_store(std::move(response));
  });
  router.add("DELETE", "/api/v1/jobs/{id}", [](Context& context) {
    if (Status cancelled = context.host.jobs->cancel(context.captured.at("id"), context.visitor); !cancelled)
      return refused(cancelled.error(), context);
    Response response;
    response.status = 204;
    return response;
  });
}

}  // namespace tartip::http
