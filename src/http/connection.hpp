// One connection, from its first byte to its last: reads requests within the limits, asks the router, writes answers,
// streams uploads to files and events to clients without holding a thread. The inside of listener.hpp, which accepts:
// the only header of the project that knows the sockets' library.
#pragma once
#include <atomic>
#include <cstdint>
#include <ctime>
#include <set>
#include <string>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "http/listener.hpp"
#include "http/router.hpp"

namespace tartip::http {

using Tcp = boost::asio::ip::tcp;
using Local = boost::asio::local::stream_protocol;

struct Closing {
  virtual void close_when_idle() = 0;
  virtual ~Closing() = default;
};

// One thread with its connections; everything in it runs on that thread.
struct Lane {
  std::set<Closing*> connections;  // goes after the context, which ends them
  boost::asio::io_context context{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work = boost::asio::make_work_guard(context);
  bool draining = false;

  const std::string& date();  // of now, for the head of an answer
  void drain();               // no further request: those who wait between two are let go

 private:
  std::time_t date_second_ = 0;
  std::string date_text_;
};

// What all connections share.
struct Serving {
  const Router& router;
  const Listening how;
  const Limits limits;
  Metrics& metrics;
  const std::string run_id;  // before the number of a request
  std::atomic<std::uint64_t> next_request{1};
  boost::asio::thread_pool workers;

  Serving(const Router& answering, const Listening& listening, std::size_t threads);
};

// On the lane's thread; `serving` and `lane` outlive the connection.
void converse(Serving& serving, Lane& lane, std::string peer, Tcp::socket socket);
void converse(Serving& serving, Lane& lane, std::string peer, Tcp::socket socket, boost::asio::ssl::context& tls);
void converse(Serving& serving, Lane& lane, Local::socket socket);

}  // namespace tartip::http
