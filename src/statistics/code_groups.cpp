#include "statistics/code_groups.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace tartip::statistics {
namespace {

// Codes joined by successions, each to the smallest of its group.
class Joined {
 public:
  const std::string& head_of(const std::string& code) {
    std::string* at = &parent_.emplace(code, code).first->second;
    while (*at != parent_.at(*at)) at = &parent_.at(*at);
    return *at;
  }
  void join(const std::string& a, const std::string& b) {
    const std::string first = head_of(a), second = head_of(b);
    parent_[std::max(first, second)] = std::min(first, second);
  }

 private:
  std::map<std::string, std::string> parent_;
};

// Whether the ground was divided or joined after the first day of the earlier period and before the end of the later.
bool lies_between(const CodeSuccession& one, const axes::Span& current, const axes::Span& previous) {
  return one.day > std::min(current.from, previous.from) && one.day < std::max(current.to, previous.to);
}

tl::unexpected<Error> not_reported(const std::string& code, const axes::Span& period) {
  return fail(Code::bad_data, "error.explain.not_reported", {{"code", code}, {"period", axes::text_of(period)}});
}

}  // namespace

Result<std::vector<CodeGroup>> group_codes(const ReportedCodes& current, const ReportedCodes& previous,
                                           std::span<const CodeSuccession> successions) {
  const std::set<std::string> now(current.codes.begin(), current.codes.end()),
      before(previous.codes.begin(), previous.codes.end());
  Joined joined;
  std::set<std::string> excused;  // may be missing on one side, as a succession says
  for (const CodeSuccession& one : successions) {
    if (!lies_between(one, current.period, previous.period)) continue;
    bool reported = now.contains(one.from) || before.contains(one.from);
    for (const std::string& to : one.to) reported = reported || now.contains(to) || before.contains(to);
    if (!reported) continue;  // of ground that is not compared
    for (const std::string& to : one.to) joined.join(one.from, to);
    excused.insert(one.from);
    excused.insert(one.to.begin(), one.to.end());
    // Whoever existed on some day of a period must have reported for it.
    for (const auto& [codes, period] : {std::pair{&now, current.period}, std::pair{&before, previous.period}}) {
      if (period.from < one.day && !codes->contains(one.from)) return not_reported(one.from, period);
      for (const std::string& to : one.to)
        if (period.to > one.day && !codes->contains(to)) return not_reported(to, period);
    }
  }
  for (const std::string& code : now)
    if (!before.contains(code) && !excused.contains(code)) return not_reported(code, previous.period);
  for (const std::string& code : before)
    if (!now.contains(code) && !excused.contains(code)) return not_reported(code, current.period);

  std::map<std::string, CodeGroup> groups;
  const auto add = [&](const std::set<std::string>& codes, std::vector<std::string> CodeGroup::*side) {
    for (const std::string& code : codes) {
      CodeGroup& group = groups[joined.head_of(code)];
      (group.*side).push_back(code);
      if (std::find(group.codes.begin(), group.codes.end(), code) == group.codes.end()) group.codes.push_back(code);
    }
  };
  add(now, &CodeGroup::current);
  add(before, &CodeGroup::previous);
  std::vector<CodeGroup> result;
  for (auto& [head, group] : groups) {
    std::sort(group.codes.begin(), group.codes.end());
    group.bridged = group.codes.size() > 1;
    result.push_back(std::move(group));
  }
  return result;
}

Breaks breaks_since(axes::Span previous, const ReportedCodes& current, std::span<const CodeSuccession> successions) {
  const std::set<std::string> reported(current.codes.begin(), current.codes.end());
  Breaks breaks;
  for (const CodeSuccession& one : successions) {
    if (!lies_between(one, current.period, previous)) continue;
    std::set<std::string> ground(one.to.begin(), one.to.end());
    ground.insert(one.from);
    if (ground.size() < 2) continue;  // redrawn so little that it stands for itself
    std::size_t there = 0;
    for (const std::string& code : ground) {
      if (!reported.contains(code)) continue;
      breaks.codes.insert(code);
      ++there;
    }
    breaks.whole = breaks.whole || (there > 0 && there < ground.size());
  }
  return breaks;
}

}  // namespace tartip::statistics
