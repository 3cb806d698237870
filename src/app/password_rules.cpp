#include "app/password_rules.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "text/folding.hpp"

namespace tartip::app {
namespace {

constexpr std::size_t k_shortest = 12, k_longest_bytes = 256, k_longest_name = 64;

// What the commonest passwords of published leaks are made of, and what lies near in this place.
constexpr std::string_view k_common[] = {"password",
                                         "passwort",
                                         "passw0rd",
                                         "qwerty",
                                         "qwertyuiop",
                                         "qwertyuiopas",
                                         "asdfghjkl",
                                         "asdfghjklqwe",
                                         "zxcvbnm",
                                         "qazwsx",
                                         "qazwsxedc",
                                         "qazwsxedcrfv",
                                         "1q2w3e4r5t6y",
                                         "1qaz2wsx3edc",
                                         "q1w2e3r4t5y6",
                                         "abcdefghijkl",
                                         "abcdef",
                                         "abcabcabcabc",
                                         "letmein",
                                         "letmeinplease",
                                         "welcome",
                                         "administrator",
                                         "admin",
                                         "adminadmin",
                                         "adminadminadmin",
                                         "iloveyou",
                                         "iloveyouforever",
                                         "sunshine",
                                         "princess",
                                         "football",
                                         "baseball",
                                         "superman",
                                         "dragon",
                                         "monkey",
                                         "master",
                                         "changeme",
                                         "changemeplease",
                                         "default",
                                         "secret",
                                         "secretsecret",
                                         "passwordpassword",
                                         "testtesttest",
                                         "test",
                                         "user",
                                         "guest",
                                         "root",
                                         "пароль",
                                         "парольпароль",
                                         "йцукен",
                                         "йцукенгшщз",
                                         "йцукенгшщзхъ",
                                         "фывапролдж",
                                         "фывапролджэ",
                                         "ячсмитьбю",
                                         "администратор",
                                         "прокуратура",
                                         "құпиясөз",
                                         "қазақстан",
                                         "казахстан",
                                         "kazakhstan",
                                         "tartip",
                                         "prokuratura"};

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80) != 0;
}

// Without figures and marks at both ends: "!!Password2024" is "password".
std::string core(std::string text) {
  while (!text.empty() && !is_letter(text.back())) text.pop_back();
  const auto first = std::find_if(text.begin(), text.end(), is_letter);
  text.erase(text.begin(), first);
  return text;
}

// "aaaaaaaaaaaa", "123123123123", "abcabcabcabc": a beginning of up to four bytes, over and over.
bool repeats(const std::string& text) {
  for (std::size_t period = 1; period <= 4; ++period) {
    bool same = true;
    for (std::size_t i = period; same && i < text.size(); ++i) same = text[i] == text[i - period];
    if (same) return true;
  }
  return false;
}

// "123456789012", "987654321098".
bool counts(const std::string& text) {
  for (const int step : {1, 9}) {
    bool same = !text.empty();
    for (std::size_t i = 0; same && i < text.size(); ++i)
      same = text[i] >= '0' && text[i] <= '9' && (i == 0 || text[i] - '0' == (text[i - 1] - '0' + step) % 10);
    if (same) return true;
  }
  return false;
}

}  // namespace

Status check_password(const std::string& password, const std::string& user) {
  if (characters(password) < k_shortest)
    return fail(Code::bad_input, "error.password.short", {{"least", std::to_string(k_shortest)}});
  if (password.size() > k_longest_bytes)
    return fail(Code::bad_input, "error.password.long", {{"most", std::to_string(k_longest_bytes)}});
  const std::string folded = text::fold(password), inner = core(folded);
  const auto common = [&](const std::string& word) {
    return std::find(std::begin(k_common), std::end(k_common), word) != std::end(k_common);
  };
  if (common(folded) || common(inner) || inner == core(text::fold(user)) || repeats(folded) || counts(folded))
    return fail(Code::bad_input, "error.password.common");
  return {};
}

Result<std::string> checked_name(const std::string& name) {
  std::string small = name;
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const bool good = !small.empty() && small.size() <= k_longest_name && small != "local" && plain(small.front()) &&
                    std::all_of(small.begin(), small.end(),
                                [&](char c) { return plain(c) || c == '.' || c == '-' || c == '_' || c == '@'; });
  if (!good) return fail(Code::bad_input, "error.user.name", {{"name", name}});
  return small;
}

}  // namespace tartip::app
