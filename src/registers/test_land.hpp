// A small land and a small scheme, and records to check against them.
#pragma once
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "registers/validation.hpp"

namespace tartip::registers {

using Texts = std::vector<std::string>;
inline constexpr axes::Micros k_now = 1'700'000'000 * axes::k_micros_per_second;  // 2023-11-14
inline constexpr axes::Span k_always{axes::Day{std::chrono::year{1} / 1 / 1},
                                     axes::Day{std::chrono::year{9999} / 1 / 1}};

inline geo::MultiPolygon square(double x, double y, double side) {
  return {{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}, {}}};
}

// Region R (10…12° E, 50…51° N) with two districts, west W and east E, each with a village called Berg; W ends on
// 2020-01-01.
inline axes::Territory land() {
  const axes::Day split = *axes::parse_day("2020-01-01");
  std::vector<axes::TerritoryUnit> units(6);
  const auto unit = [&](std::int32_t n, std::int32_t level, std::int32_t parent, std::string code,
                        std::string name) -> axes::TerritoryUnit& {
    axes::TerritoryUnit& u = units[static_cast<std::size_t>(n)];
    u.number = n;
    u.level = level;
    u.parent = parent;
    u.code = std::move(code);
    u.names.by_language["en"] = std::move(name);
    u.valid = k_always;
    return u;
  };
  unit(0, 0, -1, "R", "Region");
  unit(1, 1, 0, "W", "West").area = square(10, 50, 1);
  unit(2, 1, 0, "E", "East").area = square(11, 50, 1);
  unit(3, 2, 1, "W1", "Berg");
  unit(4, 2, 2, "E1", "Berg");
  unit(5, 1, 0, "N", "New West").area = square(10, 50, 1);
  units[1].valid.to = units[3].valid.to = split;
  units[5].valid.from = split;
  auto made = axes::Territory::make("land", {}, "EPSG:4326", "", {{"region", {}}, {"district", {}}, {"village", {}}},
                                    std::move(units), {});
  REQUIRE_MESSAGE(made, made.error().describe());
  return std::move(*made);
}

inline axes::Classification scheme() {
  std::vector<axes::ClassItem> items(2);
  items[0] = {0, 0, -1, "01", {{{"en", "Theft"}}}, k_always, true};
  items[1] = {1, 0, -1, "02", {{{"en", "Fraud"}}}, {*axes::parse_day("2020-01-01"), k_always.to}, true};
  auto made = axes::Classification::make("code", {}, "", {{"article", {}}}, std::move(items), {});
  REQUIRE_MESSAGE(made, made.error().describe());
  return std::move(*made);
}

// A description and the fields of one record, checked against the land and the scheme.
struct Case {
  axes::Territory territory = land();
  axes::Classification classes = scheme();
  axes::TimeZone zone = *axes::TimeZone::named("Europe/Berlin");
  Description description;
  Texts columns;
  Event event;
  Rejection rejection;

  explicit Case(const std::string& toml) {
    auto parsed = parse_description("id = \"r\"\n" + toml, "r.toml");
    REQUIRE_MESSAGE(parsed, parsed.error().describe());
    description = std::move(*parsed);
  }
  Result<Plan> plan() {
    return Plan::make(description, columns,
                      {description.place.territory.empty() ? nullptr : &territory,
                       description.classes.scheme.empty() ? nullptr : &classes, &zone, k_now});
  }
  bool check(const Texts& fields) {
    auto made = plan();
    REQUIRE_MESSAGE(made, made.error().describe());
    return check(*made, fields);
  }
  bool check(const Plan& made, const Texts& fields) {
    Record record;
    record.line = 7;
    raw.clear();
    for (const std::string& field : fields) raw += field + ";";
    record.raw = raw;
    texts = fields;
    record.fields.assign(texts.begin(), texts.end());
    return made.check(record, event, rejection);
  }
  std::string raw;
  Texts texts;
};

inline std::string flags(const Event& event) {
  std::string text;
  for (int bit = 0; bit < k_flag_count; ++bit) {
    if ((event.flags >> bit & 1U) != 0) text += (text.empty() ? "" : " ") + std::string(name_of_flag(bit));
  }
  return text;
}

inline axes::Micros utc(const std::string& day, int hour, int minute = 0) {
  return axes::parse_day(day)->time_since_epoch().count() * axes::k_micros_per_day +
         (hour * 60 + minute) * 60 * axes::k_micros_per_second;
}

}  // namespace tartip::registers
