#include "registers/axis_fits.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "registers/unit_spellings.hpp"

namespace tartip::registers {
namespace {

// The days on which something of an axis begins, the latest first, so that today's units are found at once.
template <class Members>
std::vector<axes::Day> days_of(const Members& members) {
  constexpr std::size_t k_most = 16;
  std::set<axes::Day, std::greater<>> starts;
  for (const auto& member : members) starts.insert(member.valid.from);
  std::vector<axes::Day> days(starts.begin(), starts.end());
  days.resize(std::min(days.size(), k_most));
  return days;
}

bool is_known(const axes::Territory& territory, std::int32_t level, const std::string& value,
              const std::vector<axes::Day>& days) {
  return std::ranges::any_of(days, [&](axes::Day day) {
    return territory.unit_with_code(value, level, day) || territory.unit_with_name(value, level, day);
  });
}

template <class Known>
Fit counted(std::string detail, std::span<const std::string> values, const Known& known) {
  return {std::move(detail), std::ranges::count_if(values, known), static_cast<std::int64_t>(values.size())};
}

}  // namespace

const axes::Territory* KnownAxes::territory(const std::string& id) const {
  const auto found = std::ranges::find_if(territories, [&](const auto& one) { return one->id() == id; });
  return found == territories.end() ? nullptr : found->get();
}

const axes::Classification* KnownAxes::scheme(const std::string& id) const {
  const auto found = std::ranges::find_if(schemes, [&](const auto& one) { return one->id() == id; });
  return found == schemes.end() ? nullptr : found->get();
}

std::vector<Fit> unit_fits(const axes::Territory& territory, std::span<const std::string> values) {
  const std::vector<axes::Day> days = days_of(territory.units());
  std::vector<Fit> fits;
  for (std::size_t number = 0; number < territory.levels().size(); ++number) {
    const auto level = static_cast<std::int32_t>(number);
    const UnitSpellings spellings(territory, level);
    fits.push_back(counted(territory.levels()[number].id, values, [&](const std::string& value) {
      return is_known(territory, level, value, days) || spellings.code_of(value);
    }));
  }
  return fits;
}

std::map<std::string, std::string> unit_aliases(const axes::Territory& territory, std::int32_t level,
                                                std::span<const std::string> values) {
  const std::vector<axes::Day> days = days_of(territory.units());
  const UnitSpellings spellings(territory, level);
  std::map<std::string, std::string> aliases;
  for (const std::string& value : values) {
    if (is_known(territory, level, value, days)) continue;
    if (const auto code = spellings.code_of(value)) aliases.emplace(value, *code);
  }
  return aliases;
}

Fit class_fit(const axes::Classification& scheme, std::span<const std::string> values) {
  const std::vector<axes::Day> days = days_of(scheme.items());
  return counted(scheme.id(), values, [&](const std::string& value) {
    return std::ranges::any_of(days, [&](axes::Day day) { return scheme.item_for(value, day).has_value(); });
  });
}

Fit point_fit(const axes::Territory& territory, std::span<const geo::Point> points) {
  const std::vector<axes::Day> days = days_of(territory.units());
  Fit fit{territory.id(), 0, static_cast<std::int64_t>(points.size())};
  for (const geo::Point& point : points)
    fit.known += std::ranges::any_of(days, [&](axes::Day day) { return territory.unit_at(point, day) >= 0; }) ? 1 : 0;
  return fit;
}

const Fit* best_of(std::span<const Fit> fits) {
  const Fit* best = nullptr;
  for (const Fit& fit : fits)
    if (fit.known > 0 && (best == nullptr || fit.share() > best->share())) best = &fit;
  return best;
}

}  // namespace tartip::registers
