// A centre with a register, its operations, uploads and jobs over HTTP, without a socket.
#pragma once
#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include <boost/json.hpp>

#include "app/centre.hpp"
#include "http/job_routes.hpp"
#include "http/jobs.hpp"
#include "http/metrics.hpp"
#include "http/operation_routes.hpp"
#include "http/response_cache.hpp"
#include "http/test_host.hpp"
#include "http/upload_routes.hpp"
#include "http/uploads.hpp"
#include "store/hold.hpp"
#include "store/test_registers.hpp"
#include "support/shared.hpp"

namespace tartip::http {

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
    auto description = registers::parse_description(test::k_keyless, "test");
    REQUIRE(description);
    REQUIRE(store->save_register(*description, test::k_keyless, host_.now()));
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

inline std::string key_of(const Response& response) {
  return std::string(boost::json::parse(response.body).at("key").as_string());
}

}  // namespace tartip::http
