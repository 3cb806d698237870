// Releases: made once (release_make.hpp), kept for good, compared figure by figure; a published figure is found again
// by its id.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "app/centre.hpp"
#include "app/joined.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/release_ledger.hpp"
#include "app/release_make.hpp"
#include "app/release_protection.hpp"
#include "app/wording.hpp"
#include "statistics/release_difference.hpp"

namespace tartip::app {
namespace {

using statistics::PublishedObservation;
using statistics::PublishedTable;

SheetCell value_cell(const std::string& text) {
  return text.empty() ? SheetCell() : SheetCell(std::strtod(text.c_str(), nullptr));
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

// What may be said outside of how a release was protected: the rule, how many figures went, or why none did.
Status add_protection(const store::Release& release, const Wording& words, std::vector<Sheet::Fact>& facts) {
  if (release.protection.empty()) return {};
  auto record = protection_from_text(release.protection);
  if (!record) return pass(record);
  facts.push_back(
      words.fact("protection", record->without.empty()
                                   ? words("release.protected", {{"least", std::to_string(record->least)},
                                                                 {"count", std::to_string(record->figures.size())}})
                                   : words("release.unprotected", {{"reason", record->without}})));
  return {};
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
  if (!release && call.flag("verify") && release.error().key == "error.release.unknown") {
    auto gone = verify_release(call, call.text("release"), nullptr);
    return pass(gone);
  }
  if (!release) return pass(release);
  std::optional<VerifiedRelease> verified;
  if (call.flag("verify")) {
    auto found = verify_release(call, release->head.id, &release->head);
    if (!found) return pass(found);
    verified = std::move(*found);
  }
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
  if (Status added = add_protection(*release, words, sheet.header); !added) return pass(added);
  Answer answer{.sheets = {std::move(sheet), sources_sheet(*release, words)}};
  if (verified) {
    answer.said.push_back({"said.release.verified",
                           {{"release", release->head.id},
                            {"entry", std::to_string(verified->entry)},
                            {"ledger", verified->origin},
                            {"size", std::to_string(verified->size)}}});
    if (!verified->pinned) answer.said.push_back({"said.ledger.unpinned", {}});
  }
  return answer;
}

// For the house: which rule withheld what, and how closely it can still be found.
Result<Answer> release_audit(const Call& call) {
  auto centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto release = centre->store.load_release(call.text("release"));
  if (!release) return pass(release);
  if (release->protection.empty())
    return fail(Code::not_found, "error.release.no_record", {{"release", release->head.id}});
  auto record = protection_from_text(release->protection);
  if (!record) return pass(record);
  const Wording words(call.setting());
  Sheet sheet{.id = "withheld", .title = words("title.release_withheld")};
  sheet.header = release_facts(release->head, *centre, words);
  if (Status added = add_protection(*release, words, sheet.header); !added) return pass(added);
  if (record->without.empty()) {
    sheet.header.push_back(words.fact("least", std::to_string(record->least)));
    sheet.header.push_back(words.fact("width", fmt::format("{:g}", record->width)));
    sheet.header.push_back(words.fact("zeros", record->zeros));
  }
  sheet.columns = {words.column("quantity"),
                   words.column("hiding_rule", CellKind::word),
                   words.column("needed_low", CellKind::number, 1),
                   words.column("needed_high", CellKind::number, 1),
                   words.column("found_low", CellKind::number, 1),
                   words.column("found_high", CellKind::number, 1),
                   words.column("bounds", CellKind::word),
                   words.column("figures", CellKind::list)};
  sheet.columns.back().detail = true;
  std::vector<std::string> figures(record->withheld.size());
  for (const ProtectionRecord::Figure& one : record->figures)
    for (const std::size_t quantity : one.withheld)
      figures[quantity] += (figures[quantity].empty() ? "" : "; ") + one.figure;
  for (std::size_t q = 0; q < record->withheld.size(); ++q) {
    const ProtectionRecord::Quantity& one = record->withheld[q];
    const bool asked = one.reason != "secondary" && one.reason != "kept";
    sheet.rows.push_back({one.name, one.reason, asked ? SheetCell(one.needed_low) : SheetCell(),
                          asked ? number_cell(one.needed_high) : SheetCell(), number_cell(one.low),
                          number_cell(one.high), std::string(one.reached ? "exact" : "outer"), figures[q]});
  }
  Answer answer{.sheets = {std::move(sheet)}};
  answer.said.push_back({"said.disclosure.internal", {}});
  return answer;
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
  if (Status added = add_protection(*release, words, sheet.header); !added) return pass(added);
  sheet.header.push_back(words.fact("figure", call.text("figure")));
  sheet.header.push_back(words.fact("definition", definition.id));
  if (!definition.text.by_language.empty())
    sheet.header.push_back(words.fact("definition_text", definition.text.in(words.language())));
  if (!definition.cautions.by_language.empty())
    sheet.header.push_back(words.fact("caution", definition.cautions.in(words.language())));
  Sheet sources = sources_sheet({release->head, {}, {}}, words);
  for (std::size_t i = 0; i < found.table->sources.size(); ++i)
    if (one.sources.empty() || std::find(one.sources.begin(), one.sources.end(), i) != one.sources.end())
      sources.rows.push_back({found.table->id, found.table->sources[i].file, found.table->sources[i].sha256});
  Answer answer{.sheets = {std::move(sheet), std::move(sources)}};
  if (one.status == statistics::ObservationStatus::suppressed)
    answer.said.push_back({"said.release.figure_withheld", {{"release", release->head.id}}});
  return answer;
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
                   words.column("reasons", CellKind::list),
                   words.column("why"),
                   words.column("status_before", CellKind::word),
                   words.column("status_after", CellKind::word),
                   words.column("definition_before"),
                   words.column("definition_after")};
  for (const std::size_t hidden : {0U, 7U, 9U, 10U, 11U, 12U}) sheet.columns[hidden].detail = true;
  for (const statistics::Revision& one : difference.revisions) {
    std::vector<std::string> reasons, said;
    for (statistics::RevisionReason reason : one.reasons) {
      reasons.emplace_back(statistics::name_of(reason));
      said.push_back(words("word.revision_reason." + reasons.back()));
    }
    std::string why = joined(said);
    if (one.definition_before != one.definition_after && one.kind == statistics::RevisionKind::changed)
      why += fmt::format(" ({} → {})", one.definition_before, one.definition_after);
    const auto status = [](bool there, statistics::ObservationStatus value) {
      return there ? SheetCell(std::string(statistics::name_of(value))) : SheetCell();
    };
    const auto id = [](const std::string& definition) {
      return definition.empty() ? SheetCell() : SheetCell(definition);
    };
    sheet.rows.push_back({one.table, one.figure, std::string(statistics::name_of(one.kind)), value_cell(one.before),
                          value_cell(one.after), number_cell(one.difference), number_cell(one.percent), listed(reasons),
                          why, status(one.kind != statistics::RevisionKind::appeared, one.status_before),
                          status(one.kind != statistics::RevisionKind::vanished, one.status_after),
                          id(one.definition_before), id(one.definition_after)});
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
       with_protection(with_forms({many("indicator", "ID"), many("row", "KEY"), many("register", "NAME"),
                                   option("territory", Kind::text, "LEVEL"), option("class-level", Kind::text, "LEVEL"),
                                   number("per", 1, 1e9, "10000"), number("confidence", 50, 99.9, "95"),
                                   option("known-on", Kind::day), option("series", Kind::text, "NAME"),
                                   option("note", Kind::text), flag("provisional")})),
       {"release make form-1m/*.xlsx --period 2022 --note yearly",
        "release make --register fires --period 2007 --class-level cause --series fires-2007 --least 10"},
       release_make,
       true},
      {"release", "list", Permission::look, {}, {"release list", "release list --format json"}, release_list},
      {"release",
       "show",
       Permission::look,
       {word("release", "RELEASE"), flag("verify"), option("pinned", Kind::file, "CHECKPOINT")},
       {"release show 2022@1", "release show 2022@1 --verify --pinned kept/checkpoint"},
       release_show},
      {"release",
       "audit",
       Permission::publish,
       {word("release", "RELEASE")},
       {"release audit 2022@1", "release audit 2022@1 --format csv"},
       release_audit},
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
