#include "disclosure/audit.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/parallel.hpp"
#include "base/require.hpp"
#include "disclosure/linear_program.hpp"
#include "disclosure/published_view.hpp"

namespace tartip::disclosure {
namespace {

constexpr double k_not_whole = 1e-5;

tl::unexpected<Error> gave_up(LinearProgram::Outcome outcome) {
  return fail(Code::bad_data, outcome == LinearProgram::Outcome::infeasible ? "error.disclosure.contradiction"
                                                                            : "error.disclosure.solver");
}

double tidy(double value) {
  const double whole = std::round(value);
  return std::abs(value - whole) <= 1e-6 * std::max(1.0, std::abs(whole)) ? whole : value;
}

struct End {
  double value = 0;
  bool reached = false;
};

// The programme of a component, and what solving it has shown so far: `outer` no value can exceed, `inner` is reached.
class Attack {
 public:
  Attack(const Component& component, const std::vector<Interval>& bounds, bool whole)
      : component_(component),
        whole_(whole),
        outer_(bounds),
        now_(bounds),
        inner_(bounds.size(), {k_unbounded, -k_unbounded}),
        column_(bounds.size()),
        program_(make(component)) {
    for (const Equation* equation : component.equations) scale_ = std::max(scale_, std::abs(equation->right) / 1e6);
    for (std::size_t r = 0; r < component.equations.size(); ++r)
      program_.set_right_side(r, component.equations[r]->right / scale_);
    for (const std::uint32_t unknown : component.unknowns) bound(unknown, outer_[unknown]);
  }

  void know(std::uint32_t unknown, double value) { bound(unknown, {value, value}); }
  void forget(std::uint32_t unknown) { bound(unknown, outer_[unknown]); }

  // The end of an unknown's interval: sign −1 the least, 1 the greatest value.
  Result<End> end(std::uint32_t unknown, int sign) {
    program_.set_cost(column_[unknown], -sign);
    Result<End> found = seek_end(unknown, sign);
    program_.set_cost(column_[unknown], 0);
    return found;
  }

  // The same, without solving where an earlier solution has already reached what no value can exceed.
  Result<End> cheap_end(std::uint32_t unknown, int sign) {
    if (is_open(unknown, sign)) return end(unknown, sign);
    return End{sign > 0 ? outer_[unknown].high : outer_[unknown].low, true};
  }

  // Pushes many unknowns towards their bounds at once, as long as that settles some of them.
  Status sweep(std::span<const std::uint32_t> unknowns, int sign) {
    constexpr std::size_t k_worth = 4;
    for (std::size_t settled = k_worth; settled >= k_worth;) {
      std::vector<std::uint32_t> open;
      for (const std::uint32_t unknown : unknowns)
        if (is_open(unknown, sign) && std::isfinite(sign > 0 ? outer_[unknown].high : outer_[unknown].low))
          open.push_back(unknown);
      if (open.size() < 2 * k_worth) return {};
      // What has little room is pushed hardest: it is nearest to its bound.
      for (const std::uint32_t unknown : open)
        program_.set_cost(column_[unknown], -sign / (1 + (outer_[unknown].high - outer_[unknown].low) / scale_));
      const LinearProgram::Outcome outcome = program_.minimise();
      for (const std::uint32_t unknown : open) program_.set_cost(column_[unknown], 0);
      if (outcome == LinearProgram::Outcome::unbounded) return {};
      if (outcome != LinearProgram::Outcome::optimal) return gave_up(outcome);
      note_solution();
      settled = static_cast<std::size_t>(
          std::count_if(open.begin(), open.end(), [&](std::uint32_t unknown) { return !is_open(unknown, sign); }));
    }
    return {};
  }

 private:
  Result<End> seek_end(std::uint32_t unknown, int sign) {
    const LinearProgram::Outcome outcome = program_.minimise();
    if (outcome == LinearProgram::Outcome::unbounded) return End{sign * k_unbounded, true};
    if (outcome != LinearProgram::Outcome::optimal) return gave_up(outcome);
    note_solution();
    const double relaxed = program_.value(column_[unknown]) * scale_;
    if (!whole_) return End{relaxed, true};
    const double limit = rounded_inwards(relaxed, sign);
    Search search{.unknown = unknown,
                  .sign = sign,
                  .limit = limit,
                  .best = sign > 0 ? inner_[unknown].high : inner_[unknown].low};
    if (search.best != limit) branch(search);
    if (search.left <= 0 || !std::isfinite(search.best)) return End{limit, search.best == limit};
    return End{search.best, true};
  }

  // One end sought among whole tables: `best` so far, none better than `limit`.
  struct Search {
    std::uint32_t unknown = 0;
    int sign = 1;
    double limit = 0;
    double best = 0;  // infinite the wrong way: none yet
    int left = k_branches;
  };

