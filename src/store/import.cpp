// One import: files read, rows moved, the account checked, all in one transaction.
#include <algorithm>
#include <set>
#include <thread>

#include "base/hash.hpp"
#include "base/require.hpp"
#include "store/classification_tables.hpp"
#include "store/corrected_file.hpp"
#include "store/import_merge.hpp"
#include "store/import_recognition.hpp"
#include "store/import_source.hpp"
#include "store/interrupter.hpp"
#include "store/register_tables.hpp"
#include "store/room.hpp"
#include "store/schema.hpp"
#include "store/table_file.hpp"

namespace tartip::store {
namespace {

// The scheme a register's values made so far, or the named one; nothing when the register has no classes yet.
Result<std::shared_ptr<const axes::Classification>> classes_for(Store& store,
                                                                const registers::Description& description) {
  const std::string id = scheme_id(description);
  if (id.empty()) return nullptr;
  return store.load_classification(id);
}

struct Request {
  const std::string& register_id;
  const std::vector<std::filesystem::path>& files;
  const ImportOptions& options;
  const std::filesystem::path& folder;
};

class Import {
 public:
  Import(Store& store, const duck::Connection& connection, ScanSlot& slot, const Request& request)
      : store_(store), connection_(connection), slot_(slot), options_(request.options), folder_(request.folder) {}

  Status prepare(const std::string& register_id);
  Status read(const std::filesystem::path& file);
  Status finish();
  ImportAccount account;

 private:
  struct Source {
    std::unique_ptr<registers::RecordReader> reader;
    std::optional<registers::Plan> plan;
    std::size_t corrected_columns = 0;
    std::vector<std::string> columns;
  };
  Result<Source> open(const std::filesystem::path& file);
  Status scan(const std::filesystem::path& file, const std::string& sql, Scan& scan, std::int64_t* records = nullptr);
  Result<bool> same_file(const FileAccount& file, RowCounts& rows);
  Status read_rows(const std::filesystem::path& file, FileAccount& entry);
  Status note_file(const FileAccount& entry, const std::vector<std::string>& columns);
  Status add_classes();
  Status fix_grid();

