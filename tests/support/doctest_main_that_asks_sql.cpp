// The main of test programs that ask questions in SQL: each question starts the program once more
// (store/sql_child.hpp).
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "store/sql_child.hpp"

int main(int count, char** words) {
  tartip::store::become_sql_child_if_asked(count, words);
  return doctest::Context(count, words).run();
}
