// People who are changed from two sides at once.
#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "app/admit.hpp"
#include "app/operations.hpp"
#include "app/test_house.hpp"

using namespace tartip;
using namespace tartip::app;

namespace {

const std::string k_after = "nine black ravens walk";

struct Changed : test::House {
  Changed() {
    add("aigul");
    setting.visitor.name = "aigul";
    setting.visitor.roles = {Role::analyst};
    setting.visitor.scope.everything = true;
  }
  store::UserRecord aigul() { return records.user("aigul").value().value(); }

  // She changes her password, which takes two hashes; `meanwhile` changes her after she has been read.
  void change_password(const std::function<void(store::UserRecord&)>& meanwhile) {
    std::thread other([&] {
      const Operation& operation = *find_operation("user", "password");
      const auto call = check_call(operation, setting, {{"password", {k_after}}, {"current", {test::k_good}}});
      (void)perform(operation, *call);
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(40));
    store::UserRecord user = aigul();
    meanwhile(user);
    const Status changed = records.change_user(user);
    other.join();
    REQUIRE(changed);
  }
};

}  // namespace

TEST_CASE("whoever is shut out while changing their password stays out") {
  Changed house;
  house.change_password([](store::UserRecord& user) { user.disabled = true; });
  CHECK(house.aigul().disabled);
}

TEST_CASE("a password that an administrator sets meanwhile stays") {
  Changed house;
  const std::string set = kept_password("two brown foxes sleep").value();
  house.change_password([&](store::UserRecord& user) { user.password = set; });
  CHECK(house.aigul().password == set);
}
