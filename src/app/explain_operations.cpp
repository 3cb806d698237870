// `table explain`: why a total changed. Split along several axes, opposite movements shown, the effect of a changed mix
// apart from that of changed rates. Of a register in the centre, of forms of two periods, or of a plain table.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "app/fields.hpp"
#include "app/indicator_book.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/question.hpp"
#include "axes/territory_description.hpp"
#include "described.hpp"
#include "statistics/code_groups.hpp"
#include "statistics/comparability.hpp"
#include "statistics/composition.hpp"
#include "statistics/rate_decomposition.hpp"
#include "statistics/table.hpp"

namespace tartip::app {
namespace {

using statistics::Indicator;
using statistics::PartValue;
using statistics::RatePart;

constexpr std::size_t k_most_parts = 30;

// One way to cut the total into parts. `exposure` is empty, or stands beside each part: residents of a count, the
// denominator of a share.
struct Cut {
  std::string id;
  std::string name;
  std::vector<PartValue> parts;
  std::vector<RatePart> exposure;
};

struct Explained {
  std::vector<Cut> cuts;
  bool percent = false;  // shares: exposure is the denominator, and only mix and rate are told
  std::optional<statistics::Observation> total_current, total_previous;
  statistics::ChangeOptions total;
  std::vector<Sheet::Fact> facts;
};

SheetCell whole_cell(double value) {
  return std::isfinite(value) ? SheetCell(static_cast<std::int64_t>(std::llround(value))) : SheetCell();
}

std::string yes_or_no(bool value, const Wording& words) {
  return words(value ? "word.yes" : "word.no");
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
                  words.column("previous", CellKind::integer),
                  words.column("current", CellKind::integer),
                  words.column("change", CellKind::integer),
                  words.column("change_percent", CellKind::change),
                  words.column("gross_rise", CellKind::integer),
                  words.column("gross_fall", CellKind::integer),
                  words.column("opposite"),
                  words.column("size_effect", CellKind::number, 0),
                  words.column("mix_effect", CellKind::number, 0),
                  words.column("rate_effect", CellKind::number, 0),
                  words.column("whole")};
  Sheet parts{.id = "parts", .title = words("title.parts")};
  parts.columns = {words.column("split"),
                   words.column("code"),
                   words.column("name"),
                   words.column("previous", CellKind::integer),
                   words.column("current", CellKind::integer),
                   words.column("change", CellKind::integer),
                   words.column("change_percent", CellKind::change),
                   words.column("contribution", CellKind::number),
                   words.column("verdict", CellKind::word),
                   words.column("offsets"),
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
    cuts.rows.push_back({cut.name, whole_cell(composed.total.previous), whole_cell(composed.total.current),
                         whole_cell(composed.total.absolute), number_cell(composed.total.percent),
                         whole_cell(composed.gross_rise), whole_cell(composed.gross_fall),
                         yes_or_no(composed.opposite, words), effects ? number_cell(effects->size) : SheetCell(),
                         effects ? number_cell(effects->mix) : SheetCell(),
                         effects ? number_cell(effects->rate) : SheetCell(), yes_or_no(composed.whole, words)});
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
          {cut.name, part.code.empty() ? SheetCell() : SheetCell(part.code), name_of_part(part, words),
           whole_cell(part.change.previous), whole_cell(part.change.current), whole_cell(part.change.absolute),
           number_cell(part.change.percent), number_cell(part.points), std::string(statistics::name_of(verdict)),
           part.offsets ? SheetCell(words("word.yes")) : SheetCell(), std::string(statistics::name_of(match)),
           effect(&statistics::RateEffect::mix), effect(&statistics::RateEffect::rate)});
    }
  }
  cuts.note = words("note.explain");
  return {std::move(cuts), std::move(parts)};
}

