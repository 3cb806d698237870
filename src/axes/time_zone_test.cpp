#include "axes/time_zone.hpp"

#include <doctest/doctest.h>
#include <time.h>

#include <cstdlib>
#include <thread>
#include <vector>

#include "axes/calendar.hpp"
#include "base/random.hpp"

using namespace tartip;
using namespace tartip::axes;

namespace {

constexpr Micros k_hour = 3'600 * k_micros_per_second;

Micros clock(const char* day, double hour) {
  return parse_day(day)->time_since_epoch().count() * k_micros_per_day +
         static_cast<Micros>(hour * static_cast<double>(k_hour));
}

TimeZone zone(const char* name) {
  auto made = TimeZone::named(name);
  REQUIRE(made);
  return *made;
}

}  // namespace

TEST_CASE("New York: the hour that was skipped and the hour that came twice") {
  const TimeZone new_york = zone("America/New_York");
  // 13 March 2022: 02:00 became 03:00.
  const Instant gap = new_york.to_utc(clock("2022-03-13", 2.5));
  CHECK(gap.kind == LocalKind::gap);
  CHECK(gap.utc == clock("2022-03-13", 7.5));
  CHECK(new_york.to_local(gap.utc) == clock("2022-03-13", 3.5));
  CHECK(new_york.to_utc(clock("2022-03-13", 2)).kind == LocalKind::gap);
  CHECK(new_york.to_utc(clock("2022-03-13", 3)).kind == LocalKind::unique);
  CHECK(new_york.to_utc(clock("2022-03-13", 2) - 1).kind == LocalKind::unique);
  // 6 November 2022: 02:00 became 01:00; the first 01:30 is summer time.
  const Instant overlap = new_york.to_utc(clock("2022-11-06", 1.5));
  CHECK(overlap.kind == LocalKind::overlap);
  CHECK(overlap.utc == clock("2022-11-06", 5.5));
  CHECK(new_york.to_utc(clock("2022-11-06", 2)).kind == LocalKind::unique);
  CHECK(new_york.to_utc(clock("2022-11-06", 2)).utc == clock("2022-11-06", 7));
  CHECK(new_york.to_utc(clock("2022-11-06", 1) - 1).kind == LocalKind::unique);
}

TEST_CASE("Berlin and the southern hemisphere") {
  const TimeZone berlin = zone("Europe/Berlin");
  CHECK(berlin.to_utc(clock("2021-03-28", 2.25)).kind == LocalKind::gap);
  CHECK(berlin.to_utc(clock("2021-10-31", 2.25)).kind == LocalKind::overlap);
  CHECK(berlin.to_utc(clock("2021-10-31", 2.25)).utc == clock("2021-10-31", 0.25));
  CHECK(berlin.to_local(clock("2021-07-01", 12)) == clock("2021-07-01", 14));
  const TimeZone sydney = zone("Australia/Sydney");
  CHECK(sydney.to_utc(clock("2022-10-02", 2.5)).kind == LocalKind::gap);
  CHECK(sydney.to_utc(clock("2022-04-03", 2.5)).kind == LocalKind::overlap);
}

TEST_CASE("Almaty: one zone for Kazakhstan since 1 March 2024, where the tz data know it") {
  const TimeZone almaty = zone("Asia/Almaty");
  CHECK(almaty.to_utc(clock("2023-06-01", 12)).utc == clock("2023-06-01", 6));
  if (TimeZone::tz_version() < "2024a") {
    MESSAGE("tz data " << TimeZone::tz_version() << " are older than 2024a");
    return;
  }
  CHECK(almaty.to_utc(clock("2024-03-02", 12)).utc == clock("2024-03-02", 7));
  CHECK(almaty.to_utc(clock("2024-02-29", 23.5)).kind == LocalKind::overlap);
}

TEST_CASE("UTC, odd offsets, times before all transitions and after them") {
  const TimeZone utc = zone("UTC");
  CHECK(utc.to_utc(123).utc == 123);
  CHECK(utc.to_local(-5) == -5);
  CHECK(zone("Asia/Kathmandu").to_local(0) == clock("1970-01-01", 5.5));  // +05:45 since 1986
  CHECK(zone("Asia/Kathmandu").to_local(clock("2022-01-01", 0)) == clock("2022-01-01", 5.75));
  const TimeZone new_york = zone("America/New_York");
  for (const char* day : {"0001-01-01", "1849-12-31", "2500-07-01"})
    CHECK(new_york.to_local(new_york.to_utc(clock(day, 12)).utc) == clock(day, 12));
}

TEST_CASE("to_utc undoes to_local but in an overlap, in every zone, against the C library") {
  Random random(42);
  for (const char* name : {"America/New_York", "Europe/Berlin", "Asia/Almaty", "Asia/Qostanay", "America/Mexico_City",
                           "Europe/Moscow", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"}) {
    const TimeZone here = zone(name);
    CAPTURE(name);
    setenv("TZ", name, 1);
    tzset();
    int differs_from_c = 0;
    int not_undone = 0;
    for (int i = 0; i < 5000; ++i) {
      // 1971–2022: what both copies of the tz data agree on.
      const auto seconds = static_cast<time_t>(31'536'000 + random.below(1'609'459'200));
      tm local{};
      localtime_r(&seconds, &local);
      const Micros ours = here.to_local(seconds * k_micros_per_second);
      differs_from_c += ours != (seconds + local.tm_gmtoff) * k_micros_per_second ? 1 : 0;
      const Instant back = here.to_utc(ours);
      const bool undone = back.utc == seconds * k_micros_per_second;
      not_undone += back.kind == LocalKind::unique ? !undone : here.to_local(back.utc) != ours;
      not_undone += back.kind == LocalKind::gap;  // a clock never shows it
    }
    CHECK(differs_from_c == 0);
    CHECK(not_undone == 0);
  }
  unsetenv("TZ");
  tzset();
}

TEST_CASE("a name that nobody knows is an error") {
  for (const char* name : {"", "Mars/Olympus", "Etc/Unknown", "asia", "+05:00x"}) {
    const auto unknown = TimeZone::named(name);
    CAPTURE(name);
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().key == "error.time_zone.unknown");
  }
  CHECK_FALSE(TimeZone::tz_version().empty());
}

TEST_CASE("one zone serves many threads") {
  const TimeZone almaty = zone("Asia/Almaty");
  std::vector<Micros> sums(4, 0);
  std::vector<std::thread> threads;
  for (Micros& sum : sums)
    threads.emplace_back([almaty, &sum] {
      for (Micros t = 0; t < 20'000; ++t) sum += almaty.to_utc(t * k_hour * 13).utc % 1'000'003;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(sums == std::vector<Micros>(4, sums[0]));
}
