#include "app/publication.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <cmath>
#include <map>

#include "axes/calendar.hpp"
#include "base/hash.hpp"
#include "ledger/canonical.hpp"

namespace tartip::app {
namespace {

namespace json = boost::json;

constexpr std::string_view k_publication = "tartip/publication/1";
constexpr std::string_view k_forecast = "tartip/forecast/1";

json::value list(const std::vector<std::string>& texts) {
  json::array array;
  for (const std::string& text : texts) array.push_back(json::string(text));
  return array;
}

json::value list(const std::vector<double>& numbers) {
  return json::array(numbers.begin(), numbers.end());
}

json::value number(const std::optional<double>& value) {
  if (!value || !std::isfinite(*value)) return nullptr;
  return *value;
}

json::object object_of(const Publication& p) {
  const PublishedQuestion& q = p.question;
  return {{"type", k_publication},
          {"moment", p.moment},
          {"program", p.program},
          {"name", p.name},
          {"question", json::object{{"register", q.register_id},
                                    {"measure", q.measure},
                                    {"quantity", q.quantity},
                                    {"territory_level", q.territory_level},
                                    {"class_level", q.class_level},
                                    {"class_scheme", q.class_scheme},
                                    {"in", list(q.territories)},
                                    {"class", list(q.classes)},
                                    {"where", list(q.conditions)},
                                    {"every", q.every}}},
          {"definition", p.definition},
          {"cut", p.cut},
          {"register_version", p.register_version},
          {"history", p.history},
          {"method", p.method},
          {"nowcast", p.nowcast},
          {"reconciliation", p.reconciliation},
          {"seed", std::to_string(p.seed)},  // 64 bits do not fit a JSON number
          {"horizon", p.horizon},
          {"series", p.series},
          {"probabilities", list(p.probabilities)}};
}

// Reads members, remembering the first that is not there or is something else.
class Reader {
 public:
  explicit Reader(const json::object& object) : object_(&object) {}
  std::string text(const char* name) {
    const json::value* value = find(name);
    if (value == nullptr || !value->is_string()) return miss(name), "";
    return std::string(value->get_string());
  }
  std::int64_t whole(const char* name) {
    const json::value* value = find(name);
    if (value == nullptr || !value->is_int64()) return miss(name), 0;
    return value->get_int64();
  }
  std::optional<double> maybe_number(const char* name) {
    const json::value* value = find(name);
    if (value == nullptr || value->is_null()) return std::nullopt;
    if (!value->is_number()) return miss(name), std::nullopt;
    return value->to_number<double>();
  }
  double number(const char* name) {
    const auto value = maybe_number(name);
    if (!value) miss(name);
    return value.value_or(0);
  }
  std::vector<double> numbers(const char* name) {
    std::vector<double> found;
    for (const json::value& one : array(name))
      if (one.is_number())
        found.push_back(one.to_number<double>());
      else
        miss(name);
    return found;
  }
  std::vector<std::string> texts(const char* name) {
    std::vector<std::string> found;
    for (const json::value& one : array(name))
      if (one.is_string())
        found.emplace_back(one.get_string());
      else
        miss(name);
    return found;
  }
  const json::array& array(const char* name) {
    static const json::array k_none;
    const json::value* value = find(name);
    if (value == nullptr || !value->is_array()) return miss(name), k_none;
    return value->get_array();
  }
  const std::string& missing() const { return missing_; }

