#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/random.hpp"
#include "store/duck.hpp"
#include "store/quality.hpp"
#include "store/test_registers.hpp"

using namespace tartip;
using namespace tartip::test;

namespace {

// An event is told by its word.
std::string register_of(const std::string& identity) {
  return "id = \"r\"\n" + identity +
         "[time]\ncolumns = [\"day\"]\nformats = [\"%Y-%m-%d\"]\n[[attribute]]\nid = \"word\"\ncolumn = \"word\"\n";
}
const std::string k_by_row = register_of("");
const std::string k_by_key = register_of("key = [\"number\"]\n");
const std::string k_by_version = register_of("key = [\"number\"]\nversion = \"version\"\n");
const std::string k_head = "number,day,version,word\n";

std::string row(int number, int version, const std::string& word, const std::string& day = "2022-01-01") {
  return std::to_string(number) + "," + day + "," + std::to_string(version) + "," + word + "\n";
}

using Words = std::multiset<std::string>;
Words words(TestCentre& centre, std::optional<axes::Micros> known_on = {}) {
  const auto file = centre.folder() / "out.csv";
  store::EventSelection all;
  all.register_id = "r";
  all.known_on = known_on;
  REQUIRE(centre.store().export_events(all, file));
  Words found;
  const std::string text = slurp(file);
  for (std::size_t at = text.find('\n') + 1; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    found.insert(line.substr(line.rfind(',') + 1));
    at = end + 1;
  }
  return found;
}

Result<store::Withdrawal> withdraw(TestCentre& centre, std::int64_t import, axes::Micros now,
                                   const std::string& reason = "") {
  return centre.store().withdraw_import("r", import, {.now = now, .known_on = {}, .reason = reason});
}

std::int64_t waiting(TestCentre& centre) {
  return centre.store().overview("r")->quarantined;
}

constexpr axes::Micros hour(int n) {
  return test::k_now + n * k_hour;
}

}  // namespace

TEST_CASE("an import taken back leaves the register as it was, and every earlier cut as it was") {
  TestCentre centre;
  centre.add_register(k_by_key);
  const auto right = centre.write("a.csv", k_head + row(1, 1, "one") + row(2, 1, "two"));
  const auto wrong = centre.write("b.csv", k_head + row(2, 2, "wrong") + row(3, 1, "foreign") + row(9, 1, "x", "?"));
  centre.import("r", right, at(hour(0)));
  const auto before = centre.store().overview("r").value();
  CHECK(centre.import("r", wrong, at(hour(1))).rows == counts(1, 1, 0, 1));
  const auto between = centre.store().overview("r").value();

  store::WithdrawalOptions trial{.now = hour(2), .known_on = {}, .reason = "", .dry_run = true};
  CHECK(centre.store().withdraw_import("r", 2, trial)->gone == 1);
  CHECK(words(centre) == Words{"one", "wrong", "foreign"});

  const auto withdrawal = withdraw(centre, 2, hour(2), "of another region").value();
  CHECK(withdrawal.gone == 1);
  CHECK(withdrawal.returned == 1);
  CHECK(withdrawal.kept == 0);
  CHECK(withdrawal.closed == 1);
  CHECK(withdrawal.reopened == 0);
  CHECK(words(centre) == Words{"one", "two"});
  CHECK(words(centre, hour(0)) == Words{"one", "two"});
  CHECK(words(centre, hour(1)) == Words{"one", "wrong", "foreign"});
  CHECK(words(centre, hour(2) - 1) == Words{"one", "wrong", "foreign"});
  CHECK(words(centre, hour(2)) == Words{"one", "two"});
  const auto after = centre.store().overview("r").value();
  CHECK(after.events == before.events);
  CHECK(after.superseded == before.superseded);
  CHECK(after.quarantined == 0);
  CHECK(after.fingerprint != between.fingerprint);
  CHECK(after.fingerprint != before.fingerprint);
  store::QuarantineFilter gone;
  gone.status = store::QuarantineStatus::withdrawn;
  CHECK(centre.store().quarantine_rows("r", gone)->size() == 1);
  CHECK(centre.store().dismiss_quarantine("r", gone)->rows == 0);  // only what waits is dismissed

  centre.reopen();
  const auto imports = centre.store().imports("r").value();
  CHECK_FALSE(imports[0].withdrawn);
  REQUIRE(imports[1].withdrawn);
  CHECK(imports[1].withdrawn->moment == hour(2));
  CHECK(imports[1].withdrawn->reason == "of another region");
  CHECK(imports[1].withdrawn->returned == 1);

  // The same file again brings everything back, and the account is that of the first time.
  CHECK(centre.import("r", wrong, at(hour(3))).rows == counts(1, 1, 0, 1));
  CHECK(words(centre) == Words{"one", "wrong", "foreign"});
  CHECK(waiting(centre) == 1);
  CHECK(words(centre, hour(2)) == Words{"one", "two"});
  CHECK(withdraw(centre, 3, hour(4)));
  CHECK(words(centre) == Words{"one", "two"});
}

