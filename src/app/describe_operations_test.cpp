#include <doctest/doctest.h>

#include <algorithm>

#include "app/describe_sheets.hpp"
#include "app/operation.hpp"
#include "app/time_words.hpp"
#include "support/shared.hpp"

namespace tartip::app {
namespace {

using Values = std::map<std::string, std::vector<std::string>>;

// Files are described where no centre is.
struct Files {
  test::TemporaryFolder folder;
  std::string file;

  Files() {
    std::string content = "no,on,closed,kind,loss\n";
    for (int i = 0; i < 30; ++i)
      content += std::to_string(500 + i) + ",0" + std::to_string(1 + i % 9) + "/0" + std::to_string(1 + i % 7) +
                 "/2022,2022-12-01," + (i % 2 == 0 ? "theft" : "fraud") + "," + std::to_string(i) + ".5\n";
    content += "999,never,2022-12-01,theft,1\n";
    file = folder.write("Cases 2022.csv", content).string();
  }
  Result<Answer> describe(Values values) const {
    values["file"] = {file};
    Setting setting;
    setting.centre = folder.path() / "none";
    setting.now = 1'700'000'000'000'000;
    const Operation* operation = find_operation("register", "describe");
    auto call = check_call(*operation, setting, std::move(values));
    if (!call) return pass(call);
    return operation->carry_out(*call);
  }
  std::string error(Values values) const {
    auto answer = describe(std::move(values));
    REQUIRE(!answer);
    return answer.error().key;
  }
};

const Sheet* sheet_in(const Answer& answer, const std::string& id) {
  const auto found = std::ranges::find(answer.sheets, id, &Sheet::id);
  return found == answer.sheets.end() ? nullptr : &*found;
}

std::string text_at(const Sheet& sheet, std::size_t row, const std::string& column) {
  const auto found = std::ranges::find(sheet.columns, column, &SheetColumn::id);
  REQUIRE(found != sheet.columns.end());
  const SheetCell& cell = sheet.rows.at(row).at(static_cast<std::size_t>(found - sheet.columns.begin()));
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return std::to_string(*whole);
  const auto* text = std::get_if<std::string>(&cell);
  return text == nullptr ? "" : *text;
}

TEST_CASE("formats of times are written for people") {
  const Wording words(Setting{});
  CHECK(readable_format("%d.%m.%Y %H:%M:%S", words) == "DD.MM.YYYY hh:mm:ss");
  CHECK(readable_format("iso", words).find("ISO") != std::string::npos);
  CHECK(readable_format("%Ym%m", words) == "YYYYmMM");
  CHECK(readable_format("100%", words) == "100%");
  CHECK(readable_format("%q", words) == "q");
  CHECK(readable("expected.time", {{"format", "%Y"}}, words) == words("expected.time", {{"format", "YYYY"}}));
}

TEST_CASE("a file is described column by column, and checked as an import would") {
  const Files files;
  auto answer = files.describe({{"explain", {}}, {"alternatives", {}}});
  REQUIRE_MESSAGE(answer, answer.error().describe());
  const Sheet* proposal = sheet_in(*answer, "proposal");
  REQUIRE(proposal != nullptr);
  REQUIRE(proposal->rows.size() == 5);
  CHECK(text_at(*proposal, 1, "role") == "time");
  CHECK(text_at(*proposal, 1, "detail") == "%m/%d/%Y");
  CHECK(text_at(*proposal, 1, "chosen") == "0");
  CHECK(text_at(*proposal, 0, "examples") == "500; 501; 502");
  const Sheet* check = sheet_in(*answer, "check");
  REQUIRE(check != nullptr);
  CHECK(text_at(*check, 0, "read") == "31");
  CHECK(text_at(*check, 0, "accepted") == "30");
  CHECK(text_at(*check, 0, "rejected") == "1");
  const Sheet* understood = sheet_in(*answer, "understood");
  REQUIRE(understood != nullptr);
  CHECK(text_at(*understood, 0, "time") == "2022-01-01");
  CHECK(text_at(*understood, 6, "fate") == "waits");
  // Day and month the other way round is one of the alternatives, and the choice of it is the description's.
  const Sheet* others = sheet_in(*answer, "alternatives");
  REQUIRE(others != nullptr);
  CHECK(
      std::ranges::any_of(others->rows, [](const auto& row) { return row[2] == SheetCell(std::string("%d/%m/%Y")); }));
  answer = files.describe({{"explain", {}}, {"take", {"on=time:%d/%m/%Y", "closed=until", "kind=attribute"}}});
  REQUIRE_MESSAGE(answer, answer.error().describe());
  CHECK(text_at(*sheet_in(*answer, "proposal"), 1, "detail") == "%d/%m/%Y");
  CHECK(text_at(*sheet_in(*answer, "proposal"), 3, "guessed") == "class");
  CHECK(text_at(*sheet_in(*answer, "proposal"), 3, "chosen") == "1");
  const auto described = registers::parse_description(answer->document, "cases.toml");
  REQUIRE_MESSAGE(described, described.error().describe());
  CHECK(described->id == "cases_2022");
  CHECK(described->time.from.formats.front() == "%d/%m/%Y");
  CHECK(described->classes.column.empty());
}

TEST_CASE("a new register gets its names") {
  const Files files;
  const auto answer = files.describe(
      {{"name", {"cases"}}, {"title", {"ru=Дела", "kk=Істер"}}, {"event", {"ru=дела"}}, {"source", {"Police"}}});
  REQUIRE(answer);
  const auto described = registers::parse_description(answer->document, "cases.toml");
  REQUIRE(described);
  CHECK(described->names.in("ru") == "Дела");
  CHECK(described->names.by_language.size() == 2);
  CHECK(described->event.in("ru") == "дела");
  CHECK(described->source == "Police");
}

TEST_CASE("a column's name breaks no comment") {
  const test::TemporaryFolder folder;
  Setting setting;
  setting.centre = folder.path() / "none";
  const std::string file = folder.write("a.csv", "on,\"ki\rnd\nof\t\x01\"\n2022-01-01,x\n2022-01-02,y\n").string();
  const Operation* operation = find_operation("register", "describe");
  auto call = check_call(*operation, setting, {{"file", {file}}});
  REQUIRE(call);
  const auto answer = operation->carry_out(*call);
  REQUIRE_MESSAGE(answer, answer.error().describe());
  const auto described = registers::parse_description(answer->document, "a.toml");
  CHECK_MESSAGE(described, described.error().describe());
}

TEST_CASE("what cannot be is refused by name") {
  const Files files;
  CHECK(files.error({{"name", {"Дела"}}}) == "error.description.identifier");
  CHECK(files.error({{"title", {"Cases"}}}) == "error.describe.name");
  CHECK(files.error({{"title", {"de=Fälle"}}}) == "error.describe.name");
  CHECK(files.error({{"take", {"onn=time"}}}) == "error.describe.column_near");
  CHECK(files.error({{"take", {"on=when"}}}) == "error.describe.role");
  CHECK(files.error({{"take", {"kind=class:criminal_code"}}}) == "error.describe.scheme");
  CHECK(files.error({{"take", {"kind=unit"}}}) == "error.describe.no_territory");
  CHECK(files.error({{"decimal", {"dot"}}}) == "error.call.choice");
  CHECK(files.error({{"encoding", {"klingon"}}}) != "");
  // Without a time there is a proposal and no check.
  const auto none = files.describe({{"explain", {}}, {"take", {"on=ignored", "closed=ignored"}}});
  REQUIRE(none);
  CHECK(sheet_in(*none, "check") == nullptr);
}

}  // namespace
}  // namespace tartip::app