 private:
  const json::value* find(const char* name) const { return object_->if_contains(name); }
  void miss(const char* name) {
    if (missing_.empty()) missing_ = name;
  }
  const json::object* object_;
  std::string missing_;
};

std::string publication_from(const json::object& object, Publication& p) {
  Reader read(object);
  p.id = read.text("id");
  p.moment = read.text("moment");
  p.program = read.text("program");
  p.name = read.text("name");
  p.definition = read.text("definition");
  p.cut = read.text("cut");
  p.register_version = read.text("register_version");
  p.history = read.text("history");
  p.method = read.text("method");
  p.nowcast = read.text("nowcast");
  p.reconciliation = read.text("reconciliation");
  p.seed = std::strtoull(read.text("seed").c_str(), nullptr, 10);
  p.horizon = read.whole("horizon");
  p.series = read.whole("series");
  p.probabilities = read.numbers("probabilities");
  const json::value* question = object.if_contains("question");
  if (question == nullptr || !question->is_object()) return "question";
  Reader asked(question->get_object());
  PublishedQuestion& q = p.question;
  q.register_id = asked.text("register");
  q.measure = asked.text("measure");
  q.quantity = asked.text("quantity");
  q.territory_level = asked.text("territory_level");
  q.class_level = asked.text("class_level");
  q.class_scheme = asked.text("class_scheme");
  q.territories = asked.texts("in");
  q.classes = asked.texts("class");
  q.conditions = asked.texts("where");
  q.every = asked.text("every");
  return read.missing().empty() ? asked.missing() : read.missing();
}

std::string forecast_from(const json::object& object, PublishedForecast& f) {
  Reader read(object);
  f.publication = read.text("publication");
  f.series = read.text("series");
  f.territory = read.text("territory");
  f.item = read.text("class");
  f.method = read.text("method");
  f.scale = read.maybe_number("scale");
  for (const json::value& one : read.array("steps")) {
    if (!one.is_object()) return "steps";
    Reader step(one.get_object());
    f.steps.push_back({step.text("t"), step.number("mean"), step.numbers("quantiles"),
                       step.maybe_number("yardstick_mean"), step.maybe_number("yardstick_deviation")});
    if (!step.missing().empty()) return step.missing();
  }
  return read.missing();
}

}  // namespace

std::string moment_text(axes::Micros utc) {
  const auto day = axes::Day(std::chrono::floor<std::chrono::days>(std::chrono::microseconds(utc)));
  const std::int64_t seconds = utc / axes::k_micros_per_second - day.time_since_epoch().count() * 86'400;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", axes::text_of(day), seconds / 3600, seconds / 60 % 60, seconds % 60);
}

Result<std::string> entry_of(Publication& publication) {
  json::object object = object_of(publication);
  auto content = ledger::canonical_json(json::serialize(object));
  if (!content) return pass(content);
  publication.id = sha256_hex(*content).substr(0, 16);
  object.emplace("id", publication.id);
  return ledger::canonical_json(json::serialize(object));
}

Result<std::string> entry_of(const PublishedForecast& forecast) {
  json::array steps;
  for (const PublishedStep& step : forecast.steps)
    steps.push_back(json::object{{"t", step.t},
                                 {"mean", step.mean},
                                 {"quantiles", list(step.quantiles)},
                                 {"yardstick_mean", number(step.yardstick_mean)},
                                 {"yardstick_deviation", number(step.yardstick_deviation)}});
  return ledger::canonical_json(json::serialize(json::object{{"type", k_forecast},
                                                             {"publication", forecast.publication},
                                                             {"series", forecast.series},
                                                             {"territory", forecast.territory},
                                                             {"class", forecast.item},
                                                             {"method", forecast.method},
                                                             {"scale", number(forecast.scale)},
                                                             {"steps", std::move(steps)}}));
}

Status add_publications(const std::vector<std::string>& entries, std::uint64_t first, PublishedSets& sets) {
  PublishedSets grown = sets;
  std::vector<std::shared_ptr<PublishedSet>> own(grown.size());  // made or copied here, so that they may grow
  std::map<std::string, std::size_t> by_id;
  for (std::size_t at = 0; at < grown.size(); ++at) by_id[grown[at]->publication.id] = at;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    boost::system::error_code error;
    const json::value value = json::parse(entries[i], error);
    if (error || !value.is_object()) continue;
    const json::object& object = value.get_object();
    const json::value* type = object.if_contains("type");
    if (type == nullptr || !type->is_string()) continue;
    std::string missing;
    if (type->get_string() == k_publication) {
      auto set = std::make_shared<PublishedSet>();
      set->entry = first + i;
      missing = publication_from(object, set->publication);
      by_id[set->publication.id] = grown.size();
      grown.push_back(set);
      own.push_back(std::move(set));
    } else if (type->get_string() == k_forecast) {
      PublishedForecast forecast;
      missing = forecast_from(object, forecast);
      const auto owner = by_id.find(forecast.publication);
      if (missing.empty() && owner == by_id.end()) missing = "publication";
      if (missing.empty()) {
        const std::size_t at = owner->second;
        if (!own[at]) grown[at] = own[at] = std::make_shared<PublishedSet>(*grown[at]);
        for (const PublishedStep& step : forecast.steps)
          if (step.quantiles.size() != own[at]->publication.probabilities.size()) missing = "quantiles";
        own[at]->forecasts.push_back(std::move(forecast));
      }
    }
    if (!missing.empty())
      return fail(Code::corrupt, "error.publication.entry", {{"entry", std::to_string(first + i)}, {"field", missing}});
  }
  sets = std::move(grown);
  return {};
}

Result<PublishedSets> read_publications(const std::vector<std::string>& entries) {
  PublishedSets sets;
  if (Status read = add_publications(entries, 0, sets); !read) return pass(read);
  return sets;
}

EntrySummary summarise_entry(std::string_view entry) {
  boost::system::error_code error;
  const json::value value = json::parse(json::string_view(entry.data(), entry.size()), error);
  if (error || !value.is_object()) return {"", ""};
  const json::object& object = value.get_object();
  const auto text = [&](const char* name) {
    const json::value* member = object.if_contains(name);
    return member != nullptr && member->is_string() ? std::string(member->get_string()) : std::string();
  };
  EntrySummary summary{text("type"), ""};
  for (const char* name : {"name", "release", "series", "moment", "method", "publication"})
    if (const std::string one = text(name); !one.empty()) summary.what += (summary.what.empty() ? "" : " · ") + one;
  return summary;
}

}  // namespace tartip::app
