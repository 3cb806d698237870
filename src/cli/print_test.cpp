#include "cli/print.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace tartip;

TEST_CASE("a sheet is aligned by what the eye sees, numbers to the right") {
  app::Sheet sheet{.id = "s", .title = "Аумақтар"};
  sheet.header = {{"register", "Register", "r"}};
  sheet.columns = {{"name", "атауы", app::CellKind::text},
                   {"count", "n", app::CellKind::integer},
                   {"percent", "%", app::CellKind::change}};
  sheet.rows = {{std::string("Ұлытау"), std::int64_t{10224}, -3.25},
                {std::string("Abai\nx"), app::SheetCell{}, app::SheetCell{}}};
  CHECK(cli::to_terminal(sheet, "en") ==
        "Аумақтар\n"
        "Register: r\n"
        "\n"
        "атауы        n      %\n"
        "──────  ──────  ─────\n"
        "Ұлытау  10,224  −3.2%\n"
        "Abai x       —      —\n");
}

TEST_CASE("points are no per cent; an open end is a word") {
  app::Sheet sheet{.id = "s"};
  sheet.columns = {{"contribution", "points", app::CellKind::points},
                   {"change_percent_high", "to", app::CellKind::change, 1, "or more"}};
  sheet.rows = {{1.25, INFINITY}, {-0.5, 8.0}};
  CHECK(cli::to_terminal(sheet, "en") ==
        "points       to\n"
        "──────  ───────\n"
        "  +1.2  or more\n"
        "  −0.5    +8.0%\n");
}

TEST_CASE("of a long list a line shows the first, and how many there are") {
  app::Sheet sheet{.id = "s"};
  sheet.columns = {{"article", "rows", app::CellKind::list}, {"n", "n", app::CellKind::integer}};
  sheet.rows = {{std::string("99; 100; 188; 190"), std::int64_t{1}}, {std::string("99; 100; 188"), std::int64_t{2}}};
  CHECK(cli::to_terminal(sheet, "en") ==
        "rows                n\n"
        "──────────────────  ─\n"
        "99; 100; 188 … (4)  1\n"
        "99; 100; 188        2\n");
}
