#include "http/routes.hpp"

namespace tartip::http {

void add_routes(Router& router) {
  router.add("GET", "/healthz", [](Context&) { return text_response("ok\n"); }, {.quick = true});
}

}  // namespace tartip::http
