#include "store/import_merge.hpp"

#include "store/held_rows.hpp"
#include "store/room.hpp"

namespace tartip::store {
namespace {

class Merge : HeldRows {
 public:
  Merge(const duck::Connection& connection, const MergeContext& context)
      : HeldRows(connection, context), content_(keyed_ ? "content" : "id") {}

  Result<Merged> all();

 private:
  Status number_classes();
  Status settle_replaced();
  Status settle_repeated();
  Status quarantine();
  Status resolve();
  Status compare();
  Status insert();
  Status reject_repeated(const std::string& partition, const char* expected);
  Status reject_conflicting(const char* expected);
  std::string staged() const;

  std::string content_;  // the staging column that holds the row's content
  bool new_classes_ = false, held_ = false;
  Merged merged_;
};

// Staging with final class numbers.
std::string Merge::staged() const {
  if (!new_classes_) return "(SELECT rowid AS r, * FROM staging)";
  return "(SELECT s.rowid AS r, s.* REPLACE (coalesce(n.number, s.class) AS class) FROM staging s LEFT JOIN new_class "
         "n ON "
         "n.provisional = s.class)";
}

Status Merge::number_classes() {
  const auto found = context_.new_classes->sorted();
  new_classes_ = !found.empty();
  if (!new_classes_) return {};
  if (Status made = run("CREATE TEMP TABLE new_class (provisional INTEGER, number INTEGER)"); !made) return made;
  duck::Appender rows(connection_, "new_class");
  std::int64_t number = context_.new_classes->first();
  for (const NewClasses::Found& entry : found) rows.add(std::int64_t{entry.provisional}).add(number++).end_row();
  return rows.close();
}

// Rows of one partition after its first: the same content is unchanged, another goes to quarantine.
Status Merge::reject_repeated(const std::string& partition, const char* expected) {
  if (Status made =
          run("CREATE TEMP TABLE later AS SELECT r, content = first_content AS same, first_line FROM (SELECT rowid r, "
              "content, "
              "row_number() OVER w AS n, first_value(content) OVER w AS first_content, first_value(line) OVER w AS "
              "first_line "
              "FROM staging WHERE rejection IS NULL AND id IN (SELECT id FROM repeated) WINDOW w AS (PARTITION BY " +
              partition + " ORDER BY line, rowid)) WHERE n > 1");
      !made)
    return made;
  auto same = count("SELECT count(*) FROM later WHERE same");
  if (!same) return pass(same);
  merged_.rows.unchanged += *same;
  if (Status set = reject_conflicting(expected); !set) return set;
  if (Status gone = run("DELETE FROM staging WHERE rowid IN (SELECT r FROM later WHERE same)"); !gone) return gone;
  return run("DROP TABLE later");
}

Status Merge::reject_conflicting(const char* expected) {
  auto conflicting =
      connection_.ask("SELECT DISTINCT s.content FROM staging s JOIN later l ON l.r = s.rowid WHERE NOT l.same");
  if (!conflicting) return pass(conflicting);
  Contents contents;
  conflicting->each([&](const duck::Chunk& chunk, std::size_t row) { contents.insert(chunk.hash(0, row)); });
  if (contents.empty()) return {};
  if (Status captured = context_.capture(contents); !captured) return captured;
  const std::string column = duck::quoted(context_.description->key.front());
  if (Status set = run("UPDATE staging SET rejection = concat_ws(chr(31), " + column + ", '', '" + expected +
                       "', '{\"line\":\"' || l.first_line || '\"}', c.rejection) FROM later l, captured c WHERE l.r = "
                       "staging.rowid AND NOT "
                       "l.same AND c.content = staging.content AND c.line = staging.line");
      !set)
    return set;
  return run("DROP TABLE captured");
}

// Rows that came in as a corrected copy: in their original form they are the same rows, not further ones.
Status Merge::settle_replaced() {
  if (context_.corrected) return {};
  const std::string replaced = " FROM quarantine WHERE status = 'replaced' AND register = " + register_;
  auto rows = count("SELECT count(*)" + replaced);
  if (!rows) return pass(rows);
  if (*rows == 0) return {};
  if (Status made = run("CREATE TEMP TABLE original AS SELECT r FROM (SELECT rowid AS r, " + content_ +
                        " AS content, row_number() OVER (PARTITION BY " + content_ +
                        " ORDER BY line, rowid) - 1 AS occurrence FROM staging WHERE rejection IS NULL AND " +
                        content_ + " IN (SELECT content" + replaced + ")) JOIN (SELECT content, occurrence" + replaced +
                        ") USING (content, occurrence)");
      !made)
    return made;
  auto same = count("SELECT count(*) FROM original");
  if (!same) return pass(same);
  merged_.rows.unchanged += *same;
  if (*same > 0)
    if (Status rests = rest_on("SELECT unnest([import, closed_by])" + replaced + " AND content IN (SELECT " + content_ +
                               " FROM staging WHERE rowid IN (SELECT r FROM original))");
        !rests)
      return rests;
  return run("DELETE FROM staging WHERE rowid IN (SELECT r FROM original); DROP TABLE original");
}

Status Merge::settle_repeated() {
  if (Status made = run("CREATE TEMP TABLE repeated AS SELECT id FROM staging WHERE rejection IS NULL GROUP BY id "
                        "HAVING count(*) > 1");
      !made)
    return made;
  auto repeated = count("SELECT count(*) FROM repeated");
  if (!repeated) return pass(repeated);
  if (*repeated > 0) {
    Status settled;
    if (!keyed_) {
      settled =
          run("UPDATE staging SET id = xor(staging.id, o.n::HUGEINT) FROM (SELECT rowid r, row_number() OVER "
              "(PARTITION BY id ORDER "
              "BY line, rowid) - 1 AS n FROM staging WHERE rejection IS NULL AND id IN (SELECT id FROM repeated)) o "
              "WHERE o.r = "
              "staging.rowid AND o.n > 0");
    } else if (versioned_) {
      settled = reject_repeated("id, version", "expected.version_once");
    } else {
      settled = reject_repeated("id", "expected.key_once");
    }
    if (!settled) return settled;
  }
  return run("DROP TABLE repeated");
}

Status Merge::quarantine() {
  auto rejected = count("SELECT count(*) FROM staging WHERE rejection IS NOT NULL");
  if (!rejected) return pass(rejected);
  merged_.rows.quarantined = *rejected;
  if (*rejected == 0) return {};
  const auto part = [](int n) { return "split_part(rejection, chr(31), " + std::to_string(n) + ")"; };
  const std::string origin = context_.corrected ? "origin" : "NULL::VARCHAR";
  if (Status made =
          run("CREATE TEMP TABLE waiting AS SELECT line, " + part(1) + " AS column_name, " + part(2) + " AS value, " +
              part(3) + " AS expected, " + part(4) + " AS arguments, " + part(5) + " AS raw, " + part(6) +
              " AS fields, " + content_ + " AS content, row_number() OVER (PARTITION BY " + content_ +
              " ORDER BY line, rowid) - 1 AS occurrence, " + origin +
              " AS origin FROM staging WHERE rejection IS NOT NULL");
      !made)
    return made;
  const std::string origins =
      "SELECT q.line || chr(31) || f.path AS origin, q.import FROM quarantine q JOIN source_file f ON f.number = "
      "q.file "
      "WHERE q.status = 'open' AND q.register = " +
      register_;
  if (context_.corrected) {  // still wrong: the waiting row learns what is wrong now
    if (Status rests = rest_on("SELECT import FROM (" + origins + ") WHERE origin IN (SELECT origin FROM waiting)");
        !rests)
      return rests;
    if (Status told = run(
            "UPDATE quarantine SET column_name = w.column_name, value = w.value, expected = w.expected, arguments = "
            "w.arguments, raw = w.raw, fields = w.fields FROM waiting w, source_file f WHERE "
            "quarantine.register = " +
            register_ +
            " AND quarantine.status = 'open' AND f.number = quarantine.file AND "
            "w.origin = quarantine.line || chr(31) || f.path");
        !told)
      return told;
    // Its content stays that of the source, which is how the source's row is recognised.
    if (Status gone = run("DELETE FROM waiting WHERE origin IN (SELECT origin FROM (" + origins + "))"); !gone)
      return gone;
  }
  const std::string alike = "q.register = " + register_ +
                            " AND q.content = w.content AND q.occurrence = w.occurrence AND q.status <> 'withdrawn'";
  if (Status rests = rest_on("SELECT q.import FROM quarantine q JOIN waiting w ON " + alike); !rests) return rests;
  const std::string known = "EXISTS (SELECT 1 FROM quarantine q WHERE " + alike;
  auto closed = count("SELECT count(*) FROM waiting w WHERE " + known + " AND q.status <> 'open')");
  if (!closed) return pass(closed);
  merged_.rows.quarantined -= *closed;  // corrected or dismissed: nobody waits for it
  merged_.rows.unchanged += *closed;
  if (Status inserted = run("INSERT INTO quarantine SELECT (SELECT coalesce(max(number), 0) FROM quarantine) + "
                            "row_number() OVER (ORDER BY "
                            "line, content, occurrence), " +
                            register_ + ", " + std::to_string(context_.import) + ", " + std::to_string(context_.file) +
                            ", line, column_name, value, expected, arguments, raw, fields, content, occurrence, "
                            "'open', NULL FROM waiting w WHERE NOT " +
                            known + ")");
      !inserted)
    return inserted;
  return run("DROP TABLE waiting");
}

// Waiting rows that came in now: the same row under a changed description, or its corrected copy.
Status Merge::resolve() {
  auto open = count("SELECT count(*) FROM quarantine WHERE status = 'open' AND register = " + register_);
  if (!open) return pass(open);
  if (*open == 0) return {};
  const std::string came_in = "content IN (SELECT " + content_ + " FROM staging WHERE rejection IS NULL)";
  std::string mended = came_in;
  if (context_.corrected)
    mended = "(" + came_in +
             " OR line || chr(31) || (SELECT path FROM source_file f WHERE f.number = quarantine.file) IN (SELECT "
             "origin FROM "
             "staging WHERE rejection IS NULL))";
  auto closed =
      connection_.ask("UPDATE quarantine SET status = CASE WHEN " + came_in +
                      " THEN 'corrected' ELSE 'replaced' END, closed_by = " + std::to_string(context_.import) +
                      " WHERE status = 'open' AND register = " + register_ + " AND " + mended);
  if (!closed) return pass(closed);
  merged_.resolved = closed->changed();
  return {};
}

// Table `settled`: rows of staging that do not go in as new, with why: unchanged, superseding (`current` true) or older
// than what is held.
Status Merge::compare() {
  auto events = count("SELECT count(*) FROM (SELECT 1 FROM " + events_ + " LIMIT 1)");
  if (!events) return pass(events);
  held_ = *events > 0;
  if (!held_) return {};
  std::string same = keyed_ ? "s.content = e.content" : "true";
  std::string facts = "e.import IN " + reading_ + " OR (true";
  for (const EventColumn& column : event_columns(*context_.description))
    if (column.name != "id" && column.name != "content" && column.name != "line")
      facts += " AND s." + duck::identifier(column.name) + " IS NOT DISTINCT FROM e." + duck::identifier(column.name);
  same += " AND (" + facts + "))";
  if (versioned_) {
    return run(
        "CREATE TEMP TABLE settled AS SELECT s.r, bool_or(s.version IS NOT DISTINCT FROM e.version AND " + same +
        ") AS unchanged, max(e.import) FILTER (s.version IS NOT DISTINCT FROM e.version AND " + same +
        ") AS import, bool_or(e.known_until IS NULL AND coalesce(s.version, '') < coalesce(e.version, '')) "
        "AS older FROM " +
        staged() + " s JOIN " + events_ +
        " e ON e.id = s.id WHERE s.rejection IS NULL AND e.import NOT IN (SELECT import FROM withdrawal) GROUP BY "
        "s.r");
  }
  return run("CREATE TEMP TABLE settled AS SELECT s.r, " + same + " AS unchanged, e.import, false AS older FROM " +
             staged() + " s JOIN " + events_ + " e ON e.id = s.id AND e.known_until IS NULL WHERE s.rejection IS NULL");
}

Status Merge::insert() {
  std::string columns;
  for (const EventColumn& column : event_columns(*context_.description))
    columns += ", " + duck::identifier(column.name);
  const std::string moment = moment_sql(context_.known_from);
  std::string until = "NULL::TIMESTAMP", where = "rejection IS NULL";
  if (held_) {
    auto unchanged = count("SELECT count(*) FROM settled WHERE unchanged");
    if (!unchanged) return pass(unchanged);
    merged_.rows.unchanged += *unchanged;
    if (Status rests = rest_on("SELECT import FROM settled WHERE unchanged"); !rests) return rests;
    if (Status gone = run("DELETE FROM staging WHERE rowid IN (SELECT r FROM settled WHERE unchanged)"); !gone)
      return gone;
    // Of several versions in the file the greatest becomes current, unless a greater one is held.
    if (Status superseded =
            run("UPDATE " + events_ + " SET known_until = " + moment +
                " WHERE known_until IS NULL AND id IN (SELECT id FROM "
                "staging WHERE rejection IS NULL AND rowid NOT IN (SELECT r FROM settled WHERE older))");
        !superseded)
      return superseded;
  }
  if (versioned_) {
    until = "CASE WHEN ";
    if (held_) until += "s.r IN (SELECT r FROM settled WHERE older) OR ";
    until += "row_number() OVER (PARTITION BY s.id ORDER BY s.version DESC NULLS LAST, s.line DESC) > 1 THEN " +
             moment + " END";
  }
  auto ids =
      count("SELECT count(" + std::string(versioned_ ? "DISTINCT id" : "*") + ") FROM staging WHERE rejection IS NULL");
  if (!ids) return pass(ids);
  auto known = held_ ? count(
                           "SELECT count(DISTINCT s.id) FROM staging s WHERE s.rejection IS NULL AND s.rowid IN "
                           "(SELECT r FROM settled)")
                     : Result<std::int64_t>(0);
  if (!known) return pass(known);
  auto inserted =
      connection_.ask("INSERT INTO " + events_ + " (import, file" + columns + ", known_from, known_until) SELECT " +
                      std::to_string(context_.import) + ", " + std::to_string(context_.file) + columns + ", " + moment +
                      ", " + until + " FROM " + staged() + " s WHERE " + where + " ORDER BY day");
  if (!inserted) return pass(inserted);
  merged_.rows.fresh = *ids - *known;
  merged_.rows.updated = inserted->changed() - merged_.rows.fresh;
  return {};
}

Result<Merged> Merge::all() {
  for (Status (Merge::*step)() : {&Merge::number_classes, &Merge::settle_replaced, &Merge::settle_repeated,
                                  &Merge::quarantine, &Merge::resolve, &Merge::compare, &Merge::insert})
    if (Status done = (this->*step)(); !done) return pass(done);
  if (Status dropped = run("DROP TABLE staging; DROP TABLE IF EXISTS settled; DROP TABLE IF EXISTS new_class");
      !dropped)
    return pass(dropped);
  merged_.rests_on = std::move(rests_on_);
  return merged_;
}

}  // namespace

Result<Merged> merge(const duck::Connection& connection, const MergeContext& context) {
  return Merge(connection, context).all();
}

}  // namespace tartip::store
