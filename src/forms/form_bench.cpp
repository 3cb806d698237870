// Twelve pairs of workbooks (1-М and СНГ-1) with random figures: unpacked and parsed by the libraries alone, read into
// exact values, checked. Each case first checks that every figure came back, and that the planted errors are found.
#define DOCTEST_CONFIG_IMPLEMENT
#include <benchmark/benchmark.h>
#include <expat.h>
#include <zip.h>

#include <vector>

#include "forms/reader.hpp"
#include "forms/territories.hpp"
#include "forms/test_workbook.hpp"
#include "statistics/form_check.hpp"
#include "support/shared.hpp"

namespace {

using namespace tartip;

const std::vector<std::string> k_territories = {"10", "19", "23", "31", "35", "39", "43", "55", "59", "62", "71", "75"};

statistics::FormReport random_report(const forms::FormDefinition& definition, const std::string& territory,
                                     Random& random) {
  statistics::FormReport report = test::zero_report(definition, territory);
  for (std::size_t s = 0; s < report.sheets.size(); ++s) {
    const auto& graphs = definition.form.sheets[s].graphs;
    auto& values = report.sheets[s].values;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool money = graphs[i % graphs.size()].digits > 0;
      // Most cells of real forms are zero.
      values[i] = random.below(3) > 0 ? Decimal(0)
                  : money             ? Decimal::of_thousandths(static_cast<std::int64_t>(random.below(9'000'000'000)))
                                      : Decimal(static_cast<std::int64_t>(random.below(5'000)));
    }
  }
  return report;
}

struct Workbooks {
  test::TemporaryFolder folder;
  std::vector<std::filesystem::path> files;
  std::vector<statistics::FormReport> reports;
  std::uint64_t bytes = 0;

  Workbooks() {
    Random random(2022);
    for (const std::string& territory : k_territories)
      for (const auto& [form, code] : {std::pair("1m", "50119"), std::pair("sng1", "50501")}) {
        const auto& definition = test::known_form(form);
        test::WorkbookShape shape;
        shape.stamp = "28327;" + std::string(code) + ";19" + territory + "%;__";
        shape.title.clear();
        reports.push_back(random_report(definition, territory + "0000000", random));
        files.push_back(test::write_form(folder.path() / (std::string(form) + territory + ".xlsx"), definition,
                                         reports.back(), shape));
        bytes += std::filesystem::file_size(files.back());
      }
  }
};

const Workbooks& workbooks() {
  static const Workbooks all;
  return all;
}

Result<forms::ReadForm> read(const std::filesystem::path& file) {
  static const auto known = forms::known_forms().value();
  static const auto territories = forms::form_territories().value();
  return forms::read_form_file(file, *known, territories,
                               {.period = axes::parse_span("2022").value(), .territory = {}});
}

// What nobody who reads a workbook can do without: every part unpacked, and seen by an XML parser.
std::size_t parsed(const std::filesystem::path& file) {
  int error = 0;
  zip_t* archive = zip_open(file.c_str(), ZIP_RDONLY, &error);
  std::size_t elements = 0;
  std::vector<char> buffer(std::size_t{1} << 16);
  for (zip_int64_t part = 0; part < zip_get_num_entries(archive, 0); ++part) {
    zip_file_t* content = zip_fopen_index(archive, static_cast<zip_uint64_t>(part), 0);
    XML_Parser parser = XML_ParserCreate(nullptr);
    XML_SetUserData(parser, &elements);
    XML_SetStartElementHandler(
        parser, [](void* count, const XML_Char*, const XML_Char**) { ++*static_cast<std::size_t*>(count); });
    XML_SetCharacterDataHandler(parser, [](void*, const XML_Char*, int) {});
    for (zip_int64_t got = 1; got > 0;) {
      got = zip_fread(content, buffer.data(), buffer.size());
      XML_Parse(parser, buffer.data(), static_cast<int>(std::max<zip_int64_t>(got, 0)), got <= 0);
    }
    XML_ParserFree(parser);
    zip_fclose(content);
  }
  zip_discard(archive);
  return elements;
}

void libraries_alone(benchmark::State& state) {
  for (auto _ : state)
    for (const auto& file : workbooks().files) benchmark::DoNotOptimize(parsed(file));
  state.counters["MB"] = static_cast<double>(workbooks().bytes) / 1e6;
}

void reading(benchmark::State& state) {
  std::size_t cells = 0;
  for (std::size_t i = 0; i < workbooks().files.size(); ++i) {
    const auto got = read(workbooks().files[i]);
    const auto& expected = workbooks().reports[i];
    bool same = got && got->report.territory == expected.territory && got->report.flaws.empty();
    for (std::size_t s = 0; same && s < expected.sheets.size(); ++s) {
      same = got->report.sheets[s].values == expected.sheets[s].values;
      cells += expected.sheets[s].values.size();
    }
    if (!same) {
      state.SkipWithError("a figure did not come back");
      return;
    }
  }
  for (auto _ : state)
    for (const auto& file : workbooks().files) benchmark::DoNotOptimize(read(file));
  state.counters["cells"] = static_cast<double>(cells);
}

// Every check of 12 territories and of their sum; in each territory one cell is wrong.
void checking(benchmark::State& state) {
  const auto &m = test::known_form("1m"), &sng = test::known_form("sng1");
  const std::vector<statistics::FormRelations> described = {{&m.form, m.relations}, {&sng.form, sng.relations}};
  const auto plan = statistics::plan_checks(described).value();
  std::vector<statistics::FormReport> reports;
  for (const std::string& territory : k_territories)
    for (const auto* form : {&m, &sng}) reports.push_back(test::zero_report(*form, territory + "0000000"));
  std::vector<statistics::TerritoryForms> territories;
  const std::size_t sheet = m.form.find_sheet("R1").value(), graphs = m.form.sheets[sheet].graphs.size();
  const std::size_t row = m.form.sheets[sheet].find_row("188").value();
  for (std::size_t t = 0; t < k_territories.size(); ++t) {
    reports[2 * t].sheets[sheet].values[row * graphs + 6] = Decimal(static_cast<std::int64_t>(7 + t));
    territories.push_back({reports[2 * t].territory, {&reports[2 * t], &reports[2 * t + 1]}});
  }
  const auto found = statistics::check_forms(plan, territories, 1);
  std::size_t causes = 0;
  for (const auto& finding : found.findings)
    if (!plan.relations[finding.relation].relation.warning) causes += finding.causes.size();
  if (causes < k_territories.size()) {
    state.SkipWithError("a planted error was not found");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(statistics::check_forms(plan, territories, 1));
  state.counters["checks"] = static_cast<double>(found.all.answered + found.all.sums);
}

BENCHMARK(libraries_alone)->Unit(benchmark::kMillisecond);
BENCHMARK(reading)->Unit(benchmark::kMillisecond);
BENCHMARK(checking)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  doctest::Context asserts;  // the writer of workbooks checks itself with doctest
  asserts.setAsDefaultForAssertsOutOfTestCases();
  asserts.setAssertHandler([](const doctest::AssertData& failed) {
    if (failed.m_failed) std::abort();
  });
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
