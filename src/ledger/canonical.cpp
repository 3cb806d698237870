#include "ledger/canonical.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <vector>

#include "base/require.hpp"

namespace tartip::ledger {
namespace {

namespace json = boost::json;

constexpr std::int64_t k_exact = std::int64_t{1} << 53;

tl::unexpected<Error> refuse(const std::string& reason) {
  return fail(Code::bad_data, "error.ledger.json", {{"reason", reason}});
}

void add_string(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          char escaped[8];
          std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
          out += escaped;
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

// Members are sorted by UTF-16 code units: bytes of UTF-8 sort the same except that the surrogates of what lies beyond
// the basic plane come before U+E000 … U+FFFF.
bool before(std::string_view a, std::string_view b) {
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (y == b.end()) return false;
  if (x == a.end()) return true;
  const auto rank = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xF0 ? 0xED * 2 + 1 : byte * 2;  // beyond the basic plane: after U+D7FF, before U+E000
  };
  return rank(*x) != rank(*y) ? rank(*x) < rank(*y) : static_cast<unsigned char>(*x) < static_cast<unsigned char>(*y);
}

// Builds the value with every number as its digits say: the parser's own reading of a fraction can be off by one unit
// in the last place, which would change the hash.
struct Exactly {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  using Text = json::string_view;
  using Code = boost::system::error_code;

  json::value_stack stack;

  bool on_document_begin(Code&) {
    stack.reset();
    return true;
  }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return true; }
  bool on_object_end(std::size_t count, Code&) {
    stack.push_object(count);
    return true;
  }
  bool on_array_begin(Code&) { return true; }
  bool on_array_end(std::size_t count, Code&) {
    stack.push_array(count);
    return true;
  }
  bool on_key_part(Text part, std::size_t, Code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_key(Text part, std::size_t, Code&) {
    stack.push_key(part);
    return true;
  }
  bool on_string_part(Text part, std::size_t, Code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_string(Text part, std::size_t, Code&) {
    stack.push_string(part);
    return true;
  }
  bool on_number_part(Text, Code&) { return true; }
  bool on_int64(std::int64_t value, Text, Code&) {
    stack.push_int64(value);
    return true;
  }
  bool on_uint64(std::uint64_t value, Text, Code&) {
    stack.push_uint64(value);
    return true;
  }
  bool on_double(double, Text digits, Code& error) {
    double exact = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), exact);
    if (failed != std::errc() || end != digits.data() + digits.size()) error = json::error::syntax;
    stack.push_double(exact);
    return !error;
  }
  bool on_bool(bool value, Code&) {
    stack.push_bool(value);
    return true;
  }
  bool on_null(Code&) {
    stack.push_null();
    return true;
  }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }
};

Status add_value(const json::value& value, std::string& out);

Status add_object(const json::object& object, std::string& out) {
  std::vector<const json::key_value_pair*> members;
  for (const auto& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) { return before(a->key(), b->key()); });
  out += '{';
  for (const auto* member : members) {
    if (out.back() != '{') out += ',';
    add_string(member->key(), out);
    out += ':';
    if (Status ok = add_value(member->value(), out); !ok) return ok;
  }
  out += '}';
  return {};
}

Status add_value(const json::value& value, std::string& out) {
  switch (value.kind()) {
    case json::kind::null:
      out += "null";
      return {};
    case json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      return {};
    case json::kind::int64:
      if (std::abs(value.get_int64()) > k_exact) return refuse(std::to_string(value.get_int64()));
      out += std::to_string(value.get_int64());
      return {};
    case json::kind::uint64:
      return refuse(std::to_string(value.get_uint64()));  // Boost uses it only beyond int64
    case json::kind::double_:
      out += canonical_number(value.get_double());
      return {};
    case json::kind::string:
      add_string(value.get_string(), out);
      return {};
    case json::kind::array: {
      out += '[';
      bool first = true;
      for (const json::value& one : value.get_array()) {
        if (!first) out += ',';
        first = false;
        if (Status ok = add_value(one, out); !ok) return ok;
      }
      out += ']';
      return {};
    }
    case json::kind::object:
      return add_object(value.get_object(), out);
  }
  return {};
}

}  // namespace

std::string canonical_number(double value) {
  require(std::isfinite(value), "JSON has no infinite numbers");
  if (value == 0) return "0";
  // The shortest digits that read back to the value, then ECMAScript's rule for where the point stands.
  char buffer[40];
  const char* end = std::to_chars(buffer, buffer + sizeof buffer, std::abs(value), std::chars_format::scientific).ptr;
  const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  const std::size_t e = text.find('e');
  std::string digits(1, text[0]);
  if (e > 2) digits += text.substr(2, e - 2);
  const int point = std::stoi(std::string(text.substr(e + 1))) + 1, count = static_cast<int>(digits.size());
  std::string out = value < 0 ? "-" : "";
  if (count <= point && point <= 21) return out + digits + std::string(static_cast<std::size_t>(point - count), '0');
  if (0 < point && point <= 21)
    return out + digits.substr(0, static_cast<std::size_t>(point)) + "." +
           digits.substr(static_cast<std::size_t>(point));
  if (-6 < point && point <= 0) return out + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  out += digits.substr(0, 1);
  if (count > 1) out += "." + digits.substr(1);
  return out + (point > 0 ? "e+" : "e-") + std::to_string(std::abs(point - 1));
}

Result<std::string> canonical_json(std::string_view text) {
  boost::system::error_code error;
  json::basic_parser<Exactly> parser(json::parse_options{});
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size()) error = json::error::extra_data;
  if (error) return refuse(error.message());
  std::string out;
  if (Status ok = add_value(parser.handler().stack.release(), out); !ok) return pass(ok);
  return out;
}

}  // namespace tartip::ledger
