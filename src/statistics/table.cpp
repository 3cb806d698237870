#include "statistics/table.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "statistics/history.hpp"
#include "statistics/rate.hpp"
#include "stats/multiple.hpp"

namespace tartip::statistics {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

// A row before its figures are worked out.
struct Draft {
  TableRow::Level level = TableRow::Level::leaf;
  std::vector<cube::Member> territories;
  std::vector<cube::Member> classes;
  Observation current;
  Observation previous;
  double residents = k_nan;
  double residents_previous = k_nan;
  Match match = Match::same;
  Reason reason = Reason::none;
};

Draft draft_of(const Pair& pair) {
  return {TableRow::Level::leaf, pair.territories,        pair.classes, pair.current, pair.previous,
          pair.residents,        pair.residents_previous, pair.match,   pair.reason};
}

// Each territory's total before its classes; the order of the pairing otherwise.
std::vector<Draft> drafts_of(const Pairing& pairing) {
  std::vector<Draft> drafts;
  Draft total;
  total.level = TableRow::Level::total;
  total.current = pairing.current;
  total.previous = pairing.previous;
  total.residents = pairing.residents;
  total.residents_previous = pairing.residents_previous;
  drafts.push_back(total);

  const bool two_axes = std::any_of(pairing.rows.begin(), pairing.rows.end(),
                                    [](const Pair& row) { return !row.territories.empty() && !row.classes.empty(); });
  if (!two_axes) {
    for (const Pair& pair : pairing.rows)
      if (!pair.territories.empty() || !pair.classes.empty()) drafts.push_back(draft_of(pair));
    return drafts;
  }
  std::map<std::pair<std::int32_t, std::string>, std::size_t> place;
  std::vector<std::vector<Draft>> blocks;
  for (const Pair& pair : pairing.rows) {
    const cube::Member& ground = pair.territories.front();
    const auto [found, is_new] = place.emplace(std::pair{ground.number, ground.code}, blocks.size());
    if (is_new) {
      Draft head = draft_of(pair);
      head.level = TableRow::Level::territory;
      head.classes.clear();
      // A class that breaks does not break the territory's total.
      if (pair.reason == Reason::class_begins || pair.reason == Reason::class_ends) {
        head.match = Match::same;
        head.reason = Reason::none;
      }
      blocks.push_back({std::move(head), draft_of(pair)});
      continue;
    }
    std::vector<Draft>& block = blocks[found->second];
    Draft& head = block.front();
    head.current = added(head.current, pair.current);
    head.previous = added(head.previous, pair.previous);
    const bool class_breaks = pair.reason == Reason::class_begins || pair.reason == Reason::class_ends;
    if (!class_breaks && pair.match > head.match) {
      head.match = pair.match;
      head.reason = pair.reason;
    }
    if (std::isnan(head.residents)) head.residents = pair.residents;
    if (std::isnan(head.residents_previous)) head.residents_previous = pair.residents_previous;
    block.push_back(draft_of(pair));
  }
  for (std::vector<Draft>& block : blocks)
    for (Draft& draft : block) drafts.push_back(std::move(draft));
  return drafts;
}

double years_in(const axes::Span& span) {
  const double days = static_cast<double>((span.to - span.from).count());
  const std::chrono::year year = std::chrono::year_month_day{span.from}.year();
  const bool one_year = std::chrono::year_month_day{span.to - std::chrono::days{1}}.year() == year;
  if (!one_year) return days / 365.25;
  return days / (year.is_leap() ? 366 : 365);
}

double share_of(double part, double total) {
  return total > 0 ? 100 * part / total : k_nan;
}

void set_rates(TableRow& row, const Draft& draft, const TableHeader& header, const ChangeOptions& options) {
  row.residents = draft.residents;
  row.rate = row.rate_low = row.rate_high = row.rate_previous = row.rate_annualised = k_nan;
  if (row.cell == cube::Cell::missing) return;
  if (draft.residents > 0) {
    row.rate = header.per * draft.current.value / draft.residents;
    if (row.cell == cube::Cell::complete) row.rate_annualised = row.rate / years_in(header.period);
    if (header.kind == Kind::count) {
      const stats::Interval interval =
          rate_interval(draft.current.value, draft.residents, {header.per, options.dispersion, options.level});
      row.rate_low = interval.low;
      row.rate_high = interval.high;
    }
  }
  if (draft.residents_previous > 0) row.rate_previous = header.per * row.change.previous / draft.residents_previous;
}

TableRow row_of(const Draft& draft, const Draft& total, const TableHeader& header, const ChangeOptions& options) {
  TableRow row;
  row.level = draft.level;
  row.territories = draft.territories;
  row.classes = draft.classes;
  row.match = draft.match;
  row.reason = draft.reason;
  row.cell = draft.current.cell;
  row.change = draft.match == Match::refused ? not_compared(draft.current, draft.previous, Basis::not_comparable)
                                             : change_between(draft.current, draft.previous, options);
  set_rates(row, draft, header, options);
  row.dispersion = options.dispersion;
  row.share = share_of(row.change.current, total.current.value);
  row.share_previous = share_of(row.change.previous, total.previous.value);
  if (draft.level == TableRow::Level::leaf && total.previous.cell == cube::Cell::complete)
    row.contribution = share_of(row.change.absolute, total.previous.value);
  return row;
}

// Among many rows some rise or fall by chance: those verdicts must survive Benjamini & Hochberg over their level.
void correct_verdicts(std::vector<TableRow>& rows, double level) {
  for (const TableRow::Level of : {TableRow::Level::territory, TableRow::Level::leaf}) {
    std::vector<double> p(rows.size(), k_nan);
    for (std::size_t r = 0; r < rows.size(); ++r)
      if (rows[r].level == of && rows[r].change.verdict != Verdict::none) p[r] = rows[r].change.p;
    const std::vector<double> adjusted = stats::benjamini_hochberg(p);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (std::isnan(p[r])) continue;
      rows[r].change.verdict = corrected_verdict(rows[r].change, adjusted[r], level);
    }
  }
}

