#include "app/release_basis.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "statistics/definitions.hpp"

namespace tartip::app {
namespace {

using statistics::Expression;
using statistics::IndicatorShape;
using statistics::PublishedObservation;
using statistics::PublishedTable;

constexpr const char* k_total = "_T";  // SDMX's code for a total
constexpr const char* k_whole_row = "total";
constexpr const char* k_split_of_articles = "chapter";  // the split that rows of articles add up along

bool is_money(IndicatorShape shape) {
  return shape == IndicatorShape::amount || shape == IndicatorShape::amount_share;
}

// Cells of forms as quantities: a name is "R1[188].g2 | 750000000 | 2022".
class FormBasis {
 public:
  FormBasis(const statistics::IndicatorBook& book, const PeriodForms& forms, disclosure::FigureSystem& system)
      : book_(book), forms_(forms), system_(system) {
    for (const auto& [row, up] : forms.above)
      if (!up.memo) parts_[up.row].insert(row), chapters_.insert(up.row);
    for (const statistics::Split& split : book.splits)
      if (split.id == k_split_of_articles) chapters_.insert(split.rows.begin(), split.rows.end());
  }

  // The quantities that a figure tells.
  Result<std::vector<std::size_t>> told_by(const IndicatorTable::Made& made) {
    const statistics::Indicator& indicator = *made.indicator;
    const statistics::IndicatorFigure& figure = made.figure;
    const bool money = is_money(indicator.shape);
    std::vector<std::size_t> told;
    const Expression above = resolved(indicator.numerator, figure.row);
    auto numerator = quantity(above, *figure.numerator, figure, money);
    if (!numerator) return pass(numerator);
    told.push_back(*numerator);
    if (indicator.denominator.empty()) return told;
    const Expression below = resolved(indicator.denominator, figure.row);
    auto denominator = quantity(below, *figure.denominator, figure, money);
    if (!denominator) return pass(denominator);
    told.push_back(*denominator);
    const bool is_part = indicator.shape == IndicatorShape::share || indicator.shape == IndicatorShape::amount_share;
    const bool is_term = above.size() == 1 && below.size() > 1 &&
                         std::any_of(below.begin(), below.end(),
                                     [&](const statistics::Term& term) { return term.cell == above.front().cell; });
    const std::string rest = name_of(below, figure) + " less " + statistics::text_of(above);
    if (is_part && !is_term && *numerator != *denominator && !system_.find(rest))
      system_.add_sum(*denominator, {*numerator}, false, rest);
    return told;
  }

  // Territories to all of them, rows to the rows above.
  void tie_cells() {
    for (const auto& [graph, by_row] : cells_) {
      std::map<std::string, std::map<std::string, std::size_t>> by_territory;
      for (const auto& [row, by_place] : by_row) {
        for (const auto& [territory, number] : by_place) by_territory[territory][row] = number;
        std::vector<std::size_t> parts;
        for (const auto& [territory, number] : by_place)
          if (!territory.empty()) parts.push_back(number);
        if (const auto all = by_place.find(""); all != by_place.end() && parts.size() == forms_.reported.size())
          system_.add_sum(all->second, std::move(parts), true, name_of(all->second) + " elsewhere");
      }
      for (const auto& [territory, rows] : by_territory) tie_rows(rows);
    }
  }

 private:
  using Rows = std::map<std::string, std::size_t>;  // of one graph and territory

  static Expression resolved(Expression expression, const std::string& row) {
    for (statistics::Term& term : expression)
      if (term.cell.row == "@") term.cell.row = row;
    return expression;
  }

  std::string name_of(const Expression& expression, const statistics::IndicatorFigure& figure) const {
    return statistics::text_of(expression) + " | " + (figure.territory.empty() ? k_total : figure.territory) + " | " +
           axes::text_of(figure.period);
  }
  const std::string& name_of(std::size_t number) const { return system_.quantities()[number].name; }

  std::size_t add(const Expression& expression, Decimal value, const statistics::IndicatorFigure& figure, bool money) {
    const std::size_t number = system_.add(name_of(expression, figure), value);
    if (money) {  // a form does not say how many stand behind an amount
      system_[number].is_count = false;
      system_[number].contributors.reset();
    }
    if (expression.size() == 1 && expression.front().sign > 0) {
      const statistics::CellAddress& cell = expression.front().cell;
      cells_[{cell.form, cell.sheet, cell.graph}][cell.row][figure.territory] = number;
    }
    return number;
  }

