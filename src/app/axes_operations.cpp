// Territories and classifications: loading, listing, showing.
#include <chrono>
#include <cmath>
#include <map>

#include "app/centre.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/wording.hpp"
#include "axes/territory_proposal.hpp"
#include "axes/toml_text.hpp"
#include "base/file.hpp"

namespace tartip::app {
namespace {

// Open ends of validity stand as years 1 and 9999; people and machines see them as empty.
SheetCell first_day_of(const axes::Span& valid) {
  return std::chrono::year_month_day(valid.from).year() <= std::chrono::year(1) ? SheetCell()
                                                                                : axes::text_of(valid.from);
}
SheetCell last_day_of(const axes::Span& valid) {
  return std::chrono::year_month_day(valid.to).year() >= std::chrono::year(9999)
             ? SheetCell()
             : axes::text_of(valid.to - std::chrono::days(1));
}

Sheet list_sheet(const Wording& words, const char* id, const std::vector<store::AxisEntry>& entries) {
  Sheet sheet{.id = id, .title = words(std::string("title.") + id)};
  sheet.columns = {words.column("id"), words.column("name"), words.column("members", CellKind::integer),
                   words.column("source")};
  for (const auto& entry : entries)
    sheet.rows.push_back({entry.id, entry.names.in(words.language()), entry.members, entry.source});
  return sheet;
}

// The year whose residents are shown: of the asked day, else the last one given for the unit.
int year_of(const axes::TerritoryUnit& unit, const std::optional<axes::Day>& day) {
  if (day) return static_cast<int>(std::chrono::year_month_day(*day).year());
  return unit.population.empty() ? 0 : unit.population.rbegin()->first;
}

Result<Answer> territory_describe(const Call& call) {
  const std::vector<std::string>& named = call.texts("files");
  const std::filesystem::path output = call.text("output");
  auto proposal =
      axes::propose_territory({named.begin(), named.end()},
                              {.id = call.text("name"), .source = call.text("source"), .beside = output.parent_path()});
  if (!proposal) return pass(proposal);
  const Wording words(call.setting());
  std::string text;
  for (const auto& reason : proposal->reasons) text += axes::comment_line(words(reason.key, reason.arguments));
  text += "\n" + proposal->toml;
  if (output.empty() || call.setting().dry_run) return Answer{.document = text};
  if (Status written = write_file(output, text); !written) return pass(written);
  return Answer{.said = {{"said.territory.described", {{"file", output.string()}}}}};
}

Result<Answer> territory_load(const Call& call) {
  std::vector<Error> remarks;
  Result<axes::Territory> territory = call.has("data")
                                          ? axes::Territory::read(call.text("description"), call.text("data"), &remarks)
                                          : axes::Territory::read(call.text("description"), &remarks);
  if (!territory) return pass(territory);
  if (!call.setting().dry_run) {
    Result<Centre> centre = open_centre(call.setting(), Access::write);
    if (!centre) return pass(centre);
    if (Status saved = centre->store.save_territory(*territory); !saved) return pass(saved);
  }
  Answer answer;
  // Of each kind the first, and how many more there are: a map of thousands of areas can have hundreds of the same
  // small remark.
  std::map<std::string, std::size_t> kinds;
  for (const Error& remark : remarks)
    if (++kinds[remark.key] == 1)
      answer.said.push_back({"said.remark", {{"text", text::Catalogue::in(call.setting().language).explain(remark)}}});
  for (const auto& [kind, count] : kinds)
    if (count > 1) answer.said.push_back({"said.remarks_more", {{"count", std::to_string(count - 1)}}});
  std::size_t with_area = 0, with_residents = 0;
  for (const auto& unit : territory->units()) {
    with_area += !unit.area.empty();
    with_residents += !unit.population.empty();
  }
  answer.said.push_back({"said.territory.loaded",
                         {{"id", territory->id()},
                          {"units", std::to_string(territory->units().size())},
                          {"areas", std::to_string(with_area)},
                          {"residents", std::to_string(with_residents)}}});
  return answer;
}

Result<Answer> territory_list(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto entries = centre->store.territories();
  if (!entries) return pass(entries);
  return Answer{.sheets = {list_sheet(Wording(call.setting()), "territories", *entries)}};
}

Result<Answer> territory_show(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto territory = centre->store.load_territory(call.text("territory"));
  if (!territory) return pass(territory);
  const auto& tree = **territory;
  std::optional<std::int32_t> level;
  if (call.has("level")) {
    level = tree.level_named(call.text("level"));
    if (!level) {
      std::string known;
      for (const auto& one : tree.levels()) known += (known.empty() ? "" : ", ") + one.id;
      return fail(Code::not_found, "error.territory.level",
                  {{"level", call.text("level")}, {"territory", tree.id()}, {"known", known}});
    }
  }
  std::optional<axes::Day> day;
  if (call.has("on")) day = axes::parse_day(call.text("on")).value();

  const Wording words(call.setting());
  Sheet sheet{.id = "units", .title = tree.names().in(words.language())};
  sheet.header = {words.fact("territory", tree.id()), words.fact("source", tree.source())};
  sheet.columns = {words.column("level"),
                   words.column("code"),
                   words.column("name"),
                   words.column("parent"),
                   words.column("valid_from"),
                   words.column("valid_to"),
                   words.column("residents", CellKind::integer),
                   words.column("year")};
  for (const auto& unit : tree.units()) {
    if ((level && unit.level != *level) || (day && !unit.valid.contains(*day))) continue;
    const int year = year_of(unit, day);
    const auto residents = tree.residents(unit.number, year);
    const bool known = residents.quality != axes::Territory::PopulationQuality::unknown;
    sheet.rows.push_back({tree.levels()[static_cast<std::size_t>(unit.level)].id, unit.code,
                          unit.names.in(words.language()),
                          unit.parent < 0 ? SheetCell() : tree.units()[static_cast<std::size_t>(unit.parent)].code,
                          first_day_of(unit.valid), last_day_of(unit.valid),
                          known ? SheetCell(static_cast<std::int64_t>(std::llround(residents.count))) : SheetCell(),
                          known ? SheetCell(std::to_string(year)) : SheetCell()});
  }
  return Answer{.sheets = {std::move(sheet)}};
}

Result<Answer> classification_load(const Call& call) {
  Result<axes::Classification> classification = axes::Classification::read(call.text("description"));
  if (!classification) return pass(classification);
  if (!call.setting().dry_run) {
    Result<Centre> centre = open_centre(call.setting(), Access::write);
    if (!centre) return pass(centre);
    if (Status saved = centre->store.save_classification(*classification); !saved) return pass(saved);
  }
  return Answer{.said = {{"said.classification.loaded",
                          {{"id", classification->id()},
                           {"codes", std::to_string(classification->items().size())},
                           {"crosswalks", std::to_string(classification->crosswalks().size())}}}}};
}

Result<Answer> classification_list(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto entries = centre->store.classifications();
  if (!entries) return pass(entries);
  return Answer{.sheets = {list_sheet(Wording(call.setting()), "classifications", *entries)}};
}

Result<Answer> classification_show(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto classification = centre->store.load_classification(call.text("classification"));
  if (!classification) return pass(classification);
  const auto& tree = **classification;
  const Wording words(call.setting());
  Sheet sheet{.id = "codes", .title = tree.names().in(words.language())};
  sheet.header = {words.fact("classification", tree.id()), words.fact("source", tree.source())};
  const auto code_of = [&](std::int32_t item) -> const std::string& {
    return tree.items()[static_cast<std::size_t>(item)].code;
  };

  if (call.has("to")) {
    const axes::Crosswalk* crosswalk = tree.crosswalk_to(call.text("to"));
    if (crosswalk == nullptr)
      return fail(Code::not_found, "error.classification.crosswalk", {{"from", tree.id()}, {"to", call.text("to")}});
    sheet.columns = {words.column("code"), words.column("name"), words.column("target"),
                     words.column("weight", CellKind::number, 3)};
    for (const auto& row : crosswalk->rows)
      sheet.rows.push_back({code_of(row.item),
                            tree.items()[static_cast<std::size_t>(row.item)].names.in(words.language()),
                            row.target_code, row.weight});
    return Answer{.sheets = {std::move(sheet)}};
  }
  sheet.columns = {words.column("level"),   words.column("code"),       words.column("name"),
                   words.column("parent"),  words.column("valid_from"), words.column("valid_to"),
                   words.column("verified")};
  for (const auto& item : tree.items())
    sheet.rows.push_back({tree.levels()[static_cast<std::size_t>(item.level)].id, item.code,
                          item.names.in(words.language()), item.parent < 0 ? SheetCell() : code_of(item.parent),
                          first_day_of(item.valid), last_day_of(item.valid),
                          words(item.verified ? "word.yes" : "word.no")});
  return Answer{.sheets = {std::move(sheet)}};
}

}  // namespace

std::vector<Operation> territory_rows() {
  return {
      {"territory",
       "describe",
       Permission::look,
       {files("files"), option("name", Kind::text, "ID"), option("source", Kind::text), written("output", "FILE")},
       {"territory describe districts.geojson -o land.toml",
        "territory describe regions.shp districts.shp --name land --source 'Ministry of Justice' -o land.toml"},
       territory_describe,
       false,
       Web::local},
      {"territory",
       "load",
       Permission::describe,
       {file("description"), option("data", Kind::file, "DIR")},
       {"territory load descriptions/territory/mexico_city.toml --data ../shared/data",
        "territory load kazakhstan.toml"},
       territory_load,
       false,
       Web::local},
      {"territory", "list", Permission::look, {}, {"territory list", "territory list --format csv"}, territory_list},
      {"territory",
       "show",
       Permission::look,
       {word("territory", "ID"), option("level", Kind::text, "LEVEL"), option("on", Kind::day)},
       {"territory show mexico_city --level borough", "territory show kazakhstan --level region --on 2021-12-31"},
       territory_show},
  };
}

std::vector<Operation> classification_rows() {
  return {
      {"classification",
       "load",
       Permission::describe,
       {file("description")},
       {"classification load fire_cause.toml", "classification load offences.toml --dry-run"},
       classification_load,
       false,
       Web::local},
      {"classification",
       "list",
       Permission::look,
       {},
       {"classification list", "classification list --format json"},
       classification_list},
      {"classification",
       "show",
       Permission::look,
       {word("classification", "ID"), option("to", Kind::text, "SCHEME")},
       {"classification show iccs", "classification show sf_category --to iccs"},
       classification_show},
  };
}

}  // namespace tartip::app
