#include "app/form_material.hpp"

#include <algorithm>
#include <optional>

#include "base/parallel.hpp"
#include "text/catalogue.hpp"

namespace tartip::app {

Result<GivenForms> described_forms(const Call& call) {
  GivenForms forms;
  auto known = forms::known_forms();
  if (!known) return pass(known);
  forms.definitions = **known;
  if (call.has("form")) {
    auto own = forms::read_form(call.text("form"));
    if (!own) return pass(own);
    std::erase_if(forms.definitions, [&](const auto& one) { return one.form.id == own->form.id; });
    forms.definitions.push_back(std::move(*own));
  }
  auto territories = forms::form_territories();
  if (!territories) return pass(territories);
  forms.territories = std::move(*territories);
  return forms;
}

Result<GivenForms> read_given_forms(const Call& call, const std::vector<std::string>& files, axes::Span period) {
  auto forms = described_forms(call);
  if (!forms) return pass(forms);
  std::vector<std::optional<Result<forms::ReadForm>>> read(files.size());
  const std::string territory = call.has("territory") ? call.text("territory") : std::string();
  parallel_for(
      files.size(),
      [&](std::size_t i) {
        if (call.setting().progress.cancelled()) return;
        read[i] = forms::read_form_file(files[i], forms->definitions, forms->territories,
                                        {.period = period, .territory = territory});
      },
      call.setting().threads);
  for (auto& one : read) {
    if (!one) return fail(Code::cancelled, "error.cancelled");
    if (!*one) return pass(*one);
    forms->read.push_back(std::move(**one));
  }
  return forms;
}

const forms::FormDefinition* definition_named(const GivenForms& forms, const std::string& id) {
  const auto found = std::ranges::find_if(forms.definitions, [&](const auto& one) { return one.form.id == id; });
  return found == forms.definitions.end() ? nullptr : &*found;
}

Result<std::vector<statistics::TerritoryForms>> pair_by_territory(const GivenForms& forms,
                                                                  const std::vector<std::string>& order) {
  std::map<std::string, statistics::TerritoryForms> pairs;
  for (const forms::ReadForm& one : forms.read) {
    auto& pair = pairs[one.report.territory];
    pair.territory = one.report.territory;
    pair.reports.resize(order.size(), nullptr);
    const auto place = std::ranges::find(order, one.report.form);
    if (place == order.end()) continue;
    auto& report = pair.reports[static_cast<std::size_t>(place - order.begin())];
    if (report != nullptr) {
      return fail(Code::bad_input, "error.form.twice",
                  {{"first", report->file},
                   {"second", one.report.file},
                   {"form", one.report.form},
                   {"territory", one.report.territory}});
    }
    report = &one.report;
  }
  std::vector<statistics::TerritoryForms> result;
  for (auto& [territory, pair] : pairs) result.push_back(std::move(pair));
  return result;
}

void say_remarks(const Call& call, const GivenForms& forms, Answer& answer) {
  for (const forms::ReadForm& one : forms.read)
    for (const Error& remark : one.remarks)
      answer.said.push_back({"said.remark", {{"text", text::Catalogue::in(call.setting().language).explain(remark)}}});
}

SheetCell exact(Decimal value) {
  if (value.is_whole()) return value.thousandths() / 1000;
  return value.as_double();
}
SheetCell exact(const std::optional<Decimal>& value) {
  return value ? exact(*value) : SheetCell();
}

}  // namespace tartip::app
