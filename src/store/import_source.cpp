#include "store/import_source.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/require.hpp"
#include "store/room.hpp"
#include "text/folding.hpp"

namespace tartip::store {
namespace {

// Text that every tool can show: broken UTF-8, NUL and our own separators replaced by signs that stand for them.
void append_printable(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      if (lead == 0)
        out += "\xE2\x90\x80";
      else if (text[i] == k_part)
        out += "\xE2\x90\x9F";
      else if (text[i] == k_field)
        out += "\xE2\x90\x9E";
      else
        out += text[i];
      ++i;
      continue;
    }
    const std::size_t length = lead >= 0xF0 && lead < 0xF5   ? 4
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                                                             : 0;
    bool whole = length != 0 && i + length <= text.size();
    for (std::size_t k = 1; whole && k < length; ++k) whole = (static_cast<unsigned char>(text[i + k]) & 0xC0) == 0x80;
    if (whole && length >= 3) {  // overlong forms, surrogates, beyond U+10FFFF
      const auto second = static_cast<unsigned char>(text[i + 1]);
      whole = !((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
                (lead == 0xF4 && second > 0x8F));
    }
    if (whole)
      out += text.substr(i, length);
    else
      out += "\xEF\xBF\xBD";
    i += whole ? length : 1;
  }
}

void append_row(std::string& out, const registers::Record& record) {
  append_printable(out, record.raw.substr(0, k_longest_raw));
  out += k_part;
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    if (i != 0) out += k_field;
    append_printable(out, record.fields[i].substr(0, k_longest_raw));
  }
}

std::string rejection_text(const registers::Rejection& rejection, const registers::Record& record) {
  std::string out;
  append_printable(out, rejection.column);
  out += k_part;
  append_printable(out, rejection.value);
  out += k_part;
  out += rejection.expected_key;
  out += k_part;
  append_printable(out, arguments_text(rejection.arguments));
  out += k_part;
  append_row(out, record);
  return out;
}

void append_csv(std::string& out, std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += field;
    return;
  }
  out += '"';
  for (const char c : field) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  out += '"';
}

// The columns of the chunk being filled.
class Row {
 public:
  explicit Row(duckdb_data_chunk chunk) {
    const idx_t count = duckdb_data_chunk_get_column_count(chunk);
    vectors_.resize(count);
    for (idx_t i = 0; i < count; ++i) {
      duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, i);
      vectors_[i] = {vector, duckdb_vector_get_data(vector), nullptr};
    }
  }
  void start(std::size_t row) { row_ = row, next_ = 0; }

  template <class T>
  void put(T value) {
    static_cast<T*>(vectors_[next_++].values)[row_] = value;
  }
  template <class T>
  void put_if(bool known, T value) {
    if (known)
      put(value);
    else
      null();
  }
  void text(std::string_view value) {
    if (value.data() == nullptr) return null();
    duckdb_vector_assign_string_element_len(vectors_[next_++].vector, row_, value.data(), value.size());
  }
  void null() {
    Vector& vector = vectors_[next_++];
    if (vector.validity == nullptr) {
      duckdb_vector_ensure_validity_writable(vector.vector);
      vector.validity = duckdb_vector_get_validity(vector.vector);
    }
    vector.validity[row_ / 64] &= ~(std::uint64_t{1} << (row_ % 64));
  }
  void nulls(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) null();
  }

 private:
  struct Vector {
    duckdb_vector vector;
    void* values;
    std::uint64_t* validity;
  };
  std::vector<Vector> vectors_;
  std::size_t row_ = 0, next_ = 0;
};

// One thread's place in the source.
struct Cursor {
  registers::RecordBlock block;
  std::size_t next = 0;
  bool ended = false;
  registers::Event event;
  registers::Rejection rejection;
  registers::Record corrected;
  std::string corrected_raw;
  std::string origin;
};

