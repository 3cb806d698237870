#include "registers/workbook.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <map>
#include <memory>
#include <orcus/exception.hpp>
#include <orcus/orcus_xlsx.hpp>
#include <orcus/spreadsheet/import_interface.hpp>
#include <stdexcept>
#include <unordered_map>

#include <fmt/format.h>

namespace tartip::registers {
namespace {

namespace spreadsheet = orcus::spreadsheet;
namespace iface = orcus::spreadsheet::iface;

constexpr std::size_t k_most_cells = 20'000'000;

struct TooManyCells : std::runtime_error {
  TooManyCells() : std::runtime_error("too many cells") {}
};

// Texts by number, each kept once. The first is "".
class TextPool {
 public:
  TextPool() { number("", 0); }
  std::uint32_t add(std::string_view text) { return number(text, texts_.size()); }
  const std::string& operator[](std::size_t i) const { return texts_[i]; }
  std::vector<std::string> take() { return std::move(texts_); }

 private:
  std::uint32_t number(std::string_view text, std::size_t next) {
    const auto [found, fresh] = numbers_.emplace(std::string(text), static_cast<std::uint32_t>(next));
    if (fresh) texts_.push_back(found->first);
    return found->second;
  }
  std::vector<std::string> texts_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

class SharedStrings final : public iface::import_shared_strings {
 public:
  std::size_t append(std::string_view text) override {
    texts_.emplace_back(text);
    return texts_.size() - 1;
  }
  std::size_t add(std::string_view text) override { return append(text); }
  void set_segment_font(std::size_t) override {}
  void set_segment_bold(bool) override {}
  void set_segment_italic(bool) override {}
  void set_segment_font_name(std::string_view) override {}
  void set_segment_font_size(double) override {}
  void set_segment_font_color(spreadsheet::color_elem_t, spreadsheet::color_elem_t, spreadsheet::color_elem_t,
                              spreadsheet::color_elem_t) override {}
  void append_segment(std::string_view text) override { segments_ += text; }
  std::size_t commit_segments() override {
    const std::size_t id = append(segments_);
    segments_.clear();
    return id;
  }
  std::string_view text(std::size_t id) const {
    return id < texts_.size() ? std::string_view(texts_[id]) : std::string_view();
  }

 private:
  std::vector<std::string> texts_;
  std::string segments_;
};

// Of all styles only the number formats matter: they tell dates from numbers.
class Styles final : public iface::import_styles {
 public:
  bool is_date(std::size_t xf) const {
    if (xf >= cell_formats_.size()) return false;
    const std::size_t id = cell_formats_[xf];
    const auto code = codes_.find(id);
    if (code != codes_.end()) return is_date_format(code->second);
    // ECMA-376 part 1, 18.8.30: the formats that a workbook need not spell out.
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
  }

  void set_number_format_identifier(std::size_t id) override { format_id_ = id; }
  void set_number_format_code(std::string_view code) override { format_code_ = code; }
  std::size_t commit_number_format() override {
    codes_[format_id_] = format_code_;
    return codes_.size() - 1;
  }
  void set_xf_number_format(std::size_t id) override { xf_format_ = id; }
  std::size_t commit_cell_xf() override {
    cell_formats_.push_back(xf_format_);
    xf_format_ = 0;
    return cell_formats_.size() - 1;
  }
  std::size_t commit_cell_style_xf() override {
    xf_format_ = 0;
    return style_formats_++;
  }
  std::size_t commit_dxf() override {
    xf_format_ = 0;
    return differential_formats_++;
  }