Result<std::vector<Sheet>> share_sheets(const Explained& explained, const Wording& words) {
  Sheet cuts{.id = "splits", .title = words("title.splits")};
  cuts.columns = {words.column("split"),
                  words.column("previous", CellKind::number, 2),
                  words.column("current", CellKind::number, 2),
                  words.column("change", CellKind::number, 2),
                  words.column("mix_effect", CellKind::number, 2),
                  words.column("rate_effect", CellKind::number, 2)};
  Sheet parts{.id = "parts", .title = words("title.parts")};
  parts.columns = {words.column("split"),
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
    cuts.rows.push_back({cut.name, 100 * decomposed->rate_previous, 100 * decomposed->rate_current,
                         100 * (decomposed->rate_current - decomposed->rate_previous), 100 * decomposed->mix_effect,
                         100 * decomposed->rate_effect});
    std::vector<std::size_t> order(cut.parts.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto size = [&](std::size_t i) { return std::abs(decomposed->parts[i].mix + decomposed->parts[i].rate); };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size(a) > size(b); });
    for (std::size_t i : order) {
      const RatePart& one = cut.exposure[i];
      parts.rows.push_back(
          {cut.name, cut.parts[i].code,
           cut.parts[i].names.by_language.empty() ? cut.parts[i].code : cut.parts[i].names.in(words.language()),
           number_cell(100 * one.events_previous / one.exposure_previous),
           number_cell(100 * one.events_current / one.exposure_current), 100 * one.exposure_previous / all_previous,
           100 * one.exposure_current / all_current, 100 * decomposed->parts[i].mix, 100 * decomposed->parts[i].rate});
    }
  }
  cuts.note = words("note.explain.share");
  return std::vector<Sheet>{std::move(cuts), std::move(parts)};
}

Result<Answer> answer_of(const Explained& explained, const Call& call) {
  const Wording words(call.setting());
  Answer answer;
  if (explained.percent) {
    auto sheets = share_sheets(explained, words);
    if (!sheets) return pass(sheets);
    answer.sheets = std::move(*sheets);
  } else {
    answer.sheets = count_sheets(explained, words);
  }
  for (Sheet& sheet : answer.sheets) sheet.header = explained.facts;
  return answer;
}

// ---- A plain table: split,part,previous,current and perhaps exposure_previous,exposure_current

Result<Explained> explain_table(const Call& call) {
  auto table = axes::read_delimited(call.text("table"));
  if (!table) return pass(table);
  std::vector<std::size_t> columns;
  for (const char* name : {"split", "part", "previous", "current"}) {
    auto column = table->needed_column(name);
    if (!column) return pass(column);
    columns.push_back(*column);
  }
  const auto exposure_previous = table->column("exposure_previous"),
             exposure_current = table->column("exposure_current");
  Explained explained;
  explained.total.level = call.number("confidence") / 100;
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    const std::string &split = table->rows[row][columns[0]], &part = table->rows[row][columns[1]];
    auto previous = maybe_number_field(*table, row, columns[2]);
    if (!previous) return pass(previous);
    auto current = maybe_number_field(*table, row, columns[3]);
    if (!current) return pass(current);
    auto cut =
        std::find_if(explained.cuts.begin(), explained.cuts.end(), [&](const Cut& one) { return one.id == split; });
    if (cut == explained.cuts.end()) cut = explained.cuts.insert(cut, Cut{split, split, {}, {}});
    for (const PartValue& one : cut->parts)
      if (one.code == part)
        return fail(Code::bad_data, "error.explain.part_twice", {{"split", split}, {"part", part}},
                    table->where(row, "part"));
    const auto seen = [](double value) {
      return statistics::Observation{value, std::isnan(value) ? cube::Cell::missing : cube::Cell::complete};
    };
    cut->parts.push_back({.code = part,
                          .names = {},
                          .current = seen(*current),
                          .previous = seen(*previous),
                          .match = statistics::Match::same,
                          .change = explained.total});
    if (exposure_previous && exposure_current) {
      auto was = maybe_number_field(*table, row, *exposure_previous);
      if (!was) return pass(was);
      auto is = maybe_number_field(*table, row, *exposure_current);
      if (!is) return pass(is);
      cut->exposure.push_back({*current, *is, *previous, *was});
    }
  }
  if (explained.cuts.empty())
    return fail(Code::bad_data, "error.table.empty", {{"file", call.text("table")}}, {call.text("table"), 0, ""});
  return explained;
}

