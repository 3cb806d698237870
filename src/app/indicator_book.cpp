#include "app/indicator_book.hpp"

#include <algorithm>
#include <map>

#include "app/form_ground.hpp"
#include "base/file.hpp"
#include "described.hpp"

namespace tartip::app {
namespace {

using statistics::Indicator;
using statistics::IndicatorStanding;
using statistics::IndicatorValue;
using statistics::ObservationStatus;

constexpr const char* k_together = "_T";  // SDMX's code for a total

// One status fits beside a figure: that it does not continue the series says more than that it moves by chance.
ObservationStatus status_of(IndicatorStanding standing, bool breaks, bool provisional) {
  switch (standing) {
    case IndicatorStanding::sound:
      return breaks        ? ObservationStatus::broken
             : provisional ? ObservationStatus::provisional
                           : ObservationStatus::normal;
    case IndicatorStanding::few:
      return breaks ? ObservationStatus::broken : ObservationStatus::unreliable;
    case IndicatorStanding::missing:
      return ObservationStatus::missing;
    default:
      return ObservationStatus::not_defined;
  }
}

std::uint32_t index_of(statistics::PublishedDimension& dimension, const std::string& code, const axes::Names& names) {
  for (std::size_t i = 0; i < dimension.codes.size(); ++i)
    if (dimension.codes[i].code == code) return static_cast<std::uint32_t>(i);
  dimension.codes.push_back({code, names, ""});
  return static_cast<std::uint32_t>(dimension.codes.size() - 1);
}

axes::Names name_in(const std::map<std::string, axes::Names>& names, const std::string& code) {
  const auto found = names.find(code);
  return found == names.end() ? axes::Names{} : found->second;
}

bool lacks_cell(const Error& error) {
  return error.key == "error.form.no_row" || error.key == "error.form.no_sheet" || error.key == "error.form.no_graph";
}

const axes::Names k_all_together = {{{"en", "All together"}, {"ru", "Все вместе"}, {"kk", "Барлығы бірге"}}};

}  // namespace

Result<statistics::IndicatorBook> indicator_book(const Call& call) {
  if (!call.has("indicators")) return statistics::parse_indicators(embedded::indicators(), "indicators.toml");
  auto text = read_file(call.text("indicators"), 16U << 20U);
  if (!text) return pass(text);
  return statistics::parse_indicators(*text, call.text("indicators"));
}

Result<std::vector<const Indicator*>> chosen_indicators(const statistics::IndicatorBook& book,
                                                        const std::vector<std::string>& words) {
  std::vector<const Indicator*> chosen;
  const auto add = [&](const Indicator* one) {
    if (std::find(chosen.begin(), chosen.end(), one) == chosen.end()) chosen.push_back(one);
  };
  for (const statistics::Question& question : book.questions) {
    if (!words.empty() && std::find(words.begin(), words.end(), "all") == words.end()) break;
    if (const auto about = book.about(question.id)) std::for_each(about->begin(), about->end(), add);
  }
  for (const std::string& word : words) {
    if (word == "all") continue;
    if (const auto about = book.about(word)) {
      std::for_each(about->begin(), about->end(), add);
      continue;
    }
    auto one = book.find(word);
    if (!one) return pass(one);
    add(*one);
  }
  return chosen;
}

Result<std::vector<IndicatorValue>> values_of(const Indicator& indicator, const std::string& row,
                                              const PeriodForms& forms) {
  std::vector<IndicatorValue> values;
  for (const statistics::Reported& reported : forms.reported) {
    auto value = statistics::compute(indicator, row, reported);
    if (!value) return pass(value);
    values.push_back(std::move(*value));
  }
  if (values.size() > 1) values.push_back(statistics::together(indicator, values));
  return values;
}

Result<IndicatorTable> indicator_table(const std::vector<const Indicator*>& indicators, const PeriodForms& forms,
                                       const IndicatorTableOptions& options) {
  auto successions = known_successions();
  if (!successions) return pass(successions);
  std::vector<std::string> codes;
  for (const statistics::Reported& one : forms.reported) codes.push_back(one.territory);
  const statistics::Breaks breaks =
      statistics::breaks_since(axes::years_earlier(forms.period), {std::move(codes), forms.period}, *successions);

  IndicatorTable made;
  statistics::PublishedTable& table = made.table;
  table.id = "indicators";
  table.title = {{{"en", "Indicators of legal statistics"},
                  {"ru", "Показатели правовой статистики"},
                  {"kk", "Құқықтық статистика көрсеткіштері"}}};
  table.source = forms.source;
  table.sources = forms.sources;
  statistics::PublishedDimension territories{
      "territory", {{{"en", "Territory"}, {"ru", "Территория"}, {"kk", "Аумақ"}}}, {}};
  statistics::PublishedDimension rows{
      "row", {{{"en", "Row of the form"}, {"ru", "Строка формы"}, {"kk", "Нысан жолы"}}}, {}};
  for (const Indicator* indicator : indicators) {
    const auto definition = static_cast<std::uint32_t>(table.definitions.size());
    table.definitions.push_back({indicator->id.text(), indicator->names, indicator->definition, indicator->unit,
                                 indicator->decimals, indicator->cautions});
    const std::vector<std::string> asked =
        indicator->any_row && !options.rows.empty() ? options.rows : std::vector<std::string>{""};
    for (const std::string& row : asked) {
      auto values = values_of(*indicator, row, forms);
      if (!values && lacks_cell(values.error())) continue;
      if (!values) return pass(values);
      for (std::size_t i = 0; i < values->size(); ++i) {
        const statistics::IndicatorFigure& figure = (*values)[i].figure();
        const bool all = figure.territory.empty();
        const std::uint32_t place = index_of(territories, all ? k_together : figure.territory,
                                             all ? k_all_together : name_in(forms.territories, figure.territory));
        table.observations.push_back(
            {{place, index_of(rows, figure.row, name_in(forms.rows, figure.row))},
             definition,
             figure.period,
             figure.text,
             status_of(figure.standing, all ? breaks.whole : breaks.codes.contains(figure.territory),
                       options.provisional),
             all ? std::vector<std::uint32_t>{} : forms.sources_of[i]});
        made.made.push_back({indicator, figure});
      }
    }
  }
  table.dimensions = {std::move(territories), std::move(rows)};
  if (Status sound = statistics::checked(table); !sound) return pass(sound);
  return made;
}

}  // namespace tartip::app
