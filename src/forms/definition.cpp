#include "forms/definition.hpp"

#include <algorithm>
#include <mutex>
#include <set>
#include <unordered_map>

#include "axes/toml_table.hpp"
#include "base/file.hpp"
#include "form_texts.hpp"
#include "statistics/form_doubt.hpp"
#include "text/folding.hpp"

namespace tartip::forms {
namespace {

using axes::TomlTable;
using statistics::FormDescription;
using statistics::FormGraph;
using statistics::FormRow;
using statistics::FormSheet;
using statistics::Relation;

axes::Names names_in(TomlTable& table, const std::string& language) {
  axes::Names names;
  for (const char* one : {"ru", "kk", "en"})
    if (std::string text = table.text(one); !text.empty()) names.by_language[one] = std::move(text);
  if (names.by_language.empty()) names.by_language[language] = table.needed_text(language);
  return names;
}

struct BlockRow {
  FormRow row;
  std::string under;
  bool heading = false;
  std::set<std::string> sheets;  // empty: all
};

using Blocks = std::unordered_map<std::string, std::vector<BlockRow>>;

Result<Blocks> read_blocks(TomlTable& root, const std::string& language) {
  Blocks blocks;
  for (TomlTable& block : root.tables("rows")) {
    std::vector<BlockRow> rows;
    for (TomlTable& table : block.tables("row")) {
      BlockRow row;
      row.row.key = table.needed_text("key");
      row.row.names = names_in(table, language);
      row.row.chapter = table.text("chapter");
      row.row.memo = table.flag("memo", false);
      row.under = table.text("under");
      row.heading = table.flag("heading", false);
      for (std::string& sheet : table.texts("sheets")) row.sheets.insert(std::move(sheet));
      rows.push_back(std::move(row));
    }
    blocks[block.needed_text("id")] = std::move(rows);
  }
  return blocks;
}

// The rows of a sheet out of its block, with the labels that are its own.
Status take_rows(const std::vector<BlockRow>& block, const std::map<std::string, std::string>& labels,
                 const std::string& language, TomlTable& table, FormSheet& sheet, PrintedSheet& printed) {
  std::unordered_map<std::string, std::size_t> line_of;
  for (const BlockRow& one : block) {
    if (!one.sheets.empty() && !one.sheets.contains(sheet.id)) continue;
    FormRow row = one.row;
    if (const auto label = labels.find(row.key); label != labels.end()) row.names = {{{language, label->second}}};
    PrintedLine line;
    const std::string& label = row.names.in(language);
    line.label = text::fold(label);
    line.article = article_in(label);
    if (!one.under.empty()) {
      const auto under = line_of.find(one.under);
      if (under == line_of.end())
        return tl::unexpected(table.wrong("rows", "error.form.under", {{"row", row.key}, {"under", one.under}}));
      line.under = under->second;
    }
    if (!line_of.emplace(row.key, printed.lines.size()).second)
      return tl::unexpected(table.wrong("rows", "error.form.row_repeats", {{"row", row.key}, {"sheet", sheet.id}}));
    if (!one.heading) {
      line.row = sheet.rows.size();
      sheet.row_by_key[row.key] = static_cast<std::int32_t>(sheet.rows.size());
      sheet.rows.push_back(std::move(row));
    }
    printed.lines.push_back(std::move(line));
  }
  for (const auto& [key, label] : labels)
    if (!line_of.contains(key))
      return tl::unexpected(
          table.wrong("labels", "error.form.no_row", {{"form", ""}, {"sheet", sheet.id}, {"row", key}}));
  return {};
}

Status take_graphs(TomlTable& table, const std::string& language, FormSheet& sheet, PrintedSheet& printed) {
  const std::string unit = table.needed_text("unit");
  const auto digits = static_cast<int>(table.integer("digits").value_or(0));
  for (TomlTable& one : table.tables("graph")) {
    FormGraph graph;
    graph.id = one.needed_text("id");
    graph.unit = one.text("unit", unit);
    graph.digits = static_cast<int>(one.integer("digits").value_or(digits));
    graph.names = names_in(one, language);
    if (graph.id.size() < 2 || graph.id[0] != 'g' || graph.id.find_first_not_of("0123456789", 1) != std::string::npos ||
        graph.digits < 0 || graph.digits > 3 || sheet.graph_by_id.contains(graph.id))
      return tl::unexpected(one.wrong("id", "error.form.graph_id", {{"value", graph.id}}));
    const std::string heading = graph.names.in(language);
    printed.graphs.push_back(text::fold(heading));
    const auto bar = heading.rfind(" | ");
    printed.leaves.push_back(text::fold(bar == std::string::npos ? heading : heading.substr(bar + 3)));
    sheet.graph_by_id[graph.id] = static_cast<std::int32_t>(sheet.graphs.size());
    sheet.graphs.push_back(std::move(graph));
  }
  return {};
}

Result<Relation> read_relation(TomlTable& table) {
  Relation relation;
  relation.id = table.needed_text("id");
  relation.holds = table.needed_text("holds");
  relation.warning = table.flag("warning", false);
  relation.sheets = table.texts("sheets");
  relation.each = table.texts("each");
  relation.graphs = table.texts("graphs");
  relation.n = table.texts("n");
  relation.rows = table.texts("only_rows");
  relation.without_rows = table.texts("without_rows");
  relation.note = table.names("note");
  return relation;
}

}  // namespace

std::string article_in(std::string_view label) {
  constexpr std::string_view k_word = "(ст.";
  const auto begin = label.rfind(k_word);
  if (begin == std::string_view::npos) return {};
  std::string_view inside = label.substr(begin + k_word.size());
  inside = inside.substr(0, inside.find(')'));
  while (!inside.empty() && (inside.back() == ' ' || inside.back() == '.')) inside.remove_suffix(1);
  while (!inside.empty() && inside.front() == ' ') inside.remove_prefix(1);
  const bool one =
      !inside.empty() && inside.front() >= '0' && inside.front() <= '9' && inside.find(',') == std::string_view::npos;
  return one ? std::string(inside) : std::string();
}

Result<FormDefinition> parse_form(std::string_view toml, const std::string& name) {
  auto root = TomlTable::parse(toml, name);
  if (!root) return pass(root);
  FormDefinition definition;
  FormDescription& form = definition.form;
  form.id = root->needed_text("id");
  form.version = root->needed_text("version");
  form.code = root->needed_text("code");
  form.names = root->names("name");
  form.source = root->text("source");
  const std::string language = root->needed_text("language");
  definition.territory_prefix = root->text("territory");
  definition.watch = root->texts("watch");
  const auto from = root->day("valid_from"), until = root->day("valid_until");
  if (from || until) form.valid = axes::Span{from.value_or(axes::k_first_day), until.value_or(axes::k_last_day)};
  auto blocks = read_blocks(*root, language);
  if (!blocks) return pass(blocks);
  for (TomlTable& table : root->tables("sheet")) {
    FormSheet sheet;
    PrintedSheet printed;
    sheet.id = table.needed_text("id");
    sheet.names = table.names("name");
    printed.title = text::fold(sheet.names.in(language));
    const std::string block = table.needed_text("rows");
    const auto found = blocks->find(block);
    if (found == blocks->end()) return tl::unexpected(table.wrong("rows", "error.form.no_block", {{"value", block}}));
    if (Status taken = take_rows(found->second, table.text_map("labels"), language, table, sheet, printed); !taken)
      return pass(taken);
    if (Status taken = take_graphs(table, language, sheet, printed); !taken) return pass(taken);
    if (form.find_sheet(sheet.id))
      return tl::unexpected(table.wrong("id", "error.form.sheet_repeats", {{"sheet", sheet.id}}));
    form.sheets.push_back(std::move(sheet));
    definition.printed.push_back(std::move(printed));
  }
  for (TomlTable& table : root->tables("relation")) {
    auto relation = read_relation(table);
    if (!relation) return pass(relation);
    definition.relations.push_back(std::move(*relation));
  }
  if (Status finished = root->finish(); !finished) return pass(finished);
  if (Status watched = statistics::check_watch(form, definition.watch); !watched) return pass(watched);
  return definition;
}

Result<FormDefinition> read_form(const std::filesystem::path& file) {
  auto text = read_file(file, std::size_t{16} << 20);
  if (!text) return pass(text);
  return parse_form(*text, file.string());
}

Result<std::shared_ptr<const std::vector<FormDefinition>>> known_forms() {
  static std::mutex mutex;
  static std::shared_ptr<const std::vector<FormDefinition>> known;
  const std::lock_guard lock(mutex);
  if (known != nullptr) return known;
  std::vector<FormDefinition> forms;
  for (const auto& [name, toml] : {std::pair("descriptions/forms/1m.toml", embedded::form_1m()),
                                   std::pair("descriptions/forms/sng1.toml", embedded::form_sng1())}) {
    auto form = parse_form(toml, name);
    if (!form) return pass(form);
    forms.push_back(std::move(*form));
  }
  known = std::make_shared<const std::vector<FormDefinition>>(std::move(forms));
  return known;
}

}  // namespace tartip::forms
