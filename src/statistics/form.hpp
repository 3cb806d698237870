// A form of legal statistics as values: what the form is (FormDescription, from a TOML file) and what one territory
// reported on it for one period (FormReport, from a workbook).
//
// A cell is addressed by sheet, row and graph, never by a printed row code, which differs from sheet to sheet: a row's
// key is its article of the Criminal Code ("188", "188-1", "000"), an article's memo row ("190.internet"), a chapter
// ("chapter6") or a named total ("total", "crimes", "grave"); a graph's id is "g" and its printed number. Address in
// text: "R1[190.internet].g2", and with the form in front "1m:R1[crimes].g2".
//
// Missing is not zero: an empty cell has no value. Values are exact (Decimal): counts whole, money with three digits.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/names.hpp"
#include "base/decimal.hpp"
#include "base/error.hpp"

namespace tartip::statistics {

struct FormGraph {
  std::string id;    // "g7"
  std::string unit;  // "offences", "persons", "thousand_tenge" …: a message "unit.<unit>"
  int digits = 0;    // after the point: 0 for counts, 3 for money
  axes::Names names;
};

struct FormRow {
  std::string key;
  axes::Names names;
  std::string chapter;  // the key of the chapter’s row it stands under; empty: none
  bool memo = false;    // part of another row (theft from flats), not added into its chapter
};

struct FormSheet {
  std::string id;  // the worksheet's name: "R1", "PRIL5"
  axes::Names names;
  std::vector<FormGraph> graphs;
  std::vector<FormRow> rows;  // in printed order
  std::unordered_map<std::string, std::int32_t> row_by_key, graph_by_id;

  std::optional<std::size_t> find_row(const std::string& key) const;
  std::optional<std::size_t> find_graph(const std::string& graph) const;
};

struct FormDescription {
  std::string id;                   // "1m", "sng1": [a-z][a-z0-9_]*
  std::string version;              // "2019"
  std::string code;                 // the number of the form in the metadata of its workbooks: "50119"
  axes::Names names;                // title
  std::string source;               // the order that introduced it
  std::optional<axes::Span> valid;  // periods it was reported for; empty: not known
  std::vector<FormSheet> sheets;

  std::optional<std::size_t> find_sheet(const std::string& sheet) const;
};

struct CellAddress {
  std::string form;  // empty: the form at hand
  std::string sheet, row, graph;
  std::string text() const;
  friend auto operator<=>(const CellAddress&, const CellAddress&) = default;
};

// bad_input `error.form.address` for what is no address; does not know which sheets, rows and graphs there are.
Result<CellAddress> parse_address(std::string_view text);

// A cell that holds something which is no number of its graph; its value counts as missing.
struct CellFlaw {
  CellAddress cell;
  std::string place;  // in the workbook: "R1!F115"
  std::string text;   // as it stands there
  std::string key;    // message "flaw.form.<key>": text, formula, digits, size
};

struct SheetReport {
  std::vector<std::optional<Decimal>> values;  // rows × graphs of the FormSheet, row by row
  std::vector<std::int32_t> lines;             // the worksheet's line of each row, from 1; 0: unknown
  std::vector<std::int32_t> columns;           // the worksheet's column of each graph, from 1; 0: unknown
};

struct FormReport {
  std::string form, version;  // of the description
  std::string territory;      // unit code as in descriptions/territory/kazakhstan.toml: KATO, "750000000"
  axes::Span period;
  std::string file;          // name of the source file
  std::string sha256;        // of the source file
  std::string title, saved;  // from the file's metadata, as hints: "1-M  Алматы (Свод)", "2024-02-21T00:43:36Z"
  std::vector<SheetReport> sheets;  // as in the description
  std::vector<CellFlaw> flaws;

  // Nothing when the cell is empty or no number.
  std::optional<Decimal> value(std::size_t sheet, std::size_t row, std::size_t graph, std::size_t graphs) const {
    return sheets[sheet].values[row * graphs + graph];
  }
};

// The value at an address (its form is not looked at). Error not_found `error.form.no_sheet`, `error.form.no_row`,
// `error.form.no_graph` when the description has no such cell; an empty optional when the cell is empty.
Result<std::optional<Decimal>> value_at(const FormDescription& description, const FormReport& report,
                                        const CellAddress& address);

}  // namespace tartip::statistics
