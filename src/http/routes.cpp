#include "http/routes.hpp"

#include "http/assets.hpp"
#include "http/job_routes.hpp"
#include "http/map_routes.hpp"
#include "http/mcp_routes.hpp"
#include "http/metrics.hpp"
#include "http/openapi.hpp"
#include "http/operation_routes.hpp"
#include "http/sdmx_routes.hpp"
#include "http/upload_routes.hpp"
#include "site.hpp"

namespace tartip::http {
namespace {

void add_watching_routes(Router& router) {
  const RouteRules rules{.quick = true, .unlimited = true};
  router.add(
      "GET", "/healthz", [](Context&) { return text_response("ok\n"); }, rules);
  router.add(
      "GET", "/metrics",
      [](Context& context) {
        return text_response(context.host.metrics->text(), "text/plain; version=0.0.4; charset=utf-8");
      },
      rules);
  router.add("GET", "/api/v1/openapi.json",
             [](Context& context) { return json_response(openapi_json(context.language)); }, {.unlimited = true});
}

}  // namespace

void add_routes(Router& router) {
  add_watching_routes(router);
  add_operation_routes(router);
  add_upload_routes(router);
  add_job_routes(router);
  add_map_routes(router);
  add_sdmx_routes(router);
  add_mcp_routes(router);
  add_asset_routes(router, embedded::site_pack());
}

}  // namespace tartip::http
