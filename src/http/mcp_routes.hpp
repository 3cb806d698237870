// POST /mcp: the operations that look, as tools of the Model Context Protocol (streamable HTTP, revisions 2025-06-18,
// 2025-03-26 and 2024-11-05; https://modelcontextprotocol.io). Without a session: every request stands for itself and
// is answered as JSON. A tool is an operation of the table, "cube_query", with its parameters' schema; who asks
// (bearer token) sees and may call what the operation table allows. Single records, accounts and people are no tools.
#pragma once
#include "http/router.hpp"

namespace tartip::http {

void add_mcp_routes(Router& router);

}  // namespace tartip::http