TEST_CASE("what cannot be taken back is refused, with what stands in the way") {
  TestCentre centre;
  CHECK(withdraw(centre, 1, hour(0)).error().key == "error.store.register.absent");
  centre.add_register(k_by_key);
  CHECK(withdraw(centre, 1, hour(0)).error().key == "error.withdrawal.unknown");
  const auto first = centre.write("a.csv", k_head + row(1, 1, "one"));
  const auto second = centre.write("b.csv", k_head + row(1, 1, "one") + row(2, 1, "two"));
  const auto third = centre.write("c.csv", k_head + row(3, 1, "three"));
  centre.import("r", first, at(hour(0)));
  centre.import("r", second, at(hour(1)));
  centre.import("r", third, at(hour(2)));
  const auto refused = withdraw(centre, 1, hour(3));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().key == "error.withdrawal.rests");
  CHECK(refused.error().arguments.back().value == "2");
  CHECK(withdraw(centre, 2, hour(3)));
  CHECK(withdraw(centre, 2, hour(3)).error().key == "error.withdrawal.again");
  CHECK(withdraw(centre, 1, hour(4)));
  CHECK(words(centre) == Words{"three"});
  CHECK(withdraw(centre, 3, hour(5)));
  CHECK(words(centre).empty());
  CHECK(centre.store().overview("r")->days == std::nullopt);
  CHECK(withdraw(centre, 4, hour(6)).error().key == "error.withdrawal.unknown");
  centre.add_register("id = \"other\"\n[time]\ncolumns = [\"day\"]\n");
  CHECK(centre.store().withdraw_import("other", 3, {.now = hour(6), .known_on = {}, .reason = ""}).error().key ==
        "error.withdrawal.unknown");
  centre.reopen({.read_only = true});
  CHECK(withdraw(centre, 3, hour(6)).error().key == "error.store.for_reading");
}

TEST_CASE("the very same file rests on the one that was read, and is read anew after a withdrawal") {
  TestCentre centre;
  centre.add_register(k_by_row);
  const auto file = centre.write("a.csv", k_head + row(1, 1, "one") + row(1, 1, "one") + row(2, 1, "x", "?"));
  centre.import("r", file, at(hour(0)));
  CHECK(centre.import("r", file, at(hour(1))).files.front().same_file);
  CHECK(withdraw(centre, 1, hour(2)).error().key == "error.withdrawal.rests");
  CHECK(withdraw(centre, 2, hour(2))->gone == 0);
  CHECK(withdraw(centre, 1, hour(2))->gone == 2);
  CHECK(waiting(centre) == 0);
  CHECK(centre.import("r", file, at(hour(3))).rows == counts(2, 0, 0, 1));
}

TEST_CASE("waiting rows that a withdrawn import mended wait again; what another mended stays") {
  TestCentre centre;
  centre.add_register(k_by_key);
  const auto file = centre.write("a.csv", k_head + row(1, 1, "one", "?") + row(2, 1, "two", "?"));
  centre.import("r", file, at(hour(0)));
  const auto out = centre.folder() / "waiting.csv";
  const auto expected = [](const store::QuarantinedRow&) { return std::string(); };
  REQUIRE(centre.store().export_quarantine("r", out, expected).value() == 2);
  std::string text = slurp(out);
  text.replace(text.find("1,?"), 3, "1,2022-02-01");
  const auto mended = centre.write("mended.csv", text);
  const auto account = centre.import("r", mended, at(hour(1)));
  CHECK(account.resolved == 1);
  CHECK(account.rows.fresh == 1);
  CHECK(words(centre) == Words{"one"});
  // The corrected file holds the other row as it waits: it rests on the import that brought it.
  CHECK(withdraw(centre, 1, hour(2)).error().key == "error.withdrawal.rests");
  const auto back = withdraw(centre, 2, hour(2)).value();
  CHECK(back.gone == 1);
  CHECK(back.reopened == 1);
  CHECK(waiting(centre) == 2);
  CHECK(centre.import("r", mended, at(hour(3))).resolved == 1);
  CHECK(waiting(centre) == 1);
  // A dismissal goes with its import: nothing of it is left to be restored.
  CHECK(withdraw(centre, 3, hour(4))->reopened == 1);
  CHECK(centre.store().dismiss_quarantine("r", {}).value().rows == 2);
  CHECK(withdraw(centre, 1, hour(5))->closed == 0);
  CHECK(centre.store().restore_quarantine("r", 1).error().key == "error.quarantine.dismissal");
  CHECK(centre.import("r", file, at(hour(6))).rows == counts(0, 0, 0, 2));
  CHECK(waiting(centre) == 2);
}

