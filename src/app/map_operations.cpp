// `map areas` and `map shapes`: what a map of a register shows — every district or cell with its count, its rate and
// whether that is more than chance — and the shapes to draw it on.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "app/map_question.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/question.hpp"
#include "geo/measure.hpp"
#include "geo/simplify.hpp"
#include "statistics/history.hpp"
#include "statistics/ranking.hpp"
#include "stats/interval.hpp"

namespace tartip::app {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

// Where each piece of ground stands in the panel; −1: it had no events at all.
std::vector<std::ptrdiff_t> series_of(const MapQuestion& question) {
  std::map<std::pair<std::int32_t, std::string>, std::ptrdiff_t> known;
  for (std::size_t s = 0; s < question.panel.series.size(); ++s) {
    const cube::Member& member =
        question.panel.territories[static_cast<std::size_t>(question.panel.series[s].territory)];
    known[{member.number, member.number < 0 ? member.code : ""}] = static_cast<std::ptrdiff_t>(s);
  }
  std::vector<std::ptrdiff_t> series;
  for (const briefing::Ground& ground : question.place.grounds) {
    const auto found = known.find({ground.number, ground.number < 0 ? ground.code : ""});
    series.push_back(found == known.end() ? -1 : found->second);
  }
  return series;
}

// What all pieces of ground hold in one period; ground that the panel does not name had none, where it is covered.
std::vector<statistics::Observation> counts_in(const MapQuestion& question, const std::vector<std::ptrdiff_t>& series,
                                               std::size_t period) {
  cube::Cell standing = cube::Cell::complete;
  for (std::size_t s = 0; s < question.panel.series.size(); ++s)
    standing = std::max(standing, question.panel.row_cells(s)[period]);
  std::vector<statistics::Observation> counts;
  for (const std::ptrdiff_t at : series) {
    if (at < 0) {
      counts.push_back({standing == cube::Cell::missing ? k_nan : 0, standing});
      continue;
    }
    const auto s = static_cast<std::size_t>(at);
    counts.push_back({question.panel.row(s)[period], question.panel.row_cells(s)[period]});
  }
  return counts;
}

std::string word_of(statistics::Standing standing) {
  switch (standing) {
    case statistics::Standing::none:
      return "none";
    case statistics::Standing::high:
      return "high";
    case statistics::Standing::low:
      return "low";
    case statistics::Standing::usual:
      return "usual";
    case statistics::Standing::few:
      return "few";
  }
  return "none";
}

std::string word_of(cube::Cell cell) {
  return cell == cube::Cell::complete ? "complete" : cell == cube::Cell::partial ? "partial" : "missing";
}

std::vector<statistics::Ranked> judged(const MapQuestion& question, const std::vector<statistics::Observation>& counts,
                                       const std::vector<double>& dispersion, const Call& call) {
  std::vector<double> exposures;
  for (const briefing::Ground& ground : question.place.grounds) exposures.push_back(ground.exposure);
  statistics::RankingOptions options;
  options.per = question.place.per;
  options.rank_intervals = false;
  options.dispersion = dispersion;
  options.seed = call.setting().seed;
  options.threads = call.setting().threads;
  return statistics::rank_territories(counts, exposures, options).units;
}

// Of a share only that can be told: whether there is enough to say it.
std::string standing_of_share(const statistics::Observation& count, double total) {
  if (count.cell != cube::Cell::complete || total <= 0) return "none";
  const stats::Interval interval = stats::wilson(count.value, total);
  return interval.high <= statistics::k_few_factor * interval.low ? "none" : "few";
}

Status add_dispersion(const MapQuestion& question, Centre& centre, std::vector<double>& dispersion) {
  cube::Query monthly = question.query;
  monthly.filter.period = std::nullopt;
  monthly.every = axes::Unit::month;
  Result<cube::Panel> panel = centre.store.query(monthly);
  if (!panel) return pass(panel);
  const statistics::RowHistory history(&*panel);
  for (const briefing::Ground& ground : question.place.grounds)
    dispersion.push_back(history.options_of({{{ground.number, ground.code, {}}}, {}}).dispersion);
  return {};
}

void add_facts(const MapQuestion& question, const Wording& words, Sheet& sheet) {
  const briefing::Place& place = question.place;
  const auto fact = [&](const char* id, std::string value) {
    sheet.header.push_back(words.fact(id, std::move(value)));
  };
  if (place.cells)
    fact("cell_metres", fmt::format("{:g}", place.cell_metres));
  else
    fact("level", question.level_id);
  fact("exposure", place.exposure == briefing::Exposure::residents           ? "residents"
                   : place.exposure == briefing::Exposure::square_kilometres ? "square_kilometres"
                                                                             : "none");
  if (place.exposure != briefing::Exposure::none) fact("per", fmt::format("{:g}", place.per));
  fact("plane", place.in_degrees ? "degrees" : "local");
  fact("sample", question.sample ? "yes" : "no");
  fact("points", question.points ? "yes" : "no");
}

Result<Answer> map_areas(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  Result<MapQuestion> question = map_question(call, *centre);
  if (!question) return pass(question);
  const bool rates = question->place.exposure != briefing::Exposure::none && !question->sample;
  std::vector<double> dispersion;
  if (rates)
    if (Status added = add_dispersion(*question, *centre, dispersion); !added) return pass(added);

  const Wording words(call.setting());
  Sheet sheet{
      .id = "areas", .title = words("title.map_areas"), .note = words(rates ? "note.map_rates" : "note.map_shares")};
  auto facts = origin_facts(call, *centre, question->query, words);
  if (!facts) return pass(facts);
  sheet.header = std::move(*facts);
  add_facts(*question, words, sheet);
  sheet.columns = {words.column("period"),
                   words.column("territory_code"),
                   words.column("territory"),
                   words.column("events", CellKind::integer),
                   words.column("share", CellKind::percent),
                   words.column("exposure", CellKind::number, 0),
                   words.column("rate", CellKind::number),
                   words.column("rate_low", CellKind::number),
                   words.column("rate_high", CellKind::number),
                   words.column("standing", CellKind::word),
                   words.column("status", CellKind::word)};
  sheet.columns[5].detail = true;
  const std::vector<std::ptrdiff_t> series = series_of(*question);
  for (std::size_t p = 0; p < question->panel.columns(); ++p) {
    const std::string period = question->panel.periods.empty() ? axes::text_of(*question->query.filter.period)
                                                               : axes::text_of(question->panel.periods[p]);
    const auto counts = counts_in(*question, series, p);
    double total = 0;
    for (const auto& count : counts)
      if (std::isfinite(count.value)) total += count.value;
    std::vector<statistics::Ranked> ranked;
    if (rates) ranked = judged(*question, counts, dispersion, call);
    for (std::size_t g = 0; g < counts.size(); ++g) {
      const briefing::Ground& ground = question->place.grounds[g];
      const bool known = std::isfinite(counts[g].value);
      std::vector<SheetCell> row = {period,
                                    ground.code,
                                    ground.names.in(words.language()),
                                    known ? SheetCell(counts[g].value) : SheetCell(),
                                    known && total > 0 ? SheetCell(100 * counts[g].value / total) : SheetCell(),
                                    number_cell(ground.exposure)};
      if (known && std::trunc(counts[g].value) == counts[g].value) row[3] = static_cast<std::int64_t>(counts[g].value);
      if (rates)
        row.insert(row.end(), {number_cell(ranked[g].rate), number_cell(ranked[g].low), number_cell(ranked[g].high),
                               word_of(ranked[g].standing)});
      else
        row.insert(row.end(), {SheetCell(), SheetCell(), SheetCell(), standing_of_share(counts[g], total)});
      row.emplace_back(word_of(counts[g].cell));
      sheet.rows.push_back(std::move(row));
    }
  }
  Answer answer{.sheets = {std::move(sheet)}};
  if (question->panel.left_out > 0)
    answer.said.push_back({"said.cube.left_out", {{"count", std::to_string(question->panel.left_out)}}});
  return answer;
}

// RFC 7946, but for a plane that is not on the globe, which the member "plane" says.
class GeoJson {
 public:
  explicit GeoJson(bool degrees) : digits_(degrees ? 5 : 1) {}

