#include "forms/reader.hpp"

#include <algorithm>
#include <set>

#include "base/hash.hpp"
#include "text/folding.hpp"

namespace tartip::forms {
namespace {

constexpr std::size_t k_most_cells = 2'000'000;  // the largest form at hand has 130 000

using registers::Sheet;
using registers::Workbook;

// "28327;50119;1975%;__"
struct Stamp {
  std::string code, territory;
};

Stamp stamp_of(const std::string& description) {
  Stamp stamp;
  const auto first = description.find(';');
  const auto second = first == std::string::npos ? first : description.find(';', first + 1);
  if (second == std::string::npos) return stamp;
  stamp.code = description.substr(first + 1, second - first - 1);
  const std::string rest = description.substr(second + 1);
  stamp.territory = rest.substr(0, rest.find_first_not_of("0123456789"));
  return stamp;
}

std::set<std::string> sheet_names(const Workbook& workbook) {
  std::set<std::string> names;
  for (const Sheet& sheet : workbook.sheets)
    if (!sheet.cells.empty()) names.insert(text::fold(sheet.name));
  return names;
}

// By the code in the metadata; without one by the names of its sheets.
const FormDefinition* definition_of(const Workbook& workbook, const Stamp& stamp,
                                    const std::vector<FormDefinition>& forms) {
  for (const FormDefinition& one : forms)
    if (!stamp.code.empty() && one.form.code == stamp.code) return &one;
  if (!stamp.code.empty()) return nullptr;
  for (const FormDefinition& one : forms) {
    std::set<std::string> names;
    for (const auto& sheet : one.form.sheets) names.insert(text::fold(sheet.id));
    if (names == sheet_names(workbook)) return &one;
  }
  return nullptr;
}

Result<const FormTerritory*> territory_of(const std::filesystem::path& file, const FormDefinition& definition,
                                          const Stamp& stamp, const std::vector<FormTerritory>& territories,
                                          const ReadOptions& options) {
  std::string code = options.territory;
  if (code.empty()) {
    const std::string& prefix = definition.territory_prefix;
    if (!stamp.territory.starts_with(prefix) || stamp.territory.size() < prefix.size() + 2)
      return fail(Code::bad_data, "error.form.no_territory", {{"file", file.string()}});
    code = stamp.territory.substr(prefix.size(), 2) + "0000000";
  }
  const FormTerritory* territory = territory_coded(territories, code);
  if (territory == nullptr)
    return fail(Code::bad_data, "error.form.territory_unknown", {{"file", file.string()}, {"code", code}});
  return territory;
}

}  // namespace

Result<ReadForm> read_form_file(const std::filesystem::path& file, const std::vector<FormDefinition>& forms,
                                const std::vector<FormTerritory>& territories, const ReadOptions& options) {
  std::error_code none;
  if (std::filesystem::is_directory(file, none))
    return fail(Code::bad_input, "error.file.folder", {{"file", file.string()}});
  auto workbook = registers::read_workbook(file, k_most_cells);
  if (!workbook) return pass(workbook);
  const Stamp stamp = stamp_of(workbook->properties.description);
  ReadForm read;
  read.path = file.string();
  read.definition = definition_of(*workbook, stamp, forms);
  if (read.definition == nullptr) {
    std::string known;
    for (const FormDefinition& one : forms)
      known += (known.empty() ? "" : ", ") + one.form.id + " (" + one.form.code + ")";
    return fail(Code::bad_data, "error.form.not_known",
                {{"file", file.string()}, {"code", stamp.code.empty() ? "—" : stamp.code}, {"known", known}});
  }
  const FormDefinition& definition = *read.definition;
  const auto territory = territory_of(file, definition, stamp, territories, options);
  if (!territory) return tl::unexpected(territory.error());

  statistics::FormReport& report = read.report;
  report.form = definition.form.id;
  report.version = definition.form.version;
  report.territory = (*territory)->code;
  report.period = options.period;
  report.file = file.filename().string();
  report.title = workbook->properties.title;
  report.saved = workbook->properties.modified;
  auto hash = sha256_hex_of_file(file);
  if (!hash) return pass(hash);
  report.sha256 = std::move(*hash);

  for (const std::string& said : {file.stem().string(), report.title}) {
    const FormTerritory* named = territory_named(territories, said);
    if (named == nullptr || named == *territory || !options.territory.empty()) continue;
    read.remarks.push_back({Code::bad_data,
                            "error.form.territory_contradiction",
                            {{"file", file.string()},
                             {"code", (*territory)->code},
                             {"name", (*territory)->names.in("ru")},
                             {"said", said}},
                            {}});
  }

  SheetFindings findings;
  const auto wrong = [&](const char* key, const std::string& sheet) {
    findings.errors.push_back(
        {Code::bad_data, key, {{"file", file.string()}, {"sheet", sheet}, {"form", definition.form.id}}, {}});
  };
  for (const Sheet& sheet : workbook->sheets) {
    const auto known = std::ranges::any_of(definition.form.sheets, [&](const statistics::FormSheet& one) {
      return text::fold(one.id) == text::fold(sheet.name);
    });
    if (!known && !sheet.cells.empty()) wrong("error.form.sheet_unknown", sheet.name);
  }
  for (std::size_t s = 0; s < definition.form.sheets.size(); ++s) {
    const std::string& id = definition.form.sheets[s].id;
    const auto found = std::ranges::find_if(
        workbook->sheets, [&](const Sheet& sheet) { return text::fold(sheet.name) == text::fold(id); });
    if (found == workbook->sheets.end())
      wrong("error.form.sheet_missing", id);
    else
      report.sheets.push_back(read_form_sheet(*found, definition, s, file.string(), findings));
  }
  if (!findings.errors.empty()) {
    Error first = findings.errors.front();
    if (options.errors != nullptr) *options.errors = std::move(findings.errors);
    return tl::unexpected(std::move(first));
  }
  report.flaws = std::move(findings.flaws);
  return read;
}

}  // namespace tartip::forms
