// Releases: made once, kept for good, compared figure by figure; a published figure is found again by its id.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "app/centre.hpp"
#include "app/indicator_book.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/register_table.hpp"
#include "app/wording.hpp"
#include "statistics/release_difference.hpp"

namespace tartip::app {
namespace {

using statistics::PublishedObservation;
using statistics::PublishedTable;

SheetCell value_cell(const std::string& text) {
  return text.empty() ? SheetCell() : SheetCell(std::strtod(text.c_str(), nullptr));
}
// What the call asks to freeze: indicators of the period's forms, tables of registers.
Result<std::vector<PublishedTable>> tables_for(const Call& call, Centre& centre, axes::Span period) {
  std::vector<PublishedTable> tables;
  const bool no_forms = call.texts("forms").empty() && !call.texts("register").empty() && !call.has("indicator");
  if (!no_forms) {
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
    auto table = indicator_table(*chosen, *forms, {.rows = call.texts("row"), .provisional = call.flag("provisional")});
    if (!table) return pass(table);
    tables.push_back(std::move(*table));
  }
  for (const std::string& id : call.texts("register")) {
    std::map<std::string, std::vector<std::string>> values = {{"register", {id}}, {"period", call.texts("period")}};
    for (const char* name : {"territory", "class-level", "per", "confidence", "known-on"})
      if (call.has(name)) values[name] = call.texts(name);
    auto built = build_register_table(Call(call.setting(), std::move(values)), centre);
    if (!built) return pass(built);
    auto table = published_register_table(*built, centre, call.flag("provisional"));
    if (!table) return pass(table);
    tables.push_back(std::move(*table));
  }
  for (PublishedTable& table : tables) table.agency = centre.profile.name;
  return tables;
}

Result<Answer> release_make(const Call& call) {
  const axes::Span period = *call.period("period");
  auto centre = open_centre(call.setting(), call.setting().dry_run ? Access::read : Access::write);
  if (!centre) return pass(centre);
  auto tables = tables_for(call, *centre, period);
  if (!tables) return pass(tables);
  const Wording words(call.setting());
  const std::string series = call.has("series") ? call.text("series") : axes::text_of(period);
  Sheet sheet{.id = "release", .title = words("title.release")};
  sheet.columns = {words.column("table"), words.column("figures", CellKind::integer), words.column("sha256")};
  Answer answer;
  if (call.setting().dry_run) {
    for (const PublishedTable& table : *tables)
      sheet.rows.push_back({table.id, static_cast<std::int64_t>(table.observations.size()), SheetCell()});
    answer.said.push_back({"said.release.dry", {{"series", series}}});
  } else {
    auto head = centre->store.put_release({series, call.text("note"), std::move(*tables)}, call.setting().now);
    if (!head) return pass(head);
    for (const store::ReleasedTable& table : head->tables)
      sheet.rows.push_back({table.id, table.figures, table.sha256});
    sheet.header = {words.fact("release", head->id), words.fact("checksum", head->checksum)};
    answer.said.push_back({"said.release.made", {{"release", head->id}}});
  }
  answer.sheets.push_back(std::move(sheet));
  return answer;
}

Result<Answer> release_list(const Call& call) {
  auto centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto heads = centre->store.releases();
  if (!heads) return pass(heads);
  const Wording words(call.setting());
  Sheet sheet{.id = "releases", .title = words("title.releases")};
  sheet.columns = {words.column("release"),
                   words.column("made"),
                   words.column("tables", CellKind::integer),
                   words.column("figures", CellKind::integer),
                   words.column("note"),
                   words.column("checksum")};
  for (const store::ReleaseHead& head : *heads) {
    std::int64_t figures = 0;
    for (const store::ReleasedTable& table : head.tables) figures += table.figures;
    sheet.rows.push_back({head.id, text_of_moment(head.made, centre->zone),
                          static_cast<std::int64_t>(head.tables.size()), figures, head.note, head.checksum});
  }
  return Answer{.sheets = {std::move(sheet)}};
}

std::vector<Sheet::Fact> release_facts(const store::ReleaseHead& head, const Centre& centre, const Wording& words) {
  std::vector<Sheet::Fact> facts = {words.fact("release", head.id),
                                    words.fact("made", text_of_moment(head.made, centre.zone)),
                                    words.fact("program", head.program), words.fact("checksum", head.checksum)};
  if (!head.note.empty()) facts.push_back(words.fact("note", head.note));
  return facts;
}

Sheet sources_sheet(const store::Release& release, const Wording& words) {
  Sheet sheet{.id = "sources", .title = words("title.release_sources")};
  sheet.columns = {words.column("table"), words.column("source"), words.column("sha256")};
  for (const PublishedTable& table : release.tables)
    for (const statistics::PublishedSource& source : table.sources)
      sheet.rows.push_back({table.id, source.file, source.sha256});
  return sheet;
}

Result<Answer> release_show(const Call& call) {
  auto centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto release = centre->store.load_release(call.text("release"));
  if (!release) return pass(release);
  const Wording words(call.setting());
  Sheet sheet{.id = "figures", .title = words("title.release_figures")};
  sheet.columns = {words.column("table"),
                   words.column("definition"),
                   words.column("period"),
                   words.column("codes"),
                   words.column("value", CellKind::number),
                   words.column("observation_status", CellKind::word),
                   words.column("figure")};
  sheet.columns[0].detail = sheet.columns[6].detail = true;
  for (const PublishedTable& table : release->tables) {
    for (const PublishedObservation& one : table.observations) {
      std::string codes;
      for (std::size_t d = 0; d < one.codes.size(); ++d)
        codes += (d == 0 ? "" : " ") + table.dimensions[d].id + "=" + table.dimensions[d].codes[one.codes[d]].code;
      sheet.rows.push_back({table.id, table.definitions[one.definition].id, axes::text_of(one.period), codes,
                            value_cell(one.value), std::string(statistics::name_of(one.status)),
                            release->head.id + "/" + table.id + "/" + statistics::figure_key(table, one)});
    }
  }
  sheet.header = release_facts(release->head, *centre, words);
  return Answer{.sheets = {std::move(sheet), sources_sheet(*release, words)}};
}

struct FigureId {
  std::string release, table, key;
};

Result<FigureId> parse_figure(const std::string& text) {
  const std::size_t first = text.find('/');
  const std::size_t second = first == std::string::npos ? first : text.find('/', first + 1);
  if (second == std::string::npos || first == 0 || second + 1 == text.size())
    return fail(Code::bad_input, "error.release.figure", {{"figure", text}});
  return FigureId{text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

struct Found {
  const PublishedTable* table = nullptr;
  const PublishedObservation* observation = nullptr;
};

Found find_figure(const store::Release& release, const FigureId& id) {
  for (const PublishedTable& table : release.tables) {
    if (table.id != id.table) continue;
    for (const PublishedObservation& one : table.observations)
      if (statistics::figure_key(table, one) == id.key) return {&table, &one};
  }
  return {};
}

// The figure as it was published, what it is and stands on; and what other versions of the series say of it.
Result<Answer> release_figure(const Call& call) {
  auto centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto id = parse_figure(call.text("figure"));
  if (!id) return pass(id);
  auto release = centre->store.load_release(id->release);
  if (!release) return pass(release);
  const Found found = find_figure(*release, *id);
  if (found.observation == nullptr)
    return fail(Code::not_found, "error.release.no_figure",
                {{"release", id->release}, {"figure", call.text("figure")}});
  const PublishedObservation& one = *found.observation;
  const statistics::PublishedDefinition& definition = found.table->definitions[one.definition];

  const Wording words(call.setting());
  Sheet sheet{.id = "figure",
              .title = definition.names.by_language.empty() ? definition.id : definition.names.in(words.language())};
  sheet.columns = {words.column("release"), words.column("made"),
                   words.column("value", CellKind::number, definition.decimals),
                   words.column("observation_status", CellKind::word)};
  auto heads = centre->store.releases();
  if (!heads) return pass(heads);
  for (const store::ReleaseHead& head : *heads) {
    if (head.series != release->head.series) continue;
    auto other = centre->store.load_release(head.id);
    if (!other) return pass(other);
    const Found there = find_figure(*other, *id);
    sheet.rows.push_back({head.id, text_of_moment(head.made, centre->zone),
                          there.observation == nullptr ? SheetCell() : value_cell(there.observation->value),
                          there.observation == nullptr
                              ? SheetCell()
                              : SheetCell(std::string(statistics::name_of(there.observation->status)))});
  }
  sheet.header = release_facts(release->head, *centre, words);
  sheet.header.push_back(words.fact("figure", call.text("figure")));
  sheet.header.push_back(words.fact("definition", definition.id));
  if (!definition.text.by_language.empty())
    sheet.header.push_back(words.fact("definition_text", definition.text.in(words.language())));
  if (!definition.cautions.by_language.empty())
    sheet.header.push_back(words.fact("caution", definition.cautions.in(words.language())));
  Sheet sources = sources_sheet({release->head, {}}, words);
  for (std::size_t i = 0; i < found.table->sources.size(); ++i)
    if (one.sources.empty() || std::find(one.sources.begin(), one.sources.end(), i) != one.sources.end())
      sources.rows.push_back({found.table->id, found.table->sources[i].file, found.table->sources[i].sha256});
  return Answer{.sheets = {std::move(sheet), std::move(sources)}};
}

Result<Answer> release_diff(const Call& call) {
  auto centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto before = centre->store.load_release(call.text("before"));
  if (!before) return pass(before);
  auto after = centre->store.load_release(call.text("after"));
  if (!after) return pass(after);
  const statistics::ReleaseDifference difference = statistics::differences(before->tables, after->tables);

  const Wording words(call.setting());
  Sheet sheet{.id = "revisions", .title = words("title.revisions")};
  sheet.columns = {words.column("table"),
                   words.column("figure"),
                   words.column("revision", CellKind::word),
                   words.column("before", CellKind::number, 2),
                   words.column("after", CellKind::number, 2),
                   words.column("difference", CellKind::number, 2),
                   words.column("percent", CellKind::change),
                   words.column("reasons"),
                   words.column("observation_status", CellKind::word)};
  sheet.columns[0].detail = sheet.columns[8].detail = true;
  for (const statistics::Revision& one : difference.revisions) {
    std::string reasons;
    for (statistics::RevisionReason reason : one.reasons)
      reasons +=
          (reasons.empty() ? "" : ", ") + words("word.revision_reason." + std::string(statistics::name_of(reason)));
    if (one.definition_before != one.definition_after && one.kind == statistics::RevisionKind::changed)
      reasons += fmt::format(" ({} → {})", one.definition_before, one.definition_after);
    sheet.rows.push_back({one.table, one.figure, std::string(statistics::name_of(one.kind)), value_cell(one.before),
                          value_cell(one.after), number_cell(one.difference), number_cell(one.percent), reasons,
                          std::string(statistics::name_of(
                              one.kind == statistics::RevisionKind::vanished ? one.status_before : one.status_after))});
  }
  sheet.header = {words.fact("before", before->head.id + "  " + before->head.checksum),
                  words.fact("after", after->head.id + "  " + after->head.checksum)};
  Answer answer{.sheets = {std::move(sheet)}, .finding = !difference.revisions.empty()};
  answer.said.push_back(
      {"said.release.diff",
       {{"revised", std::to_string(difference.revisions.size())}, {"same", std::to_string(difference.same)}}});
  return answer;
}

}  // namespace

std::vector<Operation> release_rows() {
  return {
      {"release",
       "make",
       Permission::publish,
       with_forms({many("indicator", "ID"), many("row", "KEY"), many("register", "NAME"),
                   option("territory", Kind::text, "LEVEL"), option("class-level", Kind::text, "LEVEL"),
                   number("per", 1, 1e9, "10000"), number("confidence", 50, 99.9, "95"), option("known-on", Kind::day),
                   option("series", Kind::text, "NAME"), option("note", Kind::text), flag("provisional")}),
       {"release make form-1m/*.xlsx --period 2022 --note yearly",
        "release make --register fires --period 2007 --class-level cause --series fires-2007"},
       release_make,
       true},
      {"release", "list", Permission::look, {}, {"release list", "release list --format json"}, release_list},
      {"release",
       "show",
       Permission::look,
       {word("release", "RELEASE")},
       {"release show 2022@1", "release show 2022@1 --format csv"},
       release_show},
      {"release",
       "figure",
       Permission::look,
       {word("figure", "FIGURE")},
       {"release figure 2022@1/indicators/kz:electronic-share:v1/2022/territory=_T/row=total",
        "release figure 2007@1/fires/tartip:count:v1/2007/class=_T --format json"},
       release_figure},
      {"release",
       "diff",
       Permission::look,
       {word("before", "RELEASE"), word("after", "RELEASE")},
       {"release diff 2022@1 2022@2", "release diff 2022@1 2022@2 --fail-on-alert --format csv"},
       release_diff},
  };
}

}  // namespace tartip::app
