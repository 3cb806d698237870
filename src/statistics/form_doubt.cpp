#include "statistics/form_doubt.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "statistics/form_values.hpp"
#include "stats/quantile.hpp"

namespace tartip::statistics {
namespace {

constexpr std::size_t k_least_territories = 8, k_least_values = 20, k_least_figures = 100;
constexpr double k_far = 6, k_least_surplus = 50;

struct Side {
  std::size_t sheet = 0, graph = 0;
  std::optional<std::size_t> row;  // empty: every row
};

std::optional<Side> side_in(const FormDescription& form, std::string_view text) {
  const auto dot = text.rfind(".g");
  if (dot == std::string_view::npos) return std::nullopt;
  std::string head(text.substr(0, dot)), row;
  if (const auto open = head.find('['); open != std::string::npos && head.back() == ']') {
    row = head.substr(open + 1, head.size() - open - 2);
    head.erase(open);
  }
  const auto sheet = form.find_sheet(head);
  if (!sheet) return std::nullopt;
  const auto graph = form.sheets[*sheet].find_graph(std::string(text.substr(dot + 1)));
  if (!graph) return std::nullopt;
  Side side{*sheet, *graph, {}};
  if (!row.empty()) {
    side.row = form.sheets[*sheet].find_row(row);
    if (!side.row) return std::nullopt;
  }
  return side;
}

std::optional<std::pair<Side, Side>> ratio_in(const FormDescription& form, const std::string& watch) {
  const auto slash = watch.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const auto upper = side_in(form, std::string_view(watch).substr(0, slash));
  const auto lower = side_in(form, std::string_view(watch).substr(slash + 1));
  if (!upper || !lower || upper->row) return std::nullopt;
  return std::pair(*upper, *lower);
}

CellAddress address(const FormDescription& form, const Side& side, std::size_t row) {
  const FormSheet& sheet = form.sheets[side.sheet];
  return {form.id, sheet.id, sheet.rows[row].key, sheet.graphs[side.graph].id};
}

std::optional<Decimal> cell(const FormDescription& form, const FormReport& report, const Side& side, std::size_t row) {
  return report.value(side.sheet, row, side.graph, form.sheets[side.sheet].graphs.size());
}

using Reports = std::vector<std::pair<std::string, const FormReport*>>;

void outliers(const FormDescription& form, const Reports& reports, const Side& upper, const Side& lower,
              std::vector<Doubt>& doubts) {
  const FormSheet& sheet = form.sheets[upper.sheet];
  for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
    const auto base_row = lower.row ? lower.row : form.sheets[lower.sheet].find_row(sheet.rows[r].key);
    if (!base_row) continue;
    struct One {
      std::size_t report;
      double part, base;
    };
    std::vector<One> all;
    std::vector<double> ratios;
    for (std::size_t i = 0; i < reports.size(); ++i) {
      const auto part = cell(form, *reports[i].second, upper, r),
                 base = cell(form, *reports[i].second, lower, *base_row);
      if (!part || !base || *base <= Decimal(0)) continue;
      all.push_back({i, part->as_double(), base->as_double()});
      ratios.push_back(all.back().part / all.back().base);
    }
    if (all.size() < k_least_territories) continue;
    const double usual = stats::median(ratios);
    if (!(usual > 0)) continue;
    std::vector<double> distances, noises;
    for (std::size_t i = 0; i < all.size(); ++i) {
      distances.push_back(std::abs(ratios[i] - usual));
      noises.push_back(usual * std::max(1 - usual, 0.01) / all[i].base);
    }
    const double spread = 1.4826 * stats::median(distances);
    const double between = std::max(0.0, spread * spread - stats::median(noises));
    for (std::size_t i = 0; i < all.size(); ++i) {
      const double score = (ratios[i] - usual) / std::sqrt(noises[i] + between), expected = all[i].base * usual;
      if (std::abs(score) <= k_far || std::abs(all[i].part - expected) < k_least_surplus) continue;
      doubts.push_back({"outlier", reports[all[i].report].first, "", address(form, upper, r),
                        address(form, lower, *base_row), *cell(form, *reports[all[i].report].second, upper, r),
                        expected, score});
    }
  }
}

// Round values among the articles of one graph: totals would only repeat them.
struct Rounds {
  std::size_t values = 0, round = 0;
  double share() const { return values == 0 ? 0 : static_cast<double>(round) / static_cast<double>(values); }
};

Rounds rounds_of(const FormSheet& sheet, const FormReport& report, std::size_t s, std::size_t g) {
  const bool money = sheet.graphs[g].digits > 0;
  Rounds rounds;
  for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
    if (sheet.rows[r].chapter.empty() || sheet.rows[r].memo) continue;
    const auto value = report.value(s, r, g, sheet.graphs.size());
    if (!value || *value < Decimal(money ? 1 : 100)) continue;
    ++rounds.values;
    rounds.round += value->thousandths() % (money ? 1'000 : 10'000) == 0;
  }
  return rounds;
}

