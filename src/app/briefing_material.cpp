#include "app/briefing_material.hpp"

#include <algorithm>
#include <filesystem>

#include "app/briefing_place.hpp"
#include "app/forecast_record.hpp"
#include "app/question.hpp"
#include "app/wording.hpp"
#include "base/hash.hpp"
#include "statistics/comparability.hpp"

namespace tartip::app {
namespace {

using axes::Span;
using axes::Unit;

Result<Span> span_of(const MaterialRequest& request, const store::Overview& overview) {
  std::optional<Span> span = request.period;
  if (!span) span = last_complete_year(overview);
  if (!span) span = overview.covers;
  if (!span) return fail(Code::bad_data, "error.briefing.empty", {{"register", request.register_id}});
  if (overview.covers && (span->to <= overview.covers->from || overview.covers->to <= span->from))
    return fail(Code::bad_input, "error.briefing.outside",
                {{"register", request.register_id},
                 {"period", axes::text_of(*span)},
                 {"covers", axes::text_of(*overview.covers)}});
  return request.cumulative ? axes::cumulative(*span) : Result<Span>(*span);
}

// The same days a year earlier, when the register covers all of them.
std::optional<Span> compared_span(Span span, const store::Overview& overview) {
  if (!overview.covers || (span.to - span.from).count() > 366) return std::nullopt;
  const Span before = axes::years_earlier(span);
  return before.from >= overview.covers->from && before.to <= overview.covers->to ? std::optional(before)
                                                                                  : std::nullopt;
}

// Asks the same register again and again, with the cut of the request.
class Asker {
 public:
  Asker(Centre& centre, const MaterialRequest& request) : centre_(centre), base_(base_query(request)) {}
  Result<cube::Panel> operator()(Span span, std::optional<Unit> every,
                                 const std::optional<std::string>& class_level = {}) const {
    cube::Query query = base_;
    query.filter.period = span;
    query.every = every;
    query.class_level = class_level;
    return centre_.store.query(query);
  }

