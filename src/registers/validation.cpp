#include "registers/validation.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/require.hpp"
#include "registers/number.hpp"
#include "registers/plan_steps.hpp"

namespace tartip::registers {
namespace {

constexpr std::array<std::string_view, k_flag_count> k_flag_names = {
    "later_format",           "time_gap",   "time_overlap",      "no_time",      "no_time_of_day", "uncertain_time",
    "outside_time",           "no_place",   "outside_territory", "unknown_unit", "place_conflict", "unknown_class",
    "class_outside_validity", "leap_second"};

struct Quantity {
  QuantityRule rule;
  int column = -1;
};

struct Attribute {
  AttributeRule rule;
  int column = -1;
  std::unordered_set<std::string_view> allowed;  // views into rule.values
};

}  // namespace

std::string_view name_of_flag(int bit) {
  require(bit >= 0 && bit < k_flag_count, "a flag's bit");
  return k_flag_names[static_cast<std::size_t>(bit)];
}

struct Plan::Steps {
  SourceFormat file;
  std::size_t columns = 0;
  TimeStep time;
  PlaceStep place;
  ClassStep classes;
  std::vector<int> key;
  std::vector<std::string> key_names;
  int version = -1;
  std::vector<Quantity> quantities;
  std::vector<Attribute> attributes;
  std::vector<int> texts;
  bool by_last_day = false;  // units are looked up on the last day of the event's time
  axes::Day today;           // stands for the day of events whose time is not known

  bool check_key(const Fields& fields, Event& event, Rejection& rejection) const;
  bool check_quantities(const Fields& fields, Event& event, Rejection& rejection) const;
  bool check_attributes(const Fields& fields, Event& event, Rejection& rejection) const;
  void read_version(const Fields& fields, Event& event) const;
};

// Lengths stand between the parts, so that ("ab", "c") and ("a", "bc") differ.
bool Plan::Steps::check_key(const Fields& fields, Event& event, Rejection& rejection) const {
  if (key.empty()) {
    event.id = event.content;
    return true;
  }
  thread_local std::string joined;
  joined.clear();
  bool known = false;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const std::string_view part = fields[key[i]];
    known = known || !part.empty();
    const auto length = static_cast<std::uint32_t>(part.size());
    char bytes[sizeof length];
    std::memcpy(bytes, &length, sizeof length);
    joined.append(bytes, sizeof length);
    joined += part;
  }
  if (!known) return reject(rejection, key_names.front(), "", "expected.key");
  event.id = fingerprint(joined);
  return true;
}

bool Plan::Steps::check_quantities(const Fields& fields, Event& event, Rejection& rejection) const {
  event.quantities.resize(quantities.size());
  for (std::size_t i = 0; i < quantities.size(); ++i) {
    const QuantityRule& rule = quantities[i].rule;
    const std::string_view text = fields[quantities[i].column];
    if (text.empty()) {
      if (rule.required) return reject(rejection, rule.column, "", "expected.quantity_present");
      event.quantities[i] = std::numeric_limits<double>::quiet_NaN();
      continue;
    }
    const auto value = parse_number(text, file.decimal, file.thousands);
    if (!value) return reject(rejection, rule.column, text, "expected.number");
    if (rule.min && *value < *rule.min) {
      return reject(rejection, rule.column, text, "expected.at_least", {{"min", fmt::format("{}", *rule.min)}});
    }
    if (rule.max && *value > *rule.max) {
      return reject(rejection, rule.column, text, "expected.at_most", {{"max", fmt::format("{}", *rule.max)}});
    }
    event.quantities[i] = *value;
  }
  return true;
}

bool Plan::Steps::check_attributes(const Fields& fields, Event& event, Rejection& rejection) const {
  event.attributes.resize(attributes.size());
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const Attribute& attribute = attributes[i];
    const std::string_view text = fields[attribute.column];
    if (text.empty()) {
      if (attribute.rule.required) return reject(rejection, attribute.rule.column, "", "expected.attribute_present");
    } else if (!attribute.allowed.empty() && !attribute.allowed.contains(text)) {
      std::string list;
      for (const std::string& value : attribute.rule.values) list += (list.empty() ? "" : ", ") + value;
      return reject(rejection, attribute.rule.column, text, "expected.one_of", {{"values", list}});
    }
    event.attributes[i] = text;
  }
  event.texts.resize(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) event.texts[i] = fields[texts[i]];
  return true;
}

