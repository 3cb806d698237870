// What every route shares: the centre that is served, its open database, the clock, the limits.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "app/centre.hpp"
#include "app/visitor.hpp"
#include "axes/calendar.hpp"
#include "http/message.hpp"

namespace tartip::store {
class Hold;
}

namespace tartip::http {

struct Limits {
  std::size_t header_bytes = 16 << 10;
  std::size_t body_bytes = 1 << 20;                     // of a JSON body
  std::uint64_t upload_bytes = std::uint64_t{4} << 30;  // of an uploaded file
  std::chrono::seconds header_time{10};                 // for all header lines of a request
  std::chrono::seconds body_time{30};                   // without a byte of the body
  std::chrono::seconds idle_time{75};                   // between two requests of a connection
  std::chrono::seconds write_time{60};                  // without the client taking a byte
  std::size_t connections = 2000;
  double requests_per_second = 50;  // of one visitor or address, on average
  double burst = 200;
};

class Jobs;
class Metrics;
class Rates;
class ResponseCache;
class Uploads;

struct Host {
  std::filesystem::path centre, keys;
  app::CentreProfile profile;
  std::shared_ptr<store::Hold> hold;
  std::function<axes::Micros()> now;  // the only clock of the room
  Limits limits;
  std::shared_ptr<ResponseCache> cache;
  std::shared_ptr<Uploads> uploads;
  std::shared_ptr<Jobs> jobs;
  std::shared_ptr<Metrics> metrics;
  std::shared_ptr<Rates> rates;
  // Who sent a request, by its cookie or token. Errors: denied (a token that is not valid). Without it everybody is
  // whoever holds the folder: for tests only.
  std::function<Result<app::Visitor>(const Request&)> recognise;
};

// What an operation is carried out with for this request.
app::Setting setting_for(const Host& host, const app::Visitor& visitor, const std::string& language);

}  // namespace tartip::http
