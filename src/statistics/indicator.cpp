#include "statistics/indicator.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "axes/toml_table.hpp"
#include "text/folding.hpp"

namespace tartip::statistics {
namespace {

struct ShapeRow {
  IndicatorShape shape;
  std::string_view name;
  std::string_view unit;
  int decimals;
  bool has_denominator;
};
constexpr std::array k_shapes = {ShapeRow{IndicatorShape::count, "count", "events", 0, false},
                                 ShapeRow{IndicatorShape::amount, "amount", "thousand_tenge", 0, false},
                                 ShapeRow{IndicatorShape::share, "share", "percent", 1, true},
                                 ShapeRow{IndicatorShape::ratio, "ratio", "percent", 1, true},
                                 ShapeRow{IndicatorShape::amount_share, "amount_share", "percent", 1, true},
                                 ShapeRow{IndicatorShape::rate, "rate", "per_residents", 2, false}};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

bool asks_for_row(const Expression& expression) {
  return std::any_of(expression.begin(), expression.end(), [](const Term& term) { return term.cell.row == "@"; });
}

class Reading {
 public:
  explicit Reading(IndicatorBook& book) : book_(&book) {}

  void question(axes::TomlTable& table) {
    Question one{table.needed_text("id"), table.names("name")};
    if (!questions_.insert(one.id).second) table.complain("id", "error.indicator.twice", {{"id", one.id}});
    book_->questions.push_back(std::move(one));
  }

  void split(axes::TomlTable& table) {
    Split one{table.needed_text("id"), table.names("name"), table.texts("rows")};
    table.needs("rows", one.rows.size() > 1);
    book_->splits.push_back(std::move(one));
  }

  void indicator(axes::TomlTable& table) {
    const std::string id_text = table.needed_text("id");
    const std::string question = table.needed_text("question");
    const std::string shape_text = table.needed_text("shape");
    Expression numerator = expression(table, "numerator"), denominator = expression(table, "denominator"),
               overlap = expression(table, "overlap");
    const double per = table.number("per").value_or(10'000);
    std::string row = table.text("row", "total");
    const auto decimals = table.integer("decimals");
    std::string unit = table.text("unit");
    axes::Names names = table.names("name"), definition = table.names("definition"), scope = table.names("scope"),
                cautions = table.names("caution");

    auto id = DefinitionId::parse(id_text);
    if (!id) return table.complain("id", id.error().key, id.error().arguments);
    if (!ids_.insert(id_text).second) return table.complain("id", "error.indicator.twice", {{"id", id_text}});
    if (!questions_.contains(question))
      return table.complain("question", "error.indicator.question", {{"question", question}});
    const auto shape =
        std::find_if(k_shapes.begin(), k_shapes.end(), [&](const ShapeRow& one) { return one.name == shape_text; });
    if (shape == k_shapes.end()) return table.complain("shape", "error.indicator.shape", {{"shape", shape_text}});
    if (numerator.empty()) return table.needs("numerator", false);
    if (denominator.empty() == shape->has_denominator || (per <= 0) ||
        (!overlap.empty() && shape->shape != IndicatorShape::ratio))
      return table.complain("shape", "error.indicator.parts", {{"id", id_text}, {"shape", shape_text}});
    for (const axes::Names* one : {&names, &definition})
      for (const char* language : {"kk", "ru", "en"})
        if (!one->by_language.contains(language))
          return table.complain(one == &names ? "name" : "definition", "error.indicator.language",
                                {{"id", id_text}, {"language", language}});
    const bool any_row = asks_for_row(numerator) || asks_for_row(denominator);
    book_->indicators.push_back({.id = std::move(*id),
                                 .question = question,
                                 .shape = shape->shape,
                                 .numerator = std::move(numerator),
                                 .denominator = std::move(denominator),
                                 .overlap = std::move(overlap),
                                 .per = per,
                                 .any_row = any_row,
                                 .default_row = std::move(row),
                                 .unit = unit.empty() ? std::string(shape->unit) : std::move(unit),
                                 .decimals = static_cast<int>(decimals.value_or(shape->decimals)),
                                 .names = std::move(names),
                                 .definition = std::move(definition),
                                 .scope = std::move(scope),
                                 .cautions = std::move(cautions)});
  }

 private:
  Expression expression(axes::TomlTable& table, const std::string& word) {
    const std::string text = table.text(word);
    if (text.empty()) return {};
    auto parsed = parse_expression(text);
    if (parsed) return std::move(*parsed);
    table.complain(word, parsed.error().key, parsed.error().arguments);
    return {};
  }

  IndicatorBook* book_;
  std::set<std::string> questions_, ids_;
};

}  // namespace

std::string_view name_of(IndicatorShape shape) {
  return k_shapes[static_cast<std::size_t>(shape)].name;
}

Result<Expression> parse_expression(std::string_view text) {
  Expression expression;
  std::size_t begin = 0;
  int sign = 1;
  bool inside = false;  // brackets: a row's key may hold a dash
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : '+';
    if (c == '[') inside = true;
    if (c == ']') inside = false;
    // A sheet's name may hold a dash too ("R1-1"): only one between spaces is a minus.
    const bool minus = c == '-' && i > 0 && text[i - 1] == ' ';
    if (i < text.size() && (inside || (c != '+' && !minus))) continue;
    auto cell = parse_address(trimmed(text.substr(begin, i - begin)));
    if (!cell) return pass(cell);
    expression.push_back({sign, std::move(*cell)});
    sign = c == '-' ? -1 : 1;
    begin = i + 1;
  }
  return expression;
}

std::string text_of(const Expression& expression) {
  std::string text;
  for (const Term& term : expression) {
    if (!text.empty()) text += term.sign < 0 ? " - " : " + ";
    text += term.cell.text();
  }
  return text;
}

Result<const Indicator*> IndicatorBook::find(const std::string& id) const {
  const Indicator* latest = nullptr;
  std::vector<std::string> known;
  for (const Indicator& one : indicators) {
    if (one.id.text() == id) return &one;
    if (one.id.stem() == id && (latest == nullptr || latest->id.version() < one.id.version())) latest = &one;
    known.push_back(one.id.text());
  }
  if (latest != nullptr) return latest;
  const auto near = text::nearest(id, known);
  return fail(Code::not_found, near ? "error.indicator.unknown_near" : "error.indicator.unknown",
              {{"id", id}, {"nearest", near.value_or("")}});
}

Result<std::vector<const Indicator*>> IndicatorBook::about(const std::string& question) const {
  std::vector<const Indicator*> found;
  for (const Indicator& one : indicators) {
    if (one.question != question) continue;
    const auto same = std::find_if(found.begin(), found.end(),
                                   [&](const Indicator* other) { return other->id.stem() == one.id.stem(); });
    if (same == found.end())
      found.push_back(&one);
    else if ((*same)->id.version() < one.id.version())
      *same = &one;
  }
  if (found.empty()) return fail(Code::not_found, "error.indicator.question", {{"question", question}});
  return found;
}

Result<IndicatorBook> parse_indicators(std::string_view toml, const std::string& file) {
  auto root = axes::TomlTable::parse(toml, file);
  if (!root) return pass(root);
  IndicatorBook book;
  Reading reading(book);
  for (axes::TomlTable& table : root->tables("question")) reading.question(table);
  for (axes::TomlTable& table : root->tables("split")) reading.split(table);
  for (axes::TomlTable& table : root->tables("indicator")) reading.indicator(table);
  root->needs("indicator", !book.indicators.empty());
  if (Status status = root->finish(); !status) return pass(status);
  return book;
}

}  // namespace tartip::statistics
