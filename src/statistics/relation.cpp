#include "statistics/relation.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_set>

#include "base/number.hpp"
#include "base/require.hpp"

namespace tartip::statistics {
namespace {

constexpr std::string_view k_blanks = " \t\n";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(k_blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(k_blanks) - begin + 1);
}

std::optional<int> ordinal_in(std::string_view text) {
  const auto value = number_in<int>(text);
  return value && *value >= 0 ? value : std::nullopt;
}

// One term as written: rows and graphs still in words.
struct WrittenTerm {
  int sign = 1;
  bool left = true;
  std::string form, sheet, row;  // row empty: every row
  std::string graph;             // "", "g7", "g15..g23", "g(n+1)"
};

struct Written {
  std::vector<WrittenTerm> terms;
  Comparison comparison = Comparison::equal;
};

// A term, resolved for one sheet and one value of n and of `each`.
struct Resolved {
  int sign = 1;
  bool left = true;
  std::size_t form = 0, sheet = 0;
  bool any_row = false, any_graph = false;
  std::vector<std::size_t> rows, graphs;
};

std::optional<WrittenTerm> read_term(std::string_view text, int sign, bool left) {
  WrittenTerm term{sign, left, {}, {}, {}, {}};
  if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    term.form = text.substr(0, colon);
    text.remove_prefix(colon + 1);
    if (term.form.empty()) return std::nullopt;
  }
  const auto head = text.find_first_of("[.");
  term.sheet = text.substr(0, head);
  if (term.sheet.empty() || term.sheet.find_first_of("]()<>=~") != std::string::npos) return std::nullopt;
  if (head == std::string_view::npos) return term;
  text.remove_prefix(head);
  if (text.front() == '[') {
    const auto close = text.find(']');
    if (close == std::string_view::npos || close == 1) return std::nullopt;
    term.row = text.substr(1, close - 1);
    text.remove_prefix(close + 1);
  }
  if (text.empty()) return term;
  if (!text.starts_with(".g") || text.size() < 3) return std::nullopt;
  term.graph = text.substr(1);
  return term;
}

std::optional<Written> read_relation(std::string_view text) {
  struct Sign {
    std::string_view word;
    Comparison comparison;
  };
  constexpr Sign k_signs[] = {{" <= ", Comparison::at_most},
                              {" >= ", Comparison::at_least},
                              {" = ", Comparison::equal},
                              {" ~ ", Comparison::similar}};
  for (const Sign& sign : k_signs) {
    const auto at = text.find(sign.word);
    if (at == std::string_view::npos) continue;
    Written written;
    written.comparison = sign.comparison;
    for (const bool left : {true, false}) {
      std::string_view side = left ? text.substr(0, at) : text.substr(at + sign.word.size());
      int next_sign = 1;
      for (;;) {
        side = trimmed(side);
        const auto plus = side.find(" + ");
        const auto minus = side.find(" - ");
        const auto end = std::min(plus, minus);
        const auto term = read_term(trimmed(side.substr(0, end)), next_sign, left);
        if (!term) return std::nullopt;
        written.terms.push_back(*term);
        if (end == std::string_view::npos) break;
        next_sign = end == minus ? -1 : 1;
        side.remove_prefix(end + 3);
      }
    }
    return written;
  }
  return std::nullopt;
}

