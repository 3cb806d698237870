// GET and POST /api/v1/<noun>/<verb> for every operation of the table that is offered on the web.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "http/asking.hpp"
#include "http/response_cache.hpp"
#include "http/router.hpp"

namespace tartip::http {

void add_operation_routes(Router& router);

// An answer kept for this very request and this visitor's rights, when it still holds; without a store or a file being
// asked. What the listener tries before it takes a worker.
std::optional<Response> kept_answer(const Context& context);

// What a visitor may see, as text: two visitors of the same rights share an answer.
std::string rights_of(const app::Visitor& visitor);
// A kept answer for this request: compressed where it may be, 304 when the client has it.
Response response_of_kept(const std::shared_ptr<const KeptAnswer>& kept, const Request& request);

// The answer in the form that was asked for. Files are written beside the uploads and deleted when they were sent.
Result<Response> response_of(const app::Answer& answer, const Asking& asking, const Host& host,
                             const std::string& language);

}  // namespace tartip::http
