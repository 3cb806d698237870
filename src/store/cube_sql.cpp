#include "store/cube_sql.hpp"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <optional>
#include <set>
#include <utility>

#include "store/copy.hpp"
#include "store/coverage.hpp"
#include "store/event_select.hpp"
#include "store/room.hpp"
#include "store/schema.hpp"
#include "store/sql_child.hpp"

namespace tartip::store {
namespace {

// A folder that nobody else can read, and that goes when the question is answered.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tartip-sql-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A table of the question: rows made here, or counted by the engine.
struct Source {
  SqlTable table;
  std::optional<Table> rows;
  std::string select;  // when there are no rows
};

using Taken = std::set<std::string>;
std::string free_name(std::string wanted, Taken& taken) {
  while (!taken.insert(wanted).second) wanted += "_";
  return wanted;
}

Value text_or_nothing(const std::string& text) {
  return text.empty() ? Value() : Value(text);
}
Value day_or_nothing(axes::Day day) {
  return day <= axes::k_first_day || day >= axes::k_last_day ? Value() : Value(axes::text_of(day));
}
void add_names(const axes::Names& names, std::vector<Value>& row) {
  for (const char* language : {"en", "ru", "kk"}) {
    const auto found = names.by_language.find(language);
    row.push_back(found == names.by_language.end() ? Value() : text_or_nothing(found->second));
  }
}

Source made(std::string name, const std::vector<SqlColumn>& columns) {
  Source source{{std::move(name), columns}, Table{}, {}};
  for (const SqlColumn& column : columns)
    source.rows->columns.push_back({column.name, column.type == "BIGINT"   ? ColumnType::integer
                                                 : column.type == "DOUBLE" ? ColumnType::number
                                                                           : ColumnType::text});
  return source;
}

// Units or classes: "territory" or "scheme", and what is known of each member.
Source made_of_members(std::string name, const std::string& axis) {
  return made(std::move(name), {{axis, "VARCHAR"},
                                {"level", "VARCHAR"},
                                {"code", "VARCHAR"},
                                {"parent", "VARCHAR"},
                                {"name_en", "VARCHAR"},
                                {"name_ru", "VARCHAR"},
                                {"name_kk", "VARCHAR"},
                                {"valid_from", "DATE"},
                                {"valid_until", "DATE"}});
}
template <class Axis, class Nodes>
void add_members(const std::string& id, const Axis& axis, const Nodes& nodes, Source& source) {
  for (const auto& node : nodes) {
    std::vector<Value>& row = source.rows->rows.emplace_back();
    row = {id, axis.levels()[static_cast<std::size_t>(node.level)].id, node.code,
           node.parent < 0 ? Value() : Value(nodes[static_cast<std::size_t>(node.parent)].code)};
    add_names(node.names, row);
    row.push_back(day_or_nothing(node.valid.from));
    row.push_back(day_or_nothing(node.valid.to));
  }
}

// (VALUES (number, code, code of each level …)): each member of an axis with those it stands beneath.
template <class Axis, class Nodes>
std::string ladder_sql(const Axis& axis, const Nodes& nodes) {
  std::string sql = "(VALUES (-1, NULL" + std::string();
  const std::size_t levels = axis.levels().size();
  for (std::size_t i = 0; i < levels; ++i) sql += ", NULL";
  sql += ")";
  for (const auto& node : nodes) {
    sql += ",(" + std::to_string(node.number) + "," + duck::quoted(node.code);
    for (std::size_t i = 0; i < levels; ++i) {
      const std::int32_t up = axis.ancestor(node.number, static_cast<std::int32_t>(i));
      sql += up < 0 ? ",NULL" : "," + duck::quoted(nodes[static_cast<std::size_t>(up)].code);
    }
    sql += ")";
  }
  return sql + ")";
}

// Adds the columns of an axis to a register's table: the code that stands in the event, and that of each level.
struct Ladder {
  std::string columns, join;
};
template <class Axis, class Nodes>
Ladder add_ladder(const Axis& axis, const Nodes& nodes, const std::string& what, const std::string& prefix,
                  Taken& taken, SqlTable& table) {
  Ladder ladder;
  std::string inner = "number, code";
  const std::string alias = what + "_of";
  const auto add = [&](const std::string& column, const std::string& wanted) {
    const std::string name = free_name(wanted, taken);
    ladder.columns += ", " + alias + "." + column + " AS " + duck::identifier(name);
    table.columns.push_back({name, "VARCHAR"});
  };
  add("code", what);
  for (std::size_t i = 0; i < axis.levels().size(); ++i) {
    inner += ", level_" + std::to_string(i);
    if (axis.levels().size() > 1) add("level_" + std::to_string(i), prefix + axis.levels()[i].id);
  }
  ladder.join = " LEFT JOIN " + ladder_sql(axis, nodes) + " " + alias + "(" + inner + ") ON " + alias +
                ".number = counted." + what;
  return ladder;
}

class Cubes {
 public:
  Cubes(Store& store, const duck::Connection& connection, const SqlReach& reach)
      : store_(store), connection_(connection), reach_(reach) {}

