// Registers as the rest of the room needs them. Internal.
#pragma once
#include <optional>
#include <string>

#include "axes/classification.hpp"
#include "registers/description.hpp"
#include "store/duck.hpp"

namespace tartip::store {

// The equal-area plane of a register's grid cells: its centre is fixed when the first points come in, so that cells
// never move.
struct GridCentre {
  double longitude = 0, latitude = 0;
};

struct StoredRegister {
  registers::Description description;
  std::string toml;
  std::int64_t defined = 0;
  std::optional<GridCentre> grid;
};

class Store;

// Inside a transaction: what Store::save_register does.
Status write_register(Store& store, const duck::Connection& connection, const registers::Description& description,
                      const std::string& toml, std::int64_t now);

Result<StoredRegister> read_register(const duck::Connection& connection, const std::string& id);

// What decides how a row is read: description, axes, the centre's zone. Rows read under the same reading need no second
// look.
Result<std::string> reading_of(const duck::Connection& connection, const StoredRegister& stored,
                               const std::string& centre_zone);

// The id of the scheme that the register's classes are of; empty when it has none.
std::string scheme_id(const registers::Description& description);

// An empty scheme of a register's own values: one level, "class".
axes::Classification own_classification(const registers::Description& description, std::vector<axes::ClassItem> items);

}  // namespace tartip::store
