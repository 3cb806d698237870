// Finding names as people type them: small or capital letters, with or without accents, in Cyrillic or in Latin
// letters, begun but not finished, in any order of words, with a slip of a key.
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"

namespace tartip::text {

// The folded text (folding.hpp) in plain Latin letters, so coarse that a name in Kazakh or Russian Cyrillic and in its
// usual Latin spellings comes out the same: Жаңаөзен, Zhanaozen and Jañaözen are "janaozen". Other scripts stay as they
// fold. For comparing, never for showing.
std::string latin_key(std::string_view utf8);

struct IndexedName {
  std::uint32_t entry = 0;  // what bears the name; one entry may have several names
  std::string text;
  bool code = false;  // begun or whole, but never with slips: another digit is another thing
};

struct NameMatch {
  std::uint32_t entry = 0;
  double score = 0;  // 0 … 1
};

// The entries whose name is meant by a text, best first; equal ones by entry. An entry scores by its best name; c is
// the length of what was typed over that of the name:
//   1             the folded name is the text                        0.98           it is, in the other script
//   0.8 + 0.15 c  the name begins with the text                      0.6 + 0.15 c   each word of the text begins a word
//   0.6 + 0.15 c − 0.15 × slips: each word of the text, with at most one slip (from 4 letters) or two (from 8), begins
//   a word of the name. A slip is a letter put in, left out, replaced, or swapped with its neighbour (optimal string
//   alignment; Damerau 1964). A word with a digit has no slips.
// A text or name without letters and digits matches nothing. Safe from any number of threads once made.
// Cost: making it O(letters); finding O(distinct words × letters of the text) at worst, some ms for 60 000 names.
class NameIndex {
 public:
  explicit NameIndex(const std::vector<IndexedName>& names);
  NameIndex(const NameIndex&) = delete;
  NameIndex& operator=(const NameIndex&) = delete;
  // At most `most` entries of those that `wanted` says yes to (all without it).
  std::vector<NameMatch> find(std::string_view typed, std::size_t most,
                              const std::function<bool(std::uint32_t)>& wanted = {}) const;

 private:
  struct Name {
    std::uint32_t entry = 0;
    bool code = false;
    Hash128 folded;
    std::uint32_t begin = 0, length = 0;  // of its key in keys_
  };
  struct Word {
    std::string_view letters;  // in keys_ or joined_
    std::uint64_t mask = 0;    // which bytes it has
    std::uint32_t begin = 0;   // of its names in bearers_; they end where the next word's begin
  };

  // The least slips of each name by which the word typed begins one of its words; 255 where it does not.
  std::vector<std::uint8_t> slips_by_name(std::string_view typed) const;

  std::string keys_;
  std::deque<std::string> joined_;
  std::vector<Name> names_;
  std::vector<Word> words_;  // and one more, where the last one's names end
  std::vector<std::uint32_t> bearers_;
};

}  // namespace tartip::text
