// A centre with a small country, a small code and seven offences, to be asked.
#pragma once
#include <string>
#include <vector>

#include "store/test_centre.hpp"

namespace tartip::test {

inline axes::Span span(const std::string& text) {
  return axes::parse_span(text).value();
}

inline axes::TerritoryUnit unit(std::int32_t number, std::int32_t level, std::int32_t parent, const std::string& code,
                                axes::Span valid, double residents) {
  axes::TerritoryUnit made;
  made.number = number;
  made.level = level;
  made.parent = parent;
  made.code = code;
  made.names.by_language["en"] = "Unit " + code;
  made.valid = valid;
  if (residents > 0) made.population[2022] = residents;
  return made;
}

// Region A with districts a1 and a2; region B with district b1, which ends in June 2022 and is followed by b2.
inline axes::Territory small_country() {
  const axes::Span always{axes::k_first_day, axes::k_last_day};
  std::vector<axes::TerritoryUnit> units = {unit(0, 0, -1, "A", always, 1000),
                                            unit(1, 0, -1, "B", always, 500),
                                            unit(2, 1, 0, "a1", always, 600),
                                            unit(3, 1, 0, "a2", always, 400),
                                            unit(4, 1, 1, "b1", {axes::k_first_day, span("2022-07").from}, 500),
                                            unit(5, 1, 1, "b2", {span("2022-07").from, axes::k_last_day}, 0)};
  units[2].area = {{{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}, {}}};
  return axes::Territory::make("country", {{{"en", "Country"}}}, "EPSG:4326", "test",
                               {{"region", {}}, {"district", {}}}, units, {{4, 5, span("2022-07").from, 1}})
      .value();
}

inline axes::Classification small_code() {
  const axes::Span always{axes::k_first_day, axes::k_last_day};
  std::vector<axes::ClassItem> items = {{0, 0, -1, "P", {{{"en", "property"}}}, always, true},
                                        {1, 1, 0, "P1", {{{"en", "theft"}}}, always, true},
                                        {2, 1, 0, "P2", {{{"en", "fraud"}}}, always, true},
                                        {3, 0, -1, "V", {{{"en", "violence"}}}, always, true},
                                        {4, 1, 3, "V1", {{{"en", "assault"}}}, always, true}};
  return axes::Classification::make("code", {{{"en", "Code"}}}, "test", {{"section", {}}, {"article", {}}}, items,
                                    {{"iccs", {{1, "05", 1}, {2, "07", 0.25}, {2, "05", 0.75}}}})
      .value();
}

inline const std::string k_register = R"(id = "offences"
covers = "2022-02..2022-12"
[time]
columns = ["day"]
formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]
required = false
outside = "keep"
[place]
territory = "country"
code = "district"
level = "district"
[class]
column = "article"
scheme = "code"
[[quantity]]
id = "damage"
column = "damage"
[[attribute]]
id = "place"
column = "place"
)";

inline const std::string k_rows =
    "day,district,article,damage,place\n"
    "2022-02-01 10:30,a1,P1,100,street\n"
    "2022-02-15,a1,P1,,street\n"
    "2022-03-01,a2,P2,50,home\n"
    "2022-06-30,b1,V1,,home\n"
    "2022-07-01,b2,V1,,home\n"
    "2022-12-31,,P1,7,it's; DROP TABLE\n"
    ",a1,P1,1,street\n";

struct Country : TestCentre {
  Country() {
    REQUIRE(store().save_territory(small_country()));
    REQUIRE(store().save_classification(small_code()));
    add_register(k_register);
    const auto account = import("offences", write("a.csv", k_rows));
    REQUIRE(account.rows.fresh == 7);
  }
  cube::Panel ask(const cube::Query& query) {
    auto panel = store().query(query);
    INFO((panel ? std::string() : panel.error().describe()));
    REQUIRE(panel);
    return *panel;
  }
  std::string refusal(const cube::Query& query) {
    auto panel = store().query(query);
    REQUIRE_FALSE(panel);
    return panel.error().key;
  }
};

inline cube::Query about(const std::string& period) {
  cube::Query query;
  query.register_id = "offences";
  query.filter.period = span(period);
  return query;
}

inline std::vector<std::string> codes(const std::vector<cube::Member>& members) {
  std::vector<std::string> list;
  for (const cube::Member& member : members) list.push_back(member.code);
  return list;
}

}  // namespace tartip::test
