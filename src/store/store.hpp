// What a centre knows, kept in one DuckDB database: its axes, its registers, their events with every version of them,
// what waits in quarantine, and the log of imports. The only room that sees DuckDB; nothing of it shows here.
//
// An instant of time comes in as an argument (`now`), never from a clock. Whatever changes the store is one
// transaction: after a crash, a full disk or `kill -9` it has happened or it has not (docs/formats/storage.md).
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "axes/classification.hpp"
#include "axes/territory.hpp"
#include "axes/time_zone.hpp"
#include "base/error.hpp"
#include "base/progress.hpp"
#include "cube/panel.hpp"
#include "cube/query.hpp"
#include "geo/web_mercator.hpp"
#include "registers/description.hpp"
#include "registers/validation.hpp"
#include "statistics/form.hpp"
#include "store/account.hpp"
#include "store/cube_sql.hpp"
#include "store/event_map.hpp"
#include "store/form_report.hpp"
#include "store/member_names.hpp"
#include "store/overview.hpp"
#include "store/quality.hpp"
#include "store/quarantine.hpp"
#include "store/release.hpp"

namespace tartip::store {

class Hold;

struct Options {
  bool read_only = false;  // several readers at once, no writer; works on a folder that cannot be written
  std::size_t memory_limit = std::size_t{1}
                             << 30;  // of the engine; what does not fit is spilled to `tmp` in the centre
  int threads = 0;                   // 0: all cores
  double wait_seconds = 0;           // how long to wait for a process that holds the centre, or for a writer's turn
  std::shared_ptr<Hold> hold = {};   // the database that this process has open already (hold.hpp)
};

struct RegisterEntry {
  registers::Description description;
  std::string toml;              // as it was given
  axes::Micros defined = 0;      // when this description came into force
  std::int64_t events = 0;       // current ones
  std::int64_t quarantined = 0;  // open ones
};

struct AxisEntry {
  std::string id;
  axes::Names names;
  std::string source;
  std::int64_t members = 0;
};

struct EventSelection {
  std::string register_id;
  cube::Filter filter = {};
  std::optional<axes::Micros> known_on = {};
  std::int64_t limit = 0;  // 0: all
  // Where the rows come from and as known when: columns that repeat, as in every table file. A name that the register
  // uses itself gets "_" in front.
  std::vector<std::pair<std::string, std::string>> facts = {};
};

class Store {
 public:
  // Makes the database when there is none (unless read_only). Errors: conflict `error.store.locked` (another process
  // holds it; its number and program are said) or `error.store.busy` (this process is writing already), denied
  // `error.store.read_only`, unavailable `error.store.disk_full`, corrupt `error.store.corrupt`, not_found
  // `error.store.absent`, conflict `error.store.newer` (made by a later Tartip).
  static Result<Store> open(const std::filesystem::path& folder, const Options& options = {});
  ~Store();
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;

  // Axes. Saving one that is there replaces it: units are recognised by level, code and first day, events keep their
  // unit; refused (conflict `error.store.territory.in_use`) when events stand in a unit that the new version does not
  // have.
  Status save_territory(const axes::Territory& territory);
  Result<std::shared_ptr<const axes::Territory>> load_territory(const std::string& id);
  Result<std::vector<AxisEntry>> territories();
  Status save_classification(const axes::Classification& classification);
  // "iccs" is always there; "own:<register>" is the scheme that a register's own values made.
  Result<std::shared_ptr<const axes::Classification>> load_classification(const std::string& id);
  Result<std::vector<AxisEntry>> classifications();
  // Every unit and every class, by axis and number (member_names.hpp); the ICCS among them.
  Result<std::vector<MemberName>> unit_names();
  Result<std::vector<MemberName>> class_names();

  // Registers. Saving one that is there replaces its description: new columns are added (empty for older events),
  // left-out ones stay; another key, coordinate system, territory or scheme is refused while it holds events (conflict
  // `error.store.register.holds`). The territory and the scheme it names must be in the store.
  Status save_register(const registers::Description& description, const std::string& toml, axes::Micros now);
  Result<RegisterEntry> load_register(const std::string& id);
  Result<std::vector<RegisterEntry>> all_registers();
  Status remove_register(const std::string& id);  // with all its events, quarantine and imports
  // The scheme its classes are of, by the description: the named one or its own; not_found when it has no classes.
  Result<std::shared_ptr<const axes::Classification>> scheme_of(const std::string& register_id);

