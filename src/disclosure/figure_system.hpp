// Which figures must be withheld when figures are computed from quantities that add up?
//
// A share of two counts tells both of them nearly, a rate tells its count, a difference of two published counts tells a
// third. So the rules look at quantities, not at figures: every quantity that a published figure tells, and every one
// that follows from them by a sum (what is left of a total when some of its parts are known) although nobody published
// it. A figure is withheld when one of its quantities is.
//
// What an earlier publication has told cannot be hidden any more; what it withheld stays hidden, because two patterns
// of the same table betray each other.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/decimal.hpp"
#include "base/error.hpp"
#include "disclosure/primary.hpp"
#include "disclosure/sum_table.hpp"

namespace tartip::disclosure {

struct Quantity {
  std::string name;  // for the record
  Decimal value;     // ≥ 0
  // Those behind the value: of a count the count itself. Nothing: not known, and no rule can be applied.
  std::optional<std::int64_t> contributors = {};
  bool is_count = true;
  bool told = false;      // some figure tells it
  bool shown = false;     // an earlier publication told it
  bool withheld = false;  // an earlier publication withheld it
};

class FigureSystem {
 public:
  // The number of the quantity; made when it is new, a count that counts its own contributors.
  std::size_t add(const std::string& name, Decimal value);
  std::optional<std::size_t> find(const std::string& name) const;
  Quantity& operator[](std::size_t number) { return quantities_[number]; }
  const std::vector<Quantity>& quantities() const { return quantities_; }
  const std::vector<Sum>& sums() const { return sums_; }

  // The parts make up the total when they add up to it and `complete` says that there are no others; else what they
  // leave over is a quantity of its own, called `rest`, that nobody publishes. Parts that come to more than the total
  // (a form that contradicts itself) say nothing, and no sum is made.
  void add_sum(std::size_t total, std::vector<std::size_t> parts, bool complete, const std::string& rest);

 private:
  std::vector<Quantity> quantities_;
  std::vector<Sum> sums_;
  std::unordered_map<std::string, std::size_t> number_;
};

enum class WithheldFor : std::uint8_t {
  zero,  // as PrimaryRule
  few,
  dominance,
  p_percent,
  secondary,  // the sums would give another away
  kept        // an earlier publication withheld it
};
std::string_view name_of(WithheldFor reason);  // "secondary"

struct WithheldQuantity {
  std::size_t quantity = 0;
  WithheldFor reason = WithheldFor::secondary;
  double needed_low = 0, needed_high = 0;  // what must stay possible; both the value where nothing is asked
  double low = 0, high = 0;                // what an attacker can find; high may be infinite
  bool reached = false;  // both ends are those of a whole table that agrees with all that is published
  bool exposed = false;  // it lies closer than it must
};

struct FigureProtection {
  std::vector<std::uint8_t> hidden;        // one a quantity: not to be told
  std::vector<WithheldQuantity> withheld;  // told by some figure or protected by a rule; by number
  std::size_t primary = 0, secondary = 0;  // of those that figures tell
  std::size_t exposed = 0;
  std::vector<std::size_t> shown;  // protected by a rule, but told by an earlier publication: not in `withheld`
};

struct FigureProtectionOptions {
  PrimaryRules rules;
  std::uint64_t seed = 1;
  int threads = 0;
};

// Parts of the system that no sum ties together are protected apart. Errors: those of assess, suppress and audit; a
// negative value. The same for any number of threads. Cost: that of `suppress` and `audit` for the parts that hold
// something to hide, nothing for the others.
Result<FigureProtection> protect(const FigureSystem& system, const FigureProtectionOptions& options);

}  // namespace tartip::disclosure
