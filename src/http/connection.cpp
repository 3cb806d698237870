#include "http/connection.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <optional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <fmt/format.h>

#include "http/metrics.hpp"
#include "http/problem.hpp"
#include "http/uploads.hpp"
#include "http/wire.hpp"

namespace tartip::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::use_awaitable;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using LocalStream = beast::basic_stream<Local>;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

constexpr std::size_t k_chunk = std::size_t{64} << 10;
constexpr std::size_t k_most_waiting = 1000;  // requests that wait for a worker
constexpr std::chrono::seconds k_heartbeat{15};

bool is_chunked_or_long(const wire::request_parser<wire::empty_body>& head) {
  return head.chunked() || head.content_length().value_or(0) > 0;
}

template <class Stream>
struct Connection final : Closing, std::enable_shared_from_this<Connection<Stream>> {
  Serving& serving;
  Lane& lane;
  Stream stream;
  std::string peer;
  beast::flat_buffer buffer;
  bool idle = false;                           // between two requests
  std::weak_ptr<asio::steady_timer> sleeping;  // of an event stream
  static constexpr bool k_tls = std::is_same_v<Stream, TlsStream>;
  static constexpr bool k_local = std::is_same_v<Stream, LocalStream>;

  template <class... Arguments>
  Connection(Serving& all, Lane& in, std::string from, Arguments&&... arguments)
      : serving(all), lane(in), stream(std::forward<Arguments>(arguments)...), peer(std::move(from)) {
    lane.connections.insert(this);
    serving.metrics.connections.fetch_add(1);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() override {
    lane.connections.erase(this);
    serving.metrics.connections.fetch_sub(1);
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
      lowest().expires_after(serving.limits.header_time);
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
      lowest().expires_after(serving.limits.idle_time);
      const std::size_t bytes =
          co_await stream.async_read_some(buffer.prepare(8192), asio::redirect_error(use_awaitable, error));
      idle = false;
      if (error) co_return false;
      buffer.commit(bytes);
    }
    Request request;
    request.id = fmt::format("{}{:08x}", serving.run_id, serving.next_request.fetch_add(1));
    request.peer = peer;
    request.secure = k_tls;
    request.local = k_local;

    wire::request_parser<wire::empty_body> head;
    head.header_limit(static_cast<std::uint32_t>(serving.limits.header_bytes));
    head.body_limit(boost::none);
    lowest().expires_after(serving.limits.header_time);
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
    Router::Prepared prepared = serving.router.prepare(request);
    const bool has_body = is_chunked_or_long(head);
    if (has_body) {
      const bool upload = prepared.upload && !prepared.refused;
      const std::uint64_t limit = upload ? serving.limits.upload_bytes : serving.limits.body_bytes;
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
    believe_proxy(request, serving.how.proxies);
    return true;
  }

  // 0, the status to refuse with, or -1 when the client has gone.
  asio::awaitable<int> read_body(Request& request, wire::request_parser<wire::empty_body>& head, std::uint64_t limit) {
    wire::request_parser<wire::string_body> parser(std::move(head));
    parser.body_limit(limit);
    error_code error;
    lowest().expires_after(serving.limits.body_time);
    co_await wire::async_read(stream, buffer, parser, asio::redirect_error(use_awaitable, error));
    if (error) co_return status_of_read(error);
    request.body = std::move(parser.get().body());
    co_return 0;
  }

  asio::awaitable<int> read_file_body(Request& request, wire::request_parser<wire::empty_body>& head,
                                      std::uint64_t limit) {
    auto scratch = serving.router.host().uploads->scratch_file();
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
      lowest().expires_after(serving.limits.body_time);
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
    if (auto at_hand = serving.router.at_once(request, prepared)) {
      if (!prepared.refused) serving.metrics.kept_answers.fetch_add(1);
      co_return std::move(*at_hand);
    }
    if (prepared.quick) co_return serving.router.finish(request, prepared);
    if (serving.metrics.waiting.load() > static_cast<std::int64_t>(k_most_waiting)) {
      Response busy = problem(503, Error{Code::unavailable, "error.http.busy", {}, {}}, prepared.language, request.id);
      busy.headers.set("Retry-After", "5");
      co_return busy;
    }
    serving.metrics.waiting.fetch_add(1);
    lowest().expires_never();
    co_return co_await asio::co_spawn(serving.workers.get_executor(), work(serving, request, prepared), use_awaitable);
  }

  static asio::awaitable<Response> work(Serving& serving, const Request& request, Router::Prepared& prepared) {
    serving.metrics.waiting.fetch_sub(1);
    serving.metrics.working.fetch_add(1);
    Response response = serving.router.finish(request, prepared);
    serving.metrics.working.fetch_sub(1);
    co_return response;
  }

  asio::awaitable<void> refuse(const Request& request, int status, const char* key, Clock::time_point began) {
    const std::string language = language_of(request, serving.router.host());
    Response response = problem(status, Error{Code::bad_input, key, {}, {}}, language, request.id);
    co_await send(request, response, false, began);
  }

  asio::awaitable<bool> send(const Request& request, const Response& response, bool keep, Clock::time_point began) {
    const bool body_less = request.method == "HEAD" || response.status == 304 || response.status == 204;
    error_code error;
    std::uint64_t length = 0;
    if (response.events && !body_less) {
      const std::string head = head_of(response, std::nullopt, false, lane.date());
      lowest().expires_after(serving.limits.write_time);
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
      const std::string head = head_of(response, length, keep, lane.date());
      lowest().expires_after(serving.limits.write_time);
      co_await asio::async_write(stream, asio::buffer(head), asio::redirect_error(use_awaitable, error));
      std::vector<char> chunk(k_chunk);
      std::uint64_t left = body_less ? 0 : length;
      while (!error && left > 0) {
        file.read(chunk.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(left, chunk.size())));
        const auto got = static_cast<std::size_t>(file.gcount());
        if (got == 0) error = asio::error::eof;
        if (error) break;
        left -= got;
        lowest().expires_after(serving.limits.write_time);
        co_await asio::async_write(stream, asio::buffer(chunk.data(), got), asio::redirect_error(use_awaitable, error));
      }
      if (response.delete_file) std::filesystem::remove(response.file, problem_with_file);
    } else {
      const std::string_view body = response.bytes();
      length = body.size();
      const bool told = response.status != 204 && response.status != 304;
      const std::string head = head_of(response, told ? std::optional(length) : std::nullopt, keep, lane.date());
      const std::array<asio::const_buffer, 2> parts = {
          asio::buffer(head), body_less ? asio::const_buffer() : asio::const_buffer(body.data(), body.size())};
      lowest().expires_after(serving.limits.write_time);
      co_await asio::async_write(stream, parts, asio::redirect_error(use_awaitable, error));
    }
    note(request, response, body_less ? 0 : length, began);
    co_return !error;
  }

