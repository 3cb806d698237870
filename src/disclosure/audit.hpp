// What can somebody who has the published table still find out about a hidden cell?
//
// The attacker knows every published value, every sum, and the bounds low ≤ value ≤ high; for each hidden cell the
// least and the greatest value that agrees with all of it is found by two linear programmes (Fischetti & Salazar 2001).
// The audit reads the published cells and the sums only, never how the hidden cells were chosen.
//
// Linear programmes allow fractions. For whole numbers the ends are rounded inwards, which is all an attacker gains in
// tables of two dimensions with one hierarchy (their systems are networks); with more dimensions whole numbers can
// narrow an interval further than is said here.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "disclosure/sum_table.hpp"

namespace tartip::disclosure {

struct AuditOptions {
  bool whole_numbers = false;     // the attacker knows that values are whole
  bool against_insiders = false;  // also attack with what a single contributor knows
  int threads = 0;                // 0: all cores
};

struct HiddenCell {
  std::size_t cell = 0;
  double low = 0;
  double high = 0;       // infinite: no bound
  bool exact = false;    // low = high: the hidden value can be read
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
