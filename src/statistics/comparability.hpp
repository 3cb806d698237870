// Is it the same ground, and the same class, on both sides of a comparison?
//
// Territory: between the first day of the earlier span and the last day of the later one, units are split and merged.
// The units of a level are gathered into the smallest groups that cover the same ground throughout
// (axes::Territory::bridge over every day on which a unit of the level begins or ends). A group of one unchanged unit
// is `same`; a group whose successions are all known is `bridged`: its units are added on each side and compared as
// one; a group with an unknown succession is `refused`. Class: a scheme has no successions, so a class valid throughout
// is `same`, any other is `refused` with the reason; its total and the classes above it can still be compared.
#pragma once
#include <cstdint>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/classification.hpp"
#include "axes/territory.hpp"

namespace tartip::statistics {

enum class Match : std::uint8_t { same, bridged, refused };
enum class Reason : std::uint8_t {
  none,
  units_joined,        // bridged: split, merged or redrawn units are added up
  succession_unknown,  // refused: it is not known where the ground went
  class_begins,        // refused: the class is not valid on every day of the earlier span
  class_ends           // refused: the class is not valid on every day of the later span
};

// Numbers of units (or classes) on each side; a unit that lives through stands on both.
struct ComparableGroup {
  std::vector<std::int32_t> current;
  std::vector<std::int32_t> previous;
  // Those valid on the middle day of their span: whose residents are counted, so that nobody is counted in the old unit
  // and the new.
  std::vector<std::int32_t> current_middle;
  std::vector<std::int32_t> previous_middle;
  Match match = Match::same;
  Reason reason = Reason::none;
};

// Every unit of the level that is valid on a day of either span stands in exactly one group. Ordered by smallest
// number.
std::vector<ComparableGroup> comparable_territories(const axes::Territory& territory, std::int32_t level,
                                                    axes::Span current, axes::Span previous);
std::vector<ComparableGroup> comparable_classes(const axes::Classification& classification, std::int32_t level,
                                                axes::Span current, axes::Span previous);

}  // namespace tartip::statistics
