// A cube's question as one SQL statement, and its rows as a panel.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "geo/geometry.hpp"
#include "geo/projection.hpp"
#include "store/cell_function.hpp"
#include "store/coverage.hpp"
#include "store/query_axes.hpp"
#include "store/query_sql.hpp"
#include "store/room.hpp"
#include "store/schema.hpp"

namespace tartip::store {
namespace {

constexpr double k_most_cells = 50e6;

std::string shares_sql(const std::vector<Share>& shares) {
  std::string sql = "(VALUES ";
  if (shares.empty()) return "(SELECT -1 AS number, -1 AS member, 1.0::DOUBLE AS weight)";
  for (std::size_t i = 0; i < shares.size(); ++i)
    sql += (i == 0 ? "(" : ",(") + std::to_string(shares[i].number) + "," + std::to_string(shares[i].member) + "," +
           fmt::format("{}", shares[i].weight) + "::DOUBLE)";
  return sql + ")";
}

struct Row {
  std::int64_t place = -1;  // member, or grid cell
  std::int32_t item = -1;
  std::int64_t ordinal = 0;
  double events = 0;
  double sum = 0, known = 0;
};

struct Rows {
  std::vector<Row> rows;
  std::size_t left_out = 0;
};

class CubeQuery {
 public:
  CubeQuery(const duck::Connection& connection, const StoredRegister& stored, const cube::Query& query)
      : connection_(connection), stored_(stored), query_(query), table_(events_table(stored.description.id)) {}

  Result<cube::Panel> answer(Store& store);

 private:
  Status check() const;
  std::string cell_sql() const;
  std::string place_sql() const;
  Result<Rows> fetch(const Condition& condition) const;
  const std::string& summed() const;
  std::string grid_plane() const;
  Status lay_out(cube::Panel& panel, Rows& rows);
  void fill(cube::Panel& panel, const Rows& rows) const;
  void set_status(cube::Panel& panel, const std::vector<double>& events, const std::vector<double>& known) const;
  void relate(cube::Panel& panel) const;

