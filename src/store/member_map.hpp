// When an axis is replaced, events keep their unit or class: which number of the old version is which of the new one.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "store/duck.hpp"

namespace tartip::store {

struct MemberKey {
  std::int32_t number = -1;
  std::string level, code;
  std::int64_t first_day = 0;
};

// What an events table calls the axis, and which registers stand on this one.
struct AxisUse {
  std::string axis_id;
  std::string register_column;  // of table `register`: "territory" or "scheme"
  std::string event_column;     // "unit" or "class"
  std::string refusal;  // message key, with `id` and `code`, when events stand where the new version has nothing
};

// Inside a transaction. A member is the same when level, code and first day are; else when level and code are, and the
// new version has one such member only.
Status move_events(const duck::Connection& connection, const AxisUse& use, const std::vector<MemberKey>& before,
                   const std::vector<MemberKey>& after);

}  // namespace tartip::store
