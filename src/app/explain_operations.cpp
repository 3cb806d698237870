// `table explain`: why a total changed. Split along several axes, opposite movements shown, the effect of a changed mix
// apart from that of changed rates. Of a register in the centre, of forms of two periods, or of a plain table.
#include <algorithm>
#include <cmath>

#include "app/explanation.hpp"
#include "app/fields.hpp"
#include "app/form_material.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"

namespace tartip::app {

// A plain table: split,part,previous,current and perhaps exposure_previous,exposure_current.
Result<Explained> explain_table(const Call& call) {
  auto table = axes::read_delimited(call.text("table"));
  if (!table) return pass(table);
  auto columns = table->needed_columns({"split", "part", "previous", "current"});
  if (!columns) return pass(columns);
  const auto& at = *columns;
  const auto exposure_previous = table->column("exposure_previous"),
             exposure_current = table->column("exposure_current");
  Explained explained;
  explained.total.level = call.number("confidence") / 100;
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    const std::string &split = table->rows[row][at[0]], &part = table->rows[row][at[1]];
    auto previous = maybe_number_field(*table, row, at[2]);
    if (!previous) return pass(previous);
    auto current = maybe_number_field(*table, row, at[3]);
    if (!current) return pass(current);
    auto cut =
        std::find_if(explained.cuts.begin(), explained.cuts.end(), [&](const Cut& one) { return one.id == split; });
    if (cut == explained.cuts.end()) cut = explained.cuts.insert(cut, Cut{split, split, {}, {}});
    for (const statistics::PartValue& one : cut->parts)
      if (one.code == part)
        return fail(Code::bad_data, "error.explain.part_twice", {{"split", split}, {"part", part}},
                    table->where(row, "part"));
    const auto seen = [](double value) {
      return statistics::Observation{value, std::isnan(value) ? cube::Cell::missing : cube::Cell::complete};
    };
    cut->parts.push_back({.code = part,
                          .names = {},
                          .current = seen(*current),
                          .previous = seen(*previous),
                          .match = statistics::Match::same,
                          .change = explained.total});
    if (exposure_previous && exposure_current) {
      auto was = maybe_number_field(*table, row, *exposure_previous);
      if (!was) return pass(was);
      auto is = maybe_number_field(*table, row, *exposure_current);
      if (!is) return pass(is);
      cut->exposure.push_back({*current, *is, *previous, *was});
    }
  }
  if (explained.cuts.empty())
    return fail(Code::bad_data, "error.table.empty", {{"file", call.text("table")}}, {call.text("table"), 0, ""});
  return explained;
}

namespace {

Result<Answer> table_explain(const Call& call) {
  auto explained = call.has("table")      ? explain_table(call)
                   : call.has("register") ? explain_register(call)
                                          : explain_forms(call);
  if (!explained) return pass(explained);
  auto sheets = sheets_of(*explained, Wording(call.setting()));
  if (!sheets) return pass(sheets);
  Answer answer{.sheets = std::move(*sheets)};
  say_remarks(call, explained->remarks, answer);
  return answer;
}

}  // namespace

std::vector<Operation> explain_rows() {
  Parameter register_name = word("register", "NAME");
  register_name.required = false;
  const auto forms = [](const char* name) {
    return Parameter{.name = name, .kind = Kind::file, .repeated = true, .placeholder = "FILE"};
  };
  return {
      {"table",
       "explain",
       Permission::look,
       with_filter({register_name, option("territory", Kind::text, "LEVEL"), option("class-level", Kind::text, "LEVEL"),
                    flag("cumulative"), number("confidence", 50, 99.9, "95"), forms("current"), forms("previous"),
                    option("indicator", Kind::text, "ID", "kz:registered-net:v1"), many("bridge", "OLD=NEW+NEW"),
                    option("residents", Kind::file), option("indicators", Kind::file), option("table", Kind::file)}),
       {"table explain fires --period 2007",
        "table explain --current 2023/*.xlsx --previous 2022/*.xlsx --period 2023 --indicator "
        "kz:clearance-court-registered",
        "table explain --table parts.csv"},
       table_explain},
  };
}

}  // namespace tartip::app
