// The audit log as a person reads it, and whether it is as it was written.
#include <algorithm>

#include "app/audit.hpp"
#include "app/centre.hpp"
#include "app/ledger_place.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/wording.hpp"
#include "ledger/log.hpp"

namespace tartip::app {
namespace {

constexpr std::uint64_t k_step = 256;  // entries read at a time: one file

struct Wanted {
  std::string event, who, register_id, since;
};

bool fits(const AuditRecord& record, const Wanted& wanted) {
  const auto lists = [](const std::string& all, const std::string& one) {
    return (", " + all + ",").find(", " + one + ",") != std::string::npos;
  };
  return (wanted.event.empty() || record.event == wanted.event) && (wanted.who.empty() || record.who == wanted.who) &&
         (wanted.register_id.empty() || lists(record.registers, wanted.register_id));
}

SheetCell cell(const std::string& text) {
  return text.empty() ? SheetCell() : SheetCell(text);
}

Result<Answer> audit_list(const Call& call) {
  const Wording words(call.setting());
  Sheet sheet{.id = "audit", .title = words("title.audit")};
  sheet.columns = {words.column("entry", CellKind::integer),
                   words.column("at"),
                   words.column("event", CellKind::word),
                   words.column("who"),
                   words.column("operation"),
                   words.column("registers"),
                   words.column("ground"),
                   words.column("rows", CellKind::integer),
                   words.column("outcome"),
                   words.column("scope"),
                   words.column("parameters"),
                   words.column("peer")};
  for (std::size_t at = 9; at < 12; ++at) sheet.columns[at].detail = true;
  auto log = ledger::Log::open(audit_folder(call.setting()));
  if (!log && log.error().code == Code::not_found)
    return Answer{.sheets = {std::move(sheet)}, .said = {{"said.audit.none", {}}}};
  if (!log) return pass(log);
  sheet.header = {words.fact("ledger", log->checkpoint().origin), words.fact("entries", std::to_string(log->size()))};
  const Wanted wanted{call.text("event"), call.text("who"), call.text("register"), call.text("since")};
  const auto limit = static_cast<std::size_t>(call.integer("limit"));
  // From the end, which is what is looked for; the log grows by time, so an earlier day ends the search.
  bool over = false;
  for (std::uint64_t to = log->size(); to > 0 && !over;) {
    const std::uint64_t from = (to - 1) / k_step * k_step;
    auto entries = log->entries(from, to);
    if (!entries) return pass(entries);
    for (std::uint64_t number = to; number-- > from && !over;) {
      auto record = audit_record((*entries)[number - from], number);
      if (!record) return pass(record);
      over = !wanted.since.empty() && record->moment.substr(0, 10) < wanted.since;
      if (over || !fits(*record, wanted)) continue;
      sheet.rows.push_back({static_cast<std::int64_t>(number), record->moment, record->event, record->who,
                            cell(record->operation), cell(record->registers), cell(record->ground),
                            record->rows ? SheetCell(*record->rows) : SheetCell(), record->outcome, cell(record->scope),
                            cell(record->parameters), cell(record->peer)});
      over = sheet.rows.size() >= limit;
    }
    to = from;
  }
  return Answer{.sheets = {std::move(sheet)}};
}

Result<Answer> audit_verify(const Call& call) {
  return ledger_verification(call, audit_folder(call.setting()));
}

}  // namespace

std::vector<Operation> audit_rows() {
  Parameter since = option("since", Kind::day);
  return {
      {"audit",
       "list",
       Permission::look,
       {option("who", Kind::text, "NAME"),
        choice("event", {"look", "change", "refused", "sign_in", "sign_in_failed", "sign_out", "setup"}, ""),
        option("register", Kind::text, "NAME"), since, whole("limit", 1, 1e6, "100")},
       {"audit list --event look", "audit list --who aigul --since 2026-01-01 --format csv"},
       audit_list},
      {"audit",
       "verify",
       Permission::look,
       {option("pinned", Kind::file, "CHECKPOINT")},
       {"audit verify", "audit verify --pinned kept/checkpoint"},
       audit_verify},
  };
}

}  // namespace tartip::app
