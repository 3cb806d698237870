#include "cli/served.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <limits>
#include <thread>

#include <boost/json.hpp>

#include "base/number.hpp"

namespace tartip::cli {
namespace fs = std::filesystem;
namespace json = boost::json;
namespace {

fs::path socket_of(const fs::path& centre) {
  return centre / "serve.socket";
}

tl::unexpected<Error> gone(const fs::path& centre) {
  return fail(Code::unavailable, "error.served.gone", {{"place", centre.string()}});
}

class Door {
 public:
  explicit Door(const fs::path& centre) : handle_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = socket_of(centre).string();
    if (path.size() >= sizeof address.sun_path) return;
    path.copy(address.sun_path, path.size());
    open_ = connect(handle_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;
  ~Door() {
    if (handle_ >= 0) close(handle_);
  }
  bool open() const { return open_; }

  // The whole answer of one request, after which the server closes.
  std::string exchange(std::string_view request) const {
    while (!request.empty()) {
      const ssize_t sent = send(handle_, request.data(), request.size(), MSG_NOSIGNAL);
      if (sent <= 0) return {};
      request.remove_prefix(static_cast<std::size_t>(sent));
    }
    std::string answer;
    std::array<char, 65536> buffer;
    while (true) {
      const ssize_t got = recv(handle_, buffer.data(), buffer.size(), 0);
      if (got < 0 && errno == EINTR) continue;  // the interrupt is noticed by whoever waits for the job
      if (got <= 0) return answer;
      answer.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }

 private:
  int handle_;
  bool open_ = false;
};

struct Heard {
  int status = 0;
  json::value body;
};

Result<Heard> hear(const fs::path& centre, const std::string& method, const std::string& path,
                   const std::string& language, const std::string& body) {
  const Door door(centre);
  if (!door.open()) return gone(centre);
  const std::string answer = door.exchange(
      method + " " + path + " HTTP/1.1\r\nHost: centre\r\nConnection: close\r\nAccept-Language: " + language +
      "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  const auto end = answer.find("\r\n\r\n");
  if (end == std::string::npos || answer.size() < 12) return gone(centre);
  Heard heard;
  heard.status = number_in<int>(std::string_view(answer).substr(9, 3)).value_or(0);
  json::error_code error;
  if (end + 4 < answer.size()) heard.body = json::parse(std::string_view(answer).substr(end + 4), error);
  if (error) return gone(centre);
  return heard;
}

// Null when it is not there: another version of the program serves.
const json::value& member(const json::object& object, std::string_view name) {
  static const json::value k_nothing;
  const json::value* value = object.if_contains(name);
  return value == nullptr ? k_nothing : *value;
}

double number(const json::object& object, std::string_view name) {
  const json::value& value = member(object, name);
  return value.is_number() ? value.to_number<double>() : 0;
}

std::string text(const json::object& object, std::string_view name) {
  const json::value& value = member(object, name);
  return value.is_string() ? std::string(value.get_string()) : std::string();
}

// "its words" of a problem, with its code.
Error refusal_of(const json::value& body) {
  Error error{Code::bug, "error.served", {{"sentence", "?"}}, {}};
  if (!body.is_object()) return error;
  const std::string code = text(body.get_object(), "code");
  for (const Code one : {Code::bad_input, Code::bad_data, Code::not_found, Code::denied, Code::conflict,
                         Code::too_large, Code::cancelled, Code::unavailable, Code::corrupt, Code::bug})
    if (name_of(one) == code) error.code = one;
  error.arguments = {{"sentence", text(body.get_object(), "detail")}};
  return error;
}

app::SheetCell cell_of(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_int64()) return value.get_int64();
  if (value.is_uint64()) return static_cast<double>(value.get_uint64());
  if (value.is_double()) return value.get_double();
  if (value.is_object()) {  // what JSON has no number for
    const std::string word = text(value.get_object(), "number");
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return word == "inf" ? infinity : word == "-inf" ? -infinity : std::numeric_limits<double>::quiet_NaN();
  }
  return {};
}

app::CellKind kind_of(const std::string& word) {
  using app::CellKind;
  for (const auto& [name, kind] :
       {std::pair{"integer", CellKind::integer}, std::pair{"number", CellKind::number},
        std::pair{"percent", CellKind::percent}, std::pair{"change", CellKind::change},
        std::pair{"points", CellKind::points}, std::pair{"word", CellKind::word}, std::pair{"list", CellKind::list}})
    if (word == name) return kind;
  return CellKind::text;
}

app::Sheet sheet_of(const json::object& object) {
  app::Sheet sheet{.id = text(object, "id"), .title = text(object, "title")};
  sheet.note = text(object, "note");
  for (const json::value& fact : object.at("header").as_array())
    sheet.header.push_back(
        {text(fact.as_object(), "id"), text(fact.as_object(), "label"), text(fact.as_object(), "value")});
  for (const json::value& entry : object.at("columns").as_array()) {
    const json::object& column = entry.as_object();
    app::SheetColumn made{text(column, "id"), text(column, "label"), kind_of(text(column, "kind"))};
    made.digits = static_cast<int>(column.at("digits").as_int64());
    made.detail = column.at("detail").as_bool();
    made.open = text(column, "open");
    sheet.columns.push_back(std::move(made));
  }
  for (const json::value& entry : object.at("rows").as_array()) {
    std::vector<app::SheetCell> row;
    for (const json::value& cell : entry.as_array()) row.push_back(cell_of(cell));
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Result<app::Answer> answer_of(const json::value& body, const fs::path& centre) {
  app::Answer answer;
  try {
    const json::object& object = body.as_object();
    for (const json::value& sheet : object.at("sheets").as_array())
      answer.sheets.push_back(sheet_of(sheet.as_object()));
    for (const json::value& said : object.at("said").as_array())
      answer.said.push_back({"error.served", {{"sentence", text(said.as_object(), "text")}}});
    answer.document = text(object, "document");
    answer.finding = object.at("finding").as_bool();
    answer.failed = object.at("failed").as_bool();
    return answer;
  } catch (const std::exception&) {  // another version of the program serves
    return gone(centre);
  }
}

std::string request_of(const Command& command, const app::Setting& setting) {
  json::object values;
  for (const app::Parameter& parameter : command.operation->parameters) {
    const auto given = command.values.find(parameter.name);
    if (given == command.values.end()) continue;
    if (parameter.kind == app::Kind::flag) {
      values[parameter.name] = true;
      continue;
    }
    json::array list;
    for (const std::string& value : given->second) {
      const bool path = parameter.kind == app::Kind::file || parameter.local;
      std::error_code ignored;
      list.emplace_back(path && !value.empty() ? fs::absolute(value, ignored).string() : value);
    }
    values[parameter.name] = std::move(list);
  }
  // Its own parameters win; none of the table is called so.
  values["format"] = "exact";
  values["seed"] = setting.seed;
  if (setting.dry_run) values["dry-run"] = true;
  return json::serialize(values);
}

Result<app::Answer> follow_job(const std::string& id, const app::Setting& setting) {
  const std::string path = "/api/v1/jobs/" + id;
  bool asked_to_stop = false;
  while (true) {
    if (setting.progress.cancelled() && !asked_to_stop) {
      asked_to_stop = true;
      if (auto told = hear(setting.centre, "DELETE", path, setting.language, ""); !told) return pass(told);
    }
    auto heard = hear(setting.centre, "GET", path, setting.language, "");
    if (!heard) return pass(heard);
    if (heard->status != 200) return tl::unexpected(refusal_of(heard->body));
    if (!heard->body.is_object()) return gone(setting.centre);
    const json::object& job = heard->body.get_object();
    const std::string state = text(job, "state");
    if (state == "done") {
      auto answer = answer_of(member(job, "answer"), setting.centre);
      (void)hear(setting.centre, "DELETE", path, setting.language, "");  // nobody will ask for it again
      return answer;
    }
    if (state == "failed" || state == "cancelled") return tl::unexpected(refusal_of(member(job, "problem")));
    if (state == "running") setting.progress.report(text(job, "what"), number(job, "done"), number(job, "total"));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

}  // namespace

bool is_served(const fs::path& centre) {
  std::error_code ignored;
  return fs::exists(socket_of(centre), ignored) && Door(centre).open();
}

Result<app::Answer> ask_server(const Command& command, const app::Setting& setting) {
  auto heard = hear(setting.centre, "POST", "/api/v1/" + command.operation->noun + "/" + command.operation->verb,
                    setting.language, request_of(command, setting));
  if (!heard) return pass(heard);
  if (heard->status == 200) return answer_of(heard->body, setting.centre);
  if (heard->status != 202 || !heard->body.is_object()) return tl::unexpected(refusal_of(heard->body));
  return follow_job(text(heard->body.get_object(), "job"), setting);
}

}  // namespace tartip::cli
