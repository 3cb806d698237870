#include <algorithm>
#include <cmath>
#include <limits>

#include "registers/number.hpp"
#include "registers/plan_steps.hpp"

namespace tartip::registers {

Result<PlaceStep> PlaceStep::make(const Description& description, const ColumnFinder& columns, const Axes& axes) {
  PlaceStep step;
  step.rule_ = description.place;
  step.decimal_ = description.file.decimal;
  step.thousands_ = description.file.thousands;
  const PlaceRule& rule = step.rule_;
  for (const auto& [name, target] : {std::pair{&rule.x_column, &step.x_},
                                     {&rule.y_column, &step.y_},
                                     {&rule.code_column, &step.code_},
                                     {&rule.within_column, &step.within_}}) {
    auto column = columns.find(*name);
    if (!column) return pass(column);
    *target = *column;
  }
  auto projection = geo::Projection::named(rule.crs);
  if (!projection) return pass(projection);
  step.projection_ = std::move(*projection);
  if (rule.territory.empty()) return step;

  step.territory_ = axes.territory;
  if (step.territory_ == nullptr) {
    return fail(Code::not_found, "error.register.territory_missing",
                {{"register", description.id}, {"territory", rule.territory}});
  }
  const bool local_units = step.territory_->plane().starts_with("local:");
  if (step.x_ >= 0 && local_units != step.projection_->is_local()) {
    return fail(Code::bad_input, "error.register.plane",
                {{"register", description.id},
                 {"crs", rule.crs},
                 {"territory", rule.territory},
                 {"plane", step.territory_->plane()}});
  }
  for (const auto& [id, target] :
       {std::pair{&rule.code_level, &step.level_}, {&rule.within_level, &step.within_level_}}) {
    if (id->empty()) continue;
    const auto level = step.territory_->level_named(*id);
    if (!level) {
      std::string known;
      for (const auto& one : step.territory_->levels()) known += (known.empty() ? "" : ", ") + one.id;
      return fail(Code::bad_input, "error.register.level_missing",
                  {{"register", description.id}, {"level", *id}, {"territory", rule.territory}, {"levels", known}});
    }
    *target = *level;
  }
  step.epochs_ = Epochs::of(step.territory_->units());
  step.cache_ = std::make_unique<LookupCache>();
  return step;
}

bool PlaceStep::check_point(const Fields& fields, Event& event, Rejection& rejection) const {
  const std::string_view x_text = fields[x_];
  const std::string_view y_text = fields[y_];
  if (x_text.empty() && y_text.empty()) return true;
  if (x_text.empty() || y_text.empty()) {
    return reject(rejection, x_text.empty() ? rule_.x_column : rule_.y_column, "", "expected.both_coordinates");
  }
  const auto x = parse_number(x_text, decimal_, thousands_);
  if (!x) return reject(rejection, rule_.x_column, x_text, "expected.number");
  const auto y = parse_number(y_text, decimal_, thousands_);
  if (!y) return reject(rejection, rule_.y_column, y_text, "expected.number");
  if (std::ranges::find(rule_.unknown, geo::Point{*x, *y}) != rule_.unknown.end()) return true;

  event.x = *x * rule_.scale;
  event.y = *y * rule_.scale;
  event.longitude = event.latitude = std::numeric_limits<double>::quiet_NaN();
  if (projection_->is_local()) {
    event.x *= projection_->metres_per_unit();
    event.y *= projection_->metres_per_unit();
    event.has_point = true;
    return true;
  }
  if (projection_->is_geographic()) {
    if (std::abs(event.y) > 90) {
      const bool swapped = std::abs(event.y) <= 180 && std::abs(event.x) <= 90;
      return reject(rejection, rule_.y_column, y_text, swapped ? "expected.swapped" : "expected.latitude");
    }
    if (std::abs(event.x) > 180) return reject(rejection, rule_.x_column, x_text, "expected.longitude");
  }
  const auto degrees = projection_->to_degrees({event.x, event.y});
  if (!degrees) return reject(rejection, rule_.x_column, x_text, "expected.in_projection", {{"crs", rule_.crs}});
  event.longitude = degrees->x;
  event.latitude = degrees->y;
  event.has_point = true;
  return true;
}

std::int32_t PlaceStep::unit_named(std::string_view text, std::int32_t level, axes::Day day, std::uint64_t epoch,
                                   std::int32_t within) const {
  const std::uint64_t kind = epoch << 40 | static_cast<std::uint64_t>(level) << 32 | static_cast<std::uint32_t>(within);
  return cache_->find(text, kind, [&] {
    std::string word(text);
    if (const auto alias = rule_.aliases.find(word); alias != rule_.aliases.end()) word = alias->second;
    auto unit = territory_->unit_with_code(word, level, day);
    if (unit && within >= 0 &&
        territory_->ancestor(*unit, territory_->units()[static_cast<std::size_t>(within)].level) != within) {
      unit.reset();
    }
    if (!unit) unit = territory_->unit_with_name(word, level, day, within);
    return unit.value_or(LookupCache::k_none);
  });
}

// Both ways to a unit agree when one stands below the other: then the lower one is the more precise answer.
void PlaceStep::join(std::int32_t by_point, std::int32_t by_code, Event& event) const {
  if (by_point < 0 || by_code < 0) {
    event.unit = std::max(by_point, by_code);
    return;
  }
  const auto level_of = [&](std::int32_t unit) { return territory_->units()[static_cast<std::size_t>(unit)].level; };
  if (territory_->ancestor(by_point, level_of(by_code)) == by_code) {
    event.unit = by_point;
    return;
  }
  event.unit = by_code;
  if (territory_->ancestor(by_code, level_of(by_point)) != by_point) event.flags |= k_place_conflict;
}

bool PlaceStep::check_unit(const Fields& fields, axes::Day day, Event& event, Rejection& rejection) const {
  const bool local = projection_->is_local();
  std::int32_t by_code = -1;
  bool named = false;
  if (code_ >= 0) {
    const std::string_view code = fields[code_];
    if (!code.empty()) {
      named = true;
      const std::uint64_t epoch = epochs_.of_day(day);
      std::int32_t within = -1;
      bool above_known = true;
      if (within_ >= 0) {
        if (const std::string_view above = fields[within_]; !above.empty()) {
          within = unit_named(above, within_level_, day, epoch, -1);
          above_known = within >= 0;
        }
      }
      if (above_known) by_code = unit_named(code, level_, day, epoch, within);
      if (by_code < 0) {
        if (rule_.unknown_code == Rule::quarantine) {
          return reject(rejection, rule_.code_column, code, "expected.unit",
                        {{"level", rule_.code_level}, {"territory", rule_.territory}});
        }
        event.flags |= k_unknown_unit;
        // The unit above is still known.
        by_code = within;
      }
    }
  }
  std::int32_t by_point = -1;
  if (event.has_point) {
    by_point =
        territory_->unit_at(local ? geo::Point{event.x, event.y} : geo::Point{event.longitude, event.latitude}, day);
    if (by_point < 0) {
      if (projection_->is_geographic() && std::abs(event.longitude) <= 90 &&
          territory_->unit_at({event.latitude, event.longitude}, day) >= 0) {
        return reject(rejection, rule_.y_column, fields[y_], "expected.swapped");
      }
      if (rule_.outside == Rule::quarantine) {
        return reject(rejection, rule_.x_column, fields[x_], "expected.inside", {{"territory", rule_.territory}});
      }
      event.flags |= k_outside_territory;
    }
  }
  join(by_point, by_code, event);
  if (rule_.required && !event.has_point && !named) return reject(rejection, rule_.code_column, "", "expected.place");
  if (!event.has_point && event.unit < 0 && !named) event.flags |= k_no_place;
  return true;
}

bool PlaceStep::check(const Fields& fields, axes::Day day, Event& event, Rejection& rejection) const {
  event.has_point = false;
  event.x = event.y = event.longitude = event.latitude = 0;
  event.unit = -1;
  if (x_ >= 0 && !check_point(fields, event, rejection)) return false;
  if (territory_ != nullptr) return check_unit(fields, day, event, rejection);
  if (event.has_point) return true;
  if (rule_.required) return reject(rejection, rule_.x_column, "", "expected.place");
  event.flags |= k_no_place;
  return true;
}

}  // namespace tartip::registers
