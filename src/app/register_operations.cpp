// Registers: adding, listing, showing, exporting. Describing, import and quarantine have files of their own.
#include <algorithm>

#include "app/centre.hpp"
#include "app/joined.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/question.hpp"
#include "app/wording.hpp"
#include "base/file.hpp"

namespace tartip::app {
namespace {

// The words that questions to this register can use: levels, attributes, quantities.
Status add_vocabulary(Centre& centre, const registers::Description& description, const Wording& words, Sheet& sheet) {
  const auto add = [&](const char* key, const std::vector<std::string>& ids) {
    if (!ids.empty()) sheet.rows.push_back({words(key), joined(ids)});
  };
  std::vector<std::string> ids;
  if (!description.place.territory.empty()) {
    auto territory = centre.store.load_territory(description.place.territory);
    if (!territory) return pass(territory);
    for (const auto& level : (*territory)->levels()) ids.push_back(level.id);
    add("column.territory_levels", ids);
  }
  if (!description.classes.column.empty()) {
    auto scheme = centre.store.scheme_of(description.id);
    if (!scheme) return pass(scheme);
    ids.clear();
    for (const auto& level : (*scheme)->levels()) ids.push_back(level.id);
    add("column.class_levels", ids);
    ids.clear();
    for (const auto& crosswalk : (*scheme)->crosswalks()) ids.push_back(crosswalk.target_scheme);
    add("column.crosswalks", ids);
  }
  ids.clear();
  for (const auto& attribute : description.attributes) ids.push_back(attribute.id);
  add("column.attributes", ids);
  ids.clear();
  for (const auto& quantity : description.quantities)
    ids.push_back(quantity.id + (quantity.unit.empty() ? "" : " (" + quantity.unit + ")"));
  add("column.quantities", ids);
  return {};
}

Result<Answer> register_add(const Call& call) {
  Result<registers::Description> description = registers::read_description(call.text("description"));
  if (!description) return pass(description);
  Result<std::string> toml = read_file(call.text("description"), 1 << 20);
  if (!toml) return pass(toml);
  Result<Centre> centre = open_centre(call.setting(), Access::write);
  if (!centre) return pass(centre);
  if (call.setting().dry_run) return Answer{};
  if (Status saved = centre->store.save_register(*description, *toml, call.setting().now); !saved) return pass(saved);
  return Answer{.said = {{"said.register.added", {{"id", description->id}}}}};
}

Result<Answer> register_list(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto entries = centre->store.all_registers();
  if (!entries) return pass(entries);
  const Wording words(call.setting());
  Sheet sheet{.id = "registers", .title = words("title.registers")};
  sheet.columns = {words.column("id"), words.column("name"), words.column("events", CellKind::integer),
                   words.column("quarantined", CellKind::integer), words.column("source")};
  for (const auto& entry : *entries)
    sheet.rows.push_back({entry.description.id, entry.description.names.in(words.language()), entry.events,
                          entry.quarantined, entry.description.source});
  return Answer{.sheets = {std::move(sheet)}};
}

Result<Answer> register_show(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto entry = centre->store.load_register(call.text("register"));
  if (!entry) return pass(entry);
  auto overview = centre->store.overview(call.text("register"));
  if (!overview) return pass(overview);

  const Wording words(call.setting());
  const auto& description = entry->description;
  Sheet facts{.id = "register", .title = description.names.in(words.language())};
  facts.header = {words.fact("register", description.id), words.fact("source", description.source),
                  words.fact("licence", description.licence), words.fact("version", overview->fingerprint)};
  if (!description.caution.by_language.empty())
    facts.header.push_back(words.fact("caution", description.caution.in(words.language())));
  facts.columns = {words.column("what"), words.column("value")};
  const auto add_row = [&](const std::string& what, SheetCell value) {
    facts.rows.push_back({what, std::move(value)});
  };
  const auto add = [&](const std::string& key, SheetCell value) { add_row(words(key), std::move(value)); };
  add("column.events", overview->events);
  if (overview->days) {
    add("column.first_day", axes::text_of(overview->days->from));
    add("column.last_day", axes::text_of(overview->days->to - std::chrono::days(1)));
  }
  if (overview->covers) add("column.covers", axes::text_of(*overview->covers));
  add("column.with_time", overview->with_time);
  add("column.with_hour", overview->with_hour);
  add("column.with_point", overview->with_point);
  add("column.with_unit", overview->with_unit);
  add("column.with_class", overview->with_class);
  for (int bit = 0; bit < registers::k_flag_count; ++bit)
    if (const std::int64_t count = overview->flags[static_cast<std::size_t>(bit)]; count > 0)
      add("flag." + std::string(registers::name_of_flag(bit)), count);
  add("column.superseded", overview->superseded);
  add("column.quarantined", overview->quarantined);

  for (const auto& [year, count] : overview->by_year)
    add_row(words("column.events") + ", " + std::to_string(year), count);
  if (Status added = add_vocabulary(*centre, description, words, facts); !added) return pass(added);
  return Answer{.sheets = {std::move(facts)}};
}

Result<Answer> register_imports(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  if (auto entry = centre->store.load_register(call.text("register")); !entry) return pass(entry);
  auto accounts = centre->store.imports(call.text("register"));
  if (!accounts) return pass(accounts);
  const Wording words(call.setting());
  Sheet imports{.id = "imports", .title = words("title.imports")};
  imports.columns = {words.column("number", CellKind::integer),
                     words.column("moment"),
                     words.column("file"),
                     words.column("read", CellKind::integer),
                     words.column("new", CellKind::integer),
                     words.column("updated", CellKind::integer),
                     words.column("unchanged", CellKind::integer),
                     words.column("quarantined", CellKind::integer),
                     words.column("sha256"),
                     words.column("withdrawn"),
                     words.column("reason")};
  imports.columns[1].label = words("column.imported");
  imports.columns[8].detail = true;
  imports.columns[9].detail = imports.columns[10].detail = std::none_of(
      accounts->begin(), accounts->end(), [](const auto& account) { return account.withdrawn.has_value(); });
  for (const auto& account : *accounts) {
    SheetCell withdrawn, reason;
    if (account.withdrawn) {
      withdrawn = text_of_moment(account.withdrawn->moment, centre->zone);
      if (!account.withdrawn->reason.empty()) reason = account.withdrawn->reason;
    }
    for (const auto& file : account.files)
      imports.rows.push_back({account.number, text_of_moment(account.moment, centre->zone), file.file, file.rows.read,
                              file.rows.fresh, file.rows.updated, file.rows.unchanged, file.rows.quarantined,
                              file.sha256, withdrawn, reason});
  }
  return Answer{.sheets = {std::move(imports)}};
}

SheetCell missing_share(std::int64_t known, std::int64_t of, bool asked) {
  if (!asked || of == 0) return {};
  return 100.0 * static_cast<double>(of - known) / static_cast<double>(of);
}

SheetCell days_cell(const std::optional<double>& days) {
  return days ? SheetCell(*days) : SheetCell();
}

Result<Answer> register_quality(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto entry = centre->store.load_register(call.text("register"));
  if (!entry) return pass(entry);
  auto months = centre->store.quality_by_month(call.text("register"));
  if (!months) return pass(months);
  const Wording words(call.setting());
  const auto& description = entry->description;
  Sheet sheet{.id = "quality", .title = words("title.quality"), .note = words("note.quality")};
  sheet.header = {words.fact("register", description.id)};
  sheet.columns = {words.column("period"),
                   words.column("events", CellKind::integer),
                   words.column("without_hour", CellKind::percent),
                   words.column("without_place", CellKind::percent),
                   words.column("without_class", CellKind::percent),
                   words.column("delayed", CellKind::integer),
                   words.column("delay_median", CellKind::number, 0),
                   words.column("delay_90", CellKind::number, 0)};
  const bool hours = std::any_of(months->begin(), months->end(), [](const auto& month) { return month.with_hour > 0; });
  const bool places = !description.place.x_column.empty() || !description.place.code_column.empty();
  for (const store::MonthQuality& month : *months)
    sheet.rows.push_back({axes::text_of(month.month), month.events, missing_share(month.with_hour, month.events, hours),
                          missing_share(month.with_place, month.events, places),
                          missing_share(month.with_class, month.events, !description.classes.column.empty()),
                          month.delayed, days_cell(month.delay_median), days_cell(month.delay_90)});
  return Answer{.sheets = {std::move(sheet)}};
}

Result<Answer> register_export(const Call& call) {
  if (!call.has("output")) return fail(Code::bad_input, "error.call.missing", {{"name", "output"}});
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  if (call.setting().dry_run) return Answer{};
  auto question = question_of(call, *centre);
  if (!question) return pass(question);
  store::EventSelection selection{
      .register_id = question->register_id, .filter = question->filter, .known_on = question->known_on};
  auto facts = origin_facts(call, *centre, *question, Wording(call.setting()));
  if (!facts) return pass(facts);
  for (const Sheet::Fact& fact : *facts)
    if (fact.id != "caution") selection.facts.emplace_back(fact.id, fact.value);
  auto rows = centre->store.export_events(selection, call.text("output"));
  if (!rows) return pass(rows);
  return Answer{.said = {{"said.register.exported", {{"rows", std::to_string(*rows)}, {"file", call.text("output")}}}}};
}

// Everything known of a register goes, its history too: whoever means it says how many events those are.
Result<Answer> register_remove(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::write);
  if (!centre) return pass(centre);
  const std::string& id = call.text("register");
  auto entry = centre->store.load_register(id);
  if (!entry) return pass(entry);
  const auto imports = centre->store.imports(id);
  if (!imports) return tl::unexpected<Error>(imports.error());
  const std::int64_t said = call.has("events") ? call.integer("events") : -1;
  if (!imports->empty() && said != entry->events)
    return fail(Code::conflict, said < 0 ? "error.register.remove" : "error.register.remove_other",
                {{"register", id},
                 {"events", std::to_string(entry->events)},
                 {"imports", std::to_string(imports->size())},
                 {"said", std::to_string(said)}});
  if (call.setting().dry_run) return Answer{};
  if (Status removed = centre->store.remove_register(id); !removed) return pass(removed);
  return Answer{.said = {{"said.register.removed", {{"register", id}, {"events", std::to_string(entry->events)}}}}};
}

}  // namespace

