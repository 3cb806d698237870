// The dispersion of a series from its monthly history, to widen the intervals of its changes.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cube/panel.hpp"
#include "statistics/change.hpp"
#include "stats/dispersion.hpp"

namespace tartip::statistics {

// The panel's periods must be months, quarters, half-years or ISO weeks (1–52); with any other unit, or with less than
// two years, φ = 1 and not estimated. Partial and missing cells are left out. The compared years may be part of the
// history: the year effects of the model take a change of level out.
stats::Dispersion dispersion_of(const cube::Panel& history, std::size_t series);

// Of the sum of some series, and of all: for joined units and totals.
stats::Dispersion dispersion_of(const cube::Panel& history, std::span<const std::size_t> series);
stats::Dispersion dispersion_of_total(const cube::Panel& history);

// Which members a row stands for: none of an axis is all of it; several were joined for a comparison.
struct RowMembers {
  std::vector<cube::Member> territories;
  std::vector<cube::Member> classes;
};

// How to compare a row, with the dispersion of the series of the history that have the row's members. Tables and
// briefings ask here, so that the same row has the same interval in both.
class RowHistory {
 public:
  // Without a history, and where the row's is too short, `fallback` is the answer. The panel must outlive this.
  explicit RowHistory(const cube::Panel* history = nullptr, const ChangeOptions& fallback = {});

  ChangeOptions options_of(const RowMembers& row) const;

 private:
  using Key = std::pair<std::int32_t, std::string>;  // number, or −1 and the code

  const cube::Panel* history_;
  ChangeOptions fallback_;
  std::map<std::pair<Key, Key>, std::vector<std::size_t>> series_;
};

}  // namespace tartip::statistics
