#include "exchange/xml_text.hpp"

#include "base/require.hpp"

namespace tartip::exchange {

std::string xml_escaped(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    if (c == '&')
      safe += "&amp;";
    else if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else if (c == '"')
      safe += "&quot;";
    else if (c == '\n' || c == '\t' || c == '\r')
      safe += ' ';
    else if (static_cast<unsigned char>(c) >= 0x20)
      safe += c;
  }
  return safe;
}

void XmlText::begin(std::string_view name, const Attributes& attributes) {
  text_.append(2 * open_.size(), ' ');
  text_ += '<';
  text_ += name;
  for (const auto& [attribute, value] : attributes) text_ += " " + attribute + "=\"" + xml_escaped(value) + "\"";
}

void XmlText::open(std::string name, const Attributes& attributes) {
  begin(name, attributes);
  text_ += ">\n";
  open_.push_back(std::move(name));
}

void XmlText::close() {
  require(!open_.empty(), "an element is closed that was not opened");
  const std::string name = std::move(open_.back());
  open_.pop_back();
  text_.append(2 * open_.size(), ' ');
  text_ += "</" + name + ">\n";
}

void XmlText::empty(std::string_view name, const Attributes& attributes) {
  begin(name, attributes);
  text_ += "/>\n";
}

void XmlText::leaf(std::string_view name, std::string_view text, const Attributes& attributes) {
  begin(name, attributes);
  text_ += '>';
  text_ += xml_escaped(text);
  text_ += "</";
  text_ += name;
  text_ += ">\n";
}

}  // namespace tartip::exchange
