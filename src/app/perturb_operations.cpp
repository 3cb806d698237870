// Counts of records with noise that stays the same (cell-key method), and tables of such noise.
#include <algorithm>
#include <map>

#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/plain_table.hpp"
#include "app/wording.hpp"
#include "base/file.hpp"
#include "disclosure/cell_key.hpp"

namespace tartip::app {
namespace {

using disclosure::NoiseTable;

Result<std::int64_t> integer_of(const axes::DelimitedTable& table, std::size_t row, std::size_t column) {
  const std::string& text = table.rows[row][column];
  const auto value = Decimal::parse(text);
  if (!value || !value->is_whole())
    return fail(Code::bad_data, "error.disclosure.whole", {{"value", text}}, table.where(row, table.columns[column]));
  return value->thousandths() / 1000;
}

Result<NoiseTable> read_noise(const Call& call) {
  Result<axes::DelimitedTable> table = axes::read_delimited(call.text("noise"));
  if (!table) return pass(table);
  auto columns = table->needed_columns({"pcv", "ckey", "pvalue"});
  if (!columns) return pass(columns);
  std::vector<disclosure::NoiseRow> rows;
  for (std::size_t r = 0; r < table->rows.size(); ++r) {
    std::vector<std::int64_t> values;
    for (const std::size_t column : *columns) {
      Result<std::int64_t> value = integer_of(*table, r, column);
      if (!value) return pass(value);
      values.push_back(*value);
    }
    constexpr std::int64_t k_most = 1'000'000'000;
    if (values[1] < 0 || values[1] > k_most || std::abs(values[2]) > k_most)
      return fail(Code::bad_data, "error.disclosure.noise_row",
                  {{"count", std::to_string(values[0])}, {"key", std::to_string(values[1])}}, table->where(r, "ckey"));
    rows.push_back({values[0], static_cast<std::uint32_t>(values[1]), static_cast<std::int32_t>(values[2])});
  }
  return NoiseTable::make(rows, {.repeat = call.integer("repeat")});
}

// A key a record: from the column of keys, or made of what identifies it and the secret.
Result<std::vector<std::uint32_t>> keys_of(const Call& call, const axes::DelimitedTable& table, std::uint32_t keys) {
  if (call.has("key") == call.has("id") || call.has("id") != call.has("secret"))
    return fail(Code::bad_input, "error.disclosure.key_or_id");
  Result<std::size_t> column = table.needed_column(call.text(call.has("key") ? "key" : "id"));
  if (!column) return pass(column);
  std::string secret;
  if (call.has("secret")) {
    Result<std::string> read = read_file(call.text("secret"), 1 << 16);
    if (!read) return pass(read);
    secret = std::move(*read);
    if (secret.empty()) return fail(Code::bad_input, "error.disclosure.no_secret", {}, {call.text("secret"), 0, {}});
  }
  std::vector<std::uint32_t> made;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    if (call.has("id")) {
      made.push_back(disclosure::record_key(secret, table.rows[r][*column], keys));
      continue;
    }
    Result<std::int64_t> key = integer_of(table, r, *column);
    if (!key) return pass(key);
    if (*key < 0 || *key >= keys)
      return fail(Code::bad_data, "error.disclosure.key",
                  {{"value", std::to_string(*key)}, {"keys", std::to_string(keys)}},
                  table.where(r, table.columns[*column]));
    made.push_back(static_cast<std::uint32_t>(*key));
  }
  return made;
}

struct Group {
  std::int64_t count = 0;
  std::uint32_t key = 0;
};

Result<Answer> table_perturb(const Call& call) {
  Result<NoiseTable> noise = read_noise(call);
  if (!noise) return pass(noise);
  Result<axes::DelimitedTable> table = axes::read_delimited(call.text("records"));
  if (!table) return pass(table);
  auto found = table->needed_columns(call.texts("dimension"));
  if (!found) return pass(found);
  const std::vector<std::size_t>& columns = *found;
  constexpr std::size_t k_most_dimensions = 8;
  if (columns.size() > k_most_dimensions)
    return fail(Code::too_large, "error.disclosure.too_many_dimensions",
                {{"limit", std::to_string(k_most_dimensions)}});
  Result<std::vector<std::uint32_t>> keys = keys_of(call, *table, noise->keys());
  if (!keys) return pass(keys);
  // Every choice of dimensions that a record belongs to, with totals elsewhere.
  std::map<std::vector<std::string>, Group> groups;
  for (std::size_t r = 0; r < table->rows.size(); ++r)
    for (std::size_t choice = 0; choice < std::size_t{1} << columns.size(); ++choice) {
      std::vector<std::string> codes;
      for (std::size_t d = 0; d < columns.size(); ++d)
        codes.push_back((choice >> d & 1) != 0 ? table->rows[r][columns[d]] : k_total);
      Group& group = groups[std::move(codes)];
      ++group.count;
      group.key = (group.key + (*keys)[r]) % noise->keys();
    }

  const Wording words(call.setting());
  Sheet sheet{.id = "perturbed", .title = words("title.perturbed")};
  sheet.columns = code_columns(call);
  sheet.columns.push_back(words.column("value", CellKind::integer));
  sheet.columns.push_back(words.column("observation_status", CellKind::word));
  for (const auto& [codes, group] : groups) {
    std::vector<SheetCell> row(codes.begin(), codes.end());
    const std::int64_t shown = noise->perturbed(group.count, group.key);
    const bool hidden = shown < call.integer("hide-below");
    row.push_back(hidden ? SheetCell() : SheetCell(shown));
    row.emplace_back(std::string(hidden ? "suppressed" : "estimated"));
    sheet.rows.push_back(std::move(row));
  }
  Answer answer{.sheets = {std::move(sheet)}};
  answer.said.push_back(
      {"said.disclosure.perturbed",
       {{"records", std::to_string(table->rows.size())}, {"change", std::to_string(noise->greatest_change())}}});
  return answer;
}

Result<Answer> disclosure_noise(const Call& call) {
  Result<NoiseTable> noise = disclosure::design_noise({.greatest_change = static_cast<int>(call.integer("change")),
                                                       .variance = call.number("variance"),
                                                       .least_shown = call.integer("least-shown"),
                                                       .keys = static_cast<std::uint32_t>(call.integer("keys"))});
  if (!noise) return pass(noise);
  const Wording words(call.setting());
  Sheet sheet{.id = "noise", .title = words("title.noise")};
  sheet.columns = {words.column("pcv", CellKind::integer), words.column("ckey", CellKind::integer),
                   words.column("pvalue", CellKind::integer)};
  for (const disclosure::NoiseRow& row : noise->rows())
    sheet.rows.push_back({row.count, static_cast<std::int64_t>(row.cell_key), static_cast<std::int64_t>(row.change)});
  return Answer{.sheets = {std::move(sheet)}, .said = {{"said.disclosure.noise", {}}}};
}

}  // namespace

