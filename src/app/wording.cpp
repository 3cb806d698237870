#include "app/wording.hpp"

#include <fmt/format.h>

namespace tartip::app {

std::string Wording::operator()(const std::string& key, const std::vector<Argument>& arguments) const {
  std::vector<text::Given> given;
  for (const Argument& argument : arguments) given.push_back({argument.name, argument.value});
  return catalogue_.format(key, given);
}

SheetColumn Wording::column(const std::string& id, CellKind kind, int digits) const {
  return {id, (*this)("column." + id), kind, digits};
}

Sheet::Fact Wording::fact(const std::string& id, std::string value) const {
  return {id, (*this)("fact." + id), std::move(value)};
}

std::string text_of_moment(axes::Micros utc, const axes::TimeZone& zone) {
  const axes::Micros local = zone.to_local(utc);
  axes::Micros day = local / axes::k_micros_per_day;
  if (local < day * axes::k_micros_per_day) --day;
  const axes::Micros minutes = (local - day * axes::k_micros_per_day) / (60 * axes::k_micros_per_second);
  return fmt::format("{} {:02}:{:02}", axes::text_of(axes::Day(std::chrono::days(day))), minutes / 60, minutes % 60);
}

}  // namespace tartip::app
