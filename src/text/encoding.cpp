#include "text/encoding.hpp"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstring>

#include "base/require.hpp"

namespace tartip::text {
namespace {

unsigned char byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

// The length of the well-formed sequence that starts at `i` with a byte ≥ 0x80; 0 when broken. `cut` says that only the
// end of the text is missing.
std::size_t sequence_length(std::string_view bytes, std::size_t i, bool& cut) {
  cut = false;
  const unsigned char lead = byte_at(bytes, i);
  std::size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return 0;
  }
  for (std::size_t k = 1; k < length; ++k) {
    if (i + k >= bytes.size()) {
      cut = true;
      return 0;
    }
    const unsigned char next = byte_at(bytes, i + k);
    if (next < low || next > high) return 0;
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

std::size_t skip_ascii(std::string_view bytes, std::size_t i) {
  constexpr std::uint64_t k_high_bits = 0x8080808080808080ULL;
  while (i + 8 <= bytes.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, 8);
    if ((word & k_high_bits) != 0) break;
    i += 8;
  }
  while (i < bytes.size() && byte_at(bytes, i) < 0x80) ++i;
  return i;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

// Letters of Russian by their frequency decide between the Cyrillic code pages that ICU's detector confuses in short
// samples.
double cyrillic_score(std::string_view sample, const char* encoding) {
  auto decoder = Decoder::named(encoding);
  if (!decoder) return 0;
  std::string decoded;
  decoder->decode(sample, true, decoded);
  double good = 0;
  double all = 0;
  for (std::size_t i = 0; i + 1 < decoded.size();) {
    const unsigned char lead = byte_at(decoded, i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    bool cut = false;
    const std::size_t length = std::max<std::size_t>(1, sequence_length(decoded, i, cut));
    ++all;
    if (length == 2) {
      const unsigned point = (lead & 0x1FU) << 6 | (byte_at(decoded, i + 1) & 0x3FU);
      const bool lower_case = point >= 0x430 && point <= 0x44F;
      const bool upper_case = point >= 0x410 && point <= 0x42F;
      // A lower-case letter followed by an upper-case one is what a wrong Cyrillic code page looks like.
      const std::size_t after = i + 2;
      bool broken_case = false;
      if (lower_case && after + 1 < decoded.size()) {
        const unsigned char next = byte_at(decoded, after);
        if (next == 0xD0) broken_case = byte_at(decoded, after + 1) >= 0x90 && byte_at(decoded, after + 1) <= 0xAF;
      }
      // Nor do letters of the two scripts stand in one word: “niño” is not Cyrillic.
      const auto latin = [&](std::size_t at) { return at < decoded.size() && std::isalpha(byte_at(decoded, at)) != 0; };
      const bool mixed = latin(i + 2) || (i > 0 && latin(i - 1));
      if ((lower_case || upper_case) && !broken_case && !mixed) ++good;
    }
    i += length;
  }
  return all > 0 ? good / all : 0;
}

}  // namespace

std::size_t find_broken_utf8(std::string_view bytes) {
  std::size_t i = skip_ascii(bytes, 0);
  while (i < bytes.size()) {
    if (byte_at(bytes, i) < 0x80) {
      i = skip_ascii(bytes, i);
      continue;
    }
    bool cut = false;
    const std::size_t length = sequence_length(bytes, i, cut);
    if (length == 0) return i;
    i += length;
  }
  return std::string_view::npos;
}

Utf8Census census_utf8(std::string_view sample) {
  Utf8Census census;
  std::size_t i = 0;
  while ((i = skip_ascii(sample, i)) < sample.size()) {
    bool cut = false;
    const std::size_t length = sequence_length(sample, i, cut);
    if (cut) break;
    if (length == 0) {
      ++census.broken;
      ++i;
    } else {
      ++census.characters;
      i += length;
    }
  }
  return census;
}

bool is_utf8_name(std::string_view encoding) {
  const std::string name = lower(encoding);
  return name == "utf-8" || name == "utf8" || name == "ascii" || name == "us-ascii";
}

std::string guess_encoding(std::string_view sample) {
  if (sample.starts_with("\xFF\xFE")) return "utf-16le";
  if (sample.starts_with("\xFE\xFF")) return "utf-16be";
  const Utf8Census census = census_utf8(sample);
  if (census.broken == 0 || census.broken * 20 < census.characters) return "utf-8";

  std::string best;
  double best_score = 0.7;
  for (const char* name : {"windows-1251", "ibm866", "koi8-r", "iso-8859-5"}) {
    if (const double score = cyrillic_score(sample, name); score > best_score) {
      best = name;
      best_score = score;
    }
  }
  if (!best.empty()) return best;

  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
  ucsdet_setText(detector.get(), sample.data(),
                 static_cast<std::int32_t>(std::min<std::size_t>(sample.size(), 1 << 20)), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr) return "windows-1252";
  const char* found = ucsdet_getName(match, &status);
  if (U_FAILURE(status) || found == nullptr) return "windows-1252";
  std::string name = lower(found);
  // ICU names the subset when a text has no character of the rest; what Windows programs wrote is the superset.
  if (name == "iso-8859-1" || is_utf8_name(name)) return "windows-1252";
  return name;
}

namespace {

// ICU gives the bytes that a Windows code page does not define (0x98 of windows-1251) as control characters
// U+0080–U+009F; no such page defines any of these, so each one is a byte that means nothing.
void replace_undefined(std::string& text, std::size_t begin) {
  for (std::size_t i = text.find('\xC2', begin); i != std::string::npos && i + 1 < text.size();
       i = text.find('\xC2', i + 1))
    if (byte_at(text, i + 1) <= 0x9F) text.replace(i, 2, "\xEF\xBF\xBD");
}

}  // namespace

struct Decoder::Converter {
  using Handle = std::unique_ptr<UConverter, decltype(&ucnv_close)>;
  Handle from;
  Handle to_utf8;
  bool windows = false;  // a code page of windows-125x
  std::array<UChar, 2048> pivot{};
  UChar* pivot_source = pivot.data();
  UChar* pivot_target = pivot.data();
};

Decoder::Decoder(std::unique_ptr<Converter> converter) : converter_(std::move(converter)) {}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

Result<Decoder> Decoder::named(const std::string& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  Converter::Handle from(encoding.empty() ? nullptr : ucnv_open(encoding.c_str(), &status), &ucnv_close);
  Converter::Handle to_utf8(ucnv_open("UTF-8", &status), &ucnv_close);
  if (from == nullptr || to_utf8 == nullptr || U_FAILURE(status)) {
    return fail(Code::bad_input, "error.encoding.unknown", {{"encoding", encoding}});
  }
  return Decoder(std::unique_ptr<Converter>(
      new Converter{std::move(from), std::move(to_utf8), lower(encoding).starts_with("windows-125")}));
}

void Decoder::decode(std::string_view bytes, bool last, std::string& out) {
  Converter& c = *converter_;
  const std::size_t begin = out.empty() ? 0 : out.size() - 1;  // a character may have been cut by the last buffer
  const char* source = bytes.empty() ? "" : bytes.data();      // ICU refuses a null pointer, even with nothing to read
  const char* const source_end = source + bytes.size();
  std::array<char, 8192> buffer;
  for (;;) {
    UErrorCode status = U_ZERO_ERROR;
    char* target = buffer.data();
    ucnv_convertEx(c.to_utf8.get(), c.from.get(), &target, buffer.data() + buffer.size(), &source, source_end,
                   c.pivot.data(), &c.pivot_source, &c.pivot_target, c.pivot.data() + c.pivot.size(), UBool{0},
                   UBool{last}, &status);
    out.append(buffer.data(), target);
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;
    if (c.windows) replace_undefined(out, begin);
    require(U_SUCCESS(status) || status == U_TRUNCATED_CHAR_FOUND, "the converter substitutes what it cannot read");
    return;
  }
}

}  // namespace tartip::text
