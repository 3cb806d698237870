// Bytes of a file to UTF-8: checking what claims to be UTF-8, converting what is something else, guessing what nobody
// named.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace tartip::text {

// The position of the first byte that is not well-formed UTF-8 (Unicode 15, table 3-7: no surrogates, no overlong
// forms), or npos. A sequence cut off by the end counts as broken. Cost: some GB/s for ASCII, about 1 GB/s otherwise.
std::size_t find_broken_utf8(std::string_view bytes);

// How many characters beyond ASCII a sample has, and how many of its bytes are not UTF-8. A character cut off by the
// end of the sample is not counted as broken.
struct Utf8Census {
  std::size_t characters = 0;
  std::size_t broken = 0;
};
Utf8Census census_utf8(std::string_view sample);

// The most likely encoding of the sample: "utf-8" when it is valid, else ICU's detector narrowed to what public bodies
// use
// ("windows-1251", "windows-1252", "koi8-r", "ibm866", "utf-16le", …). Never empty.
std::string guess_encoding(std::string_view sample);

bool is_utf8_name(std::string_view encoding);  // "utf-8", "UTF8", "us-ascii", "ascii"

// Converts a stream in any pieces. What the encoding does not define becomes U+FFFD.
class Decoder {
 public:
  // Any name that ICU knows. Error: error.encoding.unknown.
  static Result<Decoder> named(const std::string& encoding);
  ~Decoder();
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;

  // Appends the UTF-8 of `bytes` to `out`; `last` closes the stream (a half character at its end becomes U+FFFD).
  void decode(std::string_view bytes, bool last, std::string& out);

 private:
  struct Converter;
  explicit Decoder(std::unique_ptr<Converter> converter);
  std::unique_ptr<Converter> converter_;
};

}  // namespace tartip::text
