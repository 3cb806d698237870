#include "app/name_book.hpp"

#include <map>
#include <mutex>
#include <tuple>
#include <unordered_map>

#include "app/centre.hpp"
#include "described.hpp"
#include "statistics/indicator.hpp"
#include "store/hold.hpp"

namespace tartip::app {

class NameBookMaker {
 public:
  Status read(store::Store& store);
  NameBook take() {
    book_.index_ = std::make_unique<const text::NameIndex>(names_);
    return std::move(book_);
  }

 private:
  void add_names(std::size_t thing, const axes::Names& names) {
    for (const auto& [language, name] : names.by_language)
      names_.push_back({static_cast<std::uint32_t>(thing), name, false});
  }
  void add_code(std::size_t thing, const std::string& code) {
    names_.push_back({static_cast<std::uint32_t>(thing), code, true});
  }
  std::size_t add(NamedThing thing) {
    const std::size_t at = book_.things_.size();
    add_names(at, thing.names);
    add_code(at, thing.code);
    book_.things_.push_back(std::move(thing));
    return at;
  }
  void add_members(const std::vector<store::MemberName>& members, NamedThing::Kind kind);
  Status add_indicators();

  NameBook book_;
  std::vector<text::IndexedName> names_;
};

void NameBookMaker::add_members(const std::vector<store::MemberName>& members, NamedThing::Kind kind) {
  constexpr std::string_view k_own = "own:";
  using Identity = std::tuple<std::string_view, std::string_view, std::string_view>;  // axis, level, code
  std::map<Identity, std::pair<std::size_t, axes::Day>> known;                        // thing, and until when
  std::unordered_map<std::int32_t, std::size_t> by_number;                            // of one axis
  std::vector<std::pair<std::size_t, const store::MemberName*>> last;                 // whose parent is the thing's
  std::string_view axis;
  const auto link = [&] {
    for (const auto& [thing, member] : last)
      if (const auto parent = by_number.find(member->parent); parent != by_number.end())
        book_.things_[thing].parent = static_cast<std::int64_t>(parent->second);
    by_number.clear();
    last.clear();
  };
  for (const store::MemberName& member : members) {
    if (member.axis != axis) link();
    axis = member.axis;
    const auto [at, added] = known.try_emplace({member.axis, member.level, member.code}, 0, member.valid.to);
    auto& [thing, until] = at->second;
    if (added) {
      thing = add({kind, member.axis, member.level, member.code, member.names, -1,
                   axis.starts_with(k_own) ? std::string(axis.substr(k_own.size())) : std::string()});
      for (const auto& [scheme, code] : member.other_codes) add_code(thing, code);
    } else {
      add_names(thing, member.names);
    }
    by_number[member.number] = thing;
    if (!added && member.valid.to <= until) continue;
    until = member.valid.to;
    book_.things_[thing].names = member.names;
    last.emplace_back(thing, &member);
  }
  link();
}

Status NameBookMaker::add_indicators() {
  auto indicators = statistics::parse_indicators(embedded::indicators(), "indicators.toml");
  if (!indicators) return pass(indicators);
  std::map<std::string, axes::Names> questions;
  for (const statistics::Question& question : indicators->questions) questions[question.id] = question.names;
  for (const statistics::Indicator& one : indicators->indicators) {
    const std::size_t thing = add({NamedThing::Kind::indicator, one.question, "", one.id.text(), one.names});
    add_names(thing, questions[one.question]);
  }
  return {};
}

Status NameBookMaker::read(store::Store& store) {
  auto registers = store.all_registers();
  if (!registers) return pass(registers);
  for (const store::RegisterEntry& entry : *registers) {
    const auto& description = entry.description;
    const std::size_t thing =
        add({NamedThing::Kind::event_register, "", "", description.id, description.names, -1, description.id});
    add_names(thing, description.event);
  }
  auto units = store.unit_names();
  if (!units) return pass(units);
  add_members(*units, NamedThing::Kind::territory_unit);
  if (Status indicators = add_indicators(); !indicators) return indicators;
  auto classes = store.class_names();
  if (!classes) return pass(classes);
  add_members(*classes, NamedThing::Kind::class_item);
  return {};
}

std::string_view name_of(NamedThing::Kind kind) {
  switch (kind) {
    case NamedThing::Kind::event_register:
      return "register";
    case NamedThing::Kind::territory_unit:
      return "territory";
    case NamedThing::Kind::indicator:
      return "indicator";
    case NamedThing::Kind::class_item:
      return "class";
  }
  return "";
}

Result<std::shared_ptr<const NameBook>> NameBook::of(const Setting& setting) {
  struct Kept {
    std::weak_ptr<store::Hold> hold;
    std::uint64_t generation = 0;
    std::shared_ptr<const NameBook> book;
  };
  static std::mutex mutex;
  static Kept kept;  // a process holds one centre
  const std::uint64_t generation = setting.hold ? setting.hold->generation() : 0;
  if (setting.hold) {
    const std::lock_guard lock(mutex);
    if (kept.book && kept.generation == generation && kept.hold.lock() == setting.hold) return kept.book;
  }
  auto centre = open_centre(setting, Access::read);
  if (!centre) return pass(centre);
  NameBookMaker maker;
  if (Status read = maker.read(centre->store); !read) return pass(read);
  auto book = std::make_shared<const NameBook>(maker.take());
  if (setting.hold) {
    const std::lock_guard lock(mutex);
    kept = {setting.hold, generation, book};
  }
  return book;
}

std::string NameBook::path(const NamedThing& thing, const std::string& language) const {
  std::string path;
  for (std::int64_t at = thing.parent; at >= 0; at = things_[static_cast<std::size_t>(at)].parent) {
    const std::string& name = things_[static_cast<std::size_t>(at)].names.in(language);
    path = path.empty() ? name : name + " › " + path;
  }
  return path;
}

}  // namespace tartip::app
