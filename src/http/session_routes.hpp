// Signing in and out over HTTP: GET, POST, DELETE /api/v1/session; POST /api/v1/setup for the first administrator.
#pragma once
#include <memory>

#include "http/entrance.hpp"
#include "http/router.hpp"

namespace tartip::http {

void add_session_routes(Router& router, std::shared_ptr<Entrance> entrance);

// The answer to who has just entered: a new cookie, never the one that came with the request (session fixation), whose
// session ends.
Response entered(Entrance& entrance, Context& context, const app::SignedIn& who);

}  // namespace tartip::http
