// A centre in a folder of its own, for the room's tests.
#pragma once
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "store/store.hpp"
#include "support/shared.hpp"

namespace tartip::test {

inline constexpr axes::Micros k_now = 1'700'000'000'000'000;  // 2023-11-14

class TestCentre {
 public:
  explicit TestCentre(const store::Options& options = {}) : store_(opened(options)) {}

  store::Store& store() { return *store_; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  std::filesystem::path centre() const { return folder_.path() / "centre"; }
  std::filesystem::path write(const std::string& name, const std::string& content) const {
    return folder_.write(name, content);
  }
  void close() { store_.reset(); }
  void reopen(const store::Options& options = {}) { close(), store_ = opened(options); }

  void add_register(const std::string& toml, axes::Micros now = k_now) {
    auto description = registers::parse_description(toml, "test");
    INFO((description ? std::string() : description.error().describe()));
    REQUIRE(description);
    const Status saved = store().save_register(*description, toml, now);
    INFO((saved ? std::string() : saved.error().describe()));
    REQUIRE(saved);
  }

  Result<store::ImportAccount> try_import(const std::string& id, const std::vector<std::filesystem::path>& files,
                                          store::ImportOptions options = {}) {
    static const axes::TimeZone utc = axes::TimeZone::named("UTC").value();
    options.centre_zone = &utc;
    if (options.now == 0) options.now = k_now;
    return store().import_files(id, files, options);
  }
  store::ImportAccount import(const std::string& id, const std::filesystem::path& file,
                              const store::ImportOptions& options = {}) {
    auto account = try_import(id, {file}, options);
    INFO((account ? std::string() : account.error().describe()));
    REQUIRE(account);
    CHECK(account->rows.adds_up());
    return *account;
  }

 private:
  std::optional<store::Store> opened(const store::Options& options) {
    auto store = store::Store::open(centre(), options);
    INFO((store ? std::string() : store.error().describe()));
    REQUIRE(store);
    return std::move(*store);
  }

  TemporaryFolder folder_;
  std::optional<store::Store> store_;
};

}  // namespace tartip::test
