#include "axes/toml_text.hpp"

#include <algorithm>

namespace tartip::axes {

std::string in_quotes(std::string_view text) {
  static constexpr char k_digits[] = "0123456789abcdef";
  std::string result = "\"";
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      result += "\\u00";
      result += k_digits[byte >> 4];
      result += k_digits[byte & 15];
    } else {
      result += c;
    }
  }
  return result + "\"";
}

std::string comment_line(std::string line) {
  std::ranges::replace_if(
      line, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; }, ' ');
  return "# " + line + "\n";
}

std::string identifier_from(const std::filesystem::path& file, std::string_view prefix) {
  std::string id;
  for (char c : file.filename().string().substr(0, file.filename().string().find('.'))) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (good || (!id.empty() && id.back() != '_')) id += good ? c : '_';
  }
  while (!id.empty() && id.back() == '_') id.pop_back();
  if (id.empty() || (id.front() >= '0' && id.front() <= '9')) id.insert(0, prefix);
  return id.substr(0, 48);
}

}  // namespace tartip::axes
