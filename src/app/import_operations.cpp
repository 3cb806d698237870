// Import: rows in, with an account that adds up.
#include "app/import_files.hpp"

#include "app/operations.hpp"
#include "app/wording.hpp"
#include "base/file.hpp"

namespace tartip::app {
namespace {

Result<store::GivenDescription> given_description(const std::string& file, const std::string& register_id) {
  Result<registers::Description> description = registers::read_description(file);
  if (!description) return pass(description);
  if (description->id != register_id)
    return fail(Code::bad_input, "error.register.other_id",
                {{"file", file}, {"id", description->id}, {"name", register_id}});
  Result<std::string> toml = read_file(file, 1 << 20);
  if (!toml) return pass(toml);
  return store::GivenDescription{std::move(*description), std::move(*toml)};
}

std::vector<SheetCell> account_row(const std::string& file, const store::RowCounts& rows) {
  return {file, rows.read, rows.fresh, rows.updated, rows.unchanged, rows.quarantined};
}

Sheet account_sheet(const store::ImportAccount& account, const Wording& words) {
  Sheet sheet{.id = "account", .title = words("title.account")};
  sheet.header = {words.fact("register", account.register_id), words.fact("import", std::to_string(account.number))};
  sheet.columns = {words.column("file"),
                   words.column("read", CellKind::integer),
                   words.column("new", CellKind::integer),
                   words.column("updated", CellKind::integer),
                   words.column("unchanged", CellKind::integer),
                   words.column("quarantined", CellKind::integer)};
  for (const auto& file : account.files) sheet.rows.push_back(account_row(file.file, file.rows));
  if (account.files.size() > 1) sheet.rows.push_back(account_row(words("word.total"), account.rows));
  return sheet;
}

// In a register that knows no places no event has one: that is no news.
bool is_news(int flag, const registers::Description& description) {
  const registers::PlaceRule& place = description.place;
  return 1U << flag != registers::k_no_place || !place.x_column.empty() || !place.code_column.empty();
}

void say_what_happened(const store::ImportAccount& account, const registers::Description& description, Answer& answer) {
  for (const auto& file : account.files)
    if (file.same_file) answer.said.push_back({"said.import.same_file", {{"file", file.file}}});
  for (int bit = 0; bit < registers::k_flag_count; ++bit)
    if (const std::int64_t count = account.flags[static_cast<std::size_t>(bit)]; count > 0 && is_news(bit, description))
      answer.said.push_back(
          {"said.import.flag." + std::string(registers::name_of_flag(bit)), {{"count", std::to_string(count)}}});
  if (!account.new_classes.empty())
    answer.said.push_back({"said.import.new_classes", {{"count", std::to_string(account.new_classes.size())}}});
  if (account.resolved > 0)
    answer.said.push_back({"said.import.resolved", {{"count", std::to_string(account.resolved)}}});
  if (account.rows.quarantined > 0)
    answer.said.push_back({"said.import.quarantined",
                           {{"count", std::to_string(account.rows.quarantined)}, {"register", account.register_id}}});
}

}  // namespace

Result<Answer> import_into(const Call& call, Centre& centre, const std::vector<std::string>& files,
                           std::optional<store::GivenDescription> description) {
  store::ImportOptions options{.now = call.setting().now,
                               .centre_zone = &centre.zone,
                               .known_on = {},
                               .threads = call.setting().threads,
                               .dry_run = call.setting().dry_run,
                               .description = std::move(description),
                               .progress = call.setting().progress};
  if (call.has("known-on")) {
    auto moment = end_of_day(centre, call.text("known-on"));
    if (!moment) return pass(moment);
    options.known_on = *moment;
  }
  auto account = centre.store.import_files(call.text("register"), {files.begin(), files.end()}, options);
  if (!account) return pass(account);
  Answer answer;
  answer.sheets.push_back(account_sheet(*account, Wording(call.setting())));
  answer.finding = account->rows.quarantined > 0;
  if (options.description) {  // after a dry run it is not in the centre
    say_what_happened(*account, options.description->description, answer);
  } else {
    auto entry = centre.store.load_register(account->register_id);
    if (!entry) return pass(entry);
    say_what_happened(*account, entry->description, answer);
  }
  return answer;
}

Result<Answer> register_import(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::write);
  if (!centre) return pass(centre);
  std::optional<store::GivenDescription> description;
  if (call.has("description")) {
    auto given = given_description(call.text("description"), call.text("register"));
    if (!given) return pass(given);
    description = std::move(*given);
  }
  return import_into(call, *centre, call.texts("files"), std::move(description));
}

}  // namespace tartip::app
