#include "registers/workbook_sheet.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "base/number.hpp"
#include "registers/workbook_styles.hpp"

namespace tartip::registers {
namespace {

constexpr std::int32_t k_rows = 1'048'576;
constexpr std::int32_t k_columns = 16'384;
constexpr std::size_t k_most_merged = 1'000'000;

tl::unexpected<Error> too_large(const WorkbookArchive& archive, const SheetContext& context) {
  return fail(Code::too_large, "error.file.workbook_too_large",
              {{"file", archive.file().string()}, {"limit", std::to_string(context.most)}});
}

// "B7" from 0; nothing for what is no place of a worksheet.
std::optional<CellPlace> place_in(std::string_view text) {
  std::int32_t column = 0, row = 0;
  std::size_t i = 0;
  for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z' && column <= k_columns; ++i)
    column = column * 26 + (text[i] - 'A' + 1);
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9' && row <= k_rows; ++i) row = row * 10 + (text[i] - '0');
  if (i != text.size() || column < 1 || column > k_columns || row < 1 || row > k_rows) return std::nullopt;
  return CellPlace{row - 1, column - 1};
}

class SharedStrings final : public XmlHandler {
 public:
  SharedStrings(std::vector<std::string>& strings, std::size_t most) : strings_(&strings), most_(most) {}
  bool start(std::string_view element, const XmlAttributes&) override {
    if (element == "si") {
      if (strings_->size() >= most_) {
        too_many_ = true;
        return false;
      }
      strings_->emplace_back();
      inside_ = true;
    } else if (element == "rPh") {
      phonetic_ = true;  // how a Japanese text is read aloud, not part of it
    } else if (element == "t") {
      in_text_ = inside_ && !phonetic_;
    }
    return true;
  }
  bool end(std::string_view element) override {
    if (element == "si") inside_ = false;
    if (element == "rPh") phonetic_ = false;
    if (element == "t") in_text_ = false;
    return true;
  }
  void text(std::string_view characters) override {
    if (in_text_) strings_->back() += characters;
  }
  bool too_many() const { return too_many_; }

 private:
  std::vector<std::string>* strings_;
  std::size_t most_;
  bool inside_ = false, phonetic_ = false, in_text_ = false, too_many_ = false;
};

class Worksheet final : public XmlHandler {
 public:
  explicit Worksheet(SheetContext& context) : context_(&context) { text_number(""); }

  bool start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "row") return start_row(attributes);
    if (element == "c") return start_cell(attributes);
    if (element == "v" || element == "t") {
      taking_ = in_cell_ && !phonetic_;
    } else if (element == "f") {
      formula_ = in_cell_;
    } else if (element == "rPh") {
      phonetic_ = true;
    } else if (element == "mergeCell") {
      return merge(attributes["ref"]);
    }
    return true;
  }

  bool end(std::string_view element) override {
    if (element == "v" || element == "t") taking_ = false;
    if (element == "rPh") phonetic_ = false;
    if (element != "c") return true;
    in_cell_ = false;
    if (formula_) sheet_.formulas.push_back(place_);
    return value_.empty() || store();
  }

  void text(std::string_view characters) override {
    if (taking_) value_ += characters;
  }

  bool wrong() const { return wrong_; }
  bool too_many() const { return too_many_; }

  Sheet take() {
    const auto before = [](const auto& a, const auto& b) {
      return a.row != b.row ? a.row < b.row : a.column < b.column;
    };
    const auto same = [](const auto& a, const auto& b) { return a.row == b.row && a.column == b.column; };
    if (!std::ranges::is_sorted(sheet_.cells, before)) std::ranges::stable_sort(sheet_.cells, before);
    // Of two cells at one place the later counts.
    std::reverse(sheet_.cells.begin(), sheet_.cells.end());
    sheet_.cells.erase(std::unique(sheet_.cells.begin(), sheet_.cells.end(), same), sheet_.cells.end());
    std::reverse(sheet_.cells.begin(), sheet_.cells.end());
    std::ranges::sort(sheet_.formulas, before);
    return std::move(sheet_);
  }

