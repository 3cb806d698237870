// SQL over HTTP.
#include <doctest/doctest.h>

#include "http/test_land.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;

}  // namespace

TEST_CASE_FIXTURE(Land, "SQL sees the visitor's registers and units") {
  const auto events = [&] {
    const Response response =
        post("/api/v1/sql/query", R"({"sql":"SELECT coalesce(sum(events), 0) AS n FROM thefts"})");
    INFO(response.bytes());
    REQUIRE(response.status == 200);
    const json::value answer = json::parse(response.bytes());
    return answer.at("sheets").at(0).at("rows").at(0).at(0).as_int64();
  };
  analyst();
  CHECK(events() == 8);
  const Response csv =
      get("/api/v1/sql/query?sql=SELECT+class,sum(events)+AS+n+FROM+thefts+GROUP+BY+1+ORDER+BY+1&format=csv");
  CHECK(csv.bytes() == "class,n\nbike,4\npurse,4\n");
  const auto refused = [&](const std::string& sql) {
    return post("/api/v1/sql/query", json::serialize(json::object{{"sql", sql}})).status;
  };
  CHECK(refused("SELECT * FROM read_text('/etc/passwd')") == 400);
  CHECK(refused("DROP TABLE thefts") == 400);
  analyst({"w"});
  CHECK(events() == 3);
  reader();
  CHECK(refused("SELECT 1") == 403);
  anybody();
  CHECK(refused("SELECT 1") == 403);
}

}  // namespace tartip::http