std::vector<Operation> register_rows() {
  return {
      {"register",
       "add",
       Permission::describe,
       {file("description")},
       {"register add offences.toml", "register add offences.toml --dry-run"},
       register_add},
      {"register", "list", Permission::look, {}, {"register list", "register list --format csv"}, register_list},
      {"register",
       "show",
       Permission::look,
       {word("register", "NAME")},
       {"register show fires", "register show fires --format json"},
       register_show},
      {"register",
       "imports",
       Permission::look,
       {word("register", "NAME")},
       {"register imports fires", "register imports fires --format csv"},
       register_imports},
      {"register",
       "quality",
       Permission::look,
       {word("register", "NAME")},
       {"register quality fires", "register quality offences --format csv"},
       register_quality},
      {"register",
       "import",
       Permission::import,
       {word("register", "NAME"), files("files"), option("description", Kind::file), option("known-on", Kind::day)},
       {"register import offences offences_2022.csv", "register import offences *.csv.gz --description offences.toml"},
       register_import,
       true},
      {"register",
       "export",
       Permission::look,
       with_filter({word("register", "NAME"), written("output", "FILE.parquet"), option("ground", Kind::text, "TEXT")}),
       {"register export fires -o fires.parquet",
        "register export offences --in KZ-15 --period 2022 --ground \"case 14/2026\" -o events.csv"},
       register_export},
      {"register",
       "remove",
       Permission::describe,
       {word("register", "NAME"), whole("events", 0, 1e15)},
       {"register remove trial", "register remove trial --events 1200"},
       register_remove,
       false,
       Web::local},
  };
}

}  // namespace tartip::app