  void set_font_count(std::size_t) override {}
  void set_font_bold(bool) override {}
  void set_font_italic(bool) override {}
  void set_font_name(std::string_view) override {}
  void set_font_size(double) override {}
  void set_font_underline(spreadsheet::underline_t) override {}
  void set_font_underline_width(spreadsheet::underline_width_t) override {}
  void set_font_underline_mode(spreadsheet::underline_mode_t) override {}
  void set_font_underline_type(spreadsheet::underline_type_t) override {}
  using Channel = spreadsheet::color_elem_t;
  void set_font_underline_color(Channel, Channel, Channel, Channel) override {}
  void set_font_color(Channel, Channel, Channel, Channel) override {}
  void set_strikethrough_style(spreadsheet::strikethrough_style_t) override {}
  void set_strikethrough_type(spreadsheet::strikethrough_type_t) override {}
  void set_strikethrough_width(spreadsheet::strikethrough_width_t) override {}
  void set_strikethrough_text(spreadsheet::strikethrough_text_t) override {}
  std::size_t commit_font() override { return fonts_++; }
  void set_fill_count(std::size_t) override {}
  void set_fill_pattern_type(spreadsheet::fill_pattern_t) override {}
  void set_fill_fg_color(Channel, Channel, Channel, Channel) override {}
  void set_fill_bg_color(Channel, Channel, Channel, Channel) override {}
  std::size_t commit_fill() override { return fills_++; }
  void set_border_count(std::size_t) override {}
  void set_border_style(spreadsheet::border_direction_t, spreadsheet::border_style_t) override {}
  void set_border_color(spreadsheet::border_direction_t, Channel, Channel, Channel, Channel) override {}
  void set_border_width(spreadsheet::border_direction_t, double, orcus::length_unit_t) override {}
  std::size_t commit_border() override { return borders_++; }
  void set_cell_hidden(bool) override {}
  void set_cell_locked(bool) override {}
  void set_cell_print_content(bool) override {}
  void set_cell_formula_hidden(bool) override {}
  std::size_t commit_cell_protection() override { return protections_++; }
  void set_number_format_count(std::size_t) override {}
  void set_cell_xf_count(std::size_t) override {}
  void set_cell_style_xf_count(std::size_t) override {}
  void set_dxf_count(std::size_t) override {}
  void set_xf_font(std::size_t) override {}
  void set_xf_fill(std::size_t) override {}
  void set_xf_border(std::size_t) override {}
  void set_xf_protection(std::size_t) override {}
  void set_xf_style_xf(std::size_t) override {}
  void set_xf_apply_alignment(bool) override {}
  void set_xf_horizontal_alignment(spreadsheet::hor_alignment_t) override {}
  void set_xf_vertical_alignment(spreadsheet::ver_alignment_t) override {}
  void set_cell_style_count(std::size_t) override {}
  void set_cell_style_name(std::string_view) override {}
  void set_cell_style_xf(std::size_t) override {}
  void set_cell_style_builtin(std::size_t) override {}
  void set_cell_style_parent_name(std::string_view) override {}
  std::size_t commit_cell_style() override { return styles_++; }

 private:
  std::map<std::size_t, std::string> codes_;
  std::vector<std::size_t> cell_formats_;
  std::size_t format_id_ = 0, xf_format_ = 0;
  std::string format_code_;
  std::size_t style_formats_ = 0, differential_formats_ = 0, fonts_ = 0, fills_ = 0, borders_ = 0, protections_ = 0,
              styles_ = 0;
};

class Settings final : public iface::import_global_settings {
 public:
  // Excel for Macintosh once counted from 1904.
  void set_origin_date(int year, int, int) override { from_1904_ = year == 1904; }
  void set_default_formula_grammar(spreadsheet::formula_grammar_t grammar) override { grammar_ = grammar; }
  spreadsheet::formula_grammar_t get_default_formula_grammar() const override { return grammar_; }
  void set_character_set(orcus::character_set_t) override {}
  bool from_1904() const { return from_1904_; }

