#include "registers/proposal.hpp"

#include <algorithm>
#include <cctype>
#include <unordered_set>

#include "geo/projection.hpp"
#include "registers/choices.hpp"
#include "registers/guesses.hpp"
#include "registers/time_pieces.hpp"
#include "text/name_index.hpp"

namespace tartip::registers {
namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// "Primary Type" → "primary_type", "Ущерб" → "uscerb": Latin letters and digits, never empty.
std::string identifier(const std::string& name, std::size_t number) {
  std::string id;
  for (char c : is_ascii(name) ? name : text::latin_key(name)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && std::isalnum(byte) != 0)
      id += static_cast<char>(std::tolower(byte));
    else if (!id.empty() && id.back() != '_')
      id += '_';
  }
  id = id.substr(0, 40);
  while (!id.empty() && id.back() == '_') id.pop_back();
  if (id.empty() || std::isdigit(static_cast<unsigned char>(id[0])) != 0) id = "column_" + std::to_string(number + 1);
  return id;
}

// What an id in Latin letters does not say any more.
axes::Names shown_name(const std::string& column) {
  axes::Names names;
  if (!is_ascii(column)) names.by_language[""] = column;
  return names;
}

class Describer {
 public:
  Describer(Draft& draft, const Choices& choices) : draft_(draft), choices_(choices) {}

  Result<Description> run() {
    d_.id = identifier(draft_.sample->name, 0);
    d_.names.by_language[is_ascii(draft_.sample->name) ? "en" : ""] = draft_.sample->name;
    d_.file = draft_.file;
    write_times();
    if (Status placed = write_places(); !placed) return pass(placed);
    for (std::size_t i = 0; i < draft_.columns.size(); ++i) write_column(i);
    return std::move(d_);
  }

 private:
  TimeField field_of(Role role) const {
    std::vector<TimePiece> pieces;
    for (const ColumnTaken& column : draft_.columns)
      if (column.role == role) pieces.push_back({column.column, column.details});
    TimeField field = joined_time(std::move(pieces));
    if (!field.formats.empty() && !says_when(field.formats.back())) return {};  // a clock alone
    return field;
  }

  const ColumnSample& sample(const std::string& column) const {
    return *std::ranges::find(draft_.samples, column, &ColumnSample::name);
  }

  void write_times() {
    TimeRule& time = d_.time;
    time.from = field_of(Role::time);
    if (!choices_.time.empty()) {
      time.from.value = choices_.time;
      time.from.formats = {"iso"};
      time.required = true;
    } else if (time.from.empty()) {
      draft_.say("", "guess.no_time");
      return;
    } else {
      const ColumnSample& first = sample(time.from.columns.front());
      time.required = first.known == first.rows;
    }
    time.until = field_of(Role::until);
  }

  const ColumnTaken* with(Role role) const {
    const auto found = std::ranges::find(draft_.columns, role, &ColumnTaken::role);
    return found == draft_.columns.end() ? nullptr : &*found;
  }

  Status write_places() {
    PlaceRule& place = d_.place;
    place.territory = draft_.territory;
    if (const ColumnTaken* unit = with(Role::unit)) {
      place.code_column = unit->column;
      place.code_level = unit->details.front();
      place.unknown_code = Rule::quarantine;
      if (const ColumnTaken* within = with(Role::within)) {
        place.within_column = within->column;
        place.within_level = within->details.front();
      }
      for (const ColumnTaken* column : {unit, with(Role::within)})
        if (column != nullptr) add_aliases(*column);
    } else if (const ColumnTaken* within = with(Role::within)) {
      draft_.say(within->column, "guess.within_alone");
    }
    const ColumnTaken *x = with(Role::x), *y = with(Role::y);
    if (x != nullptr && y != nullptr) return write_coordinates(x->column, y->column);
    if (x != nullptr || y != nullptr) draft_.say((x != nullptr ? x : y)->column, "guess.one_coordinate");
    return {};
  }

  // How the file writes units that the territory knows by another spelling.
  void add_aliases(const ColumnTaken& column) {
    const axes::Territory& territory = *draft_.known->territory(draft_.territory);
    const auto& values = sample(column.column).values;
    d_.place.aliases.merge(unit_aliases(territory, territory.level_named(column.details.front()).value_or(0),
                                        std::vector<std::string>(values.begin(), values.end())));
  }

  Status write_coordinates(const std::string& x, const std::string& y) {
    PlaceRule& place = d_.place;
    const ColumnSample &east = sample(x), &north = sample(y);
    const auto [low, high] = draft_.range(east);
    if (!choices_.crs.empty())
      place.crs = choices_.crs;
    else if (!draft_.degrees(east, north))
      place.crs = east.folded.find("km") != std::string::npos ? "local:km" : "local:m";
    auto projection = geo::Projection::named(place.crs);
    if (!projection) return pass(projection);
    const axes::Territory* territory = draft_.known->territory(place.territory);
    if (territory != nullptr && projection->is_local() != territory->plane().starts_with("local:")) {
      draft_.say(x, "guess.coordinates_left", {{"territory", place.territory}});
      place.crs = PlaceRule().crs;
      return {};
    }
    place.x_column = x;
    place.y_column = y;
    if (east.zeros > 0 && north.zeros > 0 && (low < -0.5 || high > 0.5)) place.unknown = {{0, 0}};
    return {};
  }

