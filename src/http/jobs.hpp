// Operations that take long, carried out beside the requests: one after the other where they change the centre, two at
// a time in all; with progress that is told to whoever listens, cancelled when asked, and a result that stays for
// thirty days and survives the server (docs/operations.md).
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/asking.hpp"
#include "http/host.hpp"
#include "http/router.hpp"
#include "store/job_records.hpp"

namespace tartip::http {

class Jobs {
 public:
  // Jobs that ran when the server last ended are failed with error.job.interrupted; those that waited too: their
  // visitor's rights may have changed. Errors: those of the records.
  static Result<std::shared_ptr<Jobs>> open(Host& host);
  ~Jobs();  // asks running ones to stop, waits for them
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  // Kept on the disk when this returns. Errors: unavailable `error.job.many` (too many wait, of all or of this
  // visitor).
  Result<std::string> start(Asking asking, const app::Visitor& visitor, const std::string& language);

  // Somebody else's job is as absent as one that never was (not_found `error.job.absent`); administrators and local
  // visitors see that it is there, and may cancel it.
  Result<std::vector<store::JobRecord>> list(const app::Visitor& visitor) const;
  Result<store::JobRecord> find(const std::string& id, const app::Visitor& visitor) const;
  // Whether the visitor may read what came of it: its owner by the rights it was asked with, whoever holds the folder,
  // and who would be given that answer whatever was asked — never somebody else what was computed from the owner's
  // files or shows single records. An owner whose rights have changed, or a token of fewer rights, is as good as
  // another.
  static bool shows_answer(const store::JobRecord& job, const app::Visitor& visitor);
  Result<std::string> json_of(const store::JobRecord& job, bool with_answer) const;
  std::filesystem::path file_of(const store::JobRecord& job) const;  // what the operation wrote; may not be there
  // A waiting job never begins; a running one stops soon and leaves everything as it was; one that has ended is removed
  // with its result.
  Status cancel(const std::string& id, const app::Visitor& visitor);
  // "progress" now and whenever it changes, "end" with the job at last.
  Result<std::shared_ptr<EventSource>> events(const std::string& id, const app::Visitor& visitor);

  void sweep(axes::Micros now);
  std::size_t waiting() const;

 private:
  struct Running;
  explicit Jobs(Host& host, store::JobRecords records);
  void work();
  void carry_out(Running& job);
  void tell(Running& job);

  Host& host_;
  store::JobRecords records_;
  std::filesystem::path folder_;
  mutable std::mutex mutex_;
  std::condition_variable news_;
  std::deque<std::shared_ptr<Running>> queue_;
  std::map<std::string, std::shared_ptr<Running>> alive_;  // waiting and running
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace tartip::http
