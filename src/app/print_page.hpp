// A page printed to PDF by the browser that is installed (chromium).
#pragma once
#include <filesystem>

#include "base/error.hpp"

namespace tartip::app {

// Errors: unavailable `error.print.no_browser` with what to install, `error.print.failed`.
Status print_page(const std::filesystem::path& page, const std::filesystem::path& pdf);

}  // namespace tartip::app
