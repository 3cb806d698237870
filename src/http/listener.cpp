#include "http/listener.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <ctime>
#include <fstream>
#include <set>
#include <thread>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "http/answer_json.hpp"
#include "http/metrics.hpp"
#include "http/problem.hpp"
#include "http/uploads.hpp"

namespace tartip::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::use_awaitable;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Tcp = asio::ip::tcp;
using Local = asio::local::stream_protocol;
using LocalStream = beast::basic_stream<Local>;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

constexpr std::size_t k_chunk = std::size_t{64} << 10;
constexpr std::size_t k_most_waiting = 1000;  // requests that wait for a worker
constexpr std::chrono::seconds k_heartbeat{15};

struct Closing {
  virtual void close_when_idle() = 0;
  virtual ~Closing() = default;
};

// One thread with its connections; everything in it runs on that thread.
struct Lane {
  std::set<Closing*> connections;  // goes after the context, which ends them
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
  bool draining = false;
  std::time_t date_second = 0;
  std::string date_text;

  const std::string& date() {
    const std::time_t now = std::time(nullptr);
    if (now != date_second) {
      date_second = now;
      std::tm parts{};
      gmtime_r(&now, &parts);
      char text[40];
      date_text.assign(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));
    }
    return date_text;
  }
};

}  // namespace

struct Listener::Inside {
  const Router& router;
  Listening how;
  Limits limits;
  Metrics& metrics;
  std::vector<std::unique_ptr<Lane>> lanes;
  asio::thread_pool workers;
  std::unique_ptr<asio::ssl::context> tls;
  std::unique_ptr<Tcp::acceptor> acceptor;
  std::unique_ptr<Local::acceptor> local_acceptor;
  std::unique_ptr<asio::signal_set> signals;
  std::atomic<std::uint64_t> next_request{1};
  std::atomic<std::size_t> next_lane{0};
  std::atomic<bool> stopping{false};
  std::string run_id = random_id().substr(0, 8);

  Inside(const Router& r, const Listening& l, std::size_t threads)
      : router(r), how(l), limits(r.host().limits), metrics(*r.host().metrics), workers(threads) {}

  void stop();
};

namespace {

// A header's value as it may be sent: nothing that would begin another line.
void append_value(std::string& out, std::string_view value) {
  for (const char c : value) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
}

bool is_chunked_or_long(const wire::request_parser<wire::empty_body>& head) {
  return head.chunked() || head.content_length().value_or(0) > 0;
}

}  // namespace

template <class Stream>
struct Connection final : Closing, std::enable_shared_from_this<Connection<Stream>> {
  Listener::Inside& inside;
  Lane& lane;
  Stream stream;
  std::string peer;
  beast::flat_buffer buffer;
  bool idle = false;                           // between two requests
  std::weak_ptr<asio::steady_timer> sleeping;  // of an event stream
  static constexpr bool k_tls = std::is_same_v<Stream, TlsStream>;
  static constexpr bool k_local = std::is_same_v<Stream, LocalStream>;

