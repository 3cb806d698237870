// What a register holds already, in words of SQL, for whoever compares the rows of an import with it. Internal.
#pragma once
#include <cstdint>
#include <set>
#include <string>

#include "store/duck.hpp"
#include "store/import_merge.hpp"

namespace tartip::store {

class HeldRows {
 protected:
  HeldRows(const duck::Connection& connection, const MergeContext& context);

  Status run(const std::string& sql) { return connection_.run(sql); }
  Result<std::int64_t> count(const std::string& sql);
  // Notes the imports whose numbers the query gives, this one apart.
  Status rest_on(const std::string& imports);

  const duck::Connection& connection_;
  const MergeContext& context_;
  std::string events_, register_;  // the table; the id as a literal
  std::string reading_;            // the imports that stand and read rows the same way, and this one
  bool keyed_, versioned_;
  std::set<std::int64_t> rests_on_;
};

}  // namespace tartip::store
