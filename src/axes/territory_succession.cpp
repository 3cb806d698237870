// Where the ground of an ended unit went: as the description states, else as the polygons of before and after show.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "axes/delimited.hpp"
#include "axes/territory_drafts.hpp"
#include "base/number.hpp"
#include "geo/measure.hpp"
#include "geo/overlay.hpp"

namespace tartip::axes {
namespace {

// Two drawings of one border differ by slivers: less than this part of both units is not a succession, and what cannot
// be explained beyond it is not sure.
constexpr double k_sliver = 0.05;

constexpr double k_unknown = std::numeric_limits<double>::quiet_NaN();

struct Candidate {
  std::int32_t from = -1;
  std::int32_t to = -1;
  double of_from = 0;  // the shared ground as a part of each
  double of_to = 0;
};

const TerritoryUnit& at(const std::vector<TerritoryUnit>& units, std::int32_t number) {
  return units[static_cast<std::size_t>(number)];
}

std::optional<std::int32_t> unit_with(const std::vector<TerritoryUnit>& units, std::int32_t level,
                                      const std::string& code, Day day) {
  for (const TerritoryUnit& unit : units)
    if (unit.level == level && unit.code == code && unit.valid.contains(day)) return unit.number;
  return std::nullopt;
}

Status add_stated(const StatedSuccession& stated, const std::vector<TerritoryUnit>& units,
                  std::vector<Succession>& result) {
  const auto from = unit_with(units, stated.level, stated.from, stated.day - std::chrono::days{1});
  if (!from)
    return fail(Code::bad_data, "error.territory.succession_unknown",
                {{"code", stated.from}, {"day", text_of(stated.day)}}, stated.where);
  for (std::size_t i = 0; i < stated.to.size(); ++i) {
    const auto to = unit_with(units, stated.level, stated.to[i], stated.day);
    if (!to)
      return fail(Code::bad_data, "error.territory.succession_unknown",
                  {{"code", stated.to[i]}, {"day", text_of(stated.day)}}, stated.where);
    const double share = !stated.shares.empty() ? stated.shares[i] : stated.to.size() == 1 ? 1 : k_unknown;
    result.push_back({*from, *to, stated.day, share});
  }
  return {};
}

Result<std::vector<StatedSuccession>> read_stated(std::int32_t level, const std::filesystem::path& path) {
  const auto table = read_delimited(path);
  if (!table) return tl::unexpected<Error>(table.error());
  std::map<std::string, std::size_t> columns;
  for (const char* name : {"from", "to", "day"}) {
    const auto column = table->needed_column(name);
    if (!column) return tl::unexpected<Error>(column.error());
    columns[name] = *column;
  }
  const auto share_column = table->column("share");
  std::vector<StatedSuccession> result;
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    const auto& fields = table->rows[row];
    auto day = parse_day(fields[columns["day"]]);
    if (!day) return tl::unexpected<Error>(std::move(day.error()).at(table->where(row, "day")));
    double share = k_unknown;
    if (share_column && !fields[*share_column].empty()) {
      const std::string& text = fields[*share_column];
      const auto read = number_in<double>(text);
      if (!read || !(*read >= 0 && *read <= 1))
        return fail(Code::bad_data, "error.territory.share", {{"value", text}}, table->where(row, "share"));
      share = *read;
    }
    result.push_back(
        {fields[columns["from"]], {fields[columns["to"]]}, {share}, level, *day, table->where(row, "from")});
  }
  return result;
}

std::vector<Candidate> shared_grounds(const std::vector<TerritoryUnit>& units, const std::vector<std::int32_t>& ended,
                                      const std::vector<std::int32_t>& begun) {
  std::vector<Candidate> candidates;
  for (std::int32_t from : ended)
    for (std::int32_t to : begun) {
      const geo::MultiPolygon& a = at(units, from).area;
      const geo::MultiPolygon& b = at(units, to).area;
      if (a.empty() || b.empty()) continue;
      const double shared = a == b ? geo::plane_area(a) : geo::shared_area(a, b);
      if (shared <= 0) continue;
      const Candidate candidate{from, to, shared / geo::plane_area(a), shared / geo::plane_area(b)};
      if (candidate.of_from >= k_sliver || candidate.of_to >= k_sliver) candidates.push_back(candidate);
    }
  return candidates;
}

// A unit is sure when the kept pieces explain all of it and all their other ends are sure as well.
std::set<std::int32_t> unsure_units(const std::vector<std::int32_t>& ended, const std::vector<std::int32_t>& begun,
                                    const std::vector<Candidate>& candidates) {
  std::map<std::int32_t, double> explained;
  for (const Candidate& candidate : candidates) {
    explained[candidate.from] += candidate.of_from;
    explained[candidate.to] += candidate.of_to;
  }
  std::set<std::int32_t> unsure;
  for (const auto* side : {&ended, &begun})
    for (std::int32_t number : *side)
      if (explained[number] < 1 - k_sliver) unsure.insert(number);
  for (bool grew = true; grew;) {
    grew = false;
    for (const Candidate& candidate : candidates)
      if (unsure.contains(candidate.from) != unsure.contains(candidate.to)) {
        unsure.insert(candidate.from);
        unsure.insert(candidate.to);
        grew = true;
      }
  }
  return unsure;
}

void derive(const TerritoryDescription& description, const std::vector<TerritoryUnit>& units, std::int32_t level,
            Day day, std::vector<Succession>& result, Remarks& remarks) {
  std::set<std::int32_t> stated;
  for (const Succession& succession : result)
    if (succession.day == day) {
      stated.insert(succession.from);
      stated.insert(succession.to);
    }
  std::vector<std::int32_t> ended, begun;
  for (const TerritoryUnit& unit : units) {
    if (unit.level != level || stated.contains(unit.number)) continue;
    if (unit.valid.to == day) ended.push_back(unit.number);
    if (unit.valid.from == day) begun.push_back(unit.number);
  }
  const std::vector<Candidate> candidates = shared_grounds(units, ended, begun);
  const std::set<std::int32_t> unsure = unsure_units(ended, begun, candidates);
  for (const Candidate& candidate : candidates) {
    if (unsure.contains(candidate.from)) continue;
    // Ground is not residents and not events: a true part stays unknown.
    const double share = candidate.of_from >= 1 - k_sliver ? 1 : k_unknown;
    result.push_back({candidate.from, candidate.to, day, share});
  }
  for (std::int32_t number : unsure)
    remarks.push_back({Code::bad_data,
                       "remark.territory.succession_unsure",
                       {{"territory", description.id},
                        {"code", at(units, number).code},
                        {"name", at(units, number).names.in("en")},
                        {"day", text_of(day)}},
                       {}});
}

}  // namespace

Result<std::vector<Succession>> find_successions(const TerritoryDescription& description, const Places& places,
                                                 const std::vector<TerritoryUnit>& units, Remarks& remarks) {
  std::vector<Succession> result;
  for (const StatedSuccession& stated : description.successions)
    if (Status status = add_stated(stated, units, result); !status) return pass(status);
  for (const auto& [level, file] : description.succession_files) {
    const auto rows = read_stated(level, places.of(file));
    if (!rows) return tl::unexpected<Error>(rows.error());
    for (const StatedSuccession& stated : *rows)
      if (Status status = add_stated(stated, units, result); !status) return pass(status);
  }
  if (!description.derive_successions) return result;
  for (std::size_t level = 0; level < description.levels.size(); ++level) {
    std::set<Day> days;
    for (const TerritoryUnit& unit : units)
      if (unit.level == static_cast<std::int32_t>(level) && unit.valid.to != k_last_day) days.insert(unit.valid.to);
    for (Day day : days) derive(description, units, static_cast<std::int32_t>(level), day, result, remarks);
  }
  return result;
}

}  // namespace tartip::axes
