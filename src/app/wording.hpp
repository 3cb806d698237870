// Labels and words of answers, from the catalogue: what several operations say the same way.
#pragma once
#include <string>
#include <vector>

#include "app/operation.hpp"
#include "app/sheet.hpp"
#include "axes/calendar.hpp"
#include "axes/time_zone.hpp"
#include "registers/validation.hpp"
#include "text/catalogue.hpp"

namespace tartip::app {

class Wording {
 public:
  explicit Wording(const Setting& setting) : catalogue_(text::Catalogue::in(setting.language)) {}

  std::string operator()(const std::string& key, const std::vector<Argument>& arguments = {}) const;
  const std::string& language() const { return catalogue_.language(); }
  // A column whose label is the message "column.<id>".
  SheetColumn column(const std::string& id, CellKind kind = CellKind::text, int digits = 1) const;
  // A header fact whose label is the message "fact.<id>".
  Sheet::Fact fact(const std::string& id, std::string value) const;

 private:
  const text::Catalogue& catalogue_;
};

std::string text_of_moment(axes::Micros utc, const axes::TimeZone& zone);  // "2026-11-22 03:15"

}  // namespace tartip::app
