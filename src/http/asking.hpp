// What a request asks of an operation: its parameters by name, from the query or a JSON body, made ready for
// app::check_call. Kinds and ranges are checked there; here are the rules of the web: no paths of this machine, files
// as uploads, outputs as downloads.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/operation.hpp"
#include "http/host.hpp"

namespace tartip::http {

using Values = std::map<std::string, std::vector<std::string>>;

struct Asking {
  const app::Operation* operation = nullptr;
  Values values;
  std::string format = "json";  // json, csv, xlsx, parquet; from this machine also exact (answer_json.hpp)
  std::string sheet;            // which one as CSV or Parquet; empty: the first
  bool dry_run = false;
  std::uint64_t seed = 1;
  // Where the operation's output file is to be written, and what it is called when it is sent.
  std::filesystem::path output;
  std::string output_name;
};

// {"register": "fires", "in": ["KZ-75"], "cumulative": true, "per": 10000}; null is nothing. Errors: bad_input
// `error.http.json` with what is wrong.
Result<Values> values_of_json(std::string_view body);
Values values_of_query(const Request& request);

// Takes `format`, `sheet`, `lang`, `dry-run` out where the operation has no parameter of that name. `same_machine`: the
// call came through the socket in the centre's folder and names files of this machine. Errors: bad_input
// `error.http.parameter` (not one of the operation's), `error.http.upload` (a path where an upload is wanted),
// `error.http.extension`; not_found `error.upload.absent`.
Result<Asking> read_asking(const app::Operation& operation, Values given, const Host& host, const app::Visitor& visitor,
                           bool same_machine = false);

// Whether the web offers it at all; whoever holds the folder is offered everything.
bool offered_on_web(const app::Operation& operation, const app::Visitor& visitor);
bool has_parameter(const app::Operation& operation, std::string_view name);

}  // namespace tartip::http