// Moments by the description's formats, then whole numbers, then the text as it is. Letters in front keep the kinds
// apart.
void Plan::Steps::read_version(const Fields& fields, Event& event) const {
  event.version.clear();
  if (version < 0) return;
  const std::string_view text = fields[version];
  if (text.empty()) return;
  constexpr std::size_t k_digits = 20;
  if (text.size() <= k_digits && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
    event.version = "n" + std::string(k_digits - text.size(), '0');
    event.version += text;
    return;
  }
  event.version = time.sortable(text);
  if (!event.version.empty()) return;
  event.version = "x";
  event.version += text;
}

Plan::Plan(std::unique_ptr<Steps> steps) : steps_(std::move(steps)) {}
Plan::~Plan() = default;
Plan::Plan(Plan&&) noexcept = default;
Plan& Plan::operator=(Plan&&) noexcept = default;

Result<Plan> Plan::make(const Description& description, const std::vector<std::string>& columns, const Axes& axes) {
  require(axes.centre_zone != nullptr, "a plan needs the centre's time zone");
  const ColumnFinder finder(description, columns);
  auto steps = std::make_unique<Steps>();
  steps->file = description.file;
  std::erase(steps->file.missing, "");
  steps->columns = columns.size();
  steps->today = axes::Day{std::chrono::days{axes.now / axes::k_micros_per_day}};

  auto time = TimeStep::make(description, finder, axes);
  if (!time) return pass(time);
  steps->time = std::move(*time);
  auto place = PlaceStep::make(description, finder, axes);
  if (!place) return pass(place);
  steps->place = std::move(*place);
  steps->by_last_day = description.place.by_last_day;
  auto classes = ClassStep::make(description, finder, axes);
  if (!classes) return pass(classes);
  steps->classes = std::move(*classes);

  for (const std::string& name : description.key) {
    auto column = finder.find(name);
    if (!column) return pass(column);
    steps->key.push_back(*column);
  }
  steps->key_names = description.key;
  auto version = finder.find(description.version_column);
  if (!version) return pass(version);
  steps->version = *version;
  for (const QuantityRule& rule : description.quantities) {
    auto column = finder.find(rule.column);
    if (!column) return pass(column);
    steps->quantities.push_back({rule, *column});
  }
  for (const AttributeRule& rule : description.attributes) {
    auto column = finder.find(rule.column);
    if (!column) return pass(column);
    steps->attributes.push_back({rule, *column, {}});
  }
  for (Attribute& attribute : steps->attributes) {
    attribute.allowed.insert(attribute.rule.values.begin(), attribute.rule.values.end());
  }
  for (const TextRule& rule : description.texts) {
    auto column = finder.find(rule.column);
    if (!column) return pass(column);
    steps->texts.push_back(*column);
  }
  return Plan(std::move(steps));
}

bool Plan::check(const Record& record, Event& event, Rejection& rejection) const {
  event.flags = 0;
  event.line = record.line;
  event.content = content_of(record);
  event.id = event.content;
  if (record.flaw) {
    rejection.column = record.flaw->column;
    rejection.value = record.flaw->value;
    rejection.expected_key = record.flaw->key;
    rejection.arguments = record.flaw->arguments;
    return false;
  }
  require(record.fields.size() == steps_->columns, "a record without a flaw has a field for every column");
  const Fields fields(record, steps_->file.missing);
  if (!steps_->check_key(fields, event, rejection)) return false;
  if (!steps_->time.check(fields, event, rejection)) return false;
  const axes::Day day = event.has_time ? axes::Day{std::chrono::days{event.day}} : steps_->today;
  const axes::Day day_of_units = steps_->by_last_day && event.has_time ? steps_->time.last_day(event) : day;
  if (!steps_->place.check(fields, day_of_units, event, rejection)) return false;
  if (!steps_->classes.check(fields, day, event, rejection)) return false;
  if (!steps_->check_quantities(fields, event, rejection)) return false;
  if (!steps_->check_attributes(fields, event, rejection)) return false;
  steps_->read_version(fields, event);
  return true;
}

Hash128 Plan::content_of(const Record& record) const {
  return fingerprint(record.raw);
}

}  // namespace tartip::registers
