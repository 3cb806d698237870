// Any bytes as what our own code reads of a request: target, cookie, JSON body, file name, ETags. Nothing
// crashes; a path that is taken never climbs; a name of a file is one name; text written as JSON is read back as JSON.
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "base/require.hpp"
#include "http/asking.hpp"
#include "http/json_text.hpp"
#include "http/message.hpp"
#include "http/response_cache.hpp"
#include "http/uploads.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace tartip;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(bytes + 1), size - 1);
  switch (bytes[0] % 6) {
    case 0:
      if (const auto target = http::parse_target(text)) {
        require(target->path.starts_with('/'), "a path begins at the root");
        require(target->path.find("/../") == std::string::npos && !target->path.ends_with("/.."),
                "a path does not climb");
        for (const char c : target->path)
          require(static_cast<unsigned char>(c) >= 0x20, "no control character in a path");
        const auto again = http::percent_decoded(http::percent_encoded(target->path), false);
        require(again == target->path, "what is encoded is decoded to the same");
      }
      break;
    case 1:
      if (const auto cookie = http::cookie_of(text, "tartip"))
        require(cookie->find(';') == std::string::npos, "a cookie ends at its semicolon");
      break;
    case 2:
      if (const auto values = http::values_of_json(text))
        for (const auto& [name, list] : *values) require(!list.empty(), "a value that is there has a text");
      break;
    case 3: {
      const std::string name = http::safe_file_name(std::string(text));
      require(!name.empty() && name.size() <= 150, "a name has a bounded length");
      require(name.find_first_of("/\\") == std::string::npos && name != "." && name != "..", "a name is one name");
      break;
    }
    case 4: {
      std::string json;
      http::write_json_text(json, text);
      boost::json::error_code error;
      boost::json::parse(json, error);
      require(!error, "what is written as JSON is JSON");
      break;
    }
    case 5:
      (void)http::matches(text, "\"0123\"");
      break;
  }
  return 0;
}
