#include "http/jobs.hpp"

#include <doctest/doctest.h>

#include "base/file.hpp"
#include "http/test_served.hpp"

namespace tartip::http {

TEST_CASE("jobs: their own visitor's, cancelled, failed, interrupted") {
  Centre centre;
  const std::string job = centre.import(centre.upload("t.csv", "nothing,of,this\n1,2,3\n"));
  const auto failed = centre.wait_for(job);
  CHECK(failed.at("state") == "failed");
  CHECK(failed.at("problem").at("key").as_string().starts_with("error."));
  const Response events = centre.get("/api/v1/jobs/" + job + "/events");
  REQUIRE(events.events);
  std::string told;
  wait_for([&] {  // the record may be seen a moment before the end is told
    told += events.events->take();
    return events.events->ended();
  });
  CHECK(told.find("event: end\ndata: {\"id\":\"" + job) != std::string::npos);
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

TEST_CASE("what came of a job is its owner's by the rights that it was asked with") {
  Centre centre;
  centre.visitor = {.name = "dana", .roles = {app::Role::analyst}, .scope = {.everything = true}, .local = false};
  const Response asked = centre.post("/api/v1/forecast/nowcast", R"({"register":"thefts"})");
  REQUIRE(asked.status == 202);
  const std::string job(boost::json::parse(asked.body).at("job").as_string());
  (void)centre.wait_for(job);
  {
    // Whatever became of it there, here it ended well.
    auto records = store::JobRecords::open(centre.host().centre);
    auto record = records->find(job).value().value();
    CHECK(record.rights == rights_of(centre.visitor));
    record.state = "done";
    record.problem.clear();
    REQUIRE(records->put(record));
    REQUIRE(write_file(centre.host().centre / "jobs" / (job + ".json"), R"({"figure":71})"));
  }
  const auto shown = [&] {
    const Response told = centre.get("/api/v1/jobs/" + job);
    REQUIRE(told.status == 200);
    return boost::json::parse(told.body).as_object().contains("answer");
  };
  CHECK(shown());
  centre.visitor.legal_ground = "article 5";
  CHECK(shown());
  // A token of fewer rights, or what an administrator has left of them.
  centre.visitor.scope = {.territories = {"A"}};
  CHECK_FALSE(shown());
  centre.visitor.scope = {.everything = true};
  centre.visitor.roles = {app::Role::reader};
  CHECK_FALSE(shown());
  centre.visitor.roles = {app::Role::analyst, app::Role::publisher};
  CHECK(shown());  // more than it takes
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
  for (const char* id : {"01", "02"}) CHECK(shown(id));
  centre.visitor = {.name = "root", .roles = {app::Role::administrator}, .local = false};
  CHECK(centre.router().answer(request_of("DELETE", "/api/v1/jobs/01")).status == 204);
  CHECK(centre.get("/api/v1/jobs/01").status == 404);
}

}  // namespace tartip::http
