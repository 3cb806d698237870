// The bytes in which a child that carries out a question of SQL (sql_child.hpp) says its answer: written there, read by
// the program that asked. Internal to the room.
//
// What the child says: 'T' the columns, then 'R' and its cells a row, 'M' when rows were left out; 'E' and a key and
// the reason instead; 'Z' last. Numbers are the machine's own: both ends are one program.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "store/cube_sql.hpp"

namespace tartip::store::sql_reply {

enum Mark : char { k_table = 'T', k_row = 'R', k_more = 'M', k_error = 'E', k_end = 'Z' };
enum Tag : char { k_missing = 0, k_text = 1, k_integer = 2, k_number = 3 };

template <class T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}
inline void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

// Errors: the one that was said; too_large `error.sql.memory` when it ends in the middle, as only a limit ends it.
Result<SqlAnswer> read(std::string_view bytes);

}  // namespace tartip::store::sql_reply
