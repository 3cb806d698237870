#include <unistd.h>

#include <clocale>
#include <iostream>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/run.hpp"
#include "http/openapi.hpp"
#include "http/serve.hpp"
#include "http/typescript.hpp"
#include "store/sql_child.hpp"

int main(int count, char** words) {
  tartip::store::become_sql_child_if_asked(count, words);
  const std::vector<std::string> all(words + 1, words + count);
  if (all == std::vector<std::string>{"help", "serve"})
    return tartip::http::serve({"--help"}, tartip::cli::wanted_language(all), {std::cout, std::cerr});
  if (!all.empty() && all.front() == "serve")
    return tartip::http::serve({all.begin() + 1, all.end()}, tartip::cli::wanted_language(all), {std::cout, std::cerr});
  if (!all.empty() && all.front() == "schema") {
    std::cout << (all.size() > 1 && all[1] == "--typescript"
                      ? tartip::http::typescript_types()
                      : tartip::http::openapi_json(tartip::cli::wanted_language(all)));
    return 0;
  }
  return tartip::cli::run(all, {std::cout, std::cerr, isatty(STDOUT_FILENO) == 1, isatty(STDERR_FILENO) == 1});
}
