#include "text/name_index.hpp"

#include <doctest/doctest.h>

#include <array>

#include "base/random.hpp"

using tartip::text::IndexedName;
using tartip::text::latin_key;
using tartip::text::NameIndex;

namespace {

const std::vector<std::array<const char*, 3>> k_places = {
    {"Қарағанды облысы", "Карагандинская область", "Karaganda region"},
    {"Қостанай облысы", "Костанайская область", "Kostanay region"},
    {"Қостанай", "Костанай", "Kostanay"},
    {"Өскемен", "Усть-Каменогорск", "Oskemen"},
    {"Жаңаөзен", "Жанаозен", "Zhanaozen"},
    {"Шымкент", "Шымкент", "Shymkent"},
    {"Алматы", "Алматы", "Almaty"},
    {"Алматы облысы", "Алматинская область", "Almaty region"}};
constexpr std::uint32_t k_karaganda = 0, k_kostanay_region = 1, k_kostanay = 2, k_oskemen = 3, k_zhanaozen = 4,
                        k_shymkent = 5, k_almaty = 6, k_almaty_region = 7;

NameIndex index() {
  std::vector<IndexedName> names;
  for (std::uint32_t i = 0; i < k_places.size(); ++i) {
    for (const char* name : k_places[i]) names.push_back({i, name});
    names.push_back({i, "KZ-1" + std::to_string(i), true});
  }
  return NameIndex(names);
}

std::vector<std::uint32_t> found(std::string_view typed, std::size_t most = 10) {
  static const NameIndex all = index();
  std::vector<std::uint32_t> entries;
  for (const auto& match : all.find(typed, most)) entries.push_back(match.entry);
  return entries;
}
std::uint32_t first(std::string_view typed) {
  const auto entries = found(typed);
  return entries.empty() ? 99 : entries.front();
}
double score(std::string_view typed) {
  const auto matches = index().find(typed, 1);
  return matches.empty() ? 0 : matches.front().score;
}

}  // namespace

TEST_CASE("one name in the scripts that people write it in has one key") {
  for (const auto& [cyrillic, latin] :
       {std::array{"Жаңаөзен", "Zhanaozen"}, std::array{"Жаңаөзен", "Jañaözen"}, std::array{"Маңғыстау", "Mangystau"},
        std::array{"Шымкент", "Şymkent"}, std::array{"Щучинск", "Shchuchinsk"}, std::array{"Есіл", "Yesil"},
        std::array{"Қызылорда", "Qyzylorda"}, std::array{"Хромтау", "Khromtau"}, std::array{"Россия", "Rossiya"},
        std::array{"Азербайджан", "Azerbaijan"}, std::array{"Королёв", "Korolev"}, std::array{"Абай", "Abay"}})
    CHECK_MESSAGE(latin_key(cyrillic) == latin_key(latin), cyrillic << ": " << latin_key(cyrillic));
  CHECK(latin_key("Ломоносов, 100") == "lomonosov 100");
  CHECK(latin_key("თბილისი") == "თბილისი");
  CHECK(latin_key("").empty());
}

TEST_CASE("exact, begun, in the other script, in any order of words") {
  CHECK(found("алматы") == std::vector{k_almaty, k_almaty_region});
  CHECK(score("алматы") == 1);
  CHECK(first("ALMATY REGION") == k_almaty_region);
  CHECK(score("almati") == 0.98);
  CHECK(found("kost") == std::vector{k_kostanay, k_kostanay_region});  // the shorter name is more of what was typed
  CHECK(found("обл кар") == std::vector{k_karaganda});
  CHECK(first("каменогорск") == k_oskemen);
  CHECK(first("устькаменогорск") == k_oskemen);
  CHECK(first("усть каменогорск") == k_oskemen);
  CHECK(first("jana") == k_zhanaozen);
  CHECK(found("обл", 2).size() == 2);
}

TEST_CASE("slips of a key, whole and begun") {
  CHECK(first("шимкент") == k_shymkent);    // ы and и sound alike here
  CHECK(first("шыкмент") == k_shymkent);    // swapped
  CHECK(first("карагнад") == k_karaganda);  // swapped, and not finished
  CHECK(first("костонайская обл") == k_kostanay_region);
  CHECK(first("Zhanaosen") == k_zhanaozen);
  CHECK(first("Oskmen") == k_oskemen);
  CHECK(first("Karakandy") == k_karaganda);  // two of nine
  CHECK(found("жыр").empty());               // three letters have no slips
  CHECK(found("бишкек").empty());
  CHECK(score("шыкмент") < score("шымк"));
}

TEST_CASE("codes are begun or whole, never mistyped") {
  CHECK(found("kz-13") == std::vector{k_oskemen});
  CHECK(found("KZ 13") == std::vector{k_oskemen});
  CHECK(found("kz-1").size() == k_places.size());
  CHECK(found("kz-23").empty());
  CHECK(found("99").empty());
}

TEST_CASE("what is no name finds nothing, and nothing is found in nothing") {
  for (const char* typed : {"", " ", "—", "«»", "ь", "\xFF"}) CHECK(found(typed).empty());
  CHECK(NameIndex({}).find("a", 5).empty());
  CHECK(NameIndex({{0, ""}, {1, "—"}}).find("a", 5).empty());
  CHECK(found("алматы", 0).empty());
  CHECK(found(std::string(5000, 'a')).empty());
  const auto only = index().find("ko", 10, [](std::uint32_t entry) { return entry == k_kostanay_region; });
  REQUIRE(only.size() == 1);
  CHECK(only[0].entry == k_kostanay_region);
}

TEST_CASE("a whole name with one slip anywhere is found, and scores stay in order") {
  tartip::Random random(7);
  for (std::uint32_t place = 0; place < k_places.size(); ++place) {
    const std::string name = latin_key(k_places[place][2]);
    for (std::size_t at = 0; at < name.size(); ++at) {
      if (name[at] == ' ') continue;
      const char other = static_cast<char>('a' + random.below(26));
      std::string replaced = name, lost = name, put = name;
      replaced[at] = other;
      lost.erase(at, 1);
      put.insert(at, 1, other);
      for (const std::string& typed : {replaced, lost, put}) {
        const auto matches = index().find(typed, 10);
        CHECK_MESSAGE(std::any_of(matches.begin(), matches.end(), [&](const auto& m) { return m.entry == place; }),
                      typed);
        CHECK(std::is_sorted(matches.begin(), matches.end(),
                             [](const auto& a, const auto& b) { return a.score > b.score; }));
      }
    }
  }
}
