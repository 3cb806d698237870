// How the briefing speaks in one language: messages, numbers, names and spans of time.
#pragma once
#include <string>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/names.hpp"
#include "text/catalogue.hpp"
#include "text/dates.hpp"
#include "text/numbers.hpp"

namespace tartip::briefing {

class Voice {
 public:
  explicit Voice(const std::string& language);

  const std::string& language() const { return catalogue_->language(); }
  const text::Numbers& numbers() const { return numbers_; }
  const text::Dates& dates() const { return dates_; }

  // `key` without its stem "briefing.": say("total.rise", …).
  std::string say(const std::string& key, const std::vector<text::Given>& arguments = {}) const;
  std::string flag(const std::string& name) const;      // what a flag of an event means
  std::string definition(const std::string& id) const;  // what "tartip:count:v1" stands for, in a few words
  std::string name(const axes::Names& names) const { return names.in(language()); }
  std::string capitalised(const std::string& text) const;
  std::string list(const std::vector<std::string>& items) const;
  // The first `most` items, and how many more there are.
  std::string short_list(const std::vector<std::string>& items, std::size_t most) const;

  // "2022", "January–September 2022", "September 2022", "1998–2007", "17 September 2022 – 3 October 2022".
  std::string span(axes::Span span) const;
  std::string day(axes::Day day) const;
  // A month on a horizontal axis, short; in a sentence, whole. With its year when `with_year`.
  std::string month(axes::Period month, bool whole, bool with_year) const;

  std::string count(double whole) const { return numbers_.integer(whole); }
  std::string percent(double value) const;         // one digit below 100, none above
  std::string percent_change(double value) const;  // the same, with its sign
  std::string rate(double value) const { return numbers_.significant(value, 3); }
  // How many chance alone would give: "about 3.2", "fewer than one".
  std::string by_chance(double expected) const;
  std::string range(const std::string& low, const std::string& high) const;

 private:
  const text::Catalogue* catalogue_;
  text::Numbers numbers_;
  text::Dates dates_;
};

}  // namespace tartip::briefing
