#include <unistd.h>

#include <clocale>
#include <iostream>

#include "cli/run.hpp"

int main(int count, char** words) {
  return tartip::cli::run({words + 1, words + count},
                          {std::cout, std::cerr, isatty(STDOUT_FILENO) == 1, isatty(STDERR_FILENO) == 1});
}
