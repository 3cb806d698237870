// The way through the one door, on a real centre: narrowed answers, refusals, grounds, and what stands in the log.
#include "app/admit.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <thread>

#include "app/operations.hpp"
#include "app/sign_in.hpp"
#include "app/test_audit.hpp"
#include "ledger/log.hpp"
#include "ledger/verify.hpp"
#include "store/test_country.hpp"

using namespace tartip;
using namespace tartip::app;

namespace {

using Values = std::map<std::string, std::vector<std::string>>;

// Seven offences: three of them in region A (two districts), two in B, two without a place.
struct Served : test::Country {
  Setting setting;

  Served() {
    close();
    std::ofstream(centre() / "tartip.toml") << "name = \"Test\"\nzone = \"UTC\"\nlanguage = \"en\"\n";
    REQUIRE(store::Records::open(centre()).has_value());
    setting.centre = centre();
    setting.keys = folder() / "keys";
    setting.now = test::k_now;
    setting.visitor = {.name = "aigul", .local = false};
  }
  void be(std::vector<Role> roles, Scope scope = {.everything = true}) {
    setting.visitor.roles = std::move(roles);
    setting.visitor.scope = std::move(scope);
  }
  Result<Answer> ask(const char* noun, const char* verb, Values values = {}) {
    const Operation& operation = *find_operation(noun, verb);
    auto call = check_call(operation, setting, std::move(values));
    REQUIRE(call.has_value());
    return perform(operation, *call);
  }
  std::string key(const char* noun, const char* verb, Values values = {}) {
    const auto answer = ask(noun, verb, std::move(values));
    return answer ? "answered" : answer.error().key;
  }
  std::int64_t count(Values values = {}) {
    values["register"] = {"offences"};
    const auto answer = ask("cube", "query", values);
    if (!answer) return -1;
    std::int64_t total = 0;
    for (const auto& row : answer->sheets.front().rows)
      for (std::size_t at = 0; at < row.size(); ++at)
        if (answer->sheets.front().columns[at].id == "value")
          if (const auto* value = std::get_if<std::int64_t>(&row[at])) total += *value;
    return total;
  }
  std::vector<AuditRecord> log() const { return test::audit_log(setting); }
};

}  // namespace

TEST_CASE("who answers for a region sees the region's figures, however it is asked") {
  Served served;
  served.be({Role::analyst});
  const std::int64_t all = served.count();
  CHECK(all >= 5);
  served.be({Role::analyst}, {.territories = {"A"}});
  const std::int64_t own = served.count();
  CHECK(own == 3);
  CHECK(served.count({{"in", {"a1"}}}) == 2);
  CHECK(served.count({{"territory", {"district"}}}) == own);
  CHECK(served.count({{"territory", {"region"}}}) == own);
  CHECK(served.count({{"measure", {"count"}}, {"class", {"V"}}}) == 0);
  for (const char* code : {"B", "b1", "region:B", "nowhere", "country", "", "A,B", "*", "%"})
    CHECK_MESSAGE(
        served.key("cube", "query", {{"register", {"offences"}}, {"in", {"a1", code}}}) == "error.access.territory",
        code);
  served.be({Role::analyst}, {.territories = {"country/district:a2", "b1"}});
  CHECK(served.count({{"in", {"a2"}}}) == 1);
  CHECK(served.count() == 2);
  served.be({Role::analyst}, {.territories = {"elsewhere/A"}});
  CHECK(served.key("cube", "query", {{"register", {"offences"}}}) == "error.access.no_territory");
}

TEST_CASE("a briefing of a region tells of the region only") {
  Served served;
  served.be({Role::reader});
  const auto whole = served.ask("briefing", "show");
  REQUIRE(whole.has_value());
  CHECK(whole->document.find("in=A") == std::string::npos);
  served.be({Role::reader}, {.territories = {"A"}});
  const auto part = served.ask("briefing", "show");
  REQUIRE(part.has_value());
  CHECK(part->document.find("in=A") != std::string::npos);
  CHECK(part->document.find("How good the records are is told of the whole register") != std::string::npos);
  for (const char* elsewhere : {"b1", "b2", "Unit B"})
    CHECK_MESSAGE(
        part->document.find(elsewhere) == std::string::npos,
        elsewhere << part->document.substr(std::min(part->document.find(elsewhere), part->document.size()) - 60, 120));
  CHECK(served.key("briefing", "show", {{"in", {"b1"}}}) == "error.access.territory");
  served.be({Role::reader}, {.territories = {"elsewhere/A"}});
  CHECK(served.key("briefing", "show") == "error.access.no_territory");
}

