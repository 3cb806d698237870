#include "briefing/render.hpp"

#include "base/require.hpp"
#include "page.hpp"

namespace tartip::briefing {
namespace {

// Inside a script element "</script" and "<!--" would end it or change how it is read; in JSON "<" may always be
// written \u003c. U+2028 and U+2029 end a line for old readers of scripts.
std::string safe_in_script(std::string_view json) {
  std::string safe;
  safe.reserve(json.size() + json.size() / 16);
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '<') {
      safe += "\\u003c";
    } else if (c == '>') {
      safe += "\\u003e";
    } else if (c == '&') {
      safe += "\\u0026";
    } else if (json.substr(i).starts_with("\xE2\x80\xA8")) {
      safe += "\\u2028";
      i += 2;
    } else if (json.substr(i).starts_with("\xE2\x80\xA9")) {
      safe += "\\u2029";
      i += 2;
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string safe_in_markup(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '&':
        safe += "&amp;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

struct Filling {
  std::string_view marker;
  std::string text;
  std::size_t at = 0;
};

}  // namespace

std::string fill_page(std::string_view page, const Document& document) {
  Filling fillings[] = {
      {"{{TARTIP:LANG}}", safe_in_markup(document.language), 0},
      {"{{TARTIP:TITLE}}", safe_in_markup(document.title), 0},
      {"<!--TARTIP:DOCUMENT-->",
       "<script type=\"application/json\" id=\"document\">" + safe_in_script(to_json(document)) + "</script>", 0}};
  // All places are found in the page before anything is put in, so that a text which looks like a marker stays a text.
  for (Filling& filling : fillings) {
    filling.at = page.find(filling.marker);
    require(filling.at != std::string_view::npos, "the page lacks a marker");
    require(page.find(filling.marker, filling.at + 1) == std::string_view::npos, "the page has a marker twice");
  }
  std::string filled;
  for (std::size_t from = 0; from < page.size();) {
    const Filling* next = nullptr;
    for (const Filling& filling : fillings)
      if (filling.at >= from && (next == nullptr || filling.at < next->at)) next = &filling;
    const std::size_t upto = next != nullptr ? next->at : page.size();
    filled += page.substr(from, upto - from);
    if (next != nullptr) filled += next->text;
    from = next != nullptr ? upto + next->marker.size() : page.size();
  }
  return filled;
}

std::string render_html(const Document& document) {
  return fill_page(embedded::briefing_page(), document);
}

}  // namespace tartip::briefing
