// Any bytes as a register's description: refused with a message, or read and written back the same.
#include <cstdint>
#include <string_view>

#include "base/require.hpp"
#include "registers/description.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace tartip;
  const auto description = registers::parse_description({reinterpret_cast<const char*>(bytes), size}, "fuzz");
  if (!description) {
    require(!description.error().key.empty(), "an error has a message");
    return 0;
  }
  const std::string written = registers::write_description(*description);
  const auto back = registers::parse_description(written, "written");
  require(back.has_value(), "what is written can be read");
  require(registers::write_description(*back) == written, "and says the same");
  return 0;
}
