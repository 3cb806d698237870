#include "app/triangle_file.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace tartip::app {
namespace {

struct Counted {
  std::int64_t event = 0, reported = 0;
  double count = 0;
};

}  // namespace

Result<TriangleFile> read_triangles(const std::filesystem::path& path, std::optional<axes::Unit> every,
                                    const std::optional<std::string>& now) {
  const std::string file = path.string();
  auto table = axes::read_delimited(path);
  if (!table) return pass(table);
  std::size_t at[4];
  const char* names[4] = {"series", "event", "reported", "count"};
  for (std::size_t c = 0; c < 4; ++c) {
    if (c == 0 && !table->column("series")) continue;
    auto column = table->needed_column(names[c]);
    if (!column) return pass(column);
    at[c] = *column;
  }
  if (table->rows.empty()) return fail(Code::bad_data, "error.table.empty", {{"file", file}}, {file, 0, ""});
  auto axis = time_axis(*table, {at[1], at[2]}, every);
  if (!axis) return pass(axis);

  std::vector<std::string> order;
  std::map<std::string, std::vector<Counted>> all;
  std::int64_t latest = std::numeric_limits<std::int64_t>::min();
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    const auto& fields = table->rows[row];
    Counted one{axis->ordinal(fields[at[1]]), axis->ordinal(fields[at[2]]), 0};
    auto count = number_field(*table, row, at[3]);
    if (!count) return pass(count);
    if (*count < 0)
      return fail(Code::bad_data, "error.field.negative", {{"value", fields[at[3]]}}, table->where(row, "count"));
    one.count = *count;
    if (one.reported < one.event)
      return fail(Code::bad_data, "error.forecast.reported_before",
                  {{"event", fields[at[1]]}, {"reported", fields[at[2]]}}, table->where(row, "reported"));
    const std::string series = table->column("series") ? fields[at[0]] : "";
    if (!all.contains(series)) order.push_back(series);
    all[series].push_back(one);
    latest = std::max(latest, one.reported);
  }
  if (now) latest = axis->ordinal(*now);
  TriangleFile out{*axis, {}};
  for (const std::string& name : order) {
    std::int64_t first = latest;
    for (const Counted& one : all[name]) first = std::min(first, one.event);
    const auto periods = static_cast<std::size_t>(latest - first + 1);
    if (periods > 4000)
      return fail(Code::too_large, "error.forecast.triangle_large", {{"periods", std::to_string(periods)}},
                  {file, 0, "event"});
    NamedTriangle series{name, {periods, periods, std::vector<double>(periods * periods)}, first};
    for (const Counted& one : all[name])
      if (one.reported <= latest)  // later registrations are not known yet at --now
        series.triangle.at(static_cast<std::size_t>(one.event - first),
                           static_cast<std::size_t>(one.reported - one.event)) += one.count;
    out.series.push_back(std::move(series));
  }
  return out;
}

}  // namespace tartip::app