// A row of a corrected quarantine file: the five columns say where it came from, the others are the row again.
const registers::Record& without_origin(const Scan& scan, const registers::Record& record, Cursor& cursor) {
  cursor.corrected.line = record.line;
  cursor.corrected.flaw = record.flaw;
  cursor.corrected.fields.assign(
      record.fields.begin(),
      record.fields.begin() + static_cast<std::ptrdiff_t>(std::min(record.fields.size(), scan.corrected_columns)));
  cursor.corrected_raw.clear();
  for (std::size_t i = 0; i < cursor.corrected.fields.size(); ++i) {
    if (i != 0) cursor.corrected_raw += ',';
    append_csv(cursor.corrected_raw, cursor.corrected.fields[i]);
  }
  cursor.corrected.raw = cursor.corrected_raw;
  cursor.origin.clear();
  if (record.fields.size() > scan.corrected_columns + 1) {
    append_printable(cursor.origin, record.fields[scan.corrected_columns + 1]);
    cursor.origin += k_part;
    append_printable(cursor.origin, record.fields[scan.corrected_columns]);
  }
  return cursor.corrected;
}

void put_event(const Scan& scan, const registers::Event& event, Row& row) {
  row.put(duck::to_hugeint(event.id));
  if (scan.keyed) row.put(duck::to_hugeint(event.content));
  row.put(event.line);
  row.put_if(event.has_time, event.day);
  row.put_if(event.hour >= 0, event.hour);
  row.put_if(event.has_time, event.from);
  row.put_if(event.has_time, event.until);
  if (!scan.description->place.x_column.empty()) {
    const Plane plane = plane_of(scan.description->place);
    if (plane != Plane::degrees) {
      row.put_if(event.has_point, event.x);
      row.put_if(event.has_point, event.y);
    }
    if (plane != Plane::local) {
      row.put_if(event.has_point, event.longitude);
      row.put_if(event.has_point, event.latitude);
    }
  }
  row.put_if(event.unit >= 0, event.unit);
  const std::int32_t item =
      event.item < 0 && event.new_class.data() != nullptr ? scan.new_classes->number_of(event.new_class) : event.item;
  row.put_if(item >= 0, item);
  row.put(event.flags);
  if (!scan.description->version_column.empty()) row.text(event.version);
  for (const double quantity : event.quantities) row.put_if(!std::isnan(quantity), quantity);
  for (const std::string_view value : event.attributes) row.text(value);
  for (const std::string_view value : event.texts) row.text(value);
  row.null();  // rejection
}

// False: the record is passed over.
bool put_record(const Scan& scan, const registers::Record& source, Cursor& cursor, Row& row, std::size_t at) {
  const registers::Record& record = scan.corrected_columns == 0 ? source : without_origin(scan, source, cursor);
  if (scan.only != nullptr && !scan.only->contains(scan.plan->content_of(record))) return false;
  row.start(at);
  if (scan.mode != Scan::Mode::all) {
    row.put(duck::to_hugeint(scan.plan->content_of(record)));
    if (scan.mode == Scan::Mode::raw) {
      row.put(record.line);
      std::string text;
      append_row(text, record);
      row.text(text);
    }
    return true;
  }
  if (scan.plan->check(record, cursor.event, cursor.rejection)) {
    put_event(scan, cursor.event, row);
  } else {
    if (scan.keyed) row.null();
    row.put(duck::to_hugeint(scan.plan->content_of(record)));
    row.put(record.line);
    row.nulls(scan.columns.size() - (scan.keyed ? 3 : 2));
    row.text(rejection_text(cursor.rejection, record));
  }
  if (scan.corrected_columns != 0) row.text(cursor.origin);
  return true;
}

bool refill(Scan& scan, Cursor& cursor) {
  if (scan.progress->cancelled()) {
    scan.stop({Code::cancelled, "error.import.cancelled", {{"file", scan.name}}, {}});
    return false;
  }
  auto more = scan.reader->next(cursor.block);
  if (!more) {
    scan.stop(std::move(more.error()));
    return false;
  }
  cursor.next = 0;
  cursor.ended = !*more;
  if (cursor.ended) cursor.block.count = 0;
  scan.records += static_cast<std::int64_t>(cursor.block.count);
  scan.progress->report(scan.name, scan.reader->position(), scan.reader->size());
  return true;
}

ScanSlot* slot_of(void* extra) {
  return static_cast<ScanSlot*>(extra);
}

