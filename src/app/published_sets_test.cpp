// What is kept of a ledger is what a full reading gives, whatever happens to the ledger.
#include "app/published_sets.hpp"

#include <doctest/doctest.h>

#include "ledger/append.hpp"
#include "ledger/log.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::app;

namespace {

// A publication of `series` forecasts as entries.
std::vector<std::string> publication(const std::string& name, int series) {
  Publication one;
  one.moment = "2026-11-22T06:03:12Z";
  one.name = name;
  one.probabilities = {0.1, 0.9};
  std::vector<std::string> entries = {entry_of(one).value()};
  for (int i = 0; i < series; ++i)
    entries.push_back(entry_of(PublishedForecast{.publication = one.id,
                                                 .series = name + std::to_string(i),
                                                 .method = "naive",
                                                 .steps = {{"2026-11", 1.0 * i, {0.5, 1.5}, {}, {}}}})
                          .value());
  return entries;
}

struct Ledger {
  test::TemporaryFolder folder;
  ledger::SigningKey key = ledger::make_key("test");
  std::filesystem::path place = folder.path() / "ledger";

  void add(const std::vector<std::string>& entries) { REQUIRE(ledger::append(place, entries, key).has_value()); }
  PublishedSets full() const {
    const auto log = ledger::Log::open(place).value();
    return read_publications(log.entries(0, log.size()).value()).value();
  }
};

void check_same(const PublishedSets& kept, const PublishedSets& full) {
  REQUIRE(kept.size() == full.size());
  for (std::size_t s = 0; s < full.size(); ++s) {
    CHECK(kept[s]->entry == full[s]->entry);
    CHECK(kept[s]->publication.id == full[s]->publication.id);
    REQUIRE(kept[s]->forecasts.size() == full[s]->forecasts.size());
    for (std::size_t i = 0; i < full[s]->forecasts.size(); ++i) {
      const PublishedForecast &one = kept[s]->forecasts[i], &other = full[s]->forecasts[i];
      CHECK(entry_of(one).value() == entry_of(other).value());
    }
  }
}

}  // namespace

TEST_CASE("what is added to a ledger is read on from what was kept") {
  Ledger ledger;
  CHECK(published_sets(ledger.place).error().key == "error.ledger.absent");
  PublishedSets before;
  for (int round = 0; round < 12; ++round) {
    // Bundles of 256 entries fill and begin in between; other entries stand among them.
    ledger.add(publication("p" + std::to_string(round), 7 * round * round));
    ledger.add({"{\"type\":\"something else\"}"});
    const PublishedSets kept = published_sets(ledger.place).value();
    check_same(kept, ledger.full());
    for (std::size_t s = 0; s < before.size(); ++s) CHECK(kept[s] == before[s]);  // not read again
    CHECK(published_sets(ledger.place).value() == kept);
    before = kept;
  }
}

TEST_CASE(
    "a forecast that comes later than its publication joins it; who holds the earlier reading keeps it as it was") {
  Ledger ledger;
  auto entries = publication("late", 2);
  const std::string last = entries.back();
  entries.pop_back();
  ledger.add(entries);
  const PublishedSets before = published_sets(ledger.place).value();
  ledger.add({last});
  check_same(published_sets(ledger.place).value(), ledger.full());
  CHECK(before[0]->forecasts.size() == 1);
  CHECK(published_sets(ledger.place).value()[0]->forecasts.size() == 2);
}

TEST_CASE("another ledger in the same place is read anew, shorter, as long or longer") {
  Ledger ledger;
  ledger.add(publication("first", 300));
  check_same(published_sets(ledger.place).value(), ledger.full());
  for (const int series : {20, 20, 500}) {
    std::filesystem::remove_all(ledger.place);
    ledger.add(publication("other" + std::to_string(series), series));
    check_same(published_sets(ledger.place).value(), ledger.full());
  }
  std::filesystem::remove_all(ledger.place);
  ledger.add(publication("again", 500));
  check_same(published_sets(ledger.place).value(), ledger.full());
}

TEST_CASE("what cannot be read is told each time, and read when it can be") {
  Ledger ledger;
  ledger.add(publication("good", 3));
  CHECK(published_sets(ledger.place).has_value());
  ledger.add({"{\"type\":\"tartip/publication/1\"}"});
  for (int i = 0; i < 2; ++i) {
    const auto sets = published_sets(ledger.place);
    REQUIRE_FALSE(sets.has_value());
    CHECK(sets.error().arguments[0].value == "4");
  }
}
