#include "axes/delimited.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "text/encoding.hpp"
#include "text/folding.hpp"

namespace tartip::axes {
namespace {

constexpr std::size_t k_most_bytes = std::size_t{64} << 20;

char delimiter_of(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  char best = ',';
  for (char candidate : {';', '\t'})
    if (std::count(first.begin(), first.end(), candidate) > std::count(first.begin(), first.end(), best))
      best = candidate;
  return best;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

// Takes one row off the text. False when a quote does not end.
bool take_row(std::string_view& text, char delimiter, std::vector<std::string>& fields, long long& line) {
  fields.clear();
  std::string field;
  bool quoted = false;
  bool was_quoted = false;
  const auto end_field = [&] {
    fields.push_back(was_quoted ? field : trimmed(field));
    field.clear();
    was_quoted = false;
  };
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') ++line;
    if (quoted) {
      if (c != '"')
        field += c;
      else if (i + 1 < text.size() && text[i + 1] == '"')
        field += text[++i];
      else
        quoted = false;
    } else if (c == '"' && trimmed(field).empty()) {
      field.clear();
      quoted = was_quoted = true;
    } else if (c == delimiter) {
      end_field();
    } else if (c == '\n') {
      break;
    } else if (!(was_quoted && (c == '\r' || c == ' '))) {
      field += c;
    }
  }
  end_field();
  text.remove_prefix(std::min(i + 1, text.size()));
  return !quoted;
}

}  // namespace

std::optional<std::size_t> DelimitedTable::column(const std::string& name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

Result<std::size_t> DelimitedTable::needed_column(const std::string& name) const {
  if (const auto found = column(name)) return *found;
  const auto near = text::nearest(name, columns);
  return fail(Code::bad_data, near ? "error.table.no_column" : "error.table.no_column_at_all",
              {{"file", file}, {"column", name}, {"nearest", near.value_or("")}}, {file, 1, {}});
}

Result<std::vector<std::size_t>> DelimitedTable::needed_columns(const std::vector<std::string>& names) const {
  std::vector<std::size_t> found;
  for (const std::string& name : names) {
    auto column = needed_column(name);
    if (!column) return pass(column);
    found.push_back(*column);
  }
  return found;
}

Result<DelimitedTable> parse_delimited(std::string_view text, const std::string& file) {
  DelimitedTable table;
  table.file = file;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto line_of = [text](std::size_t at) {
    return 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  };
  if (const auto broken = text::find_broken_utf8(text); broken != std::string_view::npos)
    return fail(Code::bad_data, "error.table.not_utf8", {{"file", file}}, {file, line_of(broken), {}});
  if (const auto nul = text.find('\0'); nul != std::string_view::npos)
    return fail(Code::bad_data, "error.table.nul", {{"file", file}}, {file, line_of(nul), {}});

  const char delimiter = delimiter_of(text);
  long long line = 1;
  std::vector<std::string> fields;
  while (!text.empty()) {
    const long long begins = line;
    if (!take_row(text, delimiter, fields, line))
      return fail(Code::bad_data, "error.table.open_quote", {{"file", file}}, {file, begins, {}});
    if (fields.size() == 1 && fields[0].empty()) continue;  // a blank line
    if (table.columns.empty()) {
      table.columns = fields;
      continue;
    }
    if (fields.size() != table.columns.size())
      return fail(Code::bad_data, "error.table.ragged",
                  {{"file", file},
                   {"fields", fmt::format("{}", fields.size())},
                   {"columns", fmt::format("{}", table.columns.size())}},
                  {file, begins, {}});
    table.rows.push_back(fields);
    table.lines.push_back(begins);
  }
  if (table.columns.empty()) return fail(Code::bad_data, "error.table.empty", {{"file", file}}, {file, 0, {}});
  return table;
}

Result<DelimitedTable> read_delimited(const std::filesystem::path& file) {
  const auto text = read_file(file, k_most_bytes);
  if (!text) return tl::unexpected<Error>(text.error());
  return parse_delimited(*text, file.filename().string());
}

}  // namespace tartip::axes
