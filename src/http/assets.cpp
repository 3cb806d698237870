#include "http/assets.hpp"

#include <memory>

#include "base/number.hpp"
#include "http/response_cache.hpp"

namespace tartip::http {
namespace {

constexpr const char* k_pages[] = {"/",      "/today",    "/statistics",     "/map",     "/forecasts", "/registers",
                                   "/forms", "/releases", "/administration", "/sign-in", "/setup"};

std::string_view until(std::string_view& text, char end) {
  const auto at = text.find(end);
  const std::string_view part = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
  return part;
}

}  // namespace

Result<Assets> Assets::read(std::string_view pack) {
  const auto bad = [](std::string_view line) {
    return fail(Code::bug, "error.http.pack", {{"line", std::string(line.substr(0, 200))}});
  };
  Assets assets;
  if (pack.empty()) return assets;
  const auto head = pack.find("\n\n");
  if (head == std::string_view::npos) return bad("");
  std::string_view lines = pack.substr(0, head), bytes = pack.substr(head + 2);
  while (!lines.empty()) {
    std::string_view rest = until(lines, '\n');
    const std::string_view line = rest, path = until(rest, '\t'), type = until(rest, '\t'),
                           encoding = until(rest, '\t'), hash = until(rest, '\t');
    const auto size = number_in<std::size_t>(rest);
    if (path.empty() || !size || *size > bytes.size()) return bad(line);
    File& file = assets.files_[std::string(path)];
    file.content_type = type;
    file.etag = "\"" + std::string(hash.substr(0, 32)) + "\"";
    (encoding == "br" ? file.brotli : encoding == "gzip" ? file.gzip : file.plain) = bytes.substr(0, *size);
    bytes.remove_prefix(*size);
  }
  return assets;
}

std::optional<Response> Assets::answer(std::string_view path, const Request& request) const {
  const auto found = files_.find(std::string(path));
  if (found == files_.end()) return std::nullopt;
  const File& file = found->second;
  Response response;
  response.content_type = file.content_type;
  const bool page = path == "index.html";
  response.headers.add("Cache-Control", page ? "no-cache" : "public, max-age=31536000, immutable");
  response.headers.add("Vary", "Accept-Encoding");
  // A script obeys the page's policy, but one that runs as a worker (the map's) obeys the one it came with.
  if (page || path.ends_with(".js") || path.ends_with(".mjs"))
    response.headers.add("Content-Security-Policy", k_page_policy);
  const bool brotli = !file.brotli.empty() && accepts_encoding(request, "br");
  const bool gzip = !brotli && !file.gzip.empty() && accepts_encoding(request, "gzip");
  // Each form of a file is another sequence of bytes and has a tag of its own.
  std::string etag = file.etag;
  if (brotli || gzip) etag.insert(etag.size() - 1, brotli ? "-br" : "-gz");
  const bool same = matches(request.headers.get("If-None-Match"), etag);
  response.headers.add("ETag", std::move(etag));
  if (same) {
    response.status = 304;
    return response;
  }
  if (brotli || gzip) response.headers.add("Content-Encoding", brotli ? "br" : "gzip");
  response.kept_body = brotli ? file.brotli : gzip ? file.gzip : file.plain;
  return response;
}

void add_asset_routes(Router& router, std::string_view pack) {
  auto read = Assets::read(pack);
  const auto assets = std::make_shared<const Assets>(read ? std::move(*read) : Assets());
  const auto absent = [](Context& context) {
    return refused(Error{Code::not_found, "error.http.no_route", {{"path", context.request.path}}, {}}, context);
  };
  const RouteRules rules{.quick = true, .unlimited = true};
  const auto index = [=](Context& context) {
    auto response = assets->answer("index.html", context.request);
    return response ? std::move(*response) : absent(context);
  };
  for (const std::string page : k_pages) {
    router.add("GET", page, index, rules);
    // What lies beneath a page ("/releases/2022@1") is the page's own business.
    if (page != "/") router.add("GET", page + "/{rest...}", index, rules);
  }
  router.add_stray([=](Context& context) {
    Response page = index(context);
    if (page.status == 200) page.status = 404;
    page.headers.set("Cache-Control", "no-store");
    return page;
  });
  router.add(
      "GET", "/assets/{name...}",
      [=](Context& context) {
        auto response = assets->answer("assets/" + context.captured.at("name"), context.request);
        return response ? std::move(*response) : absent(context);
      },
      rules);
}

}  // namespace tartip::http
