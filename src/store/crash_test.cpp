// An import or a withdrawal killed at any moment has happened or has not.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <thread>

#include "base/random.hpp"
#include "store/test_centre.hpp"

using namespace tartip;

namespace {

constexpr int k_kills = 50;
constexpr int k_rows = 20'000;

const std::string k_register = "id = \"r\"\n[time]\ncolumns=[\"d\"]\nformats=[\"%Y-%m-%d\"]\n[class]\ncolumn=\"k\"\n";

std::string rows_of(int file) {
  std::string text = "d,k,n\n";
  for (int i = 0; i < k_rows; ++i)
    text += (i % 100 == 99 ? "2022-13-0" : "2022-01-0") + std::to_string(1 + i % 9) + ",class" + std::to_string(file) +
            "," + std::to_string(file * k_rows + i) + "\n";
  return text;
}

// Imports file after file; never returns.
[[noreturn]] void import_for_ever(const std::filesystem::path& centre, const std::vector<std::filesystem::path>& files,
                                  std::size_t first) {
  const axes::TimeZone utc = axes::TimeZone::named("UTC").value();
  auto store = store::Store::open(centre);
  if (!store) _exit(1);
  store::ImportOptions options;
  options.now = test::k_now;
  options.centre_zone = &utc;
  options.reread = true;
  for (std::size_t i = first;; ++i)
    if (!store->import_files("r", {files[i % files.size()]}, options)) _exit(2);
}

// Imports the file and takes the import back; never returns.
[[noreturn]] void import_and_withdraw_for_ever(const std::filesystem::path& centre, const std::filesystem::path& file,
                                               std::int64_t import) {
  const axes::TimeZone utc = axes::TimeZone::named("UTC").value();
  auto store = store::Store::open(centre);
  if (!store) _exit(1);
  store::ImportOptions options;
  options.now = test::k_now;
  options.centre_zone = &utc;
  for (;; ++import) {
    if (!store->import_files("r", {file}, options)) _exit(2);
    if (!store->withdraw_import("r", import, {.now = test::k_now, .known_on = {}, .reason = "killed"})) _exit(3);
  }
}

// Lets `work`, which does not end of itself, run in a process of its own, and kills it.
void kill_after(std::chrono::milliseconds time, const std::function<void()>& work) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) work();
  std::this_thread::sleep_for(time);
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
}

}  // namespace

TEST_CASE("kill -9 at any moment leaves all or nothing of a withdrawal") {
  test::TestCentre centre;
  centre.add_register(k_register);
  const auto file = centre.write("f.csv", rows_of(0));
  Random random(10);
  for (int kill_number = 0; kill_number < 12; ++kill_number) {
    const auto imports = centre.store().imports("r").value();
    const auto last = static_cast<std::int64_t>(imports.size());
    if (last > 0 && !imports.back().withdrawn)
      REQUIRE(centre.store().withdraw_import("r", last, {.now = test::k_now, .known_on = {}, .reason = ""}));
    centre.close();
    kill_after(std::chrono::milliseconds(150 + random.below(600)),
               [&] { import_and_withdraw_for_ever(centre.centre(), file, last + 1); });

    centre.reopen();
    const auto overview = centre.store().overview("r").value();
    bool stands = false;
    for (const store::ImportAccount& import : overview.imports) {
      CHECK(import.rows == store::RowCounts{k_rows, k_rows - k_rows / 100, 0, 0, k_rows / 100});
      stands = !import.withdrawn;
      if (import.withdrawn) CHECK(import.withdrawn->gone == k_rows - k_rows / 100);
    }
    CHECK(overview.events == (stands ? k_rows - k_rows / 100 : 0));
    CHECK(overview.quarantined == (stands ? k_rows / 100 : 0));
  }
}

TEST_CASE("kill -9 at any moment leaves all or nothing of an import") {
  test::TestCentre centre;
  centre.add_register(k_register);
  centre.close();
  std::vector<std::filesystem::path> files;
  for (int file = 0; file < 6; ++file)
    files.push_back(centre.write("f" + std::to_string(file) + ".csv", rows_of(file)));
  Random random(9);
  int brought = 0;
  for (int kill_number = 0; kill_number < k_kills; ++kill_number) {
    if (kill_number % 17 == 16) {  // begin anew, so that there is always something to bring in
      centre.reopen();
      REQUIRE(centre.store().remove_register("r"));
      centre.add_register(k_register);
      centre.close();
      brought = 0;
    }
    kill_after(std::chrono::milliseconds(20 + random.below(400)),
               [&] { import_for_ever(centre.centre(), files, static_cast<std::size_t>(brought)); });

    centre.reopen();
    const auto overview = centre.store().overview("r").value();
    std::int64_t fresh = 0, good = 0;
    for (const store::ImportAccount& import : overview.imports) {
      CHECK(import.rows.adds_up());
      CHECK(import.rows.read == k_rows);
      CHECK(import.files.size() == 1);
      fresh += import.rows.fresh;
      good += import.rows.fresh > 0 ? 1 : 0;
    }
    CHECK(overview.events == fresh);
    CHECK(overview.events == good * (k_rows - k_rows / 100));
    CHECK(overview.quarantined == good * (k_rows / 100));
    CHECK(centre.store().scheme_of("r").value()->items().size() == static_cast<std::size_t>(good));
    brought = static_cast<int>(good);
    centre.close();
  }
}
