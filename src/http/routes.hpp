// All routes of the server; a topic is a file of its own.
#pragma once
#include "http/router.hpp"

namespace tartip::http {

void add_routes(Router& router);

}  // namespace tartip::http
