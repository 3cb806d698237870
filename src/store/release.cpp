#include "store/release.hpp"

#include <algorithm>
#include <set>

#include "base/hash.hpp"
#include "store/room.hpp"

namespace tartip::store {
namespace {

// Made with the first release; a centre without one has no such tables.
constexpr const char* k_tables = R"sql(
CREATE TABLE IF NOT EXISTS release (id VARCHAR, series VARCHAR, version INTEGER, made TIMESTAMP, note VARCHAR,
  program VARCHAR, checksum VARCHAR);
CREATE TABLE IF NOT EXISTS release_table (release VARCHAR, position INTEGER, id VARCHAR, sha256 VARCHAR, figures BIGINT,
  content VARCHAR);
CREATE TABLE IF NOT EXISTS release_protection (release VARCHAR, sha256 VARCHAR, content VARCHAR);
)sql";

Result<bool> has_table(const duck::Connection& connection, const char* name) {
  auto known = connection.ask("SELECT count(*) FROM information_schema.tables WHERE table_name = $1", {name});
  if (!known) return pass(known);
  return known->integer() > 0;
}

bool is_series(const std::string& text) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  // Periods are written with a capital: 2022-Q3, 2022-H1, 2022-W05.
  return !text.empty() && text.size() <= 64 && (plain(text.front())) &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return plain(c) || c == '.' || c == '_' || c == '-' || c == 'Q' || c == 'H' || c == 'W';
         });
}

Result<std::vector<ReleaseHead>> heads(const duck::Connection& connection, const std::string& where,
                                       const std::vector<duck::Parameter>& parameters) {
  std::vector<ReleaseHead> found;
  auto answer = connection.ask(
      "SELECT id, series, version, made, note, program, checksum FROM release " + where + " ORDER BY made, id",
      parameters);
  if (!answer) return pass(answer);
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    found.push_back({std::string(chunk.text(0, row)),
                     std::string(chunk.text(1, row)),
                     static_cast<int>(chunk.integer(2, row)),
                     chunk.integer(3, row),
                     std::string(chunk.text(4, row)),
                     std::string(chunk.text(5, row)),
                     std::string(chunk.text(6, row)),
                     {},
                     {}});
  });
  auto recorded = has_table(connection, "release_protection");
  if (!recorded) return pass(recorded);
  for (ReleaseHead& head : found) {
    if (*recorded) {
      auto record = connection.ask("SELECT sha256 FROM release_protection WHERE release = $1", {head.id});
      if (!record) return pass(record);
      record->each([&](const duck::Chunk& chunk, std::size_t row) { head.protection = chunk.text(0, row); });
    }
    auto tables =
        connection.ask("SELECT id, sha256, figures FROM release_table WHERE release = $1 ORDER BY position", {head.id});
    if (!tables) return pass(tables);
    tables->each([&](const duck::Chunk& chunk, std::size_t row) {
      head.tables.push_back({std::string(chunk.text(0, row)), std::string(chunk.text(1, row)), chunk.integer(2, row)});
    });
  }
  return found;
}

}  // namespace

