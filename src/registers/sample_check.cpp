#include "registers/sample_check.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace tartip::registers {
namespace {

struct FirstOfKey {
  Hash128 content;
  std::int64_t line = 0;
};

struct KeyHash {
  std::size_t operator()(const Hash128& hash) const { return hash.low; }
};

// Reasons that differ in their arguments are different ones, but for the line of a repeated key.
std::string kind_of(const Rejection& rejection) {
  std::string kind = rejection.column + '\x1f' + rejection.expected_key;
  if (rejection.expected_key == "expected.key_once") return kind;
  for (const Argument& argument : rejection.arguments) kind += '\x1f' + argument.value;
  return kind;
}

}  // namespace

Result<SampleCheck> check_sample(const Sample& sample, const Description& description, const Axes& axes,
                                 const RecordChecked& told) {
  auto plan = Plan::make(description, sample.columns(), axes);
  if (!plan) return pass(plan);
  const bool once = !description.key.empty() && description.version_column.empty();
  SampleCheck check;
  std::map<std::string, std::size_t> places;
  std::unordered_map<Hash128, FirstOfKey, KeyHash> keys;
  Event event;
  Rejection rejection;
  sample.each([&](const Record& record) {
    ++check.read;
    bool good = plan->check(record, event, rejection);
    if (good && once) {
      const auto [first, fresh] = keys.try_emplace(event.id, FirstOfKey{event.content, record.line});
      if (!fresh && first->second.content != event.content) {
        good = false;
        rejection = {description.key.front(), "", "expected.key_once", {{"line", std::to_string(first->second.line)}}};
      }
    }
    if (told) told(record, good ? &event : nullptr, good ? nullptr : &rejection);
    if (good) {
      ++check.accepted;
      for (int bit = 0; bit < k_flag_count; ++bit)
        check.flags[static_cast<std::size_t>(bit)] += (event.flags >> bit & 1U) != 0 ? 1 : 0;
      return;
    }
    const auto [place, fresh] = places.try_emplace(kind_of(rejection), check.reasons.size());
    if (fresh)
      check.reasons.push_back(
          {rejection.column, rejection.expected_key, rejection.arguments, 0, rejection.value, record.line});
    ++check.reasons[place->second].rows;
  });
  std::ranges::stable_sort(check.reasons, std::greater<>(), &CheckedReason::rows);
  return check;
}

}  // namespace tartip::registers
