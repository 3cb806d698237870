#include "store/cell_function.hpp"

#include <cmath>
#include <optional>

#include "geo/projection.hpp"

namespace tartip::store {
namespace {

constexpr std::int64_t k_offset = std::int64_t{1} << 30;  // keeps both halves positive

struct PlaneOfThread {
  geo::Point centre{std::nan(""), std::nan("")};
  std::optional<geo::Projection> projection;
  const geo::Projection& at(geo::Point wanted) {
    if (!projection || !(centre == wanted)) {
      projection.emplace(geo::Projection::equal_area(wanted));
      centre = wanted;
    }
    return *projection;
  }
};

void cells(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  thread_local PlaneOfThread plane;
  const idx_t rows = duckdb_data_chunk_get_size(input);
  const double* column[5];
  const std::uint64_t* validity[5];
  for (idx_t i = 0; i < 5; ++i) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(input, i);
    column[i] = static_cast<const double*>(duckdb_vector_get_data(vector));
    validity[i] = duckdb_vector_get_validity(vector);
  }
  auto* numbers = static_cast<std::int64_t*>(duckdb_vector_get_data(output));
  duckdb_vector_ensure_validity_writable(output);
  std::uint64_t* known = duckdb_vector_get_validity(output);
  for (idx_t row = 0; row < rows; ++row) {
    std::optional<geo::Point> metres;
    if (duckdb_validity_row_is_valid(const_cast<std::uint64_t*>(validity[0]), row) &&
        duckdb_validity_row_is_valid(const_cast<std::uint64_t*>(validity[1]), row))
      metres = plane.at({column[2][row], column[3][row]}).from_degrees({column[0][row], column[1][row]});
    if (!metres) {
      duckdb_validity_set_row_invalid(known, row);
      continue;
    }
    const double side = column[4][row];
    numbers[row] = ((static_cast<std::int64_t>(std::floor(metres->x / side)) + k_offset) << 32) |
                   (static_cast<std::int64_t>(std::floor(metres->y / side)) + k_offset);
  }
}

using ScalarFunction = duck::Owned<duckdb_scalar_function, duckdb_destroy_scalar_function>;

}  // namespace

Status register_cell_function(const duck::Connection& connection) {
  const ScalarFunction function(duckdb_create_scalar_function());
  duckdb_scalar_function_set_name(function.get(), "tartip_cell");
  const duck::LogicalType number = duck::logical(DUCKDB_TYPE_DOUBLE), cell = duck::logical(DUCKDB_TYPE_BIGINT);
  for (int i = 0; i < 5; ++i) duckdb_scalar_function_add_parameter(function.get(), number.get());
  duckdb_scalar_function_set_return_type(function.get(), cell.get());
  duckdb_scalar_function_set_special_handling(function.get());
  duckdb_scalar_function_set_function(function.get(), cells);
  if (duckdb_register_scalar_function(connection.handle(), function.get()) == DuckDBError)
    return fail(Code::bug, "error.store.engine", {{"place", connection.place()}, {"reason", "tartip_cell"}});
  return {};
}

std::pair<std::int64_t, std::int64_t> cell_indices(std::int64_t number) {
  return {(number >> 32) - k_offset, (number & 0xFFFFFFFF) - k_offset};
}

std::string cell_number_sql(const std::string& east_index, const std::string& north_index) {
  const std::string offset = std::to_string(k_offset);
  return "((floor(" + east_index + ")::BIGINT + " + offset + ") * 4294967296 + floor(" + north_index + ")::BIGINT + " +
         offset + ")";
}

}  // namespace tartip::store