Result<ReleaseHead> Store::put_release(const ReleaseDraft& draft, axes::Micros now) {
  if (Status ok = writable(room_->options, room_->folder); !ok) return pass(ok);
  if (!is_series(draft.series)) return fail(Code::bad_input, "error.release.series", {{"series", draft.series}});
  if (draft.tables.empty()) return fail(Code::bad_input, "error.release.empty", {{"series", draft.series}});
  ReleaseHead head{"", draft.series, 1, now, draft.note, TARTIP_VERSION, "", {}, {}};
  if (!draft.protection.empty()) head.protection = sha256_hex(draft.protection);
  std::vector<std::string> texts;
  std::set<std::string> ids;
  for (const statistics::PublishedTable& table : draft.tables) {
    if (Status sound = statistics::checked(table); !sound) return pass(sound);
    if (!ids.insert(table.id).second)
      return fail(Code::bad_input, "error.published.twice", {{"table", table.id}, {"value", table.id}});
    texts.push_back(release_text(table));
    head.tables.push_back({table.id, sha256_hex(texts.back()), static_cast<std::int64_t>(table.observations.size())});
  }

  auto transaction = duck::Transaction::begin(room_->connection);
  if (!transaction) return pass(transaction);
  if (Status made = room_->connection.run(k_tables); !made) return pass(made);
  auto earlier = heads(room_->connection, "WHERE series = $1", {draft.series});
  if (!earlier) return pass(earlier);
  for (const ReleaseHead& one : *earlier) head.version = std::max(head.version, one.version + 1);
  const auto same = [&](const ReleaseHead& one) {
    return one.version == head.version - 1 &&
           std::equal(
               one.tables.begin(), one.tables.end(), head.tables.begin(), head.tables.end(),
               [](const ReleasedTable& a, const ReleasedTable& b) { return a.id == b.id && a.sha256 == b.sha256; });
  };
  if (const auto last = std::find_if(earlier->begin(), earlier->end(), same); last != earlier->end())
    return fail(Code::conflict, "error.release.unchanged", {{"release", last->id}});
  head.id = draft.series + "@" + std::to_string(head.version);
  head.checksum = release_checksum(head.id, head.tables, head.protection);
  auto written =
      room_->connection.ask("INSERT INTO release VALUES ($1, $2, $3, " + moment_sql(now) + ", $4, $5, $6)",
                            {head.id, head.series, std::int64_t{head.version}, head.note, head.program, head.checksum});
  if (!written) return pass(written);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const ReleasedTable& table = head.tables[i];
    auto row =
        room_->connection.ask("INSERT INTO release_table VALUES ($1, $2, $3, $4, $5, $6)",
                              {head.id, static_cast<std::int64_t>(i), table.id, table.sha256, table.figures, texts[i]});
    if (!row) return pass(row);
  }
  if (!draft.protection.empty()) {
    auto row = room_->connection.ask("INSERT INTO release_protection VALUES ($1, $2, $3)",
                                     {head.id, head.protection, draft.protection});
    if (!row) return pass(row);
  }
  if (Status committed = transaction->commit(); !committed) return pass(committed);
  return head;
}

Result<std::vector<ReleaseHead>> Store::releases() {
  auto any = has_table(room_->connection, "release");
  if (!any) return pass(any);
  if (!*any) return std::vector<ReleaseHead>{};
  return heads(room_->connection, "", {});
}

Result<Release> Store::load_release(const std::string& id) {
  auto all = releases();
  if (!all) return pass(all);
  const auto head = std::find_if(all->begin(), all->end(), [&](const ReleaseHead& one) { return one.id == id; });
  if (head == all->end()) return fail(Code::not_found, "error.release.unknown", {{"release", id}});
  const auto altered = [&](const std::string& what) {
    return fail(Code::corrupt, "error.release.altered", {{"release", id}, {"table", what}});
  };
  if (release_checksum(head->id, head->tables, head->protection) != head->checksum) return altered(id);
  Release release{*head, {}, {}};
  auto answer =
      room_->connection.ask("SELECT id, content FROM release_table WHERE release = $1 ORDER BY position", {id});
  if (!answer) return pass(answer);
  std::vector<std::string> contents;
  answer->each([&](const duck::Chunk& chunk, std::size_t row) { contents.emplace_back(chunk.text(1, row)); });
  for (std::size_t i = 0; i < contents.size(); ++i) {
    if (sha256_hex(contents[i]) != head->tables[i].sha256) return altered(head->tables[i].id);
    auto table = table_from_release_text(contents[i]);
    if (!table) return altered(head->tables[i].id);
    table->release = id;
    table->published = head->made;
    release.tables.push_back(std::move(*table));
  }
  if (!head->protection.empty()) {
    auto record = room_->connection.ask("SELECT content FROM release_protection WHERE release = $1", {id});
    if (!record) return pass(record);
    record->each([&](const duck::Chunk& chunk, std::size_t row) { release.protection = chunk.text(0, row); });
    if (sha256_hex(release.protection) != head->protection) return altered("protection");
  }
  return release;
}

}  // namespace tartip::store
