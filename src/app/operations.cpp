// The table of everything the program can do. One row is one operation; see operation.hpp for what a row means.
#include "app/operations.hpp"

namespace tartip::app {
namespace {

Parameter word(std::string name, std::string placeholder) {
  return {.name = std::move(name), .positional = true, .required = true, .placeholder = std::move(placeholder)};
}
Parameter files(std::string name) {
  return {.name = std::move(name),
          .kind = Kind::file,
          .positional = true,
          .required = true,
          .repeated = true,
          .placeholder = "FILE"};
}
Parameter file(std::string name) {
  return {.name = std::move(name), .kind = Kind::file, .positional = true, .required = true, .placeholder = "FILE"};
}
Parameter option(std::string name, Kind kind, std::string placeholder = "", std::string fallback = "") {
  return {
      .name = std::move(name), .kind = kind, .fallback = std::move(fallback), .placeholder = std::move(placeholder)};
}
Parameter many(std::string name, std::string placeholder) {
  return {.name = std::move(name), .repeated = true, .placeholder = std::move(placeholder)};
}
Parameter choice(std::string name, std::vector<std::string> choices, std::string fallback) {
  return {
      .name = std::move(name), .kind = Kind::choice, .fallback = std::move(fallback), .choices = std::move(choices)};
}
Parameter number(std::string name, double least, double most, std::string fallback = "") {
  return {.name = std::move(name), .kind = Kind::number, .fallback = std::move(fallback), .least = least, .most = most};
}
Parameter flag(std::string name) {
  return {.name = std::move(name), .kind = Kind::flag};
}

// What narrows a question to some events; the same words in every operation that asks a register.
std::vector<Parameter> with_filter(std::vector<Parameter> parameters) {
  parameters.push_back(option("period", Kind::period));
  parameters.push_back(many("in", "CODE"));
  parameters.push_back(many("class", "CODE"));
  parameters.push_back(many("where", "ATTRIBUTE=VALUE"));
  parameters.push_back(option("known-on", Kind::day));
  return parameters;
}

}  // namespace

const std::vector<Operation>& operations() {
  static const std::vector<Operation> k_operations = {
      {"centre",
       "create",
       Permission::administer,
       {option("name", Kind::text, "TEXT", "Tartip"), option("zone", Kind::text, "Asia/Almaty", "UTC"),
        choice("language", {"kk", "ru", "en"}, "en")},
       {"centre create --centre ./centre --zone Asia/Almaty", "centre create --name \"Regional centre\" --language kk"},
       centre_create},
      {"centre",
       "show",
       Permission::look,
       {},
       {"centre show", "centre show --centre ./centre --format json"},
       centre_show},

      {"territory",
       "load",
       Permission::describe,
       {file("description"), option("data", Kind::file, "DIR")},
       {"territory load descriptions/territory/mexico_city.toml --data ../shared/data",
        "territory load kazakhstan.toml"},
       territory_load},
      {"territory", "list", Permission::look, {}, {"territory list", "territory list --format csv"}, territory_list},
      {"territory",
       "show",
       Permission::look,
       {word("territory", "ID"), option("level", Kind::text, "LEVEL"), option("on", Kind::day)},
       {"territory show mexico_city --level borough", "territory show kazakhstan --level region --on 2021-12-31"},
       territory_show},

      {"classification",
       "load",
       Permission::describe,
       {file("description")},
       {"classification load fire_cause.toml", "classification load offences.toml --dry-run"},
       classification_load},
      {"classification",
       "list",
       Permission::look,
       {},
       {"classification list", "classification list --format json"},
       classification_list},
      {"classification",
       "show",
       Permission::look,
       {word("classification", "ID"), option("to", Kind::text, "SCHEME")},
       {"classification show iccs", "classification show sf_category --to iccs"},
       classification_show},

      {"register",
       "describe",
       Permission::look,
       {file("file"), option("name", Kind::text, "ID"), option("output", Kind::file, "FILE")},
       {"register describe offences.csv -o offences.toml", "register describe calls.xlsx --name calls"},
       register_describe},
      {"register",
       "add",
       Permission::describe,
       {file("description")},
       {"register add offences.toml", "register add offences.toml --dry-run"},
       register_add},
      {"register", "list", Permission::look, {}, {"register list", "register list --format csv"}, register_list},
      {"register",
       "show",
       Permission::look,
       {word("register", "NAME")},
       {"register show fires", "register show fires --format json"},
       register_show},
      {"register",
       "imports",
       Permission::look,
       {word("register", "NAME")},
       {"register imports fires", "register imports fires --format csv"},
       register_imports},
      {"register",
       "import",
       Permission::import,
       {word("register", "NAME"), files("files"), option("description", Kind::file), option("known-on", Kind::day)},
       {"register import offences offences_2022.csv", "register import offences *.csv.gz --description offences.toml"},
       register_import},
      {"register",
       "quarantine",
       Permission::import,
       {word("register", "NAME"), option("export", Kind::file), option("import", Kind::file), flag("reasons"),
        flag("dismiss"), option("column", Kind::text), number("limit", 1, 1e9, "100")},
       {"register quarantine offences --reasons", "register quarantine offences --export to_correct.csv"},
       register_quarantine},
      {"register",
       "export",
       Permission::look,
       {word("register", "NAME"), option("output", Kind::file, "FILE.parquet")},
       {"register export fires -o fires.parquet", "register export fires -o fires_events.csv"},
       register_export},

      {"cube",
       "query",
       Permission::look,
       with_filter({word("register", "NAME"), choice("measure", {"count", "sum", "rate", "share"}, "count"),
                    option("quantity", Kind::text, "ID"), number("per", 1, 1e9, "100000"),
                    option("territory", Kind::text, "LEVEL"), option("class-level", Kind::text, "LEVEL"),
                    option("scheme", Kind::text, "ID"), option("every", Kind::every), number("cell", 1, 1e7)}),
       {"cube query fires --every year",
        "cube query offences --territory district --class-level chapter --every month --period 2022"},
       cube_query},
      {"table",
       "build",
       Permission::look,
       with_filter({word("register", "NAME"), option("territory", Kind::text, "LEVEL"),
                    option("class-level", Kind::text, "LEVEL"), option("scheme", Kind::text, "ID"), flag("cumulative"),
                    number("per", 1, 1e9, "100000"), number("confidence", 50, 99.9, "95")}),
       {"table build fires --period 2007",
        "table build offences --period 2022-09 --cumulative --territory district --per 10000"},
       table_build},
      {"briefing",
       "build",
       Permission::look,
       {{.name = "register", .repeated = true, .placeholder = "NAME"},
        option("period", Kind::period),
        flag("cumulative"),
        option("known-on", Kind::day),
        option("output", Kind::file, "FILE.html"),
        flag("pdf")},
       {"briefing build -o briefing.html",
        "briefing build --register fires --period 2007-09 --cumulative --lang kk -o fires.html"},
       briefing_build},
  };
  return k_operations;
}

}  // namespace tartip::app
