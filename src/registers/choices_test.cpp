#include "registers/choices.hpp"

#include <algorithm>

#include "registers/sample_check.hpp"
#include "registers/test_land.hpp"
#include "registers/unit_spellings.hpp"
#include "support/shared.hpp"

namespace tartip::registers {
namespace {

KnownAxes known_axes() {
  return {{std::make_shared<const axes::Territory>(land())}, {std::make_shared<const axes::Classification>(scheme())}};
}

// A small file, and what becomes of it with the choices as they are typed.
struct Described {
  test::TemporaryFolder folder;
  Sample sample;
  KnownAxes known;
  Choices choices;

  explicit Described(const std::string& content, KnownAxes axes = {}) : known(std::move(axes)) {
    auto opened = open_sample(folder.write("cases.csv", content));
    REQUIRE_MESSAGE(opened, opened.error().describe());
    sample = std::move(*opened);
  }
  Result<Proposal> take(const std::vector<std::string>& texts) {
    choices.columns.clear();
    for (const std::string& text : texts) {
      auto choice = parse_choice(text, sample.columns());
      if (!choice) return pass(choice);
      choices.columns.push_back(std::move(*choice));
    }
    return propose(sample, choices, known);
  }
  Proposal good(const std::vector<std::string>& texts) {
    auto proposal = take(texts);
    REQUIRE_MESSAGE(proposal, proposal.error().describe());
    return std::move(*proposal);
  }
  std::string error(const std::vector<std::string>& texts) {
    auto proposal = take(texts);
    REQUIRE(!proposal);
    return proposal.error().key;
  }
};

std::string role_of(const Proposal& proposal, const std::string& column) {
  const auto found = std::ranges::find(proposal.columns, column, &ColumnTaken::column);
  REQUIRE(found != proposal.columns.end());
  return std::string(name_of(found->role));
}

bool says(const Proposal& proposal, const std::string& key) {
  return std::ranges::any_of(proposal.guesses, [&](const Guess& guess) { return guess.key == key; });
}

std::string usual() {
  std::string content = "no,opened,closed,district,kind,status,loss\n";
  const char* kinds[] = {"Theft", "Fraud", "theft", "02"};
  const char* districts[] = {"West", "East", "New West", "E"};
  for (int i = 0; i < 60; ++i)
    content += std::to_string(100 + i) + "," + std::to_string(10 + i % 18) + ".03.2022," + std::to_string(10 + i % 18) +
               ".04.2022," + districts[i % 4] + "," + kinds[i % 4] + "," + (i % 2 == 0 ? "open" : "closed") + "," +
               std::to_string(i * 31) + ".5\n";
  return content;
}

TEST_CASE("a choice names its column, whatever marks the name holds") {
  const std::vector<std::string> columns = {"a", "a=b", "date", "x:y"};
  CHECK(parse_choice("a=time", columns)->column == "a");
  CHECK(parse_choice("a=b=time", columns)->column == "a=b");
  const auto detailed = parse_choice("date=time:%d.%m.%Y %H:%M", columns);
  REQUIRE(detailed);
  CHECK(detailed->role == Role::time);
  CHECK(detailed->detail == "%d.%m.%Y %H:%M");
  CHECK(parse_choice("x:y=quantity:KZT", columns)->detail == "KZT");
  CHECK(parse_choice("date", columns).error().key == "error.describe.choice");
  CHECK(parse_choice("=time", columns).error().key == "error.describe.choice");
  CHECK(parse_choice("dat=time", columns).error().key == "error.describe.column_near");
  CHECK(parse_choice("somewhere else=time", columns).error().key == "error.describe.column");
  CHECK(parse_choice("date=when", columns).error().key == "error.describe.role");
  for (const Role role : all_roles()) CHECK(role_named(name_of(role)) == role);
}

TEST_CASE("what a centre knows is recognised in the values") {
  const Proposal p = Described(usual(), known_axes()).good({});
  CHECK(role_of(p, "district") == "unit");
  CHECK(p.description.place.territory == "land");
  CHECK(p.description.place.code_level == "district");
  CHECK(p.description.place.unknown_code == Rule::quarantine);
  CHECK(role_of(p, "kind") == "class");
  CHECK(p.description.classes.scheme == "code");
  CHECK(says(p, "guess.unit"));
  CHECK(says(p, "guess.class_scheme"));
  REQUIRE(p.territories.size() == 1);
  CHECK(p.territories[0].share() == 1);
  // The same file where nothing is known.
  const Proposal alone = Described(usual()).good({});
  CHECK(role_of(alone, "district") == "attribute");
  CHECK(alone.description.place.territory.empty());
}

TEST_CASE("units written with the word for what they are") {
  std::vector<axes::TerritoryUnit> units(4);
  const auto name = [&](std::size_t n, const char* code, const char* ru, const char* kk) {
    units[n].number = static_cast<std::int32_t>(n);
    units[n].code = code;
    units[n].names.by_language = {{"ru", ru}, {"kk", kk}};
    units[n].valid = k_always;
  };
  name(0, "19", "Алматинская", "Алматы");
  name(1, "75", "Алматы", "Алматы (қала)");
  name(2, "33", "Жетысуская", "Жетісу");
  name(3, "79", "Чимкент", "Шымкент (қала)");
  auto made = axes::Territory::make("kz", {}, "EPSG:4326", "", {{"region", {}}}, std::move(units), {});
  REQUIRE_MESSAGE(made, made.error().describe());
  const UnitSpellings spellings(*made, 0);
  CHECK(spellings.code_of("Алматинская область") == "19");
  CHECK(spellings.code_of("Алматинская обл.") == "19");
  CHECK(spellings.code_of("АЛМАТЫ ОБЛЫСЫ") == "19");
  CHECK(spellings.code_of("г. Алматы") == "75");
  CHECK(spellings.code_of("г.Алматы") == "75");
  CHECK(spellings.code_of("Алматы қаласы") == "75");
  CHECK(spellings.code_of("область Жетісу") == "33");
  CHECK(spellings.code_of("Шымкент") == "79");
  CHECK(!spellings.code_of("Алматы"));  // the city, or in Kazakh the region
  CHECK(!spellings.code_of("область"));
  CHECK(!spellings.code_of(""));
  CHECK(!spellings.code_of("Атлантида"));

  std::string content = "күні;аймақ\n";
  for (const char* unit : {"Алматы облысы", "Алматы қаласы", "область Жетісу", "г. Шымкент", "Атлантида"})
    content += "03.05.2022;" + std::string(unit) + "\n";
  const Proposal p = Described(content, {{std::make_shared<const axes::Territory>(std::move(*made))}}).good({});
  CHECK(role_of(p, "аймақ") == "unit");
  CHECK(p.description.place.aliases ==
        std::map<std::string, std::string>{
            {"Алматы облысы", "19"}, {"Алматы қаласы", "75"}, {"область Жетісу", "33"}, {"г. Шымкент", "79"}});
  CHECK(parse_description(write_description(p.description), "p")->place.aliases == p.description.place.aliases);
}

TEST_CASE("choices change the columns they name, and who loses a single role falls back") {
  Described file(usual(), known_axes());
  const Proposal p = file.good({"status=class", "closed=until", "loss=quantity:KZT", "no=ignored"});
  CHECK(p.description.classes.column == "status");
  CHECK(p.description.classes.scheme.empty());
  CHECK(role_of(p, "kind") == "attribute");
  CHECK(p.description.time.from.columns == std::vector<std::string>{"opened"});
  CHECK(p.description.time.until.columns == std::vector<std::string>{"closed"});
  CHECK(p.description.time.until.formats == std::vector<std::string>{"%d.%m.%Y"});
  REQUIRE(p.description.quantities.size() == 1);
  CHECK(p.description.quantities[0].unit == "KZT");
  CHECK(p.description.key.empty());
  CHECK(parse_description(write_description(p.description), "p"));

  // A date that is given takes the place of the guessed one.
  const Proposal later = file.good({"closed=time"});
  CHECK(later.description.time.from.columns == std::vector<std::string>{"closed"});
  CHECK(role_of(later, "opened") != "time");
  const Proposal own = file.good({"kind=class:own"});
  CHECK(own.description.classes.scheme.empty());
  CHECK(own.description.classes.unknown == Rule::add);
  const Proposal cases = file.good({"loss=count"});
  CHECK(cases.description.counts == "loss");
  CHECK(parse_description(write_description(cases.description), "p"));
}

TEST_CASE("choices that cannot be are refused by name") {
  Described file(usual(), known_axes());
  CHECK(file.error({"kind=class", "status=class"}) == "error.describe.role_twice");
  CHECK(file.error({"kind=class", "kind=attribute"}) == "error.describe.column_twice");
  CHECK(file.error({"opened=time", "closed=time"}) == "error.describe.two_dates");
  CHECK(file.error({"kind=class:penal_code"}) == "error.describe.scheme");
  CHECK(file.error({"district=unit:street"}) == "error.describe.level");
  CHECK(file.error({"opened=time:%Q"}) == "error.time_format.letter");
  file.choices.territory = "sea";
  CHECK(file.error({}) == "error.describe.territory");
  file.choices.territory = "none";
  CHECK(file.error({"district=unit"}) == "error.describe.no_territory");
  CHECK(role_of(file.good({}), "district") != "unit");
  file.choices = {.time = "2022-13"};
  CHECK(file.error({}) == "error.describe.time");
  file.choices = {.time = "2022"};
  CHECK(file.error({"opened=time"}) == "error.describe.time_and_column");
  CHECK(Described(usual()).error({"district=unit"}) == "error.describe.no_territory");
}

TEST_CASE("no usable time: said, and the time of the whole file can be given instead") {
  Described file("kind,n\ntheft,1\nfraud,2\n");
  const Proposal none = file.good({});
  CHECK(says(none, "guess.no_time"));
  CHECK(none.description.time.from.empty());
  file.choices.time = "2022-09";
  const Proposal given = file.good({});
  CHECK(!says(given, "guess.no_time"));
  CHECK(given.description.time.from.value == "2022-09");
  CHECK(parse_description(write_description(given.description), "p"));
  // A clock alone says no day.
  Described clock("at,kind\n10:20,a\n11:30,b\n");
  const Proposal p = clock.good({"at=time"});
  CHECK(says(p, "guess.no_time"));
  CHECK(p.description.time.from.empty());
}

TEST_CASE("times in several columns are joined, in the order of what they say") {
  Described parts("day,year,month,at,kind\n3,2022,5,10:20,a\n14,2022,11,23:59,b\n");
  const Proposal p = parts.good({"at=time", "day=time", "month=time", "year=time"});
  CHECK(p.description.time.from.columns == std::vector<std::string>{"year", "month", "day", "at"});
  CHECK(p.description.time.from.formats.front() == "%Y %m %d %H:%M");
  CHECK(p.description.time.from.formats.back() == "%Y");
  Described joined("clock,on,kind\n10:20,2022-05-03,a\n23:59,2022-05-04,b\n");
  const Proposal q = joined.good({"clock=time"});
  CHECK(q.description.time.from.columns == std::vector<std::string>{"on", "clock"});
  CHECK(q.description.time.from.formats == std::vector<std::string>{"%Y-%m-%d %H:%M", "%Y-%m-%d"});
}

TEST_CASE("a format that is given stands first; the others that fit are told") {
  std::string content = "on,kind\n";
  for (int i = 1; i < 10; ++i) content += "0" + std::to_string(i) + "/0" + std::to_string(10 - i) + "/2022,a\n";
  Described file(content);
  const Proposal guessed = file.good({});
  CHECK(says(guessed, "guess.time_ambiguous"));
  CHECK(guessed.description.time.from.formats.front() == "%m/%d/%Y");
  const Proposal p = file.good({"on=time:%d/%m/%Y"});
  CHECK(p.description.time.from.formats == std::vector<std::string>{"%d/%m/%Y"});
  std::vector<std::string> fits;
  for (const Fit& fit : p.columns[0].fits) fits.push_back(fit.detail);
  CHECK(fits == std::vector<std::string>{"%m/%d/%Y", "%d/%m/%Y"});
}

TEST_CASE("coordinates are a pair") {
  Described file("on,a,b,c\n2022-05-03,10.5,50.5,1\n2022-05-04,11.5,50.2,2\n", known_axes());
  const Proposal one = file.good({"a=x"});
  CHECK(says(one, "guess.one_coordinate"));
  CHECK(one.description.place.x_column.empty());
  CHECK(parse_description(write_description(one.description), "p"));
  file.choices.territory = "land";
  const Proposal both = file.good({"a=x", "b=y"});
  CHECK(both.description.place.x_column == "a");
  CHECK(both.description.place.crs == "EPSG:4326");
  REQUIRE(both.territories.size() == 1);
  CHECK(both.territories[0].known == 2);
  file.choices.crs = "EPSG:0";
  CHECK(!file.take({"a=x", "b=y"}));
}

TEST_CASE("names in Cyrillic keep their own, their ids are Latin") {
  const Proposal p = Described("Дата,Ущерб,Бөлімше\n03.05.2022,\"1 234,5\",а\n04.05.2022,\"12 000,0\",б\n").good({});
  CHECK(p.description.time.from.columns == std::vector<std::string>{"Дата"});
  CHECK(p.description.file.decimal == ',');
  CHECK(p.description.file.thousands == ' ');
  REQUIRE(p.description.quantities.size() == 1);
  CHECK(p.description.quantities[0].id == "uscerb");
  CHECK(p.description.quantities[0].names.in("ru") == "Ущерб");
  CHECK(parse_description(write_description(p.description), "p"));
}

TEST_CASE("the check of a sample is that of an import") {
  std::string content = usual();
  content += "900,soon,10.04.2022,West,Theft,open,1\n";
  content += "901,10.03.2022,10.04.2022,Atlantis,Theft,open,1\n";
  content += "902,10.03.2022,10.04.2022,West,Theft,open,1\n";
  content += "902,10.03.2022,10.04.2022,East,Theft,open,1\n";
  content += "903,10.03.2022\n";
  Described file(content, known_axes());
  const Proposal p = file.good({"no=key", "district=unit:district", "kind=class:code"});
  const auto zone = *axes::TimeZone::named("Europe/Berlin");
  Axes axes{file.known.territories[0].get(), file.known.schemes[0].get(), &zone, k_now};
  std::size_t told = 0;
  const auto check = check_sample(file.sample, p.description, axes,
                                  [&](const Record&, const Event* event, const Rejection* rejection) {
                                    CHECK((event == nullptr) != (rejection == nullptr));
                                    ++told;
                                  });
  REQUIRE_MESSAGE(check, check.error().describe());
  CHECK(told == 65);
  CHECK(check->read == 65);
  std::vector<std::string> reasons;
  for (const CheckedReason& reason : check->reasons) reasons.push_back(reason.expected_key);
  std::ranges::sort(reasons);
  // West was split before 2022: its old name is none of that day's units.
  CHECK(std::ranges::count(reasons, "expected.unit") == 1);
  CHECK(std::ranges::count(reasons, "expected.time") == 1);
  CHECK(std::ranges::count(reasons, "quarantine.ragged") == 1);
  std::int64_t waiting = 0;
  for (const CheckedReason& reason : check->reasons) waiting += reason.rows;
  CHECK(check->accepted + waiting == check->read);
}

TEST_CASE("two rows of one key with other content: the second waits") {
  Described file("no,on\n1,2022-05-03\n2,2022-05-04\n1,2022-05-05\n2,2022-05-04\n");
  const Proposal p = file.good({"no=key"});
  const auto zone = *axes::TimeZone::named("UTC");
  const auto check = check_sample(file.sample, p.description, {nullptr, nullptr, &zone, k_now});
  REQUIRE(check);
  CHECK(check->accepted == 3);
  REQUIRE(check->reasons.size() == 1);
  CHECK(check->reasons[0].expected_key == "expected.key_once");
  CHECK(check->reasons[0].line == 4);
}

}  // namespace
}  // namespace tartip::registers