  const duck::Connection& connection_;
  const StoredRegister& stored_;
  const cube::Query& query_;
  std::string table_;
  Coverage coverage_;
  axes::Span span_{};
  QueryAxes axes_;
};

Status CubeQuery::check() const {
  const registers::Description& description = stored_.description;
  const auto& quantities = description.quantities;
  if ((query_.measure == cube::Measure::sum || !query_.quantity.empty()) &&
      std::none_of(quantities.begin(), quantities.end(), [&](const auto& rule) { return rule.id == query_.quantity; }))
    return fail(Code::bad_input, "error.cube.quantity", {{"quantity", query_.quantity}, {"register", description.id}});
  if (description.adds_up == registers::AddsUp::within_quantity && query_.quantity.empty()) {
    std::string names;
    for (const auto& rule : quantities) names += (names.empty() ? "" : ", ") + rule.id;
    return fail(Code::bad_input, "error.cube.name_quantity", {{"register", description.id}, {"quantities", names}});
  }
  const bool split = query_.class_level && query_.class_scheme.empty() && query_.measure != cube::Measure::share;
  if (description.adds_up == registers::AddsUp::within_class && query_.filter.classes.size() != 1 && !split)
    return fail(Code::bad_input, "error.cube.name_class", {{"register", description.id}});
  if (query_.cell_metres) {
    if (query_.territory_level) return fail(Code::bad_input, "error.cube.cells_and_level");
    if (query_.measure == cube::Measure::rate) return fail(Code::bad_input, "error.cube.cells_rate");
    if (description.place.x_column.empty())
      return fail(Code::bad_input, "error.cube.no_points", {{"register", description.id}});
    if (!(*query_.cell_metres >= 1) || *query_.cell_metres > 1e7) return fail(Code::bad_input, "error.cube.cell_side");
  }
  if (!(query_.per > 0)) return fail(Code::bad_input, "error.cube.per");
  return {};
}

// In a register of totals the events are added up from the rows, not counted by them.
const std::string& CubeQuery::summed() const {
  return query_.quantity.empty() ? stored_.description.counts : query_.quantity;
}

std::string CubeQuery::grid_plane() const {
  if (plane_of(stored_.description.place) == Plane::local) return "local:m";
  const GridCentre centre = stored_.grid.value_or(GridCentre{});
  return geo::Projection::equal_area({centre.longitude, centre.latitude}).name();
}

std::string CubeQuery::cell_sql() const {
  const std::string side = std::to_string(*query_.cell_metres) + "::DOUBLE";
  if (plane_of(stored_.description.place) == Plane::local) return cell_number_sql("x / " + side, "y / " + side);
  const GridCentre centre = stored_.grid.value_or(GridCentre{});
  return "tartip_cell(longitude, latitude, " + std::to_string(centre.longitude) + "::DOUBLE, " +
         std::to_string(centre.latitude) + "::DOUBLE, " + side + ")";
}

std::string CubeQuery::place_sql() const {
  if (query_.cell_metres) return cell_sql();
  return axes_.places.split ? "unit" : "0";
}

// Events are counted by what stands in them; the few groups then find their members. So levels and crosswalks cost next
// to nothing.
Result<Rows> CubeQuery::fetch(const Condition& condition) const {
  const bool sums = !summed().empty();
  const std::string quantity = sums ? duck::identifier("q_" + summed()) : "";
  const std::string versions = known_sql(query_.known_on);
  const bool hours = query_.every == axes::Unit::hour;
  const std::string in_span = "day >= " + date_sql(span_.from) + " AND day < " + date_sql(span_.to);
  std::vector<duck::Parameter> parameters(condition.parameters.begin(), condition.parameters.end());
  std::string measures = ", 0::DOUBLE AS s, 0 AS k";
  if (sums) {
    auto sizes = connection_.ask("SELECT coalesce(max(abs(" + quantity + ")), 0), coalesce(min(abs(" + quantity +
                                     ")) FILTER (" + quantity + " <> 0), 0), count(" + quantity + ") FROM " + table_ +
                                     " WHERE " + versions + " AND " + in_span + condition.sql,
                                 parameters);
    if (!sizes) return pass(sizes);
    const duck::Chunk chunk = sizes->next();
    measures = ", " + exact_sum_sql(quantity, {chunk.number(0, 0), chunk.number(1, 0), chunk.number(2, 0)}) +
               " AS s, count(" + quantity + ") AS k";
  }
  std::string sql = "WITH counted AS (SELECT " + place_sql() + " AS place, " + (axes_.classes.split ? "class" : "0") +
                    " AS item, " + (query_.every ? ordinal_sql(*query_.every) : "0") + " AS ordinal, count(*) AS n" +
                    measures + " FROM " + table_ + " WHERE " + versions + " AND " + in_span +
                    (hours ? " AND hour IS NOT NULL" : "") + condition.sql + " GROUP BY ALL) ";
  const bool levels = axes_.places.split && !query_.cell_metres;
  const bool roll_up = (levels && !axes_.places.one_to_one()) || (axes_.classes.split && !axes_.classes.one_to_one());
  if (roll_up) {
    const std::string weight = axes_.classes.split ? "coalesce(c.weight, 1)" : "1";
    // Parts of events and sums are added in a stated order; whole numbers need none.
    const bool parts = std::any_of(axes_.classes.shares.begin(), axes_.classes.shares.end(),
                                   [](const Share& share) { return share.weight != std::floor(share.weight); });
    const auto added = [&](const char* what, bool ordered) {
      return "sum(" + std::string(what) + " * " + weight +
             (ordered ? " ORDER BY place, item, " + weight : std::string()) + ")::DOUBLE AS " + what;
    };
    sql += "SELECT " + std::string(levels ? "coalesce(u.member, -1)" : "coalesce(place, -1)") + "::BIGINT AS place, " +
           (axes_.classes.split ? "coalesce(c.member, -1)" : "0") + "::INTEGER AS item, ordinal::BIGINT AS ordinal, " +
           added("n", parts) + ", " + added("s", sums) + ", " + added("k", parts) + " FROM counted";
    if (levels)
      sql += " LEFT JOIN " + shares_sql(axes_.places.shares) + " u(number, member, weight) ON u.number = place";
    if (axes_.classes.split)
      sql += " LEFT JOIN " + shares_sql(axes_.classes.shares) + " c(number, member, weight) ON c.number = item";
    sql += " GROUP BY ALL";
  } else {
    sql +=
        "SELECT coalesce(place, -1)::BIGINT, coalesce(item, -1)::INTEGER, ordinal::BIGINT, n::DOUBLE, s::DOUBLE, "
        "k::DOUBLE FROM "
        "counted";
  }
  sql += " UNION ALL SELECT -2, 0, 0, count(*), 0, 0 FROM " + table_ + " WHERE " + versions + " AND (day IS NULL" +
         (hours ? " OR (hour IS NULL AND " + in_span + ")" : "") + ")" + condition.sql;
  auto answer = connection_.ask(sql, parameters);
  if (!answer) return pass(answer);
  Rows rows;
  const std::vector<std::int32_t> place_of =
      !roll_up && levels ? axes_.places.member_of() : std::vector<std::int32_t>();
  const std::vector<std::int32_t> item_of =
      !roll_up && axes_.classes.split ? axes_.classes.member_of() : std::vector<std::int32_t>();
  const auto mapped = [](const std::vector<std::int32_t>& members, std::int64_t number) -> std::int64_t {
    if (members.empty()) return number;
    return number < 0 || number >= static_cast<std::int64_t>(members.size())
               ? -1
               : members[static_cast<std::size_t>(number)];
  };
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    const double events = chunk.number(3, row);
    if (chunk.integer(0, row) == -2) {
      rows.left_out = static_cast<std::size_t>(events);
      return;
    }
    if (events > 0)
      rows.rows.push_back({mapped(place_of, chunk.integer(0, row)),
                           static_cast<std::int32_t>(mapped(item_of, chunk.integer(1, row))), chunk.integer(2, row),
                           events, chunk.is_null(4, row) ? 0 : chunk.number(4, row), chunk.number(5, row)});
  });
  // Rows of one cell, such as those of no member, are added in one order.
  std::sort(rows.rows.begin(), rows.rows.end(), [](const Row& a, const Row& b) {
    return std::tie(a.place, a.item, a.ordinal, a.events, a.sum, a.known) <
           std::tie(b.place, b.item, b.ordinal, b.events, b.sum, b.known);
  });
  return rows;
}

