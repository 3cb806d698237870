// Formats of times as people read them: "DD.MM.YYYY hh:mm" for "%d.%m.%Y %H:%M".
#pragma once
#include <string>
#include <vector>

#include "app/wording.hpp"

namespace tartip::app {

std::string readable_format(const std::string& format, const Wording& words);

// What was expected of a value, or why it was understood as it was: arguments named "format" are made readable.
std::string readable(const std::string& key, std::vector<Argument> arguments, const Wording& words);

}  // namespace tartip::app
