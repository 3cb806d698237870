#include "http/jobs.hpp"

#include <algorithm>
#include <cmath>

#include <boost/json.hpp>

#include "app/admit.hpp"
#include "app/wording.hpp"
#include "base/file.hpp"
#include "http/answer_json.hpp"
#include "http/json_text.hpp"
#include "http/operation_routes.hpp"
#include "http/problem.hpp"
#include "http/uploads.hpp"
#include "store/hold.hpp"

namespace tartip::http {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t k_threads = 2, k_most_waiting = 200, k_most_of_one = 20;
constexpr axes::Micros k_kept = axes::Micros{30} * 86'400 * 1'000'000;

std::string iso(axes::Micros utc) {
  const auto zone = axes::TimeZone::named("UTC");
  return app::text_of_moment(utc, *zone);
}

void write_moment(std::string& out, const char* name, const std::optional<axes::Micros>& moment) {
  out += ",\"";
  out += name;
  out += "\":";
  if (moment)
    write_json_text(out, iso(*moment));
  else
    out += "null";
}

// A ground is named for a request, not for a person.
std::string lasting_rights_of(app::Visitor visitor) {
  visitor.legal_ground.clear();
  return rights_of(visitor);
}

// That there is a job; not what came of it.
bool sees_all(const app::Visitor& visitor) {
  return visitor.local ||
         std::find(visitor.roles.begin(), visitor.roles.end(), app::Role::administrator) != visitor.roles.end();
}

}  // namespace

struct Jobs::Running {
  store::JobRecord record;
  Asking asking;
  app::Visitor visitor;
  std::atomic<bool> cancel{false};
  // Under the mutex of Jobs.
  std::string what;
  double done = 0, total = 0;
  std::chrono::steady_clock::time_point told{};
  std::vector<std::weak_ptr<EventSource>> listeners;
};

Jobs::Jobs(Host& host, store::JobRecords records)
    : host_(host), records_(std::move(records)), folder_(host.centre / "jobs") {}

Result<std::shared_ptr<Jobs>> Jobs::open(Host& host) {
  auto records = store::JobRecords::open(host.centre);
  if (!records) return pass(records);
  auto left = records->unfinished();
  if (!left) return pass(left);
  for (store::JobRecord& job : *left) {
    job.state = "failed";
    job.ended = host.now();
    job.problem = problem_json(503, Error{Code::unavailable, "error.job.interrupted", {}, {}}, job.language, job.id);
    if (Status put = records->put(job); !put) return pass(put);
  }
  if (Status made = create_folders(host.centre / "jobs"); !made) return pass(made);
  std::shared_ptr<Jobs> jobs(new Jobs(host, std::move(*records)));
  for (std::size_t i = 0; i < k_threads; ++i) jobs->threads_.emplace_back([raw = jobs.get()] { raw->work(); });
  return jobs;
}

Jobs::~Jobs() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto& [id, job] : alive_) job->cancel.store(true);
  }
  news_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

Result<std::string> Jobs::start(Asking asking, const app::Visitor& visitor, const std::string& language) {
  // What is wrong with the call is said now, not by a job that fails.
  app::Setting setting = setting_for(host_, visitor, language);
  auto call = app::check_call(*asking.operation, setting, asking.values);
  if (!call) return pass(call);
  if (auto admitted = app::admit(*asking.operation, *call); !admitted) return pass(admitted);

  auto job = std::make_shared<Running>();
  job->record.id = random_id();
  job->record.owner = owner_of(visitor);
  job->record.rights = lasting_rights_of(visitor);
  job->record.operation = asking.operation->noun + " " + asking.operation->verb;
  job->record.language = language;
  job->record.file = asking.output_name;
  job->record.asked = host_.now();
  job->visitor = visitor;
  job->asking = std::move(asking);
  {
    const std::lock_guard lock(mutex_);
    const auto own = std::count_if(alive_.begin(), alive_.end(),
                                   [&](const auto& entry) { return entry.second->record.owner == job->record.owner; });
    if (stopping_ || alive_.size() >= k_most_waiting || own >= static_cast<std::ptrdiff_t>(k_most_of_one))
      return fail(Code::unavailable, "error.job.many", {{"count", std::to_string(own)}});
  }
  if (Status put = records_.put(job->record); !put) return pass(put);
  {
    const std::lock_guard lock(mutex_);
    alive_[job->record.id] = job;
    queue_.push_back(job);
  }
  news_.notify_one();
  return job->record.id;
}