// Members and series; rows of grid cells get the index of their cell. "Not known" stands last, when there is anything
// in it.
Status CubeQuery::lay_out(cube::Panel& panel, Rows& rows) {
  panel.span = span_;
  panel.covered = coverage_.span;
  panel.left_out = rows.left_out;
  if (query_.cell_metres) {
    std::vector<std::int64_t> cells;
    for (const Row& row : rows.rows)
      if (row.place >= 0) cells.push_back(row.place);
    std::sort(cells.begin(), cells.end());
    cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
    for (Row& row : rows.rows)
      if (row.place >= 0) row.place = std::lower_bound(cells.begin(), cells.end(), row.place) - cells.begin();
    for (const std::int64_t cell : cells) {
      const auto [east, north] = cell_indices(cell);
      const auto metres = [&](std::int64_t index) {
        return std::to_string(std::llround(static_cast<double>(index) * *query_.cell_metres));
      };
      axes_.places.members.push_back({-1, metres(east) + "," + metres(north), {}});
      axes_.places.valid.push_back({axes::k_first_day, axes::k_last_day});
    }
    panel.grid_plane = grid_plane();
    panel.grid_side = *query_.cell_metres;
  }
  const auto close = [&](QueryAxis& axis, bool unknown) {
    if (!axis.split || !unknown) return;
    axis.members.push_back({});
    axis.valid.push_back({axes::k_first_day, axes::k_last_day});
  };
  const auto any = [&](auto&& part) { return std::any_of(rows.rows.begin(), rows.rows.end(), part); };
  close(axes_.places, any([](const Row& row) { return row.place == -1; }));
  close(axes_.classes, any([](const Row& row) { return row.item == -1; }));
  panel.territories = axes_.places.members;
  panel.classes = axes_.classes.members;
  const std::size_t places = axes_.places.split ? panel.territories.size() : 1;
  const std::size_t items = axes_.classes.split ? panel.classes.size() : 1;
  const double columns = query_.every ? static_cast<double>(axes::period_of(span_.to, *query_.every).ordinal -
                                                            axes::period_of(span_.from, *query_.every).ordinal + 1)
                                      : 1;
  const double cells = static_cast<double>(places) * static_cast<double>(items) * columns;
  if (cells > k_most_cells)
    return fail(Code::too_large, "error.cube.too_large",
                {{"cells", std::to_string(static_cast<std::int64_t>(cells))},
                 {"most", std::to_string(static_cast<std::int64_t>(k_most_cells))}});
  if (query_.every) panel.periods = axes::periods_in(span_, *query_.every);
  for (std::size_t place = 0; place < places; ++place)
    for (std::size_t item = 0; item < items; ++item)
      panel.series.push_back({axes_.places.split ? static_cast<std::int32_t>(place) : -1,
                              axes_.classes.split ? static_cast<std::int32_t>(item) : -1});
  return {};
}

