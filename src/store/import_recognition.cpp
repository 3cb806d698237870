#include "store/import_recognition.hpp"

#include "store/held_rows.hpp"

namespace tartip::store {
namespace {

// Up to so many rows a second, narrow reading of the file is worth it.
constexpr std::int64_t k_most_unknown = 500'000;

class Recognising : HeldRows {
 public:
  Recognising(const duck::Connection& connection, const MergeContext& context) : HeldRows(connection, context) {}

  Result<Recognition> recognise();
  Result<bool> widen(Recognition& recognition);

 private:
  Status rest_on_held(const std::string& in_quarantine);
};

// The imports that brought what `look` has in common with the register.
Status Recognising::rest_on_held(const std::string& in_quarantine) {
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

Result<Recognition> Recognising::recognise() {
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

Result<bool> Recognising::widen(Recognition& recognition) {
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

Result<Recognition> recognise(const duck::Connection& connection, const MergeContext& context) {
  return Recognising(connection, context).recognise();
}

Result<bool> widen(const duck::Connection& connection, const MergeContext& context, Recognition& recognition) {
  return Recognising(connection, context).widen(recognition);
}

Status forget(const duck::Connection& connection) {
  return connection.run("DROP TABLE IF EXISTS look");
}

}  // namespace tartip::store
