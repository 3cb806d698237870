// `release table`: a table of a release as people read it, with the names behind its codes. `release download`: the
// same table in one format of exchange, as one file.
#include <algorithm>
#include <filesystem>

#include "app/centre.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/wording.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "exchange/data_package.hpp"
#include "exchange/dcat.hpp"
#include "exchange/sdmx_csv.hpp"
#include "exchange/sdmx_json.hpp"
#include "exchange/zip_file.hpp"

namespace tartip::app {
namespace {

using statistics::PublishedTable;

const std::vector<std::string> k_downloads = {"datapackage", "sdmx-csv", "sdmx-json", "sdmx-structure", "dcat"};

Result<const PublishedTable*> table_named(const store::Release& release, const std::string& id) {
  const auto found = std::find_if(release.tables.begin(), release.tables.end(),
                                  [&](const PublishedTable& table) { return table.id == id; });
  if (found != release.tables.end()) return &*found;
  std::string known;
  for (const PublishedTable& table : release.tables) known += (known.empty() ? "" : ", ") + table.id;
  return fail(Code::not_found, "error.release.no_table",
              {{"table", id}, {"release", release.head.id}, {"known", known}});
}

Sheet tables_sheet(const store::Release& release, const Centre& centre, const Wording& words) {
  Sheet sheet{.id = "tables", .title = words("title.release_tables")};
  sheet.header = {words.fact("release", release.head.id),
                  words.fact("made", text_of_moment(release.head.made, centre.zone)),
                  words.fact("program", release.head.program), words.fact("checksum", release.head.checksum)};
  if (!release.head.note.empty()) sheet.header.push_back(words.fact("note", release.head.note));
  sheet.columns = {words.column("table"), words.column("title"), words.column("figures", CellKind::integer),
                   words.column("source"), words.column("licence")};
  for (const PublishedTable& table : release.tables)
    sheet.rows.push_back({table.id, table.title.in(words.language()),
                          static_cast<std::int64_t>(table.observations.size()), table.source, table.licence});
  return sheet;
}

// One row a figure: the code and the name of each dimension, then what the figure is, its period, value and standing.
Sheet figures_sheet(const store::Release& release, const PublishedTable& table, const Wording& words) {
  const std::string& language = words.language();
  Sheet sheet{.id = "figures", .title = table.title.in(language)};
  sheet.header = {words.fact("release", release.head.id), words.fact("source", table.source)};
  if (!table.licence.empty()) sheet.header.push_back(words.fact("licence", table.licence));
  for (const auto& dimension : table.dimensions) {
    const std::string& name = dimension.names.in(language);
    sheet.columns.push_back({.id = dimension.id, .label = dimension.id, .detail = true});
    sheet.columns.push_back({.id = dimension.id + "_name", .label = name.empty() ? dimension.id : name});
  }
  sheet.columns.insert(sheet.columns.end(),
                       {words.column("definition"), words.column("definition_name"), words.column("period"),
                        words.column("value", CellKind::number), words.column("decimals", CellKind::integer),
                        words.column("observation_status", CellKind::word), words.column("figure")});
  for (const char* id : {"definition", "decimals", "figure"})
    std::find_if(sheet.columns.begin(), sheet.columns.end(), [&](const SheetColumn& column) {
      return column.id == id;
    })->detail = true;
  for (const auto& one : table.observations) {
    std::vector<SheetCell> row;
    for (std::size_t d = 0; d < one.codes.size(); ++d) {
      const auto& code = table.dimensions[d].codes[one.codes[d]];
      const std::string& name = code.names.in(language);
      row.emplace_back(code.code);
      row.emplace_back(!name.empty() ? name : code.code == "_T" ? words("word.total") : code.code);
    }
    const auto& definition = table.definitions[one.definition];
    row.emplace_back(definition.id);
    row.emplace_back(definition.names.in(language));
    row.emplace_back(axes::text_of(one.period));
    row.push_back(one.value.empty() ? SheetCell() : SheetCell(std::strtod(one.value.c_str(), nullptr)));
    row.emplace_back(static_cast<std::int64_t>(definition.decimals));
    row.emplace_back(std::string(statistics::name_of(one.status)));
    row.emplace_back(release.head.id + "/" + table.id + "/" + statistics::figure_key(table, one));
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Sheet definitions_sheet(const PublishedTable& table, const Wording& words) {
  Sheet sheet{.id = "definitions", .title = words("title.export_definitions")};
  sheet.columns = {words.column("definition"), words.column("name"), words.column("unit"),
                   words.column("definition_text"), words.column("caution")};
  for (const auto& one : table.definitions)
    sheet.rows.push_back({one.id, one.names.in(words.language()), one.unit, one.text.in(words.language()),
                          one.cautions.in(words.language())});
  return sheet;
}

Result<Answer> release_table(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto release = centre->store.load_release(call.text("release"));
  if (!release) return pass(release);
  const Wording words(call.setting());
  if (!call.has("table")) return Answer{.sheets = {tables_sheet(*release, *centre, words)}};
  auto table = table_named(*release, call.text("table"));
  if (!table) return pass(table);
  return Answer{.sheets = {figures_sheet(*release, **table, words), definitions_sheet(**table, words)}};
}

std::string text_as(const std::string& format, const PublishedTable& table, const exchange::SdmxOptions& sdmx) {
  if (format == "sdmx-csv") return exchange::sdmx_csv(table, sdmx);
  if (format == "sdmx-json") return exchange::sdmx_json_data(table, sdmx);
  if (format == "sdmx-structure") return exchange::sdmx_json_structure(table, sdmx);
  const std::string csv = exchange::sdmx_csv(table, sdmx);
  return exchange::dcat_record(table, {{table.id + ".sdmx.csv", "text/csv", "https://github.com/sdmx-twg/sdmx-csv",
                                        csv.size(), sha256_hex(csv)}});
}

Result<Answer> release_download(const Call& call) {
  if (!call.has("output")) return fail(Code::bad_input, "error.call.missing", {{"name", "output"}});
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto release = centre->store.load_release(call.text("release"));
  if (!release) return pass(release);
  auto named = table_named(*release, call.text("table"));
  if (!named) return pass(named);
  PublishedTable table = **named;
  table.release = release->head.id;
  table.published = release->head.made;
  if (call.setting().dry_run) return Answer{};
  const std::string format = call.text("as");
  const std::filesystem::path output = call.text("output");
  const Status done = format == "datapackage"
                          ? exchange::write_zip(output, exchange::data_package(table), release->head.made)
                          : write_file(output, text_as(format, table, {.agency = "TARTIP"}));
  if (!done) return tl::unexpected<Error>(done.error());
  return Answer{.said = {{"said.release.downloaded", {{"table", table.id}, {"file", output.string()}}}}};
}

}  // namespace

std::vector<Operation> release_table_rows() {
  Parameter table = word("table", "TABLE");
  table.required = false;
  return {
      {"release",
       "table",
       Permission::look,
       {word("release", "RELEASE"), table},
       {"release table 2022@1", "release table 2022@1 indicators --format csv"},
       release_table},
      {"release",
       "download",
       Permission::look,
       {word("release", "RELEASE"), word("table", "TABLE"), choice("as", k_downloads, "datapackage"),
        written("output", "FILE")},
       {"release download 2022@1 indicators -o indicators.zip",
        "release download 2022@1 indicators --as sdmx-csv -o indicators.csv"},
       release_download},
  };
}

}  // namespace tartip::app