bool is_ranked(const TableRow& row, bool two_axes) {
  if (row.territories.empty()) return false;
  return two_axes ? row.level == TableRow::Level::territory : row.classes.empty();
}

void rank_rows(StatTable& table, const TableOptions& options) {
  if (table.header.kind == Kind::amount) return;
  const bool two_axes = std::any_of(table.rows.begin(), table.rows.end(),
                                    [](const TableRow& row) { return row.level == TableRow::Level::territory; });
  std::vector<std::size_t> ranked;
  std::vector<Observation> counts;
  std::vector<double> exposures;
  RankingOptions how = options.ranking;
  how.per = table.header.per;
  how.level = options.change.level;
  how.few_factor = options.change.few_factor;
  how.dispersion.clear();
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    if (!is_ranked(table.rows[r], two_axes) || !(table.rows[r].residents > 0)) continue;
    ranked.push_back(r);
    counts.push_back({table.rows[r].change.current, table.rows[r].cell});
    exposures.push_back(table.rows[r].residents);
    how.dispersion.push_back(table.rows[r].dispersion);
  }
  if (ranked.size() < 2) return;
  table.ranking = rank_territories(counts, exposures, how);
  table.ranked = true;
  for (std::size_t i = 0; i < ranked.size(); ++i) table.rows[ranked[i]].ranked = table.ranking.units[i];
}

