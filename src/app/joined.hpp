// Several words as one text.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace tartip::app {

// "a, b": in a sentence.
inline std::string joined(const std::vector<std::string>& words, std::string_view between = ", ") {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : between).append(word);
  return text;
}

// "a; b": in a cell of kind list.
inline std::string listed(const std::vector<std::string>& words) {
  return joined(words, "; ");
}

}  // namespace tartip::app
