// Operations over HTTP without a socket, on a real centre.
#include "http/operation_routes.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <thread>

#include "app/centre.hpp"
#include "base/file.hpp"
#include "http/answer_json.hpp"
#include "http/jobs.hpp"
#include "http/metrics.hpp"
#include "http/rate.hpp"
#include "http/response_cache.hpp"
#include "http/test_host.hpp"
#include "http/upload_routes.hpp"
#include "http/uploads.hpp"
#include "store/hold.hpp"
#include "support/shared.hpp"

namespace tartip::http {
namespace {

constexpr const char* k_description = R"(id = "thefts"
[time]
columns = ["day"]
formats = ["%Y-%m-%d"]
[class]
column = "kind"
)";

// A centre with one register, served without a listener; who asks is `visitor`.
class Centre {
 public:
  Centre() : host_(test_host()) {
    const auto folder = folder_.path() / "centre";
    REQUIRE(app::create_centre(folder, {.name = "Test"}));
    host_.centre = folder;
    host_.keys = folder_.path() / "keys";
    auto hold = store::Hold::open(folder, {});
    REQUIRE(hold);
    host_.hold = std::move(*hold);
    host_.cache = std::make_shared<ResponseCache>();
    host_.uploads = std::make_shared<Uploads>(folder / "uploads");
    host_.metrics = std::make_shared<Metrics>();
    host_.recognise = [this](const Request&) -> Result<app::Visitor> { return visitor; };
    auto jobs = Jobs::open(host_);
    INFO((jobs ? std::string() : jobs.error().describe()));
    REQUIRE(jobs);
    host_.jobs = std::move(*jobs);
    router_ = std::make_unique<Router>(host_);
    add_operation_routes(*router_);
    add_upload_routes(*router_);
    add_job_routes(*router_);
    auto store = store::Store::open(folder, {.hold = host_.hold});
    REQUIRE(store);
    auto description = registers::parse_description(k_description, "test");
    REQUIRE(description);
    REQUIRE(store->save_register(*description, k_description, host_.now()));
  }
  ~Centre() { host_.jobs.reset(); }

