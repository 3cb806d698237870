#include "statistics/release_difference.hpp"

#include <array>
#include <cstdlib>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace tartip::statistics {
namespace {

struct Figure {
  const PublishedTable* table = nullptr;
  const PublishedObservation* observation = nullptr;
  const PublishedDefinition& definition() const { return table->definitions[observation->definition]; }
};
using Figures = std::map<std::pair<std::string, std::string>, Figure>;  // by table and key

Figures figures_of(const std::vector<PublishedTable>& tables) {
  Figures figures;
  for (const PublishedTable& table : tables)
    for (const PublishedObservation& observation : table.observations)
      figures[{table.id, figure_key(table, observation)}] = {&table, &observation};
  return figures;
}

// "kz:a:v2/2022/…" without the version: the definition comes first in a key, its colons are its own.
std::string without_version(const std::string& key) {
  const std::size_t slash = key.find('/');
  const std::size_t colon = key.rfind(":v", slash);
  if (colon == std::string::npos) return key;
  return key.substr(0, colon) + key.substr(slash);
}

std::set<std::string> source_bytes(const Figure& figure) {
  std::set<std::string> bytes;
  if (figure.observation->sources.empty())
    for (const PublishedSource& source : figure.table->sources) bytes.insert(source.sha256);
  for (std::uint32_t source : figure.observation->sources) bytes.insert(figure.table->sources[source].sha256);
  return bytes;
}

bool is_withheld(const Figure& figure) {
  return figure.observation->status == ObservationStatus::suppressed;
}

std::vector<RevisionReason> reasons_of(const Figure& before, const Figure& after) {
  std::vector<RevisionReason> reasons;
  if (source_bytes(before) != source_bytes(after)) reasons.push_back(RevisionReason::source);
  const PublishedDefinition &was = before.definition(), &is = after.definition();
  if (was.id != is.id || was.text.by_language != is.text.by_language) reasons.push_back(RevisionReason::definition);
  if (is_withheld(before) != is_withheld(after)) reasons.push_back(RevisionReason::disclosure);
  if (reasons.empty() || reasons == std::vector{RevisionReason::source}) {
    if (before.observation->value == after.observation->value)
      reasons = {RevisionReason::standing};
    else if (reasons.empty())
      reasons.push_back(RevisionReason::unexplained);
  }
  return reasons;
}

// Of a figure that the other release does not have.
RevisionReason absence_of(const Figure& figure, const std::vector<PublishedTable>& other) {
  for (const PublishedTable& table : other) {
    if (table.id != figure.table->id || figure.observation->sources.empty()) continue;
    std::set<std::string> there;
    for (const PublishedSource& source : table.sources) there.insert(source.sha256);
    for (const std::string& bytes : source_bytes(figure))
      if (!there.contains(bytes)) return RevisionReason::source;
  }
  return RevisionReason::coverage;
}

Revision revision_of(const std::pair<std::string, std::string>& key, const Figure* before, const Figure* after) {
  constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
  Revision revision{.table = key.first,
                    .figure = key.second,
                    .definition_before = before != nullptr ? before->definition().id : "",
                    .definition_after = after != nullptr ? after->definition().id : "",
                    .kind = before == nullptr  ? RevisionKind::appeared
                            : after == nullptr ? RevisionKind::vanished
                                               : RevisionKind::changed,
                    .before = before != nullptr ? before->observation->value : "",
                    .after = after != nullptr ? after->observation->value : "",
                    .difference = k_nan,
                    .percent = k_nan,
                    .reasons = {}};
  if (before != nullptr) revision.status_before = before->observation->status;
  if (after != nullptr) revision.status_after = after->observation->status;
  if (!revision.before.empty() && !revision.after.empty()) {
    const double was = std::strtod(revision.before.c_str(), nullptr), is = std::strtod(revision.after.c_str(), nullptr);
    revision.difference = is - was;
    if (was != 0) revision.percent = 100 * (is - was) / std::abs(was);
  }
  if (before != nullptr && after != nullptr) revision.reasons = reasons_of(*before, *after);
  return revision;
}

bool is_same(const Figure& before, const Figure& after) {
  return before.observation->value == after.observation->value &&
         before.observation->status == after.observation->status && before.definition().id == after.definition().id &&
         before.definition().text.by_language == after.definition().text.by_language;
}

}  // namespace

std::string_view name_of(RevisionKind kind) {
  constexpr std::array<std::string_view, 3> k_names = {"changed", "appeared", "vanished"};
  return k_names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(RevisionReason reason) {
  constexpr std::array<std::string_view, 6> k_names = {"source",   "definition", "disclosure",
                                                       "standing", "coverage",   "unexplained"};
  return k_names[static_cast<std::size_t>(reason)];
}

ReleaseDifference differences(const std::vector<PublishedTable>& before, const std::vector<PublishedTable>& after) {
  const Figures old_figures = figures_of(before), new_figures = figures_of(after);
  // What the later release does not have under its exact definition, by name without version.
  Figures orphans;
  const auto only_one_side = [&](const std::pair<std::string, std::string>& key, const Figure* earlier,
                                 const Figure* later) {
    Revision revision = revision_of(key, earlier, later);
    revision.reasons = {earlier == nullptr ? absence_of(*later, before) : absence_of(*earlier, after)};
    return revision;
  };
  for (const auto& [key, figure] : old_figures)
    if (!new_figures.contains(key)) orphans[{key.first, without_version(key.second)}] = figure;

  ReleaseDifference result;
  std::map<std::pair<std::string, std::string>, Revision> revisions;
  for (const auto& [key, figure] : new_figures) {
    const Figure* earlier = nullptr;
    if (const auto found = old_figures.find(key); found != old_figures.end()) {
      earlier = &found->second;
    } else if (const auto orphan = orphans.find({key.first, without_version(key.second)}); orphan != orphans.end()) {
      revisions.emplace(key, revision_of(key, &orphan->second, &figure));
      orphans.erase(orphan);
      continue;
    }
    if (earlier != nullptr && is_same(*earlier, figure))
      ++result.same;
    else
      revisions.emplace(key,
                        earlier == nullptr ? only_one_side(key, nullptr, &figure) : revision_of(key, earlier, &figure));
  }
  for (const auto& [key, figure] : orphans) {
    const std::pair<std::string, std::string> full{key.first, figure_key(*figure.table, *figure.observation)};
    revisions.emplace(full, only_one_side(full, &figure, nullptr));
  }
  for (auto& [key, revision] : revisions) result.revisions.push_back(std::move(revision));
  return result;
}

}  // namespace tartip::statistics
