// The process that carries out one question of SQL (cube_sql.hpp) and nothing else. Internal to the room.
//
// Any program that holds this room is started once more for a question, with k_sql_folder in its environment: before
// its own main it reads the tables of that folder into memory, shuts itself off and answers on its standard output.
// What the SQL then does — endless loops, strings of gigabytes inside one function, which the engine's own limits do
// not see — ends with that process.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/progress.hpp"
#include "store/cube_sql.hpp"

namespace tartip::store {

inline constexpr const char* k_sql_folder = "TARTIP_SQL_FOLDER";

// In the folder: "load.sql" makes the tables, "question.sql" is the question. Errors: bad_input `error.sql.refused`
// (not one SELECT), `error.sql.wrong` (the engine's words), too_large `error.sql.memory`, `error.sql.time`,
// `error.sql.answer`; cancelled `error.store.cancelled`; unavailable `error.sql.start`.
Result<SqlAnswer> ask_child(const std::filesystem::path& folder, const SqlLimits& limits, const Progress& progress);

}  // namespace tartip::store
