// Quarantine: rows that wait for a person — listed by reason and by row, exported, corrected, dismissed, taken back.
#include <algorithm>

#include "app/import_files.hpp"
#include "app/joined.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/time_words.hpp"
#include "app/wording.hpp"

namespace tartip::app {
namespace {

store::QuarantineFilter filter_of(const Call& call) {
  const std::string& status = call.text("status");
  store::QuarantineFilter filter{
      .status = status == "dismissed"   ? store::QuarantineStatus::dismissed
                : status == "corrected" ? store::QuarantineStatus::corrected
                : status == "withdrawn" ? store::QuarantineStatus::withdrawn
                                        : store::QuarantineStatus::open,
      .column = call.text("column"),
      .expected_key = call.text("reason"),
  };
  if (call.has("row")) filter.numbers = {call.integer("row")};
  return filter;
}

Result<Answer> list_reasons(const Call& call, Centre& centre) {
  auto reasons = centre.store.quarantine_reasons(call.text("register"));
  if (!reasons) return pass(reasons);
  const Wording words(call.setting());
  Sheet sheet{.id = "reasons", .title = words("title.reasons")};
  sheet.columns = {words.column("column"),  words.column("expected"), words.column("rows", CellKind::integer),
                   words.column("example"), words.column("file"),     words.column("line", CellKind::integer),
                   words.column("reason")};
  sheet.columns.back().detail = true;
  for (const auto& reason : *reasons)
    sheet.rows.push_back({reason.column, readable(reason.expected_key, reason.arguments, words), reason.rows,
                          reason.example, reason.first_file, reason.first_line, reason.expected_key});
  return Answer{.sheets = {std::move(sheet)}, .finding = !reasons->empty()};
}

Result<Answer> list_rows(const Call& call, Centre& centre) {
  store::QuarantineFilter filter = filter_of(call);
  filter.limit = call.integer("limit");
  auto rows = centre.store.quarantine_rows(call.text("register"), filter);
  if (!rows) return pass(rows);
  const Wording words(call.setting());
  Sheet sheet{.id = "quarantine", .title = words("title.quarantine")};
  sheet.columns = {words.column("file"),     words.column("line", CellKind::integer),
                   words.column("column"),   words.column("value"),
                   words.column("expected"), words.column("number", CellKind::integer)};
  sheet.columns.back().detail = true;
  for (const auto& row : *rows)
    sheet.rows.push_back(
        {row.file, row.line, row.column, row.value, readable(row.expected_key, row.arguments, words), row.number});
  return Answer{.sheets = {std::move(sheet)}, .finding = !rows->empty()};
}

// A row taken apart: more fields than columns have none to stand in, fewer leave the last ones empty.
std::vector<std::string> fields_of(const store::QuarantinedRow& row) {
  std::vector<std::string> fields = row.fields;
  fields.resize(row.columns.size());
  return fields;
}

Result<store::QuarantinedRow> asked_row(const Call& call, Centre& centre) {
  auto rows = centre.store.quarantine_rows(call.text("register"), filter_of(call));
  if (!rows) return pass(rows);
  if (rows->empty())
    return fail(Code::not_found, "error.quarantine.row",
                {{"row", std::to_string(call.integer("row"))}, {"register", call.text("register")}});
  return std::move(rows->front());
}

// The columns that a rejection is about: a time may stand in several, and is named by all of them.
Result<std::vector<std::string>> wrong_columns(const store::QuarantinedRow& row, const Call& call, Centre& centre) {
  auto entry = centre.store.load_register(call.text("register"));
  if (!entry) return pass(entry);
  const registers::TimeRule& time = entry->description.time;
  for (const registers::TimeField* field : {&time.from, &time.until})
    if (joined(field->columns, " ") == row.column) return field->columns;
  return std::vector<std::string>{row.column};
}

// One row whole: what stands in each of its columns, and what was expected where it is wrong.
Result<Answer> show_row(const Call& call, Centre& centre) {
  auto row = asked_row(call, centre);
  if (!row) return pass(row);
  auto columns = wrong_columns(*row, call, centre);
  if (!columns) return pass(columns);
  const Wording words(call.setting());
  Sheet sheet{.id = "quarantined_row", .title = words("title.quarantine")};
  sheet.header = {words.fact("register", call.text("register")), words.fact("file", row->file),
                  words.fact("line", std::to_string(row->line))};
  sheet.columns = {words.column("column"), words.column("value"), words.column("expected")};
  const std::vector<std::string> fields = fields_of(*row);
  bool placed = false;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const bool wrong = std::find(columns->begin(), columns->end(), row->columns[i]) != columns->end();
    placed |= wrong;
    sheet.rows.push_back({row->columns[i], fields[i],
                          wrong ? SheetCell(readable(row->expected_key, row->arguments, words)) : SheetCell()});
  }
  if (!placed) sheet.note = readable(row->expected_key, row->arguments, words);
  return Answer{.sheets = {std::move(sheet)}, .finding = true};
}

Result<Answer> dismiss(const Call& call, Centre& centre) {
  if (call.setting().dry_run) return list_reasons(call, centre);
  auto dismissal = centre.store.dismiss_quarantine(call.text("register"), filter_of(call));
  if (!dismissal) return pass(dismissal);
  Answer answer{.said = {{"said.quarantine.dismissed", {{"count", std::to_string(dismissal->rows)}}}}};
  if (dismissal->rows == 0) return answer;
  const Wording words(call.setting());
  Sheet sheet{.id = "dismissal", .title = words("title.dismissal")};
  sheet.columns = {words.column("dismissal", CellKind::integer), words.column("rows", CellKind::integer)};
  sheet.rows.push_back({dismissal->number, dismissal->rows});
  answer.sheets.push_back(std::move(sheet));
  answer.said.push_back({"said.quarantine.restore",
                         {{"register", call.text("register")}, {"dismissal", std::to_string(dismissal->number)}}});
  return answer;
}

Result<Answer> export_rows(const Call& call, Centre& centre) {
  const Wording words(call.setting());
  auto rows = centre.store.export_quarantine(
      call.text("register"), call.text("export"),
      [&words](const store::QuarantinedRow& row) { return readable(row.expected_key, row.arguments, words); });
  if (!rows) return pass(rows);
  return Answer{
      .said = {
          {"said.quarantine.exported",
           {{"count", std::to_string(*rows)}, {"file", call.text("export")}, {"register", call.text("register")}}}}};
}

Result<Answer> register_quarantine(const Call& call) {
  const bool writes = call.has("import") || call.flag("dismiss");
  Result<Centre> centre = open_centre(call.setting(), writes ? Access::write : Access::read);
  if (!centre) return pass(centre);
  if (call.has("import")) return import_into(call, *centre, call.texts("import"));
  if (call.flag("dismiss")) return dismiss(call, *centre);
  if (call.has("export")) return export_rows(call, *centre);
  if (call.flag("reasons")) return list_reasons(call, *centre);
  return call.has("row") ? show_row(call, *centre) : list_rows(call, *centre);
}

// One row with some of its fields changed goes in like a corrected file; when it is still wrong it waits on, with what
// is wrong now.
Result<Answer> register_correct(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::write);
  if (!centre) return pass(centre);
  auto row = asked_row(call, *centre);
  if (!row) return pass(row);
  std::vector<std::string> fields = fields_of(*row);
  for (const std::string& change : call.texts("set")) {
    const std::size_t equals = change.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail(Code::bad_input, "error.call.condition", {{"value", change}});
    const auto column = std::find(row->columns.begin(), row->columns.end(), change.substr(0, equals));
    if (column == row->columns.end())
      return fail(Code::bad_input, "error.quarantine.column", {{"column", change.substr(0, equals)}});
    fields[static_cast<std::size_t>(column - row->columns.begin())] = change.substr(equals + 1);
  }
  const std::filesystem::path file = centre->folder / ("corrected_" + std::to_string(row->number) + ".csv");
  if (Status written = store::write_corrected(*row, fields, file); !written) return pass(written);
  auto answer = import_into(call, *centre, {file.string()});
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  if (!answer || !answer->finding || call.setting().dry_run) return answer;
  auto still = show_row(call, *centre);
  if (still) answer->sheets.push_back(std::move(still->sheets.front()));
  return answer;
}

