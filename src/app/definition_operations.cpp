// `table define`: what the columns of tables mean — each with the id, the name and the words of its definition.
#include <algorithm>
#include <string>
#include <string_view>

#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/wording.hpp"
#include "statistics/definitions.hpp"
#include "statistics/table.hpp"

namespace tartip::app {
namespace {

using statistics::ColumnId;

// The messages of "tartip:change-percent:v1" begin with "definition.change_percent".
std::string key_of(std::string_view id) {
  std::string key(id.substr(id.find(':') + 1));
  key = "definition." + key.substr(0, key.find(':'));
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

Result<Answer> table_define(const Call& call) {
  const Wording words(call.setting());
  Sheet sheet{.id = "definitions", .title = words("title.column_definitions")};
  sheet.columns = {words.column("column"), words.column("label"), words.column("definition"),
                   words.column("definition_name"), words.column("definition_text")};
  const auto add = [&](const std::string& column, const std::string& label, std::string_view id) {
    if (id.empty()) return;
    sheet.rows.push_back({column, label, std::string(id), words(key_of(id)), words(key_of(id) + ".text")});
  };
  for (int at = 0; at <= static_cast<int>(ColumnId::match); ++at) {
    const auto column = static_cast<ColumnId>(at);
    const std::string name(statistics::name_of(column));
    add(name, words("column." + name), statistics::definition_of(column));
  }
  // The values of `cube query`, by what is measured.
  add("count", words("definition.count"), statistics::definition::k_count);
  add("sum", words("definition.amount"), statistics::definition::k_amount);
  for (const std::string_view id : {statistics::definition::k_funnel, statistics::definition::k_usual_range,
                                    statistics::definition::k_rate_decomposition})
    add(std::string(id.substr(7, id.rfind(':') - 7)), words(key_of(id)), id);
  return Answer{.sheets = {std::move(sheet)}};
}

}  // namespace

std::vector<Operation> definition_rows() {
  return {{"table",
           "define",
           Permission::look,
           {},
           {"table define", "table define --lang kk --format json"},
           table_define}};
}

}  // namespace tartip::app
