// The parts of a workbook, unpacked piece by piece behind a guard against hostile files: what the archive's directory
// says is looked at first (not too many parts, not too large, not packed absurdly), then held against what each part
// holds. Memory does not grow with a part's size.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace tartip::registers {

class WorkbookArchive {
 public:
  // Errors: error.file.unreadable, error.file.empty, error.file.workbook_old (.xls), error.file.workbook_bomb,
  // error.file.workbook_damaged.
  static Result<WorkbookArchive> open(const std::filesystem::path& file);
  ~WorkbookArchive();
  WorkbookArchive(WorkbookArchive&&) noexcept;
  WorkbookArchive& operator=(WorkbookArchive&&) noexcept;

  bool has(const std::string& part) const { return parts_.contains(part); }

  // Hands the part on in order until `take` says no more. workbook_damaged when the part is not there, has another size
  // than promised or a wrong checksum.
  Status read(const std::string& part, const std::function<bool(std::string_view)>& take) const;

  const std::filesystem::path& file() const { return file_; }
  tl::unexpected<Error> damaged() const;
  tl::unexpected<Error> bomb() const;

 private:
  struct Part {
    std::uint64_t index = 0;
    std::uint64_t size = 0;
  };
  struct Zip;
  WorkbookArchive(std::filesystem::path file, std::unique_ptr<Zip> zip);
  Status look_at_directory();

  std::filesystem::path file_;
  std::unique_ptr<Zip> zip_;
  std::map<std::string, Part> parts_;
};

}  // namespace tartip::registers
