#include "cli/run.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <ostream>

#include "app/admit.hpp"
#include "app/places.hpp"
#include "app/sheet_writer.hpp"
#include "app/version.hpp"
#include "base/file.hpp"
#include "cli/arguments.hpp"
#include "cli/help.hpp"
#include "cli/print.hpp"
#include "cli/served.hpp"
#include "text/catalogue.hpp"
#include "text/numbers.hpp"

namespace tartip::cli {
namespace {

std::atomic<bool> interrupted{false};

// The first Ctrl-C asks the work to stop and leave everything as it was; the second ends the program (SA_RESETHAND).
void ask_to_stop(int) {
  interrupted.store(true);
}

void listen_for_interrupts() {
  struct sigaction action {};
  action.sa_handler = ask_to_stop;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

std::vector<text::Given> given(const std::vector<Argument>& arguments) {
  std::vector<text::Given> values;
  for (const Argument& argument : arguments) values.push_back({argument.name, argument.value});
  return values;
}

int say_error(const Error& error, const text::Catalogue& words, const Streams& streams) {
  streams.talk << "tartip: " << words.explain(error) << '\n';
  if (error.code == Code::bad_input) streams.talk << words.format("help.hint") << '\n';
  return exit_status_of(error.code);
}

// One line that is written over, at most ten times a second; only on a terminal.
class ProgressLine {
 public:
  ProgressLine(std::ostream& out, bool shown, const std::string& language)
      : out_(out), shown_(shown), numbers_(language) {}
  ~ProgressLine() {
    if (drawn_) out_ << "\r\033[K" << std::flush;
  }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void report(const std::string& what, double done, double total) {
    if (!shown_) return;
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (drawn_ && now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    drawn_ = true;
    out_ << "\r\033[K" << what;
    if (total > 0) out_ << "  " << numbers_.percent(100 * std::min(1.0, done / total), 0);
    out_ << std::flush;
  }

 private:
  std::ostream& out_;
  bool shown_;
  text::Numbers numbers_;
  std::mutex mutex_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_;
};

std::string format_of(const Everywhere& everywhere, const Streams& streams) {
  if (!everywhere.format.empty()) return everywhere.format;
  if (!everywhere.output.empty()) {
    const std::string extension = std::filesystem::path(everywhere.output).extension().string();
    for (const char* format : {"csv", "json", "xlsx", "parquet"})
      if (extension == std::string(".") + format) return format;
    return extension == ".txt" || extension.empty() ? "table" : "";
  }
  return streams.out_is_terminal ? "table" : "csv";
}

std::string text_of(const std::vector<app::Sheet>& sheets, const std::string& format, const std::string& language) {
  if (format == "json") return app::to_json(sheets);
  std::string text;
  for (const app::Sheet& sheet : sheets) {
    if (!text.empty()) text += '\n';
    text += format == "csv" ? app::to_csv(sheet) : to_terminal(sheet, language);
  }
  return text;
}

Status write_sheets(const std::vector<app::Sheet>& sheets, const std::string& format, const Everywhere& everywhere,
                    const std::string& language, const Streams& streams) {
  if (format.empty()) return fail(Code::bad_input, "error.output.extension", {{"file", everywhere.output}});
  const bool needs_file = format == "xlsx" || format == "parquet";
  if (needs_file && everywhere.output.empty())
    return fail(Code::bad_input, "error.output.needs_file", {{"format", format}});
  if (format == "xlsx") return app::write_xlsx(sheets, everywhere.output);
  if (format == "parquet") {
    if (sheets.size() != 1) return fail(Code::bad_input, "error.output.one_table", {{"format", format}});
    return app::write_parquet(sheets.front(), everywhere.output);
  }
  const std::string text = text_of(sheets, format, language);
  if (!everywhere.output.empty()) return write_file(everywhere.output, text);
  streams.out << text << std::flush;
  if (!streams.out) return fail(Code::unavailable, "error.file.unwritable", {{"file", "stdout"}, {"reason", "EPIPE"}});
  return {};
}

int carry_out(const Command& command, const text::Catalogue& words, const Streams& streams) {
  app::Setting setting;
  setting.centre = app::centre_folder(command.everywhere.centre);
  setting.keys = app::keys_folder();
  setting.language = words.language();
  setting.now =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  setting.seed = command.everywhere.seed;
  setting.threads = command.everywhere.threads;
  setting.dry_run = command.everywhere.dry_run;
  setting.wait_seconds = command.everywhere.wait;
  setting.progress.cancel = &interrupted;

  Result<app::Answer> answer = [&]() -> Result<app::Answer> {
    ProgressLine line(streams.talk, streams.talk_is_terminal && !command.everywhere.quiet, words.language());
    setting.progress.report = [&line](const std::string& what, double done, double total) {
      line.report(what, done, total);
    };
    Result<app::Call> call = app::check_call(*command.operation, setting, command.values);
    if (!call) return pass(call);
    if (setting.hold == nullptr && is_served(setting.centre)) {
      // What needs no database is done here; for the rest the server is asked, and there is no use in waiting for it.
      setting.wait_seconds = 0;
      call = app::check_call(*command.operation, setting, command.values);
      Result<app::Answer> here = app::perform(*command.operation, *call);
      return here || here.error().key != "error.store.locked" ? here : ask_server(command, setting);
    }
    return app::perform(*command.operation, *call);
  }();
  if (!answer) return say_error(answer.error(), words, streams);

  if (!answer->document.empty()) streams.out << answer->document << std::flush;
  if (setting.dry_run) answer->said.push_back({"said.dry_run", {}});
  if (!answer->sheets.empty() && !(setting.dry_run && !command.everywhere.output.empty())) {
    const std::string format = format_of(command.everywhere, streams);
    if (Status written = write_sheets(answer->sheets, format, command.everywhere, words.language(), streams); !written)
      return say_error(written.error(), words, streams);
  }
  if (!command.everywhere.quiet)
    for (const app::Message& message : answer->said)
      streams.talk << words.format(message.key, given(message.arguments)) << '\n';
  if (answer->failed) return 1;
  return answer->finding && command.everywhere.fail_on_alert ? 3 : 0;
}

}  // namespace

int run(const std::vector<std::string>& arguments, const Streams& streams) {
  const text::Catalogue& words = text::Catalogue::in(wanted_language(arguments));
  Result<Command> command = parse(arguments);
  if (!command) return say_error(command.error(), words, streams);
  if (command->version) {
    streams.out << app::version_line() << '\n';
    return 0;
  }
  if (command->help) {
    std::ostream& where = command->incomplete ? streams.talk : streams.out;
    where << (command->operation != nullptr ? help_for(words, *command->operation)
              : command->noun.empty()       ? help_for_program(words)
                                            : help_for_noun(words, command->noun));
    return command->incomplete ? 2 : 0;
  }
  listen_for_interrupts();
  return carry_out(*command, words, streams);
}

}  // namespace tartip::cli
