// Which further cells must be hidden, so that nobody can compute the primary ones from the sums?
//
// Hiding is decided so that each primary cell has two proofs: tables that agree with everything published in which it
// stands at value − down and at value + up. Somebody who knows all sums and bounds cannot exclude either, nor (the set
// of such tables is convex) anything between. Hierarchies and linked tables are treated as one system, so no table
// betrays another.
//
// Finding the least costly pattern is NP-hard. Here each proof is a linear programme that pays for the cells it moves
// (Kelly, Golden & Assad 1992, Networks 22:397; Fischetti & Salazar 2001, Management Science 47:1008), with costs
// re-weighted towards few cells (Kim & Pardalos 1999, Oper. Res. Lett. 24:195), first in the neighbourhood of the cell
// and further out only when needed; then cells that no proof needs are shown again. On small tables this is repeated in
// other orders and the cheapest pattern is kept.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "disclosure/sum_table.hpp"

namespace tartip::disclosure {

struct SuppressionOptions {
  // No protection leans on a cell whose single contributor knows it (Cell::single): it holds against all of them
  // together, which is more than against each.
  bool against_insiders = false;
  int attempts = 0;        // orders to try; 0: many for small tables, one for large ones
  std::uint64_t seed = 1;  // of the orders
};

struct Pattern {
  std::vector<std::uint8_t> hidden = {};  // one a cell, 1: not published
  std::size_t primary = 0;
  std::size_t secondary = 0;
  double secondary_cost = 0;
  // Primary cells that cannot be protected whatever is hidden (all others are zero, or may not be hidden): they stay
  // hidden, with the cells that protect the most of them.
  std::vector<std::size_t> unprotected = {};
  // Every proof is in whole numbers: it holds also against somebody who knows that all values are.
  bool whole = true;
};

// The same pattern for the same table, options and seed. No primary cells: nothing is hidden. Errors: those of check;
// the solver gives up (numbers of too different sizes). Cost: about two small linear programmes a primary cell.
Result<Pattern> suppress(const SumTable& table, const SuppressionOptions& options = {});

}  // namespace tartip::disclosure
