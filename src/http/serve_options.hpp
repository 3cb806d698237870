// How the server is to run: [server] of the centre's tartip.toml, then the words of the command line, which win.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "http/listener.hpp"

namespace tartip::http {

struct ServeOptions {
  std::filesystem::path centre;
  Listening listening;
  Limits limits;
  bool log = true;
  bool help = false;
};

// [server]
// listen = "0.0.0.0"            port = 8443
// certificate = "server.pem"    private_key = "server.key"    (relative to the centre)
// proxies = ["10.0.0.1"]        threads = 4                   log = false
// requests_per_second = 50      burst = 200                   upload_megabytes = 4096
//
// Errors: bad_input `error.call.*` for words; bad_data `error.centre.profile` for the file, `error.serve.setting` for a
// line of [server] that is unknown or has a value out of its range.
Result<ServeOptions> serve_options(const std::vector<std::string>& words);

std::string serve_help(const std::string& language);

}  // namespace tartip::http
