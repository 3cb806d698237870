#include "store/import_merge.hpp"

#include "store/room.hpp"
#include "store/schema.hpp"

namespace tartip::store {
namespace {

// Up to so many rows a second, narrow reading of the file is worth it.
constexpr std::int64_t k_most_unknown = 500'000;

class Merge {
 public:
  Merge(const duck::Connection& connection, const MergeContext& context)
      : connection_(connection),
        context_(context),
        events_(events_table(context.description->id)),
        register_(duck::quoted(context.description->id)),
        reading_("(SELECT number FROM import WHERE register = " + register_ +
                 " AND reading = " + duck::quoted(context.reading) +
                 " AND number NOT IN (SELECT import FROM withdrawal) UNION ALL SELECT " +
                 std::to_string(context.import) + ")"),
        keyed_(!context.description->key.empty()),
        versioned_(keyed_ && !context.description->version_column.empty()),
        content_(keyed_ ? "content" : "id") {}

  Result<Merged> all();
  Result<Recognition> recognise();
  Result<bool> widen(Recognition& recognition);

 private:
  Status number_classes();
  Status settle_replaced();
  Status settle_repeated();
  Status quarantine();
  Status resolve();
  Status compare();
  Status insert();
  Status run(const std::string& sql) { return connection_.run(sql); }
  Result<std::int64_t> count(const std::string& sql) {
    auto answer = connection_.ask(sql);
    if (!answer) return pass(answer);
    return answer->integer();
  }
  Status rest_on(const std::string& imports);
  Status rest_on_held(const std::string& in_quarantine);
  Status reject_repeated(const std::string& partition, const char* expected);
  Status reject_conflicting(const char* expected);
  std::string staged() const;