void rounded(const FormDescription& form, const Reports& reports, std::vector<Doubt>& doubts) {
  for (std::size_t s = 0; s < form.sheets.size(); ++s) {
    const FormSheet& sheet = form.sheets[s];
    for (std::size_t g = 0; g < sheet.graphs.size(); ++g) {
      const bool money = sheet.graphs[g].digits > 0;
      std::vector<Rounds> all;
      std::vector<double> shares;
      for (const auto& [territory, report] : reports) {
        all.push_back(rounds_of(sheet, *report, s, g));
        if (all.back().values >= k_least_values) shares.push_back(all.back().share());
      }
      for (std::size_t i = 0; i < all.size(); ++i) {
        const auto n = static_cast<double>(all[i].values);
        if (all[i].values < k_least_values) continue;
        const double expected = 0.1 * n;
        const double z = (static_cast<double>(all[i].round) - expected) / std::sqrt(0.09 * n);
        const bool doubtful =
            money ? all[i].share() >= 0.9 && shares.size() > 2 && stats::median(shares) < 0.5 : z > k_far;
        if (!doubtful) continue;
        doubts.push_back({"rounded",
                          reports[i].first,
                          "",
                          {form.id, sheet.id, "", sheet.graphs[g].id},
                          {},
                          Decimal(static_cast<std::int64_t>(all[i].round)),
                          money ? n * stats::median(shares) : expected,
                          all[i].share()});
      }
    }
  }
}

void copied(const FormDescription& form, const Reports& reports, std::vector<Doubt>& doubts) {
  for (std::size_t s = 0; s < form.sheets.size(); ++s) {
    std::map<std::vector<std::int64_t>, std::string> seen;
    for (const auto& [territory, report] : reports) {
      std::vector<std::int64_t> figures;
      std::size_t filled = 0;
      for (const auto& value : report->sheets[s].values) {
        figures.push_back(value ? value->thousandths() : k_no_value);
        filled += value && *value != Decimal(0);
      }
      if (filled < k_least_figures) continue;
      const auto [found, fresh] = seen.emplace(std::move(figures), territory);
      if (fresh) continue;
      doubts.push_back({"copied",
                        territory,
                        found->second,
                        {form.id, form.sheets[s].id, "", ""},
                        {},
                        Decimal(static_cast<std::int64_t>(filled)),
                        0,
                        0});
    }
  }
}

}  // namespace

Status check_watch(const FormDescription& form, const std::vector<std::string>& watch) {
  for (const std::string& one : watch)
    if (!ratio_in(form, one))
      return fail(Code::bad_data, "error.relation.malformed",
                  {{"form", form.id}, {"relation", "watch"}, {"value", one}});
  return {};
}

std::vector<Doubt> find_doubts(const CheckPlan& plan, std::span<const TerritoryForms> territories, std::size_t form,
                               const std::vector<std::string>& watch) {
  const FormDescription& description = *plan.forms[form];
  Reports reports;
  for (const TerritoryForms& one : territories)
    if (one.reports[form] != nullptr) reports.emplace_back(one.territory, one.reports[form]);
  std::vector<Doubt> doubts;
  for (const std::string& one : watch)
    if (const auto ratio = ratio_in(description, one))
      outliers(description, reports, ratio->first, ratio->second, doubts);
  std::ranges::stable_sort(doubts,
                           [](const Doubt& a, const Doubt& b) { return std::abs(a.score) > std::abs(b.score); });
  rounded(description, reports, doubts);
  copied(description, reports, doubts);
  return doubts;
}

}  // namespace tartip::statistics
