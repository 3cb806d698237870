#include "http/json_text.hpp"

#include <boost/json.hpp>

namespace tartip::http {
namespace {

// How many bytes a well-formed character at the front of `rest` has; 0 when it is not well-formed.
std::size_t character_length(std::string_view rest) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  const auto follows = [&](std::size_t i, unsigned least = 0x80, unsigned most = 0xBF) {
    return i < rest.size() && byte(i) >= least && byte(i) <= most;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF)
    return follows(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF) && follows(2) ? 3 : 0;
  if (first >= 0xF0 && first <= 0xF4)
    return follows(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF) && follows(2) && follows(3) ? 4 : 0;
  return 0;
}

}  // namespace

std::string text_at(const boost::json::object& object, std::string_view name) {
  const boost::json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

void write_json_text(std::string& out, std::string_view text) {
  static constexpr char k_digits[] = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;  // first of those that go as they are
  std::size_t i = 0;
  const auto flush = [&](std::size_t skip) {
    out.append(text, plain, i - plain);
    i += skip;
    plain = i;
  };
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
      ++i;
    } else if (c == '"' || c == '\\') {
      flush(1);
      out += '\\';
      out += static_cast<char>(c);
    } else if (c < 0x20) {
      flush(1);
      out += c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : "\\u00";
      if (c != '\n' && c != '\t' && c != '\r') {
        out += k_digits[c >> 4];
        out += k_digits[c & 15];
      }
    } else if (const std::size_t length = character_length(text.substr(i)); length > 0) {
      i += length;
    } else {
      flush(1);
      out += "\xEF\xBF\xBD";
    }
  }
  flush(0);
  out += '"';
}

}  // namespace tartip::http
