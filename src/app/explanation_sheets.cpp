#include <algorithm>
#include <cmath>

#include "app/explanation.hpp"
#include "statistics/table.hpp"

namespace tartip::app {
namespace {

using statistics::PartValue;
using statistics::RatePart;

constexpr std::size_t k_most_parts = 30;

SheetCell whole_cell(double value) {
  return std::isfinite(value) ? SheetCell(static_cast<std::int64_t>(std::llround(value))) : SheetCell();
}

std::string yes_or_no(bool value) {
  return value ? "yes" : "no";
}

// Every part has an exposure on one side at least, and none is unknown.
bool can_decompose(const Cut& cut) {
  return !cut.exposure.empty() && std::all_of(cut.exposure.begin(), cut.exposure.end(), [](const RatePart& one) {
    return std::isfinite(one.exposure_current) && std::isfinite(one.exposure_previous) &&
           std::isfinite(one.events_current) && std::isfinite(one.events_previous);
  });
}

std::string name_of_part(const statistics::Part& part, const Wording& words) {
  if (part.kind == statistics::PartKind::rest) return words("word.rest_of", {{"count", std::to_string(part.members)}});
  if (part.code.empty()) return words("word.unknown");
  return part.names.by_language.empty() ? part.code : part.names.in(words.language());
}

std::vector<Sheet> count_sheets(const Explained& explained, const Wording& words) {
  Sheet cuts{.id = "splits", .title = words("title.splits")};
  cuts.columns = {words.column("split"),
                  words.column("split_name"),
                  words.column("previous", CellKind::integer),
                  words.column("current", CellKind::integer),
                  words.column("change", CellKind::integer),
                  words.column("change_percent", CellKind::change),
                  words.column("gross_rise", CellKind::integer),
                  words.column("gross_fall", CellKind::integer),
                  words.column("opposite", CellKind::word),
                  words.column("size_effect", CellKind::number, 0),
                  words.column("mix_effect", CellKind::number, 0),
                  words.column("rate_effect", CellKind::number, 0),
                  words.column("whole", CellKind::word)};
  Sheet parts{.id = "parts", .title = words("title.parts")};
  parts.columns = {words.column("split"),
                   words.column("split_name"),
                   words.column("code"),
                   words.column("name"),
                   words.column("previous", CellKind::integer),
                   words.column("current", CellKind::integer),
                   words.column("change", CellKind::integer),
                   words.column("change_percent", CellKind::change),
                   words.column("contribution", CellKind::number),
                   words.column("verdict", CellKind::word),
                   words.column("offsets", CellKind::word),
                   words.column("match", CellKind::word),
                   words.column("mix_effect", CellKind::number, 0),
                   words.column("rate_effect", CellKind::number, 0)};
  for (const Cut& cut : explained.cuts) {
    const statistics::Composition composed =
        statistics::compose(cut.parts, {.most_parts = k_most_parts,
                                        .total = explained.total,
                                        .total_current = explained.total_current,
                                        .total_previous = explained.total_previous});
    std::optional<statistics::CountDecomposition> effects;
    if (can_decompose(cut))
      if (auto decomposed = statistics::decompose_count(cut.exposure)) effects = std::move(*decomposed);
    cuts.rows.push_back({cut.id, cut.name, whole_cell(composed.total.previous), whole_cell(composed.total.current),
                         whole_cell(composed.total.absolute), number_cell(composed.total.percent),
                         whole_cell(composed.gross_rise), whole_cell(composed.gross_fall), yes_or_no(composed.opposite),
                         effects ? number_cell(effects->size) : SheetCell(),
                         effects ? number_cell(effects->mix) : SheetCell(),
                         effects ? number_cell(effects->rate) : SheetCell(), yes_or_no(composed.whole)});
    for (const statistics::Part& part : composed.parts) {
      const auto at = std::find_if(cut.parts.begin(), cut.parts.end(), [&](const PartValue& one) {
        return !part.code.empty() && one.code == part.code && one.number == part.number;
      });
      const bool known = at != cut.parts.end();
      const auto effect = [&](double statistics::RateEffect::*which) {
        if (!effects || !known) return SheetCell();
        return number_cell(effects->parts[static_cast<std::size_t>(at - cut.parts.begin())].*which);
      };
      const statistics::Match match = known ? at->match : statistics::Match::same;
      // Among many parts some rise or fall by chance: such a verdict must survive the correction for their number.
      statistics::Verdict verdict = part.change.verdict;
      const bool said = verdict == statistics::Verdict::rise || verdict == statistics::Verdict::fall;
      if (said && !(part.p_adjusted <= 1 - explained.total.level)) verdict = statistics::Verdict::unclear;
      parts.rows.push_back(
          {cut.id, cut.name, part.code.empty() ? SheetCell() : SheetCell(part.code), name_of_part(part, words),
           whole_cell(part.change.previous), whole_cell(part.change.current), whole_cell(part.change.absolute),
           number_cell(part.change.percent), number_cell(part.points), std::string(statistics::name_of(verdict)),
           part.offsets ? SheetCell(yes_or_no(true)) : SheetCell(), std::string(statistics::name_of(match)),
           effect(&statistics::RateEffect::mix), effect(&statistics::RateEffect::rate)});
    }
  }
  cuts.columns.front().detail = parts.columns.front().detail = true;
  cuts.note = words("note.explain");
  return {std::move(cuts), std::move(parts)};
}

Result<std::vector<Sheet>> share_sheets(const Explained& explained, const Wording& words) {
  Sheet cuts{.id = "splits", .title = words("title.splits")};
  cuts.columns = {words.column("split"),
                  words.column("split_name"),
                  words.column("previous", CellKind::number, 2),
                  words.column("current", CellKind::number, 2),
                  words.column("change", CellKind::number, 2),
                  words.column("mix_effect", CellKind::number, 2),
                  words.column("rate_effect", CellKind::number, 2)};
  Sheet parts{.id = "parts", .title = words("title.parts")};
  parts.columns = {words.column("split"),
                   words.column("split_name"),
                   words.column("code"),
                   words.column("name"),
                   words.column("previous", CellKind::number, 2),
                   words.column("current", CellKind::number, 2),
                   words.column("weight_previous", CellKind::percent),
                   words.column("weight_current", CellKind::percent),
                   words.column("mix_effect", CellKind::number, 2),
                   words.column("rate_effect", CellKind::number, 2)};
  for (const Cut& cut : explained.cuts) {
    auto decomposed = statistics::decompose_rate(cut.exposure);
    if (!decomposed) return pass(decomposed);
    double all_current = 0, all_previous = 0;
    for (const RatePart& one : cut.exposure) all_current += one.exposure_current, all_previous += one.exposure_previous;
    cuts.rows.push_back({cut.id, cut.name, 100 * decomposed->rate_previous, 100 * decomposed->rate_current,
                         100 * (decomposed->rate_current - decomposed->rate_previous), 100 * decomposed->mix_effect,
                         100 * decomposed->rate_effect});
    std::vector<std::size_t> order(cut.parts.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto size = [&](std::size_t i) { return std::abs(decomposed->parts[i].mix + decomposed->parts[i].rate); };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size(a) > size(b); });
    for (std::size_t i : order) {
      const RatePart& one = cut.exposure[i];
      parts.rows.push_back(
          {cut.id, cut.name, cut.parts[i].code,
           cut.parts[i].names.by_language.empty() ? cut.parts[i].code : cut.parts[i].names.in(words.language()),
           number_cell(100 * one.events_previous / one.exposure_previous),
           number_cell(100 * one.events_current / one.exposure_current), 100 * one.exposure_previous / all_previous,
           100 * one.exposure_current / all_current, 100 * decomposed->parts[i].mix, 100 * decomposed->parts[i].rate});
    }
  }
  cuts.columns.front().detail = parts.columns.front().detail = true;
  cuts.note = words("note.explain.share");
  return std::vector<Sheet>{std::move(cuts), std::move(parts)};
}

}  // namespace

Result<std::vector<Sheet>> sheets_of(const Explained& explained, const Wording& words) {
  std::vector<Sheet> sheets;
  if (explained.percent) {
    auto shares = share_sheets(explained, words);
    if (!shares) return pass(shares);
    sheets = std::move(*shares);
  } else {
    sheets = count_sheets(explained, words);
  }
  for (Sheet& sheet : sheets) sheet.header = explained.facts;
  return sheets;
}

}  // namespace tartip::app
