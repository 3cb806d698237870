#include <algorithm>

#include "registers/flaws.hpp"
#include "registers/plan_steps.hpp"
#include "text/folding.hpp"

namespace tartip::registers {

Result<int> ColumnFinder::find(const std::string& name) const {
  if (name.empty()) return -1;
  const auto found = std::ranges::find(*columns_, name);
  if (found != columns_->end()) return static_cast<int>(found - columns_->begin());

  // One column whose name holds the marks of a table was cut by the wrong delimiter.
  if (columns_->size() == 1 && description_->file.format == FileFormat::csv) {
    for (const auto& [mark, word] : {std::pair{',', ","}, {';', ";"}, {'\t', "tab"}, {'|', "|"}}) {
      if (mark == description_->file.delimiter || columns_->front().find(mark) == std::string::npos) continue;
      return fail(Code::bad_data, "error.register.delimiter", {{"register", description_->id}, {"delimiter", word}});
    }
  }
  if (const auto near = text::nearest(name, *columns_)) {
    return fail(Code::bad_data, "error.register.column_missing_near",
                {{"register", description_->id}, {"column", name}, {"nearest", *near}});
  }
  std::string list;
  for (const std::string& column : *columns_) {
    if (list.size() > 200) {
      list += ", …";
      break;
    }
    list += (list.empty() ? "" : ", ") + printable(column);
  }
  return fail(Code::bad_data, "error.register.column_missing",
              {{"register", description_->id}, {"column", name}, {"columns", list}});
}

std::string_view Fields::operator[](int column) const {
  std::string_view text = record_->fields[static_cast<std::size_t>(column)];
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  if (text.empty()) return {};
  for (const std::string& missing : *missing_) {
    if (text == missing) return {};
  }
  return text;
}

bool reject(Rejection& rejection, std::string_view column, std::string_view value, std::string expected_key,
            std::vector<Argument> arguments) {
  rejection.column = column;
  rejection.value = printable(value);
  rejection.expected_key = std::move(expected_key);
  rejection.arguments = std::move(arguments);
  return false;
}

std::uint64_t Epochs::of_day(axes::Day day) const {
  return static_cast<std::uint64_t>(std::ranges::upper_bound(starts_, day) - starts_.begin());
}

void Epochs::sort() {
  std::ranges::sort(starts_);
  const auto repeated = std::ranges::unique(starts_);
  starts_.erase(repeated.begin(), repeated.end());
}

}  // namespace tartip::registers
