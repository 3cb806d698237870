// The change of an indicator between the forms of two periods, across splits of territory that are stated.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "app/explanation.hpp"
#include "app/form_ground.hpp"
#include "app/indicator_book.hpp"

namespace tartip::app {
namespace {

using statistics::Indicator;
using statistics::PartValue;

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
  auto all = known_successions();
  if (!all) return pass(all);
  for (const std::string& text : call.texts("bridge")) {
    auto stated = parse_bridge(text, current.from);
    if (!stated) return pass(stated);
    all->push_back(std::move(*stated));
  }
  return all;
}

// What is explained of one row and some territories: the exact sums of its numerator and denominator.
struct Sums {
  Decimal numerator, denominator;
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
    if (figure.numerator) sums.numerator += *figure.numerator;
    if (figure.denominator) sums.denominator += *figure.denominator;
  }
  return sums;
}

statistics::Observation observed(const Sums& sums) {
  return {sums.missing ? std::nan("") : sums.numerator.as_double(),
          sums.missing ? cube::Cell::missing : cube::Cell::complete};
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
    cut.exposure.push_back(
        {part.current.value, is->denominator.as_double(), part.previous.value, was->denominator.as_double()});
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

}  // namespace

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
  for (const PeriodForms* forms : {&two.previous, &two.current})
    explained.remarks.insert(explained.remarks.end(), forms->remarks.begin(), forms->remarks.end());
  if (!one.cautions.by_language.empty())
    explained.facts.push_back(words.fact("caution", one.cautions.in(words.language())));
  return explained;
}

}  // namespace tartip::app