 private:
  Centre& centre_;
  cube::Query base_;
};

Status add_panels(const Asker& ask, const store::Overview& overview, const std::optional<std::string>& class_level,
                  briefing::Material& material) {
  Result<cube::Panel> now = ask(material.span, std::nullopt, class_level);
  if (!now) return pass(now);
  material.now = std::move(*now);
  if (material.compared_with) {
    Result<cube::Panel> before = ask(*material.compared_with, std::nullopt, class_level);
    if (!before) return pass(before);
    material.before = std::move(*before);
  }
  const Span history{overview.covers ? std::min(overview.covers->from, material.span.from) : material.span.from,
                     material.span.to};
  Result<cube::Panel> monthly = ask(history, Unit::month);
  if (!monthly) return pass(monthly);
  material.monthly = std::move(*monthly);
  if (class_level) {
    Result<cube::Panel> by_class = ask(history, Unit::month, class_level);
    if (!by_class) return pass(by_class);
    material.monthly_by_class = std::move(*by_class);
  }
  // Where only the month is known, the first of the month is a convention, not a weekday.
  std::int64_t days_unknown = 0;
  for (int bit = 0; bit < registers::k_flag_count; ++bit)
    if (1U << bit == registers::k_uncertain_time) days_unknown = overview.flags[static_cast<std::size_t>(bit)];
  if (days_unknown * 2 < overview.events) {
    Result<cube::Panel> daily = ask(material.span, Unit::day);
    if (!daily) return pass(daily);
    material.daily = std::move(*daily);
  }
  if (overview.with_hour * 2 > overview.events) {
    Result<cube::Panel> hourly = ask(material.span, Unit::hour);
    if (!hourly) return pass(hourly);
    material.hourly = std::move(*hourly);
  }
  return {};
}

// Of unlike things a briefing tells of one, and calls its events by that name.
Status choose_subject(Centre& centre, const MaterialRequest& request, const registers::Description& description,
                      briefing::Material& material) {
  if (description.adds_up == registers::AddsUp::within_class && request.classes.size() != 1)
    return fail(Code::bad_input, "error.cube.name_class", {{"register", description.id}});
  for (const std::string& code : request.classes) material.filters.push_back("class=" + code);
  if (request.classes.size() == 1) {
    auto scheme = centre.store.scheme_of(description.id);
    if (!scheme) return pass(scheme);
    for (const axes::ClassItem& item : (*scheme)->items())
      if (item.code == request.classes.front()) material.event = item.names;
  }
  if (request.quantity.empty()) return {};
  material.filters.push_back("quantity=" + request.quantity);
  for (const registers::QuantityRule& rule : description.quantities) {
    if (rule.id != request.quantity) continue;
    if (!rule.unit.empty())
      return fail(Code::bad_input, "error.briefing.amount", {{"quantity", rule.id}, {"unit", rule.unit}});
    material.event = rule.names;
    if (material.event.by_language.empty()) material.event.by_language["en"] = rule.id;
  }
  return {};
}

briefing::Quality quality_of(const store::Overview& overview) {
  const auto count = [](std::int64_t number) { return static_cast<std::uint64_t>(number); };
  briefing::Quality quality;
  quality.records = count(overview.events);
  quality.quarantined = count(overview.quarantined);
  quality.without_time = count(overview.events - overview.with_time);
  quality.without_place = count(overview.events - std::max(overview.with_point, overview.with_unit));
  quality.without_class = count(overview.events - overview.with_class);
  for (int bit = 0; bit < registers::k_flag_count; ++bit)
    if (const std::int64_t flagged = overview.flags[static_cast<std::size_t>(bit)]; flagged > 0)
      quality.flags.push_back({std::string(registers::name_of_flag(bit)), count(flagged)});
  if (overview.days) {
    quality.first = overview.days->from;
    quality.last = overview.days->to - std::chrono::days(1);
  }
  quality.covers = overview.covers;
  return quality;
}

// Those whose rows are in the figures: not of an import that was taken back before the cut.
std::vector<briefing::SourceFile> files_of(const store::Overview& overview, std::optional<axes::Micros> known_on,
                                           const axes::TimeZone& zone) {
  std::vector<briefing::SourceFile> files;
  for (const store::ImportAccount& import : overview.imports) {
    if (import.withdrawn && (!known_on || import.withdrawn->known_on <= *known_on)) continue;
    for (const store::FileAccount& file : import.files) {
      const bool known =
          std::any_of(files.begin(), files.end(), [&](const auto& one) { return one.checksum == file.sha256; });
      if (!known)
        files.push_back({std::filesystem::path(file.file).filename().string(), file.sha256,
                         static_cast<std::uint64_t>(file.rows.read), text_of_moment(import.moment, zone)});
    }
  }
  return files;
}

}  // namespace

cube::Query base_query(const MaterialRequest& request) {
  cube::Query query;
  query.register_id = request.register_id;
  query.known_on = request.known_on;
  query.filter.classes = request.classes;
  query.filter.territories = request.territories;
  query.quantity = request.quantity;
  return query;
}

Result<briefing::Material> gather_material(Centre& centre, const MaterialRequest& request) {
  auto entry = centre.store.load_register(request.register_id);
  if (!entry) return pass(entry);
  auto overview = centre.store.overview(request.register_id);
  if (!overview) return pass(overview);
  if (overview->events == 0) return fail(Code::bad_data, "error.briefing.empty", {{"register", request.register_id}});
  Result<Span> span = span_of(request, *overview);
  if (!span) return pass(span);

  const registers::Description& description = entry->description;
  briefing::Material material;
  material.id = description.id;
  material.names = description.names;
  material.event = description.event;
  material.caution = description.caution;
  material.source = description.source;
  material.licence = description.licence;
  material.sample = description.sample;
  material.span = *span;
  material.compared_with = compared_span(*span, *overview);
  const bool of_part = !request.territories.empty();
  if (of_part)
    material.quality = {.of_part = true, .flags = {}, .first = {}, .last = {}, .covers = overview->covers};
  else
    material.quality = quality_of(*overview);
  for (const std::string& code : request.territories) material.filters.push_back("in=" + code);
  material.zone = description.time.zone.empty() ? centre.profile.zone : description.time.zone;
  material.known_on = request.known_on_text;
  material.description_checksum = sha256_hex(entry->toml);
  if (!of_part) material.files = files_of(*overview, request.known_on, centre.zone);

  if (Status chosen = choose_subject(centre, request, description, material); !chosen) return pass(chosen);

  std::optional<std::string> class_level;
  if (!description.classes.column.empty()) {
    auto scheme = centre.store.scheme_of(description.id);
    if (!scheme) return pass(scheme);
    const axes::ClassLevel& top = (*scheme)->levels().front();
    class_level = top.id;
    material.class_level = top.names;
    if (material.compared_with)
      material.comparable = statistics::comparable_classes(**scheme, 0, material.span, *material.compared_with);
  }
  if (Status added = add_panels(Asker(centre, request), *overview, class_level, material); !added) return pass(added);
  if (Status added = add_place(centre, request, description, *overview, material); !added) return pass(added);
  if (of_part) return material;  // the score card is that of all forecasts of the register
  auto record = forecast_record_of(centre, description.id, request.known_on);
  if (!record) return pass(record);
  material.forecasts = std::move(*record);
  return material;
}

}  // namespace tartip::app
