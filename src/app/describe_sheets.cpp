#include "app/describe_sheets.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/joined.hpp"
#include "app/time_words.hpp"
#include "axes/toml_text.hpp"

namespace tartip::app {
namespace {

using registers::ColumnTaken;
using registers::Guess;
using ColumnRole = registers::Role;

std::string name_of(registers::FileFormat format) {
  switch (format) {
    case registers::FileFormat::csv:
      return "csv";
    case registers::FileFormat::json_lines:
      return "jsonl";
    case registers::FileFormat::geojson:
      return "geojson";
    case registers::FileFormat::xlsx:
      return "xlsx";
    case registers::FileFormat::parquet:
      return "parquet";
  }
  return "";
}

std::string name_of_delimiter(char delimiter) {
  switch (delimiter) {
    case ';':
      return "semicolon";
    case '\t':
      return "tab";
    case '|':
      return "bar";
    default:
      return "comma";
  }
}

const axes::TerritoryLevel* level_of(const Understanding& of, const std::string& id) {
  const axes::Territory* territory = of.known.territory(of.proposal.description.place.territory);
  if (territory == nullptr) return nullptr;
  const auto level = territory->level_named(id);
  return level ? &territory->levels()[static_cast<std::size_t>(*level)] : nullptr;
}

std::string name_in(const axes::Names& names, const std::string& id, const std::string& language) {
  return names.by_language.empty() ? id : names.in(language);
}

// The same with the names of what the centre knows.
std::string named(const Understanding& of, const std::string& key, std::vector<Argument> arguments,
                  const Wording& words) {
  for (Argument& argument : arguments) {
    if (argument.name == "territory") {
      if (const auto* territory = of.known.territory(argument.value))
        argument.value = name_in(territory->names(), territory->id(), words.language());
    } else if (argument.name == "level") {
      if (const auto* level = level_of(of, argument.value))
        argument.value = name_in(level->names, level->id, words.language());
    } else if (argument.name == "scheme") {
      if (const auto* scheme = of.known.scheme(argument.value))
        argument.value = name_in(scheme->names(), scheme->id(), words.language());
    }
  }
  return readable(key, std::move(arguments), words);
}

// The reasons about one column, or about one fact of the file.
std::string reasons_of(const Understanding& of, const std::string& column, std::initializer_list<std::string_view> keys,
                       const Wording& words) {
  std::string text;
  for (const Guess& guess : of.proposal.guesses) {
    if (guess.column != column) continue;
    if (column.empty() && std::ranges::find(keys, guess.key) == keys.end()) continue;
    text += (text.empty() ? "" : " ") + named(of, guess.key, guess.arguments, words);
  }
  return text;
}

// A detail as people read it.
std::string label_of(const Understanding& of, ColumnRole role, const std::string& detail, const Wording& words) {
  switch (role) {
    case ColumnRole::time:
    case ColumnRole::until:
      return readable_format(detail, words);
    case ColumnRole::unit:
    case ColumnRole::within:
      if (const auto* level = level_of(of, detail)) return name_in(level->names, level->id, words.language());
      return detail;
    case ColumnRole::kind:
      if (const auto* scheme = of.known.scheme(detail)) return name_in(scheme->names(), scheme->id(), words.language());
      return detail.empty() || detail == "own" ? words("describe.own_values") : detail;
    default:
      return detail;
  }
}

std::string detail_of(const ColumnTaken& column) {
  if (!column.details.empty()) return column.details.front();
  return column.role == ColumnRole::kind ? "own" : "";
}

class UnderstoodRows {
 public:
  UnderstoodRows(const Understanding& of, const registers::Axes& axes, const Wording& words)
      : of_(of), d_(of.proposal.description), axes_(axes), words_(words) {
    sheet_ = {.id = "understood", .title = words("title.understood")};
    sheet_.columns = {words.column("line", CellKind::integer), words.column("fate", CellKind::word)};
    sheet_.columns.push_back(words.column("time"));
    if (has_place()) sheet_.columns.push_back(words.column("place"));
    if (!d_.classes.column.empty()) sheet_.columns.push_back(words.column("class"));
    for (const auto& quantity : d_.quantities)
      sheet_.columns.push_back({"value_" + quantity.id, quantity.column, CellKind::number, 2});
    for (const auto& attribute : d_.attributes) sheet_.columns.push_back({"value_" + attribute.id, attribute.column});
    for (const auto& text : d_.texts) sheet_.columns.push_back({"value_" + text.id, text.column});
    sheet_.columns.push_back(words.column("expected"));
  }

