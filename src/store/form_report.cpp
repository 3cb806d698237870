#include "store/form_report.hpp"

#include "store/room.hpp"

namespace tartip::store {
namespace {

// Made with the first form; a centre without one has no such tables.
constexpr const char* k_tables = R"sql(
CREATE TABLE IF NOT EXISTS form_report (number BIGINT, form VARCHAR, version VARCHAR, territory VARCHAR,
  period_from DATE, period_to DATE, file VARCHAR, sha256 VARCHAR, title VARCHAR, saved VARCHAR, imported TIMESTAMP,
  replaced TIMESTAMP, cells BIGINT);
CREATE TABLE IF NOT EXISTS form_cell (report BIGINT, sheet VARCHAR, row VARCHAR, graph VARCHAR, thousandths BIGINT);
)sql";

Result<bool> has_forms(const duck::Connection& connection) {
  auto known = connection.ask("SELECT count(*) FROM information_schema.tables WHERE table_name = 'form_report'");
  if (!known) return pass(known);
  return known->integer() > 0;
}

std::string same_report(const statistics::FormReport& report) {
  return "form = $1 AND territory = $2 AND period_from = " + date_sql(report.period.from) +
         " AND period_to = " + date_sql(report.period.to) + " AND replaced IS NULL";
}

Result<std::int64_t> append_cells(const duck::Connection& connection, const statistics::FormDescription& form,
                                  const statistics::FormReport& report, std::int64_t number) {
  duck::Appender cells(connection, "form_cell");
  std::int64_t count = 0;
  for (std::size_t s = 0; s < form.sheets.size(); ++s) {
    const statistics::FormSheet& sheet = form.sheets[s];
    for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
      for (std::size_t g = 0; g < sheet.graphs.size(); ++g) {
        const auto value = report.value(s, r, g, sheet.graphs.size());
        if (!value) continue;
        cells.add(number).add(sheet.id).add(sheet.rows[r].key).add(sheet.graphs[g].id).add(value->thousandths());
        cells.end_row();
        ++count;
      }
    }
  }
  if (Status closed = cells.close(); !closed) return pass(closed);
  return count;
}

}  // namespace

Result<FormOutcome> Store::put_form_report(const statistics::FormDescription& form,
                                           const statistics::FormReport& report, axes::Micros now) {
  if (Status ok = writable(room_->options, room_->folder); !ok) return pass(ok);
  const duck::Connection& connection = room_->connection;
  auto transaction = duck::Transaction::begin(connection);
  if (!transaction) return pass(transaction);
  if (Status made = connection.run(k_tables); !made) return pass(made);
  const std::vector<duck::Parameter> which = {report.form, report.territory};
  auto same = connection.ask(
      "SELECT count(*) FROM form_report WHERE " + same_report(report) + " AND sha256 = $3 AND version = $4",
      {report.form, report.territory, report.sha256, report.version});
  if (!same) return pass(same);
  if (same->integer() > 0) return FormOutcome::unchanged;
  auto replaced =
      connection.ask("UPDATE form_report SET replaced = " + moment_sql(now) + " WHERE " + same_report(report), which);
  if (!replaced) return pass(replaced);
  const bool before = replaced->changed() > 0;
  auto number = connection.ask("SELECT coalesce(max(number), 0) + 1 FROM form_report");
  if (!number) return pass(number);
  const std::int64_t id = number->integer();
  auto cells = append_cells(connection, form, report, id);
  if (!cells) return pass(cells);
  auto entered =
      connection.ask("INSERT INTO form_report VALUES ($1, $2, $3, $4, " + date_sql(report.period.from) + ", " +
                         date_sql(report.period.to) + ", $5, $6, $7, $8, " + moment_sql(now) + ", NULL, $9)",
                     {id, report.form, report.version, report.territory, report.file, report.sha256, report.title,
                      report.saved, *cells});
  if (!entered) return pass(entered);
  if (Status done = transaction->commit(); !done) return pass(done);
  return before ? FormOutcome::replaced : FormOutcome::fresh;
}

