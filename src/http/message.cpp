#include "http/message.hpp"

#include <algorithm>

namespace tartip::http {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool climbs(std::string_view path) {
  while (!path.empty()) {
    const auto end = path.find_first_of("/\\");
    const std::string_view segment = path.substr(0, end);
    if (segment == ".." || segment == ".") return true;
    path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
  }
  return false;
}

}  // namespace

bool same_header(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

void Headers::set(std::string_view name, std::string value) {
  for (auto& line : lines_)
    if (same_header(line.first, name)) {
      line.second = std::move(value);
      return;
    }
  lines_.emplace_back(std::string(name), std::move(value));
}

const std::string* Headers::find(std::string_view name) const {
  for (const auto& line : lines_)
    if (same_header(line.first, name)) return &line.second;
  return nullptr;
}

std::string Headers::get(std::string_view name) const {
  const std::string* found = find(name);
  return found == nullptr ? std::string() : *found;
}

std::string Request::query_value(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return {};
}

std::optional<std::string> Request::cookie(std::string_view name) const {
  const std::string* header = headers.find("Cookie");
  return header == nullptr ? std::nullopt : cookie_of(*header, name);
}

void EventSource::push(std::string_view event, std::string_view data) {
  std::function<void()> news;
  {
    const std::lock_guard lock(mutex_);
    if (ended_) return;
    waiting_ += "event: ";
    waiting_ += event;
    waiting_ += '\n';
    while (true) {
      const auto end = data.find('\n');
      waiting_ += "data: ";
      waiting_ += data.substr(0, end);
      waiting_ += '\n';
      if (end == std::string_view::npos) break;
      data.remove_prefix(end + 1);
    }
    waiting_ += '\n';
    news = news_;
  }
  if (news) news();
}

void EventSource::end() {
  std::function<void()> news;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    news = news_;
  }
  if (news) news();
}

std::string EventSource::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(waiting_, {});
}

bool EventSource::ended() const {
  const std::lock_guard lock(mutex_);
  return ended_ && waiting_.empty();
}

void EventSource::on_news(std::function<void()> listener) {
  bool now = false;
  {
    const std::lock_guard lock(mutex_);
    news_ = listener;
    now = listener && (ended_ || !waiting_.empty());
  }
  if (now) listener();
}

void EventSource::on_close(std::function<void()> listener) {
  const std::lock_guard lock(mutex_);
  closed_ = std::move(listener);
}

void EventSource::close() {
  std::function<void()> closed;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    news_ = nullptr;
    closed = std::exchange(closed_, nullptr);
  }
  if (closed) closed();
}

Response text_response(std::string text, std::string content_type) {
  Response response;
  response.content_type = std::move(content_type);
  response.body = std::move(text);
  return response;
}

Response json_response(std::string json, int status) {
  Response response = text_response(std::move(json), "application/json");
  response.status = status;
  return response;
}

Response no_store(Response response) {
  response.headers.set("Cache-Control", "no-store");
  return response;
}

std::string base_address(const Request& request) {
  const std::string host = request.headers.get("Host");
  const bool plain = !host.empty() && std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
  });
  return plain ? (request.secure ? "https://" : "http://") + host : std::string();
}

bool from_other_origin(const Request& request) {
  const std::string* origin = request.headers.find("Origin");
  if (origin == nullptr) return false;
  const auto scheme = origin->find("://");
  return scheme == std::string::npos || origin->substr(scheme + 3) != request.headers.get("Host");
}

bool accepts_encoding(const Request& request, std::string_view encoding) {
  const std::string accepted = request.headers.get("Accept-Encoding");
  std::string_view rest = accepted;
  while (!rest.empty()) {
    const auto end = rest.find(',');
    const std::string_view item = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    const auto weight = item.find(';');
    if (trimmed(item.substr(0, weight)) != encoding) continue;
    const auto zero = item.find("q=0");
    return zero == std::string_view::npos || item.find_first_of("123456789", zero + 3) != std::string_view::npos;
  }
  return false;
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F) return std::nullopt;
    if (c == '+' && plus_is_space) {
      decoded += ' ';
    } else if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = digit(text[i + 1]), low = digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += c;
    }
  }
  return decoded;
}

std::string percent_encoded(std::string_view text) {
  static constexpr char k_digits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain) {
      encoded += c;
    } else {
      encoded += '%';
      encoded += k_digits[static_cast<unsigned char>(c) >> 4];
      encoded += k_digits[static_cast<unsigned char>(c) & 15];
    }
  }
  return encoded;
}

std::string encoded_query(const std::vector<std::pair<std::string, std::string>>& query,
                          std::initializer_list<std::string_view> without) {
  std::string text;
  for (const auto& [name, value] : query)
    if (std::find(without.begin(), without.end(), name) == without.end())
      text += (text.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  return text;
}

std::string attachment(std::string_view file_name) {
  return "attachment; filename*=UTF-8''" + percent_encoded(file_name);
}

std::optional<Target> parse_target(std::string_view target) {
  if (target.empty() || target.front() != '/') return std::nullopt;
  Target parsed;
  const auto mark = target.find('?');
  auto path = percent_decoded(target.substr(0, mark), false);
  if (!path || climbs(*path)) return std::nullopt;
  for (const char c : *path)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return std::nullopt;
  parsed.path = std::move(*path);
  if (mark == std::string_view::npos) return parsed;
  std::string_view rest = target.substr(mark + 1);
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = percent_decoded(pair.substr(0, equals), true);
    auto value = percent_decoded(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!name || !value || name->find('\0') != std::string::npos || value->find('\0') != std::string::npos)
      return std::nullopt;
    parsed.query.emplace_back(std::move(*name), std::move(*value));
  }
  return parsed;
}

std::optional<std::string> cookie_of(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const auto end = header.find(';');
    const std::string_view pair = trimmed(header.substr(0, end));
    header = end == std::string_view::npos ? std::string_view() : header.substr(end + 1);
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    std::string_view value = pair.substr(equals + 1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return std::string(value);
  }
  return std::nullopt;
}

}  // namespace tartip::http
