// A briefing before it is drawn: sentences, figures, tables and notes, every text already in one language. The page
// (web/) draws it; the terminal and other formats can too. `to_json` is the only contract with the page
// (web/src/document.ts mirrors it).
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "geo/geometry.hpp"

namespace tartip::briefing {

// How sure a statement is; drawn by shape and word as well as by colour.
enum class Verdict { none, rise, fall, unclear, few, high, low, usual };

struct TrendSeries {
  std::string name;
  std::string role;                              // "current", "previous", "usual": decides the stroke
  std::vector<std::optional<double>> values;     // nothing: missing, drawn as a gap
  std::vector<std::optional<double>> low, high;  // interval, or empty
};
struct Trend {
  std::vector<std::string> periods;  // labels of the horizontal axis
  std::vector<TrendSeries> series;
};

struct Bar {
  std::string label;
  double value = 0;
  std::optional<double> low, high;
  Verdict verdict = Verdict::none;
  std::string text;  // the value as people read it
};
struct Bars {
  bool diverging = false;  // around zero: contributions to a change
  std::vector<Bar> bars;
};

struct Shape {
  std::string id, label;
  geo::MultiPolygon area;  // simplified; in the map's plane, y upwards
  std::optional<double> value;
  int step = -1;                    // 0…4 of the ramp; -1: no value, hatched
  Verdict verdict = Verdict::none;  // high, low, usual, few
  std::string text;
};
struct LegendEntry {
  int step = -1;
  Verdict verdict = Verdict::none;
  std::string label;
};
struct Map {
  geo::MultiPolygon outline;
  std::vector<Shape> shapes;
  std::vector<LegendEntry> legend;
};

struct FunnelPoint {
  std::string label;
  double exposure = 0, rate = 0;
  Verdict verdict = Verdict::none;
};
struct FunnelLimit {
  double exposure = 0, low95 = 0, high95 = 0, low998 = 0, high998 = 0;
};
struct Funnel {
  std::string exposure_label, rate_label;
  double centre = 0;
  std::vector<FunnelPoint> points;
  std::vector<FunnelLimit> limits;
};

struct Figure {
  std::string title;        // active: says the finding
  std::string unit;         // what the numbers are
  std::string alternative;  // text with the same purpose for who does not see it
  std::variant<Trend, Bars, Map, Funnel> drawing;
};

struct Column {
  std::string label;
  bool number = false;  // right-aligned
};
struct TableCell {
  std::string text;
  std::optional<double> value;  // machine-readable, for copying and CSV
  Verdict verdict = Verdict::none;
};
struct Table {
  std::string caption;
  std::vector<Column> columns;
  std::vector<std::vector<TableCell>> rows;  // the first cell of a row is its header
  std::string note;
};

// A finding is a sentence first, then figure, then table, then method note.
struct Section {
  std::string id;  // anchor: "headline", "trend", "drivers", "map", …
  std::string heading;
  std::vector<std::string> finding;
  std::string caution;  // printed in a box; empty when there is none
  std::optional<Figure> figure;
  std::optional<Table> table;
  std::string method;  // how the numbers were made, assumptions, limits
};

struct Headline {
  std::string label, value, change, interval;
  Verdict verdict = Verdict::none;
};

// One register's part of the briefing.
struct Chapter {
  std::string id, title, subtitle;
  std::string caution;
  std::vector<Headline> headlines;
  std::vector<Section> sections;
};

struct PassportEntry {
  std::string label, value;
};
struct PassportGroup {
  std::string title;
  std::vector<PassportEntry> entries;
};

struct Document {
  std::string language;  // "kk", "ru", "en"
  std::string title, subtitle;
  std::vector<std::string> summary;  // the first sentences of all chapters
  std::vector<Chapter> chapters;
  std::vector<PassportGroup> passport;
};

std::string to_json(const Document& document);

}  // namespace tartip::briefing