  // All tables, or those whose name stands in the question.
  Result<std::vector<Source>> sources(const std::string* question);

 private:
  bool wanted(const std::string& name) const;
  Result<std::optional<Source>> counted(const StoredRegister& stored);
  Status add_registers(const std::vector<StoredRegister>& list, std::vector<Source>& sources);
  Status add_territories(std::vector<Source>& sources);
  Status add_classes(const std::vector<StoredRegister>& list, std::vector<Source>& sources);

  Store& store_;
  const duck::Connection& connection_;
  const SqlReach& reach_;
  std::string question_;  // in small letters; empty: everything
};

bool Cubes::wanted(const std::string& name) const {
  return question_.empty() || question_.find(name) != std::string::npos;
}

std::string small(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// Nothing: not asked for.
Result<std::optional<Source>> Cubes::counted(const StoredRegister& stored) {
  const registers::Description& description = stored.description;
  static const std::set<std::string> k_own = {"registers", "units", "residents", "classes"};
  Source source;
  source.table.name = k_own.contains(description.id) ? "register_" + description.id : description.id;
  if (!wanted(source.table.name)) return std::nullopt;
  EventSelection selection{.register_id = description.id};
  if (!reach_.everything) selection.filter.territories = reach_.registers.at(description.id);
  auto within = event_condition(store_, stored, selection);
  if (!within) return pass(within);
  std::shared_ptr<const axes::Territory> territory;
  if (!description.place.territory.empty()) {
    auto loaded = store_.load_territory(description.place.territory);
    if (!loaded) return pass(loaded);
    territory = *loaded;
  }
  Taken taken = {"month", "events"};
  source.table.columns.push_back({"month", "DATE"});
  std::string keys = "date_trunc('month', day)::DATE AS month", columns = "month", joins;
  if (territory) {
    keys += ", unit";
    const Ladder ladder = add_ladder(*territory, territory->units(), "unit", "", taken, source.table);
    columns += ladder.columns;
    joins += ladder.join;
  }
  if (!scheme_id(description).empty()) {
    auto scheme = store_.scheme_of(description.id);
    if (!scheme) return pass(scheme);
    keys += ", class";
    const Ladder ladder = add_ladder(**scheme, (*scheme)->items(), "class", "class_", taken, source.table);
    columns += ladder.columns;
    joins += ladder.join;
  }
  const std::string events = description.counts.empty()
                                 ? "count(*)::BIGINT"
                                 : "sum(coalesce(" + duck::identifier("q_" + description.counts) + ", 0))::DOUBLE";
  std::string measures = events + " AS events";
  columns += ", events";
  source.table.columns.push_back({"events", description.counts.empty() ? "BIGINT" : "DOUBLE"});
  for (const registers::QuantityRule& rule : description.quantities) {
    const std::string name = free_name(rule.id, taken);
    measures += ", fsum(" + duck::identifier("q_" + rule.id) + ") AS " + duck::identifier("sum_" + rule.id);
    columns += ", " + duck::identifier("sum_" + rule.id) + " AS " + duck::identifier(name);
    source.table.columns.push_back({name, "DOUBLE"});
  }
  source.select = "SELECT " + columns + " FROM (SELECT " + keys + ", " + measures + " FROM " +
                  events_table(description.id) + " WHERE " + within->sql + " GROUP BY ALL) counted" + joins;
  return source;
}

Status Cubes::add_registers(const std::vector<StoredRegister>& list, std::vector<Source>& sources) {
  if (!wanted("registers")) return {};
  Source source = made("registers", {{"id", "VARCHAR"},
                                     {"name_en", "VARCHAR"},
                                     {"name_ru", "VARCHAR"},
                                     {"name_kk", "VARCHAR"},
                                     {"source", "VARCHAR"},
                                     {"territory", "VARCHAR"},
                                     {"scheme", "VARCHAR"},
                                     {"covered_from", "DATE"},
                                     {"covered_until", "DATE"}});
  for (const StoredRegister& stored : list) {
    const registers::Description& description = stored.description;
    auto coverage = coverage_of(connection_, stored);
    if (!coverage) return pass(coverage);
    std::vector<Value>& row = source.rows->rows.emplace_back();
    row.emplace_back(description.id);
    add_names(description.names, row);
    row.push_back(text_or_nothing(description.source));
    row.push_back(text_or_nothing(description.place.territory));
    row.push_back(text_or_nothing(scheme_id(description)));
    const bool known = !coverage->span.empty();
    row.push_back(known ? day_or_nothing(coverage->span.from) : Value());
    row.push_back(known ? day_or_nothing(coverage->span.to) : Value());
  }
  sources.push_back(std::move(source));
  return {};
}

Status Cubes::add_territories(std::vector<Source>& sources) {
  const bool units = wanted("units"), residents = wanted("residents");
  if (!units && !residents) return {};
  Source unit_rows = made_of_members("units", "territory");
  Source resident_rows = made("residents", {{"territory", "VARCHAR"},
                                            {"level", "VARCHAR"},
                                            {"code", "VARCHAR"},
                                            {"year", "BIGINT"},
                                            {"residents", "DOUBLE"}});
  auto all = store_.territories();
  if (!all) return pass(all);
  for (const AxisEntry& entry : *all) {
    auto territory = store_.load_territory(entry.id);
    if (!territory) return pass(territory);
    add_members(entry.id, **territory, (*territory)->units(), unit_rows);
    for (const axes::TerritoryUnit& unit : (*territory)->units())
      for (const auto& [year, count] : unit.population)
        resident_rows.rows->rows.push_back({entry.id, (*territory)->levels()[static_cast<std::size_t>(unit.level)].id,
                                            unit.code, std::int64_t{year}, count});
  }
  if (units) sources.push_back(std::move(unit_rows));
  if (residents) sources.push_back(std::move(resident_rows));
  return {};
}

Status Cubes::add_classes(const std::vector<StoredRegister>& list, std::vector<Source>& sources) {
  if (!wanted("classes")) return {};
  Source source = made_of_members("classes", "scheme");
  Taken schemes;
  for (const StoredRegister& stored : list) {
    const std::string id = scheme_id(stored.description);
    if (id.empty() || !schemes.insert(id).second) continue;
    auto scheme = store_.scheme_of(stored.description.id);
    if (!scheme) return pass(scheme);
    add_members(id, **scheme, (*scheme)->items(), source);
  }
  sources.push_back(std::move(source));
  return {};
}

Result<std::vector<Source>> Cubes::sources(const std::string* question) {
  if (question != nullptr) question_ = small(*question) + " ";
  auto ids = connection_.ask("SELECT id FROM register ORDER BY id");
  if (!ids) return pass(ids);
  std::vector<StoredRegister> list;
  std::vector<std::string> names;
  ids->each([&](const duck::Chunk& chunk, std::size_t row) { names.emplace_back(chunk.text(0, row)); });
  for (const std::string& id : names) {
    if (!reach_.everything && !reach_.registers.contains(id)) continue;
    auto stored = read_register(connection_, id);
    if (!stored) return pass(stored);
    list.push_back(std::move(*stored));
  }
  std::vector<Source> found;
  for (const StoredRegister& stored : list) {
    auto source = counted(stored);
    if (!source) return pass(source);
    if (*source) found.push_back(std::move(**source));
  }
  if (Status added = add_registers(list, found); !added) return pass(added);
  if (Status added = add_territories(found); !added) return pass(added);
  if (Status added = add_classes(list, found); !added) return pass(added);
  return found;
}

// The file's columns come as the types that the table says.
std::string load_sql(const Source& source, const std::filesystem::path& file) {
  std::string columns;
  for (const SqlColumn& column : source.table.columns)
    columns += (columns.empty() ? "CAST(" : ", CAST(") + duck::identifier(column.name) + " AS " + column.type +
               ") AS " + duck::identifier(column.name);
  return "CREATE TABLE " + duck::identifier(source.table.name) + " AS SELECT " + columns + " FROM read_parquet(" +
         duck::quoted(file.string()) + ");\n";
}

}  // namespace

Result<std::vector<SqlTable>> Store::sql_tables(const SqlReach& reach) {
  auto sources = Cubes(*this, room_->connection, reach).sources(nullptr);
  if (!sources) return pass(sources);
  std::vector<SqlTable> tables;
  for (Source& source : *sources) tables.push_back(std::move(source.table));
  return tables;
}

Result<SqlAnswer> Store::ask_sql(const std::string& sql, const SqlReach& reach, const SqlLimits& limits,
                                 const Progress& progress) {
  if (sql.find('\0') != std::string::npos || sql.empty() || sql.size() > k_longest_sql)
    return fail(Code::bad_input, "error.sql.refused", {{"reason", ""}});
  auto sources = Cubes(*this, room_->connection, reach).sources(&sql);
  if (!sources) return pass(sources);
  const Folder folder;
  if (folder.path().empty()) return fail(Code::unavailable, "error.sql.start", {{"reason", "mkdtemp"}});
  std::string load;
  for (std::size_t i = 0; i < sources->size(); ++i) {
    const Source& source = (*sources)[i];
    const std::filesystem::path file = folder.path() / (std::to_string(i) + ".parquet");
    const Status written = source.rows ? write_parquet(*source.rows, file)
                                       : copy_to(room_->connection, source.select, file, "FORMAT parquet");
    if (!written) return tl::unexpected(written.error());
    load += load_sql(source, file);
  }
  std::ofstream(folder.path() / "load.sql") << load;
  std::ofstream(folder.path() / "question.sql") << sql;
  return ask_child(folder.path(), limits, progress);
}

}  // namespace tartip::store