  std::string text(const std::string& word) const {
    std::string out = "\"";
    for (const char c : word) {
      if (c == '"' || c == '\\')
        out += {'\\', c};
      else if (static_cast<unsigned char>(c) < 0x20)
        out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
      else
        out += c;
    }
    return out + "\"";
  }
  std::string area(const geo::MultiPolygon& area) const {
    std::string out = "{\"type\":\"MultiPolygon\",\"coordinates\":[";
    for (std::size_t p = 0; p < area.size(); ++p) {
      out += p == 0 ? "[" : ",[";
      add_ring(area[p].outer, out);
      for (const geo::Ring& hole : area[p].holes) {
        out += ',';
        add_ring(hole, out);
      }
      out += ']';
    }
    return out + "]}";
  }

 private:
  void add_ring(const geo::Ring& ring, std::string& out) const {
    out += '[';
    for (std::size_t i = 0; i < ring.size(); ++i)
      out += fmt::format("{}[{:.{}f},{:.{}f}]", i == 0 ? "" : ",", ring[i].x, digits_, ring[i].y, digits_);
    out += ']';
  }

  int digits_;
};

std::vector<geo::MultiPolygon> drawn(const briefing::Place& place, std::size_t most_points) {
  std::vector<geo::MultiPolygon> areas;
  for (const briefing::Ground& ground : place.grounds) areas.push_back(ground.area);
  if (place.cells) return areas;
  geo::SimplifyOptions options;
  options.most_points = std::max(most_points, 8 * areas.size());
  if (place.in_degrees) {
    double south = 90, north = -90;
    for (const geo::MultiPolygon& area : areas) {
      const geo::Box box = geo::box_of(area);
      south = std::min(south, box.low.y);
      north = std::max(north, box.high.y);
    }
    if (south <= north) options.y_weight = 1 / std::max(0.05, std::cos((south + north) / 2 * std::numbers::pi / 180));
  }
  return geo::simplify(areas, options);
}

Result<Answer> map_shapes(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  Result<MapQuestion> question = map_question(call, *centre);
  if (!question) return pass(question);
  const briefing::Place& place = question->place;
  const auto areas = drawn(place, static_cast<std::size_t>(call.integer("points")));
  const GeoJson json(place.in_degrees);
  std::string text = "{\"type\":\"FeatureCollection\",\"plane\":";
  text += place.in_degrees ? "\"degrees\"" : "\"local\"";
  text += ",\"features\":[";
  bool first = true;
  for (std::size_t g = 0; g < areas.size(); ++g) {
    if (areas[g].empty()) continue;
    const briefing::Ground& ground = place.grounds[g];
    text += first ? "\n" : ",\n";
    first = false;
    text += "{\"type\":\"Feature\",\"properties\":{\"code\":" + json.text(ground.code) +
            ",\"name\":" + json.text(ground.names.in(call.setting().language)) +
            "},\"geometry\":" + json.area(areas[g]) + "}";
  }
  return Answer{.document = text + "\n]}\n"};
}

}  // namespace

std::vector<Operation> map_rows() {
  const auto asked = [](std::vector<Parameter> own) {
    std::vector<Parameter> parameters = {word("register", "NAME"), option("territory", Kind::text, "LEVEL"),
                                         number("cell", 1, 1e7)};
    parameters.insert(parameters.end(), own.begin(), own.end());
    return with_filter(std::move(parameters));
  };
  return {
      {"map",
       "areas",
       Permission::look,
       asked({option("every", Kind::every), option("quantity", Kind::text, "ID"), number("per", 1e-3, 1e9)}),
       {"map areas offences --territory district --period 2022",
        "map areas fires --cell 20000 --every year --format csv"},
       map_areas},
      {"map",
       "shapes",
       Permission::look,
       asked({whole("points", 100, 1e6, "12000")}),
       {"map shapes offences --territory district", "map shapes fires --cell 20000 --period 1998..2007"},
       map_shapes},
  };
}

}  // namespace tartip::app
