#include "store/overview.hpp"

#include "base/hash.hpp"
#include "store/coverage.hpp"
#include "store/query_axes.hpp"
#include "store/room.hpp"
#include "store/schema.hpp"
#include "store/withdrawal.hpp"

namespace tartip::store {
namespace {

class Looking {
 public:
  Looking(const duck::Connection& connection, const StoredRegister& stored, const std::vector<Withdrawal>& withdrawals)
      : connection_(connection),
        stored_(stored),
        withdrawals_(withdrawals),
        current_(" FROM " + events_table(stored.description.id) + " WHERE known_until IS NULL") {}

  Status totals(Overview& overview) const;
  Status flags(Overview& overview) const;
  Status months(Overview& overview) const;
  Status quantities(Overview& overview) const;
  Status quarantine(Overview& overview) const;

 private:
  const duck::Connection& connection_;
  const StoredRegister& stored_;
  const std::vector<Withdrawal>& withdrawals_;
  std::string current_;
};

Status Looking::totals(Overview& overview) const {
  const registers::PlaceRule& place = stored_.description.place;
  const bool points = !place.x_column.empty();
  const std::string x = plane_of(place) == Plane::local ? "x" : "longitude",
                    y = plane_of(place) == Plane::local ? "y" : "latitude";
  const std::string box =
      points ? ", count(" + x + "), min(" + x + "), min(" + y + "), max(" + x + "), max(" + y + ")" : "";
  auto answer = connection_.ask("SELECT count(*), count(day), count(hour), count(unit), count(class)" + box + current_);
  if (!answer) return pass(answer);
  const duck::Chunk chunk = answer->next();
  overview.events = chunk.integer(0, 0);
  overview.with_time = chunk.integer(1, 0);
  overview.with_hour = chunk.integer(2, 0);
  overview.with_unit = chunk.integer(3, 0);
  overview.with_class = chunk.integer(4, 0);
  if (points && !chunk.is_null(6, 0)) {
    overview.with_point = chunk.integer(5, 0);
    overview.box = {chunk.number(6, 0), chunk.number(7, 0), chunk.number(8, 0), chunk.number(9, 0)};
  }
  const std::string events = events_table(stored_.description.id);
  // A version that came back after its successor was taken back is there twice, and current.
  auto superseded = withdrawals_.empty()
                        ? connection_.ask("SELECT count(*) FROM " + events + " WHERE known_until IS NOT NULL")
                        : connection_.ask("SELECT count(*) - " + std::to_string(overview.events) +
                                          " FROM (SELECT DISTINCT id, import, file, line FROM " + events + " WHERE " +
                                          standing_sql(withdrawals_, "import") + ")");
  if (!superseded) return pass(superseded);
  overview.superseded = superseded->integer();
  return {};
}

Status Looking::flags(Overview& overview) const {
  auto answer = connection_.ask("SELECT flags, count(*)" + current_ + " GROUP BY flags");
  if (!answer) return pass(answer);
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    for (std::size_t bit = 0; bit < overview.flags.size(); ++bit)
      if ((chunk.integer(0, row) >> bit & 1) != 0) overview.flags[bit] += chunk.integer(1, row);
  });
  return {};
}

Status Looking::months(Overview& overview) const {
  auto answer = connection_.ask("SELECT year(day) * 12 + month(day) - 23641 AS m, count(*)" + current_ +
                                " AND day IS NOT NULL GROUP BY m ORDER BY m");
  if (!answer) return pass(answer);
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    const std::int64_t ordinal = chunk.integer(0, row);
    while (!overview.by_month.empty() && overview.by_month.back().first.ordinal + 1 < ordinal)
      overview.by_month.push_back({{axes::Unit::month, overview.by_month.back().first.ordinal + 1}, 0});
    overview.by_month.push_back({{axes::Unit::month, ordinal}, chunk.integer(1, row)});
  });
  for (const auto& [period, count] : overview.by_month)
    overview.by_year[static_cast<int>(std::chrono::year_month_day(axes::first_day(period)).year())] += count;
  return {};
}

Status Looking::quantities(Overview& overview) const {
  for (const registers::QuantityRule& rule : stored_.description.quantities) {
    const std::string column = duck::identifier("q_" + rule.id);
    auto answer = connection_.ask("SELECT count(" + column + "), coalesce(sum(" + column + "), 0), coalesce(min(" +
                                  column + "), 0), coalesce(max(" + column + "), 0)" + current_);
    if (!answer) return pass(answer);
    const duck::Chunk chunk = answer->next();
    overview.quantities.push_back(
        {rule.id, chunk.integer(0, 0), chunk.number(1, 0), chunk.number(2, 0), chunk.number(3, 0)});
  }
  return {};
}

Status Looking::quarantine(Overview& overview) const {
  auto answer = connection_.ask(
      "SELECT count(*) FILTER (status = 'open'), count(*) FILTER (status = 'dismissed') FROM quarantine WHERE register "
      "= $1",
      {stored_.description.id});
  if (!answer) return pass(answer);
  const duck::Chunk chunk = answer->next();
  overview.quarantined = chunk.integer(0, 0);
  overview.dismissed = chunk.integer(1, 0);
  return {};
}

}  // namespace

Result<Overview> Store::overview(const std::string& register_id) {
  const duck::Connection& connection = room_->connection;
  auto stored = read_register(connection, register_id);
  if (!stored) return pass(stored);
  auto withdrawals = withdrawals_of(connection, register_id);
  if (!withdrawals) return pass(withdrawals);
  Overview overview;
  overview.register_id = register_id;
  const Looking looking(connection, *stored, *withdrawals);
  for (Status (Looking::*part)(Overview&) const :
       {&Looking::totals, &Looking::flags, &Looking::months, &Looking::quantities, &Looking::quarantine})
    if (Status seen = (looking.*part)(overview); !seen) return pass(seen);
  auto coverage = coverage_of(connection, *stored);
  if (!coverage) return pass(coverage);
  if (!coverage->days.empty()) overview.days = coverage->days;
  if (!coverage->span.empty()) overview.covers = coverage->span;
  overview.covers_stated = coverage->stated;
  auto accounts = imports(register_id);
  if (!accounts) return pass(accounts);
  overview.imports = std::move(*accounts);
  std::string all = stored->toml;
  for (const ImportAccount& import : overview.imports)
    for (const FileAccount& file : import.files) all += "\n" + file.sha256 + " " + std::to_string(import.known_on);
  for (const Withdrawal& one : *withdrawals)
    all += "\nwithdrawn " + std::to_string(one.import) + " " + std::to_string(one.known_on);
  overview.fingerprint = sha256_hex(all);
  return overview;
}

}  // namespace tartip::store
