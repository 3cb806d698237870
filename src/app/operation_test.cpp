#include "app/operation.hpp"

#include <doctest/doctest.h>

#include <set>

#include "text/catalogue.hpp"

using namespace tartip;
using namespace tartip::app;

namespace {

const Operation& cube_query_row() {
  return *find_operation("cube", "query");
}

Result<Call> call(std::map<std::string, std::vector<std::string>> values) {
  values.try_emplace("register", std::vector<std::string>{"fires"});
  return check_call(cube_query_row(), {}, std::move(values));
}

}  // namespace

TEST_CASE("every row of the table is whole: words in three languages, two examples, a function") {
  std::set<std::string> names;
  for (const Operation& operation : operations()) {
    const std::string name = operation.noun + "." + operation.verb;
    CAPTURE(name);
    CHECK(names.insert(name).second);
    CHECK(operation.examples.size() >= 2);
    for (const std::string& example : operation.examples)
      CHECK(example.starts_with(operation.noun + " " + operation.verb));
    CHECK((operation.carry_out != nullptr));
    for (const char* language : {"kk", "ru", "en"}) {
      CAPTURE(language);
      const auto& words = text::Catalogue::in(language);
      CHECK(words.has("operation." + name));
      for (const Parameter& parameter : operation.parameters) {
        CAPTURE(parameter.name);
        CHECK((words.has("parameter." + name + "." + parameter.name) || words.has("parameter." + parameter.name)));
      }
    }
  }
}

TEST_CASE("values are checked against their parameter before anything is done") {
  CHECK(call({{"cell", {"1000"}}}).has_value());
  CHECK(call({{"cell", {"wide"}}}).error().key == "error.call.number");
  CHECK(call({{"cell", {"nan"}}}).error().key == "error.call.number");
  CHECK(call({{"cell", {"0"}}}).error().key == "error.call.range");
  CHECK(call({{"measure", {"mean"}}}).error().key == "error.call.choice");
  CHECK_FALSE(call({{"period", {"2022-13"}}}).has_value());
  CHECK_FALSE(call({{"every", {"fortnight"}}}).has_value());
  CHECK_FALSE(call({{"known-on", {"2023-02-29"}}}).has_value());
  CHECK(check_call(cube_query_row(), {}, {}).error().key == "error.call.missing");
}

TEST_CASE("defaults stand in for what was not given") {
  const Call made = call({}).value();
  CHECK(made.text("measure") == "count");
  CHECK(made.number("per") == 100'000);
  CHECK_FALSE(made.period("period").has_value());
  CHECK_FALSE(made.has("cell"));
}
