// `tartip_cell(longitude, latitude, centre longitude, centre latitude, side)`: the number of the equal-area grid cell
// that holds a point, by the same projection that draws the cells.
#pragma once
#include <cstdint>
#include <utility>

#include "store/duck.hpp"

namespace tartip::store {

Status register_cell_function(const duck::Connection& connection);

// East and north index of the cell: its lower corner is at index × side metres from the centre.
std::pair<std::int64_t, std::int64_t> cell_indices(std::int64_t number);
std::string cell_number_sql(const std::string& east_index, const std::string& north_index);

}  // namespace tartip::store
