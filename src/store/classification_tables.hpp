// Classifications to tables: what the rest of the room needs of it.
#pragma once
#include "axes/classification.hpp"
#include "store/duck.hpp"

namespace tartip::store {

// Inside a transaction; replaces the scheme of that id.
Status write_classification(const duck::Connection& connection, const axes::Classification& classification);

}  // namespace tartip::store
