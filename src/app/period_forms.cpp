#include "app/period_forms.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>

#include "app/fields.hpp"
#include "app/form_material.hpp"
#include "app/parameters.hpp"
#include "axes/delimited.hpp"
#include "base/hash.hpp"
#include "forms/reader.hpp"

namespace tartip::app {
namespace {

using Cells = std::map<std::string, std::optional<Decimal>>;  // by address

// A reported form of one territory, found by its code; made when it is new.
std::size_t place_of(PeriodForms& forms, const std::string& territory) {
  std::size_t at = 0;
  while (at < forms.reported.size() && forms.reported[at].territory < territory) ++at;
  if (at == forms.reported.size() || forms.reported[at].territory != territory) {
    const auto offset = static_cast<std::ptrdiff_t>(at);
    forms.reported.insert(forms.reported.begin() + offset, {territory, forms.period, {}, std::nan("")});
    forms.sources_of.insert(forms.sources_of.begin() + offset, std::vector<std::uint32_t>{});
  }
  return at;
}

// What one territory sent: a report on each form.
using Reports = std::vector<std::pair<const statistics::FormDescription*, statistics::FormReport>>;

// The cell of the form that the address names; without one, of the first form that has its sheet.
Result<std::optional<Decimal>> cell_of(const Reports& reports, const statistics::CellAddress& address) {
  for (const auto& [description, report] : reports) {
    const bool fits =
        address.form.empty() ? description->find_sheet(address.sheet).has_value() : description->id == address.form;
    if (fits) return statistics::value_at(*description, report, address);
  }
  return fail(Code::not_found, "error.form.no_sheet",
              {{"form", reports.empty() ? address.form : reports.front().first->id}, {"sheet", address.sheet}});
}

struct Workbooks {
  std::shared_ptr<const std::vector<forms::FormDefinition>> known;
  std::vector<forms::FormTerritory> territories;
  std::map<std::string, std::shared_ptr<Reports>> by_territory;
};

Status know_forms(Workbooks& workbooks) {
  if (workbooks.known != nullptr) return {};
  auto known = forms::known_forms();
  if (!known) return pass(known);
  workbooks.known = std::move(*known);
  auto territories = forms::form_territories();
  if (!territories) return pass(territories);
  workbooks.territories = std::move(*territories);
  return {};
}

Status add_report(const statistics::FormDescription& form, statistics::FormReport report, Workbooks& workbooks,
                  PeriodForms& forms) {
  const std::string territory = report.territory;
  const auto twice = [&] {
    return fail(Code::bad_data, "error.forms.twice", {{"territory", territory}, {"file", report.file}});
  };
  const std::size_t at = place_of(forms, territory);
  auto& reports = workbooks.by_territory[territory];
  if (reports == nullptr) {
    if (forms.reported[at].cell) return twice();
    reports = std::make_shared<Reports>();
    forms.reported[at].cell = [reports, known = workbooks.known](const statistics::CellAddress& address) {
      return cell_of(*reports, address);  // the reports point into the known forms
    };
  }
  for (const auto& [description, other] : *reports)
    if (description->id == form.id) return twice();
  forms.sources_of[at].push_back(static_cast<std::uint32_t>(forms.sources.size()));
  forms.sources.push_back({report.file, report.sha256});
  if (const auto* named = forms::territory_coded(workbooks.territories, territory))
    forms.territories[territory] = named->names;
  for (const statistics::FormSheet& sheet : form.sheets)
    for (const statistics::FormRow& row : sheet.rows) {
      forms.rows.emplace(row.key, row.names);
      const std::size_t dot = row.key.find('.');
      if (row.memo && dot != std::string::npos)
        forms.above.emplace(row.key, PeriodForms::RowAbove{row.key.substr(0, dot), true});
      else if (!row.memo && !row.chapter.empty())
        forms.above.emplace(row.key, PeriodForms::RowAbove{row.chapter, false});
    }
  if (forms.source.empty()) forms.source = form.source;
  reports->emplace_back(&form, std::move(report));
  return {};
}

// What is not understood of the workbook goes to `errors`, so that the other files are read too.
Status add_workbook(const std::string& file, Workbooks& workbooks, PeriodForms& forms, std::vector<Error>& errors) {
  if (Status known = know_forms(workbooks); !known) return known;
  std::vector<Error> own;
  auto read = forms::read_form_file(file, *workbooks.known, workbooks.territories,
                                    {.period = forms.period, .territory = {}, .errors = &own});
  if (!read) {
    if (own.empty()) own.push_back(std::move(read.error()));
    std::ranges::move(own, std::back_inserter(errors));
    return {};
  }
  forms.remarks.insert(forms.remarks.end(), read->remarks.begin(), read->remarks.end());
  return add_report(read->definition->form, std::move(read->report), workbooks, forms);
}

// The reports of the period that are in force in the centre, of forms that are known.
Status add_kept(Centre& centre, Workbooks& workbooks, PeriodForms& forms) {
  if (Status known = know_forms(workbooks); !known) return known;
  auto entries = centre.store.form_reports({.form = {}, .territory = {}, .period = forms.period, .known_on = {}});
  if (!entries) return pass(entries);
  for (const store::FormReportEntry& entry : *entries) {
    for (const forms::FormDefinition& definition : *workbooks.known) {
      if (definition.form.id != entry.form) continue;
      auto report = centre.store.load_form_report(entry, definition.form);
      if (!report) return pass(report);
      if (Status added = add_report(definition.form, std::move(*report), workbooks, forms); !added) return added;
    }
  }
  return {};
}

void add_residents_of(Centre& centre, PeriodForms& forms) {
  auto territory = centre.store.load_territory("kazakhstan");
  if (!territory) return;  // rates then say that residents are not known
  const axes::Day middle = forms.period.from + (forms.period.to - forms.period.from) / 2;
  const int year = static_cast<int>(std::chrono::year_month_day(middle).year());
  for (statistics::Reported& one : forms.reported) {
    const auto unit = (*territory)->unit_with_code(one.territory, 0, middle);
    if (!unit) continue;
    const auto residents = (*territory)->residents(*unit, year);
    if (residents.quality != axes::Territory::PopulationQuality::unknown) one.residents = residents.count;
  }
}

bool is_csv(const std::string& file) {
  std::string end = std::filesystem::path(file).extension().string();
  for (char& c : end) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  return end == ".csv";
}

Status add_residents(const std::string& file, PeriodForms& forms) {
  auto table = axes::read_delimited(file);
  if (!table) return pass(table);
  auto code = table->needed_column("territory");
  if (!code) return pass(code);
  auto count = table->needed_column("residents");
  if (!count) return pass(count);
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    auto residents = number_field(*table, row, *count);
    if (!residents) return pass(residents);
    for (statistics::Reported& one : forms.reported)
      if (one.territory == table->rows[row][*code]) one.residents = *residents;
  }
  return {};
}

}  // namespace

