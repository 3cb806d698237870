#include "statistics/form.hpp"

#include <algorithm>

namespace tartip::statistics {
namespace {

std::optional<std::size_t> find_in(const std::unordered_map<std::string, std::int32_t>& index, const std::string& key) {
  const auto found = index.find(key);
  if (found == index.end()) return std::nullopt;
  return static_cast<std::size_t>(found->second);
}

bool is_word(std::string_view text) {
  return !text.empty() && text.find_first_of(" \t\n[]:=<>+") == std::string_view::npos;
}

}  // namespace

std::optional<std::size_t> FormSheet::find_row(const std::string& key) const {
  return find_in(row_by_key, key);
}
std::optional<std::size_t> FormSheet::find_graph(const std::string& graph) const {
  return find_in(graph_by_id, graph);
}

std::optional<std::size_t> FormDescription::find_sheet(const std::string& sheet) const {
  const auto found = std::find_if(sheets.begin(), sheets.end(), [&](const FormSheet& one) { return one.id == sheet; });
  if (found == sheets.end()) return std::nullopt;
  return static_cast<std::size_t>(found - sheets.begin());
}

std::string CellAddress::text() const {
  return (form.empty() ? "" : form + ":") + sheet + "[" + row + "]." + graph;
}

Result<CellAddress> parse_address(std::string_view text) {
  const auto wrong = [&] { return fail(Code::bad_input, "error.form.address", {{"value", std::string(text)}}); };
  std::string_view rest = text;
  CellAddress address;
  if (const auto colon = rest.find(':'); colon != std::string_view::npos) {
    address.form = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
    if (!is_word(address.form)) return wrong();
  }
  const auto open = rest.find('[');
  const auto close = rest.find("].g");
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return wrong();
  address.sheet = rest.substr(0, open);
  address.row = rest.substr(open + 1, close - open - 1);
  address.graph = rest.substr(close + 2);
  if (!is_word(address.sheet) || !is_word(address.row) || !is_word(address.graph) || address.graph.size() < 2 ||
      address.graph.find_first_not_of("0123456789", 1) != std::string::npos)
    return wrong();
  return address;
}

Result<std::optional<Decimal>> value_at(const FormDescription& description, const FormReport& report,
                                        const CellAddress& address) {
  const auto sheet = description.find_sheet(address.sheet);
  if (!sheet) return fail(Code::not_found, "error.form.no_sheet", {{"form", description.id}, {"sheet", address.sheet}});
  const FormSheet& form = description.sheets[*sheet];
  const auto row = form.find_row(address.row);
  if (!row) {
    return fail(Code::not_found, "error.form.no_row",
                {{"form", description.id}, {"sheet", address.sheet}, {"row", address.row}});
  }
  const auto graph = form.find_graph(address.graph);
  if (!graph) {
    return fail(Code::not_found, "error.form.no_graph",
                {{"form", description.id}, {"sheet", address.sheet}, {"graph", address.graph}});
  }
  return report.value(*sheet, *row, *graph, form.graphs.size());
}

}  // namespace tartip::statistics
