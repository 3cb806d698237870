#include "http/serve_options.hpp"

#include <doctest/doctest.h>

#include "support/shared.hpp"

namespace tartip::http {
namespace {

Result<ServeOptions> read(const std::string& settings, std::vector<std::string> words = {}) {
  const test::TemporaryFolder folder;
  folder.write("tartip.toml", settings);
  words.insert(words.begin(), {"--centre", folder.path().string()});
  return serve_options(words);
}

}  // namespace

TEST_CASE("the centre's settings, then the words, which win") {
  CHECK(read("name = \"Test\"\n")->listening.port == 8080);
  const auto options = read(
      "[server]\nlisten = \"0.0.0.0\"\nport = 8443\ncertificate = \"c.pem\"\nprivate_key = \"/etc/k.pem\"\n"
      "proxies = [\"10.0.0.1\"]\nthreads = 4\nrequests_per_second = 0\nburst = 10\nupload_megabytes = 5\nlog = false\n",
      {"--port=9000", "--rate", "7"});
  INFO((options ? std::string() : options.error().describe()));
  REQUIRE(options);
  CHECK(options->listening.address == "0.0.0.0");
  CHECK(options->listening.port == 9000);
  CHECK(options->listening.certificate == options->centre / "c.pem");
  CHECK(options->listening.private_key == "/etc/k.pem");
  CHECK(options->listening.proxies == std::vector<std::string>{"10.0.0.1"});
  CHECK(options->listening.threads == 4);
  CHECK(options->limits.requests_per_second == 7);
  CHECK(options->limits.burst == 10);
  CHECK(options->limits.upload_bytes == 5 << 20);
  CHECK_FALSE(options->log);
}

TEST_CASE("a setting that would not be obeyed is refused by name") {
  for (const char* line : {"port = 99999", "port = \"8443\"", "port = -1", "listen = 5", "proxies = \"10.0.0.1\"",
                           "proxies = [1]", "threads = -1", "requests_per_second = -1", "burst = 0", "burst = nan",
                           "upload_megabytes = 0", "log = 1", "certificate = 1", "prot = 8443"}) {
    const auto options = read(std::string("[server]\n") + line + "\n");
    CAPTURE(line);
    REQUIRE_FALSE(options);
    CHECK(options.error().key == "error.serve.setting");
    const std::string name = std::string(line).substr(0, std::string(line).find(' '));
    CHECK(options.error().describe().find("server." + name) != std::string::npos);
  }
  CHECK(read("server = 1\n").error().key == "error.serve.setting");
  CHECK(read("[server\n").error().key == "error.centre.profile");
  CHECK(read("[server]\ncertificate = \"c.pem\"\n").error().key == "error.call.missing");
}

TEST_CASE("words that are not the server's are told") {
  CHECK(read("", {"--prot", "1"}).error().key == "error.call.unknown_option");
  CHECK(read("", {"now"}).error().key == "error.call.too_many_words");
  CHECK(read("", {"--port"}).error().key == "error.call.missing");
  CHECK(read("", {"--port", "70000"}).error().key == "error.call.range");
  CHECK(serve_options({"--centre", "/nowhere"}).error().key == "error.centre.not_found");
}

}  // namespace tartip::http
