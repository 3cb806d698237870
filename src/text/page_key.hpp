// Sentences that name what one types at a terminal have another wording for readers of pages: "<key>.page".
#pragma once
#include <string>

#include "base/error.hpp"
#include "text/catalogue.hpp"

namespace tartip::text {

// The message to say on a page instead of `key`; the same key where there is no other.
std::string page_key(const Catalogue& catalogue, const std::string& key);

// Catalogue::explain for a reader of pages.
std::string explain_on_page(const Catalogue& catalogue, const Error& error);

}  // namespace tartip::text
