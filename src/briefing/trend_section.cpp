#include <algorithm>
#include <cmath>

#include "briefing/sections.hpp"
#include "stats/interval.hpp"

namespace tartip::briefing {
namespace {

std::optional<double> known(double value) {
  return std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

std::optional<double> known(const statistics::Observation& observation) {
  return observation.cell == cube::Cell::complete ? known(observation.value) : std::nullopt;
}

// More than a year of months needs the year beside the month.
bool needs_years(axes::Span span) {
  return axes::periods_in(span, axes::Unit::year).size() > 1;
}

std::string observed_text(const statistics::Observation& observation, const Voice& voice) {
  switch (observation.cell) {
    case cube::Cell::complete:
      return voice.count(observation.value);
    case cube::Cell::partial:
      return voice.say("cell.partial", {{"value", voice.count(observation.value)}});
    case cube::Cell::missing:
      return voice.say("cell.missing");
  }
  return {};
}

Table trend_table(const statistics::Trend& trend, const Facts& facts, const Voice& voice, bool years) {
  const bool ranged = trend.state == statistics::TrendState::ranged;
  Table table;
  table.caption = voice.say("trend.caption", {{"subject", facts.subject}, {"period", facts.period}});
  table.columns = {{voice.say("column.month"), false}, {facts.subject, true}, {voice.say("column.year_before"), true}};
  if (ranged) {
    table.columns.push_back({voice.say("column.usual_range"), true});
    table.columns.push_back({voice.say("column.against_usual"), false});
  }
  for (const statistics::TrendPoint& point : trend.points) {
    std::vector<TableCell> row = {word_cell(voice.month(point.period, true, years)),
                                  {observed_text(point.value, voice), known(point.value), Verdict::none},
                                  {observed_text(point.year_before, voice), known(point.year_before), Verdict::none}};
    if (ranged) {
      const bool judged = point.against != statistics::Against::none;
      row.push_back(word_cell(judged ? voice.range(voice.count(point.low), voice.count(point.high)) : "—"));
      switch (point.against) {
        case statistics::Against::none:
          row.push_back(word_cell("—"));
          break;
        case statistics::Against::within:
          row.push_back(word_cell(voice.say("trend.within"), Verdict::usual));
          break;
        case statistics::Against::above:
          row.push_back(word_cell(voice.say("trend.above"), Verdict::high));
          break;
        case statistics::Against::below:
          row.push_back(word_cell(voice.say("trend.below"), Verdict::low));
          break;
      }
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Trend trend_drawing(const statistics::Trend& trend, const Voice& voice, bool years) {
  Trend drawing;
  TrendSeries current{voice.say("trend.current"), "current", {}, {}, {}};
  TrendSeries previous{voice.say("trend.previous"), "previous", {}, {}, {}};
  TrendSeries usual{voice.say("trend.usual"), "usual", {}, {}, {}};
  bool any_previous = false;
  for (const statistics::TrendPoint& point : trend.points) {
    drawing.periods.push_back(voice.month(point.period, false, years));
    current.values.push_back(known(point.value));
    previous.values.push_back(known(point.year_before));
    any_previous |= previous.values.back().has_value();
    const bool ranged = trend.state == statistics::TrendState::ranged && point.years > 0;
    usual.values.push_back(ranged ? known(point.usual) : std::nullopt);
    usual.low.push_back(ranged ? known(point.low) : std::nullopt);
    usual.high.push_back(ranged ? known(point.high) : std::nullopt);
  }
  drawing.series.push_back(std::move(current));
  if (any_previous) drawing.series.push_back(std::move(previous));
  if (trend.state == statistics::TrendState::ranged) drawing.series.push_back(std::move(usual));
  return drawing;
}

// In a sample the totals mean nothing: the months' shares of it do.
Section sample_months(const statistics::Trend& trend, const Facts& facts, const Voice& voice) {
  double total = 0;
  for (const statistics::TrendPoint& point : trend.points) total += known(point.value).value_or(0);
  Section section;
  section.id = "trend";
  section.heading = voice.say("trend.heading");
  section.finding.push_back(voice.say("trend.sample", {{"period", facts.period}}));
  section.method = voice.say("trend.method_sample");
  Bars bars;
  Table table;
  table.caption = voice.say("trend.sample_title", {{"period", facts.period}});
  table.columns = {{voice.say("column.month"), false},
                   {voice.say("column.in_sample"), true},
                   {voice.say("column.share"), true},
                   {voice.say("column.interval"), true}};
  for (const statistics::TrendPoint& point : trend.points) {
    const std::optional<double> value = known(point.value);
    if (!value || total <= 0) continue;
    const stats::Interval interval = stats::wilson(*value, total);
    const std::string share = voice.percent(100 * *value / total);
    bars.bars.push_back({voice.month(point.period, false, false), 100 * *value / total, 100 * interval.low,
                         100 * interval.high, Verdict::none, share});
    table.rows.push_back(
        {word_cell(voice.month(point.period, true, false)), number_cell(voice.count(*value), *value),
         number_cell(share, 100 * *value / total),
         word_cell(voice.range(voice.percent(100 * interval.low), voice.percent(100 * interval.high)))});
  }
  section.figure = Figure{table.caption, voice.say("unit.share_of_sample"), section.finding.front(), std::move(bars)};
  section.table = std::move(table);
  return section;
}

}  // namespace

std::optional<Section> make_trend_section(const Material& material, const Facts& facts, const Voice& voice) {
  if (!axes::is_whole(material.span, axes::Unit::month)) return std::nullopt;
  statistics::TrendOptions options;
  options.current = material.span;
  const statistics::Trend trend = statistics::trend_of(material.monthly, statistics::k_all_series, options);
  if (trend.points.size() < 2) return std::nullopt;
  if (material.sample) return sample_months(trend, facts, voice);

  const bool years = needs_years(material.span);
  Section section;
  section.id = "trend";
  section.heading = voice.say("trend.heading");
  std::string title = voice.say("trend.title", {{"subject", facts.subject}, {"period", facts.period}});
  if (trend.state == statistics::TrendState::ranged) {
    std::vector<std::string> above, below;
    std::int64_t judged = 0;
    for (const statistics::TrendPoint& point : trend.points) {
      judged += point.against == statistics::Against::none ? 0 : 1;
      if (point.against == statistics::Against::above) above.push_back(voice.month(point.period, true, years));
      if (point.against == statistics::Against::below) below.push_back(voice.month(point.period, true, years));
    }
    const std::vector<text::Given> given = {{"count", static_cast<std::int64_t>(trend.outside)},
                                            {"judged", judged},
                                            {"years", static_cast<std::int64_t>(trend.baseline_years)},
                                            {"chance", voice.by_chance(trend.outside_by_chance)},
                                            {"above", voice.list(above)},
                                            {"below", voice.list(below)}};
    section.finding.push_back(voice.say(trend.outside == 0 ? "trend.none_outside" : "trend.outside", given));
    if (!above.empty()) section.finding.push_back(voice.say("trend.list_above", given));
    if (!below.empty()) section.finding.push_back(voice.say("trend.list_below", given));
    title = voice.say(trend.outside == 0 ? "trend.title_none_outside" : "trend.title_outside", given);
    section.method = voice.say("trend.method", given);
  } else {
    section.finding.push_back(voice.say("trend.too_few_years"));
    section.method = voice.say("trend.method_alone");
  }
  section.figure = Figure{std::move(title), voice.say("unit.per_month", {{"event", facts.event}}),
                          section.finding.front(), trend_drawing(trend, voice, years)};
  section.table = trend_table(trend, facts, voice, years);
  return section;
}

std::optional<Section> make_years_section(const Material& material, const Facts& facts, const Voice& voice) {
  if (material.sample || material.monthly.periods.empty()) return std::nullopt;
  Bars bars;
  Table table;
  table.caption = voice.say("years.title", {{"subject", facts.subject}});
  table.columns = {{voice.say("column.year"), false}, {facts.subject, true}};
  double sum = 0;
  const std::vector<axes::Period>& months = material.monthly.periods;
  for (const axes::Period year :
       axes::periods_in({axes::first_day(months.front()), axes::end_day(months.back())}, axes::Unit::year)) {
    double total = 0;
    int complete = 0;
    for (std::size_t s = 0; s < material.monthly.series.size(); ++s)
      for (std::size_t p = 0; p < months.size(); ++p) {
        if (axes::period_of(axes::first_day(months[p]), axes::Unit::year) != year) continue;
        if (material.monthly.row_cells(s)[p] != cube::Cell::complete) continue;
        total += material.monthly.row(s)[p];
        ++complete;
      }
    if (complete == 0 || complete != 12 * static_cast<int>(material.monthly.series.size())) continue;
    sum += total;
    bars.bars.push_back({axes::text_of(year), total, std::nullopt, std::nullopt, Verdict::none, voice.count(total)});
    table.rows.push_back({word_cell(axes::text_of(year)), number_cell(voice.count(total), total)});
  }
  if (bars.bars.size() < 3) return std::nullopt;
  const auto largest = std::max_element(bars.bars.begin(), bars.bars.end(),
                                        [](const Bar& a, const Bar& b) { return a.value < b.value; });
  const auto smallest = std::min_element(bars.bars.begin(), bars.bars.end(),
                                         [](const Bar& a, const Bar& b) { return a.value < b.value; });
  Section section;
  section.id = "years";
  section.heading = voice.say("years.heading");
  const std::vector<text::Given> given = {{"count", static_cast<std::int64_t>(bars.bars.size())},
                                          {"mean", voice.count(sum / static_cast<double>(bars.bars.size()))},
                                          {"most_year", largest->label},
                                          {"most", largest->text},
                                          {"least_year", smallest->label},
                                          {"least", smallest->text}};
  section.finding.push_back(voice.say("years.finding", given));
  section.method = voice.say("years.method");
  section.figure = Figure{table.caption, voice.say("unit.per_year", {{"event", facts.event}}), section.finding.front(),
                          std::move(bars)};
  section.table = std::move(table);
  return section;
}

}  // namespace tartip::briefing
