#include "app/register_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "text/catalogue.hpp"

namespace tartip::app {
namespace {

using statistics::ColumnId;
using statistics::ObservationStatus;
using statistics::PublishedTable;

constexpr const char* k_total = "_T";  // SDMX's code for a total

struct Published {
  ColumnId column;
  const char* unit;
  int decimals;
  bool of_previous;  // the figure is of the period compared with
};
constexpr Published k_published[] = {
    {ColumnId::current, "events", 0, false},  {ColumnId::previous, "events", 0, true},
    {ColumnId::absolute, "events", 0, false}, {ColumnId::percent, "percent", 1, false},
    {ColumnId::share, "percent", 1, false},   {ColumnId::share_previous, "percent", 1, true},
    {ColumnId::rate, "rate", 2, false},       {ColumnId::rate_previous, "rate", 2, true}};

// The axis's code of a row: its own, several joined, the total, or what is not known ("_X", SDMX).
std::uint32_t code_of(statistics::PublishedDimension& dimension, const std::vector<cube::Member>& members) {
  std::vector<std::string> codes;
  for (const cube::Member& member : members) codes.push_back(member.code.empty() ? "_X" : member.code);
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  const std::string code = codes.empty() ? k_total : fmt::format("{}", fmt::join(codes, "+"));
  for (std::size_t i = 0; i < dimension.codes.size(); ++i)
    if (dimension.codes[i].code == code) return static_cast<std::uint32_t>(i);
  dimension.codes.push_back({code, codes.size() == 1 ? members.front().names : axes::Names{}, ""});
  return static_cast<std::uint32_t>(dimension.codes.size() - 1);
}

axes::Names in_all_languages(const std::string& key) {
  axes::Names names;
  for (const char* language : {"kk", "ru", "en"})
    names.by_language[language] = text::Catalogue::in(language).format(key);
  return names;
}

// The messages of "tartip:change-percent:v1" begin with "definition.change_percent".
std::string key_of(std::string_view id) {
  std::string key(id.substr(id.find(':') + 1));
  key = "definition." + key.substr(0, key.find(':'));
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

std::uint32_t definition_index(PublishedTable& table, std::string_view id, const Published& column,
                               const statistics::TableHeader& header) {
  for (std::size_t i = 0; i < table.definitions.size(); ++i)
    if (table.definitions[i].id == id) return static_cast<std::uint32_t>(i);
  const bool amount = header.kind == statistics::Kind::amount && std::string_view(column.unit) == "events";
  const bool rate = column.column == ColumnId::rate || column.column == ColumnId::rate_previous;
  table.definitions.push_back({std::string(id),
                               in_all_languages(key_of(id)),
                               in_all_languages(key_of(id) + ".text"),
                               amount ? "amount"
                               : rate ? fmt::format("per {:.0f} residents", header.per)
                                      : column.unit,
                               amount ? 2 : column.decimals,
                               {}});
  return static_cast<std::uint32_t>(table.definitions.size() - 1);
}

// How a figure that has a value stands.
ObservationStatus status_of(const statistics::TableRow& row, const Published& column, bool provisional) {
  if (column.of_previous) return ObservationStatus::normal;
  if (row.match == statistics::Match::refused) return ObservationStatus::broken;
  if (row.cell == cube::Cell::partial) return ObservationStatus::unreliable;
  return provisional ? ObservationStatus::provisional : ObservationStatus::normal;
}

}  // namespace

Result<PublishedTable> published_register_table(const RegisterTable& built, Centre& centre, bool provisional) {
  auto entry = centre.store.load_register(built.query.register_id);
  if (!entry) return pass(entry);
  auto overview = centre.store.overview(built.query.register_id);
  if (!overview) return pass(overview);
  PublishedTable table;
  table.id = built.query.register_id;
  table.title = entry->description.names;
  table.source = entry->description.source;
  table.sources = {{built.query.register_id, overview->fingerprint}};
  if (built.query.territory_level) table.dimensions.push_back({"territory", in_all_languages("column.territory"), {}});
  if (built.query.class_level) table.dimensions.push_back({"class", in_all_languages("column.class"), {}});
  for (const statistics::TableRow& row : built.table.rows) {
    std::vector<std::uint32_t> codes;
    for (statistics::PublishedDimension& dimension : table.dimensions)
      codes.push_back(code_of(dimension, dimension.id == "territory" ? row.territories : row.classes));
    for (const Published& column : k_published) {
      if (std::find(built.table.columns.begin(), built.table.columns.end(), column.column) == built.table.columns.end())
        continue;
      const statistics::TableValue value = statistics::value_of(row, column.column);
      const auto* number = std::get_if<double>(&value);
      const bool known = number != nullptr && std::isfinite(*number);
      const std::uint32_t definition = definition_index(
          table, statistics::definition_of(column.column, built.table.header.kind), column, built.table.header);
      const axes::Span period =
          column.of_previous ? built.compared_with.value_or(built.table.header.period) : built.table.header.period;
      ObservationStatus status = status_of(row, column, provisional);
      if (!known)
        status = row.cell == cube::Cell::missing ? ObservationStatus::missing : ObservationStatus::not_defined;
      table.observations.push_back(
          {codes,
           definition,
           period,
           known ? fmt::format("{:.{}f}", *number, table.definitions[definition].decimals) : "",
           status,
           {}});
    }
  }
  if (Status sound = statistics::checked(table); !sound) return pass(sound);
  return table;
}

}  // namespace tartip::app