// ---- Forms of two periods

// "630000000=630000000+100000000"
Result<statistics::CodeSuccession> parse_bridge(const std::string& text, axes::Day day) {
  const std::size_t equals = text.find('=');
  statistics::CodeSuccession one{text.substr(0, equals), {}, day};
  for (std::size_t begin = equals; begin != std::string::npos && begin < text.size();) {
    const std::size_t end = text.find('+', begin + 1);
    one.to.push_back(text.substr(begin + 1, end == std::string::npos ? end : end - begin - 1));
    begin = end;
  }
  const bool wrong = equals == std::string::npos || one.from.empty() ||
                     std::any_of(one.to.begin(), one.to.end(), [](const std::string& to) { return to.empty(); });
  if (wrong) return fail(Code::bad_input, "error.explain.bridge", {{"value", text}});
  return one;
}

// Successions stated on the command line, and those of Kazakhstan, whose codes forms carry.
Result<std::vector<statistics::CodeSuccession>> successions_of(const Call& call, axes::Span current) {
  std::vector<statistics::CodeSuccession> all;
  auto known = axes::parse_territory(embedded::kazakhstan(), "kazakhstan.toml");
  if (!known) return pass(known);
  for (const axes::StatedSuccession& one : known->successions)
    if (one.level == 0) all.push_back({one.from, one.to, one.day});
  for (const std::string& text : call.texts("bridge")) {
    auto stated = parse_bridge(text, current.from);
    if (!stated) return pass(stated);
    all.push_back(std::move(*stated));
  }
  return all;
}

// What is explained of one row and some territories: the exact sums of its numerator and denominator.
struct Sums {
  double numerator = 0, denominator = 0;
  bool missing = false;
};

Result<Sums> sums_of(const Indicator& indicator, const std::string& row, const PeriodForms& forms,
                     const std::vector<std::string>& codes) {
  Sums sums;
  for (const statistics::Reported& reported : forms.reported) {
    if (std::find(codes.begin(), codes.end(), reported.territory) == codes.end()) continue;
    auto value = statistics::compute(indicator, row, reported);
    if (!value) return pass(value);
    const statistics::IndicatorFigure& figure = value->figure();
    sums.missing = sums.missing || !figure.numerator || (!indicator.denominator.empty() && !figure.denominator);
    if (figure.numerator) sums.numerator += figure.numerator->as_double();
    if (figure.denominator) sums.denominator += figure.denominator->as_double();
  }
  return sums;
}

statistics::Observation observed(const Sums& sums) {
  return {sums.missing ? std::nan("") : sums.numerator, sums.missing ? cube::Cell::missing : cube::Cell::complete};
}

std::vector<std::string> codes_of(const PeriodForms& forms) {
  std::vector<std::string> codes;
  for (const statistics::Reported& one : forms.reported) codes.push_back(one.territory);
  return codes;
}

axes::Names name_in(const std::map<std::string, axes::Names>& names, const std::string& code) {
  const auto found = names.find(code);
  return found == names.end() ? axes::Names{} : found->second;
}

struct TwoPeriods {
  const Indicator& indicator;
  PeriodForms current, previous;
  std::vector<statistics::CodeGroup> groups;
};

Status add_part(const TwoPeriods& two, const std::string& row, const std::vector<std::string>& now,
                const std::vector<std::string>& before, PartValue part, Cut& cut) {
  auto is = sums_of(two.indicator, row, two.current, now);
  if (!is) return pass(is);
  auto was = sums_of(two.indicator, row, two.previous, before);
  if (!was) return pass(was);
  part.current = observed(*is);
  part.previous = observed(*was);
  cut.parts.push_back(std::move(part));
  if (!two.indicator.denominator.empty())
    cut.exposure.push_back({part.current.value, is->denominator, part.previous.value, was->denominator});
  return {};
}

