#include "disclosure/code_axis.hpp"

#include <algorithm>

namespace tartip::disclosure {
namespace {

tl::unexpected<Error> bad(const char* key, const std::string& dimension, const std::string& code) {
  return fail(Code::bad_data, key, {{"dimension", dimension}, {"code", code}});
}

}  // namespace

Result<CodeAxis> CodeAxis::make(const Dimension& dimension) {
  CodeAxis axis;
  axis.id_ = dimension.id;
  axis.open_ = dimension.hierarchies.empty();
  const std::size_t hierarchies = std::max<std::size_t>(dimension.hierarchies.size(), 1);
  axis.nodes_.push_back({.parents = std::vector<std::int64_t>(hierarchies, -1), .upwards = {0}});
  axis.number_[""] = 0;
  for (std::size_t h = 0; h < dimension.hierarchies.size(); ++h)
    if (Status ok = axis.add_hierarchy(h, dimension.hierarchies[h]); !ok) return pass(ok);
  if (Status ok = axis.find_upwards(); !ok) return pass(ok);
  return axis;
}

std::uint32_t CodeAxis::add(const std::string& code) {
  const auto [at, is_new] = number_.try_emplace(code, static_cast<std::uint32_t>(nodes_.size()));
  if (is_new) {
    nodes_.push_back({.code = code, .is_bottom = true});
    nodes_.back().parents.assign(nodes_.front().parents.size(), -1);
  }
  return at->second;
}

Status CodeAxis::add_hierarchy(std::size_t number, const Hierarchy& hierarchy) {
  std::unordered_map<std::string, std::string> parent;
  for (const CodeAbove& one : hierarchy)
    if (one.code.empty() || !parent.emplace(one.code, one.parent).second)
      return bad("error.disclosure.hierarchy_twice", id_, one.code);
  for (const CodeAbove& one : hierarchy)
    if (!one.parent.empty() && !parent.contains(one.parent))
      return bad("error.disclosure.hierarchy_parent", id_, one.parent);
  // A single code above all others names the total.
  const auto is_top = [](const CodeAbove& one) { return one.parent.empty(); };
  const auto top = std::find_if(hierarchy.begin(), hierarchy.end(), is_top);
  if (top != hierarchy.end() && hierarchy.size() > 1 &&
      std::count_if(hierarchy.begin(), hierarchy.end(), is_top) == 1) {
    number_[top->code] = 0;
    nodes_.front().code = top->code;
  }
  for (const CodeAbove& one : hierarchy) {
    const std::uint32_t node = add(one.code);
    if (node == 0) continue;
    const std::uint32_t above = add(one.parent);
    nodes_[node].parents[number] = above;
    nodes_[above].is_bottom = false;
  }
  return {};
}

Status CodeAxis::find_upwards() {
  for (std::uint32_t node = 1; node < nodes_.size(); ++node) {
    std::vector<std::uint32_t>& upwards = nodes_[node].upwards;
    upwards = {node};
    for (std::size_t h = 0; h < nodes_[node].parents.size(); ++h) {
      std::int64_t above = nodes_[node].parents[h];
      if (above < 0 && nodes_[node].is_bottom) return bad("error.disclosure.hierarchy_lacks", id_, nodes_[node].code);
      for (std::size_t steps = 0; above > 0; above = nodes_[static_cast<std::size_t>(above)].parents[h]) {
        upwards.push_back(static_cast<std::uint32_t>(above));
        if (++steps > nodes_.size()) return bad("error.disclosure.hierarchy_ring", id_, nodes_[node].code);
      }
    }
    std::sort(upwards.begin() + 1, upwards.end());
    upwards.erase(std::unique(upwards.begin(), upwards.end()), upwards.end());
    upwards.push_back(0);
  }
  return {};
}

std::optional<std::uint32_t> CodeAxis::find(const std::string& code) const {
  const auto at = number_.find(code);
  return at == number_.end() ? std::nullopt : std::optional(at->second);
}

std::optional<std::uint32_t> CodeAxis::node_of(const std::string& code) {
  if (const auto known = find(code); known || !open_) return known;
  const std::uint32_t node = add(code);
  nodes_[node].parents[0] = 0;
  nodes_[node].upwards = {node, 0};
  return node;
}

}  // namespace tartip::disclosure
