// What each column of a table is called, is bound to, and holds in a row.
#include <cmath>
#include <limits>

#include "statistics/definitions.hpp"
#include "statistics/table.hpp"

namespace tartip::statistics {
namespace {

TableValue number(double value) {
  return std::isnan(value) ? TableValue{} : TableValue{value};
}
TableValue place(int rank) {
  return rank > 0 ? TableValue{static_cast<double>(rank)} : TableValue{};
}

}  // namespace

std::string_view name_of(ColumnId column) {
  switch (column) {
    case ColumnId::current:
      return "current";
    case ColumnId::previous:
      return "previous";
    case ColumnId::absolute:
      return "change";
    case ColumnId::percent:
      return "change_percent";
    case ColumnId::percent_low:
      return "change_percent_low";
    case ColumnId::percent_high:
      return "change_percent_high";
    case ColumnId::verdict:
      return "verdict";
    case ColumnId::contribution:
      return "contribution";
    case ColumnId::share:
      return "share";
    case ColumnId::share_previous:
      return "share_previous";
    case ColumnId::rate:
      return "rate";
    case ColumnId::rate_low:
      return "rate_low";
    case ColumnId::rate_high:
      return "rate_high";
    case ColumnId::rate_previous:
      return "rate_previous";
    case ColumnId::rate_annualised:
      return "rate_annualised";
    case ColumnId::shrunken_rate:
      return "shrunken_rate";
    case ColumnId::rank:
      return "rank";
    case ColumnId::rank_low:
      return "rank_low";
    case ColumnId::rank_high:
      return "rank_high";
    case ColumnId::standing:
      return "standing";
    case ColumnId::match:
      return "match";
  }
  return "";
}

std::string_view definition_of(ColumnId column) {
  switch (column) {
    case ColumnId::current:
    case ColumnId::previous:
      return definition::k_count;
    case ColumnId::absolute:
      return definition::k_change;
    case ColumnId::percent:
    case ColumnId::percent_low:
    case ColumnId::percent_high:
      return definition::k_percent;
    case ColumnId::verdict:
      return definition::k_verdict;
    case ColumnId::contribution:
      return definition::k_contribution;
    case ColumnId::share:
    case ColumnId::share_previous:
      return definition::k_share;
    case ColumnId::rate:
    case ColumnId::rate_low:
    case ColumnId::rate_high:
    case ColumnId::rate_previous:
      return definition::k_rate;
    case ColumnId::rate_annualised:
      return definition::k_rate_annualised;
    case ColumnId::shrunken_rate:
      return definition::k_shrunken_rate;
    case ColumnId::rank:
    case ColumnId::rank_low:
    case ColumnId::rank_high:
      return definition::k_rank;
    case ColumnId::standing:
      return definition::k_funnel;
    case ColumnId::match:
      return definition::k_comparability;
  }
  return "";
}

std::string_view definition_of(ColumnId column, Kind kind) {
  const bool is_value = column == ColumnId::current || column == ColumnId::previous;
  return is_value && kind == Kind::amount ? definition::k_amount : definition_of(column);
}

bool is_word(ColumnId column) {
  return column == ColumnId::verdict || column == ColumnId::standing || column == ColumnId::match;
}

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::none:
      return "none";
    case Verdict::rise:
      return "rise";
    case Verdict::fall:
      return "fall";
    case Verdict::unclear:
      return "unclear";
    case Verdict::few:
      return "few";
  }
  return "";
}

std::string_view name_of(Basis basis) {
  switch (basis) {
    case Basis::compared:
      return "compared";
    case Basis::from_zero:
      return "from_zero";
    case Basis::both_zero:
      return "both_zero";
    case Basis::missing:
      return "missing";
    case Basis::partial:
      return "partial";
    case Basis::not_comparable:
      return "not_comparable";
    case Basis::not_a_count:
      return "not_a_count";
  }
  return "";
}

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::none:
      return "none";
    case Standing::high:
      return "high";
    case Standing::low:
      return "low";
    case Standing::usual:
      return "usual";
    case Standing::few:
      return "few";
  }
  return "";
}

std::string_view name_of(Match match) {
  switch (match) {
    case Match::same:
      return "same";
    case Match::bridged:
      return "bridged";
    case Match::refused:
      return "refused";
  }
  return "";
}

std::string_view name_of(Reason reason) {
  switch (reason) {
    case Reason::none:
      return "none";
    case Reason::units_joined:
      return "units_joined";
    case Reason::succession_unknown:
      return "succession_unknown";
    case Reason::class_begins:
      return "class_begins";
    case Reason::class_ends:
      return "class_ends";
  }
  return "";
}

TableValue value_of(const TableRow& row, ColumnId column) {
  switch (column) {
    case ColumnId::current:
      return number(row.change.current);
    case ColumnId::previous:
      return number(row.change.previous);
    case ColumnId::absolute:
      return number(row.change.absolute);
    case ColumnId::percent:
      return number(row.change.percent);
    case ColumnId::percent_low:
      return number(row.change.low);
    case ColumnId::percent_high:
      return has_open_end(row.change) ? TableValue{std::numeric_limits<double>::infinity()} : number(row.change.high);
    case ColumnId::verdict:
      return row.change.verdict == Verdict::none ? name_of(row.change.basis) : name_of(row.change.verdict);
    case ColumnId::contribution:
      return number(row.contribution);
    case ColumnId::share:
      return number(row.share);
    case ColumnId::share_previous:
      return number(row.share_previous);
    case ColumnId::rate:
      return number(row.rate);
    case ColumnId::rate_low:
      return number(row.rate_low);
    case ColumnId::rate_high:
      return number(row.rate_high);
    case ColumnId::rate_previous:
      return number(row.rate_previous);
    case ColumnId::rate_annualised:
      return number(row.rate_annualised);
    case ColumnId::shrunken_rate:
      return row.ranked.rank > 0 ? number(row.ranked.shrunken) : TableValue{};
    case ColumnId::rank:
      return place(row.ranked.rank);
    case ColumnId::rank_low:
      return place(row.ranked.rank_low);
    case ColumnId::rank_high:
      return place(row.ranked.rank_high);
    case ColumnId::standing:
      return row.ranked.standing == Standing::none ? TableValue{} : name_of(row.ranked.standing);
    case ColumnId::match:
      return row.match == Match::refused ? name_of(row.reason) : name_of(row.match);
  }
  return {};
}

}  // namespace tartip::statistics
