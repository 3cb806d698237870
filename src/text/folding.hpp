// Is this the same name, written differently? And which known word did the writer mean?
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tartip::text {

// The name as it is compared: lower case (full Unicode folding, ß → ss), Latin and Greek letters without accents, ё as
// е, apostrophes and quotation marks dropped, other punctuation and every kind of blank as one space, none at the ends.
// Letters of their own keep what makes them different: й, ў, қ, ң, ө, ұ. Nothing is transliterated. Broken UTF-8 is
// read as U+FFFD; a text of nothing but punctuation folds to "". Folding a folded text changes nothing. O(length),
// ASCII and Cyrillic without ICU's tables.
std::string fold(std::string_view utf8);

// The candidate with the fewest slips (insert, delete, replace, swap of neighbours, counted in letters of the folded
// texts), if they are at most a third of the word's letters and at least one slip is allowed; the first of equals.
// Nothing when none is near. O(candidates × length²).
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace tartip::text
