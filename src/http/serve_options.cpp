#include "http/serve_options.hpp"

#include <toml++/toml.h>

#include <cstdlib>
#include <map>

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

Status read_profile(ServeOptions& options) {
  const fs::path file = options.centre / "tartip.toml";
  std::error_code error;
  if (!fs::exists(file, error))
    return fail(Code::not_found, "error.centre.not_found", {{"folder", options.centre.string()}});
  auto text = read_file(file, 1 << 20);
  if (!text) return pass(text);
  try {
    const toml::table table = toml::parse(*text);
    const auto server = table["server"];
    const auto path_of = [&](const char* name) {
      const std::string value = server[name].value_or(std::string());
      return value.empty() ? fs::path() : options.centre / value;  // an absolute path stays what it is
    };
    options.listening.address = server["listen"].value_or(options.listening.address);
    options.listening.port = static_cast<std::uint16_t>(server["port"].value_or(std::int64_t{options.listening.port}));
    options.listening.certificate = path_of("certificate");
    options.listening.private_key = path_of("private_key");
    options.listening.threads = static_cast<int>(server["threads"].value_or(std::int64_t{0}));
    if (const auto* proxies = server["proxies"].as_array())
      for (const auto& proxy : *proxies)
        if (const auto address = proxy.value<std::string>()) options.listening.proxies.push_back(*address);
    options.log = server["log"].value_or(true);
    options.limits.requests_per_second = server["requests_per_second"].value_or(options.limits.requests_per_second);
    options.limits.burst = server["burst"].value_or(options.limits.burst);
    const auto megabytes = server["upload_megabytes"].value_or(std::int64_t{0});
    if (megabytes > 0) options.limits.upload_bytes = static_cast<std::uint64_t>(megabytes) << 20;
    return {};
  } catch (const toml::parse_error& problem) {
    return fail(Code::bad_data, "error.centre.profile",
                {{"file", file.string()}, {"reason", std::string(problem.description())}},
                Where{file.string(), static_cast<long long>(problem.source().begin.line), ""});
  }
}

fs::path default_centre() {
  const char* variable = std::getenv("TARTIP_CENTRE");
  return variable != nullptr && *variable != 0 ? variable : "centre";
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
  options.centre = given.contains("centre") ? fs::path(given["centre"]) : default_centre();
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
  if (Status ok = whole("threads", 0, 1024, [&](double n) { options.listening.threads = static_cast<int>(n); }); !ok)
    return pass(ok);
  if (Status ok = whole("rate", 0, 1e6, [&](double n) { options.limits.requests_per_second = n; }); !ok)
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
