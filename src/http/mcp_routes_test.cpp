// The Model Context Protocol.
#include <doctest/doctest.h>

#include "http/test_land.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;

}  // namespace

TEST_CASE_FIXTURE(Land, "A model's tools are the operations that the visitor may call") {
  CHECK(
      ask("initialize", R"({"protocolVersion":"2025-03-26","capabilities":{},"clientInfo":{"name":"t","version":"1"}})")
          .at("result")
          .at("protocolVersion")
          .as_string() == "2025-03-26");
  CHECK(ask("initialize", R"({"protocolVersion":"1999-01-01"})").at("result").at("protocolVersion").as_string() ==
        "2025-06-18");
  CHECK(ask("ping").at("result").as_object().empty());
  CHECK(post("/mcp", R"({"jsonrpc":"2.0","method":"notifications/initialized"})").status == 202);
  const auto tools = [&] {
    std::set<std::string> names;
    const json::value list = ask("tools/list");
    for (const json::value& tool : list.at("result").at("tools").as_array()) {
      names.emplace(tool.at("name").as_string());
      CHECK(tool.at("inputSchema").at("type").as_string() == "object");
      CHECK_FALSE(tool.at("description").as_string().empty());
    }
    return names;
  };
  std::set<std::string> names = tools();
  CHECK(names.contains("release_list"));
  CHECK(names.contains("territory_list"));
  CHECK_FALSE(names.contains("cube_query"));
  const std::string call = R"({"name":"cube_query","arguments":{"register":"thefts","every":"month"}})";
  CHECK(ask("tools/call", call).at("error").at("code").as_int64() == -32602);
  analyst();
  names = tools();
  CHECK(names.contains("cube_query"));
  CHECK(names.contains("sql_query"));
  for (const char* hidden :
       {"register_export", "register_import", "user_list", "token_list", "audit_list", "release_make"})
    CHECK_FALSE(names.contains(hidden));
  const json::value answer = ask("tools/call", call).at("result");
  CHECK_FALSE(answer.at("isError").as_bool());
  CHECK(std::string(answer.at("content").at(0).at("text").as_string()).find("2022-08,8,") != std::string::npos);
  CHECK(answer.at("structuredContent").at("sheets").at(0).at("id").as_string() == "cube");
  const json::value wrong =
      ask("tools/call", R"({"name":"cube_query","arguments":{"register":"nothing"}})").at("result");
  CHECK(wrong.at("isError").as_bool());
  CHECK(std::string(wrong.at("content").at(0).at("text").as_string()).find("nothing") != std::string::npos);
  CHECK(ask("tools/call", R"({"name":"cube_query","arguments":{"regster":"x"}})").at("result").at("isError").as_bool());
}

TEST_CASE_FIXTURE(Land, "What is not the protocol is refused") {
  CHECK(ask("resources/list").at("error").at("code").as_int64() == -32601);
  CHECK(post("/mcp", "{").status == 400);
  CHECK(post("/mcp", "[]").status == 400);
  CHECK(post("/mcp", std::string(100'000, '[')).status == 400);
  CHECK(json::parse(post("/mcp", R"({"id":1})").bytes()).at("error").at("code").as_int64() == -32600);
  CHECK(json::parse(post("/mcp", "7").bytes()).at("error").at("code").as_int64() == -32600);
  const Response two =
      post("/mcp", R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":"b","method":"ping"}])");
  CHECK(json::parse(two.bytes()).as_array().size() == 2);
  const std::string ping = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
  CHECK(post("/mcp", ping, {{"Origin", "https://evil.example"}}).status == 403);
  CHECK(post("/mcp", ping, {{"Origin", "http://centre.example"}}).status == 200);
  CHECK(post("/mcp", ping, {{"MCP-Protocol-Version", "2025-06-18"}}).status == 200);
  CHECK(post("/mcp", ping, {{"MCP-Protocol-Version", "1.0"}}).status == 400);
  CHECK(get("/mcp").status == 405);
}

}  // namespace tartip::http
