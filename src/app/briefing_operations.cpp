#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "app/briefing_material.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/print_page.hpp"
#include "app/version.hpp"
#include "app/wording.hpp"
#include "base/file.hpp"
#include "briefing/build.hpp"
#include "briefing/render.hpp"

namespace tartip::app {
namespace {

// The registers that are named, else every one that holds events and adds up to something.
Result<std::vector<std::string>> registers_for(const Call& call, Centre& centre, std::vector<Message>& said) {
  if (call.has("register")) {
    const std::vector<std::string> named = call.texts("register");
    if ((call.has("class") || call.has("quantity")) && named.size() > 1)
      return fail(Code::bad_input, "error.briefing.one_register");
    return named;
  }
  if (call.has("class") || call.has("quantity")) return fail(Code::bad_input, "error.briefing.one_register");
  auto entries = centre.store.all_registers();
  if (!entries) return pass(entries);
  std::vector<std::string> ids;
  for (const auto& entry : *entries) {
    if (entry.events == 0) continue;
    if (entry.description.adds_up == registers::AddsUp::all)
      ids.push_back(entry.description.id);
    else
      said.push_back({"said.briefing.unlike", {{"register", entry.description.id}}});
  }
  if (ids.empty()) return fail(Code::bad_data, "error.briefing.no_registers");
  return ids;
}

// The page, and its print: FILE.html, with --pdf FILE.pdf beside it; FILE.pdf alone is the print without the page.
Result<Answer> write_page(const std::string& html, const std::filesystem::path& output, bool pdf) {
  const bool print_only = output.extension() == ".pdf";
  if (!print_only && output.extension() != ".html" && output.extension() != ".htm")
    return fail(Code::bad_input, "error.briefing.extension", {{"file", output.string()}});
  Answer answer;
  std::filesystem::path page = output;
  if (print_only) page += ".tmp.html";
  if (Status written = write_file(page, html); !written) return pass(written);
  if (!print_only) answer.said.push_back({"said.briefing.written", {{"file", output.string()}}});
  if (pdf || print_only) {
    const std::filesystem::path printed = std::filesystem::path(output).replace_extension(".pdf");
    const Status done = print_page(page, printed);
    std::error_code ignored;
    if (print_only) std::filesystem::remove(page, ignored);
    if (!done) return tl::unexpected<Error>(done.error());
    answer.said.push_back({"said.briefing.written", {{"file", printed.string()}}});
  }
  return answer;
}

// The document that the parameters ask for; `said` gets what was left out and why.
Result<briefing::Document> document_for(const Call& call, std::vector<Message>& said) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  Result<std::vector<std::string>> ids = registers_for(call, *centre, said);
  if (!ids) return pass(ids);

  MaterialRequest request{.register_id = {},
                          .period = call.period("period"),
                          .cumulative = call.flag("cumulative"),
                          .known_on = {},
                          .known_on_text = call.text("known-on"),
                          .classes = call.texts("class"),
                          .territories = call.texts("in"),
                          .quantity = call.text("quantity")};
  if (call.has("known-on")) {
    Result<axes::Micros> moment = end_of_day(*centre, call.text("known-on"));
    if (!moment) return pass(moment);
    request.known_on = *moment;
  }
  std::vector<briefing::Material> materials;
  for (const std::string& id : *ids) {
    call.setting().progress.report(id, static_cast<double>(materials.size()), static_cast<double>(ids->size()));
    if (call.setting().progress.cancelled()) return fail(Code::cancelled, "error.cancelled");
    request.register_id = id;
    Result<briefing::Material> material = gather_material(*centre, request);
    if (!material) return pass(material);
    materials.push_back(std::move(*material));
  }
  const briefing::Making making{.centre = centre->profile.name,
                                .moment = text_of_moment(call.setting().now, centre->zone),
                                .version = version(),
                                .tz_version = axes::TimeZone::tz_version(),
                                .seed = call.setting().seed,
                                .threads = call.setting().threads};
  return briefing::build_document(materials, making, call.setting().language);
}

// The document as a page draws it.
Result<Answer> briefing_show(const Call& call) {
  Answer answer;
  Result<briefing::Document> document = document_for(call, answer.said);
  if (!document) return pass(document);
  answer.document = briefing::to_json(*document);
  return answer;
}

Result<Answer> briefing_build(const Call& call) {
  if (!call.has("output")) return fail(Code::bad_input, "error.call.missing", {{"name", "output"}});
  std::vector<Message> said;
  Result<briefing::Document> document = document_for(call, said);
  if (!document) return pass(document);
  const std::string html = briefing::render_html(*document);
  if (call.setting().dry_run) return Answer{.said = std::move(said)};
  Result<Answer> answer = write_page(html, call.text("output"), call.flag("pdf"));
  if (answer) answer->said.insert(answer->said.begin(), said.begin(), said.end());
  return answer;
}

}  // namespace

std::vector<Operation> briefing_rows() {
  const std::vector<Parameter> asked = {{.name = "register", .repeated = true, .placeholder = "NAME"},
                                        option("period", Kind::period),
                                        flag("cumulative"),
                                        many("in", "CODE"),
                                        many("class", "CODE"),
                                        option("quantity", Kind::text, "ID"),
                                        option("known-on", Kind::day)};
  std::vector<Parameter> built = asked;
  built.push_back(written("output", "FILE.html"));
  built.push_back(of_machine(flag("pdf")));
  return {
      {"briefing",
       "build",
       Permission::look,
       built,
       {"briefing build -o briefing.html",
        "briefing build --register fires --period 2007-09 --cumulative --lang kk -o fires.html"},
       briefing_build,
       true},
      {"briefing",
       "show",
       Permission::look,
       asked,
       {"briefing show", "briefing show --register fires --period 2007-09 --cumulative --lang kk"},
       briefing_show},
  };
}

}  // namespace tartip::app
