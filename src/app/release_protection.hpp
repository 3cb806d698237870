// Disclosure control of a release before it leaves: rules, secondary suppression, the attack on the result; and the
// record of it that the house keeps beside the release (docs/releases.md).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "app/operation.hpp"
#include "app/release_basis.hpp"
#include "base/error.hpp"
#include "disclosure/figure_system.hpp"
#include "statistics/published_table.hpp"
#include "store/release.hpp"

namespace tartip::app {

// What was withheld and why. What had to stay possible gives a small count away: for the house only.
struct ProtectionRecord {
  std::string without;  // why nothing was withheld: the reason that was given; empty: the rules were applied
  std::int64_t least = 0;
  double width = 0;
  std::string zeros;  // "published", "may-hide", "sensitive"
  struct Quantity {
    std::string name;    // "R1[188].g2 | 750000000 | 2022"
    std::string reason;  // as name_of(disclosure::WithheldFor)
    double needed_low = 0, needed_high = 0, low = 0, high = 0;
    bool reached = false;  // the interval is exact; else it is an outer bound
    bool told = false;     // by a figure; else it would follow from figures
  };
  std::vector<Quantity> withheld;
  struct Figure {
    std::string figure;                 // "indicators/kz:registered-net:v1/2022/territory=_T/row=total"
    std::vector<std::size_t> withheld;  // the quantities it would have told: indices
  };
  std::vector<Figure> figures;
};

std::string protection_text(const ProtectionRecord& record);  // JSON, the same bytes for the same record
Result<ProtectionRecord> protection_from_text(std::string_view text);

// Withholds figures of the tables: their value goes, their status becomes “suppressed”. `earlier`: all releases made
// before; what one of them shows with the same text stays shown, what one withheld stays withheld. Refused: a quantity
// to be protected that was shown before (conflict `error.release.shown_before`), one that cannot be protected (conflict
// `error.release.unprotected`), each with the figure.
Result<ProtectionRecord> protect_release(const Call& call, const std::vector<store::Release>& earlier,
                                         FigureBasis& basis, std::vector<statistics::PublishedTable>& tables);

// Parameters of the rules; `without-protection` with a reason applies none.
std::vector<Parameter> with_protection(std::vector<Parameter> parameters);

}  // namespace tartip::app
