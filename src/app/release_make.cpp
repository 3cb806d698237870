#include "app/release_make.hpp"

#include <algorithm>
#include <map>

#include "app/centre.hpp"
#include "app/form_material.hpp"
#include "app/indicator_book.hpp"
#include "app/register_table.hpp"
#include "app/release_ledger.hpp"
#include "app/release_protection.hpp"
#include "app/wording.hpp"

namespace tartip::app {
namespace {

using statistics::PublishedObservation;
using statistics::PublishedTable;

// What the call asks to freeze, and what its figures are computed from.
struct Draft {
  std::vector<PublishedTable> tables;
  FigureBasis basis;
  std::vector<Error> remarks;  // of the readers of forms
};

Status add_indicators(const Call& call, Centre& centre, axes::Span period, Draft& draft) {
  auto book = indicator_book(call);
  if (!book) return pass(book);
  auto chosen = chosen_indicators(*book, call.texts("indicator"));
  if (!chosen) return pass(chosen);
  auto forms = read_period_forms(call, call.texts("forms"), period, &centre);
  if (!forms) return pass(forms);
  // A release holds what can be computed: rates need residents, which not every call knows.
  std::erase_if(*chosen, [&](const statistics::Indicator* one) {
    return one->shape == statistics::IndicatorShape::rate &&
           std::all_of(forms->reported.begin(), forms->reported.end(),
                       [](const auto& reported) { return !(reported.residents > 0); });
  });
  auto made = indicator_table(*chosen, *forms, {.rows = call.texts("row"), .provisional = call.flag("provisional")});
  if (!made) return pass(made);
  if (Status based = add_indicator_basis(*made, *book, *forms, draft.basis); !based) return based;
  draft.tables.push_back(std::move(made->table));
  draft.remarks = std::move(forms->remarks);
  return {};
}

Status add_register(const Call& call, const std::string& id, Centre& centre, Draft& draft) {
  std::map<std::string, std::vector<std::string>> values = {{"register", {id}}, {"period", call.texts("period")}};
  for (const char* name : {"territory", "class-level", "per", "confidence", "known-on"})
    if (call.has(name)) values[name] = call.texts(name);
  auto built = build_register_table(Call(call.setting(), std::move(values)), centre);
  if (!built) return pass(built);
  auto table = published_register_table(*built, centre, call.flag("provisional"));
  if (!table) return pass(table);
  add_register_basis(*table, draft.basis);
  draft.tables.push_back(std::move(*table));
  return {};
}

Result<Draft> draft_of(const Call& call, Centre& centre, axes::Span period) {
  Draft draft;
  const bool no_forms = call.texts("forms").empty() && !call.texts("register").empty() && !call.has("indicator");
  if (!no_forms)
    if (Status added = add_indicators(call, centre, period, draft); !added) return pass(added);
  for (const std::string& id : call.texts("register"))
    if (Status added = add_register(call, id, centre, draft); !added) return pass(added);
  for (PublishedTable& table : draft.tables) table.agency = centre.profile.name;
  return draft;
}

Result<std::vector<store::Release>> earlier_releases(Centre& centre) {
  auto heads = centre.store.releases();
  if (!heads) return pass(heads);
  std::vector<store::Release> releases;
  for (const store::ReleaseHead& head : *heads) {
    auto release = centre.store.load_release(head.id);
    if (!release) return pass(release);
    releases.push_back(std::move(*release));
  }
  return releases;
}

void say_protection(const ProtectionRecord& record, Answer& answer) {
  if (!record.without.empty()) {
    answer.said.push_back({"said.release.without_protection", {{"reason", record.without}}});
    return;
  }
  answer.said.push_back({record.figures.empty() ? "said.release.nothing_withheld" : "said.release.withheld",
                         {{"count", std::to_string(record.figures.size())}, {"least", std::to_string(record.least)}}});
  const auto outer = std::count_if(record.withheld.begin(), record.withheld.end(),
                                   [](const ProtectionRecord::Quantity& one) { return !one.reached; });
  if (outer > 0) answer.said.push_back({"said.disclosure.outer", {{"count", std::to_string(outer)}}});
}

std::vector<SheetCell> table_row(const PublishedTable& table, SheetCell sha256) {
  const auto withheld = std::count_if(
      table.observations.begin(), table.observations.end(),
      [](const PublishedObservation& one) { return one.status == statistics::ObservationStatus::suppressed; });
  return {table.id, static_cast<std::int64_t>(table.observations.size()), static_cast<std::int64_t>(withheld),
          std::move(sha256)};
}

}  // namespace

Result<Answer> release_make(const Call& call) {
  const axes::Span period = *call.period("period");
  if (call.has("without-protection") && call.text("without-protection").find_first_not_of(' ') == std::string::npos)
    return fail(Code::bad_input, "error.release.reason");
  const bool dry = call.setting().dry_run;
  auto centre = open_centre(call.setting(), dry ? Access::read : Access::write);
  if (!centre) return pass(centre);
  auto draft = draft_of(call, *centre, period);
  if (!draft) return pass(draft);
  auto earlier = earlier_releases(*centre);
  if (!earlier) return pass(earlier);
  auto record = protect_release(call, *earlier, draft->basis, draft->tables);
  if (!record) return pass(record);
  const Wording words(call.setting());
  const std::string series = call.has("series") ? call.text("series") : axes::text_of(period);
  Sheet sheet{.id = "release", .title = words("title.release")};
  sheet.columns = {words.column("table"), words.column("figures", CellKind::integer),
                   words.column("withheld", CellKind::integer), words.column("sha256")};
  Answer answer;
  say_remarks(call, draft->remarks, answer);
  if (dry) {
    for (const PublishedTable& table : draft->tables) sheet.rows.push_back(table_row(table, {}));
    answer.said.push_back({"said.release.dry", {{"series", series}}});
    say_protection(*record, answer);
    answer.sheets.push_back(std::move(sheet));
    return answer;
  }
  auto head = centre->store.put_release({series, call.text("note"), draft->tables, protection_text(*record)},
                                        call.setting().now);
  if (!head) return pass(head);
  for (std::size_t i = 0; i < head->tables.size(); ++i)
    sheet.rows.push_back(table_row(draft->tables[i], head->tables[i].sha256));
  sheet.header = {words.fact("release", head->id), words.fact("checksum", head->checksum)};
  answer.said.push_back({"said.release.made", {{"release", head->id}}});
  say_protection(*record, answer);
  auto heads = centre->store.releases();
  if (!heads) return pass(heads);
  // The release stands whatever becomes of the entry: the next call enters what is missing.
  if (auto entered = enter_releases(call, *heads, centre->profile.name))
    answer.said.push_back({"said.release.entered", {{"entry", std::to_string(entered->first + entered->count - 1)}}});
  else {
    answer.failed = true;
    answer.said.push_back(
        {"said.release.not_entered",
         {{"release", head->id}, {"reason", text::Catalogue::in(call.setting().language).explain(entered.error())}}});
  }
  answer.sheets.push_back(std::move(sheet));
  return answer;
}

}  // namespace tartip::app
