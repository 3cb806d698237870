# DuckDB is not in Debian. Its official builds are on npm: libduckdb.so in @duckdb/node-bindings-linux-<arch>, duckdb.h in the
# source package `duckdb`. `make` installs both from cmake/duckdb/package-lock.json; nothing is downloaded here.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  set(arch arm64)
else()
  set(arch x64)
endif()
set(duckdb_modules "${CMAKE_SOURCE_DIR}/cmake/duckdb/node_modules")
find_path(DUCKDB_INCLUDE duckdb.h PATHS "${duckdb_modules}/duckdb/src/duckdb/src/include" NO_DEFAULT_PATH)
find_library(DUCKDB_LIBRARY duckdb PATHS "${duckdb_modules}/@duckdb/node-bindings-linux-${arch}" NO_DEFAULT_PATH)
if(NOT DUCKDB_INCLUDE OR NOT DUCKDB_LIBRARY)
  message(FATAL_ERROR "DuckDB is not installed. Run `make install` first (or: npm ci --ignore-scripts --prefix cmake/duckdb).")
endif()
add_library(duckdb::duckdb SHARED IMPORTED)
set_target_properties(duckdb::duckdb PROPERTIES
  IMPORTED_LOCATION "${DUCKDB_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${DUCKDB_INCLUDE}" IMPORTED_NO_SONAME FALSE)