  const duck::Connection& connection_;
  const MergeContext& context_;
  std::string events_, register_, reading_;
  bool keyed_, versioned_;
  std::string content_;  // the staging column that holds the row's content
  bool new_classes_ = false, held_ = false;
  std::set<std::int64_t> rests_on_;
  Merged merged_;
};

// Staging with final class numbers.
std::string Merge::staged() const {
  if (!new_classes_) return "(SELECT rowid AS r, * FROM staging)";
  return "(SELECT s.rowid AS r, s.* REPLACE (coalesce(n.number, s.class) AS class) FROM staging s LEFT JOIN new_class "
         "n ON "
         "n.provisional = s.class)";
}

// `imports` gives their numbers.
Status Merge::rest_on(const std::string& imports) {
  auto answer = connection_.ask("SELECT DISTINCT * FROM (" + imports + ")");
  if (!answer) return pass(answer);
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    if (chunk.integer(0, row) != context_.import) rests_on_.insert(chunk.integer(0, row));
  });
  return {};
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

// The imports that brought what `look` has in common with the register.
Status Merge::rest_on_held(const std::string& in_quarantine) {
  if (Status rests = rest_on("SELECT q.import FROM missing f, " + in_quarantine); !rests) return rests;
  auto alike = count("SELECT count(*) FROM look ANTI JOIN missing USING (content)");
  if (!alike) return pass(alike);
  if (*alike == 0) return {};
  const std::string held = "SELECT import FROM " + events_ + " WHERE import IN " + reading_ + " AND import <> " +
                           std::to_string(context_.import) + (versioned_ ? "" : " AND known_until IS NULL");
  auto brought = count("SELECT count(DISTINCT import) FROM (" + held + ")");
  if (!brought) return pass(brought);
  if (*brought <= 1) return rest_on(held);
  const std::string contents = keyed_ ? "content IN (SELECT content FROM look)"
                                      : "(id IN (SELECT content FROM look) OR id IN (SELECT xor(content, "
                                        "unnest(range(1, n))::HUGEINT) FROM (SELECT "
                                        "content, count(*) AS n FROM look GROUP BY content HAVING count(*) > 1)))";
  return rest_on(held + " AND " + contents);
}

Result<Recognition> Merge::recognise() {
  Recognition found;
  auto read = count("SELECT count(*) FROM look");
  if (!read) return pass(read);
  found.known.read = *read;
  // A row that was in the future may be past now, so it is looked at again.
  const std::string in_quarantine =
      "quarantine q WHERE q.register = " + register_ + " AND q.status <> 'withdrawn' AND q.content = f.content";
  const std::string waiting = "EXISTS (SELECT 1 FROM " + in_quarantine +
                              " AND (q.status <> 'open' OR q.expected <> 'expected.not_future') AND q.occurrence >= "
                              "f.n - 1)";
  const std::string open = "(SELECT count(*) FROM " + in_quarantine + " AND q.status = 'open' AND q.occurrence < f.n)";
  const std::string held = keyed_ ? "EXISTS (SELECT 1 FROM " + events_ +
                                        " e WHERE e.content = f.content AND e.import IN " + reading_ +
                                        (versioned_ ? "" : " AND e.known_until IS NULL") + ")"
                                  : "EXISTS (SELECT 1 FROM " + events_ +
                                        " e WHERE e.id = xor(f.content, (f.n - 1)::HUGEINT) AND e.known_until "
                                        "IS NULL AND e.import IN " +
                                        reading_ + ")";
  if (Status made = run("CREATE TEMP TABLE missing AS SELECT * FROM (SELECT content, count(*) AS n FROM look GROUP BY "
                        "content) f WHERE NOT " +
                        held);
      !made)
    return pass(made);
  auto answer = connection_.ask(
      "SELECT coalesce(sum(open) FILTER (waiting), 0)::BIGINT, coalesce(sum(n) FILTER (NOT waiting), 0)::BIGINT FROM "
      "(SELECT n, " +
      waiting + " AS waiting, " + open + " AS open FROM missing f)");
  if (!answer) return pass(answer);
  const duck::Chunk counts = answer->next();
  const std::int64_t quarantined = counts.integer(0, 0), unknown = counts.integer(1, 0);
  found.known.quarantined = quarantined;
  found.known.unchanged = *read - quarantined - unknown;
  found.all_known = unknown == 0;
  found.partly = unknown <= k_most_unknown && unknown <= *read / 2;
  if (keyed_ && found.partly && !found.all_known) {
    // A row that waits because another has its key may come in when that one changes.
    auto rivals = count("SELECT count(*) FROM quarantine q WHERE q.register = " + register_ +
                        " AND q.content IN (SELECT content FROM look) AND q.status = 'open' AND q.expected IN "
                        "('expected.key_once', 'expected.version_once')");
    if (!rivals) return pass(rivals);
    found.partly = *rivals == 0;
  }
  if (found.partly && !found.all_known) {
    auto contents = connection_.ask("SELECT content FROM missing f WHERE NOT " + waiting);
    if (!contents) return pass(contents);
    contents->each([&](const duck::Chunk& chunk, std::size_t row) { found.unknown.insert(chunk.hash(0, row)); });
  }
  if (found.known.unchanged + found.known.quarantined > 0) {
    if (Status rests = rest_on_held(in_quarantine); !rests) return pass(rests);
    found.rests_on = std::move(rests_on_);
  }
  if (Status dropped = run("DROP TABLE missing"); !dropped) return pass(dropped);
  return found;
}

Result<bool> Merge::widen(Recognition& recognition) {
  if (!keyed_) return false;
  auto company = connection_.ask(
      "SELECT f.content, f.n FROM (SELECT content, count(*) AS n FROM look GROUP BY content) f WHERE f.content IN "
      "(SELECT e.content FROM " +
      events_ + " e WHERE e.id IN (SELECT id FROM staging) AND e.import IN " + reading_ +
      (versioned_ ? "" : " AND e.known_until IS NULL") + ")");
  if (!company) return pass(company);
  bool any = false;
  company->each([&](const duck::Chunk& chunk, std::size_t row) {
    if (!recognition.unknown.insert(chunk.hash(0, row)).second) return;
    recognition.known.unchanged -= chunk.integer(1, row);
    any = true;
  });
  return any;
}

}  // namespace

Result<Merged> merge(const duck::Connection& connection, const MergeContext& context) {
  return Merge(connection, context).all();
}

Result<Recognition> recognise(const duck::Connection& connection, const MergeContext& context) {
  return Merge(connection, context).recognise();
}

Result<bool> widen(const duck::Connection& connection, const MergeContext& context, Recognition& recognition) {
  return Merge(connection, context).widen(recognition);
}

Status forget(const duck::Connection& connection) {
  return connection.run("DROP TABLE IF EXISTS look");
}

}  // namespace tartip::store