// "3..22", "27": the numbers; with a letter in front ("g3..g22") the numbers behind it.
std::optional<std::vector<int>> ranges(const std::vector<std::string>& texts, std::string_view letter) {
  std::vector<int> numbers;
  const auto bare = [&](std::string_view text) {
    return text.starts_with(letter) ? text.substr(letter.size()) : std::string_view("?");
  };
  for (const std::string& text : texts) {
    const auto dots = text.find("..");
    const auto first = ordinal_in(bare(std::string_view(text).substr(0, dots)));
    const auto last = dots == std::string::npos ? first : ordinal_in(bare(std::string_view(text).substr(dots + 2)));
    if (!first || !last || *last < *first || *last - *first > 10'000) return std::nullopt;
    for (int n = *first; n <= *last; ++n) numbers.push_back(n);
  }
  return numbers;
}

class Planner {
 public:
  explicit Planner(std::span<const FormRelations> forms) {
    std::uint32_t next = 0;
    for (std::size_t f = 0; f < forms.size(); ++f) {
      plan_.forms.push_back(forms[f].form);
      for (std::size_t s = 0; s < forms[f].form->sheets.size(); ++s) {
        const FormSheet& sheet = forms[f].form->sheets[s];
        plan_.sheet_start.push_back(next);
        plan_.sheet_of.emplace_back(f, s);
        next += static_cast<std::uint32_t>(sheet.rows.size() * sheet.graphs.size());
      }
    }
    plan_.sheet_start.push_back(next);
  }

  Status add(std::size_t form, const Relation& relation) {
    form_ = form;
    relation_ = &relation;
    const auto written = read_relation(relation.holds);
    if (!written) return wrong("error.relation.malformed", relation.holds);
    for (const WrittenTerm& term : written->terms)
      if (!form_index(term)) return {};
    plan_.relations.push_back({form, relation, 0});
    const std::size_t before = plan_.checks.size();
    const auto ns = ranges(relation.n, "");
    if (!ns) return wrong("error.relation.malformed", "n");
    const std::vector<std::string> sheets = relation.sheets.empty() ? std::vector<std::string>{""} : relation.sheets;
    for (const std::string& sheet : sheets) {
      auto each = each_rows(*written, sheet);
      if (!each) return pass(each);
      for (const std::string& row : *each)
        for (const int n : ns->empty() ? std::vector<int>{0} : *ns)
          if (Status added = add_one(*written, sheet, row, n); !added) return added;
    }
    plan_.relations.back().checks = plan_.checks.size() - before;
    if (plan_.checks.size() == before) return wrong("error.relation.empty", relation.holds);
    return {};
  }

  CheckPlan take() { return std::move(plan_); }

 private:
  tl::unexpected<Error> wrong(const char* key, const std::string& what) const {
    return fail(Code::bad_data, key, {{"form", plan_.forms[form_]->id}, {"relation", relation_->id}, {"value", what}});
  }

  std::optional<std::size_t> form_index(const WrittenTerm& term) const {
    if (term.form.empty()) return form_;
    for (std::size_t f = 0; f < plan_.forms.size(); ++f)
      if (plan_.forms[f]->id == term.form) return f;
    return std::nullopt;
  }

  // What [each] stands for, by the sheet of the first term.
  Result<std::vector<std::string>> each_rows(const Written& written, const std::string& sheet) const {
    if (relation_->each.empty()) return std::vector<std::string>{""};
    const auto found = plan_.forms[*form_index(written.terms[0])]->find_sheet(
        written.terms[0].sheet == "$" ? sheet : written.terms[0].sheet);
    if (!found) return wrong("error.relation.unknown", written.terms[0].sheet);
    std::vector<std::string> keys;
    for (const std::string& word : relation_->each) {
      if (!word.ends_with('*')) {
        keys.push_back(word);
        continue;
      }
      for (const FormRow& row : plan_.forms[*form_index(written.terms[0])]->sheets[*found].rows)
        if (row.key.starts_with(word.substr(0, word.size() - 1))) keys.push_back(row.key);
    }
    return keys;
  }

  Result<Resolved> resolve(const WrittenTerm& term, const std::string& sheet, const std::string& each, int n) const {
    Resolved resolved{term.sign, term.left, *form_index(term), 0, term.row.empty(), term.graph.empty(), {}, {}};
    const FormDescription& form = *plan_.forms[resolved.form];
    const std::string name = term.sheet == "$" ? sheet : term.sheet;
    const auto found = form.find_sheet(name);
    if (!found) return wrong("error.relation.unknown", name);
    resolved.sheet = *found;
    const FormSheet& rows = form.sheets[*found];

    std::string row = term.row;
    if (row.starts_with("each")) row = each + row.substr(4);
    if (row.ends_with("/*")) {
      const std::string chapter = row.substr(0, row.size() - 2);
      for (std::size_t r = 0; r < rows.rows.size(); ++r)
        if (rows.rows[r].chapter == chapter && !rows.rows[r].memo) resolved.rows.push_back(r);
    } else if (row.ends_with('*')) {
      for (std::size_t r = 0; r < rows.rows.size(); ++r)
        if (rows.rows[r].key.starts_with(row.substr(0, row.size() - 1))) resolved.rows.push_back(r);
    } else if (!row.empty()) {
      const auto at = rows.find_row(row);
      if (at) resolved.rows.push_back(*at);
    }
    if (!resolved.any_row && resolved.rows.empty()) return wrong("error.relation.unknown", name + "[" + row + "]");

    std::string graph = term.graph;
    if (const auto open = graph.find("(n"); open != std::string::npos && graph.ends_with(')')) {
      const std::string shift = graph.substr(open + 2, graph.size() - open - 3);
      const auto by = shift.empty() ? std::optional<int>(0) : ordinal_in(std::string_view(shift).substr(1));
      if (!by || (!shift.empty() && shift[0] != '+' && shift[0] != '-'))
        return wrong("error.relation.malformed", graph);
      graph = "g" + std::to_string(!shift.empty() && shift[0] == '-' ? n - *by : n + *by);
    }
    if (!graph.empty()) {
      const auto numbers = ranges({graph}, "g");
      if (!numbers) return wrong("error.relation.malformed", graph);
      for (const int number : *numbers) {
        const auto at = rows.find_graph("g" + std::to_string(number));
        if (!at) return wrong("error.relation.unknown", name + ".g" + std::to_string(number));
        resolved.graphs.push_back(*at);
      }
    }
    return resolved;
  }

  // Keys that every term with an open row (or graph) has, in the order of the first.
  std::vector<std::string> common(const std::vector<Resolved>& terms, bool rows) const {
    std::vector<std::string> keys;
    const Resolved* first = nullptr;
    for (const Resolved& term : terms) {
      if (!(rows ? term.any_row : term.any_graph)) continue;
      const FormSheet& sheet = plan_.forms[term.form]->sheets[term.sheet];
      if (first == nullptr) {
        first = &term;
        if (rows)
          for (const FormRow& row : sheet.rows) keys.push_back(row.key);
        else
          for (const FormGraph& graph : sheet.graphs) keys.push_back(graph.id);
      } else {
        std::erase_if(keys, [&](const std::string& key) {
          return rows ? !sheet.find_row(key).has_value() : !sheet.find_graph(key).has_value();
        });
      }
    }
    return first == nullptr ? std::vector<std::string>{""} : keys;
  }

  Status add_one(const Written& written, const std::string& sheet, const std::string& each, int n) {
    std::vector<Resolved> terms;
    for (const WrittenTerm& term : written.terms) {
      auto resolved = resolve(term, sheet, each, n);
      if (!resolved) return pass(resolved);
      terms.push_back(std::move(*resolved));
    }
    std::vector<std::string> rows = common(terms, true);
    const auto& only = relation_->rows;
    const auto& without = relation_->without_rows;
    if (rows != std::vector<std::string>{""}) {
      std::erase_if(rows, [&](const std::string& key) {
        return (!only.empty() && std::ranges::find(only, key) == only.end()) ||
               std::ranges::find(without, key) != without.end();
      });
    }
    std::vector<std::string> graphs = common(terms, false);
    if (!relation_->graphs.empty()) {
      const auto numbers = ranges(relation_->graphs, "g");
      if (!numbers) return wrong("error.relation.malformed", relation_->graphs.front());
      std::erase_if(graphs, [&](const std::string& id) {
        return std::ranges::none_of(*numbers, [&](int number) { return id == "g" + std::to_string(number); });
      });
    }
    for (const std::string& row : rows)
      for (const std::string& graph : graphs) add_check(written.comparison, terms, row, graph);
    return {};
  }

  void add_check(Comparison comparison, const std::vector<Resolved>& terms, const std::string& row,
                 const std::string& graph) {
    CheckPlan::Check check;
    check.first = static_cast<std::uint32_t>(plan_.terms.size());
    check.relation = static_cast<std::uint32_t>(plan_.relations.size() - 1);
    check.comparison = comparison;
    for (const Resolved& term : terms) {
      const FormSheet& sheet = plan_.forms[term.form]->sheets[term.sheet];
      const std::vector<std::size_t> rows = term.any_row ? std::vector{*sheet.find_row(row)} : term.rows;
      const std::vector<std::size_t> graphs = term.any_graph ? std::vector{*sheet.find_graph(graph)} : term.graphs;
      for (const std::size_t r : rows) {
        for (const std::size_t g : graphs) {
          plan_.terms.push_back({plan_.cell(term.form, term.sheet, r, g), term.left ? term.sign : -term.sign});
          check.left += term.left;
        }
      }
    }
    check.count = static_cast<std::uint32_t>(plan_.terms.size()) - check.first;
    plan_.checks.push_back(check);
  }

  CheckPlan plan_;
  std::size_t form_ = 0;
  const Relation* relation_ = nullptr;
};

}  // namespace