TEST_CASE("what cannot be narrowed is refused to who answers for a part") {
  Served served;
  served.be({Role::analyst, Role::registrar, Role::publisher}, {.territories = {"A"}});
  CHECK(served.key("register", "show", {{"register", {"offences"}}}) == "error.access.not_by_territory");
  CHECK(served.key("register", "imports", {{"register", {"offences"}}}) == "error.access.not_by_territory");
  CHECK(served.key("centre", "show") == "error.access.not_by_territory");
  CHECK(served.key("register", "import", {{"register", {"offences"}}, {"files", {"x.csv"}}}) ==
        "error.access.whole_country");
  served.be({Role::analyst}, {.registers = {"fires"}});
  CHECK(served.key("cube", "query", {{"register", {"offences"}}}) == "error.access.register");
  CHECK(served.key("centre", "show") == "error.access.whole_centre");
}

TEST_CASE("lists hold what lies within the scope, without totals of the country") {
  Served served;
  served.be({Role::analyst});
  const auto all = served.ask("register", "list").value().sheets.front();
  REQUIRE(all.rows.size() == 1);
  CHECK(std::holds_alternative<std::int64_t>(all.rows[0][2]));
  served.be({Role::analyst}, {.territories = {"A"}});
  auto own = served.ask("register", "list")->sheets.front();
  REQUIRE(own.rows.size() == 1);
  CHECK(std::holds_alternative<std::monostate>(own.rows[0][2]));
  served.be({Role::analyst}, {.registers = {"fires"}});
  CHECK(served.ask("register", "list")->sheets.front().rows.empty());
}

TEST_CASE("strangers see what is published and how it is defined") {
  Served served;
  served.setting.visitor = {.local = false};
  CHECK(served.key("release", "list") == "answered");
  CHECK(served.key("indicator", "list") == "answered");
  CHECK(served.key("territory", "list") == "answered");
  CHECK(served.key("cube", "query", {{"register", {"offences"}}}) == "error.access.sign_in");
  CHECK(served.key("register", "list") == "error.access.sign_in");
  CHECK(served.key("user", "list") == "error.access.sign_in");
  CHECK(served.key("token", "list") == "error.access.sign_in");
  CHECK(served.log().empty());  // strangers cannot fill the log
}

TEST_CASE("records are shown on a ground only, and each look is in the log") {
  Served served;
  served.be({Role::analyst}, {.territories = {"A"}});
  const std::string file = (served.folder() / "out.csv").string();
  CHECK(served.key("register", "export", {{"register", {"offences"}}, {"output", {file}}}) == "error.access.ground");
  CHECK_FALSE(std::filesystem::exists(file));
  REQUIRE(served.log().size() == 1);
  CHECK(served.log()[0].event == "refused");
  CHECK(served.log()[0].outcome == "error.access.ground");

  served.setting.visitor.legal_ground = "case 14/2026";
  REQUIRE(served.key("register", "export", {{"register", {"offences"}}, {"output", {file}}}) == "answered");
  std::ifstream in(file);
  std::string line;
  int lines = 0;
  for (; std::getline(in, line); ++lines) CHECK(line.find("b1") == std::string::npos);
  CHECK(lines == 1 + 4);  // the three in time, and the one of a1 without a day
  const auto log = served.log();
  REQUIRE(log.size() == 2);
  CHECK(log[1].event == "look");
  CHECK(log[1].who == "aigul");
  CHECK(log[1].operation == "register export");
  CHECK(log[1].registers == "offences");
  CHECK(log[1].ground == "case 14/2026");
  CHECK(log[1].rows == 4);
  CHECK(log[1].scope == "A");
  CHECK(log[1].parameters.find("in=A") != std::string::npos);
  CHECK(log[1].moment == "2023-11-14T22:13:20Z");
  // A reader, and a ground as a parameter.
  served.be({Role::reader});
  CHECK(served.key("register", "export", {{"register", {"offences"}}, {"output", {file}}, {"ground", {"law"}}}) ==
        "error.access.role");
  CHECK(served.log().back().event == "refused");
}

