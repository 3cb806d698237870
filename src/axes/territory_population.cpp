// Residents by year from CSV (one row a year, or one column a year) and JSON (key → number, or key → {population:
// number}).
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <set>
#include <unordered_map>

#include "axes/delimited.hpp"
#include "axes/territory_drafts.hpp"
#include "base/file.hpp"
#include "base/number.hpp"
#include "text/folding.hpp"

namespace tartip::axes {
namespace {

constexpr std::size_t k_most_bytes = std::size_t{64} << 20;
constexpr std::size_t k_named_in_remark = 5;

// "-", "NA" and the like say that there is no count: no row is lost by that.
bool says_nothing(const std::string& text) {
  return text.empty() || text == "-" || text == "…" || text == "NA" || text == "null";
}

std::optional<double> count_in(std::string text) {
  std::erase_if(text, [](char c) { return c == ' '; });
  const auto value = number_in<double>(text);
  return value && *value >= 0 ? value : std::nullopt;
}

std::optional<int> year_in(const std::string& text) {
  const auto value = number_in<int>(text);
  return text.size() == 4 && value && *value >= 1 ? value : std::nullopt;
}

class Assignment {
 public:
  Assignment(const PopulationFile& file, std::vector<TerritoryUnit>& units)
      : file_(file), units_(units), ignored_(file.ignore.begin(), file.ignore.end()) {
    for (const TerritoryUnit& unit : units) {
      if (unit.level != file.level) continue;
      by_code_[unit.code].push_back(unit.number);
      for (const auto& [language, name] : unit.names.by_language) {
        auto& same = by_name_[text::fold(name)];
        if (same.empty() || same.back() != unit.number) same.push_back(unit.number);
      }
    }
  }

  void add(const std::string& name, int year, double count) {
    if (year < file_.first_year || year > file_.last_year || ignored_.contains(name)) return;
    std::chrono::year_month_day date = std::chrono::year{year} / file_.day.month() / file_.day.day();
    if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
    const Day day{date};
    const auto alias = file_.aliases.find(name);
    const std::string& wanted = alias == file_.aliases.end() ? name : alias->second;
    std::optional<std::int32_t> unit = valid_one(by_code_, wanted, day);
    if (!unit) unit = valid_one(by_name_, text::fold(wanted), day);
    if (unit)
      units_[static_cast<std::size_t>(*unit)].population[year] = count;
    else
      unmatched_.insert(name), ++rows_unmatched_;
  }

  void remark_on_unmatched(Remarks& remarks) const {
    if (unmatched_.empty()) return;
    std::string some;
    std::size_t named = 0;
    for (const std::string& name : unmatched_) {
      if (named++ == k_named_in_remark) {
        some += ", …";
        break;
      }
      some += (some.empty() ? "" : ", ") + name;
    }
    remarks.push_back({Code::bad_data,
                       "remark.territory.population_unmatched",
                       {{"file", file_.file}, {"rows", fmt::format("{}", rows_unmatched_)}, {"names", some}},
                       {file_.file, 0, {}}});
  }

 private:
  using Index = std::unordered_map<std::string, std::vector<std::int32_t>>;

  std::optional<std::int32_t> valid_one(const Index& index, const std::string& key, Day day) const {
    const auto found = index.find(key);
    if (found == index.end()) return std::nullopt;
    std::optional<std::int32_t> one;
    for (std::int32_t number : found->second) {
      if (!units_[static_cast<std::size_t>(number)].valid.contains(day)) continue;
      if (one) return std::nullopt;
      one = number;
    }
    return one;
  }