  // Splits at an unknown that is not whole in the last solution, and looks on both sides.
  void branch(Search& search) {
    const std::optional<std::uint32_t> split = fractional();
    if (!split) return;
    const Interval before = now_[*split];
    const double at = program_.value(column_[*split]) * scale_;
    for (const Interval side : {Interval{before.low, std::floor(at)}, Interval{std::ceil(at), before.high}}) {
      if (search.best == search.limit || --search.left <= 0) break;
      bound(*split, side);
      if (program_.minimise() == LinearProgram::Outcome::optimal) {
        note_solution();
        const double here = rounded_inwards(program_.value(column_[search.unknown]) * scale_, search.sign);
        if (search.sign * (here - search.best) > 0) {
          if (!fractional().has_value())
            search.best = here;
          else
            branch(search);
        }
      }
    }
    bound(*split, before);
  }

  static double rounded_inwards(double value, int sign) {
    value = tidy(value);
    return sign > 0 ? std::floor(value) : std::ceil(value);
  }
  // The unknown of the last solution that is furthest from whole; nothing when all are.
  std::optional<std::uint32_t> fractional() const {
    std::optional<std::uint32_t> furthest;
    double most = k_not_whole * scale_;
    for (const std::uint32_t unknown : component_.unknowns) {
      const double value = program_.value(column_[unknown]) * scale_;
      const double off = std::abs(value - std::round(value));
      if (off > most) most = off, furthest = unknown;
    }
    return furthest;
  }

  bool is_open(std::uint32_t unknown, int sign) const {
    const double bound = sign > 0 ? outer_[unknown].high : outer_[unknown].low;
    const double seen = sign > 0 ? inner_[unknown].high : inner_[unknown].low;
    return !std::isfinite(bound) || sign * (bound - seen) > k_close * scale_;
  }
  // What a solution shows can be reached; one with fractions shows nothing to who knows that values are whole.
  void note_solution() {
    if (whole_ && fractional().has_value()) return;
    for (const std::uint32_t other : component_.unknowns) {
      double reached = program_.value(column_[other]) * scale_;
      if (whole_) reached = std::round(reached);
      inner_[other].low = std::min(inner_[other].low, reached);
      inner_[other].high = std::max(inner_[other].high, reached);
    }
  }
  LinearProgram make(const Component& component) {
    for (std::size_t j = 0; j < component.unknowns.size(); ++j) column_[component.unknowns[j]] = j;
    std::vector<LinearProgram::Entry> entries;
    for (std::uint32_t r = 0; r < component.equations.size(); ++r)
      for (const auto& term : component.equations[r]->terms)
        entries.push_back({r, static_cast<std::uint32_t>(column_[term.unknown]), term.factor});
    return {component.equations.size(), component.unknowns.size(), entries};
  }
  void bound(std::uint32_t unknown, Interval to) {
    now_[unknown] = to;
    program_.set_bounds(column_[unknown], to.low / scale_, to.high / scale_);
  }

  const Component& component_;
  bool whole_;
  const std::vector<Interval>& outer_;
  std::vector<Interval> now_;  // the bounds that the programme has
  std::vector<Interval> inner_;
  std::vector<std::size_t> column_;
  LinearProgram program_;
  double scale_ = 1;
};

// A part of a component's unknowns: what one thread does at a time. Parts do not depend on the number of threads.
struct Part {
  const Component* component = nullptr;
  std::size_t from = 0, to = 0;
};

std::vector<Part> parts_of(const std::vector<Component>& components) {
  constexpr std::size_t k_unknowns = 400;
  std::vector<Part> parts;
  for (const Component& component : components)
    for (std::size_t from = 0; from < component.unknowns.size(); from += k_unknowns)
      parts.push_back({&component, from, std::min(from + k_unknowns, component.unknowns.size())});
  return parts;
}

Interval shown(Interval found, bool whole_numbers) {
  found = {tidy(found.low), tidy(found.high)};
  if (whole_numbers) found = {std::ceil(found.low), std::floor(found.high)};
  return found;
}

bool is_narrow(const Cell& cell, Interval found) {
  const double room = 1e-6 * std::max(1.0, std::abs(cell.value));
  return found.low > cell.needed_low() + room || found.high < cell.needed_high() - room;
}

class Auditor {
 public:
  Auditor(const SumTable& table, std::span<const std::uint8_t> hidden, const AuditOptions& options)
      : table_(table), options_(options), view_(view_of(table, hidden)), bounds_(view_.known) {}