TEST_CASE("where people have been let in, who holds the folder leaves a trace too") {
  Served served;
  served.setting.visitor = {};
  const std::string file = (served.folder() / "out.csv").string();
  CHECK(served.key("register", "export", {{"register", {"offences"}}, {"output", {file}}}) == "error.access.ground");
  CHECK(served.key("register", "export", {{"register", {"offences"}}, {"output", {file}}, {"ground", {"audit"}}}) ==
        "answered");
  CHECK(served.log().back().who == "local");
  CHECK(served.count() >= 5);
  CHECK(served.log().size() == 1);  // figures leave none
  // In a folder where nobody has been let in nothing is asked.
  std::filesystem::remove(served.centre() / "records.sqlite");
  CHECK(served.key("register", "export", {{"register", {"offences"}}, {"output", {file}}}) == "answered");
  CHECK(served.log().size() == 1);
}

TEST_CASE("people are let in, changed and shut out; passwords stand in no log") {
  Served served;
  served.be({Role::administrator});
  const std::string password = "seven grey horses swim";
  REQUIRE(
      served.key("user", "add", {{"name", {"Dana"}}, {"role", {"analyst"}}, {"in", {"A"}}, {"password", {password}}}) ==
      "answered");
  CHECK(served.key("user", "add", {{"name", {"dana"}}, {"role", {"reader"}}}) == "error.user.exists");
  CHECK(served.key("user", "add", {{"name", {"erik"}}}) == "error.call.missing");
  CHECK(served.key("user", "add", {{"name", {"erik"}}, {"role", {"reader"}}, {"in", {"Z"}}}) ==
        "error.grant.unknown_territory");
  CHECK(served.key("user", "add", {{"name", {"erik"}}, {"role", {"reader"}}, {"register", {"none"}}}) ==
        "error.store.register.absent");
  CHECK(served.key("user", "add",
                   {{"name", {"erik"}}, {"role", {"reader"}}, {"register", {"offences"}}, {"everything", {}}}) ==
        "error.grant.both");
  CHECK(served.key("user", "add", {{"name", {"erik"}}, {"role", {"reader"}}, {"password", {"password1234"}}}) ==
        "error.password.common");
  REQUIRE(served.key("user", "change", {{"name", {"dana"}}, {"role", {"analyst", "reader"}}}) == "answered");
  auto records = store::Records::open(served.centre()).value();
  auto dana = records.user("dana").value().value();
  CHECK(dana.grant.roles == std::vector<std::string>{"analyst", "reader"});
  CHECK(dana.grant.territories == std::vector<std::string>{"A"});
  const auto session = sign_in(records, served.setting, "dana", password).value();
  REQUIRE(served.key("user", "disable", {{"name", {"dana"}}}) == "answered");
  CHECK_FALSE(visitor_of_session(records, session.secret, served.setting.now).value().has_value());
  REQUIRE(served.key("user", "disable", {{"name", {"dana"}}, {"undo", {}}}) == "answered");
  CHECK_FALSE(visitor_of_session(records, session.secret, served.setting.now).value().has_value());
  CHECK(sign_in(records, served.setting, "dana", password).has_value());

  std::string everything;
  auto log = ledger::Log::open(audit_folder(served.setting)).value();
  const auto entries = log.entries(0, log.size()).value();
  for (const std::string& entry : entries) everything += entry + "\n";
  CHECK(everything.find(password) == std::string::npos);
  CHECK(everything.find("user add") != std::string::npos);
  CHECK(everything.find("user disable") != std::string::npos);
}

TEST_CASE("the last administrator stays") {
  Served served;
  served.be({Role::administrator});
  REQUIRE(served.key("user", "add", {{"name", {"one"}}, {"role", {"administrator"}}}) == "answered");
  CHECK(served.key("user", "disable", {{"name", {"one"}}}) == "error.user.last_administrator");
  CHECK(served.key("user", "change", {{"name", {"one"}}, {"role", {"reader"}}}) == "error.user.last_administrator");
  REQUIRE(served.key("user", "add", {{"name", {"two"}}, {"role", {"administrator"}}}) == "answered");
  CHECK(served.key("user", "disable", {{"name", {"one"}}}) == "answered");
}

