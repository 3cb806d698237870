// What the tests find in the audit log of a centre.
#pragma once
#include <string>
#include <vector>

#include "app/audit.hpp"
#include "app/operation.hpp"
#include "ledger/log.hpp"

namespace tartip::test {

// All of it, oldest first; nothing when there is no log yet.
inline std::vector<app::AuditRecord> audit_log(const app::Setting& setting) {
  auto opened = ledger::Log::open(app::audit_folder(setting));
  if (!opened) return {};
  std::vector<app::AuditRecord> found;
  const auto entries = opened->entries(0, opened->size()).value();
  for (const std::string& entry : entries) found.push_back(app::audit_record(entry, found.size()).value());
  return found;
}

}  // namespace tartip::test
