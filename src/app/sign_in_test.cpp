#include "app/sign_in.hpp"

#include <doctest/doctest.h>

#include "app/decision.hpp"
#include "app/operations.hpp"
#include "app/password_rules.hpp"
#include "app/test_house.hpp"

using namespace tartip;
using namespace tartip::app;
using test::House;
using test::k_good;
using test::k_second;
using test::k_start;

TEST_CASE("whoever signs in gets a new secret each time; it leads back to them until it is over") {
  House house;
  house.add("aigul", {.roles = {"analyst", "ghost"}, .everything = false, .territories = {"KZ-15"}});
  const auto first = sign_in(house.records, house.setting, "Aigul", k_good);
  REQUIRE(first.has_value());
  CHECK(first->visitor.name == "aigul");
  CHECK(first->visitor.roles == std::vector{Role::analyst});
  CHECK_FALSE(first->visitor.local);
  const auto second = sign_in(house.records, house.setting, "aigul", k_good);
  CHECK(first->secret != second->secret);
  CHECK(first->secret.size() == 43);

  const auto who = [&](axes::Micros later) {
    return visitor_of_session(house.records, first->secret, k_start + later * k_second).value();
  };
  CHECK(who(0)->scope.territories == std::vector<std::string>{"KZ-15"});
  CHECK(who(3599).has_value());
  CHECK(who(3599 + 3599).has_value());          // was seen in between
  CHECK_FALSE(who(3 * 3599 + 60).has_value());  // idle for more than an hour
  CHECK_FALSE(who(3599).has_value());           // and gone for good
  CHECK_FALSE(visitor_of_session(house.records, "made up", k_start).value().has_value());
  CHECK_FALSE(visitor_of_session(house.records, "", k_start).value().has_value());

  // However busy, twelve hours are the end.
  auto busy = sign_in(house.records, house.setting, "aigul", k_good).value();
  for (axes::Micros hour = 0; hour < 24; ++hour) {
    const auto seen = visitor_of_session(house.records, busy.secret, k_start + hour * 1800 * k_second).value();
    CHECK(seen.has_value());
  }
  CHECK_FALSE(visitor_of_session(house.records, busy.secret, k_start + 12 * 3600 * k_second).value().has_value());
}

TEST_CASE("unknown, wrong and disabled sound the same, and are in the log without what was typed") {
  House house;
  house.add("aigul");
  house.add("gone");
  auto gone = house.records.user("gone").value().value();
  gone.disabled = true;
  REQUIRE(house.records.change_user(gone));
  for (const auto& [name, password] : {std::pair<std::string, std::string>{"aigul", "wrong password"},
                                       {"nobody", k_good},
                                       {"gone", k_good},
                                       {"my secret password", k_good},
                                       {"aigul", ""}})
    CHECK(sign_in(house.records, house.setting, name, password).error().key == "error.access.credentials");
  const auto log = house.log();
  REQUIRE(log.size() == 5);
  for (const AuditRecord& record : log) {
    CHECK(record.event == "sign_in_failed");
    CHECK(record.peer == "192.0.2.7");
    CHECK(record.outcome == "error.access.credentials");
  }
  CHECK(log[0].who == "aigul");
  CHECK(log[1].who == "unknown");
  CHECK(log[3].who == "unknown");
}

TEST_CASE("failures in a row make the next attempt wait, of this name from this address first") {
  House house;
  house.add("aigul");
  for (int i = 0; i < 5; ++i)
    CHECK(sign_in(house.records, house.setting, "aigul", "wrong").error().key == "error.access.credentials");
  const auto refused = sign_in(house.records, house.setting, "aigul", k_good).error();
  CHECK(refused.key == "error.access.wait");
  CHECK(refused.arguments.front().value == "2");
  house.setting.visitor.peer = "192.0.2.8";  // the person themselves, from elsewhere
  CHECK(sign_in(house.records, house.setting, "aigul", k_good).has_value());
  house.setting.visitor.peer = "192.0.2.7";
  house.setting.now += 2 * k_second;
  CHECK(sign_in(house.records, house.setting, "aigul", k_good).has_value());
  CHECK(sign_in(house.records, house.setting, "aigul", "wrong").error().key == "error.access.credentials");
}