void bind(duckdb_bind_info info) {
  const Scan* scan = slot_of(duckdb_bind_get_extra_info(info))->scan;
  require(scan != nullptr, "tartip_scan is used without a scan");
  const auto add = [&](const char* name, duckdb_type type) {
    duckdb_bind_add_result_column(info, name, duck::logical(type).get());
  };
  if (scan->mode != Scan::Mode::all) {
    add("content", DUCKDB_TYPE_HUGEINT);
    if (scan->mode == Scan::Mode::contents) return;
    add("line", DUCKDB_TYPE_BIGINT);
    return add("rejection", DUCKDB_TYPE_VARCHAR);
  }
  for (const EventColumn& column : scan->columns) add(column.name.c_str(), column.type);
  add("rejection", DUCKDB_TYPE_VARCHAR);
  if (scan->corrected_columns != 0) add("origin", DUCKDB_TYPE_VARCHAR);
}

void init(duckdb_init_info info) {
  duckdb_init_set_max_threads(info, 256);
}

void init_thread(duckdb_init_info info) {
  duckdb_init_set_init_data(info, new Cursor, [](void* cursor) { delete static_cast<Cursor*>(cursor); });
}

void fill(duckdb_function_info info, duckdb_data_chunk chunk) {
  Scan& scan = *slot_of(duckdb_function_get_extra_info(info))->scan;
  Cursor& cursor = *static_cast<Cursor*>(duckdb_function_get_local_init_data(info));
  Row row(chunk);
  const std::size_t capacity = duckdb_vector_size();
  std::size_t filled = 0;
  try {
    while (filled < capacity && !cursor.ended) {
      if (cursor.next == cursor.block.count) {
        if (!refill(scan, cursor)) {
          duckdb_function_set_error(info, "scan stopped");
          return;
        }
        continue;
      }
      if (put_record(scan, cursor.block.records[cursor.next++], cursor, row, filled)) ++filled;
    }
  } catch (const std::exception& exception) {  // memory, mostly: the engine must not see it
    scan.stop({Code::unavailable, "error.store.memory", {{"place", scan.name}, {"reason", exception.what()}}, {}});
    duckdb_function_set_error(info, "scan stopped");
    return;
  }
  duckdb_data_chunk_set_size(chunk, filled);
}

using TableFunction = duck::Owned<duckdb_table_function, duckdb_destroy_table_function>;

}  // namespace

std::int32_t NewClasses::number_of(std::string_view value) {
  {
    const std::shared_lock lock(mutex_);
    if (const auto known = by_value_.find(value); known != by_value_.end()) return known->second;
  }
  const std::string folded = text::fold(value);
  const std::unique_lock lock(mutex_);
  const auto [place, fresh] = by_folded_.try_emplace(folded.empty() ? std::string(value) : folded,
                                                     first_ + static_cast<std::int32_t>(codes_.size()));
  if (fresh) codes_.emplace_back(value);
  std::string& code = codes_[static_cast<std::size_t>(place->second - first_)];
  if (value < code) code = value;
  by_value_.try_emplace(std::string(value), place->second);
  return place->second;
}

std::vector<NewClasses::Found> NewClasses::sorted() const {
  std::vector<Found> found;
  for (std::size_t i = 0; i < codes_.size(); ++i) found.push_back({codes_[i], first_ + static_cast<std::int32_t>(i)});
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.code < b.code; });
  return found;
}

Status register_scan(const duck::Connection& connection, ScanSlot* slot) {
  const TableFunction function(duckdb_create_table_function());
  duckdb_table_function_set_name(function.get(), "tartip_scan");
  duckdb_table_function_set_extra_info(function.get(), slot, nullptr);
  duckdb_table_function_set_bind(function.get(), bind);
  duckdb_table_function_set_init(function.get(), init);
  duckdb_table_function_set_local_init(function.get(), init_thread);
  duckdb_table_function_set_function(function.get(), fill);
  if (duckdb_register_table_function(connection.handle(), function.get()) == DuckDBError)
    return fail(Code::bug, "error.store.engine", {{"place", connection.place()}, {"reason", "tartip_scan"}});
  return {};
}

}  // namespace tartip::store
