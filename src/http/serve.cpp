#include "http/serve.hpp"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <ostream>
#include <thread>

#include "app/places.hpp"
#include "http/jobs.hpp"
#include "http/metrics.hpp"
#include "http/oidc_routes.hpp"
#include "http/rate.hpp"
#include "http/response_cache.hpp"
#include "http/routes.hpp"
#include "http/serve_options.hpp"
#include "http/session_routes.hpp"
#include "http/uploads.hpp"
#include "store/hold.hpp"
#include "store/store.hpp"
#include "text/catalogue.hpp"

namespace tartip::http {
namespace {

axes::Micros clock_now() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// Lines of the log, whole ones, from any thread.
class Log {
 public:
  explicit Log(std::ostream& out) : out_(out) {}
  void write(const std::string& line) {
    const std::lock_guard lock(mutex_);
    out_ << line << '\n' << std::flush;
  }

 private:
  std::mutex mutex_;
  std::ostream& out_;
};

// What is done once in a while: old uploads, old jobs.
class Sweeper {
 public:
  explicit Sweeper(Host& host)
      : thread_([this, &host] {
          std::unique_lock lock(mutex_);
          while (!stop_) {
            host.uploads->sweep(host.now());
            host.jobs->sweep(host.now());
            wake_.wait_for(lock, std::chrono::minutes(10), [this] { return stop_; });
          }
        }) {}
  Sweeper(const Sweeper&) = delete;
  Sweeper& operator=(const Sweeper&) = delete;
  ~Sweeper() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

Status open_host(Host& host, const ServeOptions& options) {
  auto profile = app::read_profile(options.centre);
  if (!profile) return pass(profile);
  host.profile = std::move(*profile);
  host.centre = options.centre;
  host.keys = app::keys_folder();
  host.limits = options.limits;
  host.now = clock_now;
  auto hold = store::Hold::open(options.centre, {});
  if (!hold) return pass(hold);
  host.hold = std::move(*hold);
  host.cache = std::make_shared<ResponseCache>();
  host.uploads = std::make_shared<Uploads>(options.centre / "uploads");
  host.metrics = std::make_shared<Metrics>();
  if (options.limits.requests_per_second > 0)
    host.rates = std::make_shared<Rates>(options.limits.requests_per_second, options.limits.burst);
  auto jobs = Jobs::open(host);
  if (!jobs) return pass(jobs);
  host.jobs = std::move(*jobs);
  return {};
}

Status serve_centre(const ServeOptions& options, const text::Catalogue& words, const ServeStreams& streams) {
  // A client that has gone is an error of its write, not the end of the server.
  std::signal(SIGPIPE, SIG_IGN);
  Host host;
  if (Status opened = open_host(host, options); !opened) return opened;
  auto entrance = Entrance::open(host);
  if (!entrance) return pass(entrance);
  host.recognise = [door = *entrance, &host](const Request& request) { return door->recognise(request, host.now()); };
  Router router(host);
  add_routes(router);
  add_session_routes(router, *entrance);
  add_oidc_routes(router, *entrance);
  Log log(streams.talk);
  Listening listening = options.listening;
  if (options.log) listening.log = [&log](const std::string& line) { log.write(line); };
  auto listener = Listener::open(router, listening);
  if (!listener) return pass(listener);
  const bool secure = !listening.certificate.empty();
  const std::string shown =
      listening.address.find(':') == std::string::npos ? listening.address : "[" + listening.address + "]";
  const std::string address = fmt::format("{}://{}:{}/", secure ? "https" : "http", shown, (*listener)->port());
  streams.out << words.format("said.serve.ready", {{"centre", host.profile.name}, {"address", address}}) << std::endl;
  auto setup = (*entrance)->make_setup_token(host.now());
  if (!setup) return pass(setup);
  if (setup->has_value())
    streams.out << words.format("said.serve.setup", {{"token", **setup}, {"address", address}}) << std::endl;
  const bool loopback = listening.address.starts_with("127.") || listening.address == "::1";
  if (!secure && !loopback) streams.talk << words.format("said.serve.plain") << std::endl;
  {
    const Sweeper sweeper(host);
    (*listener)->run(true);
  }
  host.jobs.reset();  // what runs stops and leaves everything as it was; it may still have listeners to tell
  streams.out << words.format("said.serve.ended") << std::endl;
  return {};
}

}  // namespace

int serve(const std::vector<std::string>& words, const std::string& language, const ServeStreams& streams) {
  const text::Catalogue& catalogue = text::Catalogue::in(language);
  auto options = serve_options(words);
  const Status served = [&]() -> Status {
    if (!options) return pass(options);
    if (options->help) {
      streams.out << serve_help(language);
      return {};
    }
    return serve_centre(*options, catalogue, streams);
  }();
  if (served) return 0;
  streams.talk << "tartip: " << catalogue.explain(served.error()) << '\n';
  return exit_status_of(served.error().code);
}

}  // namespace tartip::http
