#include "statistics/composition.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "stats/multiple.hpp"

namespace tartip::statistics {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr double k_opposite_share = 0.25;  // of the larger gross movement

bool is_compared(const Change& change) {
  return !std::isnan(change.absolute);
}

Change change_of(const PartValue& part) {
  if (part.match == Match::refused) return not_compared(part.current, part.previous, Basis::not_comparable);
  return change_between(part.current, part.previous, part.change);
}

Part part_from(const PartValue& value) {
  Part part;
  part.code = value.code;
  part.number = value.number;
  part.joined = value.joined;
  part.names = value.names;
  part.change = change_of(value);
  if (value.code.empty())
    part.kind = PartKind::not_known;
  else if (part.change.basis == Basis::from_zero)
    part.kind = PartKind::appeared;
  else if (is_compared(part.change) && part.change.current == 0 && part.change.previous > 0)
    part.kind = PartKind::vanished;
  return part;
}

Observation total_of(const std::vector<PartValue>& values, Observation PartValue::*side) {
  if (values.empty()) return {k_nan, cube::Cell::missing};
  Observation sum;
  for (const PartValue& value : values) sum = added(sum, value.*side);
  return sum;
}

// What a given total holds beyond its parts belongs to the part "not known".
void add_what_is_not_known(std::vector<PartValue>& values, const Observation& current, const Observation& previous,
                           const CompositionOptions& options) {
  const Observation sum_current = total_of(values, &PartValue::current);
  const Observation sum_previous = total_of(values, &PartValue::previous);
  const double left_current = current.value - sum_current.value;
  const double left_previous = previous.value - sum_previous.value;
  if (std::isnan(left_current) || std::isnan(left_previous)) return;
  const auto negligible = [](double left, double total) { return std::abs(left) <= 1e-9 * std::abs(total); };
  if (negligible(left_current, current.value) && negligible(left_previous, previous.value)) return;

  auto place = std::find_if(values.begin(), values.end(), [](const PartValue& value) { return value.code.empty(); });
  if (place == values.end()) {
    values.push_back({"", {}, {0, cube::Cell::complete}, {0, cube::Cell::complete}, Match::same, options.total});
    place = std::prev(values.end());
  }
  place->current.value += left_current;
  place->previous.value += left_previous;
}

// Not compared last, the largest movement first, ties by code.
bool moves_more(const std::pair<Part, const PartValue*>& a, const std::pair<Part, const PartValue*>& b) {
  const bool a_known = is_compared(a.first.change);
  const bool b_known = is_compared(b.first.change);
  if (a_known != b_known) return a_known;
  if (a_known) {
    const double size_a = std::abs(a.first.change.absolute);
    const double size_b = std::abs(b.first.change.absolute);
    if (size_a != size_b) return size_a > size_b;
  }
  return a.first.code < b.first.code;
}

void set_shares(Part& part, const Change& total) {
  part.contribution = part.change.absolute;
  part.points = total.previous != 0 ? 100 * part.contribution / total.previous : k_nan;
  part.share_current = total.current != 0 ? 100 * part.change.current / total.current : k_nan;
  part.share_previous = total.previous != 0 ? 100 * part.change.previous / total.previous : k_nan;
  part.offsets = part.contribution * total.absolute < 0;
}

}  // namespace

Composition compose(const std::vector<PartValue>& parts, const CompositionOptions& options) {
  std::vector<PartValue> values = parts;
  Composition result;
  const Observation current = options.total_current.value_or(total_of(values, &PartValue::current));
  const Observation previous = options.total_previous.value_or(total_of(values, &PartValue::previous));
  result.total = change_between(current, previous, options.total);
  if (values.empty()) return result;
  add_what_is_not_known(values, current, previous, options);

  std::vector<std::pair<Part, const PartValue*>> named;
  std::vector<Part> unknown;
  for (const PartValue& value : values) {
    Part part = part_from(value);
    if (is_compared(part.change)) {
      result.gross_rise += std::max(0.0, part.change.absolute);
      result.gross_fall += std::min(0.0, part.change.absolute);
    } else {
      result.whole = false;
    }
    if (part.kind == PartKind::not_known)
      unknown.push_back(std::move(part));
    else
      named.emplace_back(std::move(part), &value);
  }
  std::stable_sort(named.begin(), named.end(), moves_more);
  const double smaller = std::min(result.gross_rise, -result.gross_fall);
  result.opposite = smaller > 0 && smaller >= k_opposite_share * std::max(result.gross_rise, -result.gross_fall);

  // Gathered are the smallest movements; what is not compared stays visible with its reason.
  PartValue rest{"", {}, {0, cube::Cell::complete}, {0, cube::Cell::complete}, Match::same, options.total};
  std::size_t gathered = 0;
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (i >= options.most_parts && is_compared(named[i].first.change)) {
      rest.current = added(rest.current, named[i].second->current);
      rest.previous = added(rest.previous, named[i].second->previous);
      ++gathered;
    } else {
      result.parts.push_back(std::move(named[i].first));
    }
  }
  if (gathered > 0) {
    Part part = part_from(rest);
    part.kind = PartKind::rest;
    part.members = gathered;
    result.parts.push_back(std::move(part));
  }
  for (Part& part : unknown) result.parts.push_back(std::move(part));

  std::vector<double> p;
  for (Part& part : result.parts) {
    set_shares(part, result.total);
    const bool is_test = part.kind != PartKind::rest && part.kind != PartKind::not_known;
    p.push_back(is_test && part.change.verdict != Verdict::none ? part.change.p : k_nan);
  }
  const std::vector<double> adjusted = stats::benjamini_hochberg(p);
  for (std::size_t i = 0; i < result.parts.size(); ++i) result.parts[i].p_adjusted = adjusted[i];
  return result;
}

std::vector<PartValue> parts_of(const Pairing& pairing, const RowHistory& history) {
  std::vector<PartValue> parts;
  std::map<std::pair<std::int32_t, std::string>, std::size_t> place;
  const bool by_class =
      std::any_of(pairing.rows.begin(), pairing.rows.end(), [](const Pair& row) { return !row.classes.empty(); });
  for (const Pair& row : pairing.rows) {
    const std::vector<cube::Member>& members = by_class ? row.classes : row.territories;
    if (members.empty()) continue;
    // A class holds all its ground, so that joined or unknown units within it do not matter; a break of the class
    // itself does.
    const bool class_breaks = row.reason == Reason::class_begins || row.reason == Reason::class_ends;
    const Match match = by_class ? (class_breaks ? Match::refused : Match::same) : row.match;
    const cube::Member& member = members.front();
    const auto [found, is_new] = place.emplace(std::pair{member.number, member.code}, parts.size());
    if (is_new) {
      const RowMembers whole = by_class ? RowMembers{{}, row.classes} : RowMembers{row.territories, {}};
      parts.push_back(
          {member.code, member.names, row.current, row.previous, match, history.options_of(whole), member.number});
      if (members.size() > 1)
        for (const cube::Member& one : members) parts.back().joined.push_back(one.number);
      continue;
    }
    PartValue& part = parts[found->second];
    part.current = added(part.current, row.current);
    part.previous = added(part.previous, row.previous);
    part.match = std::max(part.match, match);
  }
  return parts;
}

}  // namespace tartip::statistics
