// Why a total changed, for `table explain`: the ways to cut it into parts, from a register of the centre, forms of two
// periods or a plain table, and the sheets made of them.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/operation.hpp"
#include "app/wording.hpp"
#include "statistics/composition.hpp"
#include "statistics/rate_decomposition.hpp"

namespace tartip::app {

// One way to cut the total into parts. `exposure` is empty, or stands beside each part: residents of a count, the
// denominator of a share.
struct Cut {
  std::string id;
  std::string name;
  std::vector<statistics::PartValue> parts;
  std::vector<statistics::RatePart> exposure;
};

struct Explained {
  std::vector<Cut> cuts;
  bool percent = false;  // shares: exposure is the denominator, and only mix and rate are told
  std::optional<statistics::Observation> total_current, total_previous;
  statistics::ChangeOptions total;
  std::vector<Sheet::Fact> facts;
  std::vector<Error> remarks = {};  // of the readers of forms
};

// From the parameters of the call. Errors: those of what is read, with file, line and column.
Result<Explained> explain_table(const Call& call);
Result<Explained> explain_forms(const Call& call);
Result<Explained> explain_register(const Call& call);

// The splits, and their parts. Errors: those of statistics::decompose_rate.
Result<std::vector<Sheet>> sheets_of(const Explained& explained, const Wording& words);

}  // namespace tartip::app
