// Taking an import back.
#include "app/centre.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/wording.hpp"

namespace tartip::app {
namespace {

// The same sentences before it is done and after.
std::vector<Message> effects_of(const store::Withdrawal& withdrawal) {
  std::vector<Message> said;
  const auto say = [&](const char* key, std::int64_t count) {
    if (count > 0) said.push_back({key, {{"count", std::to_string(count)}}});
  };
  say("said.withdrawal.gone", withdrawal.gone);
  say("said.withdrawal.returned", withdrawal.returned);
  say("said.withdrawal.kept", withdrawal.kept);
  say("said.withdrawal.closed", withdrawal.closed);
  say("said.withdrawal.reopened", withdrawal.reopened);
  if (said.empty()) said.push_back({"said.withdrawal.nothing", {}});
  return said;
}

Result<Answer> register_withdraw(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::write);
  if (!centre) return pass(centre);
  store::WithdrawalOptions options{
      .now = call.setting().now, .known_on = {}, .reason = call.text("reason"), .dry_run = call.setting().dry_run};
  if (call.has("known-on")) {
    auto moment = end_of_day(*centre, call.text("known-on"));
    if (!moment) return pass(moment);
    options.known_on = *moment;
  }
  auto withdrawal = centre->store.withdraw_import(call.text("register"), call.integer("import"), options);
  if (!withdrawal) return pass(withdrawal);
  const Wording words(call.setting());
  Sheet sheet{.id = "withdrawal", .title = words("title.withdrawal")};
  sheet.header = {words.fact("register", call.text("register"))};
  sheet.columns = {words.column("import", CellKind::integer),   words.column("gone", CellKind::integer),
                   words.column("returned", CellKind::integer), words.column("kept", CellKind::integer),
                   words.column("closed", CellKind::integer),   words.column("reopened", CellKind::integer)};
  sheet.rows.push_back({withdrawal->import, withdrawal->gone, withdrawal->returned, withdrawal->kept,
                        withdrawal->closed, withdrawal->reopened});
  Answer answer{.sheets = {std::move(sheet)}, .said = effects_of(*withdrawal)};
  if (!options.dry_run)
    answer.said.push_back({"said.withdrawal.done",
                           {{"import", std::to_string(withdrawal->import)}, {"register", call.text("register")}}});
  return answer;
}

}  // namespace

std::vector<Operation> withdrawal_rows() {
  Parameter import = whole("import", 1, 1e15);
  import.positional = import.required = true;
  import.placeholder = "NUMBER";
  return {
      {"register",
       "withdraw",
       Permission::import,
       {word("register", "NAME"), import, option("reason", Kind::text, "TEXT"), option("known-on", Kind::day)},
       {"register withdraw offences 3 --reason \"the file of another region\"",
        "register withdraw offences 3 --dry-run"},
       register_withdraw},
  };
}

}  // namespace tartip::app
