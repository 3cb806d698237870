// The axes of a question: which members stand on them, which event numbers are in the filter, and to which member each
// belongs.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "axes/classification.hpp"
#include "axes/territory.hpp"
#include "cube/panel.hpp"
#include "cube/query.hpp"
#include "store/register_tables.hpp"
#include "store/store.hpp"

namespace tartip::store {

struct Share {
  std::int32_t number = -1;  // as it stands in events
  std::int32_t member = -1;  // index into members, -1 "not known"
  double weight = 1;
};

struct QueryAxis {
  bool split = false;
  std::vector<cube::Member> members;
  std::vector<axes::Span> valid;                     // of the members
  std::vector<Share> shares;                         // what does not stand here is "not known"
  std::optional<std::vector<std::int32_t>> allowed;  // by the filter

  // Each member is one number of the events: groups by number need no rolling up.
  bool one_to_one() const;
  std::vector<std::int32_t> member_of() const;  // by number; -1 "not known"
};

struct QueryAxes {
  std::shared_ptr<const axes::Territory> territory;
  QueryAxis places, classes;
  std::vector<std::int32_t> filter_units;  // as asked
};

Result<QueryAxes> axes_of(Store& store, const StoredRegister& stored, const cube::Query& query, axes::Span span);

// Residents of the members (of all together, when not split) in the year of the middle of the span; NaN where unknown.
std::vector<double> residents_of(const QueryAxes& axes, axes::Span span);

// A condition on events for the filter's units, classes and attributes, with its parameters from $1 on; no period.
struct Condition {
  std::string sql;
  std::vector<std::string> parameters;
};
Result<Condition> condition_of(const registers::Description& description, const QueryAxes& axes,
                               const cube::Filter& filter);
std::string known_sql(const std::optional<axes::Micros>& known_on);

}  // namespace tartip::store