  template <class... Arguments>
  Connection(Listener::Inside& all, Lane& in, std::string from, Arguments&&... arguments)
      : inside(all), lane(in), stream(std::forward<Arguments>(arguments)...), peer(std::move(from)) {
    lane.connections.insert(this);
    inside.metrics.connections.fetch_add(1);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() override {
    lane.connections.erase(this);
    inside.metrics.connections.fetch_sub(1);
  }

  auto& lowest() { return beast::get_lowest_layer(stream); }
  void close_when_idle() override {
    if (idle) lowest().cancel();
    if (const auto timer = sleeping.lock()) timer->cancel();
  }

  asio::awaitable<void> converse() {
    auto self = this->shared_from_this();
    error_code error;
    if constexpr (k_tls) {
      lowest().expires_after(inside.limits.header_time);
      co_await stream.async_handshake(asio::ssl::stream_base::server, asio::redirect_error(use_awaitable, error));
      if (error) co_return;
    }
    while (true) {
      const bool go_on = co_await exchange();
      if (!go_on) break;
    }
    if constexpr (k_tls) {
      lowest().expires_after(std::chrono::seconds(5));
      co_await stream.async_shutdown(asio::redirect_error(use_awaitable, error));
    } else {
      // What the client has still to read must not be lost to a reset: say that nothing follows, then take what comes.
      lowest().socket().shutdown(asio::socket_base::shutdown_send, error);
      lowest().expires_after(std::chrono::seconds(2));
      std::array<char, 4096> rest;
      std::size_t taken = 0;
      while (!error && taken < (std::size_t{1} << 20))
        taken += co_await stream.async_read_some(asio::buffer(rest), asio::redirect_error(use_awaitable, error));
    }
    lowest().close();
  }

  // Reads one request and answers it; whether another may follow.
  asio::awaitable<bool> exchange() {
    error_code error;
    if (buffer.size() == 0) {
      if (lane.draining) co_return false;
      idle = true;
      lowest().expires_after(inside.limits.idle_time);
      const std::size_t bytes =
          co_await stream.async_read_some(buffer.prepare(8192), asio::redirect_error(use_awaitable, error));
      idle = false;
      if (error) co_return false;
      buffer.commit(bytes);
    }
    Request request;
    request.id = fmt::format("{}{:08x}", inside.run_id, inside.next_request.fetch_add(1));
    request.peer = peer;
    request.secure = k_tls;
    request.local = k_local;

    wire::request_parser<wire::empty_body> head;
    head.header_limit(static_cast<std::uint32_t>(inside.limits.header_bytes));
    head.body_limit(boost::none);
    lowest().expires_after(inside.limits.header_time);
    co_await wire::async_read_header(stream, buffer, head, asio::redirect_error(use_awaitable, error));
    const auto began = Clock::now();
    // Who is too slow is let go without a word: the stream has closed with its time.
    if (error == wire::error::end_of_stream || error == beast::error::timeout) co_return false;
    if (error == wire::error::header_limit || error == wire::error::buffer_overflow) {
      co_await refuse(request, 431, "error.http.long_header", began);
      co_return false;
    }
    if (error) {
      if (error.category() == wire::make_error_code(wire::error::bad_method).category())
        co_await refuse(request, 400, "error.http.malformed", began);
      co_return false;
    }
    if (!take_head(request, head.get())) {
      co_await refuse(request, 400, "error.http.malformed", began);
      co_return false;
    }

    const bool keep = head.get().keep_alive();  // reading the body takes the head over
    Router::Prepared prepared = inside.router.prepare(request);
    const bool has_body = is_chunked_or_long(head);
    if (has_body) {
      const bool upload = prepared.upload && !prepared.refused;
      const std::uint64_t limit = upload ? inside.limits.upload_bytes : inside.limits.body_bytes;
      if (head.content_length().value_or(0) > limit) {
        co_await refuse(request, 413, "error.http.long_body", began);
        co_return false;
      }
      if (prepared.refused) {  // not worth reading
        co_await send(request, *prepared.refused, false, began);
        co_return false;
      }
      if (beast::iequals(head.get()[wire::field::expect], "100-continue")) {
        static constexpr std::string_view k_continue = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await asio::async_write(stream, asio::buffer(k_continue), asio::redirect_error(use_awaitable, error));
        if (error) co_return false;
      }
      const int status =
          upload ? co_await read_file_body(request, head, limit) : co_await read_body(request, head, limit);
      if (status != 0) {
        if (status > 0)
          co_await refuse(request, status,
                          status == 413   ? "error.http.long_body"
                          : status == 503 ? "error.http.upload_failed"
                                          : "error.http.malformed",
                          began);
        discard(request);
        co_return false;
      }
    }

    Response response = co_await answer(request, prepared);
    const bool sent = co_await send(request, response, keep, began);
    discard(request);
    co_return sent&& keep && !lane.draining;
  }

  bool take_head(Request& request, const wire::request<wire::empty_body>& message) {
    request.method = std::string(message.method_string());
    const auto target = parse_target(std::string_view(message.target().data(), message.target().size()));
    if (!target) return false;
    request.path = target->path;
    request.query = target->query;
    for (const auto& field : message) request.headers.add(std::string(field.name_string()), std::string(field.value()));
    if (message.version() >= 11 && message.find(wire::field::host) == message.end()) return false;
    // Two lengths of one body are how requests are smuggled past a proxy.
    if (message.count(wire::field::content_length) + message.count(wire::field::transfer_encoding) > 1) return false;
    if (std::find(inside.how.proxies.begin(), inside.how.proxies.end(), peer) != inside.how.proxies.end()) {
      const std::string forwarded = request.headers.get("X-Forwarded-For");
      std::string last = forwarded.substr(forwarded.rfind(',') + 1);
      last.erase(0, last.find_first_not_of(' '));
      if (!last.empty()) request.peer = last;
      if (request.headers.get("X-Forwarded-Proto") == "https") request.secure = true;
    }
    return true;
  }

  // 0, the status to refuse with, or -1 when the client has gone.
  asio::awaitable<int> read_body(Request& request, wire::request_parser<wire::empty_body>& head, std::uint64_t limit) {
    wire::request_parser<wire::string_body> parser(std::move(head));
    parser.body_limit(limit);
    error_code error;
    lowest().expires_after(inside.limits.body_time);
    co_await wire::async_read(stream, buffer, parser, asio::redirect_error(use_awaitable, error));
    if (error) co_return status_of_read(error);
    request.body = std::move(parser.get().body());
    co_return 0;
  }

  asio::awaitable<int> read_file_body(Request& request, wire::request_parser<wire::empty_body>& head,
                                      std::uint64_t limit) {
    auto scratch = inside.router.host().uploads->scratch_file();
    if (!scratch) co_return 503;
    request.body_file = *scratch;
    std::ofstream file(*scratch, std::ios::binary);
    wire::request_parser<wire::buffer_body> parser(std::move(head));
    parser.body_limit(limit);
    std::vector<char> chunk(k_chunk);
    error_code error;
    while (!parser.is_done()) {
      parser.get().body().data = chunk.data();
      parser.get().body().size = chunk.size();
      lowest().expires_after(inside.limits.body_time);
      co_await wire::async_read_some(stream, buffer, parser, asio::redirect_error(use_awaitable, error));
      if (error == wire::error::need_buffer) error = {};
      if (error) co_return status_of_read(error);
      file.write(chunk.data(), static_cast<std::streamsize>(chunk.size() - parser.get().body().size));
      if (!file) co_return 503;
    }
    file.close();
    co_return file ? 0 : 503;
  }

  static int status_of_read(const error_code& error) {
    if (error == wire::error::body_limit) return 413;
    if (error.category() == wire::make_error_code(wire::error::bad_method).category() &&
        error != wire::error::partial_message)
      return 400;
    return -1;
  }

  static void discard(const Request& request) {
    std::error_code ignored;
    if (!request.body_file.empty()) std::filesystem::remove(request.body_file, ignored);
  }

  asio::awaitable<Response> answer(const Request& request, Router::Prepared& prepared) {
    if (auto at_hand = inside.router.at_once(request, prepared)) {
      if (!prepared.refused) inside.metrics.kept_answers.fetch_add(1);
      co_return std::move(*at_hand);
    }
    if (prepared.quick) co_return inside.router.finish(request, prepared);
    if (inside.metrics.waiting.load() > static_cast<std::int64_t>(k_most_waiting)) {
      Response busy = problem(503, Error{Code::unavailable, "error.http.busy", {}, {}}, prepared.language, request.id);
      busy.headers.set("Retry-After", "5");
      co_return busy;
    }
    inside.metrics.waiting.fetch_add(1);
    lowest().expires_never();
    co_return co_await asio::co_spawn(inside.workers.get_executor(), work(inside, request, prepared), use_awaitable);
  }

  static asio::awaitable<Response> work(Listener::Inside& inside, const Request& request, Router::Prepared& prepared) {
    inside.metrics.waiting.fetch_sub(1);
    inside.metrics.working.fetch_add(1);
    Response response = inside.router.finish(request, prepared);
    inside.metrics.working.fetch_sub(1);
    co_return response;
  }

  asio::awaitable<void> refuse(const Request& request, int status, const char* key, Clock::time_point began) {
    const std::string language = language_of(request, inside.router.host());
    Response response = problem(status, Error{Code::bad_input, key, {}, {}}, language, request.id);
    co_await send(request, response, false, began);
  }

  std::string head_of(const Response& response, std::uint64_t length, bool has_length, bool keep) {
    std::string head;
    head.reserve(1024);
    head += "HTTP/1.1 ";
    head += std::to_string(response.status);
    head += ' ';
    head += reason_of(response.status);
    head += "\r\nDate: ";
    head += lane.date();
    if (!response.content_type.empty()) {
      head += "\r\nContent-Type: ";
      append_value(head, response.content_type);
    }
    if (has_length) {
      head += "\r\nContent-Length: ";
      head += std::to_string(length);
    }
    for (const auto& [name, value] : response.headers.lines()) {
      head += "\r\n";
      append_value(head, name);
      head += ": ";
      append_value(head, value);
    }
    head += keep ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
    return head;
  }

  asio::awaitable<bool> send(const Request& request, const Response& response, bool keep, Clock::time_point began) {
    const bool body_less = request.method == "HEAD" || response.status == 304 || response.status == 204;
    error_code error;
    std::uint64_t length = 0;
    if (response.events && !body_less) {
      const std::string head = head_of(response, 0, false, false);
      lowest().expires_after(inside.limits.write_time);
      co_await asio::async_write(stream, asio::buffer(head), asio::redirect_error(use_awaitable, error));
      note(request, response, 0, began);
      if (!error) co_await stream_events(response.events);
      response.events->close();
      co_return false;
    }
    if (!response.file.empty()) {
      std::error_code problem_with_file;
      length = std::filesystem::file_size(response.file, problem_with_file);
      std::ifstream file(response.file, std::ios::binary);
      if (problem_with_file || !file) {
        co_await refuse(request, 500, "error.http.file_gone", began);
        co_return false;
      }
      const std::string head = head_of(response, length, true, keep);
      lowest().expires_after(inside.limits.write_time);
      co_await asio::async_write(stream, asio::buffer(head), asio::redirect_error(use_awaitable, error));
      std::vector<char> chunk(k_chunk);
      std::uint64_t left = body_less ? 0 : length;
      while (!error && left > 0) {
        file.read(chunk.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(left, chunk.size())));
        const auto got = static_cast<std::size_t>(file.gcount());
        if (got == 0) error = asio::error::eof;
        if (error) break;
        left -= got;
        lowest().expires_after(inside.limits.write_time);
        co_await asio::async_write(stream, asio::buffer(chunk.data(), got), asio::redirect_error(use_awaitable, error));
      }
      if (response.delete_file) std::filesystem::remove(response.file, problem_with_file);
    } else {
      const std::string_view body = response.bytes();
      length = body.size();
      const std::string head = head_of(response, length, response.status != 204 && response.status != 304, keep);
      const std::array<asio::const_buffer, 2> parts = {
          asio::buffer(head), body_less ? asio::const_buffer() : asio::const_buffer(body.data(), body.size())};
      lowest().expires_after(inside.limits.write_time);
      co_await asio::async_write(stream, parts, asio::redirect_error(use_awaitable, error));
    }
    note(request, response, body_less ? 0 : length, began);
    co_return !error;
  }

