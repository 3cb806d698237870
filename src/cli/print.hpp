// Sheets for people at a terminal: aligned columns, numbers in the reader's conventions.
#pragma once
#include <string>

#include "app/sheet.hpp"

namespace tartip::cli {

std::string to_terminal(const app::Sheet& sheet, const std::string& language);

}  // namespace tartip::cli
