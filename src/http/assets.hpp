// The pages that the program carries: files with their compressed forms, from the pack that web/site/build.ts writes. A
// path of a page answers index.html; a file with a hash in its name never changes and is kept by browsers for good.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/error.hpp"
#include "http/router.hpp"

namespace tartip::http {

class Assets {
 public:
  // `pack` must outlive this. Errors: bug `error.http.pack` for a pack that is not one.
  static Result<Assets> read(std::string_view pack);

  // 304 when the client has it; a compressed form when it takes one; nothing when there is no such file.
  std::optional<Response> answer(std::string_view path, const Request& request) const;
  bool empty() const { return files_.empty(); }

 private:
  struct File {
    std::string content_type, etag;
    std::string_view plain, gzip, brotli;
  };
  std::unordered_map<std::string, File> files_;
};

inline constexpr const char* k_page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; font-src 'self'; img-src "
    "'self' "
    "data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

void add_asset_routes(Router& router, std::string_view pack);

}  // namespace tartip::http
