// Jobs of the server, kept in jobs.sqlite in the centre's folder: what was asked, how far it is, how it ended. Results
// are files beside it. Safe from any number of threads; what a function acknowledges is on the disk.
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "axes/time_zone.hpp"
#include "base/error.hpp"

namespace tartip::store {

struct JobRecord {
  std::string id;
  std::string owner;              // whose it is, in the server's words
  std::string operation;          // "register import"
  std::string state = "waiting";  // waiting, running, done, failed, cancelled
  std::string language = {};
  std::string problem = {};  // JSON, when it failed
  std::string file = {};     // name of what it wrote, for whoever fetches it
  std::string rights = {};   // its owner's when it was asked, in the server's words
  axes::Micros asked = 0;
  std::optional<axes::Micros> started = {}, ended = {};
};

class JobRecords {
 public:
  // Makes the file when there is none. Errors: as of records.hpp.
  static Result<JobRecords> open(const std::filesystem::path& folder);
  ~JobRecords();
  JobRecords(JobRecords&&) noexcept;
  JobRecords& operator=(JobRecords&&) noexcept;

  Status put(const JobRecord& job);  // adds or replaces
  Result<std::optional<JobRecord>> find(const std::string& id) const;
  Result<std::vector<JobRecord>> list(const std::string& owner) const;  // the latest first; empty: of everybody
  Result<std::vector<JobRecord>> unfinished() const;
  Status remove(const std::string& id);
  Result<std::vector<std::string>> ended_before(axes::Micros moment) const;  // ids

 private:
  struct Room;
  explicit JobRecords(std::unique_ptr<Room> room);
  std::unique_ptr<Room> room_;
};

}  // namespace tartip::store
