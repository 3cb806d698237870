// XML as text, element by element.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tartip::exchange {

// The text as content or as the value of an attribute; what XML 1.0 cannot hold (control characters) is left out.
std::string xml_escaped(std::string_view text);

// Writes well-formed XML as long as every `open` has its `close`; two spaces a level, one element a line.
class XmlText {
 public:
  using Attributes = std::vector<std::pair<std::string, std::string>>;

  void open(std::string name, const Attributes& attributes = {});
  void close();
  void empty(std::string_view name, const Attributes& attributes);
  void leaf(std::string_view name, std::string_view text, const Attributes& attributes = {});
  std::string text() && { return std::move(text_); }

 private:
  void begin(std::string_view name, const Attributes& attributes);

  std::string text_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  std::vector<std::string> open_;
};

}  // namespace tartip::exchange
