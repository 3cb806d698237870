#include "registers/role.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tartip::registers {
namespace {

constexpr std::array k_roles = {Role::key,       Role::time,   Role::until,  Role::x,        Role::y,
                                Role::unit,      Role::within, Role::kind,   Role::quantity, Role::count,
                                Role::attribute, Role::text,   Role::ignored};
constexpr std::array<std::string_view, k_roles.size()> k_names = {
    "key", "time", "until", "x", "y", "unit", "within", "class", "quantity", "count", "attribute", "text", "ignored"};

}  // namespace

std::span<const Role> all_roles() {
  return k_roles;
}

std::string_view name_of(Role role) {
  return k_names[static_cast<std::size_t>(role)];
}

std::optional<Role> role_named(std::string_view name) {
  const auto found = std::ranges::find(k_names, name);
  if (found == k_names.end()) return std::nullopt;
  return k_roles[static_cast<std::size_t>(found - k_names.begin())];
}

bool is_single(Role role) {
  switch (role) {
    case Role::x:
    case Role::y:
    case Role::unit:
    case Role::within:
    case Role::kind:
    case Role::count:
      return true;
    case Role::key:
    case Role::time:
    case Role::until:
    case Role::quantity:
    case Role::attribute:
    case Role::text:
    case Role::ignored:
      return false;
  }
  return false;
}

}  // namespace tartip::registers
