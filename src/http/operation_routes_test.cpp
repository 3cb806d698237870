// Operations over HTTP without a socket, on a real centre.
#include "http/operation_routes.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "http/answer_json.hpp"
#include "http/rate.hpp"
#include "http/test_served.hpp"

namespace tartip::http {

TEST_CASE("JSON of an answer") {
  app::Sheet sheet{.id = "s", .title = "A \"title\"\n"};
  sheet.columns = {{"a", "A"}, {"n", "N", app::CellKind::number}, {"l", "L", app::CellKind::list}};
  sheet.rows = {{std::string("x\x01y\xFFz"), 71.4, std::string("one; two")},
                {app::SheetCell(), std::numeric_limits<double>::infinity(), app::SheetCell()},
                {std::string("қ"), std::int64_t{5}, std::string("one")}};
  const auto json = boost::json::parse(answer_json({.sheets = {sheet}}, "en"));
  const auto& rows = json.at("sheets").at(0).at("rows").as_array();
  CHECK(json.at("sheets").at(0).at("title") == "A \"title\"\n");
  CHECK(rows[0].at(0) == "x\x01y\xEF\xBF\xBDz");
  CHECK(rows[0].at(1) == 71.4);
  CHECK(rows[0].at(2) == boost::json::array{"one", "two"});
  CHECK(rows[1].at(0).is_null());
  CHECK(rows[1].at(1).is_null());
  CHECK(rows[2].at(0) == "қ");
  CHECK(json.at("document").is_null());
  const std::string exact = answer_json({.sheets = {sheet}}, "en", true);
  CHECK(exact.find(R"({"number":"inf"})") != std::string::npos);
  CHECK(exact.find(R"("one; two")") != std::string::npos);
}

TEST_CASE("a question is answered, kept, and asked anew when something has changed") {
  Centre centre;
  const Response first = centre.get("/api/v1/register/list");
  INFO(first.bytes());
  REQUIRE(first.status == 200);
  const std::string tag = first.headers.get("ETag");
  CHECK(!tag.empty());
  CHECK(boost::json::parse(first.bytes()).at("sheets").at(0).at("rows").as_array().size() == 1);
  CHECK(centre.get("/api/v1/register/list", tag).status == 304);
  CHECK(centre.get("/api/v1/register/list").bytes() == first.bytes());
  CHECK(centre.get("/api/v1/register/list?lang=kk").headers.get("ETag") != tag);

  const auto done = centre.wait_for(centre.import(centre.upload("t.csv", "day,kind\n2022-01-01,a\n2022-01-02,b\n")));
  INFO(boost::json::serialize(done));
  REQUIRE(done.at("state") == "done");
  CHECK(done.at("answer").at("sheets").as_array().size() == 1);
  const Response after = centre.get("/api/v1/register/list", tag);
  CHECK(after.status == 200);
  CHECK(after.headers.get("ETag") != tag);
  const Response csv = centre.get("/api/v1/cube/query?register=thefts&every=day&format=csv");
  CHECK(csv.content_type == "text/csv; charset=utf-8");
  CHECK(csv.bytes().find("2022-01-01,1,") != std::string_view::npos);
  const Response parquet = centre.get("/api/v1/cube/query?register=thefts&every=day&format=parquet");
  CHECK(std::filesystem::file_size(parquet.file) > 100);
  // Two visitors of other rights never share an answer.
  const std::size_t before = centre.host().cache->bytes();
  centre.visitor.scope = {.registers = {"fires"}};
  CHECK(centre.get("/api/v1/cube/query?register=thefts&every=day&format=csv").status == 403);
  centre.visitor = {.local = false};
  CHECK(centre.get("/api/v1/cube/query?register=thefts&every=day&format=csv").status != 200);
  CHECK(centre.host().cache->bytes() == before);
}

TEST_CASE("what is asked wrongly is told") {
  Centre centre;
  CHECK(key_of(centre.get("/api/v1/cube/query?register=thefts&nonsense=1")) == "error.http.parameter");
  CHECK(key_of(centre.get("/api/v1/cube/query?register=thefts&register=fires")) == "error.http.twice");
  CHECK(key_of(centre.get("/api/v1/cube/query")) == "error.call.missing");
  CHECK(key_of(centre.get("/api/v1/register/list?format=doc")) == "error.call.choice");
  CHECK(key_of(centre.post("/api/v1/register/list", "{")) == "error.http.json");
  CHECK(key_of(centre.post("/api/v1/register/list", "[1]")) == "error.http.json");
  CHECK(key_of(centre.post("/api/v1/register/list", R"({"a":{"b":1}})")) == "error.http.json");
  const Response type = centre.post("/api/v1/register/list", "a=1", "application/x-www-form-urlencoded");
  CHECK(type.status == 415);
  CHECK(centre.get("/api/v1/register/import?register=thefts").status == 405);
  CHECK(key_of(centre.post("/api/v1/centre/create", "{}")) == "error.http.local_only");
}

TEST_CASE("files of the server's machine cannot be named") {
  Centre centre;
  for (const char* file : {"/etc/passwd", "../../etc/passwd", "upload:../../etc", "upload:", "tartip.toml"}) {
    const Response answer =
        centre.post("/api/v1/register/import", std::string(R"({"register":"thefts","files":[")") + file + "\"]}");
    CAPTURE(file);
    CHECK((answer.status == 400 || answer.status == 404));
  }
  CHECK(key_of(centre.post("/api/v1/register/describe", R"({"file":"/etc/passwd","output":"toml"})")) ==
        "error.http.upload");
  const std::string mine = centre.upload("t.csv", "day,kind\n2022-01-01,a\n");
  CHECK(key_of(centre.post("/api/v1/register/describe", R"({"file":")" + mine + R"(","output":"../x"})")) ==
        "error.http.extension");
  CHECK(key_of(centre.get("/api/v1/ledger/list?ledger=/etc")) == "error.http.parameter");
  // Somebody else's upload is as absent as one that never was.
  centre.visitor.name = "other";
  CHECK(key_of(centre.post("/api/v1/register/describe", R"({"file":")" + mine + "\"}")) == "error.upload.absent");
}

