#include "app/form_material.hpp"

#include <algorithm>
#include <iterator>
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
  std::vector<std::vector<Error>> errors(files.size());
  const std::string territory = call.has("territory") ? call.text("territory") : std::string();
  parallel_for(
      files.size(),
      [&](std::size_t i) {
        if (call.setting().progress.cancelled()) return;
        read[i] = forms::read_form_file(files[i], forms->definitions, forms->territories,
                                        {.period = period, .territory = territory, .errors = &errors[i]});
      },
      call.setting().threads);
  std::vector<Error> all;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!read[i]) return fail(Code::cancelled, "error.cancelled");
    if (*read[i])
      forms->read.push_back(std::move(**read[i]));
    else if (errors[i].empty())
      all.push_back(std::move(read[i]->error()));
    else
      std::ranges::move(errors[i], std::back_inserter(all));
  }
  if (!all.empty()) return tl::unexpected(all_together(call, std::move(all)));
  return forms;
}

Error all_together(const Call& call, std::vector<Error> errors) {
  constexpr std::size_t k_most_told = 40;
  if (errors.size() == 1) return std::move(errors.front());
  const text::Catalogue& catalogue = text::Catalogue::in(call.setting().language);
  std::string list;
  for (std::size_t i = 0; i < std::min(errors.size(), k_most_told); ++i) list += "\n– " + catalogue.explain(errors[i]);
  if (errors.size() > k_most_told) list += "\n…";
  return {Code::bad_data, "error.form.several", {{"count", std::to_string(errors.size())}, {"list", list}}, {}};
}

const forms::FormDefinition* definition_named(const GivenForms& forms, const std::string& id) {
  const auto found = std::ranges::find_if(forms.definitions, [&](const auto& one) { return one.form.id == id; });
  return found == forms.definitions.end() ? nullptr : &*found;
}

Result<std::vector<statistics::TerritoryForms>> pair_by_territory(const GivenForms& forms,
                                                                  const std::vector<std::string>& order) {
  std::map<std::string, statistics::TerritoryForms> pairs;
  std::map<const statistics::FormReport*, const std::string*> paths;
  for (const forms::ReadForm& one : forms.read) {
    auto& pair = pairs[one.report.territory];
    pair.territory = one.report.territory;
    pair.reports.resize(order.size(), nullptr);
    const auto place = std::ranges::find(order, one.report.form);
    if (place == order.end()) continue;
    paths[&one.report] = &one.path;
    auto& report = pair.reports[static_cast<std::size_t>(place - order.begin())];
    if (report != nullptr) {
      const bool same_name = report->file == one.report.file;
      return fail(Code::bad_input, "error.form.twice",
                  {{"first", same_name ? *paths.at(report) : report->file},
                   {"second", same_name ? one.path : one.report.file},
                   {"form", one.report.form},
                   {"territory", one.report.territory}});
    }
    report = &one.report;
  }
  std::vector<statistics::TerritoryForms> result;
  for (auto& [territory, pair] : pairs) result.push_back(std::move(pair));
  return result;
}

void say_remarks(const Call& call, const std::vector<Error>& remarks, Answer& answer) {
  for (const Error& remark : remarks)
    answer.said.push_back({"said.remark", {{"text", text::Catalogue::in(call.setting().language).explain(remark)}}});
}

void say_remarks(const Call& call, const GivenForms& forms, Answer& answer) {
  for (const forms::ReadForm& one : forms.read) say_remarks(call, one.remarks, answer);
}

SheetCell exact(Decimal value) {
  if (value.is_whole()) return value.thousandths() / 1000;
  return value.as_double();
}
SheetCell exact(const std::optional<Decimal>& value) {
  return value ? exact(*value) : SheetCell();
}

}  // namespace tartip::app
