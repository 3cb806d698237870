// Which rows of a file the register knows already, told from hashes of their text before anything is checked: a file
// that is imported again need not be read as events. Inside the import's transaction.
#pragma once
#include <set>

#include "store/account.hpp"
#include "store/duck.hpp"
#include "store/import_merge.hpp"

namespace tartip::store {

// What is known of a file before its rows are checked.
struct Recognition {
  RowCounts known;  // of rows that need no second look
  bool all_known = false;
  bool partly = false;  // only rows of `unknown` need to be read again
  Contents unknown;
  std::set<std::int64_t> rests_on;
};

// Makes the counts of a scan's contents (table `look`, which stays until `forget`).
Result<Recognition> recognise(const duck::Connection& connection, const MergeContext& context);

// With a key, a row's fate may depend on other rows of its key. After the unknown rows were read into `staging`: adds
// to `recognition.unknown` the known rows of the file that share a key with them, and takes them out of what is known.
// True when there are any, so that the file must be read once more.
Result<bool> widen(const duck::Connection& connection, const MergeContext& context, Recognition& recognition);
Status forget(const duck::Connection& connection);

}  // namespace tartip::store