TEST_CASE("history that was back-loaded is taken back where it stood") {
  TestCentre centre;
  centre.add_register(k_by_key);
  const auto old = [&](const char* name, const std::string& rows, int day) {
    auto options = at(hour(100));
    options.known_on = hour(day);
    return centre.import("r", centre.write(name, k_head + rows), options);
  };
  old("a.csv", row(1, 1, "one"), 1);
  old("b.csv", row(1, 1, "wrong"), 2);
  const auto back = [&](std::int64_t import, axes::Micros known_on) {
    return centre.store().withdraw_import("r", import, {.now = hour(100), .known_on = known_on, .reason = ""});
  };
  CHECK(back(2, hour(1)).error().key == "error.import.known_on_order");
  CHECK(back(2, hour(101)).error().key == "error.import.known_on_future");
  REQUIRE(back(2, hour(2)));
  old("c.csv", row(1, 1, "right"), 2);
  CHECK(words(centre, hour(1)) == Words{"one"});
  CHECK(words(centre, hour(2)) == Words{"right"});
  CHECK(words(centre) == Words{"right"});
  centre.import("r", centre.write("d.csv", k_head + row(1, 1, "now")), at(hour(101)));
  CHECK(centre.store().withdraw_import("r", 4, {.now = hour(102), .known_on = hour(101), .reason = ""}).error().key ==
        "error.withdrawal.known_on");
  // What comes later cannot be known before the withdrawal, and a clock set back does not turn history round.
  REQUIRE(withdraw(centre, 4, hour(103)));
  auto late = at(hour(104));
  late.known_on = hour(102);
  CHECK(centre.try_import("r", {centre.folder() / "d.csv"}, late).error().key == "error.import.known_on_order");
  CHECK(centre.import("r", centre.folder() / "d.csv", at(hour(90))).known_on == hour(103));
  CHECK(withdraw(centre, 5, hour(80))->known_on == hour(103));
}

TEST_CASE("of a centre made before, what a later import may rest on is not taken back alone") {
  TestCentre centre;
  centre.add_register(k_by_key);
  centre.import("r", centre.write("a.csv", k_head + row(1, 1, "one")), at(hour(0)));
  centre.import("r", centre.write("b.csv", k_head + row(1, 1, "one") + row(2, 1, "two")), at(hour(1)));
  centre.import("r", centre.write("c.csv", k_head + row(3, 1, "three")), at(hour(2)));
  centre.close();
  {
    auto database = store::duck::Database::open((centre.centre() / "events.duckdb").string(), {}).value();
    auto connection = database.connect().value();
    REQUIRE(
        connection.run("DROP TABLE withdrawal; DROP TABLE import_rest; DELETE FROM tartip; INSERT INTO tartip "
                       "VALUES (1)"));
  }
  centre.reopen({.read_only = true});
  CHECK(centre.store().imports("r")->size() == 3);
  CHECK(centre.store().quality_by_month("r")->size() == 1);
  centre.reopen();
  CHECK(withdraw(centre, 1, hour(3)).error().key == "error.withdrawal.rests");
  CHECK(withdraw(centre, 3, hour(3)));
  CHECK(withdraw(centre, 2, hour(3)));
  CHECK(withdraw(centre, 1, hour(3)));
  CHECK(words(centre).empty());
}

