// Signing in through another body, over HTTP: GET /api/v1/oidc/start?to=/today sends the browser there,
// GET /api/v1/oidc/return is where it comes back to.
#pragma once
#include <memory>

#include "http/entrance.hpp"
#include "http/router.hpp"

namespace tartip::http {

// Does nothing when the centre names no such body.
void add_oidc_routes(Router& router, const std::shared_ptr<Entrance>& entrance);

}  // namespace tartip::http
