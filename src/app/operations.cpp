// The table of everything the program can do. One row is one operation; see operation.hpp for what a row means.
#include "app/operations.hpp"

#include <iterator>

namespace tartip::app {

const std::vector<Operation>& operations() {
  static const std::vector<Operation> k_operations = [] {
    std::vector<Operation> joined;
    for (const auto rows : {centre_rows,
                            search_rows,
                            territory_rows,
                            classification_rows,
                            describe_rows,
                            register_rows,
                            withdrawal_rows,
                            quarantine_rows,
                            cube_rows,
                            map_rows,
                            cube_axes_rows,
                            table_rows,
                            definition_rows,
                            form_rows,
                            form_check_rows,
                            explain_rows,
                            indicator_rows,
                            release_rows,
                            release_table_rows,
                            briefing_rows,
                            forecast_rows,
                            forecast_shock_rows,
                            forecast_record_rows,
                            forecast_reconcile_rows,
                            forecast_nowcast_rows,
                            ledger_rows,
                            disclosure_rows,
                            perturb_rows,
                            sql_rows,
                            export_rows,
                            user_rows,
                            token_rows,
                            audit_rows}) {
      auto more = rows();
      std::move(more.begin(), more.end(), std::back_inserter(joined));
    }
    return joined;
  }();
  return k_operations;
}

}  // namespace tartip::app
