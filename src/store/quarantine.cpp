#include "store/quarantine.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/require.hpp"
#include "store/corrected_file.hpp"
#include "store/room.hpp"

namespace tartip::store {
namespace {

const char* word_of(QuarantineStatus status) {
  switch (status) {
    case QuarantineStatus::open:
      return "open";
    case QuarantineStatus::corrected:
      return "corrected";
    case QuarantineStatus::dismissed:
      return "dismissed";
    case QuarantineStatus::withdrawn:
      return "withdrawn";
  }
  return "open";
}

QuarantineStatus status_of(std::string_view word) {
  if (word == "corrected" || word == "replaced") return QuarantineStatus::corrected;
  if (word == "withdrawn") return QuarantineStatus::withdrawn;
  return word == "dismissed" ? QuarantineStatus::dismissed : QuarantineStatus::open;
}

struct Condition {
  std::string sql;
  std::vector<duck::Parameter> parameters;
};

Condition condition_of(const std::string& register_id, const QuarantineFilter& filter) {
  Condition condition{"register = $1 AND (status = $2 OR ($2 = 'corrected' AND status = 'replaced'))",
                      {register_id, std::string(word_of(filter.status))}};
  const auto add = [&](const char* column, const std::string& value) {
    if (value.empty()) return;
    condition.parameters.emplace_back(value);
    condition.sql += std::string(" AND ") + column + " = $" + std::to_string(condition.parameters.size());
  };
  add("column_name", filter.column);
  add("expected", filter.expected_key);
  if (!filter.numbers.empty()) {
    std::string list;
    for (const std::int64_t number : filter.numbers) list += (list.empty() ? "" : ", ") + std::to_string(number);
    condition.sql += " AND number IN (" + list + ")";
  }
  return condition;
}

std::vector<std::string> fields_of(std::string_view text) {
  std::vector<std::string> fields;
  if (text.empty()) return fields;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(k_field, begin), text.size());
    fields.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return fields;
}

std::string csv(std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(field);
  std::string out = "\"";
  for (const char c : field) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

// The columns of one file of the export: files of one register may differ in theirs, then all that occur, in order of
// appearance.
std::vector<std::string> all_columns(const std::vector<QuarantinedRow>& rows) {
  std::vector<std::string> columns;
  const std::vector<std::string>* last = nullptr;
  for (const QuarantinedRow& row : rows) {
    if (last != nullptr && *last == row.columns) continue;
    last = &row.columns;
    for (const std::string& column : row.columns)
      if (std::find(columns.begin(), columns.end(), column) == columns.end()) columns.push_back(column);
  }
  return columns;
}

Status exists(const duck::Connection& connection, const std::string& register_id) {
  auto answer = connection.ask("SELECT count(*) FROM register WHERE id = $1", {register_id});
  if (!answer) return pass(answer);
  if (answer->integer() == 0) return fail(Code::not_found, "error.store.register.absent", {{"register", register_id}});
  return {};
}

}  // namespace

Result<std::vector<QuarantineReason>> Store::quarantine_reasons(const std::string& register_id) {
  if (Status there = exists(room_->connection, register_id); !there) return pass(there);
  auto answer = room_->connection.ask(
      "SELECT q.column_name, q.expected, any_value(q.arguments ORDER BY q.number), count(*), mode(q.value), "
      "min(q.line), "
      "arg_min(f.path, q.number) FROM quarantine q LEFT JOIN source_file f ON f.number = q.file WHERE q.register = $1 "
      "AND q.status = 'open' "
      "GROUP BY q.column_name, q.expected ORDER BY count(*) DESC, q.column_name, q.expected",
      {register_id});
  if (!answer) return pass(answer);
  std::vector<QuarantineReason> reasons;
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    reasons.push_back({std::string(chunk.text(0, row)), std::string(chunk.text(1, row)),
                       arguments_from(chunk.text(2, row)), chunk.integer(3, row), std::string(chunk.text(4, row)),
                       chunk.integer(5, row), chunk.is_null(6, row) ? std::string() : std::string(chunk.text(6, row))});
  });
  return reasons;
}

Result<std::vector<QuarantinedRow>> Store::quarantine_rows(const std::string& register_id,
                                                           const QuarantineFilter& filter) {
  if (Status there = exists(room_->connection, register_id); !there) return pass(there);
  const Condition condition = condition_of(register_id, filter);
  auto answer = room_->connection.ask(
      "SELECT q.number, q.import, f.path, q.line, q.column_name, q.value, q.expected, q.arguments, q.raw, f.columns, "
      "q.fields, q.status FROM "
      "(SELECT * FROM quarantine WHERE " +
          condition.sql + ") q JOIN source_file f ON f.number = q.file ORDER BY q.file, q.line, q.number" +
          (filter.limit > 0 ? " LIMIT " + std::to_string(filter.limit) : ""),
      condition.parameters);
  if (!answer) return pass(answer);
  std::vector<QuarantinedRow> rows;
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    const auto text = [&](std::size_t column) { return std::string(chunk.text(column, row)); };
    rows.push_back({chunk.integer(0, row), chunk.integer(1, row), text(2), chunk.integer(3, row), text(4), text(5),
                    text(6), arguments_from(chunk.text(7, row)), text(8), list_from(chunk.text(9, row)),
                    fields_of(chunk.text(10, row)), status_of(chunk.text(11, row))});
  });
  return rows;
}

