// The operation table as TypeScript types, for the pages: every operation's parameters, and which of them are jobs.
#pragma once
#include <string>

namespace tartip::http {

std::string typescript_types();  // the same bytes for the same table

}  // namespace tartip::http