void Jobs::work() {
  while (true) {
    std::shared_ptr<Running> job;
    {
      std::unique_lock lock(mutex_);
      news_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (stopping_) return;
      job = queue_.front();
      queue_.pop_front();
      job->record.state = "running";
      job->record.started = host_.now();
    }
    carry_out(*job);
  }
}

void Jobs::carry_out(Running& job) {
  store::JobRecord record = job.record;
  (void)records_.put(record);  // when it cannot be written now, its end cannot either, and that is told
  app::Setting setting = setting_for(host_, job.visitor, record.language);
  setting.wait_seconds = 86'400;  // for its turn to write
  setting.dry_run = job.asking.dry_run;
  setting.seed = job.asking.seed;
  setting.progress.cancel = &job.cancel;
  setting.progress.report = [this, &job](const std::string& what, double done, double total) {
    const std::lock_guard lock(mutex_);
    job.what = what;
    job.done = done;
    job.total = total;
    const auto now = std::chrono::steady_clock::now();
    if (now - job.told < std::chrono::milliseconds(100)) return;
    job.told = now;
    tell(job);
  };
  const Status ended = [&]() -> Status {
    if (job.cancel.load()) return fail(Code::cancelled, "error.cancelled");
    auto call = app::check_call(*job.asking.operation, setting, job.asking.values);
    if (!call) return pass(call);
    Result<app::Answer> answer = [&]() -> Result<app::Answer> {
      try {
        return app::perform(*job.asking.operation, *call);
      } catch (const std::exception& thrown) {
        return fail(Code::bug, "error.http.thrown", {{"reason", thrown.what()}});
      }
    }();
    if (job.asking.operation->permission != app::Permission::look && host_.hold) host_.hold->touch();
    if (!answer) return pass(answer);
    std::error_code error;
    if (!job.asking.output.empty() && fs::exists(job.asking.output, error)) {
      fs::rename(job.asking.output, folder_ / (record.id + job.asking.output.extension().string()), error);
      if (error)
        return fail(Code::unavailable, "error.file.unwritable",
                    {{"file", folder_.string()}, {"reason", error.message()}});
    }
    return write_file(folder_ / (record.id + ".json"),
                      answer_json(*answer, record.language, job.asking.format == "exact"));
  }();
  record.ended = host_.now();
  record.state = ended ? "done" : "failed";
  if (!ended) {
    Error error = ended.error();
    bool stopping = false;
    {
      const std::lock_guard lock(mutex_);
      stopping = stopping_;
    }
    if (error.code == Code::cancelled) {
      record.state = stopping ? "failed" : "cancelled";
      if (stopping) error = Error{Code::unavailable, "error.job.interrupted", {}, {}};
    }
    record.problem = problem_json(status_of(error.code), error, record.language, record.id);
  }
  // The record is there before anybody hears of it; a job that is neither alive nor recorded never is.
  const Status put = records_.put(record);
  std::vector<std::weak_ptr<EventSource>> listeners;
  {
    const std::lock_guard lock(mutex_);
    listeners = std::move(job.listeners);
    alive_.erase(record.id);
  }
  if (!put) record.problem = problem_json(503, put.error(), record.language, record.id);
  const auto text = json_of(record, false);
  for (const auto& weak : listeners)
    if (const auto listener = weak.lock()) {
      listener->push("end", text ? *text : "{}");
      listener->end();
    }
}

void Jobs::tell(Running& job) {
  std::string progress = "{\"what\":";
  write_json_text(progress, job.what);
  progress += ",\"done\":" + std::to_string(job.done) + ",\"total\":" + std::to_string(job.total) + "}";
  std::erase_if(job.listeners, [&](const std::weak_ptr<EventSource>& weak) {
    const auto listener = weak.lock();
    if (listener) listener->push("progress", progress);
    return !listener;
  });
}

Result<std::vector<store::JobRecord>> Jobs::list(const app::Visitor& visitor) const {
  if (visitor.anonymous()) return std::vector<store::JobRecord>{};
  return records_.list(sees_all(visitor) ? std::string() : owner_of(visitor));
}