Result<Cut> cut_by_rows(const TwoPeriods& two, const statistics::Split& split, const Explained& explained,
                        const Wording& words) {
  Cut cut{split.id, split.names.in(words.language()), {}, {}};
  for (const std::string& row : split.rows) {
    PartValue part{.code = row,
                   .names = name_in(two.current.rows, row),
                   .current = {},
                   .previous = {},
                   .match = statistics::Match::same,
                   .change = explained.total};
    if (Status added = add_part(two, row, codes_of(two.current), codes_of(two.previous), std::move(part), cut); !added)
      return pass(added);
  }
  return cut;
}

Result<Cut> cut_by_territory(const TwoPeriods& two, const std::string& row, const Explained& explained,
                             const Wording& words) {
  Cut cut{"territory", words("word.split_territory"), {}, {}};
  for (const statistics::CodeGroup& group : two.groups) {
    axes::Names names = name_in(two.current.territories, group.codes.front());
    if (group.bridged) names = {};
    PartValue part{.code = fmt::format("{}", fmt::join(group.codes, "+")),
                   .names = std::move(names),
                   .current = {},
                   .previous = {},
                   .match = group.bridged ? statistics::Match::bridged : statistics::Match::same,
                   .change = explained.total};
    if (Status added = add_part(two, row, group.current, group.previous, std::move(part), cut); !added)
      return pass(added);
    if (two.indicator.denominator.empty()) {
      const auto residents = [](const PeriodForms& forms, const std::vector<std::string>& codes) {
        double sum = 0;
        for (const statistics::Reported& one : forms.reported)
          if (std::find(codes.begin(), codes.end(), one.territory) != codes.end()) sum += one.residents;
        return sum;
      };
      cut.exposure.push_back({cut.parts.back().current.value, residents(two.current, group.current),
                              cut.parts.back().previous.value, residents(two.previous, group.previous)});
    }
  }
  return cut;
}

// A split that the forms do not hold (cells of some rows only, a sheet without these rows) is left out. A share needs
// every part: what is missing would change the weights of the rest.
bool is_held(const Cut& cut, bool percent) {
  const auto has_both = [](const PartValue& part) {
    return part.current.cell == cube::Cell::complete && part.previous.cell == cube::Cell::complete;
  };
  return percent ? std::all_of(cut.parts.begin(), cut.parts.end(), has_both)
                 : std::any_of(cut.parts.begin(), cut.parts.end(), has_both);
}

bool lacks_row(const Error& error) {
  return error.key == "error.form.no_row" || error.key == "error.form.no_sheet";
}

