#include "text/folding.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "base/require.hpp"

namespace tartip::text {
namespace {

bool is_quote(UChar32 c) {
  switch (c) {
    case '\'':
    case '"':
    case '`':
    case 0x00B4:
    case 0x02B9:
    case 0x02BA:
    case 0x02BB:
    case 0x02BC:
    case 0x02BD:
    case 0x02EE:
    case 0x2032:
    case 0x2033:
      return true;
    default:
      break;
  }
  const auto type = u_charType(c);
  return type == U_INITIAL_PUNCTUATION || type == U_FINAL_PUNCTUATION || c == 0x201A || c == 0x201E;
}

bool is_gap(UChar32 c) {
  return u_isUWhiteSpace(c) || u_ispunct(c) || u_iscntrl(c);
}

// Marks on these scripts are accents; on Cyrillic they make another letter (й, ў), but for ё, which people write as е.
bool marks_are_accents(UChar32 base) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(base, &status);
  return script == USCRIPT_LATIN || script == USCRIPT_GREEK;
}

// Letters that Unicode does not decompose although they are written as a plain letter with a stroke.
UChar32 without_stroke(UChar32 c) {
  switch (c) {
    case 0x00F8:
      return 'o';  // ø
    case 0x0142:
      return 'l';  // ł
    case 0x0111:
      return 'd';  // đ
    case 0x0131:
      return 'i';  // ı
    default:
      return c;
  }
}

const icu::Normalizer2& decomposition() {
  static const icu::Normalizer2* const instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* found = icu::Normalizer2::getNFKDInstance(status);
    require(U_SUCCESS(status) != 0, "ICU without its normalisation tables");
    return found;
  }();
  return *instance;
}

const icu::Normalizer2& composition() {
  static const icu::Normalizer2* const instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* found = icu::Normalizer2::getNFCInstance(status);
    require(U_SUCCESS(status) != 0, "ICU without its normalisation tables");
    return found;
  }();
  return *instance;
}

bool ascii_gap(char c) {
  return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) && c != '\'' && c != '"' &&
         c != '`' && c != '+' && c != '<' && c != '=' && c != '>' && c != '|' && c != '~' && c != '^' && c != '$';
}

// Cyrillic letters whose capital is all that folding changes.
bool is_plain_cyrillic(UChar32 c) {
  return (c >= 0x0400 && c <= 0x0481) || (c >= 0x048A && c <= 0x04FF);
}

// Text of ASCII and Cyrillic letters without ICU's tables; nothing where another character stands.
std::optional<std::string> fold_plain(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  bool gap = false;
  const auto begin_letter = [&] {
    if (gap && !folded.empty()) folded.push_back(' ');
    gap = false;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) < 0x80) {
      if (c == '\'' || c == '"' || c == '`') continue;
      if (ascii_gap(c)) {
        gap = true;
        continue;
      }
      begin_letter();
      folded.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
      continue;
    }
    if ((c & 0xFC) != 0xD0 || i + 1 == text.size() || (text[i + 1] & 0xC0) != 0x80) return std::nullopt;
    const UChar32 letter = ((c & 0x1F) << 6) | (text[++i] & 0x3F);
    if (!is_plain_cyrillic(letter)) return std::nullopt;
    const UChar32 small = letter == 0x0401 || letter == 0x0451 ? 0x0435 : u_foldCase(letter, U_FOLD_CASE_DEFAULT);
    begin_letter();
    folded.push_back(static_cast<char>(0xC0 | (small >> 6)));
    folded.push_back(static_cast<char>(0x80 | (small & 0x3F)));
  }
  return folded;
}

std::vector<UChar32> letters_of(std::string_view word) {
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(fold(word));
  std::vector<UChar32> letters(static_cast<std::size_t>(text.countChar32()));
  UErrorCode status = U_ZERO_ERROR;
  if (!letters.empty()) text.toUTF32(letters.data(), static_cast<int32_t>(letters.size()), status);
  return letters;
}

// Optimal string alignment distance.
std::size_t slips(const std::vector<UChar32>& a, const std::vector<UChar32>& b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::string fold(std::string_view utf8) {
  if (auto plain = fold_plain(utf8)) return std::move(*plain);

  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  UErrorCode status = U_ZERO_ERROR;
  // Decomposing may uncover capitals and folding may leave marks (İ → i̇), hence both orders.
  text = decomposition().normalize(text, status);
  text.foldCase();
  text = decomposition().normalize(text, status);
  require(U_SUCCESS(status) != 0, "ICU cannot normalise");

  icu::UnicodeString folded;
  bool gap = false;
  UChar32 base = 0;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) {
      const bool yo = base == 0x0435 && c == 0x0308;
      if (!yo && !marks_are_accents(base) && base != 0) folded.append(c);
      continue;
    }
    if (is_quote(c) || u_charType(c) == U_FORMAT_CHAR) continue;
    if (is_gap(c)) {
      gap = true;
      base = 0;
      continue;
    }
    if (gap && !folded.isEmpty()) folded.append(static_cast<UChar>(' '));
    gap = false;
    base = c;
    folded.append(without_stroke(c));
  }
  folded = composition().normalize(folded, status);
  require(U_SUCCESS(status) != 0, "ICU cannot normalise");
  std::string result;
  folded.toUTF8String(result);
  return result;
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates) {
  const std::vector<UChar32> letters = letters_of(word);
  std::size_t fewest = std::max<std::size_t>(1, letters.size() / 3) + 1;
  if (letters.empty()) return std::nullopt;
  std::optional<std::string> best;
  for (const std::string& candidate : candidates) {
    const std::vector<UChar32> others = letters_of(candidate);
    if (others.empty() || others.size() + fewest <= letters.size() || letters.size() + fewest <= others.size())
      continue;
    const std::size_t count = slips(letters, others);
    if (count < fewest) {
      fewest = count;
      best = candidate;
    }
  }
  return best;
}

}  // namespace tartip::text
