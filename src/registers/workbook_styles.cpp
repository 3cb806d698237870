#include "registers/workbook_styles.hpp"

#include <charconv>
#include <chrono>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace tartip::registers {
namespace {

unsigned long whole(std::string_view text) {
  unsigned long value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

class Styles final : public XmlHandler {
 public:
  bool start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "numFmt")
      codes_[whole(attributes["numFmtId"])] = attributes["formatCode"];
    else if (element == "cellXfs")
      in_cell_formats_ = true;
    else if (element == "xf" && in_cell_formats_)
      formats_.push_back(whole(attributes["numFmtId"]));
    return true;
  }
  bool end(std::string_view element) override {
    if (element == "cellXfs") in_cell_formats_ = false;
    return true;
  }

  std::vector<bool> dates() const {
    std::vector<bool> dates;
    for (const unsigned long id : formats_) {
      const auto code = codes_.find(id);
      // ECMA-376 part 1, 18.8.30: the formats that a workbook need not spell out.
      dates.push_back(code != codes_.end() ? is_date_format(code->second)
                                           : (id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
                                                 (id >= 45 && id <= 47) || (id >= 50 && id <= 58));
    }
    return dates;
  }

 private:
  std::map<unsigned long, std::string> codes_;
  std::vector<unsigned long> formats_;
  bool in_cell_formats_ = false;
};

}  // namespace

bool is_date_format(const std::string& code) {
  bool quoted = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '"') {
      quoted = !quoted;
    } else if (quoted) {
      continue;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      // [h], [mm], [s] count elapsed time; colours, conditions and locales do not.
      const std::size_t end = code.find(']', i);
      if (end == std::string::npos) return false;
      const std::string inner = code.substr(i + 1, end - i - 1);
      if (!inner.empty() && inner.find_first_not_of("hHmMsS") == std::string::npos) return true;
      i = end;
    } else if (c == ';') {
      return false;  // only the first section formats positive numbers
    } else if (std::string_view("dDmMyYhHsS").find(c) != std::string_view::npos) {
      return true;
    } else if (code.compare(i, 7, "General") == 0) {
      return false;
    }
  }
  return false;
}

Result<std::vector<bool>> read_date_formats(const WorkbookArchive& archive, const std::string& part) {
  Styles styles;
  if (Status read = read_xml(archive, part, styles); !read) return pass(read);
  return styles.dates();
}

std::string number_text(double value) {
  if (std::abs(value) < 1e15 && value == std::floor(value)) return fmt::format("{:.0f}", value);
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  return {buffer, end};
}

std::string date_text(double days, bool from_1904) {
  using namespace std::chrono;
  if (!(days >= 0) || days >= 2'958'466) return number_text(days);
  const double whole_days = std::floor(days);
  auto seconds_of_day = static_cast<int>(std::lround((days - whole_days) * 86'400));
  auto day_count = static_cast<int>(whole_days);
  if (seconds_of_day == 86'400) {
    seconds_of_day = 0;
    ++day_count;
  }
  const std::string clock =
      fmt::format("{:02}:{:02}:{:02}", seconds_of_day / 3600, seconds_of_day / 60 % 60, seconds_of_day % 60);
  if (day_count == 0 && !from_1904) return clock;
  // Excel takes 1900 for a leap year: its days after the 29 February that never was are one further on.
  const sys_days origin = from_1904        ? sys_days{1904y / January / 1}
                          : day_count < 60 ? sys_days{1899y / December / 31}
                                           : sys_days{1899y / December / 30};
  const year_month_day day{origin + std::chrono::days{day_count}};
  const std::string text = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return seconds_of_day == 0 ? text : text + "T" + clock;
}

}  // namespace tartip::registers
