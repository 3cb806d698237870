#include "http/wire.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "http/json_text.hpp"
#include "http/problem.hpp"

namespace tartip::http {
namespace {

void append_value(std::string& out, std::string_view value) {
  for (const char c : value) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
}

}  // namespace

std::string http_date(std::time_t moment) {
  std::tm parts{};
  gmtime_r(&moment, &parts);
  char text[40];
  return std::string(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));
}

std::string head_of(const Response& response, std::optional<std::uint64_t> length, bool keep, std::string_view date) {
  std::string head;
  head.reserve(1024);
  head += "HTTP/1.1 ";
  head += std::to_string(response.status);
  head += ' ';
  head += reason_of(response.status);
  head += "\r\nDate: ";
  head += date;
  if (!response.content_type.empty()) {
    head += "\r\nContent-Type: ";
    append_value(head, response.content_type);
  }
  if (length) {
    head += "\r\nContent-Length: ";
    head += std::to_string(*length);
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

void believe_proxy(Request& request, const std::vector<std::string>& proxies) {
  if (std::find(proxies.begin(), proxies.end(), request.peer) == proxies.end()) return;
  // Some proxies write a line of their own beneath what the client sent, some lengthen that line.
  for (const auto& [name, value] : request.headers.lines())
    if (same_header(name, "X-Forwarded-For")) {
      std::string last = value.substr(value.rfind(',') + 1);
      last.erase(0, last.find_first_not_of(" \t"));
      last.erase(last.find_last_not_of(" \t") + 1);
      if (!last.empty()) request.peer = last;
    } else if (same_header(name, "X-Forwarded-Proto")) {
      request.secure = value == "https";
    }
}

std::string log_line(const Request& request, int status, std::uint64_t bytes, double seconds, axes::Micros now) {
  std::string line = "{\"time\":";
  line += std::to_string(now / 1000);
  line += ",\"request\":\"" + request.id + "\",\"peer\":";
  write_json_text(line, request.peer);
  line += ",\"method\":";
  write_json_text(line, request.method);
  line += ",\"path\":";
  write_json_text(line, request.path);
  return line + fmt::format(",\"status\":{},\"bytes\":{},\"ms\":{:.3f}}}", status, bytes, seconds * 1000);
}

}  // namespace tartip::http
