// Help made from the operation table: two examples first, then what it does, then the parameters.
#pragma once
#include <string>

#include "app/operation.hpp"
#include "text/catalogue.hpp"

namespace tartip::cli {

std::string help_for_program(const text::Catalogue& words);
std::string help_for_noun(const text::Catalogue& words, const std::string& noun);
std::string help_for(const text::Catalogue& words, const app::Operation& operation);

// One page of docs/reference/ (Markdown): every verb of a noun.
std::string reference_page(const text::Catalogue& words, const std::string& noun);

// What a parameter means: its own message, or the one shared by all operations.
std::string meaning_of(const text::Catalogue& words, const app::Operation& operation, const app::Parameter& parameter);

}  // namespace tartip::cli
