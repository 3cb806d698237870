// Commands to a centre that a server holds (`tartip serve`): they are asked of it, through the socket in the centre's
// folder, and their answers are printed as if they had been computed here.
#pragma once
#include <filesystem>
#include <optional>

#include "app/operation.hpp"
#include "cli/arguments.hpp"

namespace tartip::cli {

// Whether a server answers at the folder's socket.
bool is_served(const std::filesystem::path& centre);

// Files are named by their full paths; long operations are jobs whose progress is told to the setting and which end
// when it is cancelled. Errors come in the server's words (`error.served`), with its code; unavailable
// `error.served.gone` when it ends meanwhile.
Result<app::Answer> ask_server(const Command& command, const app::Setting& setting);

}  // namespace tartip::cli
