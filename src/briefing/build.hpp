// From numbers to a briefing in one language. Sentences come from the same numbers as figures and tables; nothing is
// said that the numbers do not support (docs/methods/briefing.md). The same material, language and seed give the same
// document.
#pragma once
#include <string>
#include <vector>

#include "briefing/document.hpp"
#include "briefing/material.hpp"

namespace tartip::briefing {

// One chapter per register, in the order given; `language` is "kk", "ru" or "en". No materials: a document that says
// so.
Document build_document(const std::vector<Material>& materials, const Making& making, const std::string& language);

}  // namespace tartip::briefing
