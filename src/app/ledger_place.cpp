#include "app/ledger_place.hpp"

#include <algorithm>

#include "base/file.hpp"

namespace tartip::app {

std::filesystem::path ledger_folder(const Call& call) {
  return call.has("ledger") ? std::filesystem::path(call.text("ledger")) : call.setting().centre / "ledger";
}

Result<ledger::SigningKey> signing_key(const Call& call, const std::string& label) {
  const std::filesystem::path folder = ledger_folder(call);
  std::error_code error;
  if (std::filesystem::exists(folder / "key.pub", error)) {
    auto text = read_file(folder / "key.pub", 10'000);
    if (!text) return pass(text);
    auto open = ledger::parse_verifier_key(*text, (folder / "key.pub").string());
    if (!open) return pass(open);
    return ledger::read_key(call.has("key") ? std::filesystem::path(call.text("key"))
                                            : call.setting().keys / ledger::file_name_of(open->name));
  }
  if (call.has("key") && std::filesystem::exists(call.text("key"), error)) return ledger::read_key(call.text("key"));
  ledger::SigningKey key = ledger::make_key(label);
  if (call.setting().dry_run) return key;
  const std::filesystem::path file =
      call.has("key") ? std::filesystem::path(call.text("key")) : call.setting().keys / ledger::file_name_of(key.name);
  if (Status written = ledger::write_key(key, file); !written) return pass(written);
  return key;
}

}  // namespace tartip::app
