// The functions behind the rows of the operation table, by noun; each noun has its file.
#pragma once
#include "app/operation.hpp"

namespace tartip::app {

Result<Answer> centre_create(const Call& call);
Result<Answer> centre_show(const Call& call);

Result<Answer> territory_load(const Call& call);
Result<Answer> territory_list(const Call& call);
Result<Answer> territory_show(const Call& call);

Result<Answer> classification_load(const Call& call);
Result<Answer> classification_list(const Call& call);
Result<Answer> classification_show(const Call& call);

Result<Answer> register_describe(const Call& call);
Result<Answer> register_add(const Call& call);
Result<Answer> register_list(const Call& call);
Result<Answer> register_show(const Call& call);
Result<Answer> register_imports(const Call& call);
Result<Answer> register_import(const Call& call);
Result<Answer> register_quarantine(const Call& call);
Result<Answer> register_export(const Call& call);

Result<Answer> cube_query(const Call& call);
Result<Answer> table_build(const Call& call);
Result<Answer> briefing_build(const Call& call);

}  // namespace tartip::app
