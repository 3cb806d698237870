#include "app/ledger_place.hpp"

#include <algorithm>

#include "base/file.hpp"

namespace tartip::app {

std::filesystem::path ledger_folder(const Call& call) {
  return call.has("ledger") ? std::filesystem::path(call.text("ledger")) : call.setting().centre / "ledger";
}

Result<ledger::SigningKey> signing_key(const KeyPlace& place, const std::string& label) {
  std::error_code error;
  if (std::filesystem::exists(place.ledger / "key.pub", error)) {
    auto text = read_file(place.ledger / "key.pub", 10'000);
    if (!text) return pass(text);
    auto open = ledger::parse_verifier_key(*text, (place.ledger / "key.pub").string());
    if (!open) return pass(open);
    return ledger::read_key(place.file.empty() ? place.keys / ledger::file_name_of(open->name) : place.file);
  }
  if (!place.file.empty() && std::filesystem::exists(place.file, error)) return ledger::read_key(place.file);
  ledger::SigningKey key = ledger::make_key(label);
  if (place.dry_run) return key;
  const std::filesystem::path file = place.file.empty() ? place.keys / ledger::file_name_of(key.name) : place.file;
  if (Status written = ledger::write_key(key, file); !written) return pass(written);
  return key;
}

Result<ledger::SigningKey> signing_key(const Call& call, const std::string& label) {
  return signing_key({.ledger = ledger_folder(call),
                      .keys = call.setting().keys,
                      .file = call.text("key"),
                      .dry_run = call.setting().dry_run},
                     label);
}

}  // namespace tartip::app
