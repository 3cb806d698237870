#include "statistics/published_table.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

namespace tartip::statistics {
namespace {

struct StatusRow {
  ObservationStatus status;
  char letter;
  std::string_view name;
  bool value;
};
constexpr std::array k_statuses = {StatusRow{ObservationStatus::normal, 'A', "normal", true},
                                   StatusRow{ObservationStatus::broken, 'B', "break", true},
                                   StatusRow{ObservationStatus::provisional, 'P', "provisional", true},
                                   StatusRow{ObservationStatus::estimated, 'E', "estimated", true},
                                   StatusRow{ObservationStatus::unreliable, 'U', "unreliable", true},
                                   StatusRow{ObservationStatus::missing, 'O', "missing", false},
                                   StatusRow{ObservationStatus::not_defined, 'M', "not_defined", false},
                                   StatusRow{ObservationStatus::suppressed, 'Q', "suppressed", false}};

const StatusRow& row_of(ObservationStatus status) {
  return k_statuses[static_cast<std::size_t>(status)];
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_identifier(std::string_view text, bool dashes) {
  if (text.empty() || !is_lower(text.front())) return false;
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_lower(c) || is_digit(c) || c == '_' || (dashes && c == '-'); });
}

// -?digits(.digits)?
bool is_decimal(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const auto all_digits = [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), is_digit);
  };
  if (point == std::string_view::npos) return all_digits(text);
  return all_digits(text.substr(0, point)) && all_digits(text.substr(point + 1));
}

void append_escaped(std::string& out, std::string_view text) {
  for (char c : text) {
    if (c == '/')
      out += "%2F";
    else if (c == '%')
      out += "%25";
    else
      out += c;
  }
}

tl::unexpected<Error> wrong(const PublishedTable& table, std::string key, std::string value) {
  return fail(Code::bad_data, "error.published." + std::move(key), {{"table", table.id}, {"value", std::move(value)}});
}

Status check_heads(const PublishedTable& table) {
  if (!is_identifier(table.id, true)) return wrong(table, "id", table.id);
  std::set<std::string_view> dimensions = {"definition", "period", "value", "status"};
  for (const PublishedDimension& dimension : table.dimensions) {
    if (!is_identifier(dimension.id, false)) return wrong(table, "id", dimension.id);
    if (!dimensions.insert(dimension.id).second) return wrong(table, "twice", dimension.id);
    std::set<std::string_view> codes;
    for (const PublishedCode& code : dimension.codes) {
      if (code.code.empty()) return wrong(table, "id", dimension.id);
      if (!codes.insert(code.code).second) return wrong(table, "twice", dimension.id + "=" + code.code);
    }
    for (const PublishedCode& code : dimension.codes)
      if (!code.parent.empty() && !codes.contains(code.parent))
        return wrong(table, "nowhere", dimension.id + "=" + code.parent);
  }
  std::set<std::string_view> definitions;
  for (const PublishedDefinition& definition : table.definitions) {
    if (definition.id.empty()) return wrong(table, "id", definition.id);
    if (!definitions.insert(definition.id).second) return wrong(table, "twice", definition.id);
  }
  return {};
}

}  // namespace

char sdmx_letter(ObservationStatus status) {
  return row_of(status).letter;
}

std::string_view name_of(ObservationStatus status) {
  return row_of(status).name;
}

std::optional<ObservationStatus> observation_status_named(std::string_view name) {
  for (const StatusRow& row : k_statuses)
    if (row.name == name) return row.status;
  return std::nullopt;
}

bool has_value(ObservationStatus status) {
  return row_of(status).value;
}

Status checked(const PublishedTable& table) {
  if (Status heads = check_heads(table); !heads) return heads;
  std::set<std::string> places;
  for (const PublishedObservation& observation : table.observations) {
    bool points = observation.codes.size() == table.dimensions.size() &&
                  observation.definition < table.definitions.size() && !observation.period.empty();
    for (std::size_t d = 0; points && d < observation.codes.size(); ++d)
      points = observation.codes[d] < table.dimensions[d].codes.size();
    points = points && std::all_of(observation.sources.begin(), observation.sources.end(),
                                   [&](std::uint32_t source) { return source < table.sources.size(); });
    if (!points) return wrong(table, "nowhere", observation.value);
    std::string key = figure_key(table, observation);
    if (observation.value.empty() == has_value(observation.status)) return wrong(table, "standing", key);
    if (!observation.value.empty() && !is_decimal(observation.value)) return wrong(table, "decimal", key);
    if (!places.insert(key).second) return wrong(table, "twice", std::move(key));
  }
  return {};
}

std::string figure_key(const PublishedTable& table, const PublishedObservation& observation) {
  std::string key;
  append_escaped(key, table.definitions[observation.definition].id);
  key += '/' + axes::text_of(observation.period);
  for (std::size_t d = 0; d < observation.codes.size(); ++d) {
    key += '/' + table.dimensions[d].id + '=';
    append_escaped(key, table.dimensions[d].codes[observation.codes[d]].code);
  }
  return key;
}

void sort_observations(PublishedTable& table) {
  const auto place = [](const PublishedObservation& one) {
    return std::tie(one.codes, one.definition, one.period.from, one.period.to);
  };
  std::stable_sort(table.observations.begin(), table.observations.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

}  // namespace tartip::statistics