Status add_cells(const std::string& file, PeriodForms& forms) {
  auto table = axes::read_delimited(file);
  if (!table) return pass(table);
  auto columns = table->needed_columns({"territory", "sheet", "row", "graph", "value"});
  if (!columns) return pass(columns);
  const auto form = table->column("form");
  auto sha256 = sha256_hex_of_file(file);
  if (!sha256) return pass(sha256);
  const auto source = static_cast<std::uint32_t>(forms.sources.size());
  forms.sources.push_back({std::filesystem::path(file).filename().string(), *sha256});

  std::map<std::string, std::shared_ptr<Cells>> by_territory;
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    const auto field = [&](std::size_t which) -> const std::string& { return table->rows[row][(*columns)[which]]; };
    const std::string address = (form && !table->rows[row][*form].empty() ? table->rows[row][*form] + ":" : "") +
                                field(1) + "[" + field(2) + "]." + field(3);
    auto cell = statistics::parse_address(address);
    if (!cell) return tl::unexpected(std::move(cell.error()).at(table->where(row, "row")));
    std::optional<Decimal> value;
    if (!field(4).empty()) {
      value = Decimal::parse(field(4));
      if (!value) return fail(Code::bad_data, "error.field.number", {{"value", field(4)}}, table->where(row, "value"));
    }
    auto& cells = by_territory[field(0)];
    if (cells == nullptr) cells = std::make_shared<Cells>();
    if (!cells->emplace(cell->text(), value).second)
      return fail(Code::bad_data, "error.forms.cell_twice", {{"cell", address}, {"territory", field(0)}},
                  table->where(row, "row"));
  }
  for (const auto& [territory, cells] : by_territory) {
    const std::size_t at = place_of(forms, territory);
    if (forms.reported[at].cell)
      return fail(Code::bad_data, "error.forms.twice", {{"territory", territory}, {"file", file}});
    forms.reported[at].cell = [cells](const statistics::CellAddress& address) -> Result<std::optional<Decimal>> {
      const auto found = cells->find(address.text());
      return found == cells->end() ? std::optional<Decimal>() : found->second;
    };
    forms.sources_of[at].push_back(source);
  }
  return {};
}

Result<PeriodForms> read_period_forms(const Call& call, const std::vector<std::string>& files, axes::Span period,
                                      Centre* centre) {
  PeriodForms forms;
  forms.period = period;
  Workbooks workbooks;
  std::vector<Error> errors;
  for (const std::string& file : files)
    if (Status added = is_csv(file) ? add_cells(file, forms) : add_workbook(file, workbooks, forms, errors); !added)
      return pass(added);
  if (!errors.empty()) return tl::unexpected(all_together(call, std::move(errors)));
  std::optional<Centre> opened;
  if (files.empty() && centre == nullptr) {
    auto own = open_centre(call.setting(), Access::read);
    if (!own) return pass(own);
    centre = &opened.emplace(std::move(*own));
  }
  if (files.empty())
    if (Status kept = add_kept(*centre, workbooks, forms); !kept) return pass(kept);
  if (forms.reported.empty()) return fail(Code::not_found, "error.forms.none", {{"period", axes::text_of(period)}});
  std::error_code none;
  if (centre == nullptr && !call.has("residents") && !call.setting().centre.empty() &&
      std::filesystem::exists(call.setting().centre / "tartip.toml", none)) {
    auto own = open_centre(call.setting(), Access::read);
    if (own)
      centre = &opened.emplace(std::move(*own));
    else
      forms.remarks.push_back(own.error());  // rates alone need it, and say that residents are not known
  }
  if (centre != nullptr) add_residents_of(*centre, forms);
  if (call.has("residents"))
    if (Status added = add_residents(call.text("residents"), forms); !added) return pass(added);
  return forms;
}

std::vector<Parameter> with_forms(std::vector<Parameter> parameters) {
  parameters.push_back(
      {.name = "forms", .kind = Kind::file, .positional = true, .repeated = true, .placeholder = "FILE"});
  parameters.push_back({.name = "period", .kind = Kind::period, .required = true});
  parameters.push_back(option("residents", Kind::file));
  parameters.push_back(option("indicators", Kind::file));
  return parameters;
}

}  // namespace tartip::app
