#include "store/cube_sql.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <set>
#include <thread>

#include "store/test_country.hpp"

using namespace tartip;
using test::TestCentre;

namespace {

axes::TerritoryUnit unit(std::int32_t number, std::int32_t level, std::int32_t parent, const std::string& code) {
  return test::unit(number, level, parent, code, {axes::k_first_day, axes::k_last_day}, 1000 * (number + 1));
}

// Two regions with a district each; two registers of ten thefts and of two fires.
struct Centre {
  TestCentre centre;

  Centre() {
    REQUIRE(centre.store().save_territory(
        axes::Territory::make("country", {}, "EPSG:4326", "test", {{"region", {}}, {"district", {}}},
                              {unit(0, 0, -1, "A"), unit(1, 0, -1, "B"), unit(2, 1, 0, "a1"), unit(3, 1, 1, "b1")}, {})
            .value()));
    for (const char* id : {"thefts", "fires"})
      centre.add_register("id = \"" + std::string(id) + R"("
[time]
columns = ["day"]
formats = ["%Y-%m-%d"]
[place]
territory = "country"
code = "district"
level = "district"
[class]
column = "kind"
[[quantity]]
id = "damage"
column = "damage"
[[attribute]]
id = "name"
column = "name"
)");
    std::string csv = "day,district,kind,damage,name\n";
    for (int i = 0; i < 10; ++i)
      csv += "2022-0" + std::to_string(1 + i % 2) + "-1" + std::to_string(i) + (i < 7 ? ",a1" : ",b1") +
             (i % 3 == 0 ? ",bike," : ",purse,") + std::to_string(i) + ",person " + std::to_string(i) + "\n";
    centre.import("thefts", centre.write("thefts.csv", csv));
    centre.import("fires", centre.write("fires.csv",
                                        "day,district,kind,damage,name\n2022-01-05,b1,forest,1,x\n"
                                        "2022-03-05,b1,forest,,y\n"));
  }

  Result<store::SqlAnswer> ask(const std::string& sql, const store::SqlLimits& limits = {},
                               const store::SqlReach& reach = {}, const Progress& progress = {}) {
    return centre.store().ask_sql(sql, reach, limits, progress);
  }
  store::Table table(const std::string& sql, const store::SqlReach& reach = {}) {
    auto answer = ask(sql, {}, reach);
    INFO(sql << (answer ? std::string() : ": " + answer.error().describe()));
    REQUIRE(answer);
    return answer->table;
  }
  std::string refusal(const std::string& sql, const store::SqlLimits& limits = {}, const store::SqlReach& reach = {}) {
    auto answer = ask(sql, limits, reach);
    INFO(sql);
    REQUIRE_FALSE(answer);
    return answer.error().key;
  }
};

using Row = std::vector<store::Value>;
Row row(std::initializer_list<store::Value> cells) {
  return cells;
}
store::Value text(const char* word) {
  return std::string(word);
}
store::Value whole(std::int64_t number) {
  return number;
}

}  // namespace

TEST_CASE("Counts by unit, class and month are asked for in SQL") {
  Centre made;
  const store::Table months =
      made.table("SELECT month, region, sum(events) AS n, sum(damage) AS damage FROM thefts GROUP BY ALL ORDER BY ALL");
  REQUIRE(months.columns.size() == 4);
  CHECK(months.columns[2].name == "n");
  CHECK(months.rows == std::vector<Row>{row({text("2022-01-01"), text("A"), whole(4), 12.0}),
                                        row({text("2022-01-01"), text("B"), whole(1), 8.0}),
                                        row({text("2022-02-01"), text("A"), whole(3), 9.0}),
                                        row({text("2022-02-01"), text("B"), whole(2), 16.0})});
  CHECK(made.table("SELECT t.class, sum(t.events) FROM thefts t JOIN classes c ON c.code = t.class AND c.scheme = "
                   "'own:thefts' GROUP BY 1 ORDER BY 1")
            .rows == std::vector<Row>{row({text("bike"), whole(4)}), row({text("purse"), whole(6)})});
  CHECK(made.table("SELECT u.name_en, r.residents FROM units u JOIN residents r USING (code) WHERE u.level = 'region' "
                   "ORDER BY 1")
            .rows == std::vector<Row>{row({text("Unit A"), 1000.0}), row({text("Unit B"), 2000.0})});
  CHECK(made.table("SELECT id, covered_from, covered_until FROM registers ORDER BY id").rows ==
        std::vector<Row>{row({text("fires"), text("2022-01-05"), text("2022-03-06")}),
                         row({text("thefts"), text("2022-01-10"), text("2022-02-20")})});
}

