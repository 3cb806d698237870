#include "app/audit.hpp"

#include <boost/json.hpp>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>

#include "app/decision.hpp"
#include "app/joined.hpp"
#include "app/ledger_place.hpp"
#include "app/publication.hpp"
#include "ledger/append.hpp"
#include "ledger/canonical.hpp"

namespace tartip::app {
namespace {

namespace json = boost::json;

constexpr std::size_t k_longest_value = 400;  // bytes of one parameter
constexpr std::size_t k_most_parameters = 60;
constexpr double k_wait_seconds = 10;
constexpr const char* k_type = "tartip/audit/1";

// Entries of threads that come while one is writing are written together by the next: one checkpoint, a few fsyncs.
class Queue {
 public:
  Status write(const Setting& setting, std::string entry) {
    std::unique_lock lock(mutex_);
    if (!open_) open_ = std::make_shared<Batch>();
    const std::shared_ptr<Batch> mine = open_;
    mine->entries.push_back(std::move(entry));
    changed_.wait(lock, [&] { return mine->done || !writing_; });
    if (!mine->done) {
      writing_ = true;
      open_.reset();
      lock.unlock();
      Status written = append(setting, mine->entries);
      lock.lock();
      mine->outcome = std::move(written);
      mine->done = true;
      writing_ = false;
      changed_.notify_all();
    }
    return mine->outcome;
  }

 private:
  struct Batch {
    std::vector<std::string> entries;
    Status outcome;
    bool done = false;
  };

  static Status append(const Setting& setting, const std::vector<std::string>& entries) {
    const std::filesystem::path folder = audit_folder(setting);
    auto key = signing_key({.ledger = folder, .keys = setting.keys}, "audit");
    if (!key) return pass(key);
    auto checkpoint = ledger::append(folder, entries, *key, {.wait_seconds = k_wait_seconds});
    if (!checkpoint) return pass(checkpoint);
    return {};
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<Batch> open_;
  bool writing_ = false;
};

// One queue a folder and process.
Queue& queue_of(const std::filesystem::path& folder) {
  static std::mutex mutex;
  static std::map<std::filesystem::path, Queue> queues;
  const std::lock_guard lock(mutex);
  return queues[std::filesystem::absolute(folder).lexically_normal()];
}

std::string cut(const std::string& text) {
  if (text.size() <= k_longest_value) return text;
  std::size_t end = k_longest_value;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not inside a character
  return text.substr(0, end) + "…";
}

std::string text_at(const json::object& object, const char* name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

std::string_view name_of(Event event) {
  static constexpr std::string_view k_names[] = {"look",           "change",   "refused", "sign_in",
                                                 "sign_in_failed", "sign_out", "setup"};
  return k_names[static_cast<std::size_t>(event)];
}

std::filesystem::path audit_folder(const Setting& setting) {
  return setting.centre / "audit";
}

std::string text_of(const Scope& scope) {
  if (scope.everything) return "everything";
  const std::string territories = joined(scope.territories), registers = joined(scope.registers);
  return territories + (territories.empty() || registers.empty() ? "" : "; ") + registers;
}

Status note(const Setting& setting, const AuditEntry& entry) {
  const Visitor& visitor = setting.visitor;
  json::object object;
  object["type"] = k_type;
  object["event"] = name_of(entry.event);
  object["moment"] = moment_text(setting.now);
  object["who"] = visitor.local ? "local" : visitor.name;
  if (!visitor.peer.empty()) object["peer"] = visitor.peer;
  if (visitor.by_token) object["token"] = visitor.entry;
  if (!visitor.local) {
    json::array roles;
    for (const Role role : visitor.roles) roles.emplace_back(name_of(role));
    object["roles"] = std::move(roles);
    object["scope"] = text_of(visitor.scope);
  }
  if (!entry.operation.empty()) object["operation"] = entry.operation;
  if (!entry.parameters.empty()) {
    json::array parameters;
    for (const auto& [name, value] : entry.parameters) {
      if (parameters.size() == k_most_parameters) {
        parameters.emplace_back("… " + std::to_string(entry.parameters.size()));
        break;
      }
      parameters.emplace_back(cut(name + "=" + value));
    }
    object["parameters"] = std::move(parameters);
  }
  if (!entry.registers.empty()) object["registers"] = joined(entry.registers);
  if (!entry.ground.empty()) object["ground"] = cut(entry.ground);
  if (entry.rows) object["rows"] = *entry.rows;
  object["outcome"] = entry.outcome.empty() ? "done" : entry.outcome;
  auto canonical = ledger::canonical_json(json::serialize(object));
  if (!canonical) return pass(canonical);
  return queue_of(audit_folder(setting)).write(setting, std::move(*canonical));
}

Result<AuditRecord> audit_record(const std::string& entry, std::uint64_t number) {
  boost::system::error_code error;
  const json::value parsed = json::parse(entry, error);
  const json::object* object = error ? nullptr : parsed.if_object();
  if (object == nullptr || text_at(*object, "type") != k_type)
    return fail(Code::corrupt, "error.audit.entry", {{"entry", std::to_string(number)}});
  AuditRecord record{.moment = text_at(*object, "moment"),
                     .event = text_at(*object, "event"),
                     .who = text_at(*object, "who"),
                     .peer = text_at(*object, "peer"),
                     .operation = text_at(*object, "operation"),
                     .parameters = {},
                     .registers = text_at(*object, "registers"),
                     .scope = text_at(*object, "scope"),
                     .ground = text_at(*object, "ground"),
                     .outcome = text_at(*object, "outcome"),
                     .rows = {}};
  if (const json::value* parameters = object->if_contains("parameters");
      parameters != nullptr && parameters->is_array())
    for (const json::value& one : parameters->get_array())
      if (one.is_string()) record.parameters += (record.parameters.empty() ? "" : "; ") + std::string(one.get_string());
  if (const json::value* rows = object->if_contains("rows"); rows != nullptr && rows->is_int64())
    record.rows = rows->get_int64();
  return record;
}

}  // namespace tartip::app