TEST_CASE("one's own password takes the present one; somebody else's takes an administrator") {
  Served served;
  served.be({Role::administrator});
  const std::string before = "seven grey horses swim", after = "nine black ravens walk";
  REQUIRE(served.key("user", "add", {{"name", {"aigul"}}, {"role", {"analyst"}}, {"password", {before}}}) ==
          "answered");
  REQUIRE(served.key("user", "add", {{"name", {"dana"}}, {"role", {"analyst"}}, {"password", {before}}}) == "answered");
  served.be({Role::analyst});
  CHECK(served.key("user", "password", {{"password", {after}}}) == "error.access.credentials");
  CHECK(served.key("user", "password", {{"password", {after}}, {"current", {"wrong"}}}) == "error.access.credentials");
  CHECK(served.key("user", "password", {{"name", {"dana"}}, {"password", {after}}, {"current", {before}}}) ==
        "error.access.role");
  CHECK(served.key("user", "password", {{"password", {after}}, {"current", {before}}}) == "answered");
  auto records = store::Records::open(served.centre()).value();
  CHECK(sign_in(records, served.setting, "aigul", after).has_value());
  served.be({Role::administrator});
  CHECK(served.key("user", "password", {{"name", {"dana"}}, {"password", {after}}}) == "answered");
  CHECK(sign_in(records, served.setting, "dana", after).has_value());
}

TEST_CASE("tokens are one's own, no wider than oneself, and end with what one had") {
  Served served;
  served.be({Role::administrator});
  REQUIRE(served.key("user", "add", {{"name", {"aigul"}}, {"role", {"analyst"}}, {"in", {"A"}}}) == "answered");
  REQUIRE(served.key("user", "add", {{"name", {"dana"}}, {"role", {"analyst"}}, {"everything", {}}}) == "answered");
  served.be({Role::analyst}, {.territories = {"A"}});
  CHECK(served.key("token", "make", {{"label", {"x"}}, {"everything", {}}}) == "error.token.further");
  CHECK(served.key("token", "make", {{"label", {"x"}}, {"in", {"B"}}}) == "error.token.further");
  CHECK(served.key("token", "make", {{"label", {"x"}}, {"role", {"publisher"}}}) == "error.token.further");
  CHECK(served.key("token", "make", {{"label", {"x"}}, {"user", {"dana"}}}) == "error.access.role");
  const auto made = served.ask("token", "make", {{"label", {"R"}}});
  REQUIRE(made.has_value());
  const std::string token = made->document.substr(0, made->document.size() - 1);
  CHECK(token.starts_with("tartip_"));
  auto records = store::Records::open(served.centre()).value();
  const Visitor program = visitor_of_token(records, token, served.setting.now).value();
  CHECK(program.name == "aigul");
  CHECK(program.scope.territories == std::vector<std::string>{"A"});

  const auto mine = served.ask("token", "list")->sheets.front();
  REQUIRE(mine.rows.size() == 1);
  const std::string id = std::get<std::string>(mine.rows[0][0]);
  served.setting.visitor.name = "dana";
  CHECK(served.ask("token", "list")->sheets.front().rows.empty());
  CHECK(served.key("token", "revoke", {{"id", {id}}}) == "error.token.absent");
  served.setting.visitor = program;
  CHECK(served.key("token", "make", {{"label", {"another"}}}) == "error.access.by_token");

  served.setting.visitor = {.name = "root", .roles = {Role::administrator}, .local = false};
  REQUIRE(served.key("user", "change", {{"name", {"aigul"}}, {"in", {"a1"}}}) == "answered");
  CHECK(visitor_of_token(records, token, served.setting.now).error().key == "error.access.token");
}

