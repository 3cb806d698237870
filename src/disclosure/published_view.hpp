// The published table as an attacker sees it: equations over the cells that are hidden (audit.hpp). Internal to the
// room.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "disclosure/sum_table.hpp"

namespace tartip::disclosure {

constexpr double k_close = 1e-7;  // what counts as equal, of the size of the numbers

// An equation that the published table leaves over the hidden cells: Σ factor × value = right.
struct Equation {
  struct Term {
    std::uint32_t unknown = 0;
    double factor = 1;
  };
  std::vector<Term> terms;
  double right = 0;
  double size = 0;  // of the published values in it
};

struct Interval {
  double low = 0, high = 0;
};

// Unknowns are numbered by themselves.
struct PublishedView {
  std::vector<std::uint32_t> cells;  // of each unknown
  std::vector<Interval> known;       // what is known of each unknown beforehand
  std::vector<Equation> equations;
};

PublishedView view_of(const SumTable& table, std::span<const std::uint8_t> hidden);

// A sum of published cells alone that does not hold, or of which too much is left over for what is hidden.
bool contradicts(const Equation& equation, const std::vector<Interval>& known);

// What an equation says of each of its unknowns when the others stand at their bounds, until nothing changes. Never
// wrong, rarely the last word.
void tighten(const std::vector<Equation>& equations, std::vector<Interval>& bounds);

// Unknowns that no equation ties together are attacked apart.
struct Component {
  std::vector<std::uint32_t> unknowns;
  std::vector<const Equation*> equations;
};
// The view must outlive them; each of its equations has a term.
std::vector<Component> components_of(const PublishedView& view);

}  // namespace tartip::disclosure
