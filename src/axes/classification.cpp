#include "axes/classification.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>
#include <unordered_map>

#include "base/require.hpp"
#include "text/folding.hpp"

namespace tartip::axes {
namespace {

using Numbers = std::vector<std::int32_t>;

bool overlap(const Span& a, const Span& b) {
  return a.from < b.to && b.from < a.to;
}

Status check_items(const std::string& id, const std::vector<ClassLevel>& levels, const std::vector<ClassItem>& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const ClassItem& item = items[i];
    const auto refuse = [&](const char* key) {
      return fail(Code::bad_data, key, {{"scheme", id}, {"code", item.code}});
    };
    require(item.number == static_cast<std::int32_t>(i), "a class item's number is its index");
    require(item.level >= 0 && item.level < static_cast<std::int32_t>(levels.size()), "a class item has a level");
    require(item.parent >= -1 && item.parent < static_cast<std::int32_t>(items.size()), "a class item's parent exists");
    if (item.code.empty()) return refuse("error.classification.no_code");
    if (item.valid.empty()) return refuse("error.classification.never_valid");
    if (item.parent < 0) {
      if (item.level > 0) return refuse("error.classification.no_parent");
      continue;
    }
    const ClassItem& parent = items[static_cast<std::size_t>(item.parent)];
    if (parent.level >= item.level) return refuse("error.classification.parent_not_above");
    if (item.valid.from < parent.valid.from || item.valid.to > parent.valid.to)
      return refuse("error.classification.parent_not_valid");
  }
  return {};
}

Status check_weights(const std::string& id, const std::vector<ClassItem>& items, const Crosswalk& crosswalk) {
  std::vector<double> sums(items.size(), 0.0);
  std::vector<bool> mapped(items.size(), false);
  for (const CrosswalkRow& row : crosswalk.rows) {
    require(row.item >= 0 && row.item < static_cast<std::int32_t>(items.size()), "a crosswalk row names an item");
    const auto item = static_cast<std::size_t>(row.item);
    if (!(row.weight > 0 && row.weight <= 1))
      return fail(Code::bad_data, "error.classification.weight",
                  {{"scheme", id},
                   {"target", crosswalk.target_scheme},
                   {"code", items[item].code},
                   {"weight", fmt::format("{}", row.weight)}});
    sums[item] += row.weight;
    mapped[item] = true;
  }
  for (std::size_t i = 0; i < items.size(); ++i)
    if (mapped[i] && std::abs(sums[i] - 1) > 1e-6)
      return fail(Code::bad_data, "error.classification.weights_sum",
                  {{"scheme", id},
                   {"target", crosswalk.target_scheme},
                   {"code", items[i].code},
                   {"sum", fmt::format("{:.6g}", sums[i])}});
  return {};
}

}  // namespace

struct Classification::Tree {
  std::string id;
  Names names;
  std::string source;
  std::vector<ClassLevel> levels;
  std::vector<ClassItem> items;
  std::vector<Crosswalk> crosswalks;
  std::unordered_map<std::string, Numbers> by_code;
  std::unordered_map<std::string, Numbers> by_folded;  // folded names in every language, and folded codes
};

Classification::Classification(std::unique_ptr<Tree> tree) : tree_(std::move(tree)) {}
Classification::~Classification() = default;
Classification::Classification(Classification&&) noexcept = default;
Classification& Classification::operator=(Classification&&) noexcept = default;

Result<Classification> Classification::make(std::string id, Names names, std::string source,
                                            std::vector<ClassLevel> levels, std::vector<ClassItem> items,
                                            std::vector<Crosswalk> crosswalks) {
  if (Status status = check_items(id, levels, items); !status) return pass(status);
  for (const Crosswalk& crosswalk : crosswalks)
    if (Status status = check_weights(id, items, crosswalk); !status) return pass(status);

  auto tree = std::make_unique<Tree>();
  for (const ClassItem& item : items) {
    Numbers& same_code = tree->by_code[item.code];
    for (std::int32_t other : same_code)
      if (overlap(items[static_cast<std::size_t>(other)].valid, item.valid))
        return fail(Code::bad_data, "error.classification.code_twice", {{"scheme", id}, {"code", item.code}});
    same_code.push_back(item.number);
    const auto add_folded = [&](const std::string& name) {
      const std::string folded = text::fold(name);
      if (folded.empty()) return;
      Numbers& same_name = tree->by_folded[folded];
      if (same_name.empty() || same_name.back() != item.number) same_name.push_back(item.number);
    };
    add_folded(item.code);
    for (const auto& [language, name] : item.names.by_language) add_folded(name);
  }
  tree->id = std::move(id);
  tree->names = std::move(names);
  tree->source = std::move(source);
  tree->levels = std::move(levels);
  tree->items = std::move(items);
  tree->crosswalks = std::move(crosswalks);
  return Classification(std::move(tree));
}

const std::string& Classification::id() const {
  return tree_->id;
}
const Names& Classification::names() const {
  return tree_->names;
}
const std::string& Classification::source() const {
  return tree_->source;
}
const std::vector<ClassLevel>& Classification::levels() const {
  return tree_->levels;
}
const std::vector<ClassItem>& Classification::items() const {
  return tree_->items;
}
const std::vector<Crosswalk>& Classification::crosswalks() const {
  return tree_->crosswalks;
}

const Crosswalk* Classification::crosswalk_to(const std::string& scheme) const {
  for (const Crosswalk& crosswalk : tree_->crosswalks)
    if (crosswalk.target_scheme == scheme) return &crosswalk;
  return nullptr;
}

std::optional<std::int32_t> Classification::level_named(const std::string& id) const {
  for (std::size_t i = 0; i < tree_->levels.size(); ++i)
    if (tree_->levels[i].id == id) return static_cast<std::int32_t>(i);
  return std::nullopt;
}

std::optional<std::int32_t> Classification::item_with_code(const std::string& code, Day day) const {
  const auto found = tree_->by_code.find(code);
  if (found == tree_->by_code.end()) return std::nullopt;
  for (std::int32_t number : found->second)
    if (tree_->items[static_cast<std::size_t>(number)].valid.contains(day)) return number;
  return std::nullopt;
}

std::optional<std::int32_t> Classification::item_for(const std::string& code_or_name, Day day) const {
  if (const auto item = item_with_code(code_or_name, day)) return item;
  const auto found = tree_->by_folded.find(text::fold(code_or_name));
  if (found == tree_->by_folded.end()) return std::nullopt;
  std::optional<std::int32_t> best;
  std::int32_t best_level = -1;
  for (std::int32_t number : found->second) {
    const ClassItem& item = tree_->items[static_cast<std::size_t>(number)];
    if (!item.valid.contains(day) || item.level < best_level) continue;
    best = item.level > best_level ? std::optional(number) : std::nullopt;
    best_level = item.level;
  }
  return best;
}

std::int32_t Classification::ancestor(std::int32_t item, std::int32_t level) const {
  require(item >= 0 && item < static_cast<std::int32_t>(tree_->items.size()), "the item is one of this classification");
  while (item >= 0 && tree_->items[static_cast<std::size_t>(item)].level > level)
    item = tree_->items[static_cast<std::size_t>(item)].parent;
  return item >= 0 && tree_->items[static_cast<std::size_t>(item)].level == level ? item : -1;
}

}  // namespace tartip::axes
