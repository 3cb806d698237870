// What a column of a file can be taken for: the words of a proposal, of `register describe --take` and of the page.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tartip::registers {

// count: the quantity that says how many events a row stands for. within: the unit above, for names that repeat.
enum class Role { key, time, until, x, y, unit, within, kind, quantity, count, attribute, text, ignored };

std::span<const Role> all_roles();    // in the order in which people are asked
std::string_view name_of(Role role);  // "key", "time", … ; kind is "class"; message key "role.<name>"
std::optional<Role> role_named(std::string_view name);
// One column at most can have it.
bool is_single(Role role);

// "COLUMN=ROLE" or "COLUMN=ROLE:DETAIL". The detail: of a time its format, of a unit its level, of a class its scheme
// ("own": the register's own values), of a quantity its unit of measure.
struct Choice {
  std::string column = {};
  Role role = Role::ignored;
  std::string detail = {};
};

}  // namespace tartip::registers