TEST_CASE("names of uploads are harmless") {
  CHECK(safe_file_name("../../etc/passwd") == "passwd");
  CHECK(safe_file_name("..") == "file");
  CHECK(safe_file_name("\xAE..") == "file");  // what is cut off its beginning must not leave ".."
  CHECK(safe_file_name("C:\\data\\отчёт 2022.xlsx") == "отчёт 2022.xlsx");
  CHECK(safe_file_name("a\nb<c>.csv") == "a_b_c_.csv");
  CHECK(safe_file_name(std::string(400, 'a') + ".parquet").size() == 150);
  CHECK(safe_file_name(std::string(400, 'a') + ".parquet").ends_with(".parquet"));
}

TEST_CASE("a visitor who asks too often waits") {
  Rates rates(10, 2);
  const auto start = std::chrono::steady_clock::time_point{} + std::chrono::hours(1);
  CHECK(rates.take("a", start) == 0);
  CHECK(rates.take("a", start) == 0);
  CHECK(rates.take("a", start) == doctest::Approx(0.1));
  CHECK(rates.take("b", start) == 0);
  CHECK(rates.take("a", start + std::chrono::milliseconds(150)) == 0);
  CHECK(rates.take("a", start + std::chrono::milliseconds(150)) > 0);

  Centre centre;
  centre.host().rates = std::make_shared<Rates>(1, 1);
  CHECK(centre.get("/api/v1/register/list").status == 200);
  const Response refused = centre.get("/api/v1/register/list");
  CHECK(refused.status == 429);
  CHECK(!refused.headers.get("Retry-After").empty());
}

TEST_CASE("the least recently used answers go first") {
  ResponseCache cache(100'000);
  const auto answer = [] {
    return std::make_shared<KeptAnswer>(KeptAnswer{std::string(9'000, 'x'), "", "", "", "", ""});
  };
  for (int i = 0; i < 20; ++i) cache.keep("k" + std::to_string(i), 1, answer());
  CHECK(cache.bytes() <= 100'000);
  CHECK(cache.find("k19", 1) != nullptr);
  CHECK(cache.find("k0", 1) == nullptr);
  CHECK(cache.find("k19", 2) == nullptr);  // of an older generation: dropped
  CHECK(cache.find("k19", 1) == nullptr);
  cache.keep("large", 1, std::make_shared<KeptAnswer>(KeptAnswer{std::string(50'000, 'x'), "", "", "", "", ""}));
  CHECK(cache.find("large", 1) == nullptr);
  CHECK(matches("W/\"a\", \"b\"", "\"a\""));
  CHECK(matches("*", "\"a\""));
  CHECK(!matches("\"ab\"", "\"a\""));
}

}  // namespace tartip::http
