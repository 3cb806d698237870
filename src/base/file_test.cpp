#include "base/file.hpp"

#include <doctest/doctest.h>

#include "support/shared.hpp"

TEST_CASE("a file is written whole and read whole") {
  tartip::test::TemporaryFolder folder;
  const auto file = folder.path() / "f";
  REQUIRE(tartip::write_file(file, "first"));
  REQUIRE(tartip::write_file(file, "second"));
  CHECK(tartip::read_file(file).value() == "second");
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);  // no temporary stays
}

TEST_CASE("what cannot be read or written is said") {
  tartip::test::TemporaryFolder folder;
  CHECK(tartip::read_file(folder.path() / "none").error().code == tartip::Code::not_found);
  CHECK(tartip::read_file(folder.path()).error().key == "error.file.unreadable");
  CHECK(tartip::read_file(folder.write("large", "12345"), 4).error().code == tartip::Code::too_large);
  CHECK_FALSE(tartip::write_file(folder.path() / "no" / "folder", "x"));
}