std::vector<Operation> perturb_rows() {
  Parameter dimension = many("dimension", "COLUMN");
  dimension.required = true;
  Parameter noise = option("noise", Kind::file);
  noise.required = true;
  return {
      {"table",
       "perturb",
       Permission::publish,
       {file("records"), dimension, noise, whole("repeat", 0, 1e9, "1"), option("key", Kind::text, "COLUMN"),
        option("id", Kind::text, "COLUMN"), option("secret", Kind::file), whole("hide-below", 0, 1e9, "0")},
       {"table perturb offences.csv --dimension district --dimension offence --noise noise.csv --id number --secret "
        "secret.key -o public.csv",
        "table perturb census.csv --dimension district --dimension age --noise ptable_10_5.csv --repeat 250 --key "
        "record_key --hide-below 10"},
       table_perturb,
       false,
       Web::local},
      {"disclosure",
       "noise",
       Permission::look,
       {whole("change", 1, 20, "2"), number("variance", 0.01, 400, "1"), whole("least-shown", 1, 21, "1"),
        whole("keys", 16, 65536, "256")},
       {"disclosure noise -o noise.csv", "disclosure noise --change 5 --variance 3 --least-shown 3 -o noise.csv"},
       disclosure_noise},
  };
}

}  // namespace tartip::app
