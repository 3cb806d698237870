// The axis of classification: a tree of codes, each valid for a time, and crosswalks to other schemes (one to many,
// with weights). Read from a TOML description and its CSV files (docs/formats/classification.md). The UNODC ICCS comes
// with the project.
//
// Codes are unique among the items valid on one day. An item above the lowest level is the whole of its subtree; every
// item below the top has a parent, valid as long as it is.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/names.hpp"
#include "base/error.hpp"

namespace tartip::axes {

struct ClassLevel {
  std::string id;  // "section", "category"
  Names names;
};

struct ClassItem {
  std::int32_t number = -1;
  std::int32_t level = 0;
  std::int32_t parent = -1;
  std::string code;
  Names names;
  Span valid;
  bool verified = true;  // false: the code was not checked against a published copy
};

// `weight` is the share of the item's events that belongs to the target; the weights of one item sum to 1.
struct CrosswalkRow {
  std::int32_t item = -1;
  std::string target_code;
  double weight = 1;
};

struct Crosswalk {
  std::string target_scheme;
  std::vector<CrosswalkRow> rows;
};

class Classification {
 public:
  static Result<Classification> read(const std::filesystem::path& description);
  // The International Classification of Crime for Statistical Purposes, version 1.0 (UNODC 2015), levels 1 and 2, built
  // in.
  static Classification iccs();
  // Numbers must equal indices. Refuses two items with one code at a time, parents that do not stand above, and weights
  // of an item that do not sum to 1 within 1e-6.
  static Result<Classification> make(std::string id, Names names, std::string source, std::vector<ClassLevel> levels,
                                     std::vector<ClassItem> items, std::vector<Crosswalk> crosswalks);
  ~Classification();
  Classification(Classification&&) noexcept;
  Classification& operator=(Classification&&) noexcept;

  const std::string& id() const;
  const Names& names() const;
  const std::string& source() const;
  const std::vector<ClassLevel>& levels() const;
  const std::vector<ClassItem>& items() const;
  const std::vector<Crosswalk>& crosswalks() const;
  const Crosswalk* crosswalk_to(const std::string& scheme) const;

  std::optional<std::int32_t> level_named(const std::string& id) const;
  // By code valid on the day, else by folded name or folded code, in any language. When several items have the name,
  // the one of the most detailed level; nothing when that too has several.
  std::optional<std::int32_t> item_for(const std::string& code_or_name, Day day) const;
  std::optional<std::int32_t> item_with_code(const std::string& code, Day day) const;
  std::int32_t ancestor(std::int32_t item, std::int32_t level) const;  // -1 when the item stands above the level

 private:
  struct Tree;
  explicit Classification(std::unique_ptr<Tree> tree);
  std::unique_ptr<Tree> tree_;
};

}  // namespace tartip::axes