TEST_CASE("Every type of the engine comes as text or a number") {
  Centre made;
  const store::Table one = made.table(
      "SELECT true AS a, 1::UTINYINT AS b, 18446744073709551615::UBIGINT AS c, 1.25::DECIMAL(9,2) AS d, DATE "
      "'2022-02-03' AS e, TIMESTAMP '2022-02-03 04:05:06' AS f, [1, 2] AS g, {'k': 1} AS h, INTERVAL 1 DAY AS i, NULL "
      "AS j, 'nan'::DOUBLE AS k, 1.5::FLOAT AS l, 'x' AS m -- the end\n;  ");
  REQUIRE(one.rows.size() == 1);
  CHECK(one.rows[0] == row({text("true"),
                            whole(1),
                            18446744073709551615.0,
                            1.25,
                            text("2022-02-03"),
                            text("2022-02-03 04:05:06"),
                            text("[1, 2]"),
                            text("{'k': 1}"),
                            text("1 day"),
                            {},
                            {},
                            1.5,
                            text("x")}));
}

TEST_CASE("The tables that a question can name are told with their columns") {
  Centre made;
  auto tables = made.centre.store().sql_tables({});
  REQUIRE(tables);
  std::vector<std::string> names;
  for (const auto& table : *tables) names.push_back(table.name);
  CHECK(names == std::vector<std::string>{"fires", "thefts", "registers", "units", "residents", "classes"});
  std::vector<std::string> columns;
  for (const auto& column : (*tables)[1].columns) columns.push_back(column.name);
  CHECK(columns == std::vector<std::string>{"month", "unit", "region", "district", "class", "events", "damage"});
  // What is told is what is there, and no column of a person is.
  for (const auto& table : *tables) {
    const store::Table read = made.table("SELECT * FROM " + table.name);
    REQUIRE(read.columns.size() == table.columns.size());
    for (std::size_t i = 0; i < read.columns.size(); ++i) CHECK(read.columns[i].name == table.columns[i].name);
  }
}

TEST_CASE("A narrow reach sees its registers and units only") {
  Centre made;
  const store::SqlReach reach{false, {{"thefts", {"B"}}}};
  CHECK(made.table("SELECT DISTINCT region FROM thefts", reach).rows == std::vector<Row>{row({text("B")})});
  CHECK(made.table("SELECT sum(events) FROM thefts", reach).rows == std::vector<Row>{row({whole(3)})});
  CHECK(made.table("SELECT id FROM registers", reach).rows == std::vector<Row>{row({text("thefts")})});
  CHECK(made.refusal("SELECT * FROM fires", {}, reach) == "error.sql.wrong");
  CHECK(made.refusal("SELECT * FROM thefts", {}, {false, {}}) == "error.sql.wrong");
}

