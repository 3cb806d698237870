#include "app/event_file.hpp"

#include <algorithm>
#include <optional>

#include "axes/delimited.hpp"
#include "base/number.hpp"
#include "forecast/calendar_effects.hpp"

namespace tartip::app {
namespace {

using forecast::Feast;

std::optional<Feast> feast_named(const std::string& name) {
  for (const Feast feast : {Feast::nauryz, Feast::eid_al_adha, Feast::eid_al_fitr, Feast::orthodox_easter})
    if (forecast::name_of(feast) == name) return feast;
  return std::nullopt;
}

std::vector<double> (*calendar_named(const std::string& name))(axes::Period, std::size_t) {
  if (name == "trading-days") return forecast::trading_day_column;
  if (name == "leap-year") return forecast::leap_year_column;
  if (name == "days") return forecast::log_days;
  return nullptr;
}

std::optional<std::int64_t> ordinal_in(const std::string& text, std::optional<axes::Unit> unit) {
  if (!unit) return number_in<std::int64_t>(text);
  if (const auto day = axes::parse_day(text)) return axes::period_of(*day, *unit).ordinal;
  if (const auto span = axes::parse_span(text)) return axes::period_of(span->from, *unit).ordinal;
  return std::nullopt;
}

}  // namespace

Result<std::vector<KnownEvent>> read_events(const std::filesystem::path& file, const SeriesFile& series) {
  auto table = axes::read_delimited(file);
  if (!table) return pass(table);
  const auto kind = table->needed_column("kind"), name = table->needed_column("name");
  if (!kind) return tl::unexpected<Error>(kind.error());
  if (!name) return tl::unexpected<Error>(name.error());
  const auto t = table->column("t"), only = table->column("series");
  std::vector<KnownEvent> events;
  for (std::size_t i = 0; i < table->rows.size(); ++i) {
    const auto& row = table->rows[i];
    KnownEvent event{.series = only ? row[*only] : "", .kind = row[*kind], .name = row[*name]};
    if (only && !event.series.empty() &&
        std::none_of(series.series.begin(), series.series.end(),
                     [&](const NamedSeries& one) { return one.name == event.series; }))
      return fail(Code::bad_data, "error.events.series", {{"value", event.series}}, table->where(i, "series"));
    if (event.kind == "feast" || event.kind == "calendar") {
      if (event.kind == "feast" ? !feast_named(event.name) : calendar_named(event.name) == nullptr)
        return fail(Code::bad_data, "error.events.name", {{"value", event.name}, {"kind", event.kind}},
                    table->where(i, "name"));
      if (!series.unit || *series.unit == axes::Unit::hour)
        return fail(Code::bad_data, "error.events.calendar", {{"kind", event.kind}}, table->where(i, "kind"));
    } else if (forecast::parse_event_kind(event.kind)) {
      const std::string text = t ? row[*t] : "";
      const auto ordinal = ordinal_in(text, series.unit);
      if (!ordinal) return fail(Code::bad_data, "error.events.time", {{"value", text}}, table->where(i, "t"));
      event.ordinal = *ordinal;
    } else {
      return fail(Code::bad_data, "error.events.kind", {{"value", event.kind}}, table->where(i, "kind"));
    }
    events.push_back(std::move(event));
  }
  return events;
}

forecast::EventColumns columns_of(const std::vector<KnownEvent>& events, const NamedSeries& series,
                                  std::optional<axes::Unit> unit, std::size_t horizon) {
  std::vector<forecast::Event> placed;
  const std::size_t length = series.values.size() + horizon;
  std::vector<std::pair<std::string, std::vector<double>>> computed;
  for (const KnownEvent& event : events) {
    if (!event.series.empty() && event.series != series.name) continue;
    if (const auto kind = forecast::parse_event_kind(event.kind)) {
      placed.push_back({static_cast<std::ptrdiff_t>(event.ordinal - series.first), *kind, event.name});
      continue;
    }
    const axes::Period first{*unit, series.first};
    computed.emplace_back(event.name, event.kind == "feast"
                                          ? forecast::feast_column(*feast_named(event.name), first, length)
                                          : calendar_named(event.name)(first, length));
  }
  forecast::EventColumns columns = forecast::event_columns(placed, series.values.size(), horizon);
  for (auto& [name, column] : computed) {
    const auto end = column.begin() + static_cast<std::ptrdiff_t>(series.values.size());
    const bool moves = std::any_of(column.begin(), end, [&](double value) { return value != column.front(); });
    (moves ? columns.names : columns.unknown).push_back(name);
    if (moves) columns.columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace tartip::app
