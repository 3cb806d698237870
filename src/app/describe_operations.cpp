// A file that nobody has described yet: what is understood of it, changed column by column, and the description made of
// that.
#include <filesystem>
#include <optional>

#include "app/centre.hpp"
#include "app/describe_sheets.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "axes/toml_text.hpp"
#include "base/file.hpp"
#include "registers/identifier.hpp"
#include "store/table_file.hpp"

namespace tartip::app {
namespace {

Result<registers::Sample> sample_for(const Call& call) {
  const std::filesystem::path file = call.text("file");
  if (file.extension() != ".parquet") {
    registers::FileChoices chosen{.encoding = call.text("encoding"), .sheet = call.text("worksheet")};
    for (const auto& [word, mark] : {std::pair{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"bar", '|'}})
      if (call.text("delimiter") == word) chosen.delimiter = mark;
    if (call.has("skip-lines")) chosen.skip_lines = static_cast<int>(call.integer("skip-lines"));
    return registers::open_sample(file, chosen);
  }
  registers::SourceFormat format;
  format.format = registers::FileFormat::parquet;
  auto reader = store::open_source(file, format);
  if (!reader) return pass(reader);
  return registers::sample_from(std::move(*reader), format, file.stem().string());
}

// What a centre knows helps to understand a file; without one the file is understood by itself.
struct Surroundings {
  std::optional<Centre> centre;
  axes::TimeZone zone;
  registers::KnownAxes known;
};

Result<Surroundings> surroundings_of(const Setting& setting) {
  auto utc = axes::TimeZone::named("UTC");
  if (!utc) return pass(utc);
  Surroundings around{std::nullopt, std::move(*utc), {}};
  auto centre = open_centre(setting, Access::read);
  if (!centre) {
    if (centre.error().key == "error.centre.not_found") return around;
    return pass(centre);
  }
  auto territories = centre->store.territories();
  if (!territories) return pass(territories);
  for (const store::AxisEntry& entry : *territories) {
    auto territory = centre->store.load_territory(entry.id);
    if (!territory) return pass(territory);
    around.known.territories.push_back(std::move(*territory));
  }
  auto schemes = centre->store.classifications();
  if (!schemes) return pass(schemes);
  // The international classification comes last: where one of the centre's own fits as well, that one is meant.
  for (const bool international : {false, true}) {
    for (const store::AxisEntry& entry : *schemes) {
      if ((entry.id == "iccs") != international || entry.id.starts_with("own:")) continue;
      auto scheme = centre->store.load_classification(entry.id);
      if (!scheme) return pass(scheme);
      around.known.schemes.push_back(std::move(*scheme));
    }
  }
  around.zone = centre->zone;
  around.centre = std::move(*centre);
  return around;
}

Result<registers::Choices> choices_of(const Call& call, const registers::Sample& sample) {
  registers::Choices choices{.territory = call.text("territory"), .crs = call.text("crs"), .time = call.text("time")};
  if (call.has("decimal")) choices.decimal = call.text("decimal") == "comma" ? ',' : '.';
  for (const std::string& text : call.texts("take")) {
    auto choice = registers::parse_choice(text, sample.columns());
    if (!choice) return pass(choice);
    choices.columns.push_back(std::move(*choice));
  }
  return choices;
}

// "ru=Кражи", repeated.
Status take_names(const std::vector<std::string>& texts, axes::Names& names) {
  if (texts.empty()) return {};
  names.by_language.clear();
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    const std::string language = text.substr(0, equals);
    if (equals == std::string::npos || (language != "kk" && language != "ru" && language != "en"))
      return fail(Code::bad_input, "error.describe.name", {{"value", text}});
    if (equals + 1 < text.size()) names.by_language[language] = text.substr(equals + 1);
  }
  return {};
}

Status take_words(const Call& call, registers::Description& description) {
  description.id = call.has("name") ? call.text("name") : axes::identifier_from(call.text("file"), "r_");
  if (!registers::is_identifier(description.id))
    return fail(Code::bad_input, "error.description.identifier", {{"word", "name"}, {"value", description.id}});
  if (call.has("source")) description.source = call.text("source");
  if (Status titled = take_names(call.texts("title"), description.names); !titled) return titled;
  return take_names(call.texts("event"), description.event);
}

registers::Axes axes_of(const registers::Description& description, const Surroundings& around, axes::Micros now) {
  return {.territory = around.known.territory(description.place.territory),
          .classes = around.known.scheme(description.classes.scheme),
          .centre_zone = &around.zone,
          .now = now};
}

Result<Answer> register_describe(const Call& call) {
  auto sample = sample_for(call);
  if (!sample) return pass(sample);
  auto around = surroundings_of(call.setting());
  if (!around) return pass(around);
  auto choices = choices_of(call, *sample);
  if (!choices) return pass(choices);
  auto proposal = registers::propose(*sample, *choices, around->known);
  if (!proposal) return pass(proposal);
  if (Status named = take_words(call, proposal->description); !named) return pass(named);
  const Wording words(call.setting());
  const std::string text = description_text(*proposal, words);
  Answer answer;
  const Understanding understood{*sample, *proposal, around->known};
  if (call.flag("explain")) {
    answer.sheets = {proposal_sheet(understood, words), file_sheet(understood, words)};
    if (!proposal->description.time.from.empty()) {
      auto check = check_sheets(understood, axes_of(proposal->description, *around, call.setting().now), words);
      if (!check) return pass(check);
      for (Sheet& sheet : check->sheets) answer.sheets.push_back(std::move(sheet));
      answer.said = std::move(check->said);
    }
  }
  if (call.flag("alternatives")) {
    answer.sheets.push_back(alternatives_sheet(understood, words));
    answer.sheets.push_back(roles_sheet(words));
  }
  if (call.has("output") && !call.setting().dry_run) {
    if (Status written = write_file(call.text("output"), text); !written) return pass(written);
    answer.said.push_back(
        {"said.register.described", {{"file", call.text("output")}, {"id", proposal->description.id}}});
  } else {
    answer.document = text;
  }
  return answer;
}

}  // namespace

std::vector<Operation> describe_rows() {
  return {{"register",
           "describe",
           Permission::look,
           {file("file"), option("name", Kind::text, "ID"), many("title", "LANG=TEXT"), many("event", "LANG=TEXT"),
            option("source", Kind::text), many("take", "COLUMN=ROLE"), option("time", Kind::text, "2022-09"),
            option("territory", Kind::text, "ID"), option("crs", Kind::text, "EPSG:32642"),
            choice("decimal", {"point", "comma"}, ""), choice("delimiter", {"comma", "semicolon", "tab", "bar"}, ""),
            option("encoding", Kind::text, "windows-1251"), option("worksheet", Kind::text, "NAME"),
            whole("skip-lines", 0, 1000), written("output", "FILE"), flag("explain"), flag("alternatives")},
           {"register describe offences.csv -o offences.toml",
            "register describe calls.xlsx --name calls --explain --alternatives",
            "register describe thefts.csv --take date=time:%d.%m.%Y --take district=unit:district --take note=ignored"},
           register_describe}};
}

}  // namespace tartip::app
