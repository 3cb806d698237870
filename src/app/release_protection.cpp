#include "app/release_protection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <set>

#include "app/parameters.hpp"

namespace tartip::app {
namespace {

namespace json = boost::json;
using statistics::ObservationStatus;
using statistics::PublishedTable;

disclosure::PrimaryRules rules_of(const Call& call) {
  const std::string& zeros = call.text("zeros");
  return {.least = call.integer("least"),
          .zeros = zeros == "sensitive"  ? disclosure::Zeros::sensitive
                   : zeros == "may-hide" ? disclosure::Zeros::may_hide
                                         : disclosure::Zeros::published,
          .width = call.number("width")};
}

std::string id_of(const PublishedTable& table, std::size_t observation) {
  return table.id + "/" + statistics::figure_key(table, table.observations[observation]);
}

// What earlier releases have told and withheld.
struct Earlier {
  std::map<std::string, std::map<std::string, std::string>> shown;  // by figure and text: the release
  std::set<std::string> withheld;                                   // names of quantities
};

Result<Earlier> look_back(const std::vector<store::Release>& releases, const std::vector<PublishedTable>& tables) {
  Earlier earlier;
  for (const store::Release& release : releases) {
    for (const PublishedTable& table : release.tables) {
      const auto same = [&](const PublishedTable& one) { return one.id == table.id; };
      if (std::none_of(tables.begin(), tables.end(), same)) continue;
      for (std::size_t i = 0; i < table.observations.size(); ++i)
        if (!table.observations[i].value.empty())
          earlier.shown[id_of(table, i)].emplace(table.observations[i].value, release.head.id);
    }
    if (release.protection.empty()) continue;
    auto record = protection_from_text(release.protection);
    if (!record) return pass(record);
    for (const ProtectionRecord::Quantity& one : record->withheld)
      if (one.told) earlier.withheld.insert(one.name);
  }
  return earlier;
}

json::value end_of(double value) {
  if (!std::isfinite(value)) return nullptr;
  return value;
}

double end_from(const json::value& value) {
  return value.is_null() ? disclosure::k_unbounded : value.to_number<double>();
}

class Release {
 public:
  Release(FigureBasis& basis, std::vector<PublishedTable>& tables) : basis_(basis), tables_(tables) {}

  void take_account_of(const Earlier& earlier) {
    disclosure::FigureSystem& system = basis_.system;
    each_figure([&](const PublishedTable& table, std::size_t i, const std::vector<std::size_t>& told) {
      const std::string id = id_of(table, i);
      const auto known = earlier.shown.find(id);
      if (known == earlier.shown.end()) return;
      const auto at = known->second.find(table.observations[i].value);
      if (at == known->second.end()) return;
      for (const std::size_t quantity : told) {
        system[quantity].shown = true;
        shown_by_.emplace(quantity, std::pair(id, at->second));
      }
    });
    for (std::size_t q = 0; q < system.quantities().size(); ++q)
      system[q].withheld = earlier.withheld.contains(system.quantities()[q].name);
  }

  // What the rules ask for and cannot have any more.
  Status refusal(const disclosure::FigureProtection& made) const {
    if (!made.shown.empty()) {
      const auto& [figure, release] = shown_by_.at(made.shown.front());
      return fail(Code::conflict, "error.release.shown_before",
                  {{"figure", figure}, {"release", release}, {"count", std::to_string(made.shown.size())}});
    }
    for (const disclosure::WithheldQuantity& one : made.withheld)
      if (one.exposed)
        return fail(Code::conflict, "error.release.unprotected",
                    {{"quantity", basis_.system.quantities()[one.quantity].name},
                     {"low", fmt::format("{:g}", one.low)},
                     {"high", fmt::format("{:g}", one.high)},
                     {"count", std::to_string(made.exposed)}});
    return {};
  }

  void withhold(const disclosure::FigureProtection& made, ProtectionRecord& record) {
    std::map<std::size_t, std::size_t> at;  // quantity: its place in the record
    for (const disclosure::WithheldQuantity& one : made.withheld) {
      const disclosure::Quantity& quantity = basis_.system.quantities()[one.quantity];
      at[one.quantity] = record.withheld.size();
      record.withheld.push_back({quantity.name, std::string(disclosure::name_of(one.reason)), one.needed_low,
                                 one.needed_high, one.low, one.high, one.reached, quantity.told});
    }
    each_figure([&](PublishedTable& table, std::size_t i, const std::vector<std::size_t>& told) {
      ProtectionRecord::Figure figure{id_of(table, i), {}};
      for (const std::size_t quantity : told)
        if (made.hidden[quantity] != 0) figure.withheld.push_back(at.at(quantity));
      if (figure.withheld.empty()) return;
      table.observations[i].value.clear();
      table.observations[i].status = ObservationStatus::suppressed;
      record.figures.push_back(std::move(figure));
    });
  }

