// COPY of a query's rows to a file that appears whole or not at all.
#pragma once
#include <filesystem>
#include <string>

#include "store/duck.hpp"

namespace tartip::store {

// `format` is COPY's own: "FORMAT parquet".
Status copy_to(const duck::Connection& connection, const std::string& select, const std::filesystem::path& file,
               const std::string& format);

}  // namespace tartip::store
