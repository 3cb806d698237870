#include "briefing/voice.hpp"

#include <cmath>

#include "text/phrases.hpp"

namespace tartip::briefing {
namespace {

std::chrono::year_month_day date_of(axes::Day day) {
  return std::chrono::year_month_day(day);
}

std::string year_of(axes::Day day) {
  return std::to_string(static_cast<int>(date_of(day).year()));
}

int month_of(axes::Day day) {
  return static_cast<int>(static_cast<unsigned>(date_of(day).month()));
}

}  // namespace

Voice::Voice(const std::string& language)
    : catalogue_(&text::Catalogue::in(language)), numbers_(catalogue_->language()), dates_(catalogue_->language()) {}

std::string Voice::say(const std::string& key, const std::vector<text::Given>& arguments) const {
  return catalogue_->format("briefing." + key, arguments);
}

std::string Voice::flag(const std::string& name) const {
  return catalogue_->format("flag." + name);
}

std::string Voice::definition(const std::string& id) const {
  const std::size_t begin = id.find(':'), end = id.rfind(':');
  if (begin == std::string::npos || end <= begin) return id;
  return catalogue_->format("briefing.definition." + id.substr(begin + 1, end - begin - 1));
}

std::string Voice::capitalised(const std::string& text) const {
  return text::capitalised(language(), text);
}

std::string Voice::list(const std::vector<std::string>& items) const {
  return text::list(language(), items);
}

std::string Voice::short_list(const std::vector<std::string>& items, std::size_t most) const {
  if (items.size() <= most) return list(items);
  std::string joined;
  for (std::size_t i = 0; i < most; ++i) joined += (i == 0 ? "" : ", ") + items[i];
  return say("list.more", {{"items", joined}, {"count", static_cast<std::int64_t>(items.size() - most)}});
}

std::string Voice::day(axes::Day day) const {
  const auto date = date_of(day);
  return dates_.day(static_cast<int>(date.year()), month_of(day), static_cast<int>(static_cast<unsigned>(date.day())));
}

std::string Voice::span(axes::Span span) const {
  if (span.empty()) return "—";
  const axes::Day last = span.to - std::chrono::days(1);
  const std::string from_year = year_of(span.from), to_year = year_of(last);
  if (axes::is_whole(span, axes::Unit::year)) {
    if (from_year == to_year) return say("span.year", {{"year", from_year}});
    return say("span.years", {{"from", from_year}, {"to", to_year}});
  }
  if (axes::is_whole(span, axes::Unit::month)) {
    const int from = month_of(span.from), to = month_of(last);
    if (from_year != to_year)
      return say(
          "span.months_of_years",
          {{"from", dates_.month(from)}, {"from_year", from_year}, {"to", dates_.month(to)}, {"to_year", to_year}});
    if (from == to) return say("span.month", {{"month", dates_.month(from)}, {"year", from_year}});
    return say("span.months", {{"from", dates_.month(from)}, {"to", dates_.month(to)}, {"year", from_year}});
  }
  if (span.from == last) return day(span.from);
  return day(span.from) + " – " + day(last);
}

std::string Voice::month(axes::Period month, bool whole, bool with_year) const {
  const axes::Day first = axes::first_day(month);
  const std::string name = whole ? dates_.month(month_of(first)) : dates_.short_month(month_of(first));
  if (!with_year) return name;
  return whole ? say("span.month", {{"month", name}, {"year", year_of(first)}}) : name + " " + year_of(first);
}

std::string Voice::percent(double value) const {
  return numbers_.percent(value, std::abs(value) < 100 ? 1 : 0);
}

std::string Voice::percent_change(double value) const {
  return numbers_.percent_change(value, std::abs(value) < 100 ? 1 : 0);
}

std::string Voice::by_chance(double expected) const {
  return expected < 1 ? say("chance.under_one") : say("chance.about", {{"number", numbers_.decimal(expected, 1)}});
}

std::string Voice::range(const std::string& low, const std::string& high) const {
  return say("range", {{"low", low}, {"high", high}});
}

}  // namespace tartip::briefing
