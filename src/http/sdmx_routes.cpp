#include "http/sdmx_routes.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <optional>
#include <set>

#include "app/admit.hpp"
#include "app/centre.hpp"
#include "base/number.hpp"
#include "exchange/codes.hpp"
#include "exchange/sdmx_csv.hpp"
#include "exchange/sdmx_json.hpp"
#include "exchange/sdmx_ml.hpp"
#include "http/operation_routes.hpp"
#include "http/response_cache.hpp"
#include "http/sdmx_format.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;
using statistics::PublishedObservation;
using statistics::PublishedTable;

constexpr const char* k_agency = "TARTIP";

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text)
    if (c == at)
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

// "INDICATORS-2022": what the table is called within its series.
std::string flow_id(const std::string& table, const std::string& series) {
  return exchange::sdmx_name(table + "-" + series);
}

exchange::SdmxOptions options_of(int version) {
  return {.agency = k_agency, .version = std::to_string(version) + ".0.0"};
}

// A flow as it is asked for: "INDICATORS-2022", "TARTIP,INDICATORS-2022", "TARTIP,INDICATORS-2022,1.0.0"; or its parts.
struct FlowName {
  std::string agency = k_agency, id, version = "latest";
};

Result<app::Centre> opened(Context& context) {
  const app::Setting setting = setting_for(context.host, context.visitor, context.language);
  const app::Operation* operation = app::find_operation("release", "list");
  auto call = app::check_call(*operation, setting, {});
  if (!call) return pass(call);
  if (auto admitted = app::admit(*operation, *call); !admitted) return pass(admitted);
  return app::open_centre(setting, app::Access::read);
}

struct Flow {
  PublishedTable table;
  exchange::SdmxOptions options;
};

Result<Flow> find_flow(app::Centre& centre, const FlowName& name) {
  auto heads = centre.store.releases();
  if (!heads) return pass(heads);
  const store::ReleaseHead* best = nullptr;
  std::string table_id;
  for (const store::ReleaseHead& head : *heads)
    for (const store::ReleasedTable& table : head.tables) {
      if (flow_id(table.id, head.series) != name.id || (name.agency != k_agency && name.agency != "all")) continue;
      if (name.version != "latest" && name.version != options_of(head.version).version) continue;
      if (best != nullptr && best->version > head.version) continue;
      best = &head;
      table_id = table.id;
    }
  if (best == nullptr) return fail(Code::not_found, "error.sdmx.no_flow", {{"flow", name.id}});
  auto release = centre.store.load_release(best->id);
  if (!release) return pass(release);
  for (PublishedTable& table : release->tables)
    if (table.id == table_id) {
      Flow flow{std::move(table), options_of(best->version)};
      flow.table.id = flow.table.id + "-" + best->series;
      return flow;
    }
  return fail(Code::not_found, "error.sdmx.no_flow", {{"flow", name.id}});
}

// "KZ-75+KZ-79..tartip@count@v1": codes of each dimension, the indicator last; empty is every code.
Status keep_key(PublishedTable& table, const std::string& key) {
  if (key.empty() || key == "all") return {};
  const std::vector<std::string> parts = split(key, '.');
  if (parts.size() != table.dimensions.size() + 1)
    return fail(Code::bad_input, "error.sdmx.key",
                {{"key", key}, {"flow", table.id}, {"dimensions", std::to_string(table.dimensions.size() + 1)}});
  for (std::size_t d = 0; d < parts.size(); ++d) {
    if (parts[d].empty()) continue;
    std::set<std::string> asked;
    for (std::string& code : split(parts[d], '+')) asked.insert(std::move(code));
    std::erase_if(table.observations, [&](const PublishedObservation& one) {
      return !asked.contains(exchange::sdmx_id(d < table.dimensions.size()
                                                   ? table.dimensions[d].codes[one.codes[d]].code
                                                   : table.definitions[one.definition].id));
    });
  }
  return {};
}