  // Reads files into a register: one transaction, one account (account.hpp).
  Result<ImportAccount> import_files(const std::string& register_id, const std::vector<std::filesystem::path>& files,
                                     const ImportOptions& options);
  Result<std::vector<ImportAccount>> imports(const std::string& register_id);
  // Takes an import back, in one transaction: what only it brought is no longer current, what it changed has the
  // version before again, what a later import changed stays, rows of its quarantine are closed, rows it mended wait
  // again. History stays: a cut before shows the import still. Importing its files again brings it back. Errors:
  // not_found `error.withdrawal.unknown`; conflict `error.withdrawal.again`, `error.withdrawal.rests` (later imports
  // found rows unchanged or waiting that this one brought: taken back first), `error.withdrawal.known_on`.
  Result<Withdrawal> withdraw_import(const std::string& register_id, std::int64_t import,
                                     const WithdrawalOptions& options);

  // Quarantine (quarantine.hpp).
  Result<std::vector<QuarantineReason>> quarantine_reasons(const std::string& register_id);
  Result<std::vector<QuarantinedRow>> quarantine_rows(const std::string& register_id,
                                                      const QuarantineFilter& filter = {});
  // Writes the open rows as CSV: the source's columns, then _file, _line, _column, _value, _expected. A corrected copy
  // is imported like any file and closes the rows it mends. `expected` turns a row's message into a sentence. Returns
  // the number of rows.
  Result<std::int64_t> export_quarantine(const std::string& register_id, const std::filesystem::path& file,
                                         const std::function<std::string(const QuarantinedRow&)>& expected);
  Result<Dismissal> dismiss_quarantine(const std::string& register_id, const QuarantineFilter& filter);
  // Rows of a dismissal wait again. Returns how many; not_found `error.quarantine.dismissal` when there are none.
  Result<std::int64_t> restore_quarantine(const std::string& register_id, std::int64_t dismissal);

  // One SQL statement that counts where the events are; only the aggregate comes back (cube/query.hpp, cube/panel.hpp).
  // What the cells mean: `complete` when the register covers the whole period (its `covers`; else from its first to its
  // last event day, months or years when all its days are firsts of months or years) and the unit existed throughout;
  // `missing` when neither touches it; `partial` in between, or when the asked period cuts the cell. A sum is missing
  // when none of its events has the quantity, partial when some lack it. A rate is missing where residents are unknown.
  // A share is of the column's total, "not known" included. Refused: more than 50 million cells (too_large
  // `error.cube.too_large`).
  Result<cube::Panel> query(const cube::Query& query);

  Result<Overview> overview(const std::string& register_id);
  Result<std::vector<MonthQuality>> quality_by_month(const std::string& register_id);  // quality.hpp

  // Events with codes instead of numbers, to .parquet or .csv by the file's extension. Returns the number of rows.
  Result<std::int64_t> export_events(const EventSelection& selection, const std::filesystem::path& file);
  // Events on a map (event_map.hpp): counted in the squares of a tile cut into across × across, or row by row. One pass
  // over the events' columns of place.
  Result<std::vector<SquareCount>> count_squares(const EventSelection& selection, geo::TileAddress tile, int across);
  Result<EventPage> events_in(const EventSelection& selection, const EventWindow& window);

  // Read-only SQL on counts by territory, class and month, in a process of its own (cube_sql.hpp).
  Result<std::vector<SqlTable>> sql_tables(const SqlReach& reach);
  Result<SqlAnswer> ask_sql(const std::string& sql, const SqlReach& reach, const SqlLimits& limits,
                            const Progress& progress = {});

  // Releases (release.hpp). The version follows the last one of the series. Errors: conflict `error.release.unchanged`
  // when the last version holds the same; not_found `error.release.unknown`; corrupt `error.release.altered`.
  Result<ReleaseHead> put_release(const ReleaseDraft& draft, axes::Micros now);
  Result<std::vector<ReleaseHead>> releases();  // by the time they were made
  Result<Release> load_release(const std::string& id);

  // Forms (form_report.hpp). One report of a form, territory and period is in force; putting another replaces it, the
  // same file again changes nothing. Loading needs the description of the version that was put: conflict
  // `error.store.form_version` when a kept cell is not in it.
  Result<FormOutcome> put_form_report(const statistics::FormDescription& form, const statistics::FormReport& report,
                                      axes::Micros now);
  Result<std::vector<FormReportEntry>> form_reports(const FormReportFilter& filter = {});
  Result<statistics::FormReport> load_form_report(const FormReportEntry& entry,
                                                  const statistics::FormDescription& form);

  const std::filesystem::path& folder() const;

 private:
  struct Room;
  explicit Store(std::unique_ptr<Room> room);
  std::unique_ptr<Room> room_;
};

}  // namespace tartip::store