 private:
  bool from_1904_ = false;
  spreadsheet::formula_grammar_t grammar_ = spreadsheet::formula_grammar_t::xlsx;
};

// "B7", "$B$7", "A1:B7": where shared formulas and merged cells stand.
class References final : public iface::import_reference_resolver {
 public:
  spreadsheet::src_address_t resolve_address(std::string_view text) override {
    const auto wrong = [&] { return orcus::invalid_arg_error("not an address: " + std::string(text)); };
    std::int32_t column = 0;
    std::int32_t row = 0;
    for (char c : text) {
      if (c == '$') continue;
      if (c >= 'A' && c <= 'Z' && row == 0)
        column = column * 26 + (c - 'A' + 1);
      else if (c >= '0' && c <= '9' && column > 0)
        row = row * 10 + (c - '0');
      else
        throw wrong();
      if (column > 16'384 || row > 1'048'576) throw wrong();
    }
    if (column == 0 || row == 0) throw wrong();
    spreadsheet::src_address_t address{};
    address.row = row - 1;
    address.column = column - 1;
    return address;
  }
  spreadsheet::src_range_t resolve_range(std::string_view text) override {
    const std::size_t colon = text.find(':');
    spreadsheet::src_range_t range{};
    range.first = resolve_address(text.substr(0, colon));
    range.last = colon == std::string_view::npos ? range.first : resolve_address(text.substr(colon + 1));
    return range;
  }
};

struct RawCell {
  enum class Kind : std::uint8_t { number, shared, own, truth };
  std::int32_t row, column;
  std::uint32_t xf = 0;
  Kind kind = Kind::number;
  double number = 0;
  std::uint32_t text = 0;
};

// Takes cells and keeps none.
class IgnoredCells final : public iface::import_sheet {
 public:
  void set_auto(spreadsheet::row_t, spreadsheet::col_t, std::string_view) override {}
  void set_string(spreadsheet::row_t, spreadsheet::col_t, spreadsheet::string_id_t) override {}
  void set_value(spreadsheet::row_t, spreadsheet::col_t, double) override {}
  void set_bool(spreadsheet::row_t, spreadsheet::col_t, bool) override {}
  void set_date_time(spreadsheet::row_t, spreadsheet::col_t, int, int, int, int, int, double) override {}
  void set_format(spreadsheet::row_t, spreadsheet::col_t, std::size_t) override {}
  void set_format(spreadsheet::row_t, spreadsheet::col_t, spreadsheet::row_t, spreadsheet::col_t,
                  std::size_t) override {}
  void fill_down_cells(spreadsheet::row_t, spreadsheet::col_t, spreadsheet::row_t) override {}
  spreadsheet::range_size_t get_sheet_size() const override { return {1'048'576, 16'384}; }
};

class Cells final : public iface::import_sheet, public iface::import_formula {
 public:
  explicit Cells(TextPool& pool) : pool_(&pool) {}

  iface::import_formula* get_formula() override { return this; }
  void set_auto(spreadsheet::row_t row, spreadsheet::col_t column, std::string_view text) override {
    own(row, column, text);
  }
  void set_string(spreadsheet::row_t row, spreadsheet::col_t column, spreadsheet::string_id_t id) override {
    RawCell& cell = at(row, column);
    cell.kind = RawCell::Kind::shared;
    cell.text = static_cast<std::uint32_t>(id);
  }
  void set_value(spreadsheet::row_t row, spreadsheet::col_t column, double value) override {
    RawCell& cell = at(row, column);
    cell.kind = RawCell::Kind::number;
    cell.number = value;
  }
  void set_bool(spreadsheet::row_t row, spreadsheet::col_t column, bool value) override {
    RawCell& cell = at(row, column);
    cell.kind = RawCell::Kind::truth;
    cell.number = value ? 1 : 0;
  }
  void set_date_time(spreadsheet::row_t row, spreadsheet::col_t column, int year, int month, int day, int hour,
                     int minute, double second) override {
    const bool midnight = hour == 0 && minute == 0 && second == 0;
    own(row, column,
        midnight ? fmt::format("{:04}-{:02}-{:02}", year, month, day)
                 : fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", year, month, day, hour, minute,
                               static_cast<int>(second)));
  }
  void set_format(spreadsheet::row_t row, spreadsheet::col_t column, std::size_t xf) override {
    formats_.push_back({row, column, static_cast<std::uint32_t>(xf)});
    if (formats_.size() > k_most_cells) throw TooManyCells();
  }
  void set_format(spreadsheet::row_t, spreadsheet::col_t, spreadsheet::row_t, spreadsheet::col_t,
                  std::size_t) override {}
  void fill_down_cells(spreadsheet::row_t row, spreadsheet::col_t column, spreadsheet::row_t count) override {
    const auto found = std::find_if(cells_.rbegin(), cells_.rend(),
                                    [&](const RawCell& c) { return c.row == row && c.column == column; });
    if (found == cells_.rend()) return;
    const RawCell source = *found;
    for (spreadsheet::row_t i = 1; i <= count; ++i) {
      RawCell& cell = at(row + i, column);
      cell = source;
      cell.row = row + i;
    }
  }
  spreadsheet::range_size_t get_sheet_size() const override { return {1'048'576, 16'384}; }

  // A formula counts as its last result.
  void set_position(spreadsheet::row_t row, spreadsheet::col_t column) override {
    formula_row_ = row;
    formula_column_ = column;
  }
  void set_formula(spreadsheet::formula_grammar_t, std::string_view) override {}
  void set_shared_formula_index(std::size_t) override {}
  void set_result_string(std::string_view value) override { own(formula_row_, formula_column_, value); }
  void set_result_value(double value) override { set_value(formula_row_, formula_column_, value); }
  void set_result_bool(bool value) override { set_bool(formula_row_, formula_column_, value); }
  void set_result_empty() override {}
  void commit() override {}

  std::vector<RawCell> take(const Styles& styles, std::vector<bool>& dates);

 private:
  struct Format {
    std::int32_t row, column;
    std::uint32_t xf;
  };
  RawCell& at(spreadsheet::row_t row, spreadsheet::col_t column) {
    if (cells_.size() >= k_most_cells) throw TooManyCells();
    return cells_.emplace_back(RawCell{row, column});
  }
  void own(spreadsheet::row_t row, spreadsheet::col_t column, std::string_view text) {
    RawCell& cell = at(row, column);
    cell.kind = RawCell::Kind::own;
    cell.text = pool_->add(text);
  }

  TextPool* pool_;
  std::vector<RawCell> cells_;
  std::vector<Format> formats_;
  spreadsheet::row_t formula_row_ = 0;
  spreadsheet::col_t formula_column_ = 0;
};

template <class Place>
bool before(const Place& a, const Place& b) {
  return a.row != b.row ? a.row < b.row : a.column < b.column;
}

std::vector<RawCell> Cells::take(const Styles& styles, std::vector<bool>& dates) {
  std::ranges::stable_sort(cells_, before<RawCell>);
  std::ranges::stable_sort(formats_, before<Format>);
  std::vector<RawCell> result;
  for (const RawCell& cell : cells_) {
    if (!result.empty() && result.back().row == cell.row && result.back().column == cell.column) result.pop_back();
    result.push_back(cell);
  }
  std::size_t f = 0;
  for (const RawCell& cell : result) {
    while (f < formats_.size() &&
           (formats_[f].row < cell.row || (formats_[f].row == cell.row && formats_[f].column < cell.column)))
      ++f;
    const bool formatted = f < formats_.size() && formats_[f].row == cell.row && formats_[f].column == cell.column;
    dates.push_back(cell.kind == RawCell::Kind::number && formatted && styles.is_date(formats_[f].xf));
  }
  return result;
}

class Workbook final : public iface::import_factory {
 public:
  explicit Workbook(std::string wanted) : wanted_(std::move(wanted)), cells_(pool_) {}
  iface::import_global_settings* get_global_settings() override { return &settings_; }
  iface::import_shared_strings* get_shared_strings() override { return &strings_; }
  iface::import_styles* get_styles() override { return &styles_; }
  iface::import_reference_resolver* get_reference_resolver(spreadsheet::formula_ref_context_t) override {
    return &references_;
  }
  iface::import_sheet* append_sheet(spreadsheet::sheet_t index, std::string_view name) override {
    names_ += (names_.empty() ? "" : ", ") + std::string(name);
    if (chosen_ < 0 && (wanted_.empty() || name == wanted_)) {
      chosen_ = index;
      wanted_ = name;
      return &cells_;
    }
    // The parser stops at a sheet that is not there, so the others are read and dropped.
    return &ignored_;
  }
  iface::import_sheet* get_sheet(std::string_view name) override { return chosen(name == wanted_); }
  iface::import_sheet* get_sheet(spreadsheet::sheet_t index) override { return chosen(index == chosen_); }
  void finalize() override {}

  bool found() const { return chosen_ >= 0; }
  const std::string& names() const { return names_; }

  Sheet take() {
    std::vector<bool> dates;
    Sheet sheet;
    const std::vector<RawCell> raw = cells_.take(styles_, dates);
    for (std::size_t i = 0; i < raw.size(); ++i) {
      const RawCell& cell = raw[i];
      std::uint32_t text = 0;
      switch (cell.kind) {
        case RawCell::Kind::own:
          text = cell.text;
          break;
        case RawCell::Kind::shared:
          text = pool_.add(strings_.text(cell.text));
          break;
        case RawCell::Kind::truth:
          text = pool_.add(cell.number != 0 ? "true" : "false");
          break;
        case RawCell::Kind::number:
          text = pool_.add(dates[i] ? date(cell.number) : number(cell.number));
          break;
      }
      if (text != 0) sheet.cells.push_back({cell.row, cell.column, text});
    }
    sheet.texts = pool_.take();
    return sheet;
  }

 private:
  iface::import_sheet* chosen(bool yes) {
    if (yes) return &cells_;
    return &ignored_;
  }

  static std::string number(double value) {
    char buffer[32];
    if (std::abs(value) < 1e15 && value == std::floor(value)) return fmt::format("{:.0f}", value);
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return {buffer, end};
  }

  // ISO text of Excel's day count; a fraction alone is a time of day. What Excel itself would not show stays a number.
  std::string date(double days) const {
    using namespace std::chrono;
    if (!(days >= 0) || days >= 2'958'466) return number(days);
    const double whole = std::floor(days);
    auto seconds_of_day = static_cast<int>(std::lround((days - whole) * 86'400));
    auto day_count = static_cast<int>(whole);
    if (seconds_of_day == 86'400) {
      seconds_of_day = 0;
      ++day_count;
    }
    const std::string clock =
        fmt::format("{:02}:{:02}:{:02}", seconds_of_day / 3600, seconds_of_day / 60 % 60, seconds_of_day % 60);
    if (day_count == 0 && !settings_.from_1904()) return clock;
    const sys_days origin = settings_.from_1904() ? sys_days{1904y / January / 1}
                            : day_count < 60      ? sys_days{1899y / December / 31}
                                                  : sys_days{1899y / December / 30};
    const year_month_day day{origin + std::chrono::days{day_count}};
    const std::string text = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                                         static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return seconds_of_day == 0 ? text : text + "T" + clock;
  }

  std::string wanted_;
  std::string names_;
  spreadsheet::sheet_t chosen_ = -1;
  TextPool pool_;
  SharedStrings strings_;
  Styles styles_;
  References references_;
  Settings settings_;
  Cells cells_;
  IgnoredCells ignored_;
};

}  // namespace

bool is_date_format(const std::string& code) {
  bool quoted = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '"') {
      quoted = !quoted;
    } else if (quoted) {
      continue;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      // [h], [mm], [s] count elapsed time; colours, conditions and locales do not.
      const std::size_t end = code.find(']', i);
      if (end == std::string::npos) return false;
      const std::string inner = code.substr(i + 1, end - i - 1);
      if (!inner.empty() && inner.find_first_not_of("hHmMsS") == std::string::npos) return true;
      i = end;
    } else if (c == ';') {
      return false;  // only the first section formats positive numbers
    } else if (std::string_view("dDmMyYhHsS").find(c) != std::string_view::npos) {
      return true;
    } else if (code.compare(i, 7, "General") == 0) {
      return false;
    }
  }
  return false;
}

Result<Sheet> read_sheet(const std::filesystem::path& file, const std::string& name) {
  auto clean = repack_workbook(file);
  if (!clean) return pass(clean);
  Workbook workbook(name);
  try {
    orcus::orcus_xlsx reader(&workbook);
    reader.read_stream(*clean);
  } catch (const TooManyCells&) {
    return fail(Code::too_large, "error.file.workbook_too_large",
                {{"file", file.string()}, {"limit", std::to_string(k_most_cells)}});
  } catch (const std::exception&) {
    return fail(Code::bad_data, "error.file.workbook_damaged", {{"file", file.string()}});
  }
  if (!workbook.found()) {
    return fail(Code::bad_input, "error.file.sheet_missing",
                {{"file", file.string()}, {"sheet", name}, {"sheets", workbook.names()}});
  }
  return workbook.take();
}

}  // namespace tartip::registers
