// A name in the languages of the people who read it.
#pragma once
#include <map>
#include <string>

namespace tartip::axes {

struct Names {
  std::map<std::string, std::string> by_language;  // "kk", "ru", "en", or the source's own ("es")

  // The name in `language`, else English, else Russian, else any; never empty unless no name was given.
  const std::string& in(const std::string& language) const;
};

}  // namespace tartip::axes
