// Everything in a centre that has a name — registers, units of territories, indicators, classes — found by it.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/operation.hpp"
#include "axes/names.hpp"
#include "base/error.hpp"
#include "text/name_index.hpp"

namespace tartip::app {

struct NamedThing {
  enum class Kind { event_register, territory_unit, indicator, class_item };
  Kind kind = Kind::territory_unit;
  std::string axis;   // the territory, the scheme, or the indicator's question; empty for registers
  std::string level;  // of the axis; empty for registers and indicators
  std::string code;
  axes::Names names;
  std::int64_t parent = -1;   // in NameBook::things
  std::string register_id{};  // a register, or one whose own class this is: to be shown to those who may see it
};
std::string_view name_of(NamedThing::Kind kind);

// Members of an axis that have one level and code at different times are one thing, found by all their names and shown
// with the last.
class NameBook {
 public:
  // With Setting::hold it is made once for each generation of the store; else for this call.
  static Result<std::shared_ptr<const NameBook>> of(const Setting& setting);

  const std::vector<NamedThing>& things() const { return things_; }
  const text::NameIndex& index() const { return *index_; }  // its entries are places in things()
  // "Karaganda region › Temirtau", without the thing itself.
  std::string path(const NamedThing& thing, const std::string& language) const;

 private:
  friend class NameBookMaker;
  std::vector<NamedThing> things_;
  std::unique_ptr<const text::NameIndex> index_;
};

}  // namespace tartip::app
