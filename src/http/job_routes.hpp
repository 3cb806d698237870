// Jobs over HTTP: those that the visitor may see, what came of one, its events and its file, its end.
#pragma once
#include "http/router.hpp"

namespace tartip::http {

void add_job_routes(Router& router);

}  // namespace tartip::http