TEST_CASE("What is not one question is refused") {
  Centre made;
  for (const char* sql : {"",
                          ";",
                          "SELECT 1; SELECT 2",
                          "DROP TABLE thefts",
                          "INSERT INTO thefts SELECT * FROM thefts",
                          "CREATE TABLE t AS SELECT 1",
                          "UPDATE thefts SET events = 0",
                          "DELETE FROM thefts",
                          "BEGIN",
                          "CHECKPOINT",
                          "VACUUM",
                          "EXPLAIN ANALYZE SELECT 1",
                          "SET memory_limit = '10GB'",
                          "SET enable_external_access = true",
                          "RESET lock_configuration",
                          "ATTACH ':memory:' AS more",
                          "USE memory",
                          "PREPARE p AS SELECT 1",
                          "CALL pragma_version()",
                          "INSTALL httpfs",
                          "LOAD httpfs"})
    CHECK_MESSAGE(made.refusal(sql) == "error.sql.refused", sql);
  for (const char* sql : {"SELECT", "SELECT * FROM events_thefts", "SELECT name FROM thefts", "SELECT * FROM register",
                          "SELECT $1", "SELECT * FROM import"})
    CHECK_MESSAGE(made.refusal(sql) == "error.sql.wrong", sql);
  CHECK(made.refusal(std::string("SELECT 1\0", 9)) == "error.sql.refused");
  CHECK(made.refusal("SELECT '" + std::string(200'000, 'x') + "'") == "error.sql.refused");
}

TEST_CASE("A question reaches no file and no network") {
  Centre made;
  const std::string own = (made.centre.centre() / "events.duckdb").string();
  for (const std::string& sql :
       {std::string("SELECT * FROM read_csv('/etc/passwd')"), std::string("SELECT * FROM '/etc/passwd'"),
        std::string("SELECT * FROM read_text('/etc/passwd')"),
        std::string("SELECT * FROM read_blob('/proc/self/environ')"), std::string("SELECT * FROM glob('/*')"),
        std::string("SELECT * FROM sniff_csv('/etc/passwd')"),
        std::string("SELECT * FROM parquet_metadata('/etc/passwd')"), "SELECT * FROM read_duckdb('" + own + "')",
        std::string("SELECT * FROM read_csv('https://example.org/a.csv')"),
        std::string("SELECT * FROM read_parquet('s3://bucket/a.parquet')"), std::string("SELECT getenv('HOME')"),
        std::string("SELECT * FROM query('COPY thefts TO ''/tmp/tartip-stolen.csv''')"),
        std::string("SELECT * FROM thefts WHERE class IN (SELECT content FROM read_text('/etc/hostname'))"),
        std::string("FROM read_json('/etc/passwd')")})
    CHECK_MESSAGE(made.refusal(sql) == "error.sql.wrong", sql);
  for (const std::string sql :
       {"COPY thefts TO '/tmp/tartip-stolen.csv'", "COPY (SELECT 1) TO '/tmp/tartip-stolen.csv'",
        "ATTACH '/tmp/tartip-stolen.db'", "EXPORT DATABASE '/tmp/tartip-stolen'"}) {
    const std::string key = made.refusal(sql);
    CHECK_MESSAGE((key == "error.sql.refused" || key == "error.sql.wrong"), sql);
  }
  CHECK_FALSE(std::filesystem::exists("/tmp/tartip-stolen.csv"));
  CHECK_FALSE(std::filesystem::exists("/tmp/tartip-stolen.db"));
  CHECK_FALSE(std::filesystem::exists("/tmp/tartip-stolen"));
}

TEST_CASE("A question without end is stopped, whatever it is busy with") {
  Centre made;
  store::SqlLimits limits;
  limits.seconds = 1;
  for (const char* sql : {"SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000000) c",
                          "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r"})
    CHECK_MESSAGE(made.refusal(sql, limits) == "error.sql.time", sql);
  // Somebody who goes away takes the question along.
  std::atomic<bool> cancel = false;
  Progress progress;
  progress.cancel = &cancel;
  std::thread away([&] { cancel = true; });
  auto answer = made.ask("SELECT count(*) FROM range(1000000) a, range(1000000) b", {}, {}, progress);
  away.join();
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == Code::cancelled);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("A question takes no more memory than it may have, inside one function either") {
  Centre made;
  store::SqlLimits limits;
  limits.memory = std::size_t{128} << 20;
  limits.seconds = 3;
  for (const char* sql : {"SELECT length(repeat('abcdefghij', 100000000))", "SELECT length(lpad('x', 2000000000, 'y'))",
                          "SELECT list_sum(range(1000000000))",
                          "SELECT count(DISTINCT hash(a.range * 100000 + b.range)) FROM range(100000) a, range(1000) b",
                          "SELECT length(string_agg(repeat('x', 100000), '')) FROM range(100000)"}) {
    const std::string key = made.refusal(sql, limits);
    CHECK_MESSAGE((key == "error.sql.memory" || key == "error.sql.time" || key == "error.sql.wrong"),
                  sql << ": " << key);
  }
}
#endif

TEST_CASE("An answer has an end") {
  Centre made;
  auto answer = made.ask("SELECT * FROM range(1000000000)", {.rows = 5000});
  REQUIRE(answer);
  CHECK(answer->more);
  CHECK(answer->table.rows.size() == 5000);
  CHECK(answer->table.rows.back() == row({whole(4999)}));
  answer = made.ask("SELECT * FROM range(10)", {.rows = 10});
  REQUIRE(answer);
  CHECK_FALSE(answer->more);
  CHECK(answer->table.rows.size() == 10);
  store::SqlLimits limits;
  limits.answer_bytes = 1 << 20;
  CHECK(made.refusal("SELECT repeat('x', 1000) FROM range(5000)", limits) == "error.sql.answer");
}
