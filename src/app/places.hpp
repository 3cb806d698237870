// Where the program looks when nobody says where: the same for commands and for the server.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

namespace tartip::app {

// What was said, else TARTIP_CENTRE, else "centre".
inline std::filesystem::path centre_folder(const std::string& said = {}) {
  if (!said.empty()) return said;
  const char* variable = std::getenv("TARTIP_CENTRE");
  return variable != nullptr && *variable != 0 ? variable : "centre";
}

// Among the person's own settings (XDG base directories); keys are never looked for in a centre.
inline std::filesystem::path keys_folder() {
  for (const auto& [variable, below] : {std::pair{"XDG_CONFIG_HOME", ""}, std::pair{"HOME", ".config"}})
    if (const char* value = std::getenv(variable); value != nullptr && *value != 0)
      return std::filesystem::path(value) / below / "tartip" / "keys";
  return "tartip-keys";
}

}  // namespace tartip::app
