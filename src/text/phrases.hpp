// Small turns of phrase that differ between languages. Languages as in catalogue.hpp.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace tartip::text {

std::string list(std::string_view language, const std::vector<std::string>& items);  // "A, B and C"; nothing gives ""
std::string capitalised(std::string_view language, std::string_view text);           // the first letter only

}  // namespace tartip::text
