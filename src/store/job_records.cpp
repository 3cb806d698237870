#include "store/job_records.hpp"

#include "store/sqlite.hpp"

namespace tartip::store {
namespace {

using sqlite::Row;
using sqlite::Value;

constexpr const char* const k_steps[] = {
    "CREATE TABLE job (id TEXT PRIMARY KEY, owner TEXT NOT NULL, operation TEXT NOT NULL, state TEXT NOT NULL, "
    "language TEXT NOT NULL, problem TEXT NOT NULL, file TEXT NOT NULL, asked INTEGER NOT NULL, started INTEGER, "
    "ended INTEGER) STRICT; CREATE INDEX job_asked ON job (asked)",
    "ALTER TABLE job ADD COLUMN rights TEXT NOT NULL DEFAULT ''"};

#define JOB_COLUMNS "id, owner, operation, state, language, problem, file, rights, asked, started, ended"

Value moment(const std::optional<axes::Micros>& micros) {
  return micros ? Value(std::int64_t{*micros}) : Value();
}

std::optional<axes::Micros> moment(const Row& row, std::size_t column) {
  if (std::holds_alternative<std::monostate>(row[column])) return std::nullopt;
  return sqlite::integer(row, column);
}

std::vector<JobRecord> jobs_of(const std::vector<Row>& rows) {
  std::vector<JobRecord> jobs;
  for (const Row& row : rows)
    jobs.push_back({sqlite::text(row, 0), sqlite::text(row, 1), sqlite::text(row, 2), sqlite::text(row, 3),
                    sqlite::text(row, 4), sqlite::text(row, 5), sqlite::text(row, 6), sqlite::text(row, 7),
                    sqlite::integer(row, 8), moment(row, 9), moment(row, 10)});
  return jobs;
}

}  // namespace

struct JobRecords::Room {
  sqlite::Database database;
};

JobRecords::JobRecords(std::unique_ptr<Room> room) : room_(std::move(room)) {}
JobRecords::~JobRecords() = default;
JobRecords::JobRecords(JobRecords&&) noexcept = default;
JobRecords& JobRecords::operator=(JobRecords&&) noexcept = default;

Result<JobRecords> JobRecords::open(const std::filesystem::path& folder) {
  auto database = sqlite::Database::open(folder / "jobs.sqlite");
  if (!database) return pass(database);
  if (Status ready = database->migrate("jobs", k_steps); !ready) return pass(ready);
  return JobRecords(std::make_unique<Room>(Room{std::move(*database)}));
}

Status JobRecords::put(const JobRecord& job) {
  auto changed =
      room_->database.change("INSERT OR REPLACE INTO job (" JOB_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                             {job.id, job.owner, job.operation, job.state, job.language, job.problem, job.file,
                              job.rights, std::int64_t{job.asked}, moment(job.started), moment(job.ended)});
  if (!changed) return pass(changed);
  return {};
}

Result<std::optional<JobRecord>> JobRecords::find(const std::string& id) const {
  auto rows = room_->database.rows("SELECT " JOB_COLUMNS " FROM job WHERE id = ?", {id});
  if (!rows) return pass(rows);
  auto jobs = jobs_of(*rows);
  return jobs.empty() ? std::nullopt : std::optional(std::move(jobs.front()));
}

Result<std::vector<JobRecord>> JobRecords::list(const std::string& owner) const {
  auto rows = room_->database.rows(
      "SELECT " JOB_COLUMNS " FROM job WHERE ?1 = '' OR owner = ?1 ORDER BY asked DESC, id LIMIT 1000", {owner});
  if (!rows) return pass(rows);
  return jobs_of(*rows);
}

Result<std::vector<JobRecord>> JobRecords::unfinished() const {
  auto rows = room_->database.rows("SELECT " JOB_COLUMNS " FROM job WHERE state IN ('waiting', 'running')");
  if (!rows) return pass(rows);
  return jobs_of(*rows);
}

Status JobRecords::remove(const std::string& id) {
  auto gone = room_->database.change("DELETE FROM job WHERE id = ?", {id});
  if (!gone) return pass(gone);
  return {};
}

Result<std::vector<std::string>> JobRecords::ended_before(axes::Micros before) const {
  auto rows = room_->database.rows("SELECT id FROM job WHERE ended < ?", {std::int64_t{before}});
  if (!rows) return pass(rows);
  std::vector<std::string> ids;
  for (const Row& row : *rows) ids.push_back(sqlite::text(row, 0));
  return ids;
}

}  // namespace tartip::store
