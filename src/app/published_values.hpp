// What a register holds now, or held at a cut, of the series of a publication: the question asked again.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/centre.hpp"
#include "app/publication.hpp"
#include "cube/query.hpp"

namespace tartip::app {

// "2026-10" in a unit that is named; nothing for another text.
std::optional<axes::Period> period_named(const std::string& text, axes::Unit every);

// The question of a publication without its span; nothing when the register is no longer there. Errors: those of the
// store.
Result<std::optional<cube::Query>> question_again(Centre& centre, const PublishedQuestion& asked);

// Values of all cells and all their sums in the periods that the register covers wholly.
class PublishedValues {
 public:
  explicit PublishedValues(const cube::Panel& panel);
  // Nothing when the register does not cover the period; a unit or class that it names no more had no events.
  std::optional<double> value(const PublishedForecast& forecast, axes::Period period) const;
  // Of a territory's or a class's code; the code itself when the register names it no more.
  std::string territory_name(const std::string& code, const std::string& language) const;
  std::string class_name(const std::string& code, const std::string& language) const;

 private:
  axes::Span covered_;
  // By territory and class, "" for all of them: the values from a period on.
  struct Sums {
    std::int64_t first = 0;
    std::vector<double> values;
  };
  std::map<std::pair<std::string, std::string>, Sums> sums_;
  std::map<std::string, axes::Names> territories_, classes_;
};

}  // namespace tartip::app
