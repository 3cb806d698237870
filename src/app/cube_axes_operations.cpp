// `cube axes`: what can be asked of a register — its levels of territory and class, quantities, attributes and span —
// one row a word that a question can use, so that a page offers exactly what the centre can answer.
#include <algorithm>

#include "app/joined.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/question.hpp"

namespace tartip::app {
namespace {

// What every row says of one word.
struct Row {
  std::string part = {}, axis = {}, id = {}, name = {}, unit = {};
  SheetCell members = {}, with_area = {};
  std::string values = {};
};

class AxesSheet {
 public:
  explicit AxesSheet(const Wording& words) : words_(words), sheet_{.id = "axes", .title = words("title.cube_axes")} {
    sheet_.columns = {words.column("register"),
                      words.column("part", CellKind::word),
                      words.column("axis"),
                      words.column("id"),
                      words.column("name"),
                      words.column("members", CellKind::integer),
                      words.column("with_area", CellKind::integer),
                      words.column("unit"),
                      words.column("values", CellKind::list)};
    for (std::size_t at = 6; at < 9; ++at) sheet_.columns[at].detail = true;
  }

  void add(const std::string& register_id, Row row) {
    sheet_.rows.push_back({register_id, std::move(row.part), std::move(row.axis), std::move(row.id),
                           std::move(row.name), std::move(row.members), std::move(row.with_area), std::move(row.unit),
                           std::move(row.values)});
  }
  const Wording& words() const { return words_; }
  Sheet take() && { return std::move(sheet_); }

 private:
  const Wording& words_;
  Sheet sheet_;
};

void add_territory(const axes::Territory& territory, const std::string& register_id, AxesSheet& sheet) {
  for (std::size_t level = 0; level < territory.levels().size(); ++level) {
    std::int64_t units = 0, with_area = 0;
    for (const axes::TerritoryUnit& unit : territory.units())
      if (unit.level == static_cast<std::int32_t>(level)) {
        ++units;
        with_area += unit.area.empty() ? 0 : 1;
      }
    const axes::TerritoryLevel& one = territory.levels()[level];
    sheet.add(register_id, {.part = "territory_level",
                            .axis = territory.id(),
                            .id = one.id,
                            .name = one.names.in(sheet.words().language()),
                            .members = units,
                            .with_area = with_area});
  }
}

void add_scheme(const axes::Classification& scheme, const std::string& register_id, AxesSheet& sheet) {
  for (std::size_t level = 0; level < scheme.levels().size(); ++level) {
    const std::int64_t items = std::count_if(scheme.items().begin(), scheme.items().end(), [&](const auto& item) {
      return item.level == static_cast<std::int32_t>(level);
    });
    const axes::ClassLevel& one = scheme.levels()[level];
    sheet.add(register_id, {.part = "class_level",
                            .axis = scheme.id(),
                            .id = one.id,
                            .name = one.names.in(sheet.words().language()),
                            .members = items});
  }
  for (const axes::Crosswalk& crosswalk : scheme.crosswalks())
    sheet.add(register_id, {.part = "scheme", .axis = crosswalk.target_scheme, .id = crosswalk.target_scheme});
}

std::string name_or(const axes::Names& names, const std::string& id, const std::string& language) {
  const std::string& name = names.in(language);
  return name.empty() ? id : name;
}

Status add_register(Centre& centre, const store::RegisterEntry& entry, AxesSheet& sheet) {
  const registers::Description& description = entry.description;
  const std::string& language = sheet.words().language();
  sheet.add(
      description.id,
      {.part = "register", .id = description.id, .name = description.names.in(language), .members = entry.events});
  auto overview = centre.store.overview(description.id);
  if (!overview) return pass(overview);
  if (overview->covers) sheet.add(description.id, {.part = "covers", .id = axes::text_of(*overview->covers)});
  if (!description.place.territory.empty()) {
    auto territory = centre.store.load_territory(description.place.territory);
    if (!territory) return pass(territory);
    add_territory(**territory, description.id, sheet);
  }
  if (!description.classes.column.empty()) {
    auto scheme = centre.store.scheme_of(description.id);
    if (!scheme) return pass(scheme);
    add_scheme(**scheme, description.id, sheet);
  }
  for (const registers::QuantityRule& quantity : description.quantities)
    sheet.add(description.id, {.part = "quantity",
                               .id = quantity.id,
                               .name = name_or(quantity.names, quantity.id, language),
                               .unit = quantity.unit});
  for (const registers::AttributeRule& attribute : description.attributes)
    sheet.add(description.id, {.part = "attribute",
                               .id = attribute.id,
                               .name = name_or(attribute.names, attribute.id, language),
                               .values = listed(attribute.values)});
  return {};
}

Result<Answer> cube_axes(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  const Wording words(call.setting());
  AxesSheet sheet(words);
  if (call.has("register")) {
    auto entry = centre->store.load_register(call.text("register"));
    if (!entry) return pass(entry);
    if (Status added = add_register(*centre, *entry, sheet); !added) return pass(added);
  } else {
    auto entries = centre->store.all_registers();
    if (!entries) return pass(entries);
    for (const auto& entry : *entries)
      if (Status added = add_register(*centre, entry, sheet); !added) return pass(added);
  }
  return Answer{.sheets = {std::move(sheet).take()}};
}

}  // namespace

std::vector<Operation> cube_axes_rows() {
  Parameter register_id = word("register", "NAME");
  register_id.required = false;
  return {{"cube", "axes", Permission::look, {register_id}, {"cube axes", "cube axes fires --format json"}, cube_axes}};
}

}  // namespace tartip::app
