#include "axes/territory_proposal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "axes/territory_drafts.hpp"
#include "axes/toml_text.hpp"
#include "text/encoding.hpp"
#include "text/folding.hpp"

namespace tartip::axes {
namespace {

using Words = std::vector<std::string>;

Words words_of(const std::string& name) {
  Words words;
  const std::string folded = text::fold(name);
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', at), folded.size());
    if (end > at) words.push_back(folded.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

template <std::size_t Count>
bool any_is(const Words& words, const std::array<std::string_view, Count>& known) {
  return std::ranges::any_of(words, [&](const std::string& word) { return std::ranges::count(known, word) > 0; });
}

// In the order in which one would rather have them as the code.
enum class Likeness { official, named_code, short_word, name, counter, none };

struct Property {
  std::string name;
  Words words;
  std::vector<std::string> values;  // by feature; empty: none
  std::size_t known = 0, distinct = 0;
  double mean_length = 0;
  bool letters = false;  // nine values in ten hold one
  Likeness likeness = Likeness::none;
};

Likeness likeness_of(const Property& property) {
  constexpr std::array<std::string_view, 9> k_official = {"kato",    "soato", "okato", "oktmo", "geoid",
                                                          "katottg", "fips",  "nuts",  "gss"};
  constexpr std::array<std::string_view, 6> k_counters = {"objectid", "fid", "ogc", "oid", "globalid", "index"};
  constexpr std::array<std::string_view, 4> k_measures = {"shape", "area", "length", "perimeter"};
  constexpr std::array<std::string_view, 9> k_codes = {"code", "kod",   "код",     "cod", "iso",
                                                       "key",  "clave", "municip", "num"};
  constexpr std::array<std::string_view, 5> k_ends = {"code", "kod", "id", "no", "nr"};
  bool fraction = true, structure = false, blank = false, digit = false;
  std::size_t longest = 0;
  for (const std::string& value : property.values) {
    if (value.empty()) continue;
    fraction = fraction && value.find('.') != std::string::npos &&
               value.find_first_not_of("0123456789.-+eE") == std::string::npos;
    structure = structure || value.front() == '[' || value.front() == '{';
    blank = blank || value.find(' ') != std::string::npos;
    digit = digit || value.find_first_of("0123456789") != std::string::npos;
    longest = std::max(longest, value.size());
  }
  if (fraction || structure) return Likeness::none;
  if (any_is(property.words, k_official)) return Likeness::official;
  if (any_is(property.words, k_counters)) return Likeness::counter;
  if (!property.letters && any_is(property.words, k_measures)) return Likeness::none;
  const bool ends = std::ranges::any_of(property.words, [&](const std::string& word) {
    return std::ranges::any_of(k_ends, [&](std::string_view end) { return word.ends_with(end); });
  });
  if (any_is(property.words, k_codes) || (ends && !blank)) return Likeness::named_code;
  if (!blank && digit && longest <= 12) return Likeness::short_word;
  return property.letters ? Likeness::name : Likeness::short_word;
}

bool holds_letter(const std::string& value) {
  return std::ranges::any_of(value, [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

std::vector<Property> properties_of(const std::vector<geo::Feature>& features) {
  std::map<std::string, Property> found;
  for (std::size_t i = 0; i < features.size(); ++i)
    for (const auto& [name, value] : features[i].properties) {
      Property& property = found[name];
      property.values.resize(features.size());
      property.values[i] = value;
    }
  std::vector<Property> properties;
  for (auto& [name, property] : found) {
    property.name = name;
    property.words = words_of(name);
    std::set<std::string_view> different;
    std::size_t length = 0, letters = 0;
    for (const std::string& value : property.values) {
      if (value.empty()) continue;
      ++property.known;
      length += value.size();
      letters += holds_letter(value);
      different.insert(value);
    }
    if (property.known == 0) continue;
    property.distinct = different.size();
    property.mean_length = static_cast<double>(length) / static_cast<double>(property.known);
    property.letters = letters * 10 >= property.known * 9;
    property.likeness = likeness_of(property);
    properties.push_back(std::move(property));
  }
  return properties;
}

// What is said of one file.
struct Level {
  std::filesystem::path path;
  std::string id;
  std::string encoding;
  std::size_t units = 0;
  bool degrees = true;
  std::vector<Property> properties;
  std::vector<std::string> codes;            // of the units
  std::vector<std::string> code;             // properties
  std::map<std::string, std::string> names;  // language -> property
  std::string parent;
  std::size_t parent_prefix = 0;

  const Property& property(const std::string& name) const {
    return *std::ranges::find(properties, name, &Property::name);
  }
};

bool choose_code(Level& level) {
  const Property* best = nullptr;
  for (const Property& property : level.properties)
    if (property.distinct == level.units && property.likeness != Likeness::none &&
        (best == nullptr ||
         std::pair(property.likeness, property.mean_length) < std::pair(best->likeness, best->mean_length)))
      best = &property;
  if (best != nullptr && best->likeness != Likeness::counter) {
    level.code = {best->name};
    level.codes = best->values;
    return true;
  }
  // Two together: names that are unique within something larger.
  const auto together = [&](const Property& large, const Property& small) {
    if (large.known != level.units || small.known != level.units || large.distinct >= small.distinct) return false;
    if (!small.letters || large.likeness == Likeness::none || small.likeness == Likeness::none) return false;
    std::vector<std::string> joined;
    for (std::size_t i = 0; i < level.units; ++i) joined.push_back(large.values[i] + "/" + small.values[i]);
    if (std::set<std::string>(joined.begin(), joined.end()).size() != level.units) return false;
    level.code = {large.name, small.name};
    level.codes = std::move(joined);
    return true;
  };
  if (best == nullptr)
    for (const Property& large : level.properties)
      for (const Property& small : level.properties)
        if (together(large, small)) return true;
  if (best == nullptr) return false;
  level.code = {best->name};
  level.codes = best->values;
  return true;
}

std::string language_of(const Property& property) {
  static const std::map<std::string, std::string> k_ends = {{"kk", "kk"},  {"kz", "kk"}, {"kaz", "kk"}, {"ru", "ru"},
                                                            {"rus", "ru"}, {"en", "en"}, {"eng", "en"}, {"uz", "uz"},
                                                            {"uzb", "uz"}, {"ky", "ky"}, {"tg", "tg"},  {"tr", "tr"},
                                                            {"es", "es"},  {"pt", "pt"}, {"fr", "fr"},  {"de", "de"}};
  static const std::map<std::string, std::string> k_words = {
      {"nombre", "es"}, {"nomgeo", "es"},   {"nome", "pt"},        {"nom", "fr"},
      {"атауы", "kk"},  {"название", "ru"}, {"наименование", "ru"}};
  if (property.words.size() > 1)
    if (const auto found = k_ends.find(property.words.back()); found != k_ends.end()) return found->second;
  for (const std::string& word : property.words)
    if (const auto found = k_words.find(word); found != k_words.end()) return found->second;
  std::string all;
  for (const std::string& value : property.values) all += text::fold(value);
  for (const char* letter : {"қ", "ғ", "ң", "ө", "ұ", "ү", "һ", "ә"})
    if (all.find(letter) != std::string::npos) return "kk";
  return all.find("о") != std::string::npos || all.find("а") != std::string::npos ? "ru" : "en";
}

void choose_names(Level& level) {
  constexpr std::array<std::string_view, 9> k_names = {"name",  "nombre",   "nomgeo",       "nome", "nom",
                                                       "атауы", "название", "наименование", "title"};
  const Property* best = nullptr;
  const auto rank = [&](const Property& property) {
    return std::pair(property.distinct, any_is(property.words, k_names) ? 1 : 0);
  };
  for (const Property& property : level.properties) {
    if (!property.letters || property.likeness == Likeness::official || property.likeness == Likeness::named_code ||
        property.likeness == Likeness::counter || property.likeness == Likeness::none ||
        property.known * 10 < level.units * 9)
      continue;
    if (best == nullptr || rank(property) > rank(*best)) best = &property;
  }
  if (best == nullptr || best->distinct * 2 < level.units) {
    level.names["en"] = level.code.back();
    return;
  }
  level.names[language_of(*best)] = best->name;
  // The same name in other languages: names that differ in their last word alone.
  if (best->words.size() < 2) return;
  for (const Property& property : level.properties)
    if (property.words.size() == best->words.size() && property.letters &&
        std::equal(best->words.begin(), best->words.end() - 1, property.words.begin()) &&
        property.words.back().size() <= 3 && property.likeness != Likeness::named_code &&
        property.known * 2 >= level.units)
      level.names.try_emplace(language_of(property), property.name);
}

// Every value stands for exactly one unit above.
bool all_known(const Property& property, const std::multiset<std::string>& above) {
  return property.known == property.values.size() && property.distinct > 1 &&
         std::ranges::all_of(property.values,
                             [&](const std::string& value) { return above.count(text::fold(value)) == 1; });
}

std::string choose_parent(Level& level, const Level& above) {
  std::multiset<std::string> codes;
  for (const std::string& code : above.codes) codes.insert(text::fold(code));
  for (const Property& property : level.properties)
    if (property.distinct < level.units && all_known(property, codes)) {
      level.parent = property.name;
      return "guess.territory.parent_codes";
    }
  for (std::size_t letters = 1; letters < 12 && above.code.size() == 1; ++letters) {
    std::set<std::string> prefixes;
    for (const std::string& code : above.codes) prefixes.insert(code.substr(0, letters));
    if (prefixes.size() != above.codes.size()) continue;
    if (!std::ranges::all_of(level.codes,
                             [&](const std::string& code) { return prefixes.contains(code.substr(0, letters)); }))
      break;
    level.parent_prefix = letters;
    return "guess.territory.parent_prefix";
  }
  for (const auto& [language, name] : above.names) {
    std::multiset<std::string> names;
    for (const std::string& value : above.property(name).values) names.insert(text::fold(value));
    for (const Property& property : level.properties)
      if (property.distinct < level.units && all_known(property, names)) {
        level.parent = property.name;
        return "guess.territory.parent_names";
      }
  }
  return "guess.territory.no_parent";
}

Result<Level> look_at(const std::filesystem::path& path) {
  Level level;
  level.path = path;
  level.id = identifier_from(path, "t_");
  UnitFile file;
  file.file = path.filename().string();
  file.where.file = file.file;
  auto features = read_features(path, file);
  if (!features) return pass(features);
  if (features->empty()) return fail(Code::bad_data, "error.territory.no_units", {{"file", file.file}}, file.where);
  std::string texts;
  for (const geo::Feature& feature : *features)
    for (const auto& [property, value] : feature.properties) texts += value + " ";
  if (const std::string encoding = text::guess_encoding(texts); !text::is_utf8_name(encoding)) {
    level.encoding = file.encoding = encoding;
    features = read_features(path, file);
    if (!features) return pass(features);
  }
  level.units = features->size();
  for (const geo::Feature& feature : *features)
    for (const geo::Polygon& polygon : feature.area)
      for (const geo::Point& point : polygon.outer)
        level.degrees = level.degrees && std::abs(point.x) <= 180.001 && std::abs(point.y) <= 90.001;
  level.properties = properties_of(*features);
  if (!choose_code(level))
    return fail(Code::bad_data, "error.territory.propose_no_code",
                {{"file", file.file}, {"count", std::to_string(level.units)}}, file.where);
  choose_names(level);
  return level;
}

Status check_order(const std::vector<Level>& levels) {
  for (std::size_t i = 1; i < levels.size(); ++i) {
    const std::set<std::string> above(levels[i - 1].codes.begin(), levels[i - 1].codes.end());
    const auto shared = static_cast<std::size_t>(
        std::ranges::count_if(levels[i].codes, [&](const std::string& code) { return above.contains(code); }));
    if (levels[i].units == levels[i - 1].units || shared * 2 > levels[i].units)
      return fail(Code::bad_data, "error.territory.propose_same_level",
                  {{"first", levels[i - 1].path.filename().string()}, {"second", levels[i].path.filename().string()}});
  }
  return {};
}

std::string toml_of(const std::vector<Level>& levels, const TerritoryProposalOptions& options) {
  const std::string id = options.id.empty() ? levels.back().id : options.id;
  std::string toml = fmt::format("id = {}\nname = {{ en = {} }}\nsource = {}\n", in_quotes(id), in_quotes(id),
                                 in_quotes(options.source.empty() ? "?" : options.source));
  if (!std::ranges::all_of(levels, &Level::degrees)) toml += "plane = \"local:m\"\n";
  for (const Level& level : levels)
    toml += fmt::format("\n[[level]]\nid = {}\nname = {{ en = {} }}\n", in_quotes(level.id), in_quotes(level.id));
  for (const Level& level : levels) {
    toml += fmt::format("\n[[units]]\nlevel = {}\nfile = {}\n", in_quotes(level.id),
                        in_quotes(level.path.lexically_proximate(options.beside).generic_string()));
    if (!level.encoding.empty()) toml += fmt::format("encoding = {}\n", in_quotes(level.encoding));
    toml += level.code.size() == 1
                ? fmt::format("code = {}\n", in_quotes(level.code[0]))
                : fmt::format("code = [{}, {}]\n", in_quotes(level.code[0]), in_quotes(level.code[1]));
    std::string names;
    for (const auto& [language, property] : level.names)
      names += fmt::format("{}{} = {}", names.empty() ? "" : ", ", language, in_quotes(property));
    toml += fmt::format("name = {{ {} }}\n", names);
    if (!level.parent.empty()) toml += fmt::format("parent = {}\n", in_quotes(level.parent));
    if (level.parent_prefix > 0) toml += fmt::format("parent_prefix = {}\n", level.parent_prefix);
  }
  return toml;
}

}  // namespace

Result<TerritoryProposal> propose_territory(const std::vector<std::filesystem::path>& files,
                                            const TerritoryProposalOptions& options) {
  std::vector<Level> levels;
  for (const std::filesystem::path& file : files) {
    auto level = look_at(file);
    if (!level) return pass(level);
    levels.push_back(std::move(*level));
  }
  std::ranges::stable_sort(levels, {}, &Level::units);
  if (Status order = check_order(levels); !order) return pass(order);

  TerritoryProposal proposal;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    Level& level = levels[i];
    const std::string file = level.path.filename().string();
    const auto say = [&](const char* key, std::vector<Argument> arguments) {
      arguments.push_back({"file", file});
      proposal.reasons.push_back({key, std::move(arguments)});
    };
    say("guess.territory.level", {{"count", std::to_string(level.units)}, {"level", level.id}});
    say(level.code.size() == 1 ? "guess.territory.code" : "guess.territory.code_of_two",
        {{"property", level.code.back()}, {"within", level.code.front()}, {"example", level.codes.front()}});
    for (const auto& [language, property] : level.names)
      say("guess.territory.name",
          {{"property", property}, {"language", language}, {"example", level.property(property).values.front()}});
    if (!level.encoding.empty()) say("guess.territory.encoding", {{"encoding", level.encoding}});
    if (!level.degrees) say("guess.territory.plane", {});
    if (i == 0) continue;
    const std::string key = choose_parent(level, levels[i - 1]);
    say(key.c_str(),
        {{"property", level.parent}, {"above", levels[i - 1].id}, {"letters", std::to_string(level.parent_prefix)}});
  }
  proposal.toml = toml_of(levels, options);
  return proposal;
}

}  // namespace tartip::axes
