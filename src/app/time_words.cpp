#include "app/time_words.hpp"

#include <string_view>

namespace tartip::app {

std::string readable_format(const std::string& format, const Wording& words) {
  if (format == "iso" || format == "unix" || format == "excel") return words("time_format." + format);
  std::string text;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const char letter = format[i] == '%' && i + 1 < format.size() ? format[++i] : '\0';
    if (letter == '%')
      text += '%';
    else if (std::string_view("YymdHIpMSfbzj").find(letter) != std::string_view::npos && letter != '\0')
      text += words(std::string("time_letter.") + (letter == 'I' ? 'H' : letter));
    else
      text += format[i];
  }
  return text;
}

std::string readable(const std::string& key, std::vector<Argument> arguments, const Wording& words) {
  for (Argument& argument : arguments)
    if (argument.name == "format") argument.value = readable_format(argument.value, words);
  return words(key, arguments);
}

}  // namespace tartip::app
