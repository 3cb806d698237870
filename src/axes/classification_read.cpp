// A classification from its TOML description and CSV files (docs/formats/classification.md).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include "axes/classification.hpp"
#include "axes/delimited.hpp"
#include "axes/toml_table.hpp"
#include "base/file.hpp"
#include "base/number.hpp"
#include "text/folding.hpp"

namespace tartip::axes {
namespace {

struct ItemFile {
  std::string file;
  std::string code;
  std::map<std::string, std::string> names;  // language -> column
  std::string level;                         // the level of all rows, or
  std::string level_column;                  // the column that says it, or neither: by the length of the code
  std::string parent_column;                 // or
  std::vector<double> code_lengths;          // of each level's codes: the parent's code is the beginning
  std::string from_column, until_column, verified_column;
};

struct CrosswalkFile {
  std::string file;
  std::string target;
  std::string item = "code";
  std::string to = "target";
  std::string weight;  // empty: every row has weight 1
};

struct Row {
  ClassItem item;
  std::string parent;
  Where where;
};

using Levels = std::vector<ClassLevel>;

std::optional<std::int32_t> level_with(const Levels& levels, const std::string& id) {
  for (std::size_t i = 0; i < levels.size(); ++i)
    if (levels[i].id == id) return static_cast<std::int32_t>(i);
  return std::nullopt;
}

// The columns a file must have, by name; empty names are not asked for.
Result<std::map<std::string, std::size_t>> columns_of(const DelimitedTable& table,
                                                      const std::vector<std::string>& names) {
  std::map<std::string, std::size_t> columns;
  for (const std::string& name : names) {
    if (name.empty()) continue;
    const auto column = table.needed_column(name);
    if (!column) return tl::unexpected<Error>(column.error());
    columns[name] = *column;
  }
  return columns;
}

Result<std::int32_t> level_of(const ItemFile& file, const Levels& levels, const std::string& code,
                              const std::string& cell, const Where& where) {
  std::optional<std::int32_t> level;
  if (!file.level.empty() || !file.level_column.empty()) {
    level = level_with(levels, file.level.empty() ? cell : file.level);
  } else if (!file.code_lengths.empty()) {
    const auto found = std::find(file.code_lengths.begin(), file.code_lengths.end(), static_cast<double>(code.size()));
    if (found != file.code_lengths.end()) level = static_cast<std::int32_t>(found - file.code_lengths.begin());
  } else {
    level = 0;
  }
  if (!level || *level >= static_cast<std::int32_t>(levels.size()))
    return fail(Code::bad_data, "error.classification.no_level", {{"code", code}, {"level", cell}}, where);
  return *level;
}

Result<Day> day_in(const std::string& text, Day fallback, Where where) {
  if (text.empty()) return fallback;
  auto day = parse_day(text);
  if (!day) return tl::unexpected<Error>(std::move(day.error()).at(std::move(where)));
  return day;
}

Result<std::vector<Row>> read_items(const ItemFile& file, const std::filesystem::path& path, const Levels& levels) {
  const auto table = read_delimited(path);
  if (!table) return tl::unexpected<Error>(table.error());
  std::vector<std::string> asked{file.code,        file.level_column, file.parent_column,
                                 file.from_column, file.until_column, file.verified_column};
  for (const auto& [language, column] : file.names) asked.push_back(column);
  auto columns = columns_of(*table, asked);
  if (!columns) return pass(columns);

  std::vector<Row> rows;
  for (std::size_t i = 0; i < table->rows.size(); ++i) {
    const auto cell = [&](const std::string& column) {
      return column.empty() ? std::string{} : table->rows[i][columns->at(column)];
    };
    Row row;
    row.where = table->where(i, file.code);
    row.item.code = cell(file.code);
    const auto level = level_of(file, levels, row.item.code, cell(file.level_column), row.where);
    if (!level) return tl::unexpected<Error>(level.error());
    row.item.level = *level;
    for (const auto& [language, column] : file.names)
      if (std::string name = cell(column); !name.empty()) row.item.names.by_language[language] = std::move(name);
    const auto from = day_in(cell(file.from_column), k_first_day, table->where(i, file.from_column));
    const auto until = day_in(cell(file.until_column), k_last_day, table->where(i, file.until_column));
    if (!from) return tl::unexpected<Error>(from.error());
    if (!until) return tl::unexpected<Error>(until.error());
    row.item.valid = {*from, *until};
    const std::string verified = text::fold(cell(file.verified_column));
    row.item.verified = !(verified == "0" || verified == "no" || verified == "false");
    row.parent = cell(file.parent_column);
    if (row.parent.empty() && *level > 0 && !file.code_lengths.empty())
      row.parent =
          row.item.code.substr(0, static_cast<std::size_t>(file.code_lengths[static_cast<std::size_t>(*level) - 1]));
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<std::vector<ClassItem>> with_parents(std::vector<Row> rows) {
  std::unordered_map<std::string, std::vector<std::size_t>> by_code;
  for (std::size_t i = 0; i < rows.size(); ++i) by_code[rows[i].item.code].push_back(i);
  std::vector<ClassItem> items;
  items.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Row& row = rows[i];
    row.item.number = static_cast<std::int32_t>(i);
    if (!row.parent.empty()) {
      const auto found = by_code.find(row.parent);
      if (found != by_code.end())
        for (std::size_t candidate : found->second)
          if (rows[candidate].item.valid.contains(row.item.valid.from))
            row.item.parent = static_cast<std::int32_t>(candidate);
      if (row.item.parent < 0)
        return fail(Code::bad_data, "error.classification.unknown_parent",
                    {{"code", row.item.code}, {"parent", row.parent}}, row.where);
    }
    items.push_back(row.item);
  }
  return items;
}

Result<Crosswalk> read_crosswalk(const CrosswalkFile& file, const std::filesystem::path& path,
                                 const std::vector<ClassItem>& items, const Classification* target) {
  const auto table = read_delimited(path);
  if (!table) return tl::unexpected<Error>(table.error());
  auto columns = columns_of(*table, {file.item, file.to, file.weight});
  if (!columns) return pass(columns);
  std::unordered_map<std::string, std::vector<std::int32_t>> by_code;
  for (const ClassItem& item : items) by_code[item.code].push_back(item.number);
  std::set<std::string> target_codes;
  if (target != nullptr)
    for (const ClassItem& item : target->items()) target_codes.insert(item.code);

  Crosswalk crosswalk;
  crosswalk.target_scheme = file.target;
  for (std::size_t i = 0; i < table->rows.size(); ++i) {
    const auto cell = [&](const std::string& column) { return table->rows[i][columns->at(column)]; };
    const auto refuse = [&](const char* key, const std::string& column) {
      return fail(Code::bad_data, key, {{"code", cell(column)}, {"target", file.target}}, table->where(i, column));
    };
    const auto found = by_code.find(cell(file.item));
    if (found == by_code.end()) return refuse("error.classification.crosswalk_item", file.item);
    if (cell(file.to).empty() || (target != nullptr && !target_codes.contains(cell(file.to))))
      return refuse("error.classification.crosswalk_target", file.to);
    double weight = 1;
    if (!file.weight.empty()) {
      const auto read = number_in<double>(cell(file.weight));
      if (!read || !(*read > 0 && *read <= 1)) return refuse("error.classification.crosswalk_weight", file.weight);
      weight = *read;
    }
    // A code that was used twice in turn goes the same way both times.
    for (std::int32_t item : found->second) crosswalk.rows.push_back({item, cell(file.to), weight});
  }
  return crosswalk;
}

ItemFile item_file(TomlTable& table) {
  ItemFile file;
  file.file = table.needed_text("file");
  file.code = table.needed_text("code");
  file.names = table.names("name").by_language;
  file.level = table.text("level");
  file.level_column = table.text("level_column");
  file.parent_column = table.text("parent_column");
  file.code_lengths = table.numbers("code_lengths");
  file.from_column = table.text("from_column");
  file.until_column = table.text("until_column");
  file.verified_column = table.text("verified_column");
  return file;
}

CrosswalkFile crosswalk_file(TomlTable& table) {
  CrosswalkFile file;
  file.file = table.needed_text("file");
  file.target = table.needed_text("target");
  file.item = table.text("item", file.item);
  file.to = table.text("to", file.to);
  file.weight = table.text("weight");
  return file;
}

}  // namespace

Result<Classification> Classification::read(const std::filesystem::path& description) {
  const auto toml = read_file(description);
  if (!toml) return tl::unexpected<Error>(toml.error());
  auto root = TomlTable::parse(*toml, description.filename().string());
  if (!root) return pass(root);
  const std::string id = root->needed_text("id");
  Names names = root->names("name");
  const std::string source = root->needed_text("source");
  Levels levels;
  for (TomlTable& table : root->tables("level")) levels.push_back({table.needed_text("id"), table.names("name")});
  std::vector<ItemFile> item_files;
  for (TomlTable& table : root->tables("items")) item_files.push_back(item_file(table));
  std::vector<CrosswalkFile> crosswalk_files;
  for (TomlTable& table : root->tables("crosswalk")) crosswalk_files.push_back(crosswalk_file(table));
  root->needs("level", !levels.empty());
  root->needs("items", !item_files.empty());
  if (Status status = root->finish(); !status) return pass(status);

  std::vector<Row> rows;
  for (const ItemFile& file : item_files) {
    auto more = read_items(file, description.parent_path() / file.file, levels);
    if (!more) return pass(more);
    std::move(more->begin(), more->end(), std::back_inserter(rows));
  }
  auto items = with_parents(std::move(rows));
  if (!items) return pass(items);
  // Targets are checked where they are known: the ICCS is built in.
  const Classification international = iccs();
  std::vector<Crosswalk> crosswalks;
  for (const CrosswalkFile& file : crosswalk_files) {
    auto crosswalk = read_crosswalk(file, description.parent_path() / file.file, *items,
                                    file.target == international.id() ? &international : nullptr);
    if (!crosswalk) return pass(crosswalk);
    crosswalks.push_back(std::move(*crosswalk));
  }
  return make(id, std::move(names), source, std::move(levels), std::move(*items), std::move(crosswalks));
}

}  // namespace tartip::axes
