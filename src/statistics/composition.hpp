// Which parts drive the change of a total?
//
// contribution = current − previous of the part; in points = 100 × contribution / previous total. The contributions add
// up to the change of the total exactly (a part "not known" takes what the parts leave of a given total). A part
// `offsets` when it moves against the total; a total that hardly moves can hide large opposite movements: `gross_rise`
// and `gross_fall` show them, and `opposite` says that the smaller of both is at least a quarter of the larger.
// Contributions are arithmetic, not findings: each part's verdict comes with its own sampling interval, and with many
// parts some verdicts are chance (`p_adjusted`, Benjamini & Hochberg, takes that into account).
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "axes/names.hpp"
#include "statistics/change.hpp"
#include "statistics/history.hpp"
#include "statistics/pairing.hpp"

namespace tartip::statistics {

enum class PartKind : std::uint8_t { lasting, appeared, vanished, rest, not_known };

struct PartValue {
  std::string code;  // "" is what is not known
  axes::Names names;
  Observation current;
  Observation previous;
  Match match = Match::same;
  ChangeOptions change;                   // the part's own dispersion
  std::int32_t number = -1;               // of the member in its axis: two units may share a code
  std::vector<std::int32_t> joined = {};  // all of them, when several were joined for the comparison
};

struct Part {
  std::string code;  // "" for the rest and for what is not known
  std::int32_t number = -1;
  std::vector<std::int32_t> joined;  // numbers of the units that were joined for the comparison, this one among them
  axes::Names names;
  PartKind kind = PartKind::lasting;
  std::size_t members = 1;  // parts gathered in the rest
  Change change;
  double contribution = 0;   // NaN when not compared
  double points = 0;         // percentage points of the previous total; NaN when that is 0 or not compared
  double share_current = 0;  // of the total, NaN when the total is 0 or missing
  double share_previous = 0;
  double p_adjusted = 1;  // among the parts shown; NaN when not tested
  bool offsets = false;
};

struct Composition {
  Change total;
  std::vector<Part> parts;  // by size of contribution, largest first; then the rest, then what is not known
  double gross_rise = 0;    // sum of the positive contributions of all parts, before any were gathered
  double gross_fall = 0;    // sum of the negative ones, ≤ 0
  bool opposite = false;
  bool whole = true;  // false: a part is missing, partial or refused, so that contributions are not complete
};

struct CompositionOptions {
  std::size_t most_parts = 12;  // more are gathered in the rest
  ChangeOptions total;
  std::optional<Observation> total_current;  // when the total is known otherwise; else the sum of the parts
  std::optional<Observation> total_previous;
};

// Ties by code. No parts: an empty list and a total of missing. Cost O(n log n).
Composition compose(const std::vector<PartValue>& parts, const CompositionOptions& options = {});

// The parts of a pairing, by class or (when there are no classes) by territory, each compared as its history says.
std::vector<PartValue> parts_of(const Pairing& pairing, const RowHistory& history = RowHistory());

}  // namespace tartip::statistics
