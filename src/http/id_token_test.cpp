#include "http/id_token.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <memory>

#include "base/secret.hpp"
#include "http/oidc_settings.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::http;

namespace {

constexpr axes::Micros k_second = 1'000'000, k_now = 1'700'000'000 * k_second;

// RFC 7515, appendices A.2 and A.3.
const std::string k_rfc_rsa =
    R"({"keys":[{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}]})";
const std::string k_rfc_payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const std::string k_rfc_rs256 =
    "eyJhbGciOiJSUzI1NiJ9." + k_rfc_payload +
    ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t"
    "1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12j"
    "zDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_"
    "IoypGlUPQGe77Rw";
const std::string k_rfc_ec =
    R"({"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";
const std::string k_rfc_es256 =
    "eyJhbGciOiJFUzI1NiJ9." + k_rfc_payload +
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// An issuer with a key of its own.
struct Signer {
  std::unique_ptr<EVP_PKEY, FreeKey> key;
  explicit Signer(std::size_t bits = 2048) : key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits)) {}

  std::string part(const char* name) const {
    BIGNUM* number = nullptr;
    REQUIRE(EVP_PKEY_get_bn_param(key.get(), name, &number) == 1);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
    BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_free(number);
    return to_base64url(bytes);
  }
  std::string keys(const std::string& id = "k1") const {
    return fmt::format(R"({{"keys":[{{"kty":"RSA","kid":"{}","use":"sig","n":"{}","e":"{}"}}]}})", id,
                       part(OSSL_PKEY_PARAM_RSA_N), part(OSSL_PKEY_PARAM_RSA_E));
  }
  std::string sign(const std::string& claims, const std::string& header = R"({"alg":"RS256","kid":"k1"})") const {
    const std::string message = to_base64url(header) + "." + to_base64url(claims);
    const std::unique_ptr<EVP_MD_CTX, FreeDigest> context(EVP_MD_CTX_new());
    std::string signature(1024, '\0');
    std::size_t size = signature.size();
    REQUIRE(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1);
    REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                           reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1);
    signature.resize(size);
    return message + "." + to_base64url(signature);
  }
};

const Signer& issuer() {
  static const Signer k_signer;
  return k_signer;
}

const ExpectedToken k_expected = {
    .issuer = "https://id.example", .client_id = "tartip", .nonce = "n-0S6_WzA2Mj", .now = k_now};

std::string claims(const std::string& change = "", const std::string& to = "") {
  std::string text =
      R"({"iss":"https://id.example","sub":"17","aud":"tartip","exp":1700000300,"iat":1700000000,"nonce":"n-0S6_WzA2Mj","groups":["a","b"],"preferred_username":"aigul"})";
  if (change.empty()) return text;
  const auto at = text.find(change);
  REQUIRE(at != std::string::npos);
  return text.replace(at, change.size(), to);
}

std::string verdict(const std::string& token, const std::string& keys, const ExpectedToken& expected = k_expected) {
  const auto found = verified_claims(token, keys, expected);
  if (found) return "good";
  CHECK(found.error().key == "error.oidc.token");
  return found.error().arguments.front().value;
}

}  // namespace

TEST_CASE("signatures of RFC 7515 are right; one changed bit makes them wrong") {
  ExpectedToken joe = k_expected;
  joe.issuer = "joe";
  // Past the signature: what is missing in those examples is the audience.
  CHECK(verdict(k_rfc_rs256, k_rfc_rsa, joe) == "audience");
  CHECK(verdict(k_rfc_es256, k_rfc_ec, joe) == "audience");
  std::string changed = k_rfc_es256;
  changed[changed.size() - 10] = changed[changed.size() - 10] == 'A' ? 'B' : 'A';
  CHECK(verdict(changed, k_rfc_ec, joe) == "signature");
  changed = k_rfc_rs256;
  changed[30] = changed[30] == 'A' ? 'B' : 'A';
  CHECK(verdict(changed, k_rfc_rsa, joe) == "signature");
  CHECK(verdict(k_rfc_rs256, k_rfc_ec, joe) == "key");
}

TEST_CASE("a token is taken when everything in it is right") {
  const auto found = verified_claims(issuer().sign(claims()), issuer().keys(), k_expected);
  REQUIRE(found.has_value());
  CHECK(claim(*found, "sub") == "17");
  CHECK(claim(*found, "preferred_username") == "aigul");
  CHECK(claim_list(*found, "groups") == std::vector<std::string>{"a", "b"});
  CHECK(claim_list(*found, "sub") == std::vector<std::string>{"17"});
  CHECK(claim_list(*found, "none").empty());
  CHECK(claim(*found, "exp").empty());
}