// A model in plain C++: what is current is what the imports that stand say, one after another; what a cut shows is what
// was current then.
namespace {

struct Line {
  int number, version;
  std::string word;
  bool good;
  std::string text() const { return row(number, version, word, good ? "2022-01-01" : "2022-13-01"); }
};
struct Brought {
  std::filesystem::path file;
  std::vector<Line> lines;
  bool stands = true;
};

enum class Identity { row, key, version };

Words current(const std::vector<Brought>& imports, Identity identity) {
  Words out;
  std::map<std::string, std::size_t> rows;
  std::map<int, Line> records;
  for (const Brought& one : imports) {
    if (!one.stands) continue;
    std::map<std::string, std::size_t> here;
    for (const Line& line : one.lines) {
      if (!line.good) continue;
      rows[line.word] = std::max(rows[line.word], ++here[line.word]);
      const auto held = records.find(line.number);
      if (held == records.end() || identity != Identity::version || held->second.version <= line.version)
        records.insert_or_assign(line.number, line);
    }
  }
  if (identity == Identity::row)
    for (const auto& [word, n] : rows)
      for (std::size_t i = 0; i < n; ++i) out.insert(word);
  else
    for (const auto& [number, line] : records) out.insert(line.word);
  return out;
}

std::int64_t waiting(const std::vector<Brought>& imports) {
  std::map<std::string, std::int64_t> rows;
  for (const Brought& one : imports) {
    std::map<std::string, std::int64_t> here;
    for (const Line& line : one.lines)
      if (one.stands && !line.good) rows[line.text()] = std::max(rows[line.text()], ++here[line.text()]);
  }
  std::int64_t sum = 0;
  for (const auto& [text, n] : rows) sum += n;
  return sum;
}

bool later_shares(const std::vector<Brought>& imports, std::size_t which) {
  std::set<std::string> own;
  for (const Line& line : imports[which].lines) own.insert(line.text());
  for (std::size_t i = which + 1; i < imports.size(); ++i)
    for (const Line& line : imports[i].lines)
      if (imports[i].stands && own.contains(line.text())) return true;
  return false;
}

Line drawn(Random& random, Identity identity, std::set<int>& taken) {
  int number = static_cast<int>(random.below(30));
  while (identity != Identity::row && !taken.insert(number).second) ++number;
  const int version = static_cast<int>(random.below(4));
  return {number, version, "w" + std::to_string(number) + "_" + std::to_string(version), random.below(8) != 0};
}

}  // namespace

TEST_CASE("imports and withdrawals in any order agree with a simple model, now and at every cut") {
  int taken_back = 0, refused = 0;
  for (const Identity identity : {Identity::row, Identity::key, Identity::version}) {
    TestCentre centre;
    centre.add_register(identity == Identity::row ? k_by_row : identity == Identity::key ? k_by_key : k_by_version);
    Random random(500 + static_cast<std::uint64_t>(identity));
    std::vector<Brought> imports;
    std::vector<Words> shown;
    for (int step = 0; step < 32; ++step) {
      CAPTURE(static_cast<int>(identity));
      CAPTURE(step);
      if (imports.empty() || random.below(2) == 0) {
        Brought next;
        if (!imports.empty() && random.below(3) == 0) {
          next = imports[random.below(imports.size())];
          next.stands = true;
        } else {
          std::string text = k_head;
          std::set<int> taken;
          for (std::uint64_t i = random.below(10) + 1; i > 0; --i) next.lines.push_back(drawn(random, identity, taken));
          for (const Line& line : next.lines) text += line.text();
          next.file = centre.write("f" + std::to_string(step) + ".csv", text);
        }
        auto options = at(hour(step));
        options.reread = random.below(4) == 0;
        imports.push_back(next);
        CHECK(centre.import("r", next.file, options).rows.read == static_cast<std::int64_t>(next.lines.size()));
      } else {
        const std::size_t which = random.below(imports.size());
        const auto before = static_cast<std::int64_t>(words(centre).size());
        const auto withdrawal = withdraw(centre, static_cast<std::int64_t>(which) + 1, hour(step));
        if (!imports[which].stands) {
          CHECK(withdrawal.error().key == "error.withdrawal.again");
        } else if (!withdrawal) {
          CHECK(withdrawal.error().key == "error.withdrawal.rests");
          CHECK(later_shares(imports, which));
          ++refused;
        } else {
          imports[which].stands = false;
          CHECK(before - static_cast<std::int64_t>(words(centre).size()) == withdrawal->gone);
          ++taken_back;
        }
      }
      CHECK(words(centre) == current(imports, identity));
      CHECK(waiting(centre) == waiting(imports));
      shown.push_back(current(imports, identity));
    }
    for (std::size_t step = 0; step < shown.size(); ++step)
      CHECK(words(centre, hour(static_cast<int>(step))) == shown[step]);
  }
  CHECK(taken_back > 12);
  CHECK(refused > 3);
}