  const PopulationFile& file_;
  std::vector<TerritoryUnit>& units_;
  std::set<std::string> ignored_;
  Index by_code_, by_name_;
  std::set<std::string> unmatched_;
  std::size_t rows_unmatched_ = 0;
};

bool is_wanted(const PopulationFile& file, const boost::json::value& entry) {
  return std::ranges::all_of(file.only, [&](const auto& condition) {
    const boost::json::object* members = entry.if_object();
    const boost::json::value* member = members == nullptr ? nullptr : members->if_contains(condition.first);
    return member != nullptr && member->is_string() &&
           std::ranges::find(condition.second, std::string_view(member->get_string())) != condition.second.end();
  });
}

Status read_json(const PopulationFile& file, const std::filesystem::path& path, Assignment& assignment) {
  const auto text = read_file(path, k_most_bytes);
  if (!text) return tl::unexpected<Error>(text.error());
  boost::system::error_code problem;
  const boost::json::value document = boost::json::parse(*text, problem);
  if (problem || !document.is_object() || !file.fixed_year)
    return fail(Code::bad_data, "error.territory.population_json", {{"file", file.file}}, file.where);
  for (const auto& [key, value] : document.get_object()) {
    const boost::json::value* count = &value;
    if (!is_wanted(file, value)) continue;
    if (value.is_object()) count = value.get_object().if_contains(file.count);
    if (count == nullptr || count->is_null()) continue;
    if (!count->is_number() || count->to_number<double>() < 0)
      return fail(Code::bad_data, "error.territory.population_count",
                  {{"unit", std::string(key)}, {"value", boost::json::serialize(*count)}}, {file.file, 0, file.count});
    assignment.add(std::string(key), *file.fixed_year, count->to_number<double>());
  }
  return {};
}

struct YearColumn {
  std::size_t column = 0;
  int year = 0;
};

Status read_csv(const PopulationFile& file, const std::filesystem::path& path, Assignment& assignment) {
  const auto table = read_delimited(path);
  if (!table) return tl::unexpected<Error>(table.error());
  std::vector<std::size_t> name_columns;
  for (const std::string& name : file.unit) {
    const auto column = table->needed_column(name);
    if (!column) return tl::unexpected<Error>(column.error());
    name_columns.push_back(*column);
  }
  std::vector<YearColumn> counts;
  std::optional<std::size_t> year_column;
  if (file.wide) {
    for (std::size_t i = 0; i < table->columns.size(); ++i)
      if (const auto year = year_in(table->columns[i])) counts.push_back({i, *year});
    if (counts.empty())
      return fail(Code::bad_data, "error.territory.no_year_columns", {{"file", file.file}}, {file.file, 1, {}});
  } else {
    const auto count = table->needed_column(file.count);
    if (!count) return tl::unexpected<Error>(count.error());
    counts.push_back({*count, file.fixed_year.value_or(0)});
    if (!file.year.empty()) {
      const auto column = table->needed_column(file.year);
      if (!column) return tl::unexpected<Error>(column.error());
      year_column = *column;
    }
  }
  std::vector<std::pair<std::size_t, const std::vector<std::string>*>> conditions;
  for (const auto& [name, values] : file.only) {
    const auto column = table->needed_column(name);
    if (!column) return tl::unexpected<Error>(column.error());
    conditions.emplace_back(*column, &values);
  }
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    const std::vector<std::string>& fields = table->rows[row];
    const bool wanted = std::ranges::all_of(conditions, [&](const auto& condition) {
      return std::ranges::find(*condition.second, fields[condition.first]) != condition.second->end();
    });
    if (!wanted) continue;
    std::string name;
    for (std::size_t column : name_columns) name += (name.empty() ? "" : file.separator) + fields[column];
    for (const YearColumn& count : counts) {
      const std::string& text = fields[count.column];
      if (says_nothing(text)) continue;
      const auto year = year_column ? year_in(fields[*year_column]) : std::optional(count.year);
      if (!year)
        return fail(Code::bad_data, "error.territory.population_year", {{"value", fields[*year_column]}},
                    table->where(row, file.year));
      const auto residents = count_in(text);
      if (!residents)
        return fail(Code::bad_data, "error.territory.population_count", {{"unit", name}, {"value", text}},
                    table->where(row, table->columns[count.column]));
      assignment.add(name, *year, *residents);
    }
  }
  return {};
}

}  // namespace

Status read_population(const PopulationFile& file, const TerritoryDescription&, const Places& places,
                       std::vector<TerritoryUnit>& units, Remarks& remarks) {
  Assignment assignment(file, units);
  const std::filesystem::path path = places.of(file.file);
  if (file.unit.empty() && path.extension() != ".json")
    return fail(Code::bad_data, "error.toml.missing", {{"word", "unit"}}, file.where);
  Status status = path.extension() == ".json" ? read_json(file, path, assignment) : read_csv(file, path, assignment);
  if (status) assignment.remark_on_unmatched(remarks);
  return status;
}

}  // namespace tartip::axes
