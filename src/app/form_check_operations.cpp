// `form check`: findings, the cells that explain them, doubts and flaws as sheets.
#include <algorithm>

#include "app/form_material.hpp"
#include "app/joined.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/wording.hpp"
#include "statistics/form_doubt.hpp"

namespace tartip::app {
namespace {

std::string bare(statistics::CellAddress address, const std::string& form) {
  if (address.form == form) address.form.clear();
  return address.text();
}

std::vector<std::string> bare(const std::vector<statistics::CellAddress>& cells, const std::string& form) {
  std::vector<std::string> texts;
  for (const statistics::CellAddress& cell : cells) texts.push_back(bare(cell, form));
  return texts;
}

std::string name_of(const std::string& territory, const GivenForms& forms, const Wording& words) {
  const auto* known = forms::territory_coded(forms.territories, territory);
  return known == nullptr ? territory : known->names.in(words.language());
}

// One row a finding.
Sheet findings_sheet(const statistics::CheckPlan& plan, const statistics::CheckResult& result, const Wording& words) {
  Sheet sheet{.id = "findings", .title = words("title.form_findings")};
  sheet.columns = {words.column("severity", CellKind::word),
                   words.column("relation"),
                   words.column("form"),
                   words.column("sheet"),
                   words.column("article", CellKind::list),
                   words.column("graph", CellKind::list),
                   words.column("regions", CellKind::list),
                   words.column("expected", CellKind::number, 3),
                   words.column("found", CellKind::number, 3),
                   words.column("explains_checks", CellKind::integer),
                   words.column("broken_sums", CellKind::integer),
                   words.column("explains", CellKind::list),
                   words.column("throughout", CellKind::word),
                   words.column("holds"),
                   words.column("relation_note"),
                   words.column("finding", CellKind::integer)};
  for (const std::size_t hidden : {10U, 11U, 12U, 13U, 14U, 15U}) sheet.columns[hidden].detail = true;
  for (const statistics::Finding& finding : result.findings) {
    const auto& relation = plan.relations[finding.relation].relation;
    std::vector<std::string> regions, explains;
    for (const statistics::Cause& cause : finding.causes) {
      if (std::ranges::find(regions, cause.territory) == regions.end()) regions.push_back(cause.territory);
      for (const std::string& cell : bare(cause.inherits, finding.form)) {
        const std::string one = cause.territory + " " + cell;
        if (std::ranges::find(explains, one) == explains.end()) explains.push_back(one);
      }
    }
    sheet.rows.push_back({relation.warning ? "warning" : "error", relation.id, finding.form, finding.sheet,
                          listed(finding.rows), listed(finding.graphs), listed(regions), exact(finding.expected),
                          exact(finding.found), static_cast<std::int64_t>(finding.broken),
                          static_cast<std::int64_t>(finding.broken_sums), listed(explains),
                          finding.throughout ? "yes" : "no", relation.holds,
                          relation.note.by_language.empty() ? SheetCell() : relation.note.in(words.language()),
                          static_cast<std::int64_t>(sheet.rows.size()) + 1});
  }
  return sheet;
}

// One row a cause: the cell to look at first.
Sheet causes_sheet(const statistics::CheckPlan& plan, const statistics::CheckResult& result, const GivenForms& forms,
                   const Wording& words) {
  Sheet sheet{.id = "causes", .title = words("title.form_causes")};
  sheet.columns = {words.column("relation"),
                   words.column("region"),
                   words.column("territory"),
                   words.column("suspect"),
                   words.column("workbook_cell"),
                   words.column("stands", CellKind::number, 3),
                   words.column("should_be", CellKind::number, 3),
                   words.column("alternatives", CellKind::list),
                   words.column("found", CellKind::number, 3),
                   words.column("expected", CellKind::number, 3),
                   words.column("graph", CellKind::list),
                   words.column("explains_checks", CellKind::integer),
                   words.column("inherits", CellKind::list),
                   words.column("check"),
                   words.column("form"),
                   words.column("sheet"),
                   words.column("article"),
                   words.column("suspect_graph"),
                   words.column("given", CellKind::integer),
                   words.column("finding", CellKind::integer)};
  for (const char* hidden : {"region", "alternatives", "found", "expected", "graph", "inherits", "form", "sheet",
                             "article", "suspect_graph", "given", "finding"})
    std::ranges::find(sheet.columns, hidden, &SheetColumn::id)->detail = true;
  const auto read_as = [&](const std::string& territory, const std::string& form) {
    return std::ranges::find_if(forms.read, [&](const forms::ReadForm& one) {
      return one.report.territory == territory && one.report.form == form;
    });
  };
  const auto place_in_file = [&](const std::string& territory, const statistics::CellAddress& cell) -> SheetCell {
    const auto one = read_as(territory, cell.form);
    if (one == forms.read.end()) return {};
    const auto number = one->definition->form.find_sheet(cell.sheet);
    const auto& form = one->definition->form.sheets[*number];
    const auto& read = one->report.sheets[*number];
    std::int32_t column = read.columns[*form.find_graph(cell.graph)];
    std::string letters;
    for (; column > 0; column = (column - 1) / 26)
      letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
    return cell.sheet + "!" + letters + std::to_string(read.lines[*form.find_row(cell.row)]);
  };
  // Which of the files it is, counted as they were given.
  const auto given_as = [&](const std::string& territory, const statistics::CellAddress& cell) -> SheetCell {
    const auto one = read_as(territory, cell.form);
    return one == forms.read.end() ? SheetCell() : SheetCell(one - forms.read.begin() + std::int64_t{1});
  };
  for (std::size_t f = 0; f < result.findings.size(); ++f) {
    const statistics::Finding& finding = result.findings[f];
    // Where both sides count different things, hundreds of cells would be accused of nothing.
    if (finding.throughout) continue;
    for (const statistics::Cause& cause : finding.causes) {
      sheet.rows.push_back({plan.relations[finding.relation].relation.id,
                            cause.territory,
                            name_of(cause.territory, forms, words),
                            bare(cause.suspect, finding.form),
                            place_in_file(cause.territory, cause.suspect),
                            exact(cause.stands),
                            exact(cause.should_be),
                            listed(bare(cause.alternatives, finding.form)),
                            exact(cause.found),
                            exact(cause.expected),
                            listed(cause.graphs),
                            static_cast<std::int64_t>(cause.broken),
                            listed(bare(cause.inherits, finding.form)),
                            cause.check,
                            cause.suspect.form,
                            cause.suspect.sheet,
                            cause.suspect.row,
                            cause.suspect.graph,
                            given_as(cause.territory, cause.suspect),
                            static_cast<std::int64_t>(f) + 1});
    }
  }
  return sheet;
}

Sheet doubts_sheet(const statistics::CheckPlan& plan, const std::vector<statistics::TerritoryForms>& pairs,
                   const GivenForms& forms, const Wording& words) {
  Sheet sheet{.id = "doubts", .title = words("title.form_doubts"), .note = words("note.form_doubts")};
  sheet.columns = {words.column("doubt", CellKind::word),
                   words.column("region"),
                   words.column("territory"),
                   words.column("cell"),
                   words.column("compared_with"),
                   words.column("found", CellKind::number, 3),
                   words.column("usual", CellKind::number, 0),
                   words.column("score", CellKind::number, 1)};
  for (std::size_t f = 0; f < plan.forms.size(); ++f) {
    const auto& watch = definition_named(forms, plan.forms[f]->id)->watch;
    for (const statistics::Doubt& doubt : statistics::find_doubts(plan, pairs, f, watch)) {
      const bool whole = doubt.cell.row.empty();
      const std::string cell =
          whole ? doubt.cell.form + ":" + doubt.cell.sheet + (doubt.cell.graph.empty() ? "" : "." + doubt.cell.graph)
                : doubt.cell.text();
      sheet.rows.push_back({doubt.kind, doubt.territory, name_of(doubt.territory, forms, words), cell,
                            doubt.kind == "copied"    ? SheetCell(doubt.other)
                            : doubt.kind == "outlier" ? SheetCell(doubt.base.text())
                                                      : SheetCell(),
                            exact(doubt.found), doubt.kind == "copied" ? SheetCell() : SheetCell(doubt.usual),
                            doubt.kind == "copied" ? SheetCell() : SheetCell(doubt.score)});
    }
  }
  return sheet;
}

Sheet flaws_sheet(const GivenForms& forms, const Wording& words) {
  Sheet sheet{.id = "flaws", .title = words("title.form_flaws")};
  sheet.columns = {words.column("file"), words.column("workbook_cell"), words.column("cell"), words.column("text"),
                   words.column("flaw", CellKind::word)};
  for (const forms::ReadForm& one : forms.read)
    for (const statistics::CellFlaw& flaw : one.report.flaws)
      sheet.rows.push_back({one.report.file, flaw.place, flaw.cell.text(), flaw.text, flaw.key});
  return sheet;
}

Result<Answer> form_check(const Call& call) {
  auto forms = read_given_forms(call, call.texts("files"), *call.period("period"));
  if (!forms) return pass(forms);
  std::vector<std::string> order;
  std::vector<statistics::FormRelations> relations;
  for (const auto& one : forms->definitions) {
    const bool given = std::ranges::any_of(forms->read, [&](const auto& r) { return r.definition == &one; });
    if (!given) continue;
    order.push_back(one.form.id);
    relations.push_back({&one.form, one.relations});
  }
  auto plan = statistics::plan_checks(relations);
  if (!plan) return pass(plan);
  auto pairs = pair_by_territory(*forms, order);
  if (!pairs) return pass(pairs);
  const statistics::CheckResult result = statistics::check_forms(*plan, *pairs, call.setting().threads);

  const Wording words(call.setting());
  Answer answer;
  Sheet findings = findings_sheet(*plan, result, words);
  findings.header = {words.fact("period", axes::text_of(*call.period("period"))),
                     words.fact("forms_given", std::to_string(forms->read.size())),
                     words.fact("regions_given", std::to_string(pairs->size())),
                     words.fact("checks_answered", std::to_string(result.all.answered)),
                     words.fact("checks_broken", std::to_string(result.all.broken)),
                     words.fact("checks_unanswered", std::to_string(result.all.unanswered)),
                     words.fact("sums_checked", std::to_string(result.all.sums)),
                     words.fact("sums_broken", std::to_string(result.all.broken_sums))};
  Sheet causes = causes_sheet(*plan, result, *forms, words);
  Sheet doubts = doubts_sheet(*plan, *pairs, *forms, words);
  Sheet flaws = flaws_sheet(*forms, words);
  say_remarks(call, *forms, answer);
  answer.finding = !findings.rows.empty() || !doubts.rows.empty() || !flaws.rows.empty() || !answer.said.empty();
  answer.sheets.push_back(std::move(findings));
  for (Sheet* more : {&causes, &flaws, &doubts})
    if (!more->rows.empty()) answer.sheets.push_back(std::move(*more));
  answer.said.push_back({"said.form.checked",
                         {{"checks", std::to_string(result.all.answered)},
                          {"findings", std::to_string(result.findings.size())},
                          {"broken", std::to_string(result.all.broken)}}});
  return answer;
}

}  // namespace

std::vector<Operation> form_check_rows() {
  Parameter period = option("period", Kind::period);
  period.required = true;
  return {
      {"form",
       "check",
       Permission::look,
       {files("files"), period, option("territory", Kind::text, "KATO"), option("form", Kind::file, "FILE")},
       {"form check --period 2022 forms/*.XLSX", "form check --period 2022 *.XLSX --fail-on-alert --format json"},
       form_check},
  };
}

}  // namespace tartip::app