 private:
  template <class Visit>
  void each_figure(Visit visit) const {
    for (PublishedTable& table : tables_)
      for (std::size_t i = 0; i < table.observations.size(); ++i)
        if (const auto told = basis_.told.find({table.id, i}); told != basis_.told.end()) visit(table, i, told->second);
  }

  FigureBasis& basis_;
  std::vector<PublishedTable>& tables_;
  std::map<std::size_t, std::pair<std::string, std::string>> shown_by_;  // quantity: figure and release
};

}  // namespace

Result<ProtectionRecord> protect_release(const Call& call, const std::vector<store::Release>& earlier,
                                         FigureBasis& basis, std::vector<PublishedTable>& tables) {
  ProtectionRecord record;
  record.without = call.text("without-protection");
  if (!record.without.empty()) return record;
  const disclosure::PrimaryRules rules = rules_of(call);
  record.least = rules.least;
  record.width = rules.width;
  record.zeros = call.text("zeros");
  Result<Earlier> before = look_back(earlier, tables);
  if (!before) return pass(before);
  Release release(basis, tables);
  release.take_account_of(*before);
  auto made = disclosure::protect(basis.system,
                                  {.rules = rules, .seed = call.setting().seed, .threads = call.setting().threads});
  if (!made) return pass(made);
  if (Status refused = release.refusal(*made); !refused) return pass(refused);
  release.withhold(*made, record);
  return record;
}

std::string protection_text(const ProtectionRecord& record) {
  if (!record.without.empty())
    return json::serialize(json::object{{"type", "tartip/protection/1"}, {"without", record.without}});
  json::array quantities, figures;
  for (const ProtectionRecord::Quantity& one : record.withheld)
    quantities.push_back(json::object{{"quantity", one.name},
                                      {"reason", one.reason},
                                      {"told", one.told},
                                      {"needed", json::array{one.needed_low, end_of(one.needed_high)}},
                                      {"found", json::array{one.low, end_of(one.high)}},
                                      {"reached", one.reached}});
  for (const ProtectionRecord::Figure& one : record.figures)
    figures.push_back(
        json::object{{"figure", one.figure}, {"withheld", json::array(one.withheld.begin(), one.withheld.end())}});
  return json::serialize(
      json::object{{"type", "tartip/protection/1"},
                   {"rules", {{"least", record.least}, {"width", record.width}, {"zeros", record.zeros}}},
                   {"withheld", std::move(quantities)},
                   {"figures", std::move(figures)}});
}

Result<ProtectionRecord> protection_from_text(std::string_view text) {
  try {
    const json::value all = json::parse({text.data(), text.size()});
    ProtectionRecord record;
    if (const json::value* without = all.as_object().if_contains("without")) {
      record.without = without->as_string().c_str();
      return record;
    }
    const json::value& rules = all.at("rules");
    record.least = rules.at("least").to_number<std::int64_t>();
    record.width = rules.at("width").to_number<double>();
    record.zeros = rules.at("zeros").as_string().c_str();
    for (const json::value& one : all.at("withheld").as_array())
      record.withheld.push_back({one.at("quantity").as_string().c_str(), one.at("reason").as_string().c_str(),
                                 one.at("needed").at(0).to_number<double>(), end_from(one.at("needed").at(1)),
                                 one.at("found").at(0).to_number<double>(), end_from(one.at("found").at(1)),
                                 one.at("reached").as_bool(), one.at("told").as_bool()});
    for (const json::value& one : all.at("figures").as_array()) {
      ProtectionRecord::Figure figure{one.at("figure").as_string().c_str(), {}};
      for (const json::value& place : one.at("withheld").as_array()) {
        figure.withheld.push_back(place.to_number<std::size_t>());
        if (figure.withheld.back() >= record.withheld.size()) return fail(Code::corrupt, "error.release.text");
      }
      record.figures.push_back(std::move(figure));
    }
    return record;
  } catch (const std::exception&) {  // not JSON, or not ours
    return fail(Code::corrupt, "error.release.text");
  }
}

std::vector<Parameter> with_protection(std::vector<Parameter> parameters) {
  parameters.push_back(whole("least", 2, 1e6, "5"));
  parameters.push_back(number("width", 1, 1e6, "2"));
  parameters.push_back(choice("zeros", {"published", "may-hide", "sensitive"}, "published"));
  parameters.push_back(option("without-protection", Kind::text, "REASON"));
  return parameters;
}

}  // namespace tartip::app