  Response get(const std::string& target, const std::string& tag = "") {
    Request request = request_of("GET", target);
    if (!tag.empty()) request.headers.add("If-None-Match", tag);
    return router_->answer(request);
  }
  Response post(const std::string& path, const std::string& body, const std::string& type = "application/json") {
    Request request = request_of("POST", path);
    request.headers.add("Content-Type", type);
    request.body = body;
    return router_->answer(request);
  }
  std::string upload(const std::string& name, const std::string& content) {
    Request request = request_of("PUT", "/api/v1/uploads/" + name);
    request.body_file = folder_.write("streamed", content);
    const Response response = router_->answer(request);
    REQUIRE(response.status == 201);
    return "upload:" + std::string(boost::json::parse(response.body).at("upload").as_string());
  }
  boost::json::value wait_for(const std::string& job) {
    while (true) {
      const auto state = boost::json::parse(get("/api/v1/jobs/" + job).body);
      if (state.at("state") != "waiting" && state.at("state") != "running") return state;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  std::string import(const std::string& file) {
    const Response accepted = post("/api/v1/register/import", R"({"register":"thefts","files":[")" + file + "\"]}");
    INFO(accepted.body);
    REQUIRE(accepted.status == 202);
    const std::string job(boost::json::parse(accepted.body).at("job").as_string());
    CHECK(accepted.headers.get("Location") == "/api/v1/jobs/" + job);
    return job;
  }
  Host& host() { return host_; }
  const Router& router() { return *router_; }

  app::Visitor visitor{.name = "aigul",
                       .roles = {app::Role::administrator, app::Role::registrar, app::Role::analyst},
                       .scope = {.everything = true},
                       .local = false};

 private:
  test::TemporaryFolder folder_;
  Host host_;
  std::unique_ptr<Router> router_;
};

std::string key_of(const Response& response) {
  return std::string(boost::json::parse(response.body).at("key").as_string());
}

}  // namespace

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

TEST_CASE("jobs: their own visitor's, cancelled, failed, interrupted") {
  Centre centre;
  const std::string job = centre.import(centre.upload("t.csv", "nothing,of,this\n1,2,3\n"));
  const auto failed = centre.wait_for(job);
  CHECK(failed.at("state") == "failed");
  CHECK(failed.at("problem").at("key").as_string().starts_with("error."));
  const Response events = centre.get("/api/v1/jobs/" + job + "/events");
  REQUIRE(events.events);
  CHECK(events.events->take().find("event: end\ndata: {\"id\":\"" + job) != std::string::npos);
  CHECK(events.events->ended());
  CHECK(boost::json::parse(centre.get("/api/v1/jobs").body).at("jobs").as_array().size() == 1);

  centre.visitor = {.name = "other", .roles = {app::Role::analyst}, .scope = {.everything = true}, .local = false};
  CHECK(centre.get("/api/v1/jobs/" + job).status == 404);
  CHECK(boost::json::parse(centre.get("/api/v1/jobs").body).at("jobs").as_array().empty());
  CHECK(centre.post("/api/v1/register/import", R"({"register":"thefts","files":["x"]})").status >= 400);

  // A server that is killed leaves a job that ran; the next one says so.
  centre.host().jobs.reset();
  {
    auto records = store::JobRecords::open(centre.host().centre);
    REQUIRE(records);
    REQUIRE(records->put({.id = "0123",
                          .owner = "user:aigul",
                          .operation = "register import",
                          .state = "running",
                          .language = "ru",
                          .asked = centre.host().now()}));
  }
  auto again = Jobs::open(centre.host());
  REQUIRE(again);
  centre.host().jobs = std::move(*again);
  centre.visitor.name = "aigul";
  const auto left = centre.wait_for("0123");
  CHECK(left.at("state") == "failed");
  CHECK(left.at("problem").at("key") == "error.job.interrupted");
  centre.visitor.roles = {app::Role::administrator};
  Request request = request_of("DELETE", "/api/v1/jobs/" + job);
  CHECK(centre.router().answer(request).status == 204);
  CHECK(centre.get("/api/v1/jobs/" + job).status == 404);
}

TEST_CASE("an administrator sees that a job is there, not what came of it") {
  Centre centre;
  const auto ended = [&](const std::string& id, const std::string& operation) {
    auto records = store::JobRecords::open(centre.host().centre);
    REQUIRE(records);
    REQUIRE(records->put({.id = id,
                          .owner = "user:dana",
                          .operation = operation,
                          .state = "done",
                          .language = "en",
                          .file = "answer.txt",
                          .asked = centre.host().now()}));
    REQUIRE(write_file(centre.host().centre / "jobs" / (id + ".json"), R"({"figure":71})"));
    REQUIRE(write_file(centre.host().centre / "jobs" / (id + ".txt"), "71"));
  };
  ended("01", "briefing build");
  ended("02", "forecast run");  // from files of whoever asked
  ended("03", "nothing known");
  const auto shown = [&](const std::string& id) {
    const Response job = centre.get("/api/v1/jobs/" + id);
    REQUIRE(job.status == 200);
    const bool answer = boost::json::parse(job.body).as_object().contains("answer");
    const int file = centre.get("/api/v1/jobs/" + id + "/file").status;
    CHECK(file == (answer ? 200 : 403));
    return answer;
  };
  centre.visitor = {.name = "root", .roles = {app::Role::administrator}, .scope = {.everything = true}, .local = false};
  for (const char* id : {"01", "02", "03"}) CHECK_FALSE(shown(id));
  CHECK(key_of(centre.get("/api/v1/jobs/01/file")) == "error.job.not_yours");
  CHECK(boost::json::parse(centre.get("/api/v1/jobs").body).at("jobs").as_array().size() == 3);
  // Fine figures may stand in it: a reader of all registers is not enough, and an analyst of one neither.
  centre.visitor.roles = {app::Role::administrator, app::Role::reader};
  CHECK_FALSE(shown("01"));
  centre.visitor.roles = {app::Role::administrator, app::Role::analyst};
  CHECK(shown("01"));
  CHECK_FALSE(shown("02"));
  centre.visitor.scope = {.registers = {"thefts"}};
  CHECK_FALSE(shown("01"));
  centre.visitor = {.name = "dana", .roles = {app::Role::analyst}, .scope = {.everything = true}, .local = false};
  for (const char* id : {"01", "02", "03"}) CHECK(shown(id));
  centre.visitor = {.name = "root", .roles = {app::Role::administrator}, .local = false};
  CHECK(centre.router().answer(request_of("DELETE", "/api/v1/jobs/01")).status == 204);
  CHECK(centre.get("/api/v1/jobs/01").status == 404);
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
