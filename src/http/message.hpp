// A request and its answer, as every route sees them: no sockets, no library of the listener.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tartip::http {

bool same_header(std::string_view a, std::string_view b);  // names, without regard to case

// Names are compared without regard to case, as HTTP wants; the first of several with one name is found.
class Headers {
 public:
  void add(std::string name, std::string value) { lines_.emplace_back(std::move(name), std::move(value)); }
  void set(std::string_view name, std::string value);
  const std::string* find(std::string_view name) const;
  std::string get(std::string_view name) const;  // empty when absent
  const std::vector<std::pair<std::string, std::string>>& lines() const { return lines_; }

 private:
  std::vector<std::pair<std::string, std::string>> lines_;
};

struct Request {
  std::string method = "GET";
  std::string path = "/";                                       // decoded, without "." and ".." segments
  std::vector<std::pair<std::string, std::string>> query = {};  // decoded, in order
  Headers headers = {};
  std::string body = {};
  std::filesystem::path body_file = {};  // where an upload was streamed to; whoever answers moves it away or leaves it
  std::string peer = {};                 // the address that connected
  std::string id = {};                   // of this request, in the log and in every problem
  bool secure = false;                   // came over TLS
  bool local = false;                    // came through the socket in the centre's folder

  std::string query_value(std::string_view name) const;  // the first; empty when absent
  std::optional<std::string> cookie(std::string_view name) const;
};

// A stream of server-sent events. It needs no thread while nothing happens: who has news pushes it from any thread, and
// the listener hears of it.
class EventSource {
 public:
  void push(std::string_view event, std::string_view data);  // data of several lines is sent as such
  void end();
  // What waits to be sent; ended() is true when nothing will follow what has been taken.
  std::string take();
  bool ended() const;
  // Called, from any thread, when there is something to take or the end has come; once at once when there already is.
  void on_news(std::function<void()> listener);
  // Called when the client has gone or the stream has ended.
  void on_close(std::function<void()> listener);
  void close();

 private:
  mutable std::mutex mutex_;
  std::string waiting_;
  bool ended_ = false;
  std::function<void()> news_, closed_;
};

struct Response {
  int status = 200;
  std::string content_type = {};
  std::string body = {};
  Headers headers = {};
  std::shared_ptr<const std::string> shared_body = {};  // instead of `body`: kept elsewhere, sent without a copy
  std::string_view kept_body = {};                      // instead of `body`: lives as long as the program
  std::filesystem::path file = {};                      // instead of `body`: streamed
  bool delete_file = false;                             // when it has been sent
  std::shared_ptr<EventSource> events = {};             // instead of `body`
  std::string_view route = {};                          // the pattern that answered; set by the router

  std::string_view bytes() const {
    return shared_body ? std::string_view(*shared_body) : !kept_body.empty() ? kept_body : std::string_view(body);
  }
};

Response text_response(std::string text, std::string content_type = "text/plain; charset=utf-8");
Response json_response(std::string json, int status = 200);
Response no_store(Response response);  // not kept anywhere on its way

// The address by which the visitor reached the server, without a trailing slash: "https://centre.example". Empty when
// it was not told; then links are relative.
std::string base_address(const Request& request);
// Whether Origin names another server than the one that was asked; without an Origin it does not.
bool from_other_origin(const Request& request);
// Whether Accept-Encoding takes it: "gzip", "br".
bool accepts_encoding(const Request& request, std::string_view encoding);

// Takes a request target ("/api/v1/cube/query?in=KZ-75&in=KZ-79") apart. Nothing: not a target that is answered — no
// leading slash, a broken escape, a control character, or a path with ".." in it.
struct Target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
};
std::optional<Target> parse_target(std::string_view target);
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);
std::string percent_encoded(std::string_view text);
// "in=KZ-75&in=KZ-79": a query as it stands in an address, without the names that are left out.
std::string encoded_query(const std::vector<std::pair<std::string, std::string>>& query,
                          std::initializer_list<std::string_view> without = {});
// Content-Disposition of a file that is to be saved by this name.
std::string attachment(std::string_view file_name);

// A cookie of a Cookie header by its name.
std::optional<std::string> cookie_of(std::string_view header, std::string_view name);

}  // namespace tartip::http
