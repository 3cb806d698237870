#include "registers/guesses.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include <fmt/format.h>

namespace tartip::registers {
namespace {

std::string percent(double share) {
  return fmt::format("{:.0f}", std::floor(share * 100));
}

std::string number(double value) {
  return fmt::format("{}", value);
}

double date_name_score(const ColumnSample& column, std::initializer_list<std::string_view> others) {
  return column.name_score(
      {"date", "time", "fecha", "data", "дата", "күн", "month", "occur", "start", "inicio", "when"}, others);
}

struct Part {
  std::vector<std::string_view> words;
  const char* format;
};
const std::vector<Part>& parts_of_dates() {
  static const std::vector<Part> k_parts = {{{"year", "ano", "vano", "год", "жыл"}, "%Y"},
                                            {{"month", "mes", "месяц", "ай"}, "%m"},
                                            {{"day", "dia", "день", "күн"}, "%d"},
                                            {{"hour", "hora", "час", "сағат"}, "%H"},
                                            {{"minute", "minuto", "минута", "минут"}, "%M"}};
  return k_parts;
}

class Guesser {
 public:
  Guesser(Draft& draft, const Choices& choices) : draft_(draft), choices_(choices) {}

  void run() {
    guess_marks();
    guess_coordinates();
    guess_time();
    guess_key();
    guess_units();
    guess_class();
    for (std::size_t i = 0; i < draft_.samples.size(); ++i)
      if (!draft_.samples[i].used) guess_rest(draft_, i, true);
  }

 private:
  std::size_t place_of(const ColumnSample& column) const {
    return static_cast<std::size_t>(&column - draft_.samples.data());
  }
  ColumnTaken& taken(const ColumnSample& column) { return draft_.columns[place_of(column)]; }

  void take(ColumnSample& column, Role role, std::vector<std::string> details = {}) {
    column.used = true;
    taken(column).guessed = role;
    taken(column).details = std::move(details);
  }

  void guess_marks() {
    SourceFormat& file = draft_.file;
    std::size_t points = 0, commas = 0, blanks = 0;
    for (const ColumnSample& column : draft_.samples) {
      for (const std::string& word : column.missing_words)
        if (std::ranges::find(file.missing, word) == file.missing.end()) file.missing.push_back(word);
      if (column.share_of_numbers('.') > 0.9) {
        ++points;
      } else if (column.share_of_numbers(',') > 0.9) {
        ++commas;
      } else if (column.share_of_numbers(',', ' ') > 0.9 || column.share_of_numbers('.', ' ') > 0.9) {
        ++blanks;
        if (column.share_of_numbers('.', ' ') <= 0.9) ++commas;
      }
    }
    if (choices_.decimal != 0) {
      file.decimal = choices_.decimal;
    } else if (commas > 0) {
      file.decimal = ',';
      if (points == 0 || commas >= points / 4) draft_.say("", "guess.decimal_comma");
    }
    if (blanks > 0) {
      file.thousands = ' ';
      draft_.say("", "guess.thousands_blank");
    }
  }

  ColumnSample* named(const std::vector<std::string_view>& words, bool whole) {
    for (std::string_view word : words) {
      for (ColumnSample& column : draft_.samples) {
        if (column.used || !draft_.numeric(column)) continue;
        if (whole ? column.folded == word : column.folded.find(word) != std::string::npos) return &column;
      }
    }
    return nullptr;
  }