void CubeQuery::fill(cube::Panel& panel, const Rows& rows) const {
  const std::size_t columns = panel.columns();
  const std::size_t items = axes_.classes.split ? panel.classes.size() : 1;
  panel.values.assign(panel.series.size() * columns, 0);
  std::vector<double> events(panel.values.size(), 0), known(panel.values.size(), 0);
  const std::int64_t first = panel.periods.empty() ? 0 : panel.periods.front().ordinal;
  const bool sums = !summed().empty();
  for (const Row& row : rows.rows) {
    const std::size_t place = !axes_.places.split ? 0
                              : row.place < 0     ? panel.territories.size() - 1
                                                  : static_cast<std::size_t>(row.place);
    const std::size_t item = !axes_.classes.split ? 0 : row.item < 0 ? items - 1 : static_cast<std::size_t>(row.item);
    const std::size_t cell = (place * items + item) * columns + static_cast<std::size_t>(row.ordinal - first);
    panel.values[cell] += sums ? row.sum : row.events;
    events[cell] += row.events;
    known[cell] += sums ? row.known : row.events;
  }
  set_status(panel, events, known);
}

void CubeQuery::set_status(cube::Panel& panel, const std::vector<double>& events,
                           const std::vector<double>& known) const {
  const std::size_t columns = panel.columns();
  panel.cells.resize(panel.values.size());
  // A period that the span cuts is seen in part only.
  const axes::Span seen{std::max(coverage_.span.from, span_.from), std::min(coverage_.span.to, span_.to)};
  std::vector<cube::Cell> covered(columns), places, items;
  for (std::size_t column = 0; column < columns; ++column) {
    const axes::Span whole = panel.periods.empty() ? span_
                                                   : axes::Span{axes::first_day(panel.periods[column]),
                                                                axes::end_day(panel.periods[column])};
    covered[column] = cell_of(whole, seen);
    for (const axes::Span valid : axes_.places.valid) places.push_back(cell_of(whole, valid));
    for (const axes::Span valid : axes_.classes.valid) items.push_back(cell_of(whole, valid));
  }
  const auto worse = [](cube::Cell a, cube::Cell b) { return std::max(a, b); };  // complete < partial < missing
  for (std::size_t s = 0; s < panel.series.size(); ++s)
    for (std::size_t column = 0; column < columns; ++column) {
      cube::Cell status = covered[column];
      if (const std::int32_t member = panel.series[s].territory; member >= 0)
        status = worse(status, places[column * axes_.places.valid.size() + static_cast<std::size_t>(member)]);
      if (const std::int32_t member = panel.series[s].item; member >= 0)
        status = worse(status, items[column * axes_.classes.valid.size() + static_cast<std::size_t>(member)]);
      const std::size_t cell = s * columns + column;
      if (status == cube::Cell::missing && events[cell] > 0)
        status = cube::Cell::partial;  // there is something after all
      if (events[cell] > 0 && known[cell] <= 0)
        status = cube::Cell::missing;
      else if (known[cell] < events[cell] - 1e-9)
        status = worse(status, cube::Cell::partial);
      panel.cells[cell] = status;
      if (status == cube::Cell::missing) panel.values[cell] = std::numeric_limits<double>::quiet_NaN();
    }
}

