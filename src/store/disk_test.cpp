// A centre on a disk that is full or cannot be written. Mounting such a disk needs root: without it the whole program
// ends with 77, which ctest shows as skipped.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
#include <sys/mount.h>

#include <cstdio>

#include "store/test_centre.hpp"

using namespace tartip;
using test::TestCentre;

namespace {

const std::string k_register = "id = \"r\"\n[time]\ncolumns=[\"d\"]\nformats=[\"%Y-%m-%d\"]\n";

// A file system of its own.
class SmallDisk {
 public:
  SmallDisk(const std::filesystem::path& place, const std::string& size) : place_(place) {
    std::filesystem::create_directories(place);
    mounted_ = mount("tmpfs", place.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(place_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool mounted() const { return mounted_; }
  bool make_read_only() const { return mount("tmpfs", place_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, "") == 0; }

 private:
  std::filesystem::path place_;
  bool mounted_ = false;
};

}  // namespace

TEST_CASE("a centre on a disk that cannot be written") {
  TestCentre made;
  made.add_register(k_register);
  const auto file = made.write("a.csv", "d\n2022-01-01\n");
  made.import("r", file);
  made.close();
  const auto place = made.folder() / "disk";
  const SmallDisk disk(place, "64m");
  REQUIRE(disk.mounted());
  std::filesystem::copy(made.centre(), place, std::filesystem::copy_options::recursive);
  REQUIRE(disk.make_read_only());
  auto writing = store::Store::open(place);
  REQUIRE_FALSE(writing);
  CHECK(writing.error().key == "error.store.read_only");
  store::Options reader;
  reader.read_only = true;
  auto reading = store::Store::open(place, reader);
  REQUIRE(reading);
  CHECK(reading->overview("r")->events == 1);
}

TEST_CASE("a full disk stops an import and leaves the centre as it was") {
  TestCentre outside;
  const auto place = outside.folder() / "disk";
  const SmallDisk disk(place, "8m");
  REQUIRE(disk.mounted());
  std::string text = "d,n\n";
  for (int i = 0; i < 600'000; ++i) text += "2022-01-" + std::to_string(10 + i % 20) + "," + std::to_string(i) + "\n";
  const auto large = outside.write("large.csv", text);
  const auto small = outside.write("small.csv", "d,n\n2022-01-01,a\n2022-01-02,b\n");
  const axes::TimeZone utc = axes::TimeZone::named("UTC").value();
  store::ImportOptions options;
  options.now = test::k_now;
  options.centre_zone = &utc;
  {
    auto store = store::Store::open(place / "centre");
    REQUIRE(store);
    REQUIRE(store->save_register(registers::parse_description(k_register, "r").value(), k_register, test::k_now));
    REQUIRE(store->import_files("r", {small}, options));
    auto failed = store->import_files("r", {large}, options);
    REQUIRE_FALSE(failed);
    INFO(failed.error().describe());
    CHECK(failed.error().key == "error.store.disk_full");
  }
  auto again = store::Store::open(place / "centre");
  REQUIRE(again);
  CHECK(again->overview("r")->events == 2);
  CHECK(again->imports("r")->size() == 1);
  CHECK(again->import_files("r", {small}, options)->rows.unchanged == 2);
}

int main(int argc, char** argv) {
  const test::TemporaryFolder folder;
  if (!SmallDisk(folder.path() / "disk", "1m").mounted()) {
    std::puts("skipped: no right to mount a small disk");
    return 77;
  }
  return doctest::Context(argc, argv).run();
}