  void guess_coordinates() {
    ColumnSample* x = named({"longitude", "longitud", "lon", "lng", "long"}, true);
    ColumnSample* y = named({"latitude", "latitud", "lat"}, true);
    if (x == nullptr || y == nullptr) {
      x = named({"longitud", "lon_", "_lon", "долгота", "бойлық"}, false);
      y = named({"latitud", "lat_", "_lat", "широта", "ендік"}, false);
    }
    if (x == nullptr || y == nullptr) {
      x = named({"x", "x_km", "x_coord", "x_coordinate", "easting", "xcoord"}, true);
      y = named({"y", "y_km", "y_coord", "y_coordinate", "northing", "ycoord"}, true);
    }
    if (x == nullptr || y == nullptr || x == y) return;
    const auto [x_low, x_high] = draft_.range(*x);
    const auto [y_low, y_high] = draft_.range(*y);
    const bool degrees = draft_.degrees(*x, *y);
    const bool swapped = !degrees && draft_.degrees(*y, *x);
    const char* reason = degrees ? "guess.degrees" : swapped ? "guess.degrees_swapped" : "guess.plane";
    draft_.say(x->name, reason, {{"low", number(x_low)}, {"high", number(x_high)}});
    draft_.say(y->name, reason, {{"low", number(y_low)}, {"high", number(y_high)}});
    if (x->zeros > 0 && y->zeros > 0 && (x_low < -0.5 || x_high > 0.5))
      draft_.say(x->name, "guess.zero_is_unknown", {{"count", std::to_string(x->zeros)}});
    take(*x, swapped ? Role::y : Role::x);
    take(*y, swapped ? Role::x : Role::y);
  }

  void guess_time() {
    ColumnSample* best = nullptr;
    double best_score = 0;
    for (ColumnSample& column : draft_.samples) {
      if (column.used) continue;
      column.read_dates();
      // A column that calls itself a date may hold more slips than one that only looks like it.
      if (column.date_share < (date_name_score(column, {}) > 0 ? 0.6 : 0.9)) continue;
      const double score =
          column.date_share +
          date_name_score(column, {"updat", "record", "modif", "clos", "due", "end", "fim", "out", "julian"}) +
          0.3 * static_cast<double>(column.known) / static_cast<double>(std::max<std::size_t>(column.rows, 1));
      if (best == nullptr || score > best_score) {
        best = &column;
        best_score = score;
      }
    }
    if (best == nullptr) return guess_time_of_parts();
    take(*best, Role::time, best->date_formats);
    draft_.say(
        best->name, best->day_or_month_first ? "guess.time_ambiguous" : "guess.time",
        {{"format", best->date_formats.front()}, {"percent", percent(best->date_share)}, {"example", best->example}});
    join_clock(*best);
  }

  // A clock time in a column of its own.
  void join_clock(const ColumnSample& date) {
    if (date.has_clock) return;
    for (ColumnSample& column : draft_.samples) {
      if (column.used) continue;
      const std::string format = column.clock_format();
      if (format.empty()) continue;
      take(column, Role::time, {format});
      draft_.say(column.name, "guess.clock", {{"format", format}, {"example", column.example}});
      return;
    }
  }

  // Year, month, day … in columns of their own.
  void guess_time_of_parts() {
    for (const auto& [words, letter] : parts_of_dates()) {
      ColumnSample* column = named(words, true);
      if (column == nullptr) break;
      take(*column, Role::time, {letter});
      draft_.say(column->name, "guess.time_part", {{"format", letter}});
    }
  }

  void guess_key() {
    for (ColumnSample& column : draft_.samples) {
      if (column.used || column.known != column.rows || column.rows < 20 || column.distinct() != column.rows) continue;
      if (column.fraction_seen || column.mean_length() > 40) continue;
      const bool hinted =
          column.name_score({"id", "num", "no", "key", "code", "case", "uid", "номер", "нөмір"}, {}) > 0;
      if (!hinted && &column != &draft_.samples.front()) continue;
      take(column, Role::key);
      draft_.say(column.name, "guess.key", {{"rows", std::to_string(column.rows)}});
      return;
    }
  }

  bool may_be_unit(const ColumnSample& column) const {
    if (column.used || column.too_many || column.known == 0 || column.mean_length() > 80) return false;
    // A number is the code of something everywhere: only the name tells what.
    return !draft_.numeric(column) ||
           column.name_score({"district", "region", "borough", "area",  "ward",   "unit",    "territor", "kato",
                              "като",     "код",    "аудан",   "облыс", "район",  "облас",   "регион",   "өңір",
                              "город",    "қала",   "округ",   "state", "estado", "municip", "county",   "province"},
                             {}) > 0;
  }

  struct UnitGuess {
    std::size_t column = 0, level = 0;
    Fit fit;
  };

