#include "http/upload_routes.hpp"

#include "http/answer_json.hpp"
#include "http/problem.hpp"
#include "http/uploads.hpp"

namespace tartip::http {

void add_upload_routes(Router& router) {
  router.add(
      "PUT", "/api/v1/uploads/{name}",
      [](Context& context) {
        const auto refused = [&](const Error& error) { return problem(error, context.language, context.request.id); };
        if (context.visitor.anonymous())
          return problem(401, Error{Code::denied, "error.http.sign_in", {}, {}}, context.language, context.request.id);
        std::error_code error;
        const auto bytes = std::filesystem::file_size(context.request.body_file, error);
        if (error) return refused(Error{Code::bad_input, "error.http.empty_upload", {}, {}});
        auto id = context.host.uploads->keep(context.request.body_file, context.captured.at("name"),
                                             owner_of(context.visitor), context.host.now());
        if (!id) return refused(id.error());
        std::string body = "{\"upload\":";
        write_json_text(body, *id);
        return json_response(body + ",\"bytes\":" + std::to_string(bytes) + "}", 201);
      },
      {.upload = true});
  router.add("DELETE", "/api/v1/uploads/{id}", [](Context& context) {
    if (Status removed = context.host.uploads->remove(context.captured.at("id"), owner_of(context.visitor)); !removed)
      return problem(removed.error(), context.language, context.request.id);
    Response response;
    response.status = 204;
    return response;
  });
}

}  // namespace tartip::http
