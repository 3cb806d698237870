#include "store/store.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "store/table_file.hpp"
#include "store/test_centre.hpp"
#include "store/wkb.hpp"

using namespace tartip;
using test::TestCentre;

namespace {

const std::string k_register = "id = \"r\"\n[time]\ncolumns=[\"d\"]\nformats=[\"%Y-%m-%d\"]\n";

// Runs `child` in another process that then waits to be killed; returns when it is ready.
template <class Child>
pid_t in_another_process(Child&& child) {
  int ready[2];
  REQUIRE(pipe(ready) == 0);
  const pid_t pid = fork();
  REQUIRE(pid >= 0);
  if (pid == 0) {
    child([&] {
      const char sign = '!';
      if (write(ready[1], &sign, 1) != 1) _exit(2);
      while (true) pause();
    });
    _exit(1);
  }
  char sign = 0;
  REQUIRE(read(ready[0], &sign, 1) == 1);
  close(ready[0]);
  close(ready[1]);
  return pid;
}

void end(pid_t pid) {
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
}

}  // namespace

TEST_CASE("two processes on one centre: the second hears who holds it, waits, or reads along") {
  test::TemporaryFolder folder;
  const auto centre = folder.path() / "centre";
  const pid_t holder = in_another_process([&](auto&& ready) {
    auto store = store::Store::open(centre);
    if (store) ready();
  });
  auto second = store::Store::open(centre);
  REQUIRE_FALSE(second);
  CHECK(second.error().key == "error.store.locked");
  CHECK(second.error().code == Code::conflict);
  CHECK(second.error().arguments.at(2).value == std::to_string(holder));
  store::Options waiting;
  waiting.wait_seconds = 0.2;
  CHECK(store::Store::open(centre, waiting).error().key == "error.store.locked");
  end(holder);
  waiting.wait_seconds = 20;
  CHECK(store::Store::open(centre, waiting));
}

TEST_CASE("several readers at once, and no writing by them") {
  TestCentre centre;
  centre.add_register(k_register);
  const auto file = centre.write("a.csv", "d\n2022-01-01\n");
  centre.import("r", file);
  store::Options reader;
  reader.read_only = true;
  centre.close();
  const pid_t other = in_another_process([&](auto&& ready) {
    auto store = store::Store::open(centre.centre(), reader);
    if (store) ready();
  });
  centre.reopen(reader);
  CHECK(centre.store().overview("r")->events == 1);
  CHECK(centre.try_import("r", {file}).error().key == "error.store.for_reading");
  CHECK(
      centre.store().save_register(registers::parse_description(k_register, "r").value(), k_register, 0).error().key ==
      "error.store.for_reading");
  CHECK(centre.store().remove_register("r").error().code == Code::denied);
  end(other);
  CHECK(store::Store::open(centre.folder() / "none", reader).error().key == "error.store.absent");
}

