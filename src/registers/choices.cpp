#include "registers/choices.hpp"

#include <algorithm>

#include "registers/time_format.hpp"
#include "registers/time_pieces.hpp"
#include "text/folding.hpp"

namespace tartip::registers {
namespace {

template <class Items, class Text>
std::string listed(const Items& items, const Text& text) {
  std::string list;
  for (const auto& item : items) list += (list.empty() ? "" : ", ") + std::string(text(item));
  return list.empty() ? "–" : list;
}

class Chooser {
 public:
  Chooser(Draft& draft, const Choices& choices) : draft_(draft), choices_(choices) {}

  Status run() {
    for (ColumnTaken& column : draft_.columns) column.role = column.guessed;
    if (Status put = put_roles(); !put) return put;
    displace();
    if (Status timed = settle_times(); !timed) return timed;
    if (Status placed = settle_places(); !placed) return placed;
    return settle_classes();
  }

 private:
  std::size_t at(const ColumnTaken& column) const { return static_cast<std::size_t>(&column - draft_.columns.data()); }
  ColumnSample& sample(const ColumnTaken& column) { return draft_.samples[at(column)]; }
  void fall_back(ColumnTaken& column) { guess_rest(draft_, at(column), false); }

  Status put_roles() {
    for (const Choice& choice : choices_.columns) {
      const auto column = std::ranges::find(draft_.columns, choice.column, &ColumnTaken::column);
      if (column == draft_.columns.end())
        return fail(Code::bad_input, "error.describe.column",
                    {{"column", choice.column},
                     {"columns", listed(draft_.columns, [](const ColumnTaken& one) { return one.column; })}});
      if (column->chosen) return fail(Code::bad_input, "error.describe.column_twice", {{"column", choice.column}});
      for (const ColumnTaken& other : draft_.columns)
        if (other.chosen && other.role == choice.role && is_single(choice.role))
          return fail(
              Code::bad_input, "error.describe.role_twice",
              {{"role", std::string(name_of(choice.role))}, {"first", other.column}, {"second", choice.column}});
      column->chosen = true;
      if (column->role == choice.role && choice.detail.empty()) continue;  // as guessed
      column->role = choice.role;
      column->details.clear();
      if (!choice.detail.empty()) column->details = {choice.detail};
    }
    return {};
  }

  // Who has a role only by guess gives it up to who was given it.
  void displace() {
    for (const ColumnTaken& given : draft_.columns) {
      if (!given.chosen || (!is_single(given.role) && given.role != Role::key)) continue;
      for (ColumnTaken& other : draft_.columns)
        if (!other.chosen && other.role == given.role) fall_back(other);
    }
  }

  // A whole date stands alone or with a clock; of every part there is one.
  Status settle_times() {
    for (const Role role : {Role::time, Role::until}) {
      std::vector<ColumnTaken*> given;
      for (ColumnTaken& column : draft_.columns) {
        if (column.role != role || !column.chosen) continue;
        if (column.details.empty())
          column.details = time_formats(sample(column));
        else if (column.details.size() == 1)
          column.details = sample(column).formats_from(column.details.front());
        for (const ColumnTaken* other : given)
          if (clash(*other, column))
            return fail(Code::bad_input, "error.describe.two_dates",
                        {{"role", std::string(name_of(role))}, {"first", other->column}, {"second", column.column}});
        given.push_back(&column);
      }
      for (ColumnTaken& column : draft_.columns) {
        if (column.role != role || column.chosen) continue;
        if (std::ranges::any_of(given, [&](const ColumnTaken* one) { return clash(*one, column); })) fall_back(column);
      }
      if (role == Role::time && !choices_.time.empty())
        if (Status alone = settle_time_of_file(given); !alone) return alone;
      if (Status good = compiles(role); !good) return good;
    }
    return {};
  }

  static bool has_clock(const std::string& format) { return format.find_first_of("HI") != std::string::npos; }
  static bool clash(const ColumnTaken& one, const ColumnTaken& other) {
    const std::string &a = one.details.front(), &b = other.details.front();
    const TimePart first = part_of(a), second = part_of(b);
    if (first == second) return true;
    const auto beside = [](TimePart date, TimePart part, const std::string& format) {
      return date == TimePart::date && (part != TimePart::clock || has_clock(format));
    };
    return beside(first, second, a) || beside(second, first, b);
  }

  Status settle_time_of_file(const std::vector<ColumnTaken*>& given) {
    if (!given.empty())
      return fail(Code::bad_input, "error.describe.time_and_column",
                  {{"time", choices_.time}, {"column", given.front()->column}});
    if (!TimeFormat::compile("iso")->read(choices_.time))
      return fail(Code::bad_input, "error.describe.time", {{"time", choices_.time}});
    for (ColumnTaken& column : draft_.columns)
      if (column.role == Role::time) fall_back(column);
    return {};
  }