  void add(const registers::Record& record, const registers::Event* event, const registers::Rejection* rejection) {
    // The first rows, and a few that wait wherever they stand.
    constexpr std::size_t k_first = 6, k_waiting = 3;
    const bool waits = rejection != nullptr;
    if (sheet_.rows.size() >= k_first && (!waits || waiting_ >= k_waiting)) return;
    if (waits) ++waiting_;
    std::vector<SheetCell> cells = {record.line, std::string(waits ? "waits" : "taken")};
    if (event != nullptr) add_facts(*event, cells);
    cells.resize(sheet_.columns.size());
    if (waits) {
      const std::string expected = named(of_, rejection->expected_key, rejection->arguments, words_);
      cells.back() = rejection->column.empty()
                         ? expected
                         : fmt::format("{}: {} — {}", rejection->column,
                                       rejection->value.empty() ? "…" : rejection->value, expected);
    }
    sheet_.rows.push_back(std::move(cells));
  }

  Sheet take() {
    if (waiting_ == 0) {
      sheet_.columns.pop_back();
      for (auto& row : sheet_.rows) row.pop_back();
    }
    for (std::size_t c = 0; c < sheet_.columns.size(); ++c)
      if (sheet_.columns[c].kind == CellKind::number && std::ranges::all_of(sheet_.rows, [&](const auto& row) {
            const auto* value = std::get_if<double>(&row[c]);
            return value == nullptr || std::trunc(*value) == *value;
          }))
        sheet_.columns[c].digits = 0;
    return std::move(sheet_);
  }

 private:
  bool has_place() const { return !d_.place.x_column.empty() || !d_.place.code_column.empty(); }

  void add_facts(const registers::Event& event, std::vector<SheetCell>& cells) const {
    cells.push_back(time_of(event));
    if (has_place()) cells.push_back(place_of(event));
    if (!d_.classes.column.empty()) cells.push_back(class_of(event));
    for (const double value : event.quantities) cells.push_back(number_cell(value));
    for (const auto& values : {event.attributes, event.texts})
      for (const std::string_view value : values)
        cells.push_back(value.empty() ? SheetCell() : SheetCell(std::string(value)));
  }

  SheetCell time_of(const registers::Event& event) const {
    if (!event.has_time) return {};
    if (event.hour >= 0) return text_of_moment(event.from, *axes_.centre_zone);
    const auto end_day = [&](axes::Micros utc) {
      return axes::Day(std::chrono::days(axes_.centre_zone->to_local(utc - 1) / axes::k_micros_per_day + 1));
    };
    const axes::Day from(std::chrono::days(event.day));
    return axes::text_of(axes::Span{from, std::max(end_day(event.until), from + std::chrono::days(1))});
  }

  SheetCell place_of(const registers::Event& event) const {
    if (event.unit >= 0) {
      const auto& unit = axes_.territory->units()[static_cast<std::size_t>(event.unit)];
      return name_in(unit.names, unit.code, words_.language());
    }
    if (!event.has_point) return {};
    return std::isnan(event.longitude) ? fmt::format("{:.0f}, {:.0f}", event.x, event.y)
                                       : fmt::format("{:.4f}, {:.4f}", event.latitude, event.longitude);
  }

  SheetCell class_of(const registers::Event& event) const {
    if (event.item >= 0) {
      const auto& item = axes_.classes->items()[static_cast<std::size_t>(event.item)];
      return name_in(item.names, item.code, words_.language());
    }
    return event.new_class.empty() ? SheetCell() : SheetCell(std::string(event.new_class));
  }