TEST_CASE("a damaged or foreign database is named as such") {
  test::TemporaryFolder folder;
  folder.write("a/events.duckdb", std::string(20'000, 'x'));
  auto store = store::Store::open(folder.path() / "a");
  REQUIRE_FALSE(store);
  CHECK(store.error().key == "error.store.corrupt");
  {
    test::TestCentre whole;
    whole.add_register("id = \"days\"\n[time]\ncolumns = [\"day\"]\nformats = [\"%Y-%m-%d\"]\n");
    whole.import("days", whole.write("a.csv", "day\n2023-02-01\n"));
    whole.close();
    const std::string bytes = test::slurp(whole.centre() / "events.duckdb");
    for (const std::size_t size : {bytes.size() * 3 / 4, bytes.size() / 2, std::size_t{20'000}, std::size_t{5'000}}) {
      CAPTURE(size);
      whole.write("centre/events.duckdb", bytes.substr(0, size));
      auto cut = store::Store::open(whole.centre());
      REQUIRE_FALSE(cut);
      INFO(cut.error().describe());
      CHECK(cut.error().key == "error.store.corrupt");
    }
  }
}

TEST_CASE("areas survive well-known binary, damaged bytes give nothing") {
  const geo::MultiPolygon area = {{{{0, 0}, {4, 0}, {4, 4}, {0, 0}}, {{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}},
                                  {{{9, 9}, {10, 9}, {9, 10}, {9, 9}}, {}}};
  const std::string bytes = store::to_wkb(area);
  const auto back = store::from_wkb(bytes);
  REQUIRE(back);
  REQUIRE(back->size() == 2);
  CHECK((*back)[0].outer == area[0].outer);
  CHECK((*back)[0].holes == area[0].holes);
  for (std::size_t length = 0; length < bytes.size(); ++length) CHECK_FALSE(store::from_wkb(bytes.substr(0, length)));
  CHECK_FALSE(store::from_wkb(bytes + "x"));
  CHECK(store::from_wkb(store::to_wkb({}))->empty());
}

TEST_CASE("axes come back as they went in, and events follow their units") {
  TestCentre centre;
  const axes::Span always{axes::k_first_day, axes::k_last_day};
  const auto country = [&](const std::vector<std::string>& codes) {
    std::vector<axes::TerritoryUnit> units;
    for (const std::string& code : codes) {
      axes::TerritoryUnit unit;
      unit.number = static_cast<std::int32_t>(units.size());
      unit.code = code;
      unit.names.by_language = {{"kk", "Аудан " + code}, {"ru", "Район “" + code + "”"}};
      unit.other_codes["iso_3166_2"] = "XX-" + code;
      unit.valid = always;
      unit.population = {{2020, 10.5}, {2021, 11}};
      unit.area = {{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}, {}}};
      units.push_back(std::move(unit));
    }
    return axes::Territory::make("land", {{{"en", "Land"}}}, "EPSG:4326", "somebody",
                                 {{"district", {{{"en", "district"}}}}}, std::move(units), {})
        .value();
  };
  REQUIRE(centre.store().save_territory(country({"a", "b"})));
  centre.reopen();
  const auto back = centre.store().load_territory("land").value();
  REQUIRE(back->units().size() == 2);
  CHECK(back->units()[1].names.by_language.at("ru") == "Район “b”");
  CHECK(back->units()[1].other_codes.at("iso_3166_2") == "XX-b");
  CHECK(back->units()[1].valid == always);
  CHECK(back->units()[1].population.at(2020) == 10.5);
  CHECK(back->units()[1].area.front().outer.size() == 4);
  CHECK(back->plane() == "EPSG:4326");
  CHECK(centre.store().territories()->front().members == 2);

  centre.add_register(k_register + "[place]\nterritory=\"land\"\ncode=\"u\"\nlevel=\"district\"\n");
  centre.import("r", centre.write("a.csv", "d,u\n2022-01-01,a\n2022-01-02,b\n2022-01-03,b\n"));
  REQUIRE(centre.store().save_territory(country({"c", "b", "a"})));
  cube::Query query;
  query.register_id = "r";
  query.territory_level = "district";
  CHECK(centre.store().query(query)->values == std::vector<double>{0, 2, 1});
  auto refused = centre.store().save_territory(country({"c", "a"}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().key == "error.store.territory.in_use");
  CHECK(centre.store().load_territory("land").value()->units().size() == 3);
  CHECK(centre.store().load_territory("sea").error().key == "error.store.territory.absent");
}

TEST_CASE("classifications come back with their crosswalks") {
  TestCentre centre;
  const axes::Span old{axes::k_first_day, axes::parse_day("2015-01-01").value()};
  REQUIRE(centre.store().save_classification(
      axes::Classification::make("code", {{{"ru", "Кодекс"}}}, "law", {{"article", {}}},
                                 {{0, 0, -1, "175", {{{"ru", "Кража"}}}, old, false},
                                  {1, 0, -1, "188", {{{"ru", "Кража"}}}, {old.to, axes::k_last_day}, true}},
                                 {{"iccs", {{0, "05", 0.5}, {0, "07", 0.5}, {1, "05", 1}}}})
          .value()));
  centre.reopen();
  const auto back = centre.store().load_classification("code").value();
  REQUIRE(back->items().size() == 2);
  CHECK(back->items()[0].valid == old);
  CHECK_FALSE(back->items()[0].verified);
  REQUIRE(back->crosswalk_to("iccs") != nullptr);
  CHECK(back->crosswalk_to("iccs")->rows.size() == 3);
  CHECK(centre.store().load_classification("iccs").value()->items().size() > 10);
  CHECK(centre.store().classifications()->size() == 2);
  CHECK(centre.store().load_classification("none").error().key == "error.store.classification.absent");
}

TEST_CASE("registers are listed and removed with all that is theirs") {
  TestCentre centre;
  centre.add_register(k_register + "[class]\ncolumn=\"k\"\n");
  centre.import("r", centre.write("a.csv", "d,k\n2022-01-01,x\nwrong,x\n"));
  const auto entries = centre.store().all_registers().value();
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].events == 1);
  CHECK(entries[0].quarantined == 1);
  CHECK(entries[0].description.id == "r");
  REQUIRE(centre.store().remove_register("r"));
  CHECK(centre.store().all_registers()->empty());
  CHECK(centre.store().load_register("r").error().key == "error.store.register.absent");
  centre.add_register(k_register);
  CHECK(centre.store().quarantine_rows("r")->empty());
}
