#include "statistics/definition_id.hpp"

#include <algorithm>
#include <charconv>

namespace tartip::statistics {
namespace {

bool is_word(std::string_view text) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  return !text.empty() && lower(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

Result<DefinitionId> DefinitionId::parse(std::string_view text) {
  const auto wrong = [&] { return fail(Code::bad_data, "error.definition.id", {{"value", std::string(text)}}); };
  const std::size_t first = text.find(':');
  const std::size_t last = text.rfind(':');
  if (first == std::string_view::npos || first == last) return wrong();
  const std::string_view number = text.substr(last + 1);
  if (!is_word(text.substr(0, first)) || !is_word(text.substr(first + 1, last - first - 1)) || number.size() < 2 ||
      number[0] != 'v' || number[1] == '0')
    return wrong();
  int version = 0;
  const auto read = std::from_chars(number.data() + 1, number.data() + number.size(), version);
  if (read.ec != std::errc{} || read.ptr != number.data() + number.size() || version < 1) return wrong();
  return DefinitionId(std::string(text), last, version);
}

}  // namespace tartip::statistics