std::uint32_t CheckPlan::cell(std::size_t form, std::size_t sheet, std::size_t row, std::size_t graph) const {
  const auto found = std::ranges::find(sheet_of, std::pair(form, sheet));
  require(found != sheet_of.end(), "a cell of a form in the plan");
  return sheet_start[static_cast<std::size_t>(found - sheet_of.begin())] +
         static_cast<std::uint32_t>(row * forms[form]->sheets[sheet].graphs.size() + graph);
}

CheckPlan::Place CheckPlan::place_of(std::uint32_t cell) const {
  const auto after = std::ranges::upper_bound(sheet_start, cell);
  const auto index = static_cast<std::size_t>(after - sheet_start.begin()) - 1;
  const auto [form, sheet] = sheet_of[index];
  const std::size_t graphs = forms[form]->sheets[sheet].graphs.size();
  const std::size_t within = cell - sheet_start[index];
  return {form, sheet, within / graphs, within % graphs};
}

CellAddress CheckPlan::address_of(std::uint32_t cell) const {
  const Place place = place_of(cell);
  const FormSheet& sheet = forms[place.form]->sheets[place.sheet];
  return {forms[place.form]->id, sheet.id, sheet.rows[place.row].key, sheet.graphs[place.graph].id};
}

std::string CheckPlan::text_of(const Check& check) const {
  constexpr std::string_view k_signs[] = {" = ", " <= ", " >= ", " ~ "};
  constexpr std::uint32_t k_most_terms = 12;
  const std::size_t home = relations[check.relation].form;
  std::string text;
  const auto all = terms_of(check);
  for (std::uint32_t i = 0; i < check.count; ++i) {
    if (i == check.left) text += k_signs[static_cast<std::size_t>(check.comparison)];
    if (i > check.left + k_most_terms) return text + " + …";
    const int sign = i < check.left ? all[i].sign : -all[i].sign;
    const bool first = i == 0 || i == check.left;
    if (!first || sign < 0) text += first ? "- " : sign < 0 ? " - " : " + ";
    CellAddress address = address_of(all[i].cell);
    if (address.form == forms[home]->id) address.form.clear();
    text += address.text();
  }
  return text;
}

Result<CheckPlan> plan_checks(std::span<const FormRelations> forms) {
  Planner planner(forms);
  for (std::size_t f = 0; f < forms.size(); ++f)
    for (const Relation& relation : forms[f].relations)
      if (Status added = planner.add(f, relation); !added) return pass(added);
  return planner.take();
}

}  // namespace tartip::statistics
