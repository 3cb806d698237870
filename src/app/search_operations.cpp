// `centre search`: what a person means by a few letters — a place, a class, a register, an indicator.
#include "app/decision.hpp"
#include "app/name_book.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/wording.hpp"

namespace tartip::app {
namespace {

// Territories, classifications and indicators are for everybody; registers, and classes that are a register's own, for
// those whose scope they lie in; the classes tell what occurs in it, so they are its figures' matter.
bool may_see(const Visitor& visitor, const NamedThing& thing) {
  if (thing.register_id.empty() || visitor.local) return true;
  return decide(visitor, {.matter = thing.kind == NamedThing::Kind::class_item ? Matter::figures : Matter::catalogue,
                          .registers = {thing.register_id},
                          .narrows_by_territory = true})
      .admitted();
}

Result<Answer> centre_search(const Call& call) {
  auto book = NameBook::of(call.setting());
  if (!book) return pass(book);
  const std::vector<NamedThing>& things = (*book)->things();
  const std::string& kind = call.text("kind");
  const auto wanted = [&](std::uint32_t entry) {
    const NamedThing& thing = things[entry];
    return (kind == "all" || kind == name_of(thing.kind)) && may_see(call.setting().visitor, thing);
  };
  const auto matches =
      (*book)->index().find(call.text("text"), static_cast<std::size_t>(call.integer("limit")), wanted);

  const Wording words(call.setting());
  Sheet sheet{.id = "found", .title = words("title.found", {{"text", call.text("text")}})};
  sheet.columns = {words.column("kind", CellKind::word),
                   words.column("axis"),
                   words.column("level"),
                   words.column("code"),
                   words.column("name"),
                   words.column("path"),
                   words.column("score", CellKind::number, 2)};
  for (const text::NameMatch& match : matches) {
    const NamedThing& thing = things[match.entry];
    sheet.rows.push_back({std::string(name_of(thing.kind)), thing.axis, thing.level, thing.code,
                          thing.names.in(words.language()), (*book)->path(thing, words.language()), match.score});
  }
  Answer answer{.sheets = {std::move(sheet)}};
  if (matches.empty()) answer.said = {{"said.search.nothing", {{"text", call.text("text")}}}};
  return answer;
}

}  // namespace

std::vector<Operation> search_rows() {
  return {{"centre",
           "search",
           Permission::look,
           {word("text", "TEXT"), choice("kind", {"all", "territory", "class", "register", "indicator"}, "all"),
            whole("limit", 1, 1000, "20")},
           {"centre search караганда", "centre search \"shymk\" --kind territory --format json"},
           centre_search}};
}

}  // namespace tartip::app