TEST_CASE("sign-out ends one session or all of them") {
  House house;
  house.add("aigul");
  const auto one = sign_in(house.records, house.setting, "aigul", k_good).value();
  const auto two = sign_in(house.records, house.setting, "aigul", k_good).value();
  const auto three = sign_in(house.records, house.setting, "aigul", k_good).value();
  const auto lives = [&](const SignedIn& who) {
    return visitor_of_session(house.records, who.secret, k_start).value().has_value();
  };
  REQUIRE(sign_out(house.records, house.setting, one.secret));
  CHECK_FALSE(lives(one));
  CHECK(lives(two));
  REQUIRE(sign_out(house.records, house.setting, two.secret, true));
  CHECK_FALSE(lives(three));
  CHECK(sign_out(house.records, house.setting, one.secret).has_value());
  CHECK(house.log().back().event == "sign_out");
}

TEST_CASE("a token leads to its owner, no further than the owner, until it ends") {
  House house;
  house.add("aigul", {.roles = {"analyst"}, .everything = true});
  REQUIRE(house.records.add_token({.id = "t1",
                                   .secret = hash_of_secret("tartip_x"),
                                   .user = "aigul",
                                   .grant = {.roles = {"analyst", "publisher"}, .registers = {"fires"}},
                                   .made = k_start,
                                   .expires = k_start + 10 * k_second}));
  const auto visitor = visitor_of_token(house.records, "tartip_x", k_start).value();
  CHECK(visitor.roles == std::vector{Role::analyst});
  CHECK(visitor.scope.registers == std::vector<std::string>{"fires"});
  CHECK(visitor.by_token);
  CHECK(visitor.entry == "t1");
  CHECK(visitor_of_token(house.records, "tartip_y", k_start).error().key == "error.access.token");
  CHECK(visitor_of_token(house.records, "tartip_x", k_start + 10 * k_second).error().key == "error.access.token");
  auto owner = house.records.user("aigul").value().value();
  owner.disabled = true;
  REQUIRE(house.records.change_user(owner));
  CHECK(visitor_of_token(house.records, "tartip_x", k_start).error().key == "error.access.token");
}

TEST_CASE("the first administrator is made once") {
  House house;
  CHECK(needs_setup(house.records).value());
  CHECK(set_up(house.records, house.setting, "root", "short").error().key == "error.password.short");
  CHECK(set_up(house.records, house.setting, "with blank", k_good).error().key == "error.user.name");
  const auto first = set_up(house.records, house.setting, "root", k_good);
  REQUIRE(first.has_value());
  CHECK(first->visitor.scope.everything);
  CHECK(first->visitor.roles.size() == 4);
  CHECK_FALSE(needs_setup(house.records).value());
  CHECK(set_up(house.records, house.setting, "second", k_good).error().key == "error.access.set_up");
  CHECK(house.log().front().event == "setup");
}

