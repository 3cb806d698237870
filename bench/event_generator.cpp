#include "event_generator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>
#include <vector>

#include "base/random.hpp"

namespace tartip::bench {
namespace {

constexpr double k_west = 60, k_south = 44, k_width = 0.5, k_height = 0.4;  // degrees

// A shared border is the same wave seen from both sides: its shift depends on the place alone.
geo::Point wavy(double x, double y) {
  return {x + 0.03 * std::sin(40 * y + 3 * x), y + 0.02 * std::sin(35 * x + 5 * y)};
}

geo::Ring border_of(const Country& country, int column, int row) {
  const int steps = country.vertices / 4;
  geo::Ring ring;
  const double corners[5][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
  for (int side = 0; side < 4; ++side)
    for (int step = 0; step < steps; ++step) {
      const double at = static_cast<double>(step) / steps;
      const double x = column + corners[side][0] + at * (corners[side + 1][0] - corners[side][0]);
      const double y = row + corners[side][1] + at * (corners[side + 1][1] - corners[side][1]);
      ring.push_back(wavy(k_west + x * k_width, k_south + y * k_height));
    }
  ring.push_back(ring.front());
  return ring;
}

// Days drawn by trend and season: cumulative weights, searched.
std::vector<double> day_weights(const Country& country, int days) {
  std::vector<double> sums(static_cast<std::size_t>(days));
  double sum = 0;
  for (int day = 0; day < days; ++day) {
    const double year = day / 365.25;
    sum += std::exp(country.trend * year) * (1 + country.season * std::cos(2 * std::numbers::pi * (year - 0.54)));
    sums[static_cast<std::size_t>(day)] = sum;
  }
  for (double& value : sums) value /= sum;
  return sums;
}

std::string day_text(axes::Day day) {
  return fmt::format("{}", axes::text_of(day));
}

}  // namespace

axes::Territory territory_of(const Country& country, std::uint64_t seed) {
  Random random(seed, 1);
  std::vector<axes::TerritoryUnit> units;
  for (int row = 0; row < country.down; ++row)
    for (int column = 0; column < country.across; ++column) {
      axes::TerritoryUnit unit;
      unit.number = static_cast<std::int32_t>(units.size());
      unit.code = fmt::format("D{:03}", unit.number);
      unit.names.by_language["en"] = fmt::format("District {}", unit.number);
      unit.valid = {axes::k_first_day, axes::k_last_day};
      unit.area = {{border_of(country, column, row), {}}};
      unit.population[country.first_year] = 10'000 + static_cast<double>(random.below(200'000));
      units.push_back(std::move(unit));
    }
  return axes::Territory::make("bench", {{{"en", "Bench"}}}, "EPSG:4326", "generated", {{"district", {}}},
                               std::move(units), {})
      .value();
}

Result<Written> write_events(const Country& country, std::uint64_t seed, std::int64_t rows,
                             const std::filesystem::path& file) {
  std::ofstream out(file, std::ios::binary);
  if (!out) return fail(Code::unavailable, "error.file.unwritable", {{"file", file.string()}, {"reason", "open"}});
  const axes::Day first = std::chrono::sys_days(std::chrono::year(country.first_year) / 1 / 1);
  const axes::Day end = std::chrono::sys_days(std::chrono::year(country.first_year + country.years) / 1 / 1);
  const int days = static_cast<int>((end - first).count());
  const std::vector<double> weights = day_weights(country, days);
  std::vector<std::string> names;
  for (int day = 0; day < days + 400; ++day) names.push_back(day_text(first + std::chrono::days(day)));
  Random random(seed, 2);
  std::vector<geo::Point> spots;
  for (int i = 0; i < 40; ++i)
    spots.push_back(
        {k_west + random.uniform() * country.across * k_width, k_south + random.uniform() * country.down * k_height});
  static constexpr const char* k_channels[] = {"phone", "visit", "patrol", "web"};

  Written written;
  std::string buffer = "number,occurred,registered,longitude,latitude,category,damage,channel\n", row;
  for (; written.rows < rows; ++written.rows) {
    if (!row.empty() && random.uniform() < country.repeated) {
      ++written.repeated;
      buffer += row;
      continue;
    }
    const auto day =
        static_cast<std::size_t>(std::lower_bound(weights.begin(), weights.end(), random.uniform()) - weights.begin());
    const bool late = random.uniform() < country.late;
    const std::size_t delay =
        late ? std::min<std::size_t>(static_cast<std::size_t>(random.exponential() * 20), 390) : 0;
    geo::Point point{k_west + random.uniform() * country.across * k_width,
                     k_south + random.uniform() * country.down * k_height};
    if (random.uniform() < country.clustered) {
      const geo::Point spot = spots[random.below(spots.size())];
      point = {spot.x + 0.05 * random.normal(), spot.y + 0.05 * random.normal()};
    }
    const double draw = random.uniform();  // some classes are frequent, most are rare
    const int category = static_cast<int>(draw * draw * country.classes);
    const bool broken = random.uniform() < country.broken;
    const auto second = static_cast<int>(random.below(86'400));
    row.clear();
    fmt::format_to(std::back_inserter(row), "{},{} {:02}:{:02}:{:02},{},{:.6f},{:.6f},C{:02},{},{}\n", written.rows + 1,
                   broken ? "2015-02-30" : names[day], second / 3600, second / 60 % 60, second % 60, names[day + delay],
                   point.x, point.y, category, random.below(4) == 0 ? "" : std::to_string(random.below(100'000)),
                   k_channels[random.below(4)]);
    if (broken) ++written.broken;
    buffer += row;
    if (broken) row.clear();
    if (buffer.size() > (std::size_t{1} << 20)) {
      out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
      buffer.clear();
    }
  }
  out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  out.flush();
  if (!out) return fail(Code::unavailable, "error.file.unwritable", {{"file", file.string()}, {"reason", "write"}});
  return written;
}

std::string description_of(const Country& country) {
  return std::string("id = \"bench\"\n") + (country.keyed ? "key = [\"number\"]\n" : "") +
         fmt::format("covers = \"{}..{}\"\n", country.first_year, country.first_year + country.years - 1) + R"(
[time]
columns = ["occurred"]
formats = ["%Y-%m-%d %H:%M:%S"]
[place]
x = "longitude"
y = "latitude"
territory = "bench"
[class]
column = "category"
[[quantity]]
id = "damage"
column = "damage"
min = 0
[[attribute]]
id = "channel"
column = "channel"
)";
}

}  // namespace tartip::bench
