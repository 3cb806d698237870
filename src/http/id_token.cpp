#include "http/id_token.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <optional>

#include "base/secret.hpp"
#include "http/json_text.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;

constexpr std::size_t k_longest_token = 64 << 10;
constexpr int k_least_rsa_bits = 2048;
constexpr std::size_t k_p256_bytes = 32;

template <auto free>
struct Free {
  template <class Handle>
  void operator()(Handle* handle) const {
    free(handle);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;

tl::unexpected<Error> refuse(const char* what) {
  return fail(Code::denied, "error.oidc.token", {{"what", what}});
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Number number_of(const std::string& bytes) {
  return Number(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

Key key_from(const char* type, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* made = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) <= 0 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) <= 0)
    return nullptr;
  return Key(made);
}

Key rsa_key(const json::object& jwk) {
  const std::string modulus = from_base64url(text_at(jwk, "n")), exponent = from_base64url(text_at(jwk, "e"));
  if (modulus.empty() || exponent.empty()) return nullptr;
  const Number n = number_of(modulus), e = number_of(exponent);
  if (!n || !e || BN_num_bits(n.get()) < k_least_rsa_bits) return nullptr;
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
    return nullptr;
  return key_from("RSA", builder.get());
}

Key p256_key(const json::object& jwk) {
  const std::string x = from_base64url(text_at(jwk, "x")), y = from_base64url(text_at(jwk, "y"));
  if (text_at(jwk, "crv") != "P-256" || x.size() != k_p256_bytes || y.size() != k_p256_bytes) return nullptr;
  const std::string point = "\x04" + x + y;
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
    return nullptr;
  return key_from("EC", builder.get());
}

// Two numbers side by side, as JWS has them, in the form that the library checks.
std::string der_of(const std::string& raw) {
  if (raw.size() != 2 * k_p256_bytes) return {};
  const std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>> signature(ECDSA_SIG_new());
  Number r = number_of(raw.substr(0, k_p256_bytes)), s = number_of(raw.substr(k_p256_bytes));
  if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return {};
  (void)r.release();  // the signature's now
  (void)s.release();
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return {};
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

bool is_signed(std::string_view message, const std::string& signature, EVP_PKEY* key) {
  const DigestContext context(EVP_MD_CTX_new());
  return context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
}

std::optional<json::object> object_of(std::string_view text) {
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::vector<std::string> texts_at(const json::object& object, std::string_view name) {
  std::vector<std::string> texts;
  const json::value* value = object.if_contains(name);
  if (value == nullptr) return texts;
  if (value->is_string()) texts.emplace_back(value->get_string());
  if (value->is_array())
    for (const json::value& one : value->get_array())
      if (one.is_string()) texts.emplace_back(one.get_string());
  return texts;
}

// A moment in seconds; some issuers write fractions.
std::optional<axes::Micros> moment_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  const double seconds = value->to_number<double>();
  if (!(seconds > 0 && seconds < 1e11)) return std::nullopt;
  return static_cast<axes::Micros>(seconds) * axes::k_micros_per_second;
}

Status check_claims(const json::object& claims, const ExpectedToken& expected) {
  if (text_at(claims, "iss") != expected.issuer) return refuse("issuer");
  const auto audience = texts_at(claims, "aud");
  if (std::find(audience.begin(), audience.end(), expected.client_id) == audience.end()) return refuse("audience");
  const std::string authorized = text_at(claims, "azp");
  if ((audience.size() > 1 || !authorized.empty()) && authorized != expected.client_id) return refuse("audience");
  const auto expires = moment_at(claims, "exp"), issued = moment_at(claims, "iat"), from = moment_at(claims, "nbf");
  if (!expires || expected.now >= *expires + expected.skew) return refuse("expired");
  if (!issued || *issued > expected.now + expected.skew) return refuse("not_yet");
  if (from && *from > expected.now + expected.skew) return refuse("not_yet");
  if (expected.nonce.empty() || !same_secret(text_at(claims, "nonce"), expected.nonce)) return refuse("nonce");
  if (text_at(claims, "sub").empty()) return refuse("subject");
  return {};
}

}  // namespace

Result<std::string> verified_claims(std::string_view token, std::string_view keys, const ExpectedToken& expected) {
  const auto first = token.find('.'), second = first == token.npos ? token.npos : token.find('.', first + 1);
  if (token.size() > k_longest_token || second == token.npos || token.find('.', second + 1) != token.npos)
    return refuse("form");
  const std::string signature = from_base64url(token.substr(second + 1));
  const std::string payload = from_base64url(token.substr(first + 1, second - first - 1));
  const auto header = object_of(from_base64url(token.substr(0, first)));
  const auto set = object_of(keys);
  if (!header || signature.empty() || payload.empty() || header->contains("crit")) return refuse("form");
  // Named here, never taken from the token alone: "none" or a shared secret would let anybody sign.
  const std::string algorithm = text_at(*header, "alg"), id = text_at(*header, "kid");
  if (algorithm != "RS256" && algorithm != "ES256") return refuse("algorithm");
  const bool rsa = algorithm == "RS256";
  const json::value* list = set ? set->if_contains("keys") : nullptr;
  if (list == nullptr || !list->is_array()) return refuse("key");

  bool found = false, right = false;
  for (const json::value& one : list->get_array()) {
    if (!one.is_object()) continue;
    const json::object& jwk = one.get_object();
    const std::string use = text_at(jwk, "use"), only = text_at(jwk, "alg");
    if (text_at(jwk, "kty") != (rsa ? "RSA" : "EC") || (!use.empty() && use != "sig") ||
        (!only.empty() && only != algorithm) || (!id.empty() && text_at(jwk, "kid") != id))
      continue;
    const Key key = rsa ? rsa_key(jwk) : p256_key(jwk);
    if (!key) continue;
    found = true;
    right = right || is_signed(token.substr(0, second), rsa ? signature : der_of(signature), key.get());
  }
  if (!found) return refuse("key");
  if (!right) return refuse("signature");
  const auto claims = object_of(payload);
  if (!claims) return refuse("form");
  if (Status good = check_claims(*claims, expected); !good) return pass(good);
  return payload;
}

std::string claim(const std::string& claims, const std::string& name) {
  const auto object = object_of(claims);
  return object ? text_at(*object, name) : std::string();
}

std::vector<std::string> claim_list(const std::string& claims, const std::string& name) {
  const auto object = object_of(claims);
  return object ? texts_at(*object, name) : std::vector<std::string>();
}

}  // namespace tartip::http