  Store& store_;
  const duck::Connection& connection_;
  ScanSlot& slot_;
  const ImportOptions& options_;
  const std::filesystem::path& folder_;  // the centre's
  StoredRegister register_;
  std::string reading_;
  bool read_before_ = false;  // events are held that were read under this reading
  std::int64_t next_file_ = 1;
  std::shared_ptr<const axes::Territory> territory_;
  std::shared_ptr<const axes::Classification> classes_;
  std::vector<axes::ClassItem> own_items_;
  std::unique_ptr<NewClasses> new_classes_;
  std::vector<std::string> columns_;  // of the file being read
  std::set<std::int64_t> rests_on_;   // imports that brought what this one found unchanged or waiting
};

Status Import::prepare(const std::string& register_id) {
  auto stored = read_register(connection_, register_id);
  if (!stored) return pass(stored);
  register_ = std::move(*stored);
  const registers::Description& description = register_.description;
  auto reading = reading_of(connection_, register_, options_.centre_zone->name());
  if (!reading) return pass(reading);
  reading_ = *reading;
  if (!description.place.territory.empty()) {
    auto territory = store_.load_territory(description.place.territory);
    if (!territory) return pass(territory);
    territory_ = *territory;
  }
  auto classes = classes_for(store_, description);
  if (!classes) return pass(classes);
  classes_ = *classes;
  if (classes_ != nullptr && description.classes.scheme.empty()) own_items_ = classes_->items();

  auto numbers = connection_.ask(
      "SELECT (SELECT coalesce(max(number), 0) + 1 FROM import), (SELECT coalesce(max(number), 0) + 1 FROM "
      "source_file), "
      "(SELECT max(known_on) FROM (SELECT known_on FROM import WHERE register = $1 UNION ALL SELECT known_on FROM "
      "withdrawal WHERE register = $1)), (SELECT count(*) FROM import WHERE register = $1 AND "
      "reading = $2)",
      {register_id, reading_});
  if (!numbers) return pass(numbers);
  const duck::Chunk chunk = numbers->next();
  account.number = chunk.integer(0, 0);
  next_file_ = chunk.integer(1, 0);
  read_before_ = chunk.integer(3, 0) > 0;
  account.register_id = register_id;
  account.moment = options_.now;
  account.known_on = options_.known_on.value_or(options_.now);
  if (!chunk.is_null(2, 0)) {
    const axes::Micros last = chunk.integer(2, 0);
    if (options_.known_on && *options_.known_on < last)
      return fail(Code::conflict, "error.import.known_on_order",
                  {{"register", register_id}, {"last", axes::text_of(day_from(last / axes::k_micros_per_day))}});
    account.known_on = std::max(account.known_on, last);  // a clock set back does not turn history round
  }
  if (options_.known_on && *options_.known_on > options_.now)
    return fail(Code::bad_input, "error.import.known_on_future", {{"register", register_id}});
  if (options_.threads > 0) return connection_.run("SET threads = " + std::to_string(options_.threads));
  return {};
}

Result<Import::Source> Import::open(const std::filesystem::path& file) {
  Source source;
  const registers::Description& description = register_.description;
  const auto corrected = corrected_format(file, description.file);
  auto reader = open_source(file, corrected.value_or(description.file));
  if (!reader) return pass(reader);
  source.reader = std::move(*reader);
  source.columns = source.reader->columns();
  if (corrected) {
    require(source.columns.size() >= k_origin_columns.size(), "a corrected file ends with the five columns");
    source.columns.resize(source.columns.size() - k_origin_columns.size());
    source.corrected_columns = source.columns.size();
  }
  registers::Axes axes;
  axes.territory = territory_.get();
  axes.classes = classes_ != nullptr && !classes_->items().empty() ? classes_.get() : nullptr;
  if (!description.classes.scheme.empty()) axes.classes = classes_.get();
  axes.centre_zone = options_.centre_zone;
  axes.now = options_.now;
  auto plan = registers::Plan::make(description, source.columns, axes);
  if (!plan) {
    // A column that is missing is missing in one of several files.
    if (plan.error().where.file.empty()) plan.error().where.file = file.string();
    return pass(plan);
  }
  source.plan.emplace(std::move(*plan));
  return source;
}

// Carries out a statement that reads the file through tartip_scan().
Status Import::scan(const std::filesystem::path& file, const std::string& sql, Scan& scan, std::int64_t* records) {
  auto source = open(file);
  if (!source) return pass(source);
  columns_ = source->columns;
  scan.reader = source->reader.get();
  scan.plan = &*source->plan;
  scan.corrected_columns = source->corrected_columns;
  scan.columns = event_columns(register_.description);
  scan.keyed = !register_.description.key.empty();
  scan.description = &register_.description;
  scan.new_classes = new_classes_.get();
  scan.progress = &options_.progress;
  scan.name = file.string();
  slot_.scan = &scan;
  Status done = connection_.run(sql);
  slot_.scan = nullptr;
  if (scan.error) return tl::unexpected(std::move(*scan.error));
  if (records != nullptr) *records = scan.records;
  return done;
}

// Whether the very file was imported under this reading and nothing has happened since that would make its rows news
// again.
Result<bool> Import::same_file(const FileAccount& file, RowCounts& rows) {
  const registers::Description& description = register_.description;
  const bool history_decides = !description.key.empty() && description.version_column.empty();
  auto answer = connection_.ask(
      "SELECT f.read, f.quarantined, i.number FROM source_file f JOIN import i ON i.number = f.import WHERE f.register "
      "= "
      "$1 AND f.sha256 = $2 AND i.reading = $3 AND i.number > (SELECT coalesce(max(last_import), 0) FROM withdrawal "
      "WHERE "
      "register = $1) AND NOT (f.quarantined > 0 AND EXISTS (SELECT 1 FROM quarantine q WHERE q.register = $1 AND "
      "(q.status = 'dismissed' OR q.closed_by > i.number))) AND NOT EXISTS (SELECT 1 FROM quarantine q WHERE q.file = "
      "f.number AND q.expected = "
      "'expected.not_future' AND q.status "
      "= 'open') AND NOT ($4 AND EXISTS (SELECT 1 FROM import l WHERE l.register = $1 AND l.number > i.number AND "
      "l.updated > 0)) ORDER BY "
      "f.number DESC LIMIT 1",
      {description.id, file.sha256, reading_, history_decides});
  if (!answer) return pass(answer);
  const duck::Chunk chunk = answer->next();
  if (chunk.rows() == 0) return false;
  rows.read = chunk.integer(0, 0);
  rows.quarantined = chunk.integer(1, 0);
  rows.unchanged = rows.read - rows.quarantined;
  const std::int64_t before = chunk.integer(2, 0);
  auto below = connection_.ask("SELECT on_import FROM import_rest WHERE import = $1", {before});
  if (!below) return pass(below);
  below->each([&](const duck::Chunk& found, std::size_t row) { rests_on_.insert(found.integer(0, row)); });
  rests_on_.insert(before);
  return true;
}

Status Import::read_rows(const std::filesystem::path& file, FileAccount& entry) {
  MergeContext context;
  context.description = &register_.description;
  context.reading = reading_;
  context.import = account.number;
  context.file = next_file_;
  context.known_from = account.known_on;
  new_classes_ = std::make_unique<NewClasses>(static_cast<std::int32_t>(own_items_.size()));
  context.new_classes = new_classes_.get();
  context.capture = [&](const Contents& contents) {
    Scan again;
    again.mode = Scan::Mode::raw;
    again.only = &contents;
    return scan(file, "CREATE TEMP TABLE captured AS SELECT * FROM tartip_scan()", again);
  };
  Recognition recognition;
  Scan rows;
  if (read_before_) {
    Scan look;
    look.mode = Scan::Mode::contents;
    if (Status looked = scan(file, "CREATE TEMP TABLE look AS SELECT * FROM tartip_scan()", look, &entry.rows.read);
        !looked)
      return looked;
    auto recognised = recognise(connection_, context);
    if (!recognised) return pass(recognised);
    recognition = std::move(*recognised);
    rests_on_.merge(recognition.rests_on);
    if (recognition.partly) rows.only = &recognition.unknown;
  }
  if (recognition.all_known) {
    const std::int64_t read = entry.rows.read;
    entry.rows = recognition.known;
    entry.rows.read = read;
    return forget(connection_);
  }
  std::int64_t records = 0;
  const char* const stage = "CREATE TEMP TABLE staging AS SELECT * FROM tartip_scan()";
  if (Status staged = scan(file, stage, rows, &records); !staged) return staged;
  if (recognition.partly) {
    auto wider = widen(connection_, context, recognition);
    if (!wider) return pass(wider);
    if (*wider) {
      Scan once_more;
      once_more.only = &recognition.unknown;
      if (Status dropped = connection_.run("DROP TABLE staging"); !dropped) return dropped;
      if (Status staged = scan(file, stage, once_more, &records); !staged) return staged;
    }
  }
  if (Status forgotten = forget(connection_); !forgotten) return forgotten;
  context.corrected = rows.corrected_columns != 0;
  auto merged = merge(connection_, context);
  if (!merged) return pass(merged);
  entry.rows = merged->rows;
  if (recognition.partly) entry.rows += recognition.known;
  entry.rows.read = records;
  account.resolved += merged->resolved;
  rests_on_.merge(merged->rests_on);
  return add_classes();
}

Status Import::read(const std::filesystem::path& file) {
  FileAccount entry;
  entry.file = file.string();
  std::error_code error;
  entry.bytes = static_cast<std::int64_t>(std::filesystem::file_size(file, error));
  if (error) return fail(Code::not_found, "error.file.unreadable", {{"file", entry.file}, {"reason", error.message()}});
  // The hash is taken beside the reading, unless a file of this size is known and might be the same.
  auto sizes = connection_.ask("SELECT count(*) FROM source_file WHERE register = $1 AND bytes = $2",
                               {register_.description.id, entry.bytes});
  if (!sizes) return pass(sizes);
  const bool maybe_same = !options_.reread && sizes->integer() > 0;
  Result<std::string> sha256 = std::string();
  std::thread hashing([&] { sha256 = sha256_hex_of_file(file); });
  Status done;
  if (maybe_same) {
    hashing.join();
    if (sha256) {
      entry.sha256 = *sha256;
      auto same = same_file(entry, entry.rows);
      if (!same) return pass(same);
      entry.same_file = *same;
    }
  }
  if (!entry.same_file) done = read_rows(file, entry);
  if (hashing.joinable()) hashing.join();
  if (!done) return done;
  if (!sha256) return pass(sha256);
  entry.sha256 = *sha256;
  if (!entry.rows.adds_up())
    return fail(Code::bug, "error.import.account",
                {{"file", entry.file},
                 {"read", std::to_string(entry.rows.read)},
                 {"fresh", std::to_string(entry.rows.fresh)},
                 {"updated", std::to_string(entry.rows.updated)},
                 {"unchanged", std::to_string(entry.rows.unchanged)},
                 {"quarantined", std::to_string(entry.rows.quarantined)}});
  // One of the centre's own, sent by a page, goes by its place in it: the centre may move, and where it is tells
  // nobody.
  const auto within = file.lexically_relative(folder_);
  if (!within.empty() && *within.begin() != "..") entry.file = within.string();
  if (Status noted = note_file(entry, columns_); !noted) return noted;
  account.rows += entry.rows;
  account.files.push_back(std::move(entry));
  read_before_ = true;
  return {};
}

Status Import::note_file(const FileAccount& entry, const std::vector<std::string>& columns) {
  auto noted =
      connection_.ask("INSERT INTO source_file VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                      {next_file_, account.number, register_.description.id, entry.file, entry.sha256, entry.bytes,
                       entry.same_file, list_text(columns), entry.rows.read, entry.rows.fresh, entry.rows.updated,
                       entry.rows.unchanged, entry.rows.quarantined});
  if (!noted) return pass(noted);
  ++next_file_;
  return {};
}

// The register's own scheme grows in the same transaction, in the order of the codes.
Status Import::add_classes() {
  const auto found = new_classes_->sorted();
  if (found.empty()) return {};
  for (const NewClasses::Found& entry : found) {
    axes::ClassItem item;
    item.number = static_cast<std::int32_t>(own_items_.size());
    item.code = entry.code;
    item.names.by_language["und"] = entry.code;
    item.valid = {axes::k_first_day, axes::k_last_day};
    own_items_.push_back(std::move(item));
    account.new_classes.push_back(entry.code);
  }
  axes::Classification grown = own_classification(register_.description, own_items_);
  if (Status written = write_classification(connection_, grown); !written) return written;
  classes_ = std::make_shared<const axes::Classification>(std::move(grown));
  return {};
}

Status Import::fix_grid() {
  const registers::PlaceRule& place = register_.description.place;
  if (register_.grid || place.x_column.empty() || plane_of(place) == Plane::local) return {};
  auto fixed = connection_.ask(
      "UPDATE register SET grid_longitude = m.x, grid_latitude = m.y FROM (SELECT round(median(longitude)) AS x, "
      "round(median(latitude)) AS y FROM " +
          events_table(register_.description.id) + ") m WHERE register.id = $1 AND m.x IS NOT NULL",
      {register_.description.id});
  if (!fixed) return pass(fixed);
  return {};
}

Status Import::finish() {
  if (Status fixed = fix_grid(); !fixed) return fixed;
  auto flags = connection_.ask(
      "SELECT flags, count(*) FROM " + events_table(register_.description.id) + " WHERE import = $1 GROUP BY flags",
      {account.number});
  if (!flags) return pass(flags);
  flags->each([&](const duck::Chunk& chunk, std::size_t row) {
    for (std::size_t bit = 0; bit < account.flags.size(); ++bit)
      if ((chunk.integer(0, row) >> bit & 1) != 0) account.flags[bit] += chunk.integer(1, row);
  });
  std::string list = "[";
  for (const std::int64_t count : account.flags) list += (list.size() > 1 ? "," : "") + std::to_string(count);
  const RowCounts& rows = account.rows;
  auto noted = connection_.ask(
      "INSERT INTO import VALUES ($1, $2, make_timestamp($3::BIGINT), make_timestamp($4::BIGINT), $5, $6, $7, $8, $9, "
      "$10, $11, $12, " +
          list + "]::BIGINT[], $13)",
      {account.number, account.register_id, account.moment, account.known_on, reading_, std::string(TARTIP_VERSION),
       rows.read, rows.fresh, rows.updated, rows.unchanged, rows.quarantined, account.resolved,
       list_text(account.new_classes)});
  if (!noted) return pass(noted);
  rests_on_.erase(account.number);
  for (const std::int64_t before : rests_on_) {
    auto rest =
        connection_.ask("INSERT INTO import_rest VALUES ($1, $2, $3)", {account.number, account.register_id, before});
    if (!rest) return pass(rest);
  }
  return {};
}

Result<ImportAccount> carry_out(Store& store, const duck::Connection& connection, ScanSlot& slot,
                                const Request& request) {
  const ImportOptions& options = request.options;
  auto transaction = duck::Transaction::begin(connection);
  if (!transaction) return pass(transaction);
  Import import(store, connection, slot, request);
  {
    const Interrupter interrupter(connection, options.progress);  // gone before the rollback, which must not be stopped
    if (options.description) {
      const auto& [description, toml] = *options.description;
      require(description.id == request.register_id, "the description is another register's");
      if (Status written = write_register(store, connection, description, toml, options.now); !written)
        return pass(written);
    }
    if (Status prepared = import.prepare(request.register_id); !prepared) return pass(prepared);
    for (const std::filesystem::path& file : request.files)
      if (Status read = import.read(file); !read) return pass(read);
    if (Status finished = import.finish(); !finished) return pass(finished);
  }
  if (options.progress.cancelled()) return fail(Code::cancelled, "error.cancelled");
  if (options.dry_run) return std::move(import.account);
  if (Status committed = transaction->commit(); !committed) return pass(committed);
  return std::move(import.account);
}

}  // namespace

Result<ImportAccount> Store::import_files(const std::string& register_id,
                                          const std::vector<std::filesystem::path>& files,
                                          const ImportOptions& options) {
  require(options.centre_zone != nullptr, "an import needs the centre's time zone");
  if (Status may = writable(room_->options, room_->folder); !may) return pass(may);
  const duck::Connection& connection = room_->connection;
  Result<ImportAccount> account =
      carry_out(*this, connection, *room_->slot, {register_id, files, options, room_->folder});
  // It may have been loaded inside the transaction, or have grown in it.
  room_->classifications.erase(own_scheme(register_id));
  if (!account && options.progress.cancelled() && account.error().key != "error.import.cancelled")
    return fail(Code::cancelled, "error.cancelled");
  return account;
}

}  // namespace tartip::store
