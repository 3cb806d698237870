#include "http/openapi.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <cstdlib>

#include "app/operation.hpp"
#include "base/file.hpp"
#include "http/typescript.hpp"
#include "support/shared.hpp"

namespace tartip::http {
namespace {

void check_current(const char* name, const std::string& made) {
  const auto file = test::source_file(name);
  if (std::getenv("TARTIP_UPDATE") != nullptr) REQUIRE(write_file(file, made));
  const auto kept = read_file(file);
  REQUIRE(kept);
  CHECK_MESSAGE(*kept == made, name, " is not current: TARTIP_UPDATE=1 build/dev/src/http/http_test writes it anew");
}

}  // namespace

TEST_CASE("the description in the repository is that of the operation table") {
  check_current("docs/reference/openapi.json", openapi_json("en"));
  check_current("web/site/api/types.ts", typescript_types());
}

TEST_CASE("every offered operation is described, what is of this machine is not") {
  const boost::json::value root = boost::json::parse(openapi_json("kk"));
  const auto& paths = root.at("paths").as_object();
  int offered = 0;
  for (const app::Operation& operation : app::operations()) {
    const std::string path = "/api/v1/" + operation.noun + "/" + operation.verb;
    CAPTURE(path);
    const bool web = operation.web == app::Web::offered;
    CHECK(paths.contains(path) == web);
    if (!web) continue;
    ++offered;
    const auto& item = paths.at(path).as_object();
    CHECK(item.contains("get") == (operation.permission == app::Permission::look && !operation.job));
    const auto& body = item.at("post").at("requestBody").at("content").at("application/json").at("schema").as_object();
    for (const app::Parameter& parameter : operation.parameters) {
      CAPTURE(parameter.name);
      CHECK(body.at("properties").as_object().contains(parameter.name) == !parameter.local);
      if (parameter.local) continue;
      const auto& schema = body.at("properties").at(parameter.name).as_object();
      CHECK((schema.at("type") == "array") == parameter.repeated);
      CHECK(!schema.at("description").as_string().starts_with("parameter."));
    }
  }
  CHECK(offered > 20);
}

TEST_CASE("references lead somewhere") {
  const boost::json::value root = boost::json::parse(openapi_json("en"));
  const std::string text = openapi_json("en");
  std::size_t at = 0, found = 0;
  while ((at = text.find("\"#/", at)) != std::string::npos) {
    const auto end = text.find('"', at + 1);
    const std::string pointer = text.substr(at + 2, end - at - 2);
    boost::json::error_code error;
    CHECK_MESSAGE(root.find_pointer(pointer, error) != nullptr, pointer);
    at = end;
    ++found;
  }
  CHECK(found > 50);
}

}  // namespace tartip::http
