// What past imports brought, file by file.
#include <algorithm>

#include "store/room.hpp"
#include "store/withdrawal.hpp"

namespace tartip::store {
namespace {

RowCounts counts_from(const duck::Chunk& chunk, std::size_t row, std::size_t column) {
  return {chunk.integer(column, row), chunk.integer(column + 1, row), chunk.integer(column + 2, row),
          chunk.integer(column + 3, row), chunk.integer(column + 4, row)};
}

}  // namespace

Result<std::vector<ImportAccount>> Store::imports(const std::string& register_id) {
  std::string flags;
  for (int bit = 1; bit <= registers::k_flag_count; ++bit) flags += ", flags[" + std::to_string(bit) + "]";
  auto rows = room_->connection.ask(
      "SELECT number, moment, known_on, resolved, new_classes, read, fresh, updated, unchanged, quarantined" + flags +
          " FROM import WHERE register = $1 ORDER BY number",
      {register_id});
  if (!rows) return pass(rows);
  std::vector<ImportAccount> accounts;
  rows->each([&](const duck::Chunk& chunk, std::size_t row) {
    ImportAccount account;
    account.number = chunk.integer(0, row);
    account.register_id = register_id;
    account.moment = chunk.integer(1, row);
    account.known_on = chunk.integer(2, row);
    account.resolved = chunk.integer(3, row);
    account.new_classes = list_from(chunk.text(4, row));
    account.rows = counts_from(chunk, row, 5);
    for (std::size_t bit = 0; bit < account.flags.size(); ++bit) account.flags[bit] = chunk.integer(10 + bit, row);
    accounts.push_back(std::move(account));
  });
  auto files = room_->connection.ask(
      "SELECT import, path, sha256, bytes, same_file, read, fresh, updated, unchanged, quarantined FROM source_file "
      "WHERE register = $1 ORDER BY number",
      {register_id});
  if (!files) return pass(files);
  files->each([&](const duck::Chunk& chunk, std::size_t row) {
    for (ImportAccount& account : accounts)
      if (account.number == chunk.integer(0, row))
        account.files.push_back({std::string(chunk.text(1, row)), std::string(chunk.text(2, row)),
                                 chunk.integer(3, row), chunk.integer(4, row) != 0, counts_from(chunk, row, 5)});
  });
  auto withdrawals = withdrawals_of(room_->connection, register_id);
  if (!withdrawals) return pass(withdrawals);
  for (Withdrawal& one : *withdrawals) {
    const auto of = std::find_if(accounts.begin(), accounts.end(),
                                 [&](const ImportAccount& account) { return account.number == one.import; });
    if (of != accounts.end()) of->withdrawn = std::move(one);
  }
  return accounts;
}

}  // namespace tartip::store