Result<store::JobRecord> Jobs::find(const std::string& id, const app::Visitor& visitor) const {
  auto found = records_.find(id);
  if (!found) return pass(found);
  if (!*found || visitor.anonymous() || (!sees_all(visitor) && (*found)->owner != owner_of(visitor)))
    return fail(Code::not_found, "error.job.absent", {{"job", id}});
  return std::move(**found);
}

bool Jobs::shows_answer(const store::JobRecord& job, const app::Visitor& visitor) {
  if (visitor.local) return true;
  const bool own = job.owner == owner_of(visitor);
  if (own && job.rights == lasting_rights_of(visitor)) return true;
  const auto space = job.operation.find(' ');
  const app::Operation* operation =
      space == std::string::npos ? nullptr
                                 : app::find_operation(job.operation.substr(0, space), job.operation.substr(space + 1));
  const auto rule = operation == nullptr ? std::nullopt : app::rule_for(*operation);
  if (!rule) return false;
  if (rule->matter == app::Matter::method || rule->matter == app::Matter::account) return own;
  if (!own && !rule->own_files.empty()) return false;
  // What was asked is not kept with the job: it counts as the widest and finest question there is.
  const app::Decision decision = app::decide(
      visitor, {.matter = rule->matter, .permission = operation->permission, .every_register = true, .fine = true});
  return decision.admitted() && !decision.needs_ground;
}

Result<std::string> Jobs::json_of(const store::JobRecord& job, bool with_answer) const {
  std::string out = "{\"id\":";
  write_json_text(out, job.id);
  out += ",\"operation\":";
  write_json_text(out, job.operation);
  std::string what, state = job.state;
  double done = 0, total = 0;
  {
    const std::lock_guard lock(mutex_);
    if (const auto alive = alive_.find(job.id); alive != alive_.end()) {
      what = alive->second->what;
      done = alive->second->done;
      total = alive->second->total;
    }
  }
  out += ",\"state\":";
  write_json_text(out, state);
  out += ",\"done\":" + std::to_string(done) + ",\"total\":" + std::to_string(total) + ",\"what\":";
  write_json_text(out, what);
  write_moment(out, "asked", job.asked);
  write_moment(out, "started", job.started);
  write_moment(out, "ended", job.ended);
  std::error_code error;
  if (job.state == "done" && !job.file.empty() && fs::exists(file_of(job), error)) {
    out += ",\"file\":";
    write_json_text(out, job.file);
  }
  if (with_answer && job.state == "done") {
    auto answer = read_file(folder_ / (job.id + ".json"));
    if (!answer) return pass(answer);
    out += ",\"answer\":" + *answer;
  }
  if (!job.problem.empty()) out += ",\"problem\":" + job.problem;
  return out + "}";
}

fs::path Jobs::file_of(const store::JobRecord& job) const {
  return folder_ / (job.id + fs::path(job.file).extension().string());
}

Status Jobs::cancel(const std::string& id, const app::Visitor& visitor) {
  auto job = find(id, visitor);
  if (!job) return pass(job);
  // One whose end is recorded may be alive for a moment more: it is removed, there is nothing to cancel.
  if (job->state == "waiting" || job->state == "running") {
    const std::lock_guard lock(mutex_);
    if (const auto alive = alive_.find(id); alive != alive_.end()) {
      alive->second->cancel.store(true);
      return {};
    }
  }
  std::error_code error;
  fs::remove(folder_ / (id + ".json"), error);
  if (!job->file.empty()) fs::remove(file_of(*job), error);
  return records_.remove(id);
}

Result<std::shared_ptr<EventSource>> Jobs::events(const std::string& id, const app::Visitor& visitor) {
  auto job = find(id, visitor);
  if (!job) return pass(job);
  auto source = std::make_shared<EventSource>();
  {
    const std::lock_guard lock(mutex_);
    if (const auto alive = alive_.find(id); alive != alive_.end()) {
      alive->second->listeners.push_back(source);
      tell(*alive->second);
      return source;
    }
  }
  job = find(id, visitor);  // it may have ended between the two looks
  if (!job) return pass(job);
  auto text = json_of(*job, false);
  if (!text) return pass(text);
  source->push("end", *text);
  source->end();
  return source;
}

void Jobs::sweep(axes::Micros now) {
  const auto old = records_.ended_before(now - k_kept);
  if (!old) return;
  for (const std::string& id : *old) (void)cancel(id, app::Visitor{});  // whoever holds the folder
}

std::size_t Jobs::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

}  // namespace tartip::http
