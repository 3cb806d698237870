// Field names are the members' names; the page's mirror is web/src/document.ts.
#include <boost/json.hpp>
#include <cmath>

#include "briefing/document.hpp"
#include "statistics/table.hpp"

namespace tartip::briefing {
namespace {

namespace json = boost::json;

// The words of tables and exported files.
std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::none:
      return name_of(statistics::Verdict::none);
    case Verdict::rise:
      return name_of(statistics::Verdict::rise);
    case Verdict::fall:
      return name_of(statistics::Verdict::fall);
    case Verdict::unclear:
      return name_of(statistics::Verdict::unclear);
    case Verdict::few:
      return name_of(statistics::Verdict::few);
    case Verdict::high:
      return name_of(statistics::Standing::high);
    case Verdict::low:
      return name_of(statistics::Standing::low);
    case Verdict::usual:
      return name_of(statistics::Standing::usual);
  }
  return "";
}

// JSON has no NaN and no infinity: what is not a number is null.
json::value number(double value) {
  return std::isfinite(value) ? json::value(value) : json::value(nullptr);
}

json::value number(const std::optional<double>& value) {
  return value ? number(*value) : json::value(nullptr);
}

template <class T, class Make>
json::array list(const std::vector<T>& items, Make make) {
  json::array array;
  array.reserve(items.size());
  for (const T& item : items) array.push_back(make(item));
  return array;
}

json::array texts(const std::vector<std::string>& items) {
  return list(items, [](const std::string& text) { return json::value(text); });
}

json::array numbers(const std::vector<std::optional<double>>& items) {
  return list(items, [](const std::optional<double>& value) { return number(value); });
}

// Maps are drawn some hundred units wide: a unit of the plane (a metre) is more than enough. Points that rounding joins
// are dropped.
json::array ring_json(const geo::Ring& ring) {
  json::array points;
  for (const geo::Point& point : ring) {
    const double x = std::round(point.x), y = std::round(point.y);
    if (!points.empty() && points.back().as_array()[0].to_number<double>() == x &&
        points.back().as_array()[1].to_number<double>() == y)
      continue;
    points.push_back(json::array{static_cast<std::int64_t>(x), static_cast<std::int64_t>(y)});
  }
  return points;
}

json::array area_json(const geo::MultiPolygon& area) {
  json::array polygons;
  for (const geo::Polygon& polygon : area) {
    json::array rings;
    rings.push_back(ring_json(polygon.outer));
    for (const geo::Ring& hole : polygon.holes) rings.push_back(ring_json(hole));
    polygons.push_back(std::move(rings));
  }
  return polygons;
}

struct Drawing {
  json::value operator()(const Trend& trend) const {
    return json::object{{"kind", "trend"},
                        {"periods", texts(trend.periods)},
                        {"series", list(trend.series, [](const TrendSeries& series) -> json::value {
                           return json::object{{"name", series.name},
                                               {"role", series.role},
                                               {"values", numbers(series.values)},
                                               {"low", numbers(series.low)},
                                               {"high", numbers(series.high)}};
                         })}};
  }
  json::value operator()(const Bars& bars) const {
    return json::object{{"kind", "bars"},
                        {"diverging", bars.diverging},
                        {"bars", list(bars.bars, [](const Bar& bar) -> json::value {
                           return json::object{{"label", bar.label},           {"value", number(bar.value)},
                                               {"low", number(bar.low)},       {"high", number(bar.high)},
                                               {"verdict", word(bar.verdict)}, {"text", bar.text}};
                         })}};
  }
  json::value operator()(const Map& map) const {
    return json::object{
        {"kind", "map"},
        {"outline", area_json(map.outline)},
        {"shapes", list(map.shapes,
                        [](const Shape& shape) -> json::value {
                          return json::object{{"id", shape.id},
                                              {"label", shape.label},
                                              {"area", area_json(shape.area)},
                                              {"value", number(shape.value)},
                                              {"step", shape.step},
                                              {"verdict", word(shape.verdict)},
                                              {"text", shape.text}};
                        })},
        {"legend", list(map.legend, [](const LegendEntry& entry) -> json::value {
           return json::object{{"step", entry.step}, {"verdict", word(entry.verdict)}, {"label", entry.label}};
         })}};
  }
  json::value operator()(const Funnel& funnel) const {
    return json::object{{"kind", "funnel"},
                        {"exposure_label", funnel.exposure_label},
                        {"rate_label", funnel.rate_label},
                        {"centre", number(funnel.centre)},
                        {"points", list(funnel.points,
                                        [](const FunnelPoint& point) -> json::value {
                                          return json::object{{"label", point.label},
                                                              {"exposure", number(point.exposure)},
                                                              {"rate", number(point.rate)},
                                                              {"verdict", word(point.verdict)}};
                                        })},
                        {"limits", list(funnel.limits, [](const FunnelLimit& limit) -> json::value {
                           return json::object{{"exposure", number(limit.exposure)},
                                               {"low95", number(limit.low95)},
                                               {"high95", number(limit.high95)},
                                               {"low998", number(limit.low998)},
                                               {"high998", number(limit.high998)}};
                         })}};
  }
};

json::value figure_json(const std::optional<Figure>& figure) {
  if (!figure) return nullptr;
  return json::object{{"title", figure->title},
                      {"unit", figure->unit},
                      {"alternative", figure->alternative},
                      {"drawing", std::visit(Drawing{}, figure->drawing)}};
}

json::value table_json(const std::optional<Table>& table) {
  if (!table) return nullptr;
  return json::object{
      {"caption", table->caption},
      {"columns", list(table->columns,
                       [](const Column& column) -> json::value {
                         return json::object{{"label", column.label}, {"number", column.number}};
                       })},
      {"rows",
       list(
           table->rows,
           [](const std::vector<TableCell>& row) -> json::value {
             return list(row, [](const TableCell& cell) -> json::value {
               return json::object{{"text", cell.text}, {"value", number(cell.value)}, {"verdict", word(cell.verdict)}};
             });
           })},
      {"note", table->note}};
}

json::value chapter_json(const Chapter& chapter) {
  return json::object{{"id", chapter.id},
                      {"title", chapter.title},
                      {"subtitle", chapter.subtitle},
                      {"caution", chapter.caution},
                      {"headlines", list(chapter.headlines,
                                         [](const Headline& headline) -> json::value {
                                           return json::object{{"label", headline.label},
                                                               {"value", headline.value},
                                                               {"change", headline.change},
                                                               {"interval", headline.interval},
                                                               {"verdict", word(headline.verdict)}};
                                         })},
                      {"sections", list(chapter.sections, [](const Section& section) -> json::value {
                         return json::object{{"id", section.id},
                                             {"heading", section.heading},
                                             {"finding", texts(section.finding)},
                                             {"caution", section.caution},
                                             {"figure", figure_json(section.figure)},
                                             {"table", table_json(section.table)},
                                             {"method", section.method}};
                       })}};
}

}  // namespace

std::string to_json(const Document& document) {
  const json::object object{{"language", document.language},
                            {"title", document.title},
                            {"subtitle", document.subtitle},
                            {"summary", texts(document.summary)},
                            {"chapters", list(document.chapters, chapter_json)},
                            {"passport", list(document.passport, [](const PassportGroup& group) -> json::value {
                               return json::object{
                                   {"title", group.title},
                                   {"entries", list(group.entries, [](const PassportEntry& entry) -> json::value {
                                      return json::object{{"label", entry.label}, {"value", entry.value}};
                                    })}};
                             })}};
  return json::serialize(object);
}

}  // namespace tartip::briefing