  std::string fresh_id(std::size_t column) {
    std::string id = identifier(draft_.columns[column].column, column);
    if (!ids_.insert(id).second) ids_.insert(id = "column_" + std::to_string(column + 1) + "_" + id.substr(0, 20));
    return id;
  }

  void write_column(std::size_t at) {
    const ColumnTaken& column = draft_.columns[at];
    const std::string detail = column.details.empty() ? "" : column.details.front();
    switch (column.role) {
      case Role::key:
        d_.key.push_back(column.column);
        return;
      case Role::kind:
        d_.classes.column = column.column;
        d_.classes.scheme = detail;
        d_.classes.unknown = detail.empty() ? Rule::add : Rule::quarantine;
        d_.classes.required = draft_.samples[at].known == draft_.samples[at].rows;
        return;
      case Role::quantity:
      case Role::count: {
        QuantityRule& quantity = d_.quantities.emplace_back();
        quantity.id = fresh_id(at);
        quantity.column = column.column;
        quantity.unit = detail;
        quantity.names = shown_name(column.column);
        if (column.role == Role::count) d_.counts = quantity.id;
        return;
      }
      case Role::attribute:
        d_.attributes.push_back({fresh_id(at), column.column, shown_name(column.column), {}, false});
        return;
      case Role::text:
        d_.texts.push_back({fresh_id(at), column.column});
        return;
      case Role::time:
      case Role::until:
      case Role::x:
      case Role::y:
      case Role::unit:
      case Role::within:
      case Role::ignored:
        return;
    }
  }

  Draft& draft_;
  const Choices& choices_;
  Description d_;
  std::unordered_set<std::string> ids_;
};

// What else a column could be in its role, by its values.
void find_fits(Draft& draft, std::size_t at) {
  constexpr std::size_t k_most = 6;
  ColumnTaken& column = draft.columns[at];
  const ColumnSample& sample = draft.samples[at];
  switch (column.role) {
    case Role::time:
    case Role::until:
      for (const auto& [format, read, tried] : sample.time_fits())
        if (column.fits.size() < k_most && (column.fits.empty() || read * 2 >= tried))
          column.fits.push_back({format, static_cast<std::int64_t>(read), static_cast<std::int64_t>(tried)});
      return;
    case Role::unit:
    case Role::within:
      column.fits = unit_fits(*draft.known->territory(draft.territory), tried_values(sample));
      return;
    case Role::kind:
      for (const auto& scheme : draft.known->schemes) column.fits.push_back(class_fit(*scheme, tried_values(sample)));
      return;
    default:
      return;
  }
}

std::vector<Fit> territory_fits(const Draft& draft, const PlaceRule& place) {
  std::vector<Fit> fits;
  const auto at = [&](const std::string& name) {
    return static_cast<std::size_t>(std::ranges::find(draft.columns, name, &ColumnTaken::column) -
                                    draft.columns.begin());
  };
  for (const auto& territory : draft.known->territories) {
    Fit fit{territory->id()};
    for (std::size_t i = 0; i < draft.columns.size(); ++i) {
      if (draft.columns[i].role != Role::unit) continue;
      const std::vector<std::string> values = tried_values(draft.samples[i]);
      const std::vector<Fit> levels = unit_fits(*territory, values);
      if (const Fit* best = best_of(levels)) fit.known += best->known;
      fit.of += static_cast<std::int64_t>(values.size());
    }
    if (!place.x_column.empty()) {
      const Fit points = point_fit(*territory, tried_points(draft, at(place.x_column), at(place.y_column), place.crs));
      fit.known += points.known;
      fit.of += points.of;
    }
    fits.push_back(std::move(fit));
  }
  return fits;
}

}  // namespace

Result<Proposal> propose(const Sample& sample, const Choices& choices, const KnownAxes& known) {
  Draft draft = Draft::of(sample, known);
  guess_roles(draft, choices);
  if (Status applied = apply_choices(draft, choices); !applied) return pass(applied);
  for (std::size_t i = 0; i < draft.columns.size(); ++i) find_fits(draft, i);
  auto description = Describer(draft, choices).run();
  if (!description) return pass(description);
  Proposal proposal;
  proposal.territories = territory_fits(draft, description->place);
  proposal.description = std::move(*description);
  proposal.columns = std::move(draft.columns);
  proposal.guesses = std::move(draft.guesses);
  return proposal;
}

Result<Proposal> propose(const std::filesystem::path& file, std::size_t most) {
  auto sample = open_sample(file, {}, most);
  if (!sample) return pass(sample);
  return propose(*sample);
}

}  // namespace tartip::registers
