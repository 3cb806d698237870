#include "http/serve_options.hpp"

#include <toml++/toml.h>

#include <cstdlib>
#include <map>

#include "app/places.hpp"
#include "base/file.hpp"
#include "base/number.hpp"
#include "text/catalogue.hpp"

namespace tartip::http {
namespace fs = std::filesystem;
namespace {

const std::vector<std::pair<const char*, const char*>> k_words = {{"--centre DIR", "parameter.centre"},
                                                                  {"--listen ADDRESS", "parameter.serve.listen"},
                                                                  {"--port N", "parameter.serve.port"},
                                                                  {"--certificate FILE", "parameter.serve.certificate"},
                                                                  {"--private-key FILE", "parameter.serve.private-key"},
                                                                  {"--threads N", "parameter.serve.threads"},
                                                                  {"--rate N", "parameter.serve.rate"},
                                                                  {"--quiet", "parameter.serve.quiet"},
                                                                  {"--lang kk|ru|en", "parameter.lang"}};

constexpr double k_most_threads = 1024, k_most_requests = 1e6;

Result<double> number_of(const std::string& name, const std::string& value, double least, double most) {
  const auto number = number_in<double>(value);
  if (!number || *number < least || *number > most)
    return fail(Code::bad_input, "error.call.range",
                {{"name", name},
                 {"value", value},
                 {"least", std::to_string(static_cast<long long>(least))},
                 {"most", std::to_string(static_cast<long long>(most))}});
  return *number;
}

tl::unexpected<Error> bad_setting(const fs::path& file, const std::string& name, const std::string& expected) {
  return fail(Code::bad_data, "error.serve.setting", {{"file", file.string()}, {"name", name}, {"expected", expected}},
              Where{file.string(), 0, ""});
}

// One line of [server].
Status take_setting(ServeOptions& options, const std::string& name, const toml::node& node, const fs::path& file) {
  Listening& listening = options.listening;
  Limits& limits = options.limits;
  const auto refuse = [&](const std::string& expected) { return bad_setting(file, "server." + name, expected); };
  const auto word = [&](auto assign) -> Status {
    const auto text = node.value_exact<std::string>();
    if (!text) return refuse("\"…\"");
    assign(*text);
    return {};
  };
  const auto number = [&](double least, double most, auto assign) -> Status {
    const auto value = node.is_number() ? node.value<double>() : std::nullopt;
    if (!value || !(*value >= least && *value <= most))
      return refuse(std::to_string(static_cast<long long>(least)) + " … " +
                    std::to_string(static_cast<long long>(most)));
    assign(*value);
    return {};
  };
  // An absolute path stays what it is.
  const auto path = [&](fs::path& to) {
    return word([&](const std::string& text) { to = text.empty() ? fs::path() : options.centre / text; });
  };
  if (name == "listen") return word([&](const std::string& text) { listening.address = text; });
  if (name == "certificate") return path(listening.certificate);
  if (name == "private_key") return path(listening.private_key);
  if (name == "port") return number(0, 65'535, [&](double n) { listening.port = static_cast<std::uint16_t>(n); });
  if (name == "threads") return number(0, k_most_threads, [&](double n) { listening.threads = static_cast<int>(n); });
  if (name == "requests_per_second")
    return number(0, k_most_requests, [&](double n) { limits.requests_per_second = n; });
  if (name == "burst") return number(1, k_most_requests, [&](double n) { limits.burst = n; });
  if (name == "upload_megabytes")
    return number(1, 1 << 20, [&](double n) { limits.upload_bytes = static_cast<std::uint64_t>(n) << 20; });
  if (name == "log") {
    const auto value = node.value_exact<bool>();
    if (!value) return refuse("true, false");
    options.log = *value;
    return {};
  }
  if (name == "proxies") {
    const toml::array* list = node.as_array();
    if (list == nullptr) return refuse("[\"10.0.0.1\"]");
    for (const toml::node& one : *list) {
      const auto address = one.value_exact<std::string>();
      if (!address) return refuse("[\"10.0.0.1\"]");
      listening.proxies.push_back(*address);
    }
    return {};
  }
  return refuse(
      "listen, port, certificate, private_key, proxies, threads, requests_per_second, burst, upload_megabytes, log");
}

Status read_profile(ServeOptions& options) {
  const fs::path file = options.centre / "tartip.toml";
  std::error_code error;
  if (!fs::exists(file, error))
    return fail(Code::not_found, "error.centre.not_found", {{"folder", options.centre.string()}});
  auto text = read_file(file, 1 << 20);
  if (!text) return pass(text);
  try {
    const toml::table table = toml::parse(*text);
    if (!table.contains("server")) return {};
    const toml::table* server = table["server"].as_table();
    if (server == nullptr) return bad_setting(file, "server", "[server]");
    for (const auto& [key, node] : *server)
      if (Status taken = take_setting(options, std::string(key.str()), node, file); !taken) return taken;
    return {};
  } catch (const toml::parse_error& problem) {
    return fail(Code::bad_data, "error.centre.profile",
                {{"file", file.string()}, {"reason", std::string(problem.description())}},
                Where{file.string(), static_cast<long long>(problem.source().begin.line), ""});
  }
}

}  // namespace

Result<ServeOptions> serve_options(const std::vector<std::string>& words) {
  ServeOptions options;
  std::map<std::string, std::string> given;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "-h" || word == "--help") {
      options.help = true;
      return options;
    }
    if (word == "--quiet" || word == "-q") {
      given["quiet"] = "";
      continue;
    }
    if (!word.starts_with("--")) return fail(Code::bad_input, "error.call.too_many_words", {{"word", word}});
    const auto equals = word.find('=');
    const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    bool known = false;
    for (const auto& [option, key] : k_words) known = known || std::string(option).starts_with("--" + name + " ");
    if (!known) {
      std::string all;
      for (const auto& [option, key] : k_words)
        all += (all.empty() ? "" : ", ") + std::string(option).substr(0, std::string(option).find(' '));
      return fail(Code::bad_input, "error.call.unknown_option", {{"word", name}, {"known", all}});
    }
    if (equals != std::string::npos)
      given[name] = word.substr(equals + 1);
    else if (i + 1 < words.size())
      given[name] = words[++i];
    else
      return fail(Code::bad_input, "error.call.missing", {{"name", name}});
  }
  options.centre = app::centre_folder(given["centre"]);
  if (Status read = read_profile(options); !read) return pass(read);

