// The tables of releases for statistical programs: SDMX REST 2.1 (data, dataflow, datastructure) answered in SDMX-JSON
// 2 or SDMX-CSV 2. A table of a series is a flow ("INDICATORS-2022"), a version of the series ("2022@2") its version
// ("2.0.0"). Open to everybody, as releases are.
#pragma once
#include "http/router.hpp"

namespace tartip::http {

void add_sdmx_routes(Router& router);

}  // namespace tartip::http