// Counts to rates or shares.
void CubeQuery::relate(cube::Panel& panel) const {
  const std::size_t columns = panel.columns();
  const auto divide = [&](std::size_t cell, double by) {
    panel.values[cell] = by > 0 ? panel.values[cell] / by : std::numeric_limits<double>::quiet_NaN();
    if (std::isnan(panel.values[cell])) panel.cells[cell] = cube::Cell::missing;
  };
  if (query_.measure == cube::Measure::rate) {
    const std::vector<double> residents = residents_of(axes_, span_);
    for (std::size_t s = 0; s < panel.series.size(); ++s) {
      const auto place = static_cast<std::size_t>(std::max(panel.series[s].territory, 0));
      panel.residents.push_back(place < residents.size() ? residents[place] : std::numeric_limits<double>::quiet_NaN());
      for (std::size_t column = 0; column < columns; ++column)
        divide(s * columns + column, panel.residents.back() / query_.per);
    }
  } else if (query_.measure == cube::Measure::share) {
    for (std::size_t column = 0; column < columns; ++column) {
      double total = 0;
      for (std::size_t s = 0; s < panel.series.size(); ++s)
        if (const double value = panel.values[s * columns + column]; !std::isnan(value)) total += value;
      for (std::size_t s = 0; s < panel.series.size(); ++s) divide(s * columns + column, total);
    }
  }
}

Result<cube::Panel> CubeQuery::answer(Store& store) {
  if (Status checked = check(); !checked) return pass(checked);
  auto coverage = coverage_of(connection_, stored_, query_.known_on);
  if (!coverage) return pass(coverage);
  coverage_ = *coverage;
  span_ = query_.filter.period.value_or(coverage_.span);
  if (span_.empty()) {
    auto held = query_.known_on ? coverage_of(connection_, stored_) : coverage;
    if (!held) return pass(held);
    return fail(Code::not_found, held->span.empty() ? "error.cube.nothing" : "error.cube.nothing_then",
                {{"register", stored_.description.id}});
  }
  auto axes = axes_of(store, stored_, query_, span_);
  if (!axes) return pass(axes);
  axes_ = std::move(*axes);
  auto condition = condition_of(stored_.description, axes_, query_.filter);
  if (!condition) return pass(condition);
  auto rows = fetch(*condition);
  if (!rows) return pass(rows);
  cube::Panel panel;
  if (Status laid = lay_out(panel, *rows); !laid) return pass(laid);
  fill(panel, *rows);
  relate(panel);
  return panel;
}

}  // namespace

Result<cube::Panel> Store::query(const cube::Query& query) {
  auto stored = read_register(room_->connection, query.register_id);
  if (!stored) return pass(stored);
  return CubeQuery(room_->connection, *stored, query).answer(*this);
}

}  // namespace tartip::store
