// The name of a written definition, "kz:clearance-completed-registered:v1": who defined, what, which version. There is
// no empty one, so that whatever holds a DefinitionId is bound to a definition.
#pragma once
#include <compare>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace tartip::statistics {

class DefinitionId {
 public:
  // [a-z][a-z0-9-]* twice, then v and a number from 1. bad_data `error.definition.id`.
  static Result<DefinitionId> parse(std::string_view text);

  const std::string& text() const { return text_; }
  std::string_view stem() const { return std::string_view(text_).substr(0, stem_); }  // without ":v1"
  int version() const { return version_; }
  friend bool operator==(const DefinitionId& a, const DefinitionId& b) { return a.text_ == b.text_; }
  friend auto operator<=>(const DefinitionId& a, const DefinitionId& b) { return a.text_ <=> b.text_; }

 private:
  DefinitionId(std::string text, std::size_t stem, int version)
      : text_(std::move(text)), stem_(stem), version_(version) {}
  std::string text_;
  std::size_t stem_;
  int version_;
};

}  // namespace tartip::statistics