  Result<std::vector<HiddenCell>> carry_out() {
    for (const Equation& equation : view_.equations)
      if (contradicts(equation, view_.known)) return gave_up(LinearProgram::Outcome::infeasible);
    std::erase_if(view_.equations, [](const Equation& equation) { return equation.terms.empty(); });
    tighten(view_.equations, bounds_);
    components_ = components_of(view_);
    const std::vector<Part> parts = parts_of(components_);
    std::vector<HiddenCell> hidden(view_.cells.size());
    std::vector<Status> done(parts.size());
    parallel_for(
        parts.size(), [&](std::size_t i) { done[i] = attack(parts[i], hidden); }, options_.threads);
    for (Status& ok : done)
      if (!ok) return pass(ok);
    return hidden;
  }

 private:
  const Cell& cell_of(std::uint32_t unknown) const { return table_.cells[view_.cells[unknown]]; }

  Status attack(const Part& part, std::vector<HiddenCell>& hidden) const {
    Attack attack(*part.component, bounds_, options_.whole_numbers);
    const std::span unknowns = std::span(part.component->unknowns).subspan(part.from, part.to - part.from);
    for (const int sign : {-1, 1})
      if (Status ok = attack.sweep(unknowns, sign); !ok) return ok;
    for (const std::uint32_t unknown : unknowns) {
      Result<End> low = attack.cheap_end(unknown, -1);
      if (!low) return pass(low);
      Result<End> high = attack.cheap_end(unknown, 1);
      if (!high) return pass(high);
      const Interval found = shown({low->value, high->value}, options_.whole_numbers);
      HiddenCell& own = hidden[unknown];
      own = {.cell = view_.cells[unknown], .low = found.low, .high = found.high};
      own.reached = low->reached && high->reached;
      own.exact = found.high - found.low <= 1e-6 * std::max(1.0, std::abs(found.low));
      own.exposed = cell_of(unknown).primary && is_narrow(cell_of(unknown), found);
    }
    return options_.against_insiders ? attack_from_inside(part, hidden) : Status();
  }

  // First as if all single contributors of the component worked together: what withstands them withstands each.
  Status attack_from_inside(const Part& part, std::vector<HiddenCell>& hidden) const {
    std::vector<std::uint32_t> singles;
    for (const std::uint32_t unknown : part.component->unknowns)
      if (cell_of(unknown).single) singles.push_back(unknown);
    if (singles.empty()) return {};
    Attack attack(*part.component, bounds_, options_.whole_numbers);
    const auto interval = [&](std::uint32_t unknown) -> Result<Interval> {
      Result<End> low = attack.end(unknown, -1);
      if (!low) return pass(low);
      Result<End> high = attack.end(unknown, 1);
      if (!high) return pass(high);
      return shown({low->value, high->value}, options_.whole_numbers);
    };
    for (std::size_t i = part.from; i < part.to; ++i) {
      const std::uint32_t unknown = part.component->unknowns[i];
      HiddenCell& own = hidden[unknown];
      if (!cell_of(unknown).primary || own.exposed) continue;
      for (const std::uint32_t single : singles)
        if (single != unknown) attack.know(single, cell_of(single).value);
      Result<Interval> together = interval(unknown);
      for (const std::uint32_t single : singles) attack.forget(single);
      if (!together) return pass(together);
      if (!is_narrow(cell_of(unknown), *together)) continue;
      for (const std::uint32_t single : singles) {
        if (single == unknown) continue;
        attack.know(single, cell_of(single).value);
        Result<Interval> alone = interval(unknown);
        attack.forget(single);
        if (!alone) return pass(alone);
        if (!is_narrow(cell_of(unknown), *alone)) continue;
        own.insider = HiddenCell::Insider{view_.cells[single], alone->low, alone->high};
        own.exposed = true;
        break;
      }
    }
    return {};
  }

  const SumTable& table_;
  const AuditOptions& options_;
  PublishedView view_;
  std::vector<Interval> bounds_;
  std::vector<Component> components_;
};

}  // namespace

Result<std::vector<HiddenCell>> attack(const SumTable& table, std::span<const std::uint8_t> hidden,
                                       const AuditOptions& options) {
  if (Status ok = check_shape(table); !ok) return pass(ok);
  require(hidden.size() == table.cells.size(), "one mark a cell");
  return Auditor(table, hidden, options).carry_out();
}

Result<Audit> audit(const SumTable& table, std::span<const std::uint8_t> hidden, const AuditOptions& options) {
  if (Status ok = check(table); !ok) return pass(ok);
  Result<std::vector<HiddenCell>> found = attack(table, hidden, options);
  if (!found) return pass(found);
  Audit audit{.hidden = std::move(*found)};
  for (const HiddenCell& cell : audit.hidden) {
    audit.exposed += cell.exposed;
    audit.exact += cell.exact;
    audit.outer += !cell.reached;
  }
  return audit;
}

}  // namespace tartip::disclosure
