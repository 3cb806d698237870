#include "disclosure/cross_table.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

namespace tartip::disclosure {
namespace {

using Nodes = std::vector<std::uint32_t>;

struct HashOfNodes {
  std::size_t operator()(const Nodes& nodes) const {
    std::size_t hash = 0xcbf29ce484222325;
    for (const std::uint32_t node : nodes) hash = (hash ^ node) * 0x100000001b3;
    return hash;
  }
};

class Builder {
 public:
  Status start(const std::vector<Dimension>& dimensions) {
    for (const Dimension& dimension : dimensions) {
      Result<CodeAxis> axis = CodeAxis::make(dimension);
      if (!axis) return pass(axis);
      cross_.axes.push_back(std::move(*axis));
    }
    return {};
  }

  Result<Nodes> nodes_of(const TableFile& table, const TableRow& row) {
    Nodes nodes;
    for (std::size_t d = 0; d < cross_.axes.size(); ++d) {
      const auto node = cross_.axes[d].node_of(row.codes[d]);
      if (!node)
        return fail(Code::bad_data, "error.disclosure.code",
                    {{"code", row.codes[d]}, {"dimension", cross_.axes[d].id()}},
                    {table.file, row.line, cross_.axes[d].id()});
      nodes.push_back(*node);
    }
    return nodes;
  }

  Result<std::size_t> cell_at(const Nodes& nodes) {
    const auto [at, is_new] = number_.try_emplace(nodes, cross_.cells.size());
    if (is_new) {
      if (cross_.cells.size() >= k_most_cells)
        return fail(Code::too_large, "error.disclosure.too_many_cells", {{"limit", std::to_string(k_most_cells)}});
      cross_.cells.push_back({.nodes = nodes, .value = {}});
    }
    return at->second;
  }

  // Every cell that stands above in any dimension, the cell itself included.
  template <class Visit>
  Status each_above(const Nodes& nodes, Visit visit) {
    Nodes at = nodes;
    std::vector<std::size_t> step(nodes.size());
    for (;;) {
      for (std::size_t d = 0; d < nodes.size(); ++d) at[d] = cross_.axes[d].upwards_of(nodes[d])[step[d]];
      Result<std::size_t> cell = cell_at(at);
      if (!cell) return pass(cell);
      visit(*cell);
      std::size_t d = 0;
      while (d < nodes.size() && ++step[d] == cross_.axes[d].upwards_of(nodes[d]).size()) step[d++] = 0;
      if (d == nodes.size()) return {};
    }
  }

  Status add_parts(const TableFile& table) {
    table_ = &table;
    std::unordered_map<std::size_t, CrossTable::Entry> made;                 // of this table
    std::unordered_map<std::size_t, std::map<std::string, double>> by_whom;  // contributions
    std::vector<std::pair<std::size_t, const TableRow*>> given;              // rows that are totals
    for (const TableRow& row : table.rows) {
      Result<Nodes> nodes = nodes_of(table, row);
      if (!nodes) return pass(nodes);
      if (!row.value) return fail(Code::bad_data, "error.disclosure.no_value", {}, {table.file, row.line, {}});
      if (*row.value < Decimal())
        return fail(Code::bad_data, "error.disclosure.negative", {{"value", row.value->text()}},
                    {table.file, row.line, {}});
      bool is_bottom = true;
      for (std::size_t d = 0; d < nodes->size(); ++d)
        is_bottom = is_bottom && ((*nodes)[d] == 0 ? is_absent(d) : cross_.axes[d].is_bottom((*nodes)[d]));
      if (!is_bottom) {
        Result<std::size_t> cell = cell_at(*nodes);
        if (!cell) return pass(cell);
        given.emplace_back(*cell, &row);
        continue;
      }
      const Status added = each_above(*nodes, [&](std::size_t cell) {
        CrossTable::Entry& entry = made[cell];
        entry.value = entry.value.value_or(Decimal()) + *row.value;
        if (row.contributor.empty())
          merge(entry.contributions, row);
        else
          by_whom[cell][row.contributor] += row.value->as_double();
      });
      if (!added) return added;
    }
    for (const auto& [cell, all] : by_whom) set_contributions(made[cell].contributions, all);
    for (const auto& [cell, row] : given) {
      const auto at = made.find(cell);
      const std::string parts = at == made.end() ? "0" : at->second.value->text();
      if (parts != row->value->text())
        return fail(Code::bad_data, "error.disclosure.total",
                    {{"cell", cross_.name_of(cell)}, {"given", row->value->text()}, {"parts", parts}},
                    {table.file, row->line, {}});
      if (at == made.end()) made[cell].value = Decimal();  // nothing below it, and nothing in it
    }
    return take_over(made);
  }

  Status add_published(const TableFile& table) {
    table_ = &table;
    for (const TableRow& row : table.rows) {
      Result<Nodes> nodes = nodes_of(table, row);
      if (!nodes) return pass(nodes);
      // Cells above are made so that the sums they stand in are known.
      if (Status ok = each_above(*nodes, [](std::size_t) {}); !ok) return ok;
      Result<std::size_t> cell = cell_at(*nodes);
      if (!cell) return pass(cell);
      auto& value = cross_.cells[*cell].value;
      if (value && row.value && *value != *row.value) return differs(*cell, *value, *row.value, row.line);
      if (!value) value = row.value;
    }
    return {};
  }