  Result<std::size_t> quantity(const Expression& expression, Decimal value, const statistics::IndicatorFigure& figure,
                               bool money) {
    const bool is_new = !system_.find(name_of(expression, figure));
    const std::size_t own = add(expression, value, figure, money);
    if (!is_new || expression.size() == 1) return own;
    std::vector<std::size_t> plus, minus;
    for (const statistics::Term& term : expression) {
      auto cell = value_of(term.cell, figure.territory);
      if (!cell) return pass(cell);
      (term.sign < 0 ? minus : plus).push_back(add({{1, term.cell}}, *cell, figure, money));
    }
    if (minus.empty()) {
      system_.add_sum(own, std::move(plus), true, name_of(own) + " rest");
      return own;
    }
    // a + b − c = own: what is added up is own and c.
    std::size_t all = plus.front();
    if (plus.size() > 1) {
      Decimal sum;
      for (const std::size_t part : plus) sum += system_.quantities()[part].value;
      all = system_.add(name_of(own) + " added", sum);
      system_.add_sum(all, plus, true, name_of(own) + " rest");
    }
    minus.push_back(own);
    system_.add_sum(all, std::move(minus), true, name_of(own) + " rest");
    return own;
  }

  // Empty territory: of all together. Cells of a figure that has a value have one.
  Result<Decimal> value_of(const statistics::CellAddress& cell, const std::string& territory) const {
    Decimal sum;
    for (const statistics::Reported& reported : forms_.reported) {
      if (!territory.empty() && reported.territory != territory) continue;
      auto value = reported.cell(cell);
      if (!value) return pass(value);
      sum += value->value_or(Decimal());
    }
    return sum;
  }

  // The nearest row above that is there; the row “total” stands above all that belong to a split or a chapter.
  std::optional<std::string> above(const Rows& rows, const std::string& row) const {
    std::string at = row;
    for (auto step = forms_.above.find(at); step != forms_.above.end(); step = forms_.above.find(at)) {
      at = step->second.row;
      if (rows.contains(at)) return at;
    }
    const bool is_known = at != row || chapters_.contains(row);
    return is_known && row != k_whole_row && rows.contains(k_whole_row) ? std::optional<std::string>(k_whole_row)
                                                                        : std::nullopt;
  }

  std::set<std::string> parts_of(const std::string& row) const {
    if (row == k_whole_row) return chapters_;
    const auto found = parts_.find(row);
    return found == parts_.end() ? std::set<std::string>() : found->second;
  }

  void tie(const Rows& rows, const std::string& whole, const std::vector<std::string>& parts, bool complete) {
    std::vector<std::size_t> numbers;
    std::string names;
    for (const std::string& part : parts) {
      numbers.push_back(rows.at(part));
      names += (names.empty() ? "" : ", ") + part;
    }
    const std::size_t all = rows.at(whole);
    system_.add_sum(all, std::move(numbers), complete, name_of(all) + " less rows " + names);
  }

  void tie_rows(const Rows& rows) {
    std::map<std::string, std::vector<std::string>> below;
    for (const auto& [row, number] : rows) {
      const auto whole = above(rows, row);
      if (!whole) continue;
      const auto up = forms_.above.find(row);
      if (up != forms_.above.end() && up->second.memo)
        tie(rows, *whole, {row}, false);  // memo rows overlap: each for itself
      else
        below[*whole].push_back(row);
    }
    for (const auto& [whole, parts] : below) {
      const std::set<std::string> all = parts_of(whole);
      tie(rows, whole, parts, !all.empty() && std::set<std::string>(parts.begin(), parts.end()) == all);
    }
    if (!rows.contains(k_whole_row)) return;
    for (const statistics::Split& split : book_.splits) {
      if (split.id == k_split_of_articles) continue;
      std::vector<std::string> parts;
      for (const std::string& row : split.rows)
        if (rows.contains(row)) parts.push_back(row);
      if (!parts.empty()) tie(rows, k_whole_row, parts, parts.size() == split.rows.size());
    }
  }

