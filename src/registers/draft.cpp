#include "registers/draft.hpp"

#include <algorithm>

#include "geo/projection.hpp"
#include "registers/number.hpp"

namespace tartip::registers {

Draft Draft::of(const Sample& sample, const KnownAxes& known) {
  Draft draft;
  draft.sample = &sample;
  draft.known = &known;
  draft.file = sample.format;
  draft.guesses = sample.guesses;
  for (const std::string& column : sample.columns()) draft.samples.emplace_back(column);
  sample.each([&](const Record& record) {
    if (record.flaw) return;
    for (std::size_t c = 0; c < draft.samples.size(); ++c) draft.samples[c].add(record.fields[c]);
  });
  for (const ColumnSample& column : draft.samples) {
    ColumnTaken& taken = draft.columns.emplace_back();
    taken.column = column.name;
    taken.samples = column.samples;
    taken.known = static_cast<std::int64_t>(column.known);
    taken.distinct = static_cast<std::int64_t>(column.distinct());
  }
  return draft;
}

bool Draft::numeric(const ColumnSample& column) const {
  return column.known > 0 && column.share_of_numbers(file.decimal, file.thousands) >= 0.98;
}

bool Draft::degrees(const ColumnSample& x, const ColumnSample& y) const {
  const auto [x_low, x_high] = range(x);
  const auto [y_low, y_high] = range(y);
  return x_low >= -180 && x_high <= 180 && y_low >= -90 && y_high <= 90;
}

std::vector<std::string> tried_values(const ColumnSample& column) {
  constexpr std::size_t k_most = 500;
  std::vector<std::string> values(column.values.begin(), column.values.end());
  std::ranges::sort(values);
  if (values.size() <= k_most) return values;
  std::vector<std::string> some;
  for (std::size_t i = 0; i < k_most; ++i) some.push_back(std::move(values[i * values.size() / k_most]));
  return some;
}

std::vector<geo::Point> tried_points(const Draft& draft, std::size_t x, std::size_t y, const std::string& crs) {
  constexpr std::size_t k_most = 500;
  auto projection = geo::Projection::named(crs.empty() ? "EPSG:4326" : crs);
  if (!projection || projection->is_local()) return {};
  const std::size_t step = draft.sample->count / k_most + 1;
  std::vector<geo::Point> points;
  std::size_t row = 0;
  draft.sample->each([&](const Record& record) {
    if (record.flaw || row++ % step != 0) return;
    const auto east = parse_number(record.fields[x], draft.file.decimal, draft.file.thousands);
    const auto north = parse_number(record.fields[y], draft.file.decimal, draft.file.thousands);
    if (!east || !north || (*east == 0 && *north == 0)) return;
    if (const auto point = projection->to_degrees({*east, *north})) points.push_back(*point);
  });
  return points;
}

}  // namespace tartip::registers
