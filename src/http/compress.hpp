// Answers compressed for the way.
#pragma once
#include <string>
#include <string_view>

namespace tartip::http {

// In the gzip format, at the level whose time is worth it for answers that are made once and sent often. Empty when it
// would not save a tenth.
std::string gzip_of(std::string_view bytes);

}  // namespace tartip::http
