// The table of legal statistics: rows × columns with every convention applied, ready to be printed, exported and cited.
//
// Where rows are many, a rise or a fall of a row stands only when it survives the correction of Benjamini & Hochberg
// over the rows of its level (as in the briefing); that of the total stands by itself.
//
// A row is a territory, a class, or a class within a territory, with a total of its parent above it. Columns say what
// they are (ColumnId), each bound to a written definition. Nothing here is text for people: words are stable codes
// ("rise"), the edges translate them.
#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "axes/calendar.hpp"
#include "cube/panel.hpp"
#include "statistics/change.hpp"
#include "statistics/comparability.hpp"
#include "statistics/pairing.hpp"
#include "statistics/ranking.hpp"
#include "stats/dispersion.hpp"

namespace tartip::statistics {

enum class ColumnId : std::uint8_t {
  current,
  previous,
  absolute,
  percent,
  percent_low,
  percent_high,
  verdict,
  contribution,
  share,
  share_previous,
  rate,
  rate_low,
  rate_high,
  rate_previous,
  rate_annualised,
  shrunken_rate,
  rank,
  rank_low,
  rank_high,
  standing,
  match
};
std::string_view name_of(ColumnId column);  // "change_percent_low", as in exported files
std::string_view definition_of(ColumnId column);
std::string_view definition_of(ColumnId column, Kind kind);  // "tartip:amount:v1" for the values of an amount
bool is_word(ColumnId column);                               // verdict, standing, match

std::string_view name_of(Verdict verdict);
std::string_view name_of(Basis basis);
std::string_view name_of(Standing standing);
std::string_view name_of(Match match);
std::string_view name_of(Reason reason);

struct TableHeader {
  std::string register_id;
  std::string source;
  std::string known_on;  // the reporting cut, as text; empty: as known now
  axes::Span period;
  std::optional<axes::Span> compared_with;
  Kind kind = Kind::count;
  double per = 100'000;
  double dispersion = 1;     // φ used for the total; rows have their own
  std::size_t left_out = 0;  // events without a day
  std::vector<std::string> filters;
};

struct TableRow {
  enum class Level : std::uint8_t { total, territory, leaf };
  Level level = Level::leaf;
  std::vector<cube::Member> territories;  // several when units were joined for the comparison
  std::vector<cube::Member> classes;
  Change change;
  Match match = Match::same;
  Reason reason = Reason::none;
  cube::Cell cell = cube::Cell::complete;
  double dispersion = 1;  // φ of the row
  double residents = 0;   // NaN when not known, likewise below
  double rate = 0, rate_low = 0, rate_high = 0, rate_previous = 0, rate_annualised = 0;
  double share = 0, share_previous = 0;  // of the total, in per cent
  // Of a leaf row to the change of the total, in percentage points of its previous value; NaN when not compared.
  double contribution = std::numeric_limits<double>::quiet_NaN();
  Ranked ranked;  // only for rows by territory with residents
};

// Nothing: not defined or missing; a number; or a code to be translated.
using TableValue = std::variant<std::monostate, double, std::string_view>;

struct StatTable {
  TableHeader header;
  std::vector<ColumnId> columns;
  std::vector<TableRow> rows;  // the total first; in a two-axis table each territory's total before its classes
  bool ranked = false;
  Ranking ranking;  // of the territories, when ranked
};

// The verdict of a row that is not compared is the reason ("partial"); the match of a refused one likewise. An open
// end of an interval (change.hpp) is infinite.
TableValue value_of(const TableRow& row, ColumnId column);

struct TableOptions {
  TableHeader header;
  ChangeOptions change;                      // level, mid_p, few_factor; the dispersion of rows without a history
  const cube::Panel* history = nullptr;      // monthly, the same rows: a dispersion for each row and the total
  std::vector<ComparableGroup> territories;  // of comparability.hpp; empty: matched as they are
  std::vector<ComparableGroup> classes;
  RankingOptions ranking;   // `per` is taken from the header, level, few_factor and dispersion from the comparison
  bool annualised = false;  // adds the annualised rate as a column of its own; never instead of the rate
  enum class Order : std::uint8_t { given, count, contribution, rank } order = Order::given;
};

// `previous` may be null: no comparison columns then. Columns that no row can fill (rates without residents, a verdict
// on amounts) are left out. Empty panel: only the total row, missing.
StatTable build_table(const cube::Panel& current, const cube::Panel* previous, const TableOptions& options);

}  // namespace tartip::statistics
