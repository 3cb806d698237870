#include "http/listener.hpp"

#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <thread>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/connection.hpp"
#include "http/metrics.hpp"

namespace tartip::http {

namespace asio = boost::asio;
using asio::use_awaitable;
using boost::system::error_code;

struct Listener::Inside : Serving {
  std::vector<std::unique_ptr<Lane>> lanes;
  std::unique_ptr<asio::ssl::context> tls;
  std::unique_ptr<Tcp::acceptor> acceptor;
  std::unique_ptr<Local::acceptor> local_acceptor;
  std::unique_ptr<asio::signal_set> signals;
  std::atomic<std::size_t> next_lane{0};
  std::atomic<bool> stopping{false};

  using Serving::Serving;

  void stop();
};

namespace {

asio::awaitable<void> pause(asio::io_context& context, std::chrono::milliseconds time) {
  asio::steady_timer timer(context, time);
  error_code ignored;
  co_await timer.async_wait(asio::redirect_error(use_awaitable, ignored));
}

asio::awaitable<void> accept_tcp(Listener::Inside& inside) {
  while (!inside.stopping.load()) {
    Lane& lane = *inside.lanes[inside.next_lane.fetch_add(1) % inside.lanes.size()];
    error_code error;
    Tcp::socket socket =
        co_await inside.acceptor->async_accept(lane.context, asio::redirect_error(use_awaitable, error));
    if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) co_return;
    if (error) {  // too many open files: those that are open must end first
      co_await pause(inside.lanes.front()->context, std::chrono::milliseconds(100));
      continue;
    }
    if (inside.metrics.connections.load() >= static_cast<std::int64_t>(inside.limits.connections)) {
      inside.metrics.refused_connections.fetch_add(1);
      continue;
    }
    socket.set_option(Tcp::no_delay(true), error);
    const Tcp::endpoint end = socket.remote_endpoint(error);
    if (error) continue;
    std::string peer = end.address().to_string();
    asio::post(lane.context, [&inside, &lane, peer = std::move(peer), socket = std::move(socket)]() mutable {
      if (inside.tls)
        converse(inside, lane, std::move(peer), std::move(socket), *inside.tls);
      else
        converse(inside, lane, std::move(peer), std::move(socket));
    });
  }
}

asio::awaitable<void> accept_local(Listener::Inside& inside) {
  while (!inside.stopping.load()) {
    Lane& lane = *inside.lanes.front();
    error_code error;
    Local::socket socket =
        co_await inside.local_acceptor->async_accept(lane.context, asio::redirect_error(use_awaitable, error));
    if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) co_return;
    if (error) {
      co_await pause(lane.context, std::chrono::milliseconds(100));
      continue;
    }
    converse(inside, lane, std::move(socket));
  }
}

// Whether somebody answers at a socket that lies in the folder; a file without a server behind it is left from a crash.
bool answers(const std::filesystem::path& socket) {
  asio::io_context context;
  Local::socket probe(context);
  error_code error;
  probe.connect(Local::endpoint(socket.string()), error);
  return !error;
}

}  // namespace

void Listener::Inside::stop() {
  if (stopping.exchange(true)) return;
  asio::post(lanes.front()->context, [this] {
    error_code ignored;
    acceptor->close(ignored);
    if (local_acceptor) local_acceptor->close(ignored);
    if (signals) signals->cancel(ignored);
  });
  for (const auto& lane : lanes) asio::post(lane->context, [raw = lane.get()] { raw->drain(); });
}