Result<Explained> explain_forms(const Call& call) {
  auto book = indicator_book(call);
  if (!book) return pass(book);
  auto indicator = book->find(call.text("indicator"));
  if (!indicator) return pass(indicator);
  const Indicator& one = **indicator;
  if (!call.has("period")) return fail(Code::bad_input, "error.call.missing", {{"name", "period"}});
  axes::Span span = *call.period("period");
  if (call.flag("cumulative")) {
    auto whole = axes::cumulative(span);
    if (!whole) return pass(whole);
    span = *whole;
  }
  auto current = read_period_forms(call, call.texts("current"), span);
  if (!current) return pass(current);
  auto previous = read_period_forms(call, call.texts("previous"), axes::years_earlier(span));
  if (!previous) return pass(previous);
  auto successions = successions_of(call, span);
  if (!successions) return pass(successions);
  auto groups = statistics::group_codes({codes_of(*current), current->period}, {codes_of(*previous), previous->period},
                                        *successions);
  if (!groups) return pass(groups);

  const Wording words(call.setting());
  const TwoPeriods two{one, std::move(*current), std::move(*previous), std::move(*groups)};
  Explained explained;
  explained.percent = !one.denominator.empty();
  explained.total.level = call.number("confidence") / 100;
  if (one.shape == statistics::IndicatorShape::amount) explained.total.kind = statistics::Kind::amount;
  auto is = sums_of(one, "", two.current, codes_of(two.current));
  if (!is) return pass(is);
  auto was = sums_of(one, "", two.previous, codes_of(two.previous));
  if (!was) return pass(was);
  explained.total_current = observed(*is);
  explained.total_previous = observed(*was);
  if (one.any_row) {
    for (const statistics::Split& split : book->splits) {
      auto cut = cut_by_rows(two, split, explained, words);
      if (!cut && lacks_row(cut.error())) continue;
      if (!cut) return pass(cut);
      if (is_held(*cut, explained.percent)) explained.cuts.push_back(std::move(*cut));
    }
  }
  if (two.groups.size() > 1) {
    auto cut = cut_by_territory(two, "", explained, words);
    if (!cut) return pass(cut);
    if (is_held(*cut, explained.percent)) explained.cuts.push_back(std::move(*cut));
  }
  if (explained.cuts.empty())
    return fail(Code::bad_data, "error.explain.no_parts", {{"id", one.id.text()}, {"period", axes::text_of(span)}});
  explained.facts = {words.fact("definition", one.id.text()), words.fact("span", axes::text_of(span)),
                     words.fact("compared_with", axes::text_of(two.previous.period)),
                     words.fact("forms", std::to_string(two.current.sources.size() + two.previous.sources.size()))};
  if (!one.cautions.by_language.empty())
    explained.facts.push_back(words.fact("caution", one.cautions.in(words.language())));
  return explained;
}

// ---- A register in the centre

struct Asked {
  Centre& centre;
  cube::Query query;  // without axes
  axes::Span now, before;
};

Result<Cut> cut_of_register(const Asked& asked, const registers::Description& description, bool by_class,
                            const std::string& level, Explained& explained) {
  cube::Query query = asked.query;
  std::vector<statistics::ComparableGroup> territories, classes;
  if (by_class) {
    query.class_level = level;
    auto scheme = query.class_scheme.empty() ? asked.centre.store.scheme_of(query.register_id)
                                             : asked.centre.store.load_classification(query.class_scheme);
    if (!scheme) return pass(scheme);
    if (const auto number = (*scheme)->level_named(level))
      classes = statistics::comparable_classes(**scheme, *number, asked.now, asked.before);
  } else {
    query.territory_level = level;
    auto territory = asked.centre.store.load_territory(description.place.territory);
    if (!territory) return pass(territory);
    if (const auto number = (*territory)->level_named(level))
      territories = statistics::comparable_territories(**territory, *number, asked.now, asked.before);
  }
  const auto ask = [&](axes::Span period, cube::Measure measure, std::optional<axes::Unit> every) {
    cube::Query one = query;
    one.filter.period = period;
    one.measure = measure;
    one.every = every;
    return asked.centre.store.query(one);
  };
  auto current = ask(asked.now, cube::Measure::count, std::nullopt);
  if (!current) return pass(current);
  auto previous = ask(asked.before, cube::Measure::count, std::nullopt);
  if (!previous) return pass(previous);
  if (!by_class) {
    for (auto* panel : {&*current, &*previous}) {
      auto rates = ask(panel == &*current ? asked.now : asked.before, cube::Measure::rate, std::nullopt);
      if (!rates) return pass(rates);
      panel->residents = std::move(rates->residents);
    }
  }
  auto overview = asked.centre.store.overview(query.register_id);
  if (!overview) return pass(overview);
  std::optional<cube::Panel> history;
  if (overview->covers) {
    auto monthly = ask({overview->covers->from, asked.now.to}, cube::Measure::count, axes::Unit::month);
    if (!monthly) return pass(monthly);
    history = std::move(*monthly);
  }
  const statistics::RowHistory rows(history ? &*history : nullptr, explained.total);
  const statistics::Pairing pairing =
      statistics::pair_panels(*current, &*previous, territories, classes, explained.total.kind);
  Cut cut{by_class ? "class" : "territory", level, statistics::parts_of(pairing, rows), {}};
  explained.total_current = pairing.current;
  explained.total_previous = pairing.previous;
  if (!by_class && cut.parts.size() == pairing.rows.size())
    for (const statistics::Pair& row : pairing.rows)
      cut.exposure.push_back({row.current.value, row.residents, row.previous.value, row.residents_previous});
  return cut;
}