Status keep_periods(PublishedTable& table, const Request& request) {
  for (const bool first : {true, false}) {
    const std::string text = request.query_value(first ? "startPeriod" : "endPeriod");
    if (text.empty()) continue;
    const auto span = axes::parse_span(text);
    if (!span)
      return fail(
          Code::bad_input, "error.ogc.parameter",
          {{"name", first ? "startPeriod" : "endPeriod"}, {"value", text}, {"expected", "2022, 2022-Q1, 2022-01"}});
    std::erase_if(table.observations, [&](const PublishedObservation& one) {
      return first ? one.period.from < span->from : one.period.to > span->to;
    });
  }
  // Of each series, by the end of its periods.
  for (const bool first : {true, false}) {
    const std::string text = request.query_value(first ? "firstNObservations" : "lastNObservations");
    if (text.empty()) continue;
    const auto count = number_in<std::size_t>(text);
    if (!count || *count == 0)
      return fail(
          Code::bad_input, "error.ogc.parameter",
          {{"name", first ? "firstNObservations" : "lastNObservations"}, {"value", text}, {"expected", "1, 2, …"}});
    std::map<std::pair<std::vector<std::uint32_t>, std::uint32_t>, std::vector<axes::Day>> series;
    for (const PublishedObservation& one : table.observations)
      series[{one.codes, one.definition}].push_back(one.period.to);
    for (auto& [key, days] : series) std::sort(days.begin(), days.end());
    std::erase_if(table.observations, [&](const PublishedObservation& one) {
      const std::vector<axes::Day>& days = series.at({one.codes, one.definition});
      const std::size_t most = std::min(*count, days.size());
      return first ? one.period.to > days[most - 1] : one.period.to < days[days.size() - most];
    });
  }
  return {};
}

Response sdmx_response(std::string body, const char* type, Context& context) {
  return response_of_kept(keepable(std::move(body), type, context.language), context.request);
}

FlowName flow_name(const std::string& text) {
  const std::vector<std::string> parts = split(text, ',');
  if (parts.size() == 1) return {.id = parts[0]};
  return {.agency = parts[0], .id = parts[1], .version = parts.size() > 2 && !parts[2].empty() ? parts[2] : "latest"};
}

std::string data_text(const Flow& flow, SdmxFormat format) {
  switch (format) {
    case SdmxFormat::json:
      break;
    case SdmxFormat::csv:
      return exchange::sdmx_csv(flow.table, flow.options);
    case SdmxFormat::generic_xml:
      return exchange::sdmx_ml_data(flow.table, exchange::SdmxMlData::generic, flow.options);
    case SdmxFormat::specific_xml:
      return exchange::sdmx_ml_data(flow.table, exchange::SdmxMlData::structure_specific, flow.options);
  }
  return exchange::sdmx_json_data(flow.table, flow.options);
}

Result<Response> data(Context& context) {
  auto centre = opened(context);
  if (!centre) return pass(centre);
  auto flow = find_flow(*centre, flow_name(context.captured.at("flow")));
  if (!flow) return pass(flow);
  const auto key = context.captured.find("key");
  if (Status kept = keep_key(flow->table, key == context.captured.end() ? "" : key->second); !kept) return pass(kept);
  if (Status kept = keep_periods(flow->table, context.request); !kept) return pass(kept);
  if (flow->table.observations.empty())
    return fail(Code::not_found, "error.sdmx.nothing", {{"flow", context.captured.at("flow")}});
  const SdmxFormat format = sdmx_format(context.request);
  return sdmx_response(data_text(*flow, format), type_of_data(format), context);
}

std::string flows_json(const exchange::SdmxFlowList& list, const std::string& language) {
  json::array flows;
  for (const exchange::SdmxFlow& flow : list.flows) {
    json::object names;
    for (const auto& [code, name] : flow.names.by_language) names[code] = name;
    flows.push_back(json::object{{"id", flow.id},
                                 {"agencyID", list.agency},
                                 {"version", flow.version},
                                 {"name", flow.names.in(language)},
                                 {"names", std::move(names)},
                                 {"structure", "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=" +
                                                   list.agency + ":DSD_" + flow.id + "(" + flow.version + ")"}});
  }
  const json::object message{
      {"meta",
       {{"schema",
         "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/"
         "sdmx-json-structure-schema.json"},
        {"id", "dataflows"},
        {"test", false},
        {"prepared", exchange::utc_text(list.prepared)},
        {"contentLanguages", {"kk", "ru", "en"}},
        {"sender", {{"id", list.agency}, {"name", list.sender}}}}},
      {"data", {{"dataflows", std::move(flows)}}}};
  return json::serialize(message) + "\n";
}

