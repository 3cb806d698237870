// What can somebody who has the published table still find out about a hidden cell?
//
// The attacker knows every published value, every sum, and the bounds low ≤ value ≤ high; for each hidden cell the
// least and the greatest value that agrees with all of it is found by two linear programmes (Fischetti & Salazar 2001).
// The audit reads the published cells and the sums only, never how the hidden cells were chosen.
//
// Linear programmes allow fractions, so that their ends are outer bounds for somebody who knows that values are whole:
// what he finds can be narrower, never wider. With `whole_numbers` each end is therefore sought among whole tables:
// where the programme's answer is one (always in tables of two dimensions with one hierarchy, whose systems are
// networks) it is the end; else branches are tried (Land & Doig 1960), up to k_branches an end. `reached` says whether
// a whole table was found at both ends; where it was not, the ends are outer bounds rounded inwards and the protection
// may be less.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "disclosure/sum_table.hpp"

namespace tartip::disclosure {

constexpr int k_branches = 200;

struct AuditOptions {
  bool whole_numbers = false;     // the attacker knows that values are whole
  bool against_insiders = false;  // also attack with what a single contributor knows
  int threads = 0;                // 0: all cores
};

struct HiddenCell {
  std::size_t cell = 0;
  double low = 0;
  double high = 0;      // infinite: no bound
  bool exact = false;   // low = high: the hidden value can be read
  bool reached = true;  // a table (a whole one, with whole_numbers) that agrees with all that is published has each end
  bool exposed = false;  // a primary cell whose interval is narrower than its protection asks
  // With against_insiders: a cell whose single contributor breaks the protection of this one, and what it finds.
  struct Insider {
    std::size_t cell = 0;
    double low = 0, high = 0;
  };
  std::optional<Insider> insider = {};
};

struct Audit {
  std::vector<HiddenCell> hidden;  // in the order of the cells
  std::size_t exposed = 0;         // primary cells without their protection, insiders included
  std::size_t exact = 0;           // hidden cells that can be read exactly
  std::size_t outer = 0;           // hidden cells with an end that was not reached
};

// `hidden`: one mark a cell. Errors: those of check; the solver gives up. Nothing hidden: an empty
// audit. The same for any number of threads. Cost: at most two linear programmes a hidden cell; where bounds meet
// without one, none.
Result<Audit> audit(const SumTable& table, std::span<const std::uint8_t> hidden, const AuditOptions& options = {});

// The intervals alone, of a table as it was published: the values of hidden cells are not read (nor known to whoever
// asks), and nothing is said of protection. Errors: those of check_shape; published figures that contradict each other;
// the solver gives up.
Result<std::vector<HiddenCell>> attack(const SumTable& table, std::span<const std::uint8_t> hidden,
                                       const AuditOptions& options = {});

}  // namespace tartip::disclosure
