// The process that carries out one question of SQL (cube_sql.hpp) and nothing else.
//
// For a question the program that asks starts itself once more, as `tartip answer-sql FOLDER`; the first thing its main
// does is to call become_sql_child_if_asked, which there reads the tables of that folder into memory, shuts the process
// off, answers on its standard output and never returns. What the SQL does — endless loops, strings of gigabytes inside
// one function, which the engine's own limits do not see — ends with that process. No word for people: `help` is silent
// about it.
//
//   main.cpp                 become_sql_child_if_asked      the child:  sql_child.cpp
//   Store::ask_sql           ask_child                      the asker:  sql_ask.cpp
//   what one says to the other                                          sql_reply.hpp
#pragma once
#include <filesystem>

#include "base/error.hpp"
#include "base/progress.hpp"
#include "store/cube_sql.hpp"

namespace tartip::store {

inline constexpr const char* k_sql_child_word = "answer-sql";

// The first line of the main of every program that asks; returns at once in all but the child. A program whose main
// does not call it stops at its first question (it would start itself over and over).
void become_sql_child_if_asked(int count, const char* const* words);

// Whether main has called it.
bool main_becomes_sql_child();

// In the folder: "load.sql" makes the tables, "question.sql" is the question. Errors: bad_input `error.sql.refused`
// (not one SELECT), `error.sql.wrong` (the engine's words), too_large `error.sql.memory`, `error.sql.time`,
// `error.sql.answer`; cancelled `error.store.cancelled`; unavailable `error.sql.start`. Internal to the room.
Result<SqlAnswer> ask_child(const std::filesystem::path& folder, const SqlLimits& limits, const Progress& progress);

}  // namespace tartip::store
