// From rows read (`staging`) to events, quarantine and an account: the rules of identity and of versions, as SQL inside
// the import's transaction.
//
// Identity is the key, or the row's hash and its occurrence within the file. A row is unchanged when its event is held
// with the same content, read the same way. Twice the same key in one file without a version: the same content is
// unchanged, another waits in quarantine. With versions: all are kept, the greatest is current; the same version with
// another content waits in quarantine. Of imports that were taken back nothing is held.
//
// An import rests on those that brought what it found unchanged or waiting: they are not taken back before it.
#pragma once
#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "registers/description.hpp"
#include "store/account.hpp"
#include "store/duck.hpp"
#include "store/import_source.hpp"

namespace tartip::store {

struct MergeContext {
  const registers::Description* description = nullptr;
  std::string reading;
  std::int64_t import = 0;
  std::int64_t file = 0;
  axes::Micros known_from = 0;
  bool corrected = false;  // staging has `origin`
  const NewClasses* new_classes = nullptr;
  // Reads the file again for rows of these contents: makes table `captured` (content, line, rejection), the last being
  // raw row and fields.
  std::function<Status(const Contents&)> capture;
};

// Moves `staging` to where it belongs; the account gets its counts without `read`.
struct Merged {
  RowCounts rows;
  std::int64_t resolved = 0;
  std::set<std::int64_t> rests_on;
};
Result<Merged> merge(const duck::Connection& connection, const MergeContext& context);

}  // namespace tartip::store
