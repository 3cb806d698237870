// A document as one HTML file that needs nothing else: the page built from web/ with the document's JSON put in.
#pragma once
#include <string>
#include <string_view>

#include "briefing/document.hpp"

namespace tartip::briefing {

std::string render_html(const Document& document);

// The same with a page given: it must hold each marker once — <!--TARTIP:DOCUMENT-->, {{TARTIP:LANG}}, {{TARTIP:TITLE}}
// — which is a programmer's error otherwise. Nothing of the document can end the script element it stands in.
std::string fill_page(std::string_view page, const Document& document);

}  // namespace tartip::briefing