  asio::awaitable<void> stream_events(std::shared_ptr<EventSource> events) {
    inside.metrics.event_streams.fetch_add(1);
    // The timer is what the coroutine sleeps on; news, from any thread, wakes it on this lane.
    auto timer = std::make_shared<asio::steady_timer>(lane.context);
    sleeping = timer;
    std::weak_ptr<asio::steady_timer> weak = timer;
    events->on_news([&context = lane.context, weak] {
      asio::post(context, [weak] {
        if (const auto alive = weak.lock()) alive->cancel();
      });
    });
    error_code error;
    std::string text = ": open\n\n";
    while (true) {
      text += events->take();
      if (!text.empty()) {
        lowest().expires_after(inside.limits.write_time);
        co_await asio::async_write(stream, asio::buffer(text), asio::redirect_error(use_awaitable, error));
        if (error) break;
        text.clear();
      }
      if (events->ended() || lane.draining) break;
      // News from here on is posted to this lane, and comes when the coroutine sleeps.
      timer->expires_after(k_heartbeat);
      error_code woken;
      co_await timer->async_wait(asio::redirect_error(use_awaitable, woken));
      if (!woken) text = ": still here\n\n";
    }
    inside.metrics.event_streams.fetch_sub(1);
  }

  void note(const Request& request, const Response& response, std::uint64_t bytes, Clock::time_point began) {
    const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
    inside.metrics.answered(request.method, response.route, response.status, seconds, bytes);
    if (!inside.how.log) return;
    std::string line = "{\"time\":";
    line += std::to_string(inside.router.host().now() / 1000);
    line += ",\"request\":\"" + request.id + "\",\"peer\":";
    write_json_text(line, request.peer);
    line += ",\"method\":";
    write_json_text(line, request.method);
    line += ",\"path\":";
    write_json_text(line, request.path);
    line += fmt::format(",\"status\":{},\"bytes\":{},\"ms\":{:.3f}}}", response.status, bytes, seconds * 1000);
    inside.how.log(line);
  }
};

