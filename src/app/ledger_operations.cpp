// The ledger as a person meets it: what stands in it, whether it is as it was, and proofs for others. What is written
// into it comes from other operations (forecast publish).
#include <charconv>

#include "app/ledger_place.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/publication.hpp"
#include "app/wording.hpp"
#include "base/file.hpp"
#include "ledger/proof.hpp"
#include "ledger/verify.hpp"

namespace tartip::app {
namespace {

constexpr std::size_t k_small = 1 << 20;

std::int64_t whole(std::uint64_t number) {
  return static_cast<std::int64_t>(number);
}

}  // namespace

Result<Answer> ledger_verification(const Call& call, const std::filesystem::path& folder) {
  std::string pinned;
  if (call.has("pinned")) {
    auto text = read_file(call.text("pinned"), k_small);
    if (!text) return pass(text);
    pinned = std::move(*text);
  }
  auto result = ledger::verify(folder, pinned);
  if (!result && result.error().key == "error.ledger.checkpoint_malformed")
    return fail(Code::bad_data, "error.ledger.checkpoint_malformed", {{"file", call.text("pinned")}},
                {call.text("pinned"), 0, ""});
  if (!result) return pass(result);

  const Wording words(call.setting());
  Sheet sheet{.id = "ledger_findings", .title = words("title.ledger_findings")};
  if (result->checkpoint) {
    sheet.header = {words.fact("ledger", result->checkpoint->origin),
                    words.fact("entries", std::to_string(result->checkpoint->size)),
                    words.fact("root", hex(result->checkpoint->root))};
  }
  sheet.columns = {
      words.column("fault", CellKind::word),   words.column("file"),  words.column("entry", CellKind::integer),
      words.column("byte", CellKind::integer), words.column("found"), words.column("expected")};
  for (const ledger::Finding& finding : result->findings) {
    const auto number = [](std::optional<std::uint64_t> value) {
      return value ? SheetCell(whole(*value)) : SheetCell();
    };
    sheet.rows.push_back({ledger::name_of(finding.fault), finding.file, number(finding.entry), number(finding.offset),
                          finding.found, finding.expected});
  }
  Answer answer;
  const std::string count = std::to_string(result->checkpoint ? result->checkpoint->size : 0);
  if (result->findings.empty()) {
    answer.said.push_back({pinned.empty() ? "said.ledger.sound" : "said.ledger.sound_pinned", {{"count", count}}});
    if (pinned.empty()) answer.said.push_back({"said.ledger.unpinned", {}});
  } else {
    answer.failed = true;
    answer.finding = true;
    answer.said.push_back({"said.ledger.broken", {{"count", std::to_string(result->findings.size())}}});
  }
  if (!result->beyond.empty()) answer.said.push_back({"said.ledger.beyond", {{"file", result->beyond.front()}}});
  answer.sheets.push_back(std::move(sheet));
  return answer;
}

namespace {

Result<Answer> ledger_verify(const Call& call) {
  return ledger_verification(call, ledger_folder(call));
}

Result<Answer> ledger_list(const Call& call) {
  auto log = ledger::Log::open(ledger_folder(call));
  if (!log) return pass(log);
  const auto limit = static_cast<std::uint64_t>(call.integer("limit"));
  const std::uint64_t from = limit > 0 && log->size() > limit ? log->size() - limit : 0;
  auto entries = log->entries(from, log->size());
  if (!entries) return pass(entries);
  const Wording words(call.setting());
  Sheet sheet{.id = "ledger", .title = words("title.ledger")};
  sheet.header = {words.fact("ledger", log->checkpoint().origin), words.fact("entries", std::to_string(log->size()))};
  sheet.columns = {words.column("entry", CellKind::integer), words.column("kind"), words.column("what"),
                   words.column("bytes", CellKind::integer), words.column("sha256")};
  sheet.columns.back().detail = true;
  for (std::size_t i = 0; i < entries->size(); ++i) {
    const EntrySummary summary = summarise_entry((*entries)[i]);
    sheet.rows.push_back({whole(from + i), summary.kind, summary.what, static_cast<std::int64_t>((*entries)[i].size()),
                          sha256_hex((*entries)[i])});
  }
  return Answer{.sheets = {std::move(sheet)}};
}

Result<std::uint64_t> entry_number(const Call& call, const ledger::Log& log) {
  const std::int64_t number = call.integer("entry");
  if (number < 0 || static_cast<std::uint64_t>(number) >= log.size())
    return fail(Code::not_found, "error.ledger.no_entry",
                {{"entry", std::to_string(number)}, {"size", std::to_string(log.size())}});
  return static_cast<std::uint64_t>(number);
}

Result<Answer> ledger_show(const Call& call) {
  auto log = ledger::Log::open(ledger_folder(call));
  if (!log) return pass(log);
  auto number = entry_number(call, *log);
  if (!number) return pass(number);
  auto entries = log->entries(*number, *number + 1);
  if (!entries) return pass(entries);
  // The very bytes, so that a saved copy has the hash that the ledger committed to.
  return Answer{.document = std::move(entries->front())};
}

Result<Answer> ledger_checkpoint(const Call& call) {
  auto log = ledger::Log::open(ledger_folder(call));
  if (!log) return pass(log);
  return Answer{.said = {{"said.ledger.checkpoint", {{"key", text_of(log->key())}}}}, .document = log->note()};
}

Result<Answer> ledger_prove(const Call& call) {
  auto log = ledger::Log::open(ledger_folder(call));
  if (!log) return pass(log);
  if (!call.has("since")) {
    if (!call.has("entry")) return fail(Code::bad_input, "error.call.missing", {{"name", "entry"}});
    auto number = entry_number(call, *log);
    if (!number) return pass(number);
    auto proof = ledger::prove_entry(*log, *number);
    if (!proof) return pass(proof);
    return Answer{.document = std::move(*proof)};
  }
  auto note = read_file(call.text("since"), k_small);
  if (!note) return pass(note);
  auto earlier = ledger::verified_checkpoint(*note, log->key(), call.text("since"));
  if (!earlier) return pass(earlier);
  auto proof = ledger::prove_consistency(*log, *earlier);
  if (!proof) return pass(proof);
  return Answer{.document = std::move(*proof)};
}

Result<Answer> ledger_confirm(const Call& call) {
  auto proof = read_file(call.text("proof"), k_small);
  if (!proof) return pass(proof);
  auto entry = read_file(call.text("entry"), k_small);
  if (!entry) return pass(entry);
  auto key = ledger::parse_verifier_key(call.text("verifier"), "--verifier");
  if (!key) return pass(key);
  auto proven = ledger::check_proof(*proof, *entry, *key, call.text("proof"));
  if (!proven) return pass(proven);
  return Answer{.said = {{"said.ledger.confirmed",
                          {{"entry", std::to_string(proven->index)},
                           {"origin", proven->checkpoint.origin},
                           {"size", std::to_string(proven->checkpoint.size)}}}}};
}

std::vector<Parameter> with_ledger(std::vector<Parameter> parameters) {
  parameters.push_back(of_machine(option("ledger", Kind::file, "FOLDER")));
  return parameters;
}

}  // namespace

std::vector<Operation> ledger_rows() {
  const Parameter entry = {.name = "entry", .kind = Kind::integer, .least = 0};
  Parameter shown = entry;
  shown.positional = shown.required = true;
  shown.placeholder = "NUMBER";
  Parameter limit = number("limit", 0, 1e9, "50");
  limit.kind = Kind::integer;
  Parameter entry_file = option("entry", Kind::file, "FILE"), verifier = option("verifier", Kind::text, "KEY");
  entry_file.required = verifier.required = true;
  return {
      {"ledger",
       "verify",
       Permission::look,
       with_ledger({option("pinned", Kind::file, "CHECKPOINT")}),
       {"ledger verify", "ledger verify --pinned kept/checkpoint"},
       ledger_verify},
      {"ledger",
       "list",
       Permission::look,
       with_ledger({limit}),
       {"ledger list", "ledger list --limit 0 --format csv"},
       ledger_list},
      {"ledger",
       "show",
       Permission::look,
       with_ledger({shown}),
       {"ledger show 0", "ledger show 17 --ledger ledger"},
       ledger_show},
      {"ledger",
       "checkpoint",
       Permission::look,
       with_ledger({}),
       {"ledger checkpoint", "ledger checkpoint --ledger ledger -q"},
       ledger_checkpoint},
      {"ledger",
       "prove",
       Permission::look,
       with_ledger({entry, option("since", Kind::file, "CHECKPOINT")}),
       {"ledger prove --entry 17", "ledger prove --since kept/checkpoint"},
       ledger_prove},
      {"ledger",
       "confirm",
       Permission::look,
       {file("proof"), entry_file, verifier},
       {"ledger confirm entry.proof --entry entry.json --verifier tartip/centre-1234abcd+a6e37949+AQPR…",
        "ledger confirm entry.proof --entry entry.json --verifier \"$(cat key.pub)\""},
       ledger_confirm},
  };
}

}  // namespace tartip::app