Listener::Listener(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Listener::~Listener() {
  std::error_code ignored;
  if (inside_->local_acceptor) std::filesystem::remove(inside_->how.socket, ignored);
}

Result<std::unique_ptr<Listener>> Listener::open(const Router& router, const Listening& how) {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t threads = how.threads > 0 ? static_cast<std::size_t>(how.threads) : std::max(2U, cores);
  auto inside = std::make_unique<Inside>(router, how, threads);
  for (unsigned i = 0; i < std::min(cores, 4U); ++i) inside->lanes.push_back(std::make_unique<Lane>());
  asio::io_context& first = inside->lanes.front()->context;

  error_code error;
  const auto address = asio::ip::make_address(how.address, error);
  if (error) return fail(Code::bad_input, "error.serve.address", {{"address", how.address}});
  if (!how.certificate.empty() || !how.private_key.empty()) {
    inside->tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    inside->tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                                 asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                                 asio::ssl::context::no_tlsv1_1,
                             error);
    if (!error) inside->tls->use_certificate_chain_file(how.certificate.string(), error);
    if (error)
      return fail(Code::bad_input, "error.serve.certificate",
                  {{"file", how.certificate.string()}, {"reason", error.message()}});
    inside->tls->use_private_key_file(how.private_key.string(), asio::ssl::context::pem, error);
    if (error)
      return fail(Code::bad_input, "error.serve.certificate",
                  {{"file", how.private_key.string()}, {"reason", error.message()}});
  }
  const Tcp::endpoint end(address, how.port);
  inside->acceptor = std::make_unique<Tcp::acceptor>(first);
  inside->acceptor->open(end.protocol(), error);
  if (!error) inside->acceptor->set_option(asio::socket_base::reuse_address(true), error);
  if (!error) inside->acceptor->bind(end, error);
  if (!error) inside->acceptor->listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return fail(Code::conflict, "error.serve.port",
                {{"address", how.address}, {"port", std::to_string(how.port)}, {"reason", error.message()}});
  if (!how.socket.empty()) {
    std::error_code ignored;
    if (!answers(how.socket)) std::filesystem::remove(how.socket, ignored);
    inside->local_acceptor = std::make_unique<Local::acceptor>(first);
    inside->local_acceptor->open(Local(), error);
    // A path that is too long for a socket is an error here, not a crash.
    if (how.socket.string().size() > 100) error = asio::error::name_too_long;
    const auto mask = umask(0177);  // for its owner only, from the beginning
    if (!error) inside->local_acceptor->bind(Local::endpoint(how.socket.string()), error);
    umask(mask);
    if (!error) inside->local_acceptor->listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      inside->local_acceptor.reset();
      return fail(Code::unavailable, "error.serve.socket",
                  {{"file", how.socket.string()}, {"reason", error.message()}});
    }
  }
  return std::unique_ptr<Listener>(new Listener(std::move(inside)));
}

std::uint16_t Listener::port() const {
  error_code error;
  return inside_->acceptor->local_endpoint(error).port();
}

void Listener::run(bool until_signal) {
  Inside& inside = *inside_;
  asio::io_context& first = inside.lanes.front()->context;
  if (until_signal) {
    inside.signals = std::make_unique<asio::signal_set>(first, SIGTERM, SIGINT);
    inside.signals->async_wait([&inside](const error_code& error, int) {
      if (!error) inside.stop();
    });
  }
  asio::co_spawn(first, accept_tcp(inside), asio::detached);
  if (inside.local_acceptor) asio::co_spawn(first, accept_local(inside), asio::detached);

  std::vector<std::thread> threads;
  for (const auto& lane : inside.lanes) threads.emplace_back([&context = lane->context] { context.run(); });
  while (!inside.stopping.load()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const auto give_up = std::chrono::steady_clock::now() + inside.how.grace;
  while (inside.metrics.connections.load() > 0 && std::chrono::steady_clock::now() < give_up) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    for (const auto& lane : inside.lanes) asio::post(lane->context, [raw = lane.get()] { raw->drain(); });
  }
  inside.workers.join();
  for (const auto& lane : inside.lanes) {
    lane->work.reset();
    lane->context.stop();
  }
  for (std::thread& thread : threads) thread.join();
}

void Listener::stop() {
  inside_->stop();
}

}  // namespace tartip::http