  const auto whole = [&](const char* name, double least, double most, auto assign) -> Status {
    if (!given.contains(name)) return {};
    auto number = number_of(name, given[name], least, most);
    if (!number) return pass(number);
    assign(*number);
    return {};
  };
  if (given.contains("listen")) options.listening.address = given["listen"];
  if (Status ok = whole("port", 0, 65535, [&](double n) { options.listening.port = static_cast<std::uint16_t>(n); });
      !ok)
    return pass(ok);
  if (Status ok =
          whole("threads", 0, k_most_threads, [&](double n) { options.listening.threads = static_cast<int>(n); });
      !ok)
    return pass(ok);
  if (Status ok = whole("rate", 0, k_most_requests, [&](double n) { options.limits.requests_per_second = n; }); !ok)
    return pass(ok);
  if (given.contains("certificate")) options.listening.certificate = given["certificate"];
  if (given.contains("private-key")) options.listening.private_key = given["private-key"];
  if (options.listening.certificate.empty() != options.listening.private_key.empty())
    return fail(Code::bad_input, "error.call.missing",
                {{"name", options.listening.certificate.empty() ? "certificate" : "private-key"}});
  if (given.contains("quiet")) options.log = false;
  options.listening.socket = options.centre / "serve.socket";
  return options;
}

std::string serve_help(const std::string& language) {
  const text::Catalogue& words = text::Catalogue::in(language);
  std::string text = words.format("help.examples") +
                     "\n  tartip serve\n  tartip serve --listen 0.0.0.0 --port 8443 --certificate server.pem "
                     "--private-key server.key\n\n" +
                     words.format("operation.serve") + "\n\n" + words.format("help.parameters") + "\n";
  for (const auto& [option, key] : k_words) {
    std::string line = "  " + std::string(option);
    line.resize(std::max<std::size_t>(line.size() + 2, 26), ' ');
    text += line + words.format(key) + "\n";
  }
  return text;
}

}  // namespace tartip::http
