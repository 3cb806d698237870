#include <unistd.h>

#include <clocale>
#include <iostream>

#include "cli/arguments.hpp"
#include "cli/run.hpp"
#include "http/serve.hpp"

int main(int count, char** words) {
  const std::vector<std::string> all(words + 1, words + count);
  if (!all.empty() && all.front() == "serve")
    return tartip::http::serve({all.begin() + 1, all.end()}, tartip::cli::wanted_language(all), {std::cout, std::cerr});
  return tartip::cli::run(all, {std::cout, std::cerr, isatty(STDOUT_FILENO) == 1, isatty(STDERR_FILENO) == 1});
}
