// `release export`: the tables of a release in the formats of exchange, each file with its checksum.
#include <algorithm>
#include <filesystem>

#include "app/centre.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/sheet_writer.hpp"
#include "app/wording.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "exchange/data_package.hpp"
#include "exchange/dcat.hpp"
#include "exchange/sdmx_csv.hpp"
#include "exchange/sdmx_json.hpp"

namespace tartip::app {
namespace {

namespace fs = std::filesystem;
using statistics::PublishedTable;

const std::vector<std::string> k_formats = {"datapackage", "sdmx-csv", "sdmx-json", "xlsx", "dcat"};

bool is_agency(const std::string& id) {
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  return !id.empty() && is_letter(id.front()) && std::all_of(id.begin(), id.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

// Figures with the names people read, the definitions and the sources: a worksheet each.
std::vector<Sheet> workbook_of(const PublishedTable& table, const Wording& words) {
  const std::string& language = words.language();
  Sheet figures{.id = "figures", .title = table.title.in(language)};
  for (const auto& dimension : table.dimensions) {
    const std::string& name = dimension.names.in(language);
    figures.columns.push_back({.id = dimension.id, .label = dimension.id});
    figures.columns.push_back({.id = dimension.id + "_name", .label = name.empty() ? dimension.id : name});
  }
  figures.columns.insert(figures.columns.end(), {words.column("definition"), words.column("period"),
                                                 words.column("value", CellKind::number, 3),
                                                 words.column("observation_status", CellKind::word)});
  for (const auto& one : table.observations) {
    std::vector<SheetCell> row;
    for (std::size_t d = 0; d < one.codes.size(); ++d) {
      const auto& code = table.dimensions[d].codes[one.codes[d]];
      row.emplace_back(code.code);
      row.emplace_back(code.names.in(language));
    }
    row.emplace_back(table.definitions[one.definition].id);
    row.emplace_back(axes::text_of(one.period));
    row.push_back(one.value.empty() ? SheetCell() : SheetCell(std::strtod(one.value.c_str(), nullptr)));
    row.emplace_back(std::string(statistics::name_of(one.status)));
    figures.rows.push_back(std::move(row));
  }
  figures.header = {words.fact("release", table.release), words.fact("source", table.source)};
  Sheet definitions{.id = "definitions", .title = words("title.export_definitions")};
  definitions.columns = {words.column("definition"), words.column("name"), words.column("unit"),
                         words.column("definition_text"), words.column("caution")};
  for (const auto& one : table.definitions)
    definitions.rows.push_back(
        {one.id, one.names.in(language), one.unit, one.text.in(language), one.cautions.in(language)});
  Sheet sources{.id = "sources", .title = words("title.release_sources")};
  sources.columns = {words.column("source"), words.column("sha256")};
  for (const auto& one : table.sources) sources.rows.push_back({one.file, one.sha256});
  return {std::move(figures), std::move(definitions), std::move(sources)};
}

// Writes files into the folder and remembers what it wrote.
class Export {
 public:
  Export(fs::path folder, bool dry) : folder_(std::move(folder)), dry_(dry) {}

  Status add(const std::string& name, const std::string& text, const char* media_type, const char* conforms_to) {
    made_.push_back({name, media_type, conforms_to, text.size(), sha256_hex(text)});
    if (dry_) return {};
    const fs::path file = folder_ / name;
    if (Status ready = make_folder(file.parent_path()); !ready) return ready;
    return write_file(file, text);
  }

  Status add_workbook(const std::string& name, const std::vector<Sheet>& sheets) {
    made_.push_back({name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "", 0, ""});
    if (dry_) return {};
    const fs::path file = folder_ / name;
    if (Status ready = make_folder(folder_); !ready) return ready;
    if (Status written = write_xlsx(sheets, file); !written) return written;
    Result<std::string> hash = sha256_hex_of_file(file);
    if (!hash) return pass(hash);
    std::error_code ignored;
    made_.back().bytes = fs::file_size(file, ignored);
    made_.back().sha256 = std::move(*hash);
    return {};
  }

  const std::vector<exchange::Distribution>& made() const { return made_; }

 private:
  static Status make_folder(const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return fail(Code::unavailable, "error.exchange.folder", {{"folder", folder.string()}});
    return {};
  }

  fs::path folder_;
  bool dry_;
  std::vector<exchange::Distribution> made_;
};

struct Wanted {
  std::vector<std::string> formats;
  exchange::SdmxOptions sdmx;
  bool has(const char* format) const { return std::find(formats.begin(), formats.end(), format) != formats.end(); }
};

Status write_table(const PublishedTable& table, const Wanted& wanted, const Wording& words, Export& out) {
  const std::size_t first = out.made().size();
  if (wanted.has("datapackage"))
    for (const auto& file : exchange::data_package(table)) {
      const bool is_json = file.name.ends_with(".json");
      if (Status ok = out.add(table.id + "/" + file.name, file.text, is_json ? "application/json" : "text/csv",
                              "https://datapackage.org/");
          !ok)
        return ok;
    }
  if (wanted.has("sdmx-csv"))
    if (Status ok = out.add(table.id + ".sdmx.csv", exchange::sdmx_csv(table, wanted.sdmx), "text/csv",
                            "https://github.com/sdmx-twg/sdmx-csv");
        !ok)
      return ok;
  if (wanted.has("sdmx-json")) {
    constexpr const char* k_format = "https://github.com/sdmx-twg/sdmx-json";
    if (Status ok = out.add(table.id + ".sdmx.json", exchange::sdmx_json_data(table, wanted.sdmx), "application/json",
                            k_format);
        !ok)
      return ok;
    if (Status ok = out.add(table.id + ".structure.json", exchange::sdmx_json_structure(table, wanted.sdmx),
                            "application/json", k_format);
        !ok)
      return ok;
  }
  if (wanted.has("xlsx"))
    if (Status ok = out.add_workbook(table.id + ".xlsx", workbook_of(table, words)); !ok) return ok;
  if (!wanted.has("dcat")) return {};
  const std::vector<exchange::Distribution> made(out.made().begin() + static_cast<std::ptrdiff_t>(first),
                                                 out.made().end());
  return out.add(table.id + ".dcat.jsonld", exchange::dcat_record(table, made), "application/ld+json",
                 "https://www.w3.org/TR/vocab-dcat-3/");
}

Result<Answer> release_export(const Call& call) {
  Wanted wanted{.formats = call.texts("as"), .sdmx = {.agency = call.text("agency")}};
  if (wanted.formats.empty()) wanted.formats = k_formats;
  if (!is_agency(wanted.sdmx.agency))
    return fail(Code::bad_input, "error.exchange.agency", {{"value", wanted.sdmx.agency}});
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto release = centre->store.load_release(call.text("release"));
  if (!release) return pass(release);
  const Wording words(call.setting());
  Export out(call.text("to"), call.setting().dry_run);
  for (PublishedTable& table : release->tables) {
    table.release = release->head.id;
    table.published = release->head.made;
    if (Status ok = write_table(table, wanted, words, out); !ok) return pass(ok);
  }
  Sheet sheet{.id = "exported", .title = words("title.exported")};
  sheet.columns = {words.column("file"), words.column("bytes", CellKind::integer), words.column("sha256")};
  for (const auto& one : out.made()) sheet.rows.push_back({one.file, static_cast<std::int64_t>(one.bytes), one.sha256});
  Answer answer{.sheets = {std::move(sheet)}};
  answer.said.push_back(
      {"said.exchange.exported", {{"files", std::to_string(out.made().size())}, {"folder", call.text("to")}}});
  return answer;
}

}  // namespace

std::vector<Operation> export_rows() {
  Parameter to = of_machine(option("to", Kind::text, "FOLDER"));
  to.required = true;
  Parameter as = choice("as", k_formats, "");
  as.repeated = true;
  return {
      {"release",
       "export",
       Permission::publish,
       {word("release", "RELEASE"), to, as, option("agency", Kind::text, "ID", "TARTIP")},
       {"release export 2022@1 --to public",
        "release export 2022@1 --to sdmx --as sdmx-csv --as sdmx-json --agency KZ_CLS"},
       release_export,
       false,
       Web::local},
  };
}

}  // namespace tartip::app