TEST_CASE("each claim that is wrong is named") {
  const auto of = [](const std::string& change, const std::string& to) {
    return verdict(issuer().sign(claims(change, to)), issuer().keys());
  };
  CHECK(of("https://id.example", "https://other.example") == "issuer");
  CHECK(of("\"tartip\"", "\"other\"") == "audience");
  CHECK(of("\"tartip\"", "[\"tartip\",\"other\"]") == "audience");
  CHECK(of("\"tartip\"", "[\"tartip\",\"other\"],\"azp\":\"tartip\"") == "good");
  CHECK(of("\"tartip\"", "\"tartip\",\"azp\":\"other\"") == "audience");
  CHECK(of("1700000300", "1699999939") == "expired");  // more than the skew ago
  CHECK(of("1700000300", "1699999941") == "good");
  CHECK(of("1700000300", "\"never\"") == "expired");
  CHECK(of("\"iat\":1700000000", "\"iat\":1700000061") == "not_yet");
  CHECK(of("\"iat\":1700000000", "\"iat\":1700000000,\"nbf\":1700000061") == "not_yet");
  CHECK(of("n-0S6_WzA2Mj", "other") == "nonce");
  CHECK(of(",\"nonce\":\"n-0S6_WzA2Mj\"", "") == "nonce");
  CHECK(of("\"17\"", "\"\"") == "subject");
  CHECK(of("\"17\"", "17") == "subject");
}

TEST_CASE("nobody signs who was not named") {
  const std::string keys = issuer().keys();
  const auto with = [&](const std::string& header) { return verdict(issuer().sign(claims(), header), keys); };
  CHECK(with(R"({"alg":"none"})") == "algorithm");
  CHECK(with(R"({"alg":"HS256"})") == "algorithm");
  CHECK(with(R"({"alg":"RS512"})") == "algorithm");
  CHECK(with(R"({"alg":"RS256","kid":"other"})") == "key");
  CHECK(with(R"({"alg":"RS256"})") == "good");
  CHECK(with(R"({"alg":"RS256","crit":["b64"]})") == "form");
  CHECK(with(R"(["alg"])") == "form");
  // "none" as attackers write it: without a signature.
  CHECK(verdict(to_base64url(R"({"alg":"none"})") + "." + to_base64url(claims()) + ".", keys) == "form");
  // Signed with the public key as if it were a shared secret, by another key, by one too short.
  const Signer other, weak(1024);
  CHECK(verdict(other.sign(claims()), keys) == "signature");
  CHECK(verdict(weak.sign(claims()), weak.keys()) == "key");
  CHECK(verdict(issuer().sign(claims()), R"({"keys":[]})") == "key");
  CHECK(verdict(issuer().sign(claims()), "no json") == "key");
  for (const char* broken : {"", ".", "..", "a.b", "a.b.c", "a.b.c.d", "\xff.\xff.\xff"})
    CHECK_MESSAGE(verdict(broken, keys) == "form", broken);
}

TEST_CASE("settings of another body that vouches, and what its groups give") {
  const test::TemporaryFolder centre;
  const auto read = [&](const std::string& toml) {
    centre.write("tartip.toml", toml);
    return read_oidc_settings(centre.path());
  };
  const std::string
      access = "[access]\naddress = \"https://centre.example/\"\n",
      body = "[oidc]\nissuer = \"https://id.example/\"\nclient_id = \"tartip\"\n",
      grants =
          "[[oidc.grant]]\nvalue = \"heads\"\nroles = [\"reader\"]\nterritories = [\"KZ-15\"]\n"
          "[[oidc.grant]]\nvalue = \"statistics\"\nroles = [\"analyst\", \"reader\"]\neverything = true\n";
  CHECK_FALSE(read("name = \"x\"\n").value().has_value());
  const auto settings = read(access + body + grants).value().value();
  CHECK(settings.issuer == "https://id.example");
  CHECK(settings.address == "https://centre.example");
  CHECK(grant_for(settings, {}).roles.empty());
  CHECK(grant_for(settings, {"others"}).roles.empty());
  CHECK(grant_for(settings, {"heads"}).territories == std::vector<std::string>{"KZ-15"});
  const auto both = grant_for(settings, {"heads", "statistics", "heads"});
  CHECK(both.roles == std::vector<std::string>{"reader", "analyst"});
  CHECK(both.everything);
  CHECK(both.territories.empty());

  centre.write("secret", "s3cret\n");
  CHECK(read(access + body + "client_secret_file = \"secret\"\n" + grants).value()->client_secret == "s3cret");
  for (const std::string& wrong :
       {body + grants, access + body, access + "[oidc]\nissuer = \"http://id.example\"\nclient_id = \"t\"\n" + grants,
        access + "[oidc]\nissuer = \"https://id.example\"\n" + grants, access + body + "isuer = \"x\"\n" + grants,
        access + body + "[[oidc.grant]]\nvalue = \"a\"\nroles = [\"king\"]\n",
        access + body + "[[oidc.grant]]\nvalue = \"a\"\nroles = \"reader\"\n", access + body + "[[oidc.grant]\n"})
    CHECK_MESSAGE(read(wrong).error().key == "error.access.settings", wrong);
}