namespace {

template <class Stream, class... Arguments>
void begin(Listener::Inside& inside, Lane& lane, std::string peer, Arguments&&... arguments) {
  auto connection =
      std::make_shared<Connection<Stream>>(inside, lane, std::move(peer), std::forward<Arguments>(arguments)...);
  asio::co_spawn(
      lane.context, [connection]() -> asio::awaitable<void> { co_await connection->converse(); }, asio::detached);
}

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
        begin<TlsStream>(inside, lane, std::move(peer), std::move(socket), *inside.tls);
      else
        begin<beast::tcp_stream>(inside, lane, std::move(peer), std::move(socket));
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
    begin<LocalStream>(inside, lane, "local", std::move(socket));
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
  for (const auto& lane : lanes)
    asio::post(lane->context, [raw = lane.get()] {
      raw->draining = true;
      for (Closing* connection : std::set<Closing*>(raw->connections)) connection->close_when_idle();
    });
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
  const auto give_up = Clock::now() + inside.how.grace;
  while (inside.metrics.connections.load() > 0 && Clock::now() < give_up) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    for (const auto& lane : inside.lanes)
      asio::post(lane->context, [raw = lane.get()] {
        for (Closing* connection : std::set<Closing*>(raw->connections)) connection->close_when_idle();
      });
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
