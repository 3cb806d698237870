#include "app/release_ledger.hpp"

#include <boost/json.hpp>
#include <filesystem>
#include <map>

#include "app/ledger_place.hpp"
#include "app/publication.hpp"
#include "base/file.hpp"
#include "ledger/append.hpp"
#include "ledger/canonical.hpp"
#include "ledger/log.hpp"
#include "ledger/verify.hpp"

namespace tartip::app {
namespace {

namespace json = boost::json;

constexpr std::string_view k_type = "tartip/release/1";

struct Entered {
  std::uint64_t entry = 0;
  std::string checksum;
};

Result<std::string> entry_of(const store::ReleaseHead& head) {
  json::array tables;
  for (const store::ReleasedTable& table : head.tables)
    tables.push_back(json::object{{"id", table.id}, {"sha256", table.sha256}, {"figures", table.figures}});
  return ledger::canonical_json(json::serialize(json::object{{"type", k_type},
                                                             {"release", head.id},
                                                             {"series", head.series},
                                                             {"moment", moment_text(head.made)},
                                                             {"program", head.program},
                                                             {"checksum", head.checksum},
                                                             {"protection", head.protection},
                                                             {"tables", std::move(tables)}}));
}

// The first entry of each release counts: a later one cannot take its place.
Result<std::map<std::string, Entered>> entered(const ledger::Log& log) {
  constexpr std::uint64_t k_at_once = 4096;
  std::map<std::string, Entered> found;
  for (std::uint64_t from = 0; from < log.size(); from += k_at_once) {
    auto entries = log.entries(from, std::min(from + k_at_once, log.size()));
    if (!entries) return pass(entries);
    for (std::size_t i = 0; i < entries->size(); ++i) {
      const std::string& entry = (*entries)[i];
      if (entry.find(k_type) == std::string::npos) continue;
      boost::system::error_code error;
      const json::value value = json::parse(entry, error);
      if (error || !value.is_object()) continue;
      const auto text = [&](const char* name) -> std::string {
        const json::value* member = value.get_object().if_contains(name);
        return member != nullptr && member->is_string() ? member->get_string().c_str() : "";
      };
      if (text("type") == k_type) found.try_emplace(text("release"), Entered{from + i, text("checksum")});
    }
  }
  return found;
}

bool is_there(const std::filesystem::path& folder) {
  std::error_code error;
  return std::filesystem::exists(folder / "checkpoint", error);
}

}  // namespace

Result<EnteredReleases> enter_releases(const Call& call, const std::vector<store::ReleaseHead>& releases,
                                       const std::string& label) {
  const std::filesystem::path folder = ledger_folder(call);
  std::map<std::string, Entered> known;
  if (is_there(folder)) {
    auto log = ledger::Log::open(folder);
    if (!log) return pass(log);
    auto found = entered(*log);
    if (!found) return pass(found);
    known = std::move(*found);
  }
  std::vector<std::string> entries;
  for (const store::ReleaseHead& head : releases) {
    if (known.contains(head.id)) continue;
    auto entry = entry_of(head);
    if (!entry) return pass(entry);
    entries.push_back(std::move(*entry));
  }
  if (entries.empty()) return EnteredReleases{};
  auto key = signing_key(call, label);
  if (!key) return pass(key);
  auto checkpoint = ledger::append(folder, entries, *key, {.wait_seconds = call.setting().wait_seconds});
  if (!checkpoint) return pass(checkpoint);
  return EnteredReleases{checkpoint->size - entries.size(), entries.size()};
}

Result<VerifiedRelease> verify_release(const Call& call, const std::string& id, const store::ReleaseHead* head) {
  const auto unknown = [&] { return fail(Code::not_found, "error.release.unknown", {{"release", id}}); };
  const std::filesystem::path folder = ledger_folder(call);
  if (!is_there(folder)) {
    if (head == nullptr) return unknown();
    return fail(Code::not_found, "error.release.not_entered", {{"release", id}});
  }
  std::string pinned;
  if (call.has("pinned")) {
    auto text = read_file(call.text("pinned"), 1 << 20);
    if (!text) return pass(text);
    pinned = std::move(*text);
  }
  auto sound = ledger::verify(folder, pinned);
  if (!sound) return pass(sound);
  if (!sound->findings.empty() || !sound->checkpoint)
    return fail(Code::corrupt, "error.release.ledger",
                {{"release", id}, {"file", sound->findings.empty() ? "checkpoint" : sound->findings.front().file}});
  auto log = ledger::Log::open(folder);
  if (!log) return pass(log);
  auto found = entered(*log);
  if (!found) return pass(found);
  const auto at = found->find(id);
  if (at == found->end()) {
    if (head == nullptr) return unknown();
    return fail(Code::not_found, "error.release.not_entered", {{"release", id}});
  }
  const std::string entry = std::to_string(at->second.entry);
  if (head == nullptr) return fail(Code::corrupt, "error.release.gone", {{"release", id}, {"entry", entry}});
  if (at->second.checksum != head->checksum)
    return fail(Code::corrupt, "error.release.not_as_entered",
                {{"release", id}, {"entry", entry}, {"expected", at->second.checksum}, {"found", head->checksum}});
  return VerifiedRelease{at->second.entry, sound->checkpoint->origin, sound->checkpoint->size, !pinned.empty()};
}

}  // namespace tartip::app