 private:
  bool fail_here() {
    wrong_ = true;
    return false;
  }

  bool start_row(const XmlAttributes& attributes) {
    const std::string_view number = attributes["r"];
    if (number.empty()) {
      ++place_.row;
    } else {
      const auto row = number_in<std::int32_t>(number);
      if (!row || *row < 1) return fail_here();
      place_.row = *row - 1;
    }
    place_.column = -1;
    return place_.row < k_rows || fail_here();
  }

  bool start_cell(const XmlAttributes& attributes) {
    const std::string_view reference = attributes["r"];
    if (reference.empty()) {
      ++place_.column;
      if (place_.row < 0 || place_.column >= k_columns) return fail_here();
    } else {
      const auto place = place_in(reference);
      if (!place) return fail_here();
      place_ = *place;
    }
    type_ = attributes["t"];
    format_ = number_in<std::size_t>(attributes["s"]).value_or(0);
    value_.clear();
    in_cell_ = true;
    formula_ = phonetic_ = false;
    return true;
  }

  bool merge(std::string_view reference) {
    const auto colon = reference.find(':');
    const auto first = place_in(reference.substr(0, colon));
    const auto last = colon == std::string_view::npos ? first : place_in(reference.substr(colon + 1));
    if (!first || !last || last->row < first->row || last->column < first->column ||
        sheet_.merged.size() >= k_most_merged)
      return fail_here();
    sheet_.merged.push_back({*first, *last});
    return true;
  }

  std::uint32_t text_number(std::string_view text) {
    const auto [found, fresh] = numbers_.try_emplace(std::string(text), static_cast<std::uint32_t>(numbers_.size()));
    if (fresh) sheet_.texts.push_back(found->first);
    return found->second;
  }

  std::uint32_t value_number() {
    if (type_ == "s") {
      const auto index = number_in<std::size_t>(value_);
      if (!index || *index >= context_->strings.size()) {
        wrong_ = true;
        return 0;
      }
      if (shared_.size() <= *index) shared_.resize(context_->strings.size());
      if (shared_[*index] == 0) shared_[*index] = text_number(context_->strings[*index]);
      return shared_[*index];
    }
    if (type_ == "b") return text_number(value_ == "0" ? "false" : "true");
    if (type_ == "str" || type_ == "inlineStr" || type_ == "e" || type_ == "d") return text_number(value_);
    const auto value = number_in<double>(value_);
    if (!value) return text_number(value_);
    const bool date = format_ < context_->dates.size() && context_->dates[format_];
    return text_number(date ? date_text(*value, context_->from_1904) : number_text(*value));
  }

  bool store() {
    if (context_->cells_left == 0) {
      too_many_ = true;
      return false;
    }
    --context_->cells_left;
    if (const std::uint32_t number = value_number(); number != 0)
      sheet_.cells.push_back({place_.row, place_.column, number});
    return !wrong_;
  }

  SheetContext* context_;
  Sheet sheet_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::uint32_t> shared_;  // by shared string: its number here; 0 not yet used, or empty
  CellPlace place_{-1, -1};
  std::string type_, value_;
  std::size_t format_ = 0;
  bool in_cell_ = false, taking_ = false, formula_ = false, phonetic_ = false, wrong_ = false, too_many_ = false;
};

}  // namespace

Status read_shared_strings(const WorkbookArchive& archive, const std::string& part, SheetContext& context) {
  SharedStrings reading(context.strings, context.most);
  if (Status read = read_xml(archive, part, reading); !read) return read;
  if (reading.too_many()) return too_large(archive, context);
  return {};
}

Result<Sheet> read_worksheet(const WorkbookArchive& archive, const std::string& part, SheetContext& context) {
  Worksheet reading(context);
  if (Status read = read_xml(archive, part, reading); !read) return pass(read);
  if (reading.too_many()) return too_large(archive, context);
  if (reading.wrong()) return archive.damaged();
  return reading.take();
}

}  // namespace tartip::registers
