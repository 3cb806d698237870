// A centre in which people sign in, and nothing else.
#pragma once
#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "app/sign_in.hpp"
#include "app/test_audit.hpp"
#include "store/records.hpp"
#include "support/shared.hpp"

namespace tartip::test {

inline constexpr axes::Micros k_second = 1'000'000, k_start = 1'700'000'000 * k_second;
inline const std::string k_good = "seven grey horses swim";

// A centre of people alone.
struct House {
  TemporaryFolder folder;
  app::Setting setting;
  store::Records records;

  House() : records(made(folder)) {
    setting.centre = folder.path() / "centre";
    setting.keys = folder.path() / "keys";
    setting.now = k_start;
    setting.visitor = {.peer = "192.0.2.7", .local = false};
  }
  static store::Records made(const TemporaryFolder& folder) {
    std::filesystem::create_directories(folder.path() / "centre");
    return store::Records::open(folder.path() / "centre").value();
  }
  void add(const std::string& name, store::Grant grant = {.roles = {"analyst"}, .everything = true}) {
    static const std::string k_hash = app::kept_password(k_good).value();
    REQUIRE(records.add_user({.name = name, .password = k_hash, .grant = std::move(grant), .made = k_start}));
  }
  std::vector<app::AuditRecord> log() const { return audit_log(setting); }
};

}  // namespace tartip::test