TEST_CASE("whom another body vouches for is made at the first time, found again, and given what it says now") {
  House house;
  house.add("aigul");
  const Vouched person{"https://id.example 17", "aigul", {.roles = {"analyst"}, .territories = {"KZ-15"}}};
  const auto first = sign_in_vouched(house.records, house.setting, person);
  REQUIRE(first.has_value());
  CHECK(first->visitor.name == "aigul-2");  // another person has the name here
  Vouched later = person;
  later.grant.territories = {"KZ-16"};
  later.name = "changed";
  const auto second = sign_in_vouched(house.records, house.setting, later);
  CHECK(second->visitor.name == "aigul-2");
  CHECK(second->visitor.scope.territories == std::vector<std::string>{"KZ-16"});
  // Nobody enters by password as somebody who has none.
  CHECK(sign_in(house.records, house.setting, "aigul-2", "").error().key == "error.access.credentials");
  REQUIRE(house.records.add_token({.id = "t",
                                   .secret = hash_of_secret("tartip_t"),
                                   .user = "aigul-2",
                                   .grant = {.roles = {"analyst"}, .territories = {"KZ-16"}},
                                   .made = 1,
                                   .expires = k_start + k_second}));
  CHECK(visitor_of_token(house.records, "tartip_t", k_start).has_value());
  // Without a group there, nothing is left here: no token, no window that is still open.
  later.grant = {};
  CHECK(sign_in_vouched(house.records, house.setting, later).error().key == "error.access.not_admitted");
  CHECK(visitor_of_token(house.records, "tartip_t", k_start).error().key == "error.access.token");
  CHECK_FALSE(visitor_of_session(house.records, second->secret, k_start).value().has_value());
  CHECK(house.records.user("aigul-2").value()->grant.roles.empty());
  auto user = house.records.user("aigul-2").value().value();
  user.disabled = true;
  REQUIRE(house.records.change_user(user));
  CHECK(sign_in_vouched(house.records, house.setting, person).error().key == "error.access.credentials");
}

TEST_CASE("a token that reaches further than its owner does now is none") {
  House house;
  house.add("aigul", {.roles = {"analyst"}, .territories = {"KZ-15"}});
  // As when it was made while the owner's scope was being narrowed.
  const auto made = [&](const std::string& secret, store::Grant grant) {
    REQUIRE(house.records.add_token({.id = secret,
                                     .secret = hash_of_secret(secret),
                                     .user = "aigul",
                                     .grant = std::move(grant),
                                     .made = 1,
                                     .expires = k_start + k_second}));
    const auto visitor = visitor_of_token(house.records, secret, k_start);
    return visitor ? std::to_string(visitor->roles.size()) + " roles" : visitor.error().key;
  };
  CHECK(made("a", {.roles = {"analyst"}, .territories = {"KZ-15"}}) == "1 roles");
  CHECK(made("b", {.roles = {"analyst"}, .everything = true}) == "error.access.token");
  CHECK(made("c", {.roles = {"analyst"}, .territories = {"KZ-15", "KZ-16"}}) == "error.access.token");
  CHECK(made("d", {.roles = {"analyst", "publisher"}, .territories = {"KZ-15"}}) == "1 roles");
}

TEST_CASE("passwords: long enough, not the commonest, whatever characters they have") {
  const auto key = [](const std::string& password) {
    const Status good = check_password(password, "daniyar.akhmetov");
    return good ? std::string("good") : good.error().key.substr(std::string("error.password.").size());
  };
  CHECK(key("seven grey horses") == "good");
  CHECK(key("жеті боз ат жүзеді") == "good");
  CHECK(key("коротко") == "short");
  CHECK(key("12 знаков, ә") == "good");  // characters, not bytes
  CHECK(key(std::string(257, 'a') + "b") == "long");
  for (const char* common : {"Password2024", "!!passwordpassword", "qwertyuiop123", "123456789012", "987654321098",
                             "aaaaaaaaaaaa", "abcabcabcabc", "йцукенгшщзхъ", "Прокуратура2026", "daniyar.akhmetov1"})
    CHECK_MESSAGE(key(common) == "common", std::string(common));
}

TEST_CASE("names to sign in with") {
  CHECK(checked_name("Aigul.Serik@kz-15").value() == "aigul.serik@kz-15");
  for (const char* bad : {"", "local", "LOCAL", ".x", "a b", "айгуль", "a\nb", "a;b"})
    CHECK_MESSAGE(!checked_name(bad).has_value(), bad);
  CHECK_FALSE(checked_name(std::string(65, 'a')).has_value());
}
