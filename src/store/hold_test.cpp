#include "store/hold.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "store/test_centre.hpp"

namespace tartip::store {
namespace {

constexpr const char* k_register = R"(id = "calls"
key = ["id"]
[time]
columns = ["day"]
formats = ["%Y-%m-%d"]
)";

}  // namespace

TEST_CASE("readers and a writer share one database") {
  test::TemporaryFolder folder;
  const auto centre = folder.path() / "centre";
  auto hold = Hold::open(centre, {});
  INFO((hold ? std::string() : hold.error().describe()));
  REQUIRE(hold);
  CHECK((*hold)->folder() == centre);
  const std::uint64_t before = (*hold)->generation();
  auto reader = Store::open(centre, {.read_only = true, .hold = *hold});
  REQUIRE(reader);
  {
    auto writer = Store::open(centre, {.hold = *hold});
    REQUIRE(writer);
    auto description = registers::parse_description(k_register, "test");
    INFO((description ? std::string() : description.error().describe()));
    REQUIRE(description);
    REQUIRE(writer->save_register(*description, k_register, test::k_now));
    // One writer at a time; readers come and go.
    CHECK(Store::open(centre, {.hold = *hold}).error().key == "error.store.busy");
    CHECK(Store::open(centre, {.read_only = true, .hold = *hold})->all_registers()->size() == 1);
    // A reader sees what was there when it was opened.
    CHECK(reader->all_registers()->empty());
    CHECK(reader->save_register(*description, k_register, test::k_now).error().key == "error.store.for_reading");
    CHECK((*hold)->generation() == before);
  }
  CHECK((*hold)->generation() > before);
  CHECK(reader->all_registers()->empty());
  CHECK(Store::open(centre, {.read_only = true, .hold = *hold})->all_registers()->size() == 1);
  REQUIRE(Store::open(centre, {.hold = *hold}));
  // The second waits for the first.
  auto first = std::make_unique<Result<Store>>(Store::open(centre, {.hold = *hold}));
  std::thread later([&] { CHECK(Store::open(centre, {.wait_seconds = 60, .hold = *hold})); });
  first.reset();
  later.join();
  const std::uint64_t touched = (*hold)->generation();
  (*hold)->touch();
  CHECK((*hold)->generation() == touched + 1);
}

TEST_CASE("axes are shared by readers and forgotten after a change") {
  test::TemporaryFolder folder;
  const auto centre = folder.path() / "centre";
  auto hold = Hold::open(centre, {});
  REQUIRE(hold);
  const auto read = [&] { return Store::open(centre, {.read_only = true, .hold = *hold}).value(); };
  auto first = read(), second = read();
  const auto iccs = first.load_classification("iccs").value();
  CHECK(second.load_classification("iccs").value() == iccs);
  REQUIRE(Store::open(centre, {.hold = *hold}));  // a writer came and went
  auto third = read();
  const auto again = third.load_classification("iccs").value();
  CHECK(again != iccs);
  CHECK(second.load_classification("iccs").value() == iccs);
}

TEST_CASE("many readers while a writer writes") {
  test::TemporaryFolder folder;
  const auto centre = folder.path() / "centre";
  auto hold = Hold::open(centre, {});
  REQUIRE(hold);
  std::atomic<bool> stop{false};
  std::atomic<int> looks{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i)
    readers.emplace_back([&] {
      while (!stop) {
        auto reader = Store::open(centre, {.read_only = true, .hold = *hold});
        REQUIRE(reader);
        const auto one = reader->all_registers();
        const auto two = reader->all_registers();
        REQUIRE(one);
        REQUIRE(two);
        CHECK(one->size() == two->size());
        ++looks;
      }
    });
  auto description = registers::parse_description(k_register, "test");
  REQUIRE(description);
  for (int i = 0; i < 20; ++i) {
    auto writer = Store::open(centre, {.wait_seconds = 60, .hold = *hold});
    REQUIRE(writer);
    if (i % 2 == 0)
      REQUIRE(writer->save_register(*description, k_register, test::k_now));
    else
      REQUIRE(writer->remove_register("calls"));
  }
  while (looks < 20) std::this_thread::yield();
  stop = true;
  for (std::thread& reader : readers) reader.join();
}

}  // namespace tartip::store
