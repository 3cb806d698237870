#include "text/encoding.hpp"

#include <doctest/doctest.h>

#include <string>

namespace tartip::text {
namespace {

std::string decoded(const std::string& encoding, const std::string& bytes, std::size_t piece) {
  auto decoder = Decoder::named(encoding);
  REQUIRE(decoder);
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += piece)
    decoder->decode(std::string_view(bytes).substr(i, piece), false, out);
  decoder->decode({}, true, out);
  return out;
}

TEST_CASE("well-formed and broken UTF-8 (Unicode 15, table 3-7)") {
  CHECK(find_broken_utf8("plain text, longer than one word") == std::string_view::npos);
  CHECK(find_broken_utf8("Қазақстан — тәртіп 🙂") == std::string_view::npos);
  CHECK(find_broken_utf8("abcdefghij\xFFk") == 10);
  CHECK(find_broken_utf8("\xC0\xAF") == 0);          // overlong
  CHECK(find_broken_utf8("a\xED\xA0\x80") == 1);     // surrogate
  CHECK(find_broken_utf8("\xF4\x90\x80\x80") == 0);  // above U+10FFFF
  CHECK(find_broken_utf8("ab\xD0") == 2);            // cut off
  CHECK(census_utf8("\xD0\xB0\xFF\xD0").broken == 1);
  CHECK(census_utf8("\xD0\xB0\xFF\xD0").characters == 1);
}

TEST_CASE("a stream is converted whatever its pieces") {
  const std::string cp1251 = "\xCA\xF0\xE0\xE6\xE0;1";                                                // Кража;1
  const std::string utf16 = std::string("\xFF\xFE", 2) + std::string("\x3D\xD8\x42\xDE\x31\x00", 6);  // 🙂1
  for (std::size_t piece : {1U, 2U, 3U, 100U}) {
    CHECK(decoded("windows-1251", cp1251, piece) == "Кража;1");
    CHECK(decoded("utf-16", utf16, piece) == "🙂1");
  }
  std::string many;
  for (int i = 0; i < 5000; ++i) many += std::string("\x3D\xD8\x42\xDE", 4);
  CHECK(decoded("utf-16le", many, 4097).size() == 20'000);
  CHECK(decoded("windows-1251", "a\x98", 1) == "a\xEF\xBF\xBD");
  CHECK(Decoder::named("no-such-encoding").error().key == "error.encoding.unknown");
}

TEST_CASE("encodings are guessed from a sample") {
  const std::string russian =
      "Кража имущества из жилого помещения; Мошенничество в сети Интернет; Город Алматы, улица Абая";
  auto encoded = [&](const char* name) {
    // A single-byte table is turned round: the decoder tells what each byte means.
    std::string bytes;
    for (std::size_t i = 0; i < russian.size();) {
      const std::size_t length = (static_cast<unsigned char>(russian[i]) < 0x80) ? 1 : 2;
      const std::string letter = russian.substr(i, length);
      for (int b = 0; b < 256; ++b) {
        if (decoded(name, std::string(1, static_cast<char>(b)), 1) == letter) {
          bytes += static_cast<char>(b);
          break;
        }
      }
      i += length;
    }
    return bytes;
  };
  CHECK(guess_encoding(russian) == "utf-8");
  CHECK(guess_encoding("ascii only") == "utf-8");
  CHECK(guess_encoding(encoded("windows-1251")) == "windows-1251");
  CHECK(guess_encoding(encoded("koi8-r")) == "koi8-r");
  CHECK(guess_encoding(encoded("ibm866")) == "ibm866");
  CHECK(guess_encoding("El ni\xF1o rob\xF3 el coche en la calle M\xE9xico, Bogot\xE1 y Medell\xEDn") == "windows-1252");
}

}  // namespace
}  // namespace tartip::text
