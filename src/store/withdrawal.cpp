#include "store/withdrawal.hpp"

#include <algorithm>
#include <optional>

#include "store/register_tables.hpp"
#include "store/room.hpp"
#include "store/schema.hpp"

namespace tartip::store {
namespace {

class Taking {
 public:
  Taking(const duck::Connection& connection, const registers::Description& description, std::int64_t import)
      : connection_(connection),
        description_(description),
        events_(events_table(description.id)),
        register_(duck::quoted(description.id)),
        import_(std::to_string(import)) {
    out_.import = import;
  }

  Result<Withdrawal> all(const WithdrawalOptions& options);

 private:
  Status check();
  Status fix_moment(const WithdrawalOptions& options);
  Status events();
  Status quarantine();
  Status note();
  Status run(const std::string& sql) { return connection_.run(sql); }
  Result<std::int64_t> count(const std::string& sql) {
    auto answer = connection_.ask(sql);
    if (!answer) return pass(answer);
    return answer->integer();
  }
  tl::unexpected<Error> refuse(Code code, const char* key, std::vector<Argument> more = {}) const {
    more.insert(more.begin(), {{"import", import_}, {"register", description_.id}});
    return fail(code, key, more);
  }

  const duck::Connection& connection_;
  const registers::Description& description_;
  std::string events_, register_, import_;
  std::optional<axes::Micros> made_, known_;  // the import's moment and its known_on
  Withdrawal out_;
};

std::string day_text(axes::Micros moment) {
  return axes::text_of(day_from(moment / axes::k_micros_per_day));
}

Status Taking::check() {
  auto made =
      connection_.ask("SELECT moment, known_on FROM import WHERE register = " + register_ + " AND number = " + import_);
  if (!made) return pass(made);
  const duck::Chunk chunk = made->next();
  if (chunk.rows() == 0) return refuse(Code::not_found, "error.withdrawal.unknown");
  made_ = chunk.integer(0, 0);
  known_ = chunk.integer(1, 0);
  auto before = connection_.ask("SELECT moment FROM withdrawal WHERE import = " + import_);
  if (!before) return pass(before);
  if (const duck::Chunk taken = before->next(); taken.rows() > 0)
    return refuse(Code::conflict, "error.withdrawal.again", {{"day", day_text(taken.integer(0, 0))}});
  // Rows that a later import found here already stand only here: without this import they would be lost to that one.
  auto resting = connection_.ask("SELECT DISTINCT import FROM import_rest WHERE register = " + register_ +
                                 " AND (on_import = " + import_ + " OR (on_import = 0 AND import > " + import_ +
                                 ")) AND import NOT IN (SELECT import FROM withdrawal) ORDER BY import DESC");
  if (!resting) return pass(resting);
  std::string later;
  resting->each([&](const duck::Chunk& rows, std::size_t row) {
    later += (later.empty() ? "" : ", ") + std::to_string(rows.integer(0, row));
  });
  if (!later.empty()) return refuse(Code::conflict, "error.withdrawal.rests", {{"imports", later}});
  return {};
}

// History goes forward: nothing is taken back before the last thing that happened.
Status Taking::fix_moment(const WithdrawalOptions& options) {
  auto answer = connection_.ask("SELECT greatest((SELECT max(known_on) FROM import WHERE register = " + register_ +
                                "), (SELECT max(known_on) FROM withdrawal WHERE register = " + register_ + "))");
  if (!answer) return pass(answer);
  const axes::Micros last = answer->integer();
  out_.moment = options.now;
  out_.known_on = std::max(options.now, last);
  if (!options.known_on) return {};
  if (*known_ >= *made_) return refuse(Code::conflict, "error.withdrawal.known_on");
  if (*options.known_on < last)
    return fail(Code::conflict, "error.import.known_on_order",
                {{"register", description_.id}, {"last", day_text(last)}});
  if (*options.known_on > options.now)
    return fail(Code::bad_input, "error.import.known_on_future", {{"register", description_.id}});
  out_.known_on = *options.known_on;
  return {};
}

// What is current of this import ends. Where an import that stands brought the event before, its last version goes on:
// with a version column the greatest, as when it came in.
Status Taking::events() {
  const std::string moment = moment_sql(out_.known_on);
  if (Status made = run("CREATE TEMP TABLE leaving AS SELECT id FROM " + events_ + " WHERE import = " + import_ +
                        " AND known_until IS NULL");
      !made)
    return made;
  auto kept = count("SELECT (SELECT count(DISTINCT id) FROM " + events_ + " WHERE import = " + import_ +
                    " AND known_until IS NOT NULL AND id NOT IN (FROM leaving))");
  if (!kept) return pass(kept);
  auto ended = connection_.ask("UPDATE " + events_ + " SET known_until = " + moment + " WHERE import = " + import_ +
                               " AND known_until IS NULL");
  if (!ended) return pass(ended);
  const std::string order = description_.version_column.empty() ? "" : "coalesce(version, '') DESC, ";
  auto returned = connection_.ask(
      "INSERT INTO " + events_ + " BY NAME SELECT * REPLACE (" + moment +
      " AS known_from, NULL::TIMESTAMP AS known_until) FROM " + events_ + " WHERE id IN (FROM leaving) AND import <> " +
      import_ +
      " AND import NOT IN (SELECT import FROM withdrawal) QUALIFY row_number() OVER (PARTITION BY id ORDER BY " +
      order + "import DESC, file DESC, line DESC) = 1");
  if (!returned) return pass(returned);
  out_.kept = *kept;
  out_.returned = returned->changed();
  out_.gone = ended->changed() - out_.returned;
  return run("DROP TABLE leaving");
}

Status Taking::quarantine() {
  const std::string of_register = " WHERE register = " + register_ + " AND ";
  auto closed = count("SELECT count(*) FROM quarantine" + of_register + "import = " + import_ + " AND status = 'open'");
  if (!closed) return pass(closed);
  out_.closed = *closed;
  // What another import mended stays mended. What this one did waits again, unless nobody who stands brought it.
  if (Status done =
          run("UPDATE quarantine SET status = 'withdrawn', closed_by = " + import_ + of_register +
              "import = " + import_ + " AND (status IN ('open', 'dismissed') OR closed_by = " + import_ + ")");
      !done)
    return done;
  const std::string mended = of_register + "status IN ('corrected', 'replaced') AND closed_by = " + import_;
  if (Status done =
          run("UPDATE quarantine SET status = 'withdrawn'" + mended + " AND import IN (SELECT import FROM withdrawal)");
      !done)
    return done;
  auto reopened = connection_.ask("UPDATE quarantine SET status = 'open', closed_by = NULL" + mended);
  if (!reopened) return pass(reopened);
  out_.reopened = reopened->changed();
  return {};
}

Status Taking::note() {
  auto noted = connection_.ask(
      "INSERT INTO withdrawal SELECT $1, $2, make_timestamp($3::BIGINT), make_timestamp($4::BIGINT), (SELECT "
      "max(number) "
      "FROM import WHERE register = $2), $5, $6, $7, $8, $9, $10, $11",
      {out_.import, description_.id, out_.moment, out_.known_on, out_.reason, std::string(TARTIP_VERSION), out_.gone,
       out_.returned, out_.kept, out_.closed, out_.reopened});
  if (!noted) return pass(noted);
  return {};
}

Result<Withdrawal> Taking::all(const WithdrawalOptions& options) {
  out_.reason = options.reason;
  if (Status may = check(); !may) return pass(may);
  if (Status fixed = fix_moment(options); !fixed) return pass(fixed);
  for (Status (Taking::*step)() : {&Taking::events, &Taking::quarantine, &Taking::note})
    if (Status done = (this->*step)(); !done) return pass(done);
  return out_;
}

}  // namespace

Result<std::vector<Withdrawal>> withdrawals_of(const duck::Connection& connection, const std::string& register_id) {
  std::vector<Withdrawal> withdrawals;
  auto there = connection.ask("SELECT count(*) FROM information_schema.tables WHERE table_name = 'withdrawal'");
  if (!there) return pass(there);
  if (there->integer() == 0) return withdrawals;
  auto answer = connection.ask(
      "SELECT import, moment, known_on, reason, gone, returned, kept, closed, reopened FROM withdrawal WHERE register "
      "= "
      "$1 ORDER BY import",
      {register_id});
  if (!answer) return pass(answer);
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    withdrawals.push_back({chunk.integer(0, row), chunk.integer(1, row), chunk.integer(2, row),
                           std::string(chunk.text(3, row)), chunk.integer(4, row), chunk.integer(5, row),
                           chunk.integer(6, row), chunk.integer(7, row), chunk.integer(8, row)});
  });
  return withdrawals;
}

std::string standing_sql(const std::vector<Withdrawal>& withdrawals, const std::string& column) {
  std::string list;
  for (const Withdrawal& one : withdrawals) list += (list.empty() ? "" : ",") + std::to_string(one.import);
  return list.empty() ? "true" : column + " NOT IN (" + list + ")";
}

Result<Withdrawal> Store::withdraw_import(const std::string& register_id, std::int64_t import,
                                          const WithdrawalOptions& options) {
  if (Status may = writable(room_->options, room_->folder); !may) return pass(may);
  const duck::Connection& connection = room_->connection;
  auto transaction = duck::Transaction::begin(connection);
  if (!transaction) return pass(transaction);
  auto stored = read_register(connection, register_id);
  if (!stored) return pass(stored);
  auto withdrawal = Taking(connection, stored->description, import).all(options);
  if (!withdrawal || options.dry_run) return withdrawal;
  if (Status committed = transaction->commit(); !committed) return pass(committed);
  return withdrawal;
}

}  // namespace tartip::store
