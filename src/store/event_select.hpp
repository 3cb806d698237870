// The columns of events for other tools: codes instead of numbers. Internal to the room.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "store/query_axes.hpp"
#include "store/schema.hpp"
#include "store/store.hpp"

namespace tartip::store {

// `columns` of events `e` joined with `joins`: territory and class, then the description's own in their order.
struct EventSelect {
  std::string columns, joins;
  std::vector<TableColumn> list;  // what `columns` are
};
// for_spreadsheets: all, and what a spreadsheet would take for a formula has an apostrophe in front, as in every table
// that leaves as CSV: what people wrote into a register is not run on the analyst's machine.
enum class EventParts { all, without_texts, for_spreadsheets };
Result<EventSelect> event_select(Store& store, const registers::Description& description, EventParts parts);

// Which events: a condition on the events table with its parameters from $1 on.
Result<Condition> event_condition(Store& store, const StoredRegister& stored, const EventSelection& selection);

}  // namespace tartip::store
