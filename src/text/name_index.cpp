#include "text/name_index.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <string_view>
#include <unordered_map>

#include "text/folding.hpp"

namespace tartip::text {
namespace {

constexpr std::uint8_t k_none = 255;
constexpr std::size_t k_longest_with_slips = 40;

// The letter at `i` of a folded text, which is well-formed; `i` goes on to the next.
char32_t take_letter(std::string_view folded, std::size_t& i) {
  const auto byte = [&] { return static_cast<unsigned char>(folded[i++]); };
  const unsigned char lead = byte();
  if (lead < 0x80) return lead;
  const int more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  char32_t letter = lead & (0x3FU >> more);
  for (int left = more; left > 0 && i < folded.size(); --left) letter = (letter << 6U) | (byte() & 0x3FU);
  return letter;
}

std::u32string letters_of(std::string_view folded) {
  std::u32string letters;
  letters.reserve(folded.size());
  for (std::size_t i = 0; i < folded.size();) letters.push_back(take_letter(folded, i));
  return letters;
}

// A Cyrillic letter as folding leaves it; "" is not sounded, null is none of these.
std::string_view latin_of(char32_t letter) {
  static constexpr std::array<std::string_view, 32> k_russian = {
      "a", "b", "v", "g", "d", "e", "j", "z", "i", "i",  "k", "l", "m", "n", "o",  "p",
      "r", "s", "t", "u", "f", "h", "c", "c", "s", "sc", "",  "i", "",  "e", "iu", "ia"};
  if (letter >= U'а' && letter <= U'я') return k_russian[letter - U'а'];
  switch (letter) {
    case U'ә':
      return "a";
    case U'ғ':
    case U'ґ':
      return "g";
    case U'қ':
    case U'ҡ':
      return "k";
    case U'ң':
      return "n";
    case U'ө':
      return "o";
    case U'ұ':
    case U'ү':
    case U'ў':
    case U'ӯ':
      return "u";
    case U'һ':
    case U'ҳ':
      return "h";
    case U'і':
    case U'ї':
    case U'ӣ':
      return "i";
    case U'є':
      return "e";
    case U'ҷ':
      return "j";
    default:
      return {};
  }
}

// One sound of Latin letters from the front: how many letters it takes, and how it is written here.
struct Sound {
  std::size_t length = 1;
  char written = 0;
};
Sound sound_of(std::string_view latin) {
  static constexpr std::array<std::pair<std::string_view, char>, 8> k_pairs = {
      {{"zh", 'j'}, {"kh", 'h'}, {"sh", 's'}, {"ch", 'c'}, {"ts", 'c'}, {"gh", 'g'}, {"ye", 'e'}, {"dj", 'j'}}};
  for (const auto& [pair, written] : k_pairs)
    if (latin.starts_with(pair)) return {2, written};
  switch (latin.front()) {
    case 'y':
      return {1, 'i'};
    case 'q':
      return {1, 'k'};
    case 'w':
      return {1, 'v'};
    default:
      return {1, latin.front()};
  }
}

std::uint64_t mask_of(std::string_view letters) {
  std::uint64_t mask = 0;
  for (const char letter : letters) mask |= std::uint64_t{1} << (static_cast<unsigned char>(letter) % 64U);
  return mask;
}

std::vector<std::string_view> words_of(std::string_view key) {
  std::vector<std::string_view> words;
  while (!key.empty()) {
    const std::size_t end = std::min(key.find(' '), key.size());
    if (end > 0) words.push_back(key.substr(0, end));
    key.remove_prefix(std::min(end + 1, key.size()));
  }
  return words;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::size_t slips_allowed(std::u32string_view word) {
  const bool digit = std::any_of(word.begin(), word.end(), [](char32_t c) { return c >= U'0' && c <= U'9'; });
  if (digit || word.size() < 4 || word.size() > k_longest_with_slips) return 0;
  return word.size() < 8 ? 1 : 2;
}

// The optimal string alignment distance of `typed` from the nearest beginning of `word`, or more than `most`.
template <class Letters>
std::size_t slips_of_beginning(const Letters& typed, const Letters& word, std::size_t most) {
  using Row = std::array<std::size_t, k_longest_with_slips + 1>;
  std::array<Row, 3> rows{};  // by letters of the word; each by letters typed
  const std::size_t far = most + 1, end = typed.size();
  for (std::size_t i = 0; i <= end; ++i) rows[0][i] = std::min(i, far);
  std::size_t best = rows[0][end];
  for (std::size_t j = 1; j <= std::min(word.size(), end + most); ++j) {
    const Row &last = rows[(j - 1) % 3], &before = rows[(j + 1) % 3];
    Row& row = rows[j % 3];
    const std::size_t from = j > most ? j - most : 1, to = std::min(end, j + most);
    row[from - 1] = from == 1 ? std::min(j, far) : far;
    std::size_t least = row[from - 1];
    for (std::size_t i = from; i <= to; ++i) {
      std::size_t slips = last[i - 1] + (typed[i - 1] == word[j - 1] ? 0 : 1);
      slips = std::min(slips, row[i - 1] + 1);
      if (i < j + most) slips = std::min(slips, last[i] + 1);
      if (i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1])
        slips = std::min(slips, before[i - 2] + 1);
      row[i] = std::min(slips, far);
      least = std::min(least, row[i]);
    }
    if (to == end) best = std::min(best, row[end]);
    if (least > most) break;
  }
  return best;
}

std::string latin_key_of_folded(std::string_view folded) {
  std::string key;
  key.reserve(folded.size());
  // -iy and -ий are -i; dzh and дж are j.
  const auto write = [&key](char c) {
    if (c == 'i' && key.ends_with('i')) return;
    if (c == 'j' && key.ends_with('d')) key.pop_back();
    key.push_back(c);
  };
  for (std::size_t i = 0; i < folded.size();) {
    if (static_cast<unsigned char>(folded[i]) < 0x80) {
      const auto [length, written] = sound_of(folded.substr(i));
      write(written);
      i += length;
      continue;
    }
    const std::size_t begin = i;
    const std::string_view latin = latin_of(take_letter(folded, i));
    if (latin.data() != nullptr)
      std::for_each(latin.begin(), latin.end(), write);
    else
      key.append(folded, begin, i - begin);
  }
  return key;
}

}  // namespace

std::string latin_key(std::string_view utf8) {
  return latin_key_of_folded(fold(utf8));
}

NameIndex::NameIndex(const std::vector<IndexedName>& names) {
  for (const IndexedName& given : names) {
    const std::string folded = fold(given.text), key = latin_key_of_folded(folded);
    if (key.empty()) continue;
    names_.push_back({given.entry, given.code, fingerprint(folded), static_cast<std::uint32_t>(keys_.size()),
                      static_cast<std::uint32_t>(key.size())});
    keys_ += key;
  }
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> borne;  // word, name
  numbers.reserve(names_.size());
  borne.reserve(3 * names_.size());
  const auto note = [&](std::string_view letters, std::size_t name) {
    const auto [at, added] = numbers.try_emplace(letters, static_cast<std::uint32_t>(words_.size()));
    if (added) words_.push_back({letters, mask_of(letters), 0});
    borne.emplace_back(at->second, static_cast<std::uint32_t>(name));
  };
  for (std::size_t name = 0; name < names_.size(); ++name) {
    const auto words = words_of(std::string_view(keys_).substr(names_[name].begin, names_[name].length));
    for (const std::string_view word : words) note(word, name);
    // Written in one: Устькаменогорск.
    if (words.size() == 2 && !names_[name].code)
      note(joined_.emplace_back(std::string(words[0]).append(words[1])), name);
  }
  // Counting sort of the names by their words.
  words_.push_back({});
  for (const auto& [word, name] : borne) ++words_[word].begin;
  std::uint32_t end = 0;
  for (Word& word : words_) word.begin = end += word.begin;
  bearers_.resize(borne.size());
  for (auto one = borne.rbegin(); one != borne.rend(); ++one) bearers_[--words_[one->first].begin] = one->second;
}

std::vector<std::uint8_t> NameIndex::slips_by_name(std::string_view typed) const {
  std::vector<std::uint8_t> slips(names_.size(), k_none);
  const std::u32string letters = letters_of(typed);
  const std::size_t most = slips_allowed(letters);
  const std::uint64_t mask = mask_of(typed);
  const bool ascii = is_ascii(typed);
  for (std::size_t i = 0; i + 1 < words_.size(); ++i) {
    const Word& word = words_[i];
    std::size_t count = most + 1;
    if (word.letters.starts_with(typed))
      count = 0;
    else if (most > 0 && static_cast<std::size_t>(std::popcount(mask & ~word.mask)) <= (ascii ? most : 4 * most))
      count = ascii && is_ascii(word.letters) ? slips_of_beginning(typed, word.letters, most)
                                              : slips_of_beginning(letters, letters_of(word.letters), most);
    if (count > most) continue;
    for (std::uint32_t at = word.begin; at < words_[i + 1].begin; ++at) {
      const std::uint32_t name = bearers_[at];
      if (count == 0 || !names_[name].code) slips[name] = std::min(slips[name], static_cast<std::uint8_t>(count));
    }
  }
  return slips;
}

std::vector<NameMatch> NameIndex::find(std::string_view typed, std::size_t most,
                                       const std::function<bool(std::uint32_t)>& wanted) const {
  const std::string folded = fold(typed);
  const std::string key = latin_key_of_folded(folded);
  const std::vector<std::string_view> words = words_of(key);
  if (words.empty()) return {};
  const Hash128 typed_as = fingerprint(folded);
  std::vector<unsigned> slips(names_.size(), 0);
  std::vector<std::uint8_t> out(names_.size(), 0);
  for (const std::string_view word : words) {
    const std::vector<std::uint8_t> more = slips_by_name(word);
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (more[i] == k_none) out[i] = 1;
      slips[i] += more[i];
    }
  }
  std::unordered_map<std::uint32_t, double> best;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const Name& name = names_[i];
    if (out[i] != 0 || (wanted && !wanted(name.entry))) continue;
    const std::string_view its_key = std::string_view(keys_).substr(name.begin, name.length);
    const double part = 0.15 * std::min(1.0, static_cast<double>(key.size()) / static_cast<double>(its_key.size()));
    double score = 0.6 + part - 0.15 * std::min(slips[i], 4U);
    if (its_key == key)
      score = name.folded == typed_as ? 1 : 0.98;
    else if (its_key.starts_with(key))
      score = 0.8 + part;
    double& known = best[name.entry];
    known = std::max(known, score);
  }
  std::vector<NameMatch> matches;
  matches.reserve(best.size());
  for (const auto& [entry, score] : best) matches.push_back({entry, score});
  const auto end = matches.begin() + static_cast<std::ptrdiff_t>(std::min(most, matches.size()));
  std::partial_sort(matches.begin(), end, matches.end(), [](const NameMatch& a, const NameMatch& b) {
    return a.score != b.score ? a.score > b.score : a.entry < b.entry;
  });
  matches.erase(end, matches.end());
  return matches;
}

}  // namespace tartip::text
