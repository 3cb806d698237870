// What a Store holds. Internal to the room.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "store/duck.hpp"
#include "store/hold.hpp"
#include "store/import_source.hpp"
#include "store/store.hpp"

namespace tartip::store {

struct Store::Room {
  std::filesystem::path folder;
  Options options;
  std::shared_ptr<Hold> hold;
  ScanSlot* slot = nullptr;      // of the hold
  std::uint64_t generation = 0;  // of the hold, when this was opened
  bool writes = false;           // has the turn to write
  duck::Connection connection;
  // Loaded once; a save forgets them. Readers share them through the hold.
  std::map<std::string, std::shared_ptr<const axes::Territory>> territories;
  std::map<std::string, std::shared_ptr<const axes::Classification>> classifications;

  Room() = default;
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;
  ~Room();
};

// Refuses with `error.store.for_reading` before the engine does, so that nothing is tried halfway.
Status writable(const Options& options, const std::filesystem::path& folder);

// The table of a register's events: identifiers are checked by the description, [a-z][a-z0-9_]*.
inline std::string events_table(const std::string& register_id) {
  return duck::identifier("events_" + register_id);
}
inline std::string own_scheme(const std::string& register_id) {
  return "own:" + register_id;
}

// Names as JSON text {"en": "…"} and back; what is not such text gives no names.
std::string names_text(const axes::Names& names);
axes::Names names_from(std::string_view text);
std::string map_text(const std::map<std::string, std::string>& map);
std::map<std::string, std::string> map_from(std::string_view text);
std::string list_text(const std::vector<std::string>& list);
std::vector<std::string> list_from(std::string_view text);
std::string arguments_text(const std::vector<Argument>& arguments);
std::vector<Argument> arguments_from(std::string_view text);

inline std::int64_t days_of(axes::Day day) {
  return day.time_since_epoch().count();
}
inline axes::Day day_from(std::int64_t days) {
  return axes::Day(std::chrono::days(days));
}
inline std::string date_sql(axes::Day day) {
  return "(DATE '1970-01-01' + " + std::to_string(days_of(day)) + "::INTEGER)";
}
inline std::string moment_sql(axes::Micros micros) {
  return "make_timestamp(" + std::to_string(micros) + "::BIGINT)";
}

}  // namespace tartip::store
