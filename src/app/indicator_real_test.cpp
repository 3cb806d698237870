// The published forms of twelve regions, full year 2022: figures computed independently from a table of the same forms.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "app/indicator_book.hpp"
#include "statistics/indicator_comparison.hpp"
#include "support/shared.hpp"

namespace tartip::app {
namespace {

TEST_CASE("twelve regions, 2022: six definitions of clearance, and the region whose place depends on them") {
  const auto folder = test::shared_file("data/kz-legal-statistics/form-1m");
  if (!folder) return;
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  const Call call({}, {});
  const auto forms = read_period_forms(call, files, axes::parse_span("2022").value());
  if (!forms) FAIL(forms.error().describe());
  REQUIRE(forms->reported.size() == 12);
  CHECK(forms->sources.size() == 12);

  const auto book = indicator_book(call);
  REQUIRE(book);
  const auto clearance = book->about("clearance");
  REQUIRE(clearance);
  const struct {
    const char* row;
    const char* figures[6];
  } expected[] = {{"total", {"44.2", "27.0", "47.3", "35.4", "36.0", "22.5"}},
                  {"188", {"35.6", "21.0", "35.3", "24.4", "29.9", "18.6"}},
                  {"190", {"32.4", "26.1", "32.8", "28.2", "24.5", "19.9"}},
                  {"190.internet", {"19.3", "16.8", "19.0", "16.9", "14.7", "12.8"}},
                  {"99", {"85.1", "80.3", "94.7", "94.4", "60.3", "58.5"}}};
  for (const auto& one : expected) {
    for (std::size_t d = 0; d < 6; ++d) {
      const auto values = values_of(*(*clearance)[d], one.row, *forms);
      REQUIRE(values);
      CHECK(values->back().figure().text == one.figures[d]);
    }
  }
  const auto electronic = values_of(**book->find("kz:electronic-share"), "", *forms);
  REQUIRE(electronic);
  CHECK(electronic->back().figure().text == "90.7");  // 97 584 of 107 645

  // Almaty region: 4th by completed / registered, 10th by sent to court / registered, 4th by the third definition.
  std::vector<std::vector<statistics::IndicatorValue>> values;
  for (const statistics::Indicator* one : *clearance) {
    values.push_back(*values_of(*one, "", *forms));
    values.back().pop_back();
  }
  const auto result = statistics::compare_definitions(*clearance, values, {.draws = 200});
  const auto region =
      static_cast<std::size_t>(std::find_if(forms->reported.begin(), forms->reported.end(),
                                            [](const auto& one) { return one.territory == "190000000"; }) -
                               forms->reported.begin());
  REQUIRE(region < 12);
  CHECK(result.placed[0][region].rank == 4);
  CHECK(result.placed[1][region].rank == 10);
  CHECK(result.placed[2][region].rank == 4);
  CHECK(result.turned > 0);
}

TEST_CASE("every indicator that comes along finds its cells in the form") {
  const auto folder = test::shared_file("data/kz-legal-statistics/form-1m");
  if (!folder) return;
  const Call call({}, {});
  const auto forms =
      read_period_forms(call, {(*folder / "Ulytau Region.XLSX").string()}, axes::parse_span("2022").value());
  REQUIRE(forms);
  const auto book = indicator_book(call);
  const auto all = chosen_indicators(*book, {});
  REQUIRE(all);
  const auto made = indicator_table(*all, *forms, {});
  if (!made) FAIL(made.error().describe());
  const statistics::PublishedTable* table = &made->table;
  // One territory, each indicator once, none left out; rates without residents are not defined.
  REQUIRE(table->observations.size() == all->size());
  for (std::size_t i = 0; i < all->size(); ++i) {
    CAPTURE((*all)[i]->id.text());
    CHECK(table->observations[i].status != statistics::ObservationStatus::missing);
  }
}

}  // namespace
}  // namespace tartip::app