Result<Answer> register_restore(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::write);
  if (!centre) return pass(centre);
  if (call.setting().dry_run) return Answer{};
  auto rows = centre->store.restore_quarantine(call.text("register"), call.integer("dismissal"));
  if (!rows) return pass(rows);
  return Answer{.said = {{"said.quarantine.restored", {{"count", std::to_string(*rows)}}}}};
}

}  // namespace

std::vector<Operation> quarantine_rows() {
  Parameter row = whole("row", 1, 1e15);
  Parameter needed_row = row;
  needed_row.required = true;
  Parameter dismissal = whole("dismissal", 1, 1e15);
  dismissal.required = true;
  Parameter set = many("set", "COLUMN=VALUE");
  set.required = true;
  return {
      {"register",
       "quarantine",
       Permission::import,
       {word("register", "NAME"), written("export"), option("import", Kind::file), flag("reasons"), flag("dismiss"),
        row, option("column", Kind::text), option("reason", Kind::text),
        choice("status", {"open", "dismissed", "corrected", "withdrawn"}, "open"), number("limit", 1, 1e9, "100"),
        option("ground", Kind::text, "TEXT")},
       {"register quarantine offences --reasons", "register quarantine offences --export to_correct.csv"},
       register_quarantine},
      {"register",
       "correct",
       Permission::import,
       {word("register", "NAME"), needed_row, set, option("ground", Kind::text, "TEXT")},
       {"register correct offences --row 7 --set date=2022-02-28",
        "register correct offences --row 7 --set district=15 --set date=2022-02-28 --dry-run"},
       register_correct},
      {"register",
       "restore",
       Permission::import,
       {word("register", "NAME"), dismissal},
       {"register restore offences --dismissal 1", "register restore offences --dismissal 2 --lang kk"},
       register_restore},
  };
}

}  // namespace tartip::app
