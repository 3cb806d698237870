// PUT /api/v1/uploads/{name}: a file for an operation that reads files. DELETE /api/v1/uploads/{id} forgets it.
#pragma once
#include "http/router.hpp"

namespace tartip::http {

void add_upload_routes(Router& router);

}  // namespace tartip::http
