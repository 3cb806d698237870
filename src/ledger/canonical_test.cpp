#include "ledger/canonical.hpp"

#include <doctest/doctest.h>

using namespace tartip::ledger;

TEST_CASE("numbers are written as ECMAScript does (RFC 8785, appendix B)") {
  CHECK(canonical_number(0.0) == "0");
  CHECK(canonical_number(-0.0) == "0");
  CHECK(canonical_number(5e-324) == "5e-324");
  CHECK(canonical_number(-1.7976931348623157e308) == "-1.7976931348623157e+308");
  CHECK(canonical_number(9007199254740992) == "9007199254740992");
  CHECK(canonical_number(295147905179352830000.0) == "295147905179352830000");
  CHECK(canonical_number(9.999999999999997e22) == "9.999999999999997e+22");
  CHECK(canonical_number(1e23) == "1e+23");
  CHECK(canonical_number(333333333.3333332) == "333333333.3333332");
  CHECK(canonical_number(0.000001) == "0.000001");
  CHECK(canonical_number(1e-7) == "1e-7");
  CHECK(canonical_number(4.5) == "4.5");
  CHECK(canonical_number(1e21) == "1e+21");
}

TEST_CASE("the example of RFC 8785, section 3.2.2") {
  const std::string text = R"({
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  })";
  CHECK(canonical_json(text).value() ==
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
        "\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

TEST_CASE("members are sorted by UTF-16 code units (RFC 8785, section 3.2.3)") {
  const std::string text =
      R"({"\u20ac":"Euro","\r":"CR","\ufb33":"Dalet","1":"One","\ud83d\ude00":"Smile","\u0080":"Control","\u00f6":"o"})";
  CHECK(canonical_json(text).value() ==
        "{\"\\r\":\"CR\",\"1\":\"One\",\"\xC2\x80\":\"Control\",\"\xC3\xB6\":\"o\",\"\xE2\x82\xAC\":\"Euro\","
        "\"\xF0\x9F\x98\x80\":\"Smile\",\"\xEF\xAC\xB3\":\"Dalet\"}");
}

TEST_CASE("what is no JSON, or no number for everybody, is refused") {
  CHECK(canonical_json("{").error().key == "error.ledger.json");
  CHECK(canonical_json("9007199254740993").error().key == "error.ledger.json");
  CHECK(canonical_json("18446744073709551615").error().key == "error.ledger.json");
  CHECK(canonical_json(canonical_json("[1.0, 2]").value()).value() == "[1,2]");
}