  CrossTable finish() {
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> sum_of;  // cell above, dimension and hierarchy
    for (std::size_t cell = 0; cell < cross_.cells.size(); ++cell)
      for (std::size_t d = 0, slot = 0; d < cross_.axes.size(); ++d) {
        const auto& parents = cross_.axes[d].parents_of(cross_.cells[cell].nodes[d]);
        for (std::size_t h = 0; h < parents.size(); ++h, ++slot) {
          if (parents[h] < 0) continue;
          Nodes above = cross_.cells[cell].nodes;
          above[d] = static_cast<std::uint32_t>(parents[h]);
          const auto total = number_.find(above);
          if (total == number_.end()) continue;
          const auto [at, is_new] = sum_of.try_emplace({total->second, slot}, cross_.sums.size());
          if (is_new) cross_.sums.push_back({total->second, {}});
          cross_.sums[at->second].parts.push_back(cell);
        }
      }
    return std::move(cross_);
  }

 private:
  // A dimension of which a table has no codes at all: its rows stand at the total there.
  bool is_absent(std::size_t dimension) {
    if (absent_of_ != table_) {
      absent_.assign(cross_.axes.size(), true);
      for (const TableRow& row : table_->rows)
        for (std::size_t d = 0; d < absent_.size(); ++d)
          if (cross_.axes[d].find(row.codes[d]) != std::optional<std::uint32_t>(0)) absent_[d] = false;
      absent_of_ = table_;
    }
    return absent_[dimension];
  }

  static void merge(Contributions& into, const TableRow& row) {
    constexpr std::size_t k_kept = 10;
    into.total += row.value->as_double();
    into.count += row.count;
    into.largest.insert(into.largest.end(), row.largest.begin(), row.largest.end());
    std::sort(into.largest.rbegin(), into.largest.rend());
    if (into.largest.size() > k_kept) into.largest.resize(k_kept);
  }

  static void set_contributions(Contributions& into, const std::map<std::string, double>& all) {
    for (const auto& [who, amount] : all) {
      into.total += amount;
      into.count += amount > 0;
      into.largest.push_back(amount);
    }
    std::sort(into.largest.rbegin(), into.largest.rend());
  }

  Status take_over(std::unordered_map<std::size_t, CrossTable::Entry>& made) {
    for (std::size_t cell = 0; cell < cross_.cells.size(); ++cell) {
      const auto at = made.find(cell);
      if (at == made.end()) continue;
      CrossTable::Entry& entry = cross_.cells[cell];
      if (entry.value && *entry.value != *at->second.value) return differs(cell, *entry.value, *at->second.value, 0);
      if (entry.value) continue;
      entry.value = at->second.value;
      entry.contributions = std::move(at->second.contributions);
    }
    return {};
  }

  tl::unexpected<Error> differs(std::size_t cell, Decimal one, Decimal other, long long line) const {
    return fail(Code::bad_data, "error.disclosure.two_values",
                {{"cell", cross_.name_of(cell)}, {"one", one.text()}, {"other", other.text()}},
                {table_->file, line, {}});
  }

  CrossTable cross_;
  std::unordered_map<Nodes, std::size_t, HashOfNodes> number_;
  const TableFile* table_ = nullptr;
  const TableFile* absent_of_ = nullptr;
  std::vector<bool> absent_;
};

}  // namespace

std::string CrossTable::name_of(std::size_t cell) const {
  std::string name;
  for (std::size_t d = 0; d < axes.size(); ++d) {
    const std::string& code = axes[d].code_of(cells[cell].nodes[d]);
    name += (d == 0 ? "" : " × ") + (code.empty() ? std::string("*") : code);
  }
  return name;
}

Result<CrossTable> cross_of_parts(const std::vector<Dimension>& dimensions, const std::vector<TableFile>& tables) {
  Builder builder;
  if (Status ok = builder.start(dimensions); !ok) return pass(ok);
  for (const TableFile& table : tables)
    if (Status ok = builder.add_parts(table); !ok) return pass(ok);
  return builder.finish();
}

Result<CrossTable> cross_of_published(const std::vector<Dimension>& dimensions, const std::vector<TableFile>& tables) {
  Builder builder;
  if (Status ok = builder.start(dimensions); !ok) return pass(ok);
  for (const TableFile& table : tables)
    if (Status ok = builder.add_published(table); !ok) return pass(ok);
  return builder.finish();
}

Result<RuledTable> apply_rules(const CrossTable& cross, const PrimaryRules& rules, Cost cost) {
  RuledTable ruled{.table = {.cells = {}, .sums = cross.sums}, .primary = {}};
  for (std::size_t c = 0; c < cross.cells.size(); ++c) {
    const CrossTable::Entry& entry = cross.cells[c];
    Contributions contributions = entry.contributions;
    contributions.total = entry.value->as_double();
    if (rules.counts) contributions.count = entry.value->thousandths() / 1000;
    Result<std::optional<Sensitivity>> found = assess(contributions, rules);
    if (!found) {
      found.error().arguments.push_back({"cell", cross.name_of(c)});
      return pass(found);
    }
    Cell cell{.value = contributions.total, .cost = cost == Cost::count ? 1 : contributions.total + 1};
    cell.may_hide = contributions.total > 0 || rules.zeros != Zeros::published;
    cell.single = contributions.count == 1;
    if (*found) cell.primary = true, cell.down = (*found)->down, cell.up = (*found)->up;
    ruled.primary.push_back(*found);
    ruled.table.cells.push_back(cell);
  }
  return ruled;
}

}  // namespace tartip::disclosure
