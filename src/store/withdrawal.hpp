// Imports that were taken back, as the rest of the room needs them. Internal.
#pragma once
#include <string>
#include <vector>

#include "store/account.hpp"
#include "store/duck.hpp"

namespace tartip::store {

// In the order of the imports. None in a database that an earlier version wrote and that is only read.
Result<std::vector<Withdrawal>> withdrawals_of(const duck::Connection& connection, const std::string& register_id);

// "import NOT IN (3,5)", or "true": rows of imports that stand.
std::string standing_sql(const std::vector<Withdrawal>& withdrawals, const std::string& column);

}  // namespace tartip::store
