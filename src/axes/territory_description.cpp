#include "axes/territory_description.hpp"

#include <algorithm>

#include "axes/toml_table.hpp"
#include "text/folding.hpp"

namespace tartip::axes {
namespace {

std::int32_t level_of(TomlTable& table, const TerritoryDescription& description) {
  const std::string id = table.needed_text("level");
  std::vector<std::string> known;
  for (std::size_t i = 0; i < description.levels.size(); ++i) {
    if (description.levels[i].id == id) return static_cast<std::int32_t>(i);
    known.push_back(description.levels[i].id);
  }
  if (!id.empty()) {
    const auto near = text::nearest(id, known);
    table.complain("level", near ? "error.territory.unknown_level" : "error.territory.unknown_level_at_all",
                   {{"level", id}, {"nearest", near.value_or("")}});
  }
  return 0;
}

UnitFile unit_file(TomlTable& table, const TerritoryDescription& description) {
  UnitFile units;
  units.level = level_of(table, description);
  units.file = table.needed_text("file");
  units.encoding = table.text("encoding");
  units.code = table.texts("code");
  table.needs("code", !units.code.empty());
  units.separator = table.text("separator", units.separator);
  units.names = table.names("name").by_language;
  units.other_codes = table.text_map("other_codes");
  units.parent = table.text("parent");
  units.parent_aliases = table.text_map("parent_aliases");
  units.parent_prefix = table.integer("parent_prefix").value_or(0);
  units.valid = {table.day("from").value_or(k_first_day), table.day("until").value_or(k_last_day)};
  if (units.valid.empty()) table.complain("until", "error.territory.epoch_reversed");
  units.from_property = table.text("from_property");
  units.until_property = table.text("until_property");
  units.areas = table.flag("areas", true);
  units.where = table.wrong("file", {}).where;
  return units;
}

PopulationFile population_file(TomlTable& table, const TerritoryDescription& description) {
  PopulationFile population;
  population.level = level_of(table, description);
  population.file = table.needed_text("file");
  population.unit = table.texts("unit");
  population.separator = table.text("separator", population.separator);
  population.wide = table.flag("wide", false);
  if (const auto years = table.numbers("years"); years.size() == 2) {
    population.first_year = static_cast<int>(years[0]);
    population.last_year = static_cast<int>(years[1]);
  } else if (!years.empty()) {
    table.complain("years", "error.territory.years");
  }
  // `year` is a column's name or the one year itself.
  population.year = table.text("year_column");
  if (const auto year = table.integer("year")) population.fixed_year = static_cast<int>(*year);
  const int ways = (population.wide ? 1 : 0) + (population.year.empty() ? 0 : 1) + (population.fixed_year ? 1 : 0);
  if (ways != 1) table.complain("file", "error.territory.year_once");
  population.count = table.text("count", population.count);
  population.aliases = table.text_map("aliases");
  population.ignore = table.texts("ignore");
  population.only = table.text_lists("only");
  const std::string day = table.text("day", "01-01");
  if (const auto parsed = parse_day("2023-" + day)) {
    const std::chrono::year_month_day date{*parsed};
    population.day = date.month() / date.day();
  } else {
    table.complain("day", "error.territory.day_of_year", {{"value", day}});
  }
  population.where = table.wrong("file", {}).where;
  return population;
}

void read_succession(TomlTable& table, TerritoryDescription& description) {
  const std::int32_t level = level_of(table, description);
  if (const std::string file = table.text("file"); !file.empty()) {
    description.succession_files.emplace_back(level, file);
    return;
  }
  StatedSuccession succession;
  succession.level = level;
  succession.from = table.needed_text("from");
  succession.to = table.texts("to");
  succession.shares = table.numbers("share");
  const auto day = table.day("day");
  table.needs("day", day.has_value());
  table.needs("to", !succession.to.empty());
  succession.day = day.value_or(k_first_day);
  if (!succession.shares.empty() && succession.shares.size() != succession.to.size())
    table.complain("share", "error.territory.shares");
  succession.where = table.wrong("day", {}).where;
  description.successions.push_back(std::move(succession));
}

}  // namespace

Result<TerritoryDescription> parse_territory(std::string_view toml, const std::string& file) {
  auto root = TomlTable::parse(toml, file);
  if (!root) return pass(root);
  TerritoryDescription description;
  description.id = root->needed_text("id");
  description.names = root->names("name");
  description.source = root->needed_text("source");
  description.licence = root->text("licence");
  description.plane = root->text("plane", description.plane);
  description.derive_successions = root->flag("derive_successions", true);
  for (TomlTable& table : root->tables("level"))
    description.levels.push_back({table.needed_text("id"), table.names("name")});
  root->needs("level", !description.levels.empty());
  for (TomlTable& table : root->tables("units")) description.units.push_back(unit_file(table, description));
  for (TomlTable& table : root->tables("population"))
    description.populations.push_back(population_file(table, description));
  for (TomlTable& table : root->tables("succession")) read_succession(table, description);
  root->needs("units", !description.units.empty());
  if (Status status = root->finish(); !status) return pass(status);
  return description;
}

}  // namespace tartip::axes
