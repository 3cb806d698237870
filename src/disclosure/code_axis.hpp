// One dimension of a table to be protected: its codes, and the hierarchies over them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/error.hpp"

namespace tartip::disclosure {

struct CodeAbove {
  std::string code;
  std::string parent;  // empty: below the total
};
using Hierarchy = std::vector<CodeAbove>;

struct Dimension {
  std::string id;
  std::vector<Hierarchy> hierarchies = {};  // none: all codes stand below the total
};

// Codes are numbered as nodes; node 0 is the total. Hierarchies share their bottom codes (districts by region, and by
// size); a code above others may stand in one of them only. A single code above all others is the total itself.
class CodeAxis {
 public:
  // Errors: a code twice in a hierarchy; a parent that is not a code; codes above themselves; bottom codes that a
  // second hierarchy lacks (each with the code).
  static Result<CodeAxis> make(const Dimension& dimension);

  const std::string& id() const { return id_; }
  // "" is the total. Without hierarchies an unknown code is taken in below the total; with them it is nothing.
  std::optional<std::uint32_t> node_of(const std::string& code);
  std::optional<std::uint32_t> find(const std::string& code) const;
  const std::string& code_of(std::uint32_t node) const { return nodes_[node].code; }
  bool is_bottom(std::uint32_t node) const { return nodes_[node].is_bottom; }
  // Of each hierarchy: the node right above, −1 where the node does not stand in it.
  const std::vector<std::int64_t>& parents_of(std::uint32_t node) const { return nodes_[node].parents; }
  // The node and all above it in any hierarchy, the total last.
  const std::vector<std::uint32_t>& upwards_of(std::uint32_t node) const { return nodes_[node].upwards; }

 private:
  struct Node {
    std::string code = {};
    bool is_bottom = false;
    std::vector<std::int64_t> parents = {};
    std::vector<std::uint32_t> upwards = {};
  };
  std::uint32_t add(const std::string& code);
  Status add_hierarchy(std::size_t number, const Hierarchy& hierarchy);
  Status find_upwards();

  std::string id_;
  bool open_ = false;
  std::vector<Node> nodes_;
  std::unordered_map<std::string, std::uint32_t> number_;
};

}  // namespace tartip::disclosure