Result<std::vector<FormReportEntry>> Store::form_reports(const FormReportFilter& filter) {
  auto has = has_forms(room_->connection);
  if (!has) return pass(has);
  std::vector<FormReportEntry> found;
  if (!*has) return found;
  std::string where = "($1 = '' OR form = $1) AND ($2 = '' OR territory = $2)";
  if (filter.period)
    where += " AND period_from = " + date_sql(filter.period->from) + " AND period_to = " + date_sql(filter.period->to);
  if (filter.known_on) {
    const std::string moment = moment_sql(*filter.known_on);
    where += " AND imported <= " + moment + " AND (replaced IS NULL OR replaced > " + moment + ")";
  } else if (!filter.every_version) {
    where += " AND replaced IS NULL";
  }
  auto answer = room_->connection.ask(
      "SELECT number, form, version, territory, period_from, period_to, file, sha256, title, saved, imported, "
      "replaced, "
      "cells FROM form_report WHERE " +
          where + " ORDER BY form, period_from, period_to, territory, number",
      {filter.form, filter.territory});
  if (!answer) return pass(answer);
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    const auto text = [&](std::size_t column) { return std::string(chunk.text(column, row)); };
    FormReportEntry entry;
    entry.number = chunk.integer(0, row);
    entry.form = text(1);
    entry.version = text(2);
    entry.territory = text(3);
    entry.period = {day_from(chunk.integer(4, row)), day_from(chunk.integer(5, row))};
    entry.file = text(6);
    entry.sha256 = text(7);
    entry.title = text(8);
    entry.saved = text(9);
    entry.imported = chunk.integer(10, row);
    if (!chunk.is_null(11, row)) entry.replaced = chunk.integer(11, row);
    entry.cells = chunk.integer(12, row);
    found.push_back(std::move(entry));
  });
  return found;
}

Result<statistics::FormReport> Store::load_form_report(const FormReportEntry& entry,
                                                       const statistics::FormDescription& form) {
  statistics::FormReport report;
  report.form = entry.form;
  report.version = entry.version;
  report.territory = entry.territory;
  report.period = entry.period;
  report.file = entry.file;
  report.sha256 = entry.sha256;
  report.title = entry.title;
  report.saved = entry.saved;
  for (const statistics::FormSheet& sheet : form.sheets) {
    statistics::SheetReport cells;
    cells.values.resize(sheet.rows.size() * sheet.graphs.size());
    cells.lines.assign(sheet.rows.size(), 0);
    cells.columns.assign(sheet.graphs.size(), 0);
    report.sheets.push_back(std::move(cells));
  }
  auto answer =
      room_->connection.ask("SELECT sheet, row, graph, thousandths FROM form_cell WHERE report = $1", {entry.number});
  if (!answer) return pass(answer);
  std::string unknown;
  answer->each([&](const duck::Chunk& chunk, std::size_t row) {
    const auto sheet = form.find_sheet(std::string(chunk.text(0, row)));
    if (!sheet) {
      unknown = chunk.text(0, row);
      return;
    }
    const statistics::FormSheet& cells = form.sheets[*sheet];
    const auto line = cells.find_row(std::string(chunk.text(1, row)));
    const auto graph = cells.find_graph(std::string(chunk.text(2, row)));
    if (!line || !graph) {
      unknown = cells.id + "[" + std::string(chunk.text(1, row)) + "]." + std::string(chunk.text(2, row));
      return;
    }
    report.sheets[*sheet].values[*line * cells.graphs.size() + *graph] = Decimal::of_thousandths(chunk.integer(3, row));
  });
  if (!unknown.empty())
    return fail(Code::conflict, "error.store.form_version",
                {{"form", entry.form}, {"version", entry.version}, {"described", form.version}, {"value", unknown}});
  return report;
}

}  // namespace tartip::store
