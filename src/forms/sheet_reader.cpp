#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "base/number.hpp"
#include "forms/reader.hpp"
#include "text/folding.hpp"

namespace tartip::forms {
namespace {

using registers::MergedRange;
using registers::Sheet;
using registers::WorkbookCell;
using statistics::FormSheet;
using statistics::SheetReport;

constexpr std::size_t k_most_errors = 20;  // of a sheet: another form’s sheet would have hundreds

std::string letters_of(std::int32_t column) {
  std::string letters;
  for (++column; column > 0; column = (column - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  return letters;
}

std::string place_text(const std::string& sheet, std::int32_t row, std::int32_t column) {
  return sheet + "!" + letters_of(column) + std::to_string(row + 1);
}

std::optional<int> small_number(const std::string& text) {
  return text.size() <= 4 ? number_in<int>(text) : std::nullopt;
}

// Numbers typed as text: blanks between thousands, a comma before the fraction.
std::string plain_number(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
    if (text.compare(i, 2, "\xC2\xA0") == 0) {  // no-break space
      ++i;
      continue;
    }
    plain += c == ',' ? '.' : c;
  }
  return plain;
}

// What people put into a cell that is not to be filled in.
bool means_nothing(const std::string& plain) {
  return plain.empty() || plain == "-" || plain == "–" || plain == "—" || plain == "x" || plain == "X" ||
         plain == "х" || plain == "Х";
}

class SheetReader {
 public:
  SheetReader(const Sheet& cells, const FormDefinition& definition, std::size_t sheet, const std::string& file,
              SheetFindings& findings)
      : cells_(cells),
        form_(definition.form.sheets[sheet]),
        printed_(definition.printed[sheet]),
        form_id_(definition.form.id),
        file_(file),
        findings_(findings),
        folded_(cells.texts.size()) {
    for (std::size_t i = 0; i < printed_.lines.size(); ++i) lines_by_label_[printed_.lines[i].label].push_back(i);
    matched_.assign(printed_.lines.size(), false);
    seen_.assign(printed_.lines.size(), -1);
  }

  SheetReport read() {
    report_.columns.assign(form_.graphs.size(), 0);
    if (!find_anchor()) return std::move(report_);
    check_headings();
    report_.values.resize(form_.rows.size() * form_.graphs.size());
    report_.lines.assign(form_.rows.size(), 0);
    for (std::size_t at = first_at(anchor_ + 1); at < cells_.cells.size();) {
      std::size_t end = at;
      while (end < cells_.cells.size() && cells_.cells[end].row == cells_.cells[at].row) ++end;
      read_line(at, end);
      at = end;
    }
    for (const auto& place : cells_.formulas) note_formula(place);
    for (std::size_t i = 0; i < printed_.lines.size(); ++i) {
      if (printed_.lines[i].row == PrintedLine::k_none || matched_[i]) continue;
      wrong("error.form.row_missing", {{"row", form_.rows[printed_.lines[i].row].names.in("ru")}});
    }
    return std::move(report_);
  }

 private:
  const std::string& text(const WorkbookCell& cell) const { return cells_.texts[cell.text]; }
  const std::string& folded(const WorkbookCell& cell) {
    auto& known = folded_[cell.text];
    if (!known) known = text::fold(text(cell));
    return *known;
  }
  std::size_t first_at(std::int32_t row) const {
    const auto found = std::ranges::lower_bound(cells_.cells, row, {}, &WorkbookCell::row);
    return static_cast<std::size_t>(found - cells_.cells.begin());
  }
  void wrong(const char* key, std::vector<Argument> arguments) {
    if (++errors_ > k_most_errors) return;
    arguments.push_back({"file", file_});
    arguments.push_back({"sheet", form_.id});
    findings_.errors.push_back({Code::bad_data, key, std::move(arguments), {}});
  }

  // The line "А | Б | 1 | 2 …". Latin letters that look the same are taken too.
  bool find_anchor() {
    const auto is = [](const std::string& letter, const char* cyrillic, const char* latin) {
      return letter == cyrillic || letter == latin;
    };
    for (std::size_t at = 0; at < cells_.cells.size();) {
      std::size_t end = at;
      const std::int32_t row = cells_.cells[at].row;
      while (end < cells_.cells.size() && cells_.cells[end].row == row) ++end;
      std::size_t code = at;
      bool names = false;
      while (code < end && !(names && is(folded(cells_.cells[code]), "б", "b"))) {
        names = names || is(folded(cells_.cells[code]), "а", "a");
        ++code;
      }
      if (code < end && code + 1 < end && small_number(text(cells_.cells[code + 1])) == 1) {
        take_graphs(row, code, end);
        return true;
      }
      at = end;
    }
    wrong("error.form.table_missing", {});
    return false;
  }

  void take_graphs(std::int32_t row, std::size_t code, std::size_t end) {
    anchor_ = row;
    code_column_ = cells_.cells[code].column;
    for (std::size_t i = code + 1; i < end; ++i) {
      const WorkbookCell& cell = cells_.cells[i];
      const auto number = small_number(text(cell));
      const auto graph = form_.find_graph("g" + (number ? std::to_string(*number) : ""));
      if (!graph || report_.columns[*graph] != 0) {
        refuse_column(cell);
        continue;
      }
      report_.columns[*graph] = cell.column + 1;
      graph_of_[cell.column] = *graph;
    }
    for (std::size_t g = 0; g < form_.graphs.size(); ++g)
      if (report_.columns[g] == 0)
        wrong("error.form.column_missing",
              {{"graph", form_.graphs[g].id.substr(1)}, {"text", form_.graphs[g].names.in("ru")}});
  }

  // Once a column: what stands in the lines below it is of the same column.
  void refuse_column(const WorkbookCell& cell) {
    if (refused_.insert(cell.column).second)
      wrong("error.form.column_unknown", {{"column", letters_of(cell.column)}, {"text", text(cell)}});
  }

  const WorkbookCell* cell_at(std::int32_t row, std::int32_t column) const {
    const auto found = std::ranges::lower_bound(cells_.cells, std::pair(row, column), {},
                                                [](const WorkbookCell& c) { return std::pair(c.row, c.column); });
    if (found == cells_.cells.end() || found->row != row || found->column != column) return nullptr;
    return &*found;
  }

  // The headings above a column, outer to inner, and the innermost.
  struct Heading {
    std::string path, leaf, shown;
  };
  std::vector<Heading> headings() {
    std::map<std::int32_t, std::vector<std::pair<std::int32_t, const WorkbookCell*>>> above;  // column: (row, cell)
    const auto put = [&](std::int32_t column, std::int32_t row, const WorkbookCell* cell) {
      if (graph_of_.contains(column)) above[column].emplace_back(row, cell);
    };
    for (std::size_t i = 0; i < first_at(anchor_); ++i)
      put(cells_.cells[i].column, cells_.cells[i].row, &cells_.cells[i]);
    for (const MergedRange& range : cells_.merged) {
      // What begins over the labels is the title of the sheet.
      if (range.first.row >= anchor_ || range.first.column <= code_column_) continue;
      const WorkbookCell* cell = cell_at(range.first.row, range.first.column);
      if (cell == nullptr) continue;
      for (const auto& [column, graph] : graph_of_)
        if (column > range.first.column && column <= range.last.column) put(column, range.first.row, cell);
    }
    const std::string two_words = first_words(printed_.title);
    std::vector<Heading> result(form_.graphs.size());
    for (auto& [column, cells] : above) {
      std::ranges::sort(cells);
      Heading& heading = result[graph_of_.at(column)];
      for (const auto& [row, cell] : cells) {
        const std::string& words = folded(*cell);
        if (words.empty() || row < top_ || words.starts_with(two_words) || words == heading.leaf) continue;
        heading.path += (heading.path.empty() ? "" : " ") + words;
        heading.leaf = words;
        heading.shown = text(*cell);
      }
    }
    return result;
  }

  static std::string first_words(const std::string& title) {
    const auto first = title.find(' ');
    const auto second = first == std::string::npos ? first : title.find(' ', first + 1);
    return title.substr(0, second) + " ";
  }

  // Titles above the table are no headings: the table's head begins where its first column is named.
  std::int32_t head_begins() {
    for (std::size_t i = first_at(anchor_); i-- > 0;) {
      const std::string& words = folded(cells_.cells[i]);
      if (cells_.cells[i].column <= code_column_ &&
          (words.starts_with("наименование") || words.find("показател") != std::string::npos))
        return cells_.cells[i].row;
    }
    return 0;
  }

  // A heading may be misspelt, but must be nearer to its own graph's than to any other.
  void check_headings() {
    top_ = head_begins();
    const std::vector<Heading> found = headings();
    for (std::size_t g = 0; g < form_.graphs.size(); ++g) {
      if (report_.columns[g] == 0) continue;
      const Heading& heading = found[g];
      if (heading.path == printed_.graphs[g] || heading.leaf == printed_.leaves[g]) continue;
      const auto nearest_leaf = text::nearest(heading.leaf, printed_.leaves);
      const auto nearest_path = text::nearest(heading.path, printed_.graphs);
      if (nearest_leaf == printed_.leaves[g] || nearest_path == printed_.graphs[g]) continue;
      wrong("error.form.heading_unknown", {{"column", letters_of(report_.columns[g] - 1)},
                                           {"graph", form_.graphs[g].id.substr(1)},
                                           {"text", heading.shown},
                                           {"expected", form_.graphs[g].names.in("ru")}});
    }
  }

  void read_line(std::size_t begin, std::size_t end) {
    const WorkbookCell* label = nullptr;
    bool figures = false;
    for (std::size_t i = begin; i < end; ++i) {
      const WorkbookCell& cell = cells_.cells[i];
      if (cell.column >= code_column_) {
        figures = true;
        continue;
      }
      if (label != nullptr) see(folded(*label), cell.row);
      if (!folded(cell).empty()) label = &cell;
    }
    if (!figures) {
      // A heading, a row left empty, or a note below the table.
      if (label == nullptr) return;
      see(folded(*label), label->row);
      if (const auto line = line_of(*label); line && printed_.lines[*line].row != PrintedLine::k_none)
        take(*line, *label);
      return;
    }
    const std::int32_t row = cells_.cells[begin].row;
    const auto line = label == nullptr ? std::nullopt : line_of(*label);
    if (!line || printed_.lines[*line].row == PrintedLine::k_none) {
      wrong("error.form.row_unknown",
            {{"line", std::to_string(row + 1)}, {"text", label == nullptr ? "" : text(*label)}});
      return;
    }
    take(*line, *label);
    for (std::size_t i = begin; i < end; ++i) {
      const WorkbookCell& cell = cells_.cells[i];
      if (cell.column <= code_column_) continue;
      const auto graph = graph_of_.find(cell.column);
      if (graph == graph_of_.end())
        refuse_column(cell);
      else
        take_value(printed_.lines[*line].row, graph->second, cell);
    }
  }

  void take(std::size_t line, const WorkbookCell& label) {
    matched_[line] = true;
    seen_[line] = label.row;
    report_.lines[printed_.lines[line].row] = label.row + 1;
  }

  // Outer labels and headings tell rows of the same label apart.
  void see(const std::string& label, std::int32_t row) {
    const auto found = lines_by_label_.find(label);
    if (found == lines_by_label_.end()) return;
    for (const std::size_t line : found->second)
      if (printed_.lines[line].row == PrintedLine::k_none) seen_[line] = row;
  }

  std::optional<std::size_t> line_of(const WorkbookCell& label) {
    if (const auto found = lines_by_label_.find(folded(label)); found != lines_by_label_.end())
      if (const auto line = latest(found->second)) return line;
    const std::string article = article_in(text(label));
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < printed_.lines.size(); ++i)
      if (!matched_[i] && printed_.lines[i].row != PrintedLine::k_none && printed_.lines[i].article == article)
        open.push_back(i);
    if (!article.empty()) return open.size() == 1 ? std::optional(open.front()) : std::nullopt;
    std::vector<std::string> labels;
    for (const std::size_t line : open) labels.push_back(printed_.lines[line].label);
    const auto nearest = text::nearest(folded(label), labels);
    if (!nearest) return std::nullopt;
    return latest(lines_by_label_.at(*nearest));
  }

  // Of rows with the same label the one whose group was met last.
  std::optional<std::size_t> latest(const std::vector<std::size_t>& lines) const {
    std::optional<std::size_t> best;
    std::int32_t best_row = -2;
    for (const std::size_t line : lines) {
      if (matched_[line] || printed_.lines[line].row == PrintedLine::k_none) continue;
      const std::int32_t row =
          printed_.lines[line].under == PrintedLine::k_none ? -1 : seen_[printed_.lines[line].under];
      if (row <= best_row) continue;
      best = line;
      best_row = row;
    }
    return best;
  }

  void take_value(std::size_t row, std::size_t graph, const WorkbookCell& cell) {
    const std::string plain = plain_number(text(cell));
    if (means_nothing(plain)) return;
    const auto value = Decimal::parse(plain);
    const char* flaw = nullptr;
    if (!value) {
      const bool number = plain.find_first_not_of("0123456789.-+eE") == std::string::npos;
      flaw = number ? (plain.find('.') != std::string::npos ? "digits" : "size") : "text";
    } else if (form_.graphs[graph].digits == 0 && !value->is_whole()) {
      flaw = "digits";
    } else if (*value < Decimal(0)) {
      flaw = "negative";
    }
    if (value) report_.values[row * form_.graphs.size() + graph] = *value;
    if (flaw != nullptr) add_flaw(row, graph, cell.row, cell.column, text(cell), flaw);
  }

  // The result that a formula had when the file was saved may be of other figures than those that stand there now.
  void note_formula(const registers::CellPlace& place) {
    const auto graph = graph_of_.find(place.column);
    const auto line = std::ranges::find(report_.lines, place.row + 1);
    if (graph == graph_of_.end() || line == report_.lines.end()) return;
    const auto row = static_cast<std::size_t>(line - report_.lines.begin());
    report_.values[row * form_.graphs.size() + graph->second].reset();
    add_flaw(row, graph->second, place.row, place.column, "", "formula");
  }

  void add_flaw(std::size_t row, std::size_t graph, std::int32_t line, std::int32_t column, const std::string& text,
                const char* key) {
    constexpr std::size_t k_longest = 200;
    findings_.flaws.push_back({{form_id_, form_.id, form_.rows[row].key, form_.graphs[graph].id},
                               place_text(form_.id, line, column),
                               text.substr(0, k_longest),
                               key});
  }

  const Sheet& cells_;
  const FormSheet& form_;
  const PrintedSheet& printed_;
  const std::string& form_id_;
  const std::string& file_;
  SheetFindings& findings_;
  std::size_t errors_ = 0;
  std::set<std::int32_t> refused_;                  // columns
  std::vector<std::optional<std::string>> folded_;  // by text of the sheet
  std::unordered_map<std::string, std::vector<std::size_t>> lines_by_label_;
  std::vector<bool> matched_;
  std::vector<std::int32_t> seen_;  // the worksheet's row in which each printed line was met last; -1 not yet
  std::int32_t anchor_ = 0, code_column_ = 0, top_ = 0;
  std::map<std::int32_t, std::size_t> graph_of_;  // by column
  SheetReport report_;
};

}  // namespace

SheetReport read_form_sheet(const Sheet& cells, const FormDefinition& definition, std::size_t sheet,
                            const std::string& file, SheetFindings& findings) {
  return SheetReader(cells, definition, sheet, file, findings).read();
}

}  // namespace tartip::forms