  std::vector<UnitGuess> units_in(const axes::Territory& territory) const {
    std::vector<UnitGuess> found;
    for (std::size_t i = 0; i < draft_.samples.size(); ++i) {
      if (!may_be_unit(draft_.samples[i])) continue;
      const std::vector<std::string> values = tried_values(draft_.samples[i]);
      const std::vector<Fit> fits = unit_fits(territory, values);
      const Fit* best = best_of(fits);
      if (best == nullptr || best->share() < k_fits || best->known < std::min<std::int64_t>(2, best->of)) continue;
      found.push_back({i, static_cast<std::size_t>(best - fits.data()), *best});
    }
    return found;
  }

  double points_within(const axes::Territory& territory) const {
    const auto has = [&](Role role) { return std::ranges::find(draft_.columns, role, &ColumnTaken::guessed); };
    const auto x = has(Role::x), y = has(Role::y);
    if (x == draft_.columns.end() || y == draft_.columns.end()) return 0;
    const auto at = [&](auto column) { return static_cast<std::size_t>(column - draft_.columns.begin()); };
    if (!draft_.degrees(draft_.samples[at(x)], draft_.samples[at(y)]) && choices_.crs.empty()) return 0;
    return point_fit(territory, tried_points(draft_, at(x), at(y), choices_.crs)).share();
  }

  // The territory that knows the most of the places: its lowest level that a column names, and the one above for names
  // that repeat.
  void guess_units() {
    if (choices_.territory == "none") return;
    std::vector<UnitGuess> best;
    double best_score = 0;
    for (const auto& territory : draft_.known->territories) {
      if (!choices_.territory.empty() && territory->id() != choices_.territory) continue;
      std::vector<UnitGuess> units = units_in(*territory);
      const double within = points_within(*territory);
      double score = within >= 0.5 ? within : 0;
      for (const UnitGuess& unit : units) score += unit.fit.share();
      if (score <= best_score) continue;
      best_score = score;
      best = std::move(units);
      draft_.territory = territory->id();
    }
    std::ranges::stable_sort(best, std::ranges::greater(), &UnitGuess::level);
    for (std::size_t i = 0; i < std::min<std::size_t>(best.size(), 2); ++i) {
      const UnitGuess& unit = best[i];
      if (i > 0 && unit.level == best.front().level) break;
      ColumnSample& column = draft_.samples[unit.column];
      take(column, i == 0 ? Role::unit : Role::within, {unit.fit.detail});
      draft_.say(column.name, i == 0 ? "guess.unit" : "guess.within",
                 {{"known", std::to_string(unit.fit.known)},
                  {"count", std::to_string(unit.fit.of)},
                  {"territory", draft_.territory},
                  {"level", unit.fit.detail}});
    }
  }

  // The scheme that nearly all values are of.
  Fit scheme_for(const ColumnSample& column) const {
    if (draft_.known->schemes.empty()) return {};
    const std::vector<std::string> values = tried_values(column);
    std::vector<Fit> fits;
    for (const auto& scheme : draft_.known->schemes) fits.push_back(class_fit(*scheme, values));
    const Fit* best = best_of(fits);
    return best != nullptr && best->share() >= k_fits ? *best : Fit{};
  }

  void guess_class() {
    ColumnSample* best = nullptr;
    double best_score = 0.2;
    Fit best_scheme;
    for (ColumnSample& column : draft_.samples) {
      if (column.used || draft_.numeric(column) || column.known < column.rows * 9 / 10 || column.too_many ||
          column.distinct() < 2)
        continue;
      const auto distinct = static_cast<double>(column.distinct());
      if (distinct > 600 || distinct > 0.5 * static_cast<double>(column.known)) continue;
      Fit scheme = scheme_for(column);
      const double score =
          column.name_score({"type", "class", "categ", "offen", "offence", "crime", "primary", "kind", "cause", "causa",
                             "event", "вид", "тип", "стат", "түр", "modalidad", "parameter", "result"},
                            {"location", "status", "subject", "sub_", "district", "desc"}) +
          (distinct >= 4 && distinct <= 400 ? 0.5 : 0.0) + (scheme.known > 1 ? 2.0 : 0.0);
      if (score > best_score) {
        best = &column;
        best_score = score;
        best_scheme = std::move(scheme);
      }
    }
    if (best == nullptr) return;
    if (best_scheme.known > 1) {
      take(*best, Role::kind, {best_scheme.detail});
      draft_.say(best->name, "guess.class_scheme",
                 {{"known", std::to_string(best_scheme.known)},
                  {"count", std::to_string(best_scheme.of)},
                  {"scheme", best_scheme.detail}});
      return;
    }
    take(*best, Role::kind);
    draft_.say(best->name, "guess.class", {{"count", std::to_string(best->distinct())}, {"example", best->example}});
  }