Result<Explained> explain_register(const Call& call) {
  auto centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto entry = centre->store.load_register(call.text("register"));
  if (!entry) return pass(entry);
  auto query = question_of(call, *centre);
  if (!query) return pass(query);
  auto overview = centre->store.overview(query->register_id);
  if (!overview) return pass(overview);
  std::optional<axes::Span> span = call.period("period");
  if (!span) span = last_complete_year(*overview);
  if (!span) return fail(Code::bad_input, "error.call.no_period", {{"register", query->register_id}});
  if (call.flag("cumulative")) {
    auto whole = axes::cumulative(*span);
    if (!whole) return pass(whole);
    span = *whole;
  }
  query->filter.period = span;

  const registers::Description& description = entry->description;
  Explained explained;
  explained.total.level = call.number("confidence") / 100;
  const Asked asked{*centre, *query, *span, axes::years_earlier(*span)};
  std::vector<std::pair<bool, std::string>> levels;  // by class?, level
  if (!description.classes.column.empty()) {
    auto scheme = centre->store.scheme_of(query->register_id);
    if (!scheme) return pass(scheme);
    levels.emplace_back(true, call.has("class-level") ? call.text("class-level") : (*scheme)->levels().front().id);
  }
  if (!description.place.territory.empty()) {
    auto territory = centre->store.load_territory(description.place.territory);
    if (!territory) return pass(territory);
    levels.emplace_back(false, call.has("territory") ? call.text("territory") : (*territory)->levels().front().id);
  }
  if (levels.empty()) return fail(Code::bad_input, "error.explain.no_axis", {{"register", query->register_id}});
  for (const auto& [by_class, level] : levels) {
    auto cut = cut_of_register(asked, description, by_class, level, explained);
    if (!cut) return pass(cut);
    explained.cuts.push_back(std::move(*cut));
  }
  const Wording words(call.setting());
  auto facts = origin_facts(call, *centre, *query, words);
  if (!facts) return pass(facts);
  explained.facts = std::move(*facts);
  explained.facts.push_back(words.fact("compared_with", axes::text_of(asked.before)));
  return explained;
}

Result<Answer> table_explain(const Call& call) {
  auto explained = call.has("table")      ? explain_table(call)
                   : call.has("register") ? explain_register(call)
                                          : explain_forms(call);
  if (!explained) return pass(explained);
  return answer_of(*explained, call);
}

}  // namespace

std::vector<Operation> explain_rows() {
  Parameter register_name = word("register", "NAME");
  register_name.required = false;
  const auto forms = [](const char* name) {
    return Parameter{.name = name, .kind = Kind::file, .repeated = true, .placeholder = "FILE"};
  };
  return {
      {"table",
       "explain",
       Permission::look,
       with_filter({register_name, option("territory", Kind::text, "LEVEL"), option("class-level", Kind::text, "LEVEL"),
                    flag("cumulative"), number("confidence", 50, 99.9, "95"), forms("current"), forms("previous"),
                    option("indicator", Kind::text, "ID", "kz:registered-net:v1"), many("bridge", "OLD=NEW+NEW"),
                    option("residents", Kind::file), option("indicators", Kind::file), option("table", Kind::file)}),
       {"table explain fires --period 2007",
        "table explain --current 2023.csv --previous 2022.csv --period 2023 --indicator kz:clearance-court-registered",
        "table explain --table parts.csv"},
       table_explain},
  };
}

}  // namespace tartip::app
