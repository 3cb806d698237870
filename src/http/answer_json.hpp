// An operation's answer as the JSON that pages and programs read (docs/interface.md): sheets with cells in the order of
// their columns, codes with their readings, what is said as key and sentence.
#pragma once
#include <string>

#include "app/operation.hpp"

namespace tartip::http {

// A missing cell, NaN and infinities are null; numbers have all their digits; text that is not UTF-8 has its bad bytes
// replaced. One pass, no tree in between.
// `exact`: what JSON has no number for as {"number": "inf"}, lists as one text, so that a sheet can be made of it
// again.
std::string answer_json(const app::Answer& answer, const std::string& language, bool exact = false);

}  // namespace tartip::http