TEST_CASE("the audit log is read newest first, filtered, and a flipped byte in it is named") {
  Served served;
  served.be({Role::administrator});
  for (const char* name : {"one", "two", "three"})
    REQUIRE(served.key("user", "add", {{"name", {name}}, {"role", {"reader"}}}) == "answered");
  auto sheet = served.ask("audit", "list", {{"limit", {"2"}}})->sheets.front();
  REQUIRE(sheet.rows.size() == 2);
  CHECK(std::get<std::int64_t>(sheet.rows[0][0]) == 2);
  CHECK(served.ask("audit", "list", {{"event", {"look"}}})->sheets.front().rows.size() == 1);  // the look before
  CHECK(served.ask("audit", "list", {{"who", {"nobody"}}})->sheets.front().rows.empty());
  CHECK(served.ask("audit", "list", {{"since", {"2023-11-15"}}})->sheets.front().rows.empty());
  REQUIRE(served.key("audit", "verify") == "answered");
  CHECK_FALSE(served.ask("audit", "verify")->failed);

  const auto bundle = audit_folder(served.setting) / "tile/entries";
  std::filesystem::path file;
  for (const auto& found : std::filesystem::recursive_directory_iterator(bundle))
    if (found.is_regular_file() && (file.empty() || found.last_write_time() >= std::filesystem::last_write_time(file)))
      file = found.path();
  std::fstream change(file, std::ios::in | std::ios::out | std::ios::binary);
  change.seekg(20);
  const char byte = static_cast<char>(change.get() ^ 1);
  change.seekp(20);
  change.put(byte);
  change.close();
  const auto found = ledger::verify(audit_folder(served.setting)).value();
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].fault == ledger::Fault::entry_changed);
  CHECK(found.findings[0].offset == 20);
}

TEST_CASE("entries of many threads all stand in the log") {
  Served served;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      for (int k = 0; k < 5; ++k) CHECK(note(served.setting, {.operation = "thread " + std::to_string(i)}).has_value());
    });
  for (std::thread& thread : threads) thread.join();
  const auto log = served.log();
  CHECK(log.size() == 40);
  CHECK(ledger::verify(audit_folder(served.setting))->findings.empty());
}

TEST_CASE("doors that ask the store themselves are admitted and noted the same way") {
  Served served;
  served.be({Role::analyst}, {.territories = {"A"}});
  const Look figures{.what = "tiles", .register_id = "offences"};
  CHECK(admit_look(served.setting, figures).value() == std::vector<std::string>{"A"});
  Look records{.what = "ogc items", .matter = Matter::records, .register_id = "offences", .territories = {"a1"}};
  CHECK(admit_look(served.setting, records).error().key == "error.access.ground");
  served.setting.visitor.legal_ground = " . ";
  CHECK(admit_look(served.setting, records).error().key == "error.access.ground");
  served.setting.visitor.legal_ground = "case 1";
  CHECK(admit_look(served.setting, records).value() == std::vector<std::string>{"a1"});
  REQUIRE(note_look(served.setting, records, 17));
  REQUIRE(note_look(served.setting, figures, 17));
  REQUIRE(served.log().size() == 1);
  CHECK(served.log()[0].operation == "ogc items");
  CHECK(served.log()[0].rows == 17);
  records.territories = {"b1"};
  const auto refused = admit_look(served.setting, records);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().key == "error.access.territory");
  REQUIRE(note_refusal(served.setting, records, refused.error()));
  REQUIRE(note_refusal(served.setting, figures, refused.error()));
  REQUIRE(served.log().size() == 2);
  CHECK(served.log()[1].event == "refused");
  CHECK(served.log()[1].outcome == "error.access.territory");
}

TEST_CASE("blanks and signs are no legal ground") {
  Served served;
  served.be({Role::analyst});
  const std::string file = (served.folder() / "all.csv").string();
  const auto exported = [&](const char* ground) {
    return served.key("register", "export", {{"register", {"offences"}}, {"output", {file}}, {"ground", {ground}}});
  };
  for (const char* nothing : {" ", "\t", "\n", "\u00a0", "\u200b", "  .", "-"})
    CHECK_MESSAGE(exported(nothing) == "error.access.ground", nothing);
  CHECK(exported("№ 7") == "answered");
}

TEST_CASE("errors name no folder of the machine to whoever is not at it") {
  Served served;
  served.be({Role::analyst});
  const auto sent = served.centre() / "uploads" / "0a" / "series.csv";
  std::filesystem::create_directories(sent.parent_path());
  std::ofstream(sent) << "a,b\n1,2\n";
  const auto refused = [&] { return served.ask("forecast", "shocks", {{"series", {sent.string()}}}).error(); };
  CHECK(refused().where.file == "series.csv");
  CHECK(served.ask("ledger", "list").error().describe().find(served.folder().string()) == std::string::npos);
  served.setting.visitor = {};
  CHECK(refused().where.file == sent.string());
}
