#include "app/centre.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/wording.hpp"

namespace tartip::app {
namespace {

Result<Answer> centre_create(const Call& call) {
  const CentreProfile profile{call.text("name"), call.text("zone"), call.text("language")};
  const std::string folder = call.setting().centre.string();
  if (auto zone = axes::TimeZone::named(profile.zone); !zone) return pass(zone);
  if (call.setting().dry_run) return Answer{};
  if (Status made = create_centre(call.setting().centre, profile); !made) return pass(made);
  return Answer{.said = {{"said.centre.created", {{"folder", folder}, {"zone", profile.zone}}}}};
}

Result<Answer> centre_show(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto registers = centre->store.all_registers();
  if (!registers) return pass(registers);
  auto territories = centre->store.territories();
  if (!territories) return pass(territories);
  auto classifications = centre->store.classifications();
  if (!classifications) return pass(classifications);

  const Wording words(call.setting());
  Sheet sheet{.id = "centre", .title = centre->profile.name};
  sheet.header = {words.fact("folder", centre->folder.string()), words.fact("zone", centre->profile.zone),
                  words.fact("language", centre->profile.language)};
  sheet.columns = {words.column("kind"), words.column("id"), words.column("name"),
                   words.column("members", CellKind::integer), words.column("source")};
  const auto add = [&](const char* kind, const std::string& id, const axes::Names& names, std::int64_t members,
                       const std::string& source) {
    sheet.rows.push_back({words(std::string("word.") + kind), id, names.in(words.language()), members, source});
  };
  for (const auto& entry : *registers)
    add("register", entry.description.id, entry.description.names, entry.events, entry.description.source);
  for (const auto& entry : *territories) add("territory", entry.id, entry.names, entry.members, entry.source);
  for (const auto& entry : *classifications) add("classification", entry.id, entry.names, entry.members, entry.source);
  return Answer{.sheets = {std::move(sheet)}};
}

}  // namespace

std::vector<Operation> centre_rows() {
  return {
      {"centre",
       "create",
       Permission::administer,
       {option("name", Kind::text, "TEXT", "Tartip"), option("zone", Kind::text, "Asia/Almaty", "UTC"),
        choice("language", {"kk", "ru", "en"}, "en")},
       {"centre create --centre ./centre --zone Asia/Almaty", "centre create --name \"Regional centre\" --language kk"},
       centre_create,
       false,
       Web::local},
      {"centre",
       "show",
       Permission::look,
       {},
       {"centre show", "centre show --centre ./centre --format json"},
       centre_show},
  };
}

}  // namespace tartip::app