Result<Response> flows(Context& context) {
  auto centre = opened(context);
  if (!centre) return pass(centre);
  auto heads = centre->store.releases();
  if (!heads) return pass(heads);
  // The last version of each series; a table that it no longer has is an older version's.
  std::map<std::string, std::pair<const store::ReleaseHead*, std::string>> last;
  for (const store::ReleaseHead& head : *heads)
    for (const store::ReleasedTable& table : head.tables) {
      auto& [best, id] = last[flow_id(table.id, head.series)];
      if (best == nullptr || best->version < head.version) best = &head, id = table.id;
    }
  exchange::SdmxFlowList list{
      .agency = k_agency, .sender = context.host.profile.name, .prepared = context.host.now(), .flows = {}};
  std::map<std::string, store::Release> loaded;
  for (const auto& [id, entry] : last) {
    const auto& [head, table_id] = entry;
    if (!loaded.contains(head->id)) {
      auto release = centre->store.load_release(head->id);
      if (!release) return pass(release);
      loaded.emplace(head->id, std::move(*release));
    }
    const auto& tables = loaded.at(head->id).tables;
    const auto table =
        std::find_if(tables.begin(), tables.end(), [&](const PublishedTable& one) { return one.id == table_id; });
    axes::Names names;
    for (const auto& [language, name] : table->title.by_language)
      names.by_language[language] = name + " (" + head->series + ")";
    if (names.by_language.empty()) names.by_language["en"] = table_id + " (" + head->series + ")";
    list.flows.push_back({id, options_of(head->version).version, std::move(names)});
  }
  const SdmxFormat format = sdmx_format(context.request);
  return sdmx_response(is_xml(format) ? exchange::sdmx_ml_flows(list) : flows_json(list, context.language),
                       type_of_structure(format), context);
}

// The flow with its structure, concepts and code lists, whether the flow or the structure was asked for.
Result<Response> structure(Context& context) {
  const auto captured = [&](const char* name, const char* fallback) {
    const auto found = context.captured.find(name);
    return found == context.captured.end() ? std::string(fallback) : found->second;
  };
  FlowName name{
      .agency = captured("agency", k_agency), .id = captured("flow", "all"), .version = captured("version", "latest")};
  if (name.id == "all") return flows(context);
  if (name.id.starts_with("DSD_")) name.id.erase(0, 4);
  auto centre = opened(context);
  if (!centre) return pass(centre);
  auto flow = find_flow(*centre, name);
  if (!flow) return pass(flow);
  const SdmxFormat format = sdmx_format(context.request);
  return sdmx_response(is_xml(format) ? exchange::sdmx_ml_structure(flow->table, flow->options)
                                      : exchange::sdmx_json_structure(flow->table, flow->options),
                       type_of_structure(format), context);
}

}  // namespace

void add_sdmx_routes(Router& router) {
  router.add("GET", "/sdmx/data/{flow}", handler_of(data));
  router.add("GET", "/sdmx/data/{flow}/{key}", handler_of(data));
  router.add("GET", "/sdmx/data/{flow}/{key}/{provider}", handler_of(data));
  for (const char* what : {"dataflow", "datastructure"}) {
    const std::string path = std::string("/sdmx/") + what;
    router.add("GET", path, handler_of(flows));
    router.add("GET", path + "/{agency}", handler_of(flows));
    router.add("GET", path + "/{agency}/{flow}", handler_of(structure));
    router.add("GET", path + "/{agency}/{flow}/{version}", handler_of(structure));
  }
}

}  // namespace tartip::http
