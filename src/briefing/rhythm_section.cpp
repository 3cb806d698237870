// When in the week and in the day.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "briefing/change_wording.hpp"
#include "briefing/sections.hpp"
#include "statistics/change.hpp"
#include "stats/dispersion.hpp"
#include "stats/interval.hpp"

namespace tartip::briefing {
namespace {

constexpr int k_least_weeks = 8;

struct Week {
  std::array<double, 7> events{};
  std::array<double, 7> days{};
  std::vector<double> by_week;  // whole ISO weeks, Monday first; NaN: not covered
};

int weekday_of(axes::Day day) {
  return static_cast<int>(std::chrono::weekday(day).iso_encoding()) - 1;
}

Week gather_week(const cube::Panel& daily) {
  Week week;
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  std::optional<axes::Period> last;
  for (std::size_t p = 0; p < daily.periods.size(); ++p) {
    const axes::Day day = axes::first_day(daily.periods[p]);
    double events = 0;
    bool covered = !daily.series.empty();
    for (std::size_t s = 0; s < daily.series.size(); ++s) {
      covered &= daily.row_cells(s)[p] == cube::Cell::complete;
      events += daily.row(s)[p];
    }
    const auto weekday = static_cast<std::size_t>(weekday_of(day));
    const axes::Period of_week = axes::period_of(day, axes::Unit::week);
    if (last != of_week) week.by_week.insert(week.by_week.end(), 7, unknown);
    last = of_week;
    if (!covered) continue;
    week.events[weekday] += events;
    week.days[weekday] += 1;
    week.by_week[week.by_week.size() - 7 + weekday] = events;
  }
  return week;
}

// One weekday against the other six; the level is divided by seven, so that a false alarm among them is as rare as for
// one question.
statistics::Change against_the_rest(const Week& week, std::size_t weekday, const stats::Dispersion& dispersion) {
  double rest = 0, rest_days = 0;
  for (std::size_t other = 0; other < 7; ++other) {
    if (other == weekday) continue;
    rest += week.events[other];
    rest_days += week.days[other];
  }
  statistics::ChangeOptions options;
  options.level = 1 - 0.05 / 7;
  options.dispersion = dispersion.phi;
  options.dispersion_degrees = dispersion.degrees;
  options.exposure_current = week.days[weekday];
  options.exposure_previous = rest_days;
  return statistics::change_between({week.events[weekday], cube::Cell::complete}, {rest, cube::Cell::complete},
                                    options);
}

std::string hour_text(int hour) {
  return (hour < 10 ? "0" : "") + std::to_string(hour) + ":00";
}

struct Busiest {
  int from = 0, hours = 24;
};

// The shortest stretch of whole hours, over midnight if need be, that holds at least half of the events.
Busiest busiest_half(const std::array<double, 24>& events, double total) {
  Busiest best;
  double best_sum = 0;
  for (int from = 0; from < 24; ++from) {
    double sum = 0;
    for (int hours = 1; hours <= 24; ++hours) {
      sum += events[static_cast<std::size_t>((from + hours - 1) % 24)];
      if (2 * sum < total) continue;
      if (hours < best.hours || (hours == best.hours && sum > best_sum)) {
        best = {from, hours};
        best_sum = sum;
      }
      break;
    }
  }
  return best;
}

}  // namespace

std::optional<Section> make_weekday_section(const Material& material, const Facts& facts, const Voice& voice) {
  if (!material.daily) return std::nullopt;
  const Week week = gather_week(*material.daily);
  double total = 0;
  for (std::size_t d = 0; d < 7; ++d) {
    if (week.days[d] < k_least_weeks) return std::nullopt;
    total += week.events[d];
  }
  if (!(total > 0)) return std::nullopt;
  const stats::Dispersion dispersion = stats::dispersion_from_history(week.by_week, 7);

  Section section;
  section.id = "weekdays";
  section.heading = voice.say("weekdays.heading");
  Bars bars;
  Table table;
  table.caption = voice.say("weekdays.caption", {{"subject", facts.subject}, {"period", facts.period}});
  table.columns = {{voice.say("column.weekday"), false},
                   {material.sample ? voice.say("column.in_sample") : facts.subject, true},
                   {material.sample ? voice.say("column.share") : voice.say("column.per_day"), true},
                   {voice.say("column.interval"), true},
                   {voice.say("column.against_rest"), false}};
  std::vector<std::string> more, fewer;
  for (std::size_t d = 0; d < 7; ++d) {
    const statistics::Change change = against_the_rest(week, d, dispersion);
    const Verdict verdict = change.verdict == statistics::Verdict::rise   ? Verdict::high
                            : change.verdict == statistics::Verdict::fall ? Verdict::low
                            : change.verdict == statistics::Verdict::few  ? Verdict::few
                                                                          : Verdict::usual;
    const std::string name = voice.dates().weekday(static_cast<int>(d) + 1);
    if (verdict == Verdict::high) more.push_back(name);
    if (verdict == Verdict::low) fewer.push_back(name);
    const stats::Interval interval = stats::poisson_interval(week.events[d] / dispersion.phi);
    // Per day of its kind, or — in a sample — as a share.
    const double scale = material.sample ? 100 / total : 1 / week.days[d];
    const double value = week.events[d] * scale;
    const double low = interval.low * dispersion.phi * scale, high = interval.high * dispersion.phi * scale;
    const auto write = [&](double number) { return material.sample ? voice.percent(number) : voice.rate(number); };
    bars.bars.push_back({voice.capitalised(name), value, low, high, verdict, write(value)});
    table.rows.push_back({word_cell(voice.capitalised(name)), number_cell(voice.count(week.events[d]), week.events[d]),
                          number_cell(write(value), value), word_cell(voice.range(write(low), write(high))),
                          word_cell(voice.say(verdict == Verdict::high  ? "weekdays.more"
                                              : verdict == Verdict::low ? "weekdays.fewer"
                                              : verdict == Verdict::few ? "place.few"
                                                                        : "weekdays.same"),
                                    verdict)});
  }
  if (!more.empty()) section.finding.push_back(voice.say("weekdays.list_more", {{"days", voice.list(more)}}));
  if (!fewer.empty()) section.finding.push_back(voice.say("weekdays.list_fewer", {{"days", voice.list(fewer)}}));
  if (section.finding.empty()) section.finding.push_back(voice.say("weekdays.none"));
  section.method = voice.say("weekdays.method", {{"phi", voice.numbers().decimal(dispersion.phi, 1)}});
  section.figure =
      Figure{table.caption,
             material.sample ? voice.say("unit.share_of_sample") : voice.say("unit.per_day", {{"event", facts.event}}),
             section.finding.front(), std::move(bars)};
  section.table = std::move(table);
  return section;
}

std::optional<Section> make_hour_section(const Material& material, const Facts& facts, const Voice& voice) {
  if (!material.hourly || material.hourly->periods.empty()) return std::nullopt;
  std::array<double, 24> events{};
  double total = 0;
  for (std::size_t s = 0; s < material.hourly->series.size(); ++s)
    for (std::size_t p = 0; p < material.hourly->periods.size(); ++p) {
      const double value = material.hourly->row(s)[p];
      if (!std::isfinite(value)) continue;
      const std::int64_t hour = ((material.hourly->periods[p].ordinal % 24) + 24) % 24;
      events[static_cast<std::size_t>(hour)] += value;
      total += value;
    }
  if (total < 100) return std::nullopt;  // 24 bars of a handful each would show noise

  Section section;
  section.id = "hours";
  section.heading = voice.say("hours.heading");
  const Busiest half = busiest_half(events, total);
  section.finding.push_back(voice.say("hours.half", {{"from", hour_text(half.from)},
                                                     {"to", hour_text((half.from + half.hours) % 24)},
                                                     {"hours", static_cast<std::int64_t>(half.hours)}}));
  Bars bars;
  Table table;
  table.caption = voice.say("hours.caption", {{"subject", facts.subject}, {"period", facts.period}});
  table.columns = {{voice.say("column.hour"), false},
                   {material.sample ? voice.say("column.in_sample") : facts.subject, true},
                   {voice.say("column.share"), true}};
  for (int hour = 0; hour < 24; ++hour) {
    const double count = events[static_cast<std::size_t>(hour)];
    const std::string text = voice.percent(100 * count / total);
    bars.bars.push_back({hour_text(hour), 100 * count / total, std::nullopt, std::nullopt, Verdict::none, text});
    table.rows.push_back(
        {word_cell(hour_text(hour)), number_cell(voice.count(count), count), number_cell(text, 100 * count / total)});
  }
  // Where the time is not known, clerks write midnight or noon: such an hour towers over its neighbours.
  for (const int hour : {0, 12}) {
    const double count = events[static_cast<std::size_t>(hour)];
    const double around =
        (events[static_cast<std::size_t>((hour + 23) % 24)] + events[static_cast<std::size_t>(hour + 1)]) / 2;
    if (count > 1.25 * around && stats::poisson_interval(count, 0.99).low > around)
      section.caution += (section.caution.empty() ? "" : " ") + voice.say("hours.heaped", {{"hour", hour_text(hour)}});
  }
  section.method = voice.say("hours.method", {{"left_out", static_cast<std::int64_t>(material.hourly->left_out)}});
  section.figure = Figure{table.caption, voice.say(material.sample ? "unit.share_of_sample" : "unit.share"),
                          section.finding.front(), std::move(bars)};
  section.table = std::move(table);
  return section;
}

}  // namespace tartip::briefing