Result<std::int64_t> Store::export_quarantine(const std::string& register_id, const std::filesystem::path& file,
                                              const std::function<std::string(const QuarantinedRow&)>& expected) {
  auto rows = quarantine_rows(register_id);
  if (!rows) return pass(rows);
  const std::vector<std::string> columns = all_columns(*rows);
  std::string out;
  for (const std::string& column : columns) out += csv(column) + ",";
  for (std::size_t i = 0; i < k_origin_columns.size(); ++i)
    out += (i == 0 ? "" : ",") + std::string(k_origin_columns[i]);
  out += "\n";
  for (const QuarantinedRow& row : *rows) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto own = std::find(row.columns.begin(), row.columns.end(), columns[i]) - row.columns.begin();
      // A row that could not be taken apart stands whole in its first column.
      if (row.fields.empty())
        out += i == 0 ? csv(row.raw) : "";
      else if (static_cast<std::size_t>(own) < row.fields.size())
        out += csv(row.fields[static_cast<std::size_t>(own)]);
      out += ",";
    }
    out += csv(row.file) + "," + std::to_string(row.line) + "," + csv(row.column) + "," + csv(row.value) + "," +
           csv(expected(row)) + "\n";
  }
  if (Status written = write_file(file, out); !written) return pass(written);
  return static_cast<std::int64_t>(rows->size());
}

// A dismissal's number stands below zero where rows that an import closed bear the import's.
Result<Dismissal> Store::dismiss_quarantine(const std::string& register_id, const QuarantineFilter& filter) {
  if (Status may = writable(room_->options, room_->folder); !may) return pass(may);
  const duck::Connection& connection = room_->connection;
  if (Status there = exists(connection, register_id); !there) return pass(there);
  auto transaction = duck::Transaction::begin(connection);
  if (!transaction) return pass(transaction);
  auto last = connection.ask(
      "SELECT coalesce(-min(closed_by), 0) FROM quarantine WHERE register = $1 AND closed_by < 0", {register_id});
  if (!last) return pass(last);
  Dismissal dismissal{.number = last->integer() + 1};
  QuarantineFilter waiting = filter;
  waiting.status = QuarantineStatus::open;
  const Condition condition = condition_of(register_id, waiting);
  auto updated = connection.ask("UPDATE quarantine SET status = 'dismissed', closed_by = -" +
                                    std::to_string(dismissal.number) + " WHERE " + condition.sql,
                                condition.parameters);
  if (!updated) return pass(updated);
  dismissal.rows = updated->changed();
  if (dismissal.rows == 0) return Dismissal{};
  if (Status done = transaction->commit(); !done) return pass(done);
  return dismissal;
}

Result<std::int64_t> Store::restore_quarantine(const std::string& register_id, std::int64_t dismissal) {
  if (Status may = writable(room_->options, room_->folder); !may) return pass(may);
  if (Status there = exists(room_->connection, register_id); !there) return pass(there);
  auto updated = room_->connection.ask(
      "UPDATE quarantine SET status = 'open', closed_by = NULL WHERE register = $1 AND status = 'dismissed' AND "
      "closed_by = -" +
          std::to_string(dismissal),
      {register_id});
  if (!updated) return pass(updated);
  if (updated->changed() == 0)
    return fail(Code::not_found, "error.quarantine.dismissal",
                {{"dismissal", std::to_string(dismissal)}, {"register", register_id}});
  return updated->changed();
}

Status write_corrected(const QuarantinedRow& row, const std::vector<std::string>& fields,
                       const std::filesystem::path& file) {
  require(fields.size() == row.columns.size(), "a corrected row has a field for every column");
  std::string head, line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    head += csv(row.columns[i]) + ",";
    line += csv(fields[i]) + ",";
  }
  for (std::size_t i = 0; i < k_origin_columns.size(); ++i)
    head += (i == 0 ? "" : ",") + std::string(k_origin_columns[i]);
  line += csv(row.file) + "," + std::to_string(row.line) + "," + csv(row.column) + "," + csv(row.value) + ",";
  return write_file(file, head + "\n" + line + "\n");
}

}  // namespace tartip::store
