#include "registers/workbook.hpp"

#include <map>
#include <memory>
#include <set>

#include "registers/workbook_sheet.hpp"
#include "registers/workbook_styles.hpp"
#include "registers/workbook_xml.hpp"

namespace tartip::registers {
namespace {

constexpr std::size_t k_most_named = 10'000;  // parts, sheets

// Which part plays which role (ECMA-376 part 2, 9.3), by relation id and by the last word of its type.
class Relations final : public XmlHandler {
 public:
  explicit Relations(std::string folder) : folder_(std::move(folder)) {}
  bool start(std::string_view element, const XmlAttributes& attributes) override {
    if (by_id.size() > k_most_named) return false;
    if (element != "Relationship" || attributes["TargetMode"] == "External") return true;
    const std::string_view type = attributes["Type"];
    const std::string target = resolved(attributes["Target"]);
    by_id[std::string(attributes["Id"])] = target;
    by_type.try_emplace(std::string(type.substr(type.rfind('/') + 1)), target);
    return true;
  }
  bool end(std::string_view) override { return true; }

  std::map<std::string, std::string> by_id, by_type;

 private:
  std::string resolved(std::string_view target) const {
    if (target.starts_with('/')) return std::string(target.substr(1));
    std::string folder = folder_;
    while (target.starts_with("../")) {
      target.remove_prefix(3);
      folder.erase(folder.size() > 1 ? folder.rfind('/', folder.size() - 2) + 1 : 0);
    }
    return folder + std::string(target);
  }
  std::string folder_;
};

class Contents final : public XmlHandler {
 public:
  bool start(std::string_view element, const XmlAttributes& attributes) override {
    if (sheets.size() > k_most_named) return false;
    if (element == "sheet") sheets.emplace_back(attributes["name"], attributes["id"]);
    if (element == "workbookPr") from_1904 = attributes["date1904"] == "1" || attributes["date1904"] == "true";
    return true;
  }
  bool end(std::string_view) override { return true; }

  std::vector<std::pair<std::string, std::string>> sheets;  // name, relation
  bool from_1904 = false;
};

class Properties final : public XmlHandler {
 public:
  bool start(std::string_view element, const XmlAttributes&) override {
    target_ = element == "title"         ? &properties.title
              : element == "description" ? &properties.description
              : element == "creator"     ? &properties.creator
              : element == "modified"    ? &properties.modified
                                         : nullptr;
    return true;
  }
  bool end(std::string_view) override {
    target_ = nullptr;
    return true;
  }
  void text(std::string_view characters) override {
    constexpr std::size_t k_longest = 4096;
    if (target_ != nullptr && target_->size() < k_longest) *target_ += characters;
  }
  WorkbookProperties properties;

 private:
  std::string* target_ = nullptr;
};

// A workbook whose sheets are known by name and part, not yet read.
struct Opened {
  WorkbookArchive archive;
  WorkbookProperties properties;
  std::vector<std::pair<std::string, std::string>> sheets;  // name, part
  SheetContext context;
};

std::string relations_of(const std::string& part) {
  const auto slash = part.rfind('/') + 1;
  return part.substr(0, slash) + "_rels/" + part.substr(slash) + ".rels";
}

Result<Opened> open(const std::filesystem::path& file, std::size_t most) {
  auto archive = WorkbookArchive::open(file);
  if (!archive) return pass(archive);
  Relations root("");
  if (Status read = read_xml(*archive, "_rels/.rels", root); !read) return pass(read);
  const std::string book = root.by_type["officeDocument"];
  Opened opened{std::move(*archive), {}, {}, {}};
  opened.context.most = opened.context.cells_left = most;
  if (const std::string core = root.by_type["core-properties"]; opened.archive.has(core)) {
    Properties reading;
    if (Status read = read_xml(opened.archive, core, reading); !read) return pass(read);
    opened.properties = std::move(reading.properties);
  }
  Relations relations(book.substr(0, book.rfind('/') + 1));
  if (Status read = read_xml(opened.archive, relations_of(book), relations); !read) return pass(read);
  Contents contents;
  if (Status read = read_xml(opened.archive, book, contents); !read) return pass(read);
  opened.context.from_1904 = contents.from_1904;
  std::set<std::string> parts;
  for (const auto& [name, id] : contents.sheets) {
    opened.sheets.emplace_back(name, relations.by_id[id]);
    // One part under many names would be read as often.
    if (!parts.insert(opened.sheets.back().second).second) return opened.archive.damaged();
  }
  if (opened.sheets.empty()) return opened.archive.damaged();

  if (const std::string part = relations.by_type["sharedStrings"]; !part.empty()) {
    if (Status read = read_shared_strings(opened.archive, part, opened.context); !read) return pass(read);
  }
  if (const std::string part = relations.by_type["styles"]; !part.empty()) {
    auto dates = read_date_formats(opened.archive, part);
    if (!dates) return pass(dates);
    opened.context.dates = std::move(*dates);
  }
  return opened;
}

}  // namespace

Result<Workbook> read_workbook(const std::filesystem::path& file, std::size_t most) {
  auto opened = open(file, most);
  if (!opened) return pass(opened);
  Workbook workbook;
  workbook.properties = std::move(opened->properties);
  for (const auto& [name, part] : opened->sheets) {
    auto sheet = read_worksheet(opened->archive, part, opened->context);
    if (!sheet) return pass(sheet);
    sheet->name = name;
    workbook.sheets.push_back(std::move(*sheet));
  }
  return workbook;
}

Result<Sheet> read_sheet(const std::filesystem::path& file, const std::string& name) {
  auto opened = open(file, k_most_workbook_cells);
  if (!opened) return pass(opened);
  std::string names;
  for (const auto& [one, part] : opened->sheets) {
    if (name.empty() || one == name) {
      auto sheet = read_worksheet(opened->archive, part, opened->context);
      if (!sheet) return pass(sheet);
      sheet->name = one;
      for (const auto& tab : opened->sheets) sheet->tabs.push_back(tab.first);
      return sheet;
    }
    names += (names.empty() ? "" : ", ") + one;
  }
  return fail(Code::bad_input, "error.file.sheet_missing",
              {{"file", file.string()}, {"sheet", name}, {"sheets", names}});
}

}  // namespace tartip::registers