  // A letter that a format does not know is a person's slip; a clock without a date is only not enough yet.
  Status compiles(Role role) const {
    for (const ColumnTaken& column : draft_.columns) {
      if (column.role != role) continue;
      for (const std::string& format : column.details)
        if (auto compiled = TimeFormat::compile(format);
            !compiled && compiled.error().key != "error.time_format.no_year")
          return fail(Code::bad_input, compiled.error().key, compiled.error().arguments);
    }
    return {};
  }

  Status settle_places() {
    const auto& known = draft_.known->territories;
    if (!choices_.territory.empty() && choices_.territory != "none") {
      if (draft_.known->territory(choices_.territory) == nullptr)
        return fail(Code::bad_input, "error.describe.territory",
                    {{"territory", choices_.territory},
                     {"territories", listed(known, [](const auto& one) { return one->id(); })}});
      draft_.territory = choices_.territory;
    }
    for (ColumnTaken& column : draft_.columns) {
      if (column.role != Role::unit && column.role != Role::within) continue;
      if (known.empty() || choices_.territory == "none")
        return fail(Code::bad_input, "error.describe.no_territory", {{"column", column.column}});
      if (draft_.territory.empty()) draft_.territory = best_territory(column);
      if (Status good = settle_level(column, *draft_.known->territory(draft_.territory)); !good) return good;
    }
    return {};
  }

  std::string best_territory(const ColumnTaken& column) {
    const std::vector<std::string> values = tried_values(sample(column));
    std::string best = draft_.known->territories.front()->id();
    std::int64_t most = 0;
    for (const auto& territory : draft_.known->territories) {
      const std::vector<Fit> fits = unit_fits(*territory, values);
      const Fit* fit = best_of(fits);
      if (fit == nullptr || fit->known <= most) continue;
      most = fit->known;
      best = territory->id();
    }
    return best;
  }

  Status settle_level(ColumnTaken& column, const axes::Territory& territory) {
    if (!column.details.empty() && territory.level_named(column.details.front())) return {};
    if (!column.details.empty() && column.chosen)
      return fail(Code::bad_input, "error.describe.level",
                  {{"level", column.details.front()},
                   {"territory", territory.id()},
                   {"levels", listed(territory.levels(), [](const auto& level) { return level.id; })}});
    const std::vector<Fit> fits = unit_fits(territory, tried_values(sample(column)));
    const Fit* best = best_of(fits);
    column.details = {best != nullptr ? best->detail : territory.levels().back().id};
    return {};
  }

  Status settle_classes() {
    for (ColumnTaken& column : draft_.columns) {
      if (column.role != Role::kind || !column.chosen) continue;
      if (column.details.empty()) {
        if (column.guessed == Role::kind) continue;  // its own values, as guessed
        const std::vector<std::string> values = tried_values(sample(column));
        for (const auto& scheme : draft_.known->schemes)
          if (class_fit(*scheme, values).share() >= k_fits) column.details = {scheme->id()};
      } else if (column.details.front() == "own") {
        column.details.clear();
      } else if (draft_.known->scheme(column.details.front()) == nullptr) {
        return fail(Code::bad_input, "error.describe.scheme",
                    {{"scheme", column.details.front()},
                     {"schemes", listed(draft_.known->schemes, [](const auto& one) { return one->id(); })}});
      }
    }
    return {};
  }

  Draft& draft_;
  const Choices& choices_;
};

}  // namespace

Status apply_choices(Draft& draft, const Choices& choices) {
  return Chooser(draft, choices).run();
}

Result<Choice> parse_choice(std::string_view text, const std::vector<std::string>& columns) {
  const std::string* column = nullptr;
  for (const std::string& name : columns)
    if (text.starts_with(name) && text.substr(name.size()).starts_with('=') &&
        (column == nullptr || name.size() > column->size()))
      column = &name;
  if (column == nullptr) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string_view::npos || equals == 0)
      return fail(Code::bad_input, "error.describe.choice", {{"value", std::string(text)}});
    const std::string name(text.substr(0, equals));
    if (const auto near = text::nearest(name, columns))
      return fail(Code::bad_input, "error.describe.column_near", {{"column", name}, {"nearest", *near}});
    return fail(Code::bad_input, "error.describe.column",
                {{"column", name}, {"columns", listed(columns, [](const std::string& one) { return one; })}});
  }
  const std::string_view meant = text.substr(column->size() + 1);
  const std::string_view word = meant.substr(0, meant.find(':'));
  const auto role = role_named(word);
  if (!role)
    return fail(Code::bad_input, "error.describe.role",
                {{"role", std::string(word)}, {"column", *column}, {"roles", listed(all_roles(), name_of)}});
  return Choice{*column, *role, word.size() < meant.size() ? std::string(meant.substr(word.size() + 1)) : ""};
}

}  // namespace tartip::registers
