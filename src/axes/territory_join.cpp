#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "axes/territory_drafts.hpp"
#include "geo/measure.hpp"
#include "geo/overlay.hpp"
#include "text/folding.hpp"

namespace tartip::axes {
namespace {

constexpr double k_same_ground = 0.98;

Span overlap(const Span& a, const Span& b) {
  return {std::max(a.from, b.from), std::min(a.to, b.to)};
}

// What is not drawn cannot differ.
bool same_ground(const geo::MultiPolygon& a, const geo::MultiPolygon& b) {
  if (a.empty() || b.empty() || a == b) return true;
  const double larger = std::max(geo::plane_area(a), geo::plane_area(b));
  return larger > 0 && geo::shared_area(a, b) >= k_same_ground * larger;
}

class Parents {
 public:
  explicit Parents(const std::vector<TerritoryUnit>& units, std::int32_t level) : units_(units) {
    for (const TerritoryUnit& unit : units) {
      if (unit.level != level) continue;
      by_code_[unit.code].push_back(unit.number);
      for (const auto& [language, name] : unit.names.by_language) {
        auto& same = by_name_[text::fold(name)];
        if (same.empty() || same.back() != unit.number) same.push_back(unit.number);
      }
      all_.push_back(unit.number);
    }
  }

  // In order of time; empty when none fits.
  std::vector<std::int32_t> of(const Draft& draft) const {
    std::vector<std::int32_t> found;
    if (draft.parent_prefix > 0) {
      const auto prefix = std::string_view(draft.unit.code).substr(0, static_cast<std::size_t>(draft.parent_prefix));
      for (std::int32_t number : all_)
        if (std::string_view(unit(number).code).starts_with(prefix)) found.push_back(number);
    } else if (const auto code = by_code_.find(draft.parent_code_or_name); code != by_code_.end()) {
      found = code->second;
    } else if (const auto name = by_name_.find(text::fold(draft.parent_code_or_name)); name != by_name_.end()) {
      found = name->second;
    }
    std::erase_if(found, [&](std::int32_t number) { return overlap(unit(number).valid, draft.unit.valid).empty(); });
    std::sort(found.begin(), found.end(), [&](auto a, auto b) { return unit(a).valid.from < unit(b).valid.from; });
    return found;
  }

  bool overlap_in_time(const std::vector<std::int32_t>& numbers) const {
    for (std::size_t i = 0; i + 1 < numbers.size(); ++i)
      if (!overlap(unit(numbers[i]).valid, unit(numbers[i + 1]).valid).empty()) return true;
    return false;
  }

 private:
  const TerritoryUnit& unit(std::int32_t number) const { return units_[static_cast<std::size_t>(number)]; }

  const std::vector<TerritoryUnit>& units_;
  std::unordered_map<std::string, std::vector<std::int32_t>> by_code_;
  std::unordered_map<std::string, std::vector<std::int32_t>> by_name_;
  std::vector<std::int32_t> all_;
};

// The draft as one unit for each parent it had in turn.
Result<std::vector<TerritoryUnit>> under_parents(const Draft& draft, const Parents& parents,
                                                 const std::vector<TerritoryUnit>& units) {
  if (draft.parent_code_or_name.empty() && draft.parent_prefix == 0) return std::vector{draft.unit};
  const std::vector<std::int32_t> found = parents.of(draft);
  const bool ambiguous = parents.overlap_in_time(found);
  if (found.empty() || ambiguous) {
    const std::string named = draft.parent_prefix > 0
                                  ? draft.unit.code.substr(0, static_cast<std::size_t>(draft.parent_prefix))
                                  : draft.parent_code_or_name;
    return fail(Code::bad_data, ambiguous ? "error.territory.parent_ambiguous" : "error.territory.parent_unknown",
                {{"code", draft.unit.code}, {"parent", named}}, draft.where);
  }
  std::vector<TerritoryUnit> result;
  for (std::int32_t parent : found) {
    result.push_back(draft.unit);
    result.back().parent = parent;
    result.back().valid = overlap(draft.unit.valid, units[static_cast<std::size_t>(parent)].valid);
  }
  return result;
}

bool stated_to_change(const TerritoryDescription& description, const TerritoryUnit& unit, Day day) {
  return std::any_of(description.successions.begin(), description.successions.end(),
                     [&](const StatedSuccession& stated) {
                       return stated.level == unit.level && stated.day == day && stated.from == unit.code;
                     });
}

// The later file knows the names of today.
void continue_as(TerritoryUnit& unit, TerritoryUnit& later) {
  unit.valid.to = later.valid.to;
  for (auto& [language, name] : later.names.by_language) unit.names.by_language[language] = std::move(name);
  for (auto& [scheme, code] : later.other_codes) unit.other_codes[scheme] = std::move(code);
  if (!later.area.empty()) unit.area = std::move(later.area);
}

}  // namespace

Result<std::vector<TerritoryUnit>> join_drafts(std::vector<Draft> drafts, const TerritoryDescription& description) {
  // A draft continues the one that ended when it began: they must come in order of time.
  std::stable_sort(drafts.begin(), drafts.end(),
                   [](const Draft& a, const Draft& b) { return a.unit.valid.from < b.unit.valid.from; });
  std::vector<TerritoryUnit> units;
  for (std::size_t level = 0; level < description.levels.size(); ++level) {
    const Parents parents(units, static_cast<std::int32_t>(level) - 1);
    std::vector<TerritoryUnit> of_level;
    for (const Draft& draft : drafts) {
      if (draft.unit.level != static_cast<std::int32_t>(level)) continue;
      auto pieces = under_parents(draft, parents, units);
      if (!pieces) return pass(pieces);
      std::move(pieces->begin(), pieces->end(), std::back_inserter(of_level));
    }
    const auto first = units.size();
    std::unordered_map<std::string, std::size_t> last_with_code;
    for (TerritoryUnit& piece : of_level) {
      const auto known = last_with_code.find(piece.code);
      if (known != last_with_code.end()) {
        TerritoryUnit& earlier = units[known->second];
        if (earlier.valid.to == piece.valid.from && earlier.parent == piece.parent &&
            !stated_to_change(description, earlier, piece.valid.from) && same_ground(earlier.area, piece.area)) {
          continue_as(earlier, piece);
          continue;
        }
      }
      last_with_code[piece.code] = units.size();
      units.push_back(std::move(piece));
    }
    for (std::size_t i = first; i < units.size(); ++i) units[i].number = static_cast<std::int32_t>(i);
  }
  return units;
}

}  // namespace tartip::axes
