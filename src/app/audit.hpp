// The audit log: who looked at records and on what ground, who entered, who changed what. An append-only ledger of its
// own in the centre's folder, `audit/` (docs/ledger.md), so that a changed or missing entry shows.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/operation.hpp"
#include "base/error.hpp"

namespace tartip::app {

// What happened; the names stand in the log and never change.
enum class Event { look, change, refused, sign_in, sign_in_failed, sign_out, setup };
std::string_view name_of(Event event);

struct AuditEntry {
  Event event = Event::look;
  std::string operation = {};                                        // "register export", "ogc items"
  std::vector<std::pair<std::string, std::string>> parameters = {};  // without secrets
  std::vector<std::string> registers = {};
  std::string ground = {};
  std::optional<std::int64_t> rows = {};
  std::string outcome = {};  // "done", or the key of the error
};

std::filesystem::path audit_folder(const Setting& setting);

// The moment, the visitor, its address and scope are the setting's. When this returns, the entry is on the disk and
// committed to; entries of several threads are written together. Errors: those of the ledger and of its key.
Status note(const Setting& setting, const AuditEntry& entry);

// An entry as it was read back. Errors: corrupt `error.audit.entry`.
struct AuditRecord {
  std::string moment, event, who, peer, operation, parameters, registers, scope, ground, outcome;
  std::optional<std::int64_t> rows;
};
Result<AuditRecord> audit_record(const std::string& entry, std::uint64_t number);

// For people and logs: "everything", "KZ-15; fires".
std::string text_of(const Scope& scope);

}  // namespace tartip::app
