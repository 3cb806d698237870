#include "http/upload_routes.hpp"

#include "http/json_text.hpp"
#include "http/uploads.hpp"

namespace tartip::http {

void add_upload_routes(Router& router) {
  router.add("PUT", "/api/v1/uploads/{name}",
             [](Context& context) {
               std::error_code error;
               const auto bytes = std::filesystem::file_size(context.request.body_file, error);
               if (error) return refused(Error{Code::bad_input, "error.http.empty_upload", {}, {}}, context);
               auto id = context.host.uploads->keep(context.request.body_file, context.captured.at("name"),
                                                    owner_of(context.visitor), context.host.now());
               if (!id) return refused(id.error(), context);
               std::string body = "{\"upload\":";
               write_json_text(body, *id);
               return json_response(body + ",\"bytes\":" + std::to_string(bytes) + "}", 201);
             },
             {.upload = true});
  router.add("DELETE", "/api/v1/uploads/{id}", [](Context& context) {
    if (Status removed = context.host.uploads->remove(context.captured.at("id"), owner_of(context.visitor)); !removed)
      return refused(removed.error(), context);
    Response response;
    response.status = 204;
    return response;
  });
}

}  // namespace tartip::http
