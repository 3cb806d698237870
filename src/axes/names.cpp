#include "axes/names.hpp"

namespace tartip::axes {

const std::string& Names::in(const std::string& language) const {
  static const std::string nothing;
  for (const std::string& wanted : {language, std::string("en"), std::string("ru")}) {
    const auto found = by_language.find(wanted);
    if (found != by_language.end() && !found->second.empty()) return found->second;
  }
  for (const auto& [other, name] : by_language)
    if (!name.empty()) return name;
  return nothing;
}

}  // namespace tartip::axes
