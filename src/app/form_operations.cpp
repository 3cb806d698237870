// Forms of legal statistics: what is described, reading them into a centre, showing them.
#include <algorithm>

#include "app/centre.hpp"
#include "app/form_material.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/wording.hpp"

namespace tartip::app {
namespace {

std::string known_ids(const GivenForms& forms) {
  std::string ids;
  for (const auto& one : forms.definitions) ids += (ids.empty() ? "" : ", ") + one.form.id;
  return ids;
}

// What a centre keeps of the described forms; without a centre there is nothing to tell.
Status add_kept(const Call& call, const GivenForms& forms, const Wording& words, Sheet& sheet) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return centre.error().code == Code::not_found ? Status{} : pass(centre);
  sheet.columns.push_back(words.column("reports", CellKind::integer));
  sheet.columns.push_back(words.column("last_period"));
  for (std::size_t i = 0; i < forms.definitions.size(); ++i) {
    auto kept = centre->store.form_reports({.form = forms.definitions[i].form.id});
    if (!kept) return pass(kept);
    const auto last = std::ranges::max_element(*kept, {}, [](const auto& one) { return one.period.to; });
    sheet.rows[i].push_back(static_cast<std::int64_t>(kept->size()));
    sheet.rows[i].push_back(last == kept->end() ? "" : axes::text_of(last->period));
  }
  return {};
}

Result<Answer> form_list(const Call& call) {
  auto forms = described_forms(call);
  if (!forms) return pass(forms);
  const Wording words(call.setting());
  Sheet sheet{.id = "forms", .title = words("title.forms")};
  sheet.columns = {words.column("id"),
                   words.column("version"),
                   words.column("form_code"),
                   words.column("name"),
                   words.column("sheets", CellKind::integer),
                   words.column("relations", CellKind::integer),
                   words.column("source")};
  sheet.columns.back().detail = true;
  for (const auto& one : forms->definitions) {
    sheet.rows.push_back({one.form.id, one.form.version, one.form.code, one.form.names.in(words.language()),
                          static_cast<std::int64_t>(one.form.sheets.size()),
                          static_cast<std::int64_t>(one.relations.size()), one.form.source});
  }
  if (auto kept = add_kept(call, *forms, words, sheet); !kept) return pass(kept);
  return Answer{.sheets = {std::move(sheet)}};
}

Sheet sheets_of(const forms::FormDefinition& definition, const Wording& words) {
  Sheet sheet{.id = "form_sheets", .title = definition.form.names.in(words.language())};
  sheet.header = {words.fact("form", definition.form.id), words.fact("form_version", definition.form.version),
                  words.fact("source", definition.form.source)};
  sheet.columns = {words.column("sheet"), words.column("name"), words.column("rows", CellKind::integer),
                   words.column("graphs", CellKind::integer)};
  for (const auto& one : definition.form.sheets)
    sheet.rows.push_back({one.id, one.names.in(words.language()), static_cast<std::int64_t>(one.rows.size()),
                          static_cast<std::int64_t>(one.graphs.size())});
  return sheet;
}

// Labels that are Russian only are marked, so that nobody takes them for a translation.
std::string label_in(const axes::Names& names, const std::string& language) {
  if (language == "ru" || names.by_language.contains(language)) return names.in(language);
  return names.in(language) + " [ru]";
}

std::vector<Sheet> outline_of(const forms::FormDefinition& definition, const statistics::FormSheet& one,
                              const Wording& words) {
  Sheet graphs{.id = "graphs", .title = one.names.in(words.language())};
  graphs.header = {words.fact("form", definition.form.id), words.fact("sheet", one.id)};
  graphs.columns = {words.column("graph"), words.column("name"), words.column("form_unit", CellKind::word)};
  for (const auto& graph : one.graphs)
    graphs.rows.push_back({graph.id, label_in(graph.names, words.language()), graph.unit});
  Sheet rows{.id = "rows", .title = one.names.in(words.language())};
  rows.header = graphs.header;
  rows.columns = {words.column("article"), words.column("name"), words.column("chapter")};
  for (const auto& row : one.rows) rows.rows.push_back({row.key, label_in(row.names, words.language()), row.chapter});
  return {std::move(graphs), std::move(rows)};
}

// The figures of one sheet: an article a row, a graph a column.
Sheet figures_of(const forms::FormDefinition& definition, std::size_t number, const statistics::FormReport& report,
                 const Call& call, const Wording& words) {
  const statistics::FormSheet& one = definition.form.sheets[number];
  Sheet sheet{.id = "form_figures", .title = one.names.in(words.language())};
  sheet.header = {words.fact("form", report.form),
                  words.fact("form_version", report.version),
                  words.fact("sheet", one.id),
                  words.fact("territory", report.territory),
                  words.fact("period", axes::text_of(report.period)),
                  words.fact("file", report.file),
                  words.fact("sha256", report.sha256),
                  words.fact("file_title", report.title),
                  words.fact("file_saved", report.saved)};
  sheet.columns = {words.column("article"), words.column("name")};
  const auto wanted = call.texts("graph");
  std::vector<std::size_t> graphs;
  for (std::size_t g = 0; g < one.graphs.size(); ++g) {
    if (!wanted.empty() && std::ranges::find(wanted, one.graphs[g].id) == wanted.end()) continue;
    graphs.push_back(g);
    sheet.columns.push_back({one.graphs[g].id, one.graphs[g].id,
                             one.graphs[g].digits > 0 ? CellKind::number : CellKind::integer, one.graphs[g].digits});
    sheet.columns.back().detail = wanted.empty() && graphs.size() > 6;
  }
  for (std::size_t r = 0; r < one.rows.size(); ++r) {
    std::vector<SheetCell> row = {one.rows[r].key, label_in(one.rows[r].names, words.language())};
    for (const std::size_t g : graphs) row.push_back(exact(report.value(number, r, g, one.graphs.size())));
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

// The report that --file, or --territory and --period, name.
Result<statistics::FormReport> asked_report(const Call& call, GivenForms& forms,
                                            const forms::FormDefinition& definition) {
  const axes::Span period = call.period("period").value_or(axes::Span{});
  if (call.has("file")) {
    auto read = forms::read_form_file(call.text("file"), forms.definitions, forms.territories,
                                      {.period = period, .territory = call.text("territory")});
    if (!read) return pass(read);
    return std::move(read->report);
  }
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto entries = centre->store.form_reports({.form = definition.form.id,
                                             .territory = call.text("territory"),
                                             .period = call.period("period"),
                                             .known_on = {}});
  if (!entries) return pass(entries);
  if (entries->empty()) {
    return fail(Code::not_found, "error.form.no_report",
                {{"form", definition.form.id},
                 {"territory", call.text("territory")},
                 {"period", call.has("period") ? axes::text_of(period) : "—"}});
  }
  return centre->store.load_form_report(entries->back(), definition.form);
}

Result<Answer> form_show(const Call& call) {
  auto forms = described_forms(call);
  if (!forms) return pass(forms);
  const forms::FormDefinition* definition = definition_named(*forms, call.text("id"));
  if (definition == nullptr)
    return fail(Code::not_found, "error.form.unknown_form", {{"form", call.text("id")}, {"known", known_ids(*forms)}});
  const Wording words(call.setting());
  const bool figures = call.has("file") || call.has("territory");
  if (!call.has("sheet") && !figures) return Answer{.sheets = {sheets_of(*definition, words)}};
  const std::string id = call.has("sheet") ? call.text("sheet") : definition->form.sheets.front().id;
  const auto number = definition->form.find_sheet(id);
  if (!number) return fail(Code::not_found, "error.form.no_sheet", {{"form", definition->form.id}, {"sheet", id}});
  if (!figures) return Answer{.sheets = outline_of(*definition, definition->form.sheets[*number], words)};
  auto report = asked_report(call, *forms, *definition);
  if (!report) return pass(report);
  return Answer{.sheets = {figures_of(*definition, *number, *report, call, words)}};
}

Result<Answer> form_import(const Call& call) {
  auto forms = read_given_forms(call, call.texts("files"), *call.period("period"));
  if (!forms) return pass(forms);
  for (const forms::ReadForm& one : forms->read) {
    if (!one.remarks.empty() && !call.has("territory")) return tl::unexpected(one.remarks.front());
    if (!one.report.flaws.empty()) {
      const auto& first = one.report.flaws.front();
      return fail(Code::bad_data, "error.form.flawed",
                  {{"file", one.report.file},
                   {"count", std::to_string(one.report.flaws.size())},
                   {"place", first.place},
                   {"text", first.text}});
    }
  }
  const Wording words(call.setting());
  Answer answer;
  Sheet sheet{.id = "imported_forms", .title = words("title.imported_forms")};
  sheet.header = {words.fact("period", axes::text_of(*call.period("period")))};
  sheet.columns = {
      words.column("form"), words.column("territory"),  words.column("name"),  words.column("outcome", CellKind::word),
      words.column("file"), words.column("file_saved"), words.column("sha256")};
  sheet.columns.back().detail = true;
  std::optional<Centre> centre;
  if (!call.setting().dry_run) {
    Result<Centre> opened = open_centre(call.setting(), Access::write);
    if (!opened) return pass(opened);
    centre.emplace(std::move(*opened));
  }
  for (const forms::ReadForm& one : forms->read) {
    const char* outcome = "read";
    if (centre) {
      auto put = centre->store.put_form_report(one.definition->form, one.report, call.setting().now);
      if (!put) return pass(put);
      outcome = *put == store::FormOutcome::fresh      ? "fresh"
                : *put == store::FormOutcome::replaced ? "replaced"
                                                       : "unchanged";
    }
    const auto* territory = forms::territory_coded(forms->territories, one.report.territory);
    sheet.rows.push_back({one.report.form, one.report.territory, territory->names.in(words.language()), outcome,
                          one.report.file, one.report.saved, one.report.sha256});
  }
  answer.sheets.push_back(std::move(sheet));
  say_remarks(call, *forms, answer);
  return answer;
}

}  // namespace

std::vector<Operation> form_rows() {
  const Parameter description = option("form", Kind::file, "FILE");
  Parameter period = option("period", Kind::period);
  period.required = true;
  const Parameter territory = option("territory", Kind::text, "KATO");
  return {
      {"form",
       "list",
       Permission::look,
       {description},
       {"form list", "form list --form my_form.toml --format json"},
       form_list},
      {"form",
       "show",
       Permission::look,
       {word("id", "ID"), option("sheet", Kind::text, "SHEET"), many("graph", "GRAPH"),
        option("file", Kind::file, "FILE"), territory, option("period", Kind::period), description},
       {"form show 1m", "form show 1m --sheet R1 --lang kk",
        "form show 1m --sheet R4 --file 'Almaty.XLSX' --graph g1 --graph g7"},
       form_show},
      {"form",
       "import",
       Permission::import,
       {files("files"), period, territory, description},
       {"form import --period 2022 forms/*.XLSX", "form import --period 2022-01..2022-09 Almaty.XLSX --dry-run"},
       form_import,
       true},
  };
}

}  // namespace tartip::app