  const Understanding& of_;
  const registers::Description& d_;
  const registers::Axes& axes_;
  const Wording& words_;
  Sheet sheet_;
  std::size_t waiting_ = 0;
};

}  // namespace

Sheet proposal_sheet(const Understanding& of, const Wording& words) {
  Sheet sheet{.id = "proposal", .title = words("title.proposal")};
  sheet.header = {words.fact("register", of.proposal.description.id)};
  sheet.columns = {words.column("column"),
                   words.column("examples", CellKind::list),
                   words.column("role", CellKind::word),
                   words.column("detail"),
                   words.column("reasons"),
                   words.column("guessed"),
                   words.column("chosen", CellKind::integer),
                   words.column("known", CellKind::integer),
                   words.column("different", CellKind::integer)};
  for (std::size_t i = 5; i < sheet.columns.size(); ++i) sheet.columns[i].detail = true;
  for (const ColumnTaken& column : of.proposal.columns)
    sheet.rows.push_back({column.column, listed(column.samples), std::string(registers::name_of(column.role)),
                          detail_of(column), reasons_of(of, column.column, {}, words),
                          std::string(registers::name_of(column.guessed)), std::int64_t{column.chosen ? 1 : 0},
                          column.known, column.distinct});
  return sheet;
}

Sheet file_sheet(const Understanding& of, const Wording& words) {
  const registers::Description& d = of.proposal.description;
  Sheet sheet{.id = "file", .title = words("title.file_understood")};
  sheet.columns = {words.column("file_fact", CellKind::word), words.column("value"), words.column("reasons")};
  const auto add = [&](const char* fact, std::string value, std::initializer_list<std::string_view> keys) {
    sheet.rows.push_back({std::string(fact), std::move(value), reasons_of(of, "", keys, words)});
  };
  const bool csv = d.file.format == registers::FileFormat::csv;
  add("format", name_of(d.file.format), {});
  if (csv) add("delimiter", name_of_delimiter(d.file.delimiter), {"guess.delimiter"});
  if (csv || d.file.format == registers::FileFormat::json_lines) add("encoding", d.file.encoding, {"guess.encoding"});
  if (!of.sample.sheets.empty()) add("worksheet", d.file.sheet.empty() ? of.sample.sheets.front() : d.file.sheet, {});
  if (d.file.skip_lines > 0) add("skip-lines", std::to_string(d.file.skip_lines), {"guess.header_row"});
  add("decimal", d.file.decimal == ',' ? "comma" : "point", {"guess.decimal_comma", "guess.thousands_blank"});
  if (!of.known.territories.empty()) add("territory", d.place.territory.empty() ? "none" : d.place.territory, {});
  if (!d.place.x_column.empty()) add("crs", d.place.crs, {});
  if (d.time.from.columns.empty()) add("time", d.time.from.value, {"guess.no_time"});
  return sheet;
}

Sheet alternatives_sheet(const Understanding& of, const Wording& words) {
  const registers::Description& d = of.proposal.description;
  Sheet sheet{.id = "alternatives", .title = words("title.alternatives")};
  sheet.columns = {words.column("column"),
                   words.column("what"),
                   words.column("value"),
                   words.column("label"),
                   words.column("known", CellKind::integer),
                   words.column("of", CellKind::integer)};
  for (const ColumnTaken& column : of.proposal.columns) {
    const std::string role(registers::name_of(column.role));
    bool there = column.details.empty();
    for (const registers::Fit& fit : column.fits) {
      there = there || fit.detail == column.details.front();
      sheet.rows.push_back(
          {column.column, role, fit.detail, label_of(of, column.role, fit.detail, words), fit.known, fit.of});
    }
    const bool time = column.role == ColumnRole::time || column.role == ColumnRole::until;
    if (!there && time)
      sheet.rows.push_back({column.column,
                            role,
                            column.details.front(),
                            label_of(of, column.role, column.details.front(), words),
                            {},
                            {}});
    if (column.role == ColumnRole::kind)
      sheet.rows.push_back({column.column, role, std::string("own"), words("describe.own_values"), {}, {}});
  }
  const auto add = [&](const char* fact, const std::string& value, std::string label) {
    sheet.rows.push_back({std::string(), std::string(fact), value, std::move(label), {}, {}});
  };
  if (d.file.format == registers::FileFormat::csv) {
    for (const char* value : {"comma", "semicolon", "tab", "bar"})
      add("delimiter", value, words(std::string("word.delimiter.") + value));
    for (const char* value : {"utf-8", "windows-1251", "koi8-r", "ibm866", "utf-16"}) add("encoding", value, value);
  }
  for (const char* value : {"point", "comma"}) add("decimal", value, words(std::string("word.decimal.") + value));
  for (const std::string& name : of.sample.sheets) add("worksheet", name, name);
  for (std::size_t i = 0; i < of.known.territories.size(); ++i) {
    const axes::Territory& territory = *of.known.territories[i];
    const registers::Fit& fit = of.proposal.territories[i];
    sheet.rows.push_back({std::string(), std::string("territory"), territory.id(),
                          name_in(territory.names(), territory.id(), words.language()), fit.known, fit.of});
  }
  if (!of.known.territories.empty()) add("territory", "none", words("describe.no_territory"));
  return sheet;
}

Sheet roles_sheet(const Wording& words) {
  Sheet sheet{.id = "roles", .title = words("title.roles")};
  sheet.columns = {words.column("role", CellKind::word), words.column("single", CellKind::integer)};
  for (const ColumnRole role : registers::all_roles())
    sheet.rows.push_back({std::string(registers::name_of(role)), std::int64_t{registers::is_single(role) ? 1 : 0}});
  return sheet;
}

Result<CheckSheets> check_sheets(const Understanding& of, const registers::Axes& axes, const Wording& words) {
  UnderstoodRows rows(of, axes, words);
  auto check =
      registers::check_sample(of.sample, of.proposal.description, axes,
                              [&](const registers::Record& record, const registers::Event* event,
                                  const registers::Rejection* rejection) { rows.add(record, event, rejection); });
  if (!check) return pass(check);
  Sheet counts{.id = "check", .title = words("title.check")};
  counts.columns = {words.column("read", CellKind::integer), words.column("accepted", CellKind::integer),
                    words.column("rejected", CellKind::integer)};
  counts.rows.push_back({check->read, check->accepted, check->read - check->accepted});
  if (!of.sample.whole) counts.note = words("note.check", {{"count", std::to_string(check->read)}});
  Sheet reasons{.id = "reasons", .title = words("title.reasons")};
  reasons.columns = {words.column("column"), words.column("expected"), words.column("rows", CellKind::integer),
                     words.column("example"), words.column("line", CellKind::integer)};
  for (const registers::CheckedReason& reason : check->reasons)
    reasons.rows.push_back({reason.column, named(of, reason.expected_key, reason.arguments, words), reason.rows,
                            reason.example, reason.line});
  CheckSheets answer;
  answer.sheets = {rows.take(), std::move(counts), std::move(reasons)};
  const registers::PlaceRule& place = of.proposal.description.place;
  for (int bit = 0; bit < registers::k_flag_count; ++bit) {
    const std::int64_t count = check->flags[static_cast<std::size_t>(bit)];
    const bool nowhere = place.x_column.empty() && place.code_column.empty();
    if (count == 0 || (1U << bit == registers::k_no_place && nowhere)) continue;
    answer.said.push_back(
        {"said.import.flag." + std::string(registers::name_of_flag(bit)), {{"count", std::to_string(count)}}});
  }
  return answer;
}

std::string description_text(const registers::Proposal& proposal, const Wording& words) {
  std::string text;
  const auto say = [&](const std::string& line) { text += axes::comment_line(line); };
  for (const Guess& guess : proposal.guesses)
    if (guess.column.empty()) say(words(guess.key, guess.arguments));
  for (const ColumnTaken& column : proposal.columns) {
    std::string line = column.column + " → " + words("word.role." + std::string(registers::name_of(column.role))) + ":";
    if (column.role != column.guessed)
      line += " " +
              words("guess.instead", {{"role", words("word.role." + std::string(registers::name_of(column.guessed)))}});
    for (const Guess& guess : proposal.guesses)
      if (guess.column == column.column) line += " " + words(guess.key, guess.arguments);
    say(line);
  }
  return text + "\n" + registers::write_description(proposal.description);
}

}  // namespace tartip::app