// Sorts siblings and keeps what stands below a territory with it.
void set_order(std::vector<TableRow>& rows, TableOptions::Order order) {
  if (order == TableOptions::Order::given || rows.size() < 3) return;
  const auto key = [order](const TableRow& row) {
    double value = row.change.current;
    if (order == TableOptions::Order::contribution) value = std::abs(row.change.absolute);
    if (order == TableOptions::Order::rank) value = row.ranked.rank > 0 ? -row.ranked.rank : k_nan;
    return std::isnan(value) ? -std::numeric_limits<double>::infinity() : value;
  };
  std::vector<std::vector<TableRow>> blocks;
  for (auto row = std::next(rows.begin()); row != rows.end(); ++row) {
    const bool below = row->level == TableRow::Level::leaf && !row->territories.empty() && !row->classes.empty();
    if (!below || blocks.empty()) blocks.emplace_back();
    blocks.back().push_back(std::move(*row));
  }
  for (std::vector<TableRow>& block : blocks)
    std::stable_sort(std::next(block.begin()), block.end(),
                     [&](const TableRow& a, const TableRow& b) { return key(a) > key(b); });
  std::stable_sort(blocks.begin(), blocks.end(),
                   [&](const auto& a, const auto& b) { return key(a.front()) > key(b.front()); });
  rows.erase(std::next(rows.begin()), rows.end());
  for (std::vector<TableRow>& block : blocks)
    for (TableRow& row : block) rows.push_back(std::move(row));
}

std::vector<ColumnId> columns_of(const StatTable& table, bool compared, bool annualised) {
  using enum ColumnId;
  const bool counts = table.header.kind == Kind::count;
  const bool split = table.rows.size() > 1;
  const auto any = [&](auto member) {
    return std::any_of(table.rows.begin(), table.rows.end(),
                       [&](const TableRow& row) { return !std::isnan(row.*member); });
  };
  const bool rates = any(&TableRow::rate);
  const bool bridged =
      std::any_of(table.rows.begin(), table.rows.end(), [](const TableRow& row) { return row.match != Match::same; });
  const std::pair<ColumnId, bool> all[] = {{current, true},
                                           {previous, compared},
                                           {absolute, compared},
                                           {percent, compared},
                                           {percent_low, compared && counts},
                                           {percent_high, compared && counts},
                                           {verdict, compared && counts},
                                           {contribution, compared && any(&TableRow::contribution)},
                                           {share, split && any(&TableRow::share)},
                                           {share_previous, split && compared && any(&TableRow::share_previous)},
                                           {rate, rates},
                                           {rate_low, rates && counts},
                                           {rate_high, rates && counts},
                                           {rate_previous, compared && any(&TableRow::rate_previous)},
                                           {rate_annualised, rates && annualised},
                                           {shrunken_rate, table.ranked},
                                           {rank, table.ranked},
                                           {rank_low, table.ranked},
                                           {rank_high, table.ranked},
                                           {standing, table.ranked},
                                           {match, compared && bridged}};
  std::vector<ColumnId> columns;
  for (const auto& [column, shown] : all)
    if (shown) columns.push_back(column);
  return columns;
}

}  // namespace

StatTable build_table(const cube::Panel& current, const cube::Panel* previous, const TableOptions& options) {
  StatTable table;
  table.header = options.header;
  table.header.left_out = current.left_out + (previous != nullptr ? previous->left_out : 0);
  const Pairing pairing = pair_panels(current, previous, options.territories, options.classes, options.header.kind);
  const std::vector<Draft> drafts = drafts_of(pairing);
  ChangeOptions change = options.change;
  change.kind = table.header.kind;
  const RowHistory history(options.history, change);
  for (const Draft& draft : drafts) {
    const ChangeOptions of_row = history.options_of({draft.territories, draft.classes});
    if (draft.level == TableRow::Level::total) table.header.dispersion = of_row.dispersion;
    table.rows.push_back(row_of(draft, drafts.front(), table.header, of_row));
  }
  correct_verdicts(table.rows, change.level);
  rank_rows(table, options);
  set_order(table.rows, options.order);
  table.columns = columns_of(table, previous != nullptr, options.annualised);
  return table;
}

}  // namespace tartip::statistics