  const statistics::IndicatorBook& book_;
  const PeriodForms& forms_;
  disclosure::FigureSystem& system_;
  std::set<std::string> chapters_;
  std::map<std::string, std::set<std::string>> parts_;  // of each chapter: its rows
  struct Graph {
    std::string form, sheet, graph;
    friend auto operator<=>(const Graph&, const Graph&) = default;
  };
  std::map<Graph, std::map<std::string, std::map<std::string, std::size_t>>> cells_;  // by row and territory
};

std::string place_of(const PublishedTable& table, const std::vector<std::uint32_t>& codes, axes::Span period) {
  std::string name = table.id;
  for (std::size_t d = 0; d < codes.size(); ++d)
    name += " | " + table.dimensions[d].id + "=" + table.dimensions[d].codes[codes[d]].code;
  return name + " | " + axes::text_of(period);
}

}  // namespace

Status add_indicator_basis(const IndicatorTable& made, const statistics::IndicatorBook& book, const PeriodForms& forms,
                           FigureBasis& basis) {
  FormBasis cells(book, forms, basis.system);
  for (std::size_t i = 0; i < made.made.size(); ++i) {
    if (made.table.observations[i].value.empty()) continue;
    auto told = cells.told_by(made.made[i]);
    if (!told) return pass(told);
    for (const std::size_t quantity : *told) basis.system[quantity].told = true;
    basis.told[{made.table.id, i}] = std::move(*told);
  }
  cells.tie_cells();
  return {};
}

void add_register_basis(const PublishedTable& table, FigureBasis& basis) {
  disclosure::FigureSystem& system = basis.system;
  const auto is = [&](const PublishedObservation& one, std::string_view id) {
    return table.definitions[one.definition].id == id;
  };
  std::vector<std::uint32_t> whole;  // the total's code in each dimension
  for (const statistics::PublishedDimension& dimension : table.dimensions)
    whole.push_back(static_cast<std::uint32_t>(dimension.codes.size()));
  for (std::size_t d = 0; d < whole.size(); ++d)
    for (std::uint32_t c = 0; c < table.dimensions[d].codes.size(); ++c)
      if (table.dimensions[d].codes[c].code == k_total) whole[d] = c;
  std::set<std::pair<axes::Day, axes::Day>> periods;
  for (const PublishedObservation& one : table.observations) {
    periods.insert({one.period.from, one.period.to});
    if (one.value.empty() || !is(one, statistics::definition::k_count)) continue;
    if (const auto value = Decimal::parse(one.value)) system.add(place_of(table, one.codes, one.period), *value);
  }
  const auto count_at = [&](const std::vector<std::uint32_t>& codes, axes::Span period) -> std::optional<std::size_t> {
    for (std::size_t d = 0; d < codes.size(); ++d)
      if (codes[d] >= table.dimensions[d].codes.size()) return std::nullopt;
    return system.find(place_of(table, codes, period));
  };
  std::vector<std::map<std::size_t, std::vector<std::size_t>>> parts(whole.size());  // by dimension: of each total
  for (std::size_t i = 0; i < table.observations.size(); ++i) {
    const PublishedObservation& one = table.observations[i];
    if (one.value.empty()) continue;
    std::vector<std::size_t>& told = basis.told[{table.id, i}];
    const auto tell = [&](std::optional<std::size_t> quantity) {
      if (quantity) told.push_back(*quantity), system[*quantity].told = true;
    };
    tell(count_at(one.codes, one.period));
    if (is(one, statistics::definition::k_share)) tell(count_at(whole, one.period));
    if (is(one, statistics::definition::k_change) || is(one, statistics::definition::k_percent))
      for (const auto& [from, to] : periods)
        if (from != one.period.from || to != one.period.to) tell(count_at(one.codes, {from, to}));
    if (!is(one, statistics::definition::k_count)) continue;
    for (std::size_t d = 0; d < one.codes.size(); ++d) {
      if (one.codes[d] == whole[d]) continue;
      std::vector<std::uint32_t> up = one.codes;
      up[d] = whole[d];
      const auto total = count_at(up, one.period), part = count_at(one.codes, one.period);
      if (total && part && *total != *part) parts[d][*total].push_back(*part);
    }
  }
  for (auto& by_total : parts)
    for (auto& [total, below] : by_total) {
      const std::string rest = system.quantities()[total].name + " elsewhere";
      system.add_sum(total, std::move(below), true, rest);
    }
}

}  // namespace tartip::app