  Draft& draft_;
  const Choices& choices_;
};

// Whole numbers that name things: nearly all different, and either all large or one after another.
bool names_things(const Draft& draft, const ColumnSample& column) {
  if (column.fraction_seen) return false;
  for (std::string_view end : {"number", "_num", "_no", "_nr", "_id", "_code", "номер", "нөмірі"})
    if (column.folded.ends_with(end)) return true;
  if (column.name_score({"id", "no", "num", "nr", "nro", "код"}, {}) > 0) return true;
  if (column.known < 20 || (!column.too_many && column.distinct() * 20 < column.known * 19)) return false;
  const auto [low, high] = draft.range(column);
  return low >= 1000 || high - low < 2 * static_cast<double>(column.distinct());
}

// Years of life are not added up. The word stands alone: "quantidade" is no "idade".
bool is_age(const ColumnSample& column) {
  const std::string among = "_" + column.folded + "_";
  const std::array words = {"_age_", "_edad_", "_idade_", "_возраст_", "_жасы_"};
  return std::ranges::any_of(words, [&](const char* word) { return among.find(word) != std::string::npos; });
}

}  // namespace

void guess_roles(Draft& draft, const Choices& choices) {
  Guesser(draft, choices).run();
}

void guess_rest(Draft& draft, std::size_t place, bool aloud) {
  const ColumnSample& column = draft.samples[place];
  const auto take = [&](Role role, const char* key, std::vector<Argument> arguments = {}) {
    ColumnTaken& taken = draft.columns[place];
    (aloud ? taken.guessed : taken.role) = role;
    taken.details.clear();
    if (aloud) draft.say(column.name, key, std::move(arguments));
  };
  if (column.known == 0) return take(Role::ignored, "guess.empty");
  const bool code = is_age(column) || column.name_score({"id", "code", "zip", "ward", "district", "beat", "post",
                                                         "area_no", "block", "license", "julian", "year"},
                                                        {}) > 0;
  const bool numeric = draft.numeric(column);
  const bool names = numeric && names_things(draft, column);
  if (numeric && !names && (!code || column.fraction_seen) &&
      (column.distinct() > 10 || column.fraction_seen || column.too_many)) {
    const auto [low, high] = draft.range(column);
    return take(Role::quantity, "guess.quantity", {{"low", number(low)}, {"high", number(high)}});
  }
  if (!column.too_many && column.distinct() <= std::max<std::size_t>(60, column.known / 10))
    return take(Role::attribute, "guess.attribute", {{"count", std::to_string(column.distinct())}});
  if (column.mean_length() >= 16)
    return take(Role::text, "guess.text", {{"length", fmt::format("{:.0f}", column.mean_length())}});
  if (names && !column.too_many && column.distinct() < column.known)
    return take(Role::ignored, "guess.names_things_repeated",
                {{"count", std::to_string(column.distinct())}, {"rows", std::to_string(column.known)}});
  take(Role::ignored, names ? "guess.names_things" : "guess.ignored");
}

std::vector<std::string> time_formats(ColumnSample& column) {
  const auto part = [&]() -> std::string {
    for (const auto& [words, format] : parts_of_dates())
      for (std::string_view word : words)
        if (column.folded == word) return format;
    return {};
  };
  if (const std::string format = part(); !format.empty()) return {format};
  if (const std::string clock = column.clock_format(false); !clock.empty()) return {clock};
  column.read_dates(true);
  if (column.date_share >= 0.5) return column.date_formats;
  if (const std::string clock = column.clock_format(true); !clock.empty()) return {clock};
  const auto fits = column.time_fits();
  if (!fits.empty() && fits.front().read * 2 >= fits.front().tried) return {fits.front().format};
  return column.date_formats.empty() ? std::vector<std::string>{"iso"} : column.date_formats;
}

}  // namespace tartip::registers
