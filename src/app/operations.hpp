// The rows of the operation table, by noun: each noun has a file <noun>_operations.cpp with its handlers and, at the
// end, its rows. operations.cpp joins them.
#pragma once
#include <vector>

#include "app/operation.hpp"

namespace tartip::app {

std::vector<Operation> centre_rows();
std::vector<Operation> search_rows();
std::vector<Operation> territory_rows();
std::vector<Operation> classification_rows();
std::vector<Operation> describe_rows();
std::vector<Operation> register_rows();
std::vector<Operation> withdrawal_rows();
std::vector<Operation> quarantine_rows();
std::vector<Operation> cube_rows();
std::vector<Operation> map_rows();
std::vector<Operation> cube_axes_rows();
std::vector<Operation> table_rows();
std::vector<Operation> definition_rows();
std::vector<Operation> form_rows();
std::vector<Operation> form_check_rows();
std::vector<Operation> explain_rows();
std::vector<Operation> indicator_rows();
std::vector<Operation> release_rows();
std::vector<Operation> release_table_rows();
std::vector<Operation> briefing_rows();
std::vector<Operation> forecast_rows();
std::vector<Operation> forecast_shock_rows();
std::vector<Operation> forecast_record_rows();
std::vector<Operation> forecast_reconcile_rows();
std::vector<Operation> forecast_nowcast_rows();
std::vector<Operation> ledger_rows();
std::vector<Operation> disclosure_rows();
std::vector<Operation> perturb_rows();
std::vector<Operation> export_rows();
std::vector<Operation> sql_rows();
std::vector<Operation> user_rows();
std::vector<Operation> token_rows();
std::vector<Operation> audit_rows();

// Registers are read by one file and filled by another.
Result<Answer> register_import(const Call& call);

}  // namespace tartip::app