  asio::awaitable<void> stream_events(std::shared_ptr<EventSource> events) {
    serving.metrics.event_streams.fetch_add(1);
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
        lowest().expires_after(serving.limits.write_time);
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
    serving.metrics.event_streams.fetch_sub(1);
  }

  void note(const Request& request, const Response& response, std::uint64_t bytes, Clock::time_point began) {
    const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
    serving.metrics.answered(request.method, response.route, response.status, seconds, bytes);
    if (serving.how.log)
      serving.how.log(log_line(request, response.status, bytes, seconds, serving.router.host().now()));
  }
};

template <class Stream, class... Arguments>
void begin(Serving& serving, Lane& lane, std::string peer, Arguments&&... arguments) {
  auto connection =
      std::make_shared<Connection<Stream>>(serving, lane, std::move(peer), std::forward<Arguments>(arguments)...);
  asio::co_spawn(
      lane.context, [connection]() -> asio::awaitable<void> { co_await connection->converse(); }, asio::detached);
}

}  // namespace

Serving::Serving(const Router& answering, const Listening& listening, std::size_t threads)
    : router(answering),
      how(listening),
      limits(answering.host().limits),
      metrics(*answering.host().metrics),
      run_id(random_id().substr(0, 8)),
      workers(threads) {}

const std::string& Lane::date() {
  const std::time_t now = std::time(nullptr);
  if (now != date_second_) {
    date_second_ = now;
    date_text_ = http_date(now);
  }
  return date_text_;
}

void Lane::drain() {
  draining = true;
  // Closing one may take it out of the set.
  for (Closing* connection : std::set<Closing*>(connections)) connection->close_when_idle();
}

void converse(Serving& serving, Lane& lane, std::string peer, Tcp::socket socket) {
  begin<beast::tcp_stream>(serving, lane, std::move(peer), std::move(socket));
}

void converse(Serving& serving, Lane& lane, std::string peer, Tcp::socket socket, asio::ssl::context& tls) {
  begin<TlsStream>(serving, lane, std::move(peer), std::move(socket), tls);
}

void converse(Serving& serving, Lane& lane, Local::socket socket) {
  begin<LocalStream>(serving, lane, "local", std::move(socket));
}

}  // namespace tartip::http
