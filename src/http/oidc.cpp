// The one file that calls out.
#include "http/oidc.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <optional>

#include "base/hash.hpp"
#include "base/secret.hpp"
#include "base/signature.hpp"
#include "http/id_token.hpp"
#include "http/json_text.hpp"
#include "http/message.hpp"

namespace tartip::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace json = boost::json;

constexpr std::chrono::seconds k_patience{10};
constexpr std::uint64_t k_largest_answer = 1 << 20;
constexpr axes::Micros k_second = axes::k_micros_per_second;
constexpr axes::Micros k_time_to_sign_in = 600 * k_second;
constexpr axes::Micros k_discovery_lives = 3600 * k_second;
// Before somebody is sent there it has answered within these; what did not answer is not asked again within them.
constexpr axes::Micros k_answered_just_now = 5 * k_second;
constexpr axes::Micros k_keys_asked_again = 60 * k_second;
constexpr std::size_t k_most_pending = 10'000;

struct Url {
  bool tls = true;
  std::string host, port, target;
};

std::optional<Url> parse_url(const std::string& text) {
  Url url;
  url.tls = text.starts_with("https://");
  if (!url.tls && !text.starts_with("http://")) return std::nullopt;
  const std::size_t from = url.tls ? 8 : 7, slash = text.find_first_of("/?", from);
  std::string place = text.substr(from, slash == std::string::npos ? slash : slash - from);
  if (place.find('@') != std::string::npos) return std::nullopt;
  url.target = slash == std::string::npos ? "/" : text.substr(slash);
  const auto colon = place.rfind(':');
  const bool has_port = colon != std::string::npos && place.find(']', colon) == std::string::npos;
  url.port = has_port ? place.substr(colon + 1) : url.tls ? "443" : "80";
  url.host = has_port ? place.substr(0, colon) : place;
  if (url.host.starts_with('[') && url.host.ends_with(']')) url.host = url.host.substr(1, url.host.size() - 2);
  if (url.host.empty() || url.port.empty()) return std::nullopt;
  // In the clear only to this machine: tests, and an issuer beside the server.
  if (!url.tls && url.host != "127.0.0.1" && url.host != "::1" && url.host != "localhost") return std::nullopt;
  return url;
}

struct Question {
  std::string url;
  std::string form = {};           // a POST of application/x-www-form-urlencoded; empty: a GET
  std::string authorization = {};  // header
};

struct Reply {
  unsigned status = 0;
  std::string body;
};

template <class Stream>
asio::awaitable<Reply> exchange(Stream& stream, const Url& url, const Question& question) {
  namespace bhttp = beast::http;
  bhttp::request<bhttp::string_body> request(question.form.empty() ? bhttp::verb::get : bhttp::verb::post, url.target,
                                             11);
  request.set(bhttp::field::host, url.host + ":" + url.port);
  request.set(bhttp::field::accept, "application/json");
  request.set(bhttp::field::user_agent, "tartip");
  request.set(bhttp::field::connection, "close");
  if (!question.authorization.empty()) request.set(bhttp::field::authorization, question.authorization);
  if (!question.form.empty()) {
    request.set(bhttp::field::content_type, "application/x-www-form-urlencoded");
    request.body() = question.form;
  }
  request.prepare_payload();
  co_await bhttp::async_write(stream, request, asio::use_awaitable);
  beast::flat_buffer buffer;
  bhttp::response_parser<bhttp::string_body> parser;
  parser.body_limit(k_largest_answer);
  co_await bhttp::async_read(stream, buffer, parser, asio::use_awaitable);
  co_return Reply{parser.get().result_int(), std::move(parser.get().body())};
}

asio::awaitable<Reply> ask_over_tls(beast::tcp_stream tcp, const Url& url, const Question& question) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  context.set_default_verify_paths();
  context.set_verify_mode(asio::ssl::verify_peer);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  beast::ssl_stream<beast::tcp_stream> stream(std::move(tcp), context);
  stream.set_verify_callback(asio::ssl::host_name_verification(url.host));
  SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str());
  co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
  co_return co_await exchange(stream, url, question);
}

asio::awaitable<Reply> ask_over_network(const Url& url, const Question& question) {
  const auto executor = co_await asio::this_coro::executor;
  asio::ip::tcp::resolver resolver(executor);
  const auto places = co_await resolver.async_resolve(url.host, url.port, asio::use_awaitable);
  beast::tcp_stream tcp(executor);
  tcp.expires_after(k_patience);  // for everything that follows
  co_await tcp.async_connect(places, asio::use_awaitable);
  if (url.tls) co_return co_await ask_over_tls(std::move(tcp), url, question);
  co_return co_await exchange(tcp, url, question);
}

Result<Reply> ask(const Question& question) {
  const auto url = parse_url(question.url);
  const auto unreachable = [&](const std::string& reason) {
    return fail(Code::unavailable, "error.oidc.unreachable", {{"address", question.url}, {"reason", reason}});
  };
  if (!url) return unreachable("https");
  Reply reply;
  std::exception_ptr thrown;
  try {
    asio::io_context context(1);
    asio::co_spawn(context, ask_over_network(*url, question), [&](std::exception_ptr problem, Reply found) {
      thrown = problem;
      reply = std::move(found);
    });
    context.run_for(2 * k_patience);
    if (thrown) std::rethrow_exception(thrown);
  } catch (const std::exception& problem) {
    return unreachable(problem.what());
  }
  if (reply.status == 0) return unreachable("timeout");
  return reply;
}

// The members of a JSON object that the issuer answered.
Result<json::object> ask_for_object(const Question& question) {
  auto reply = ask(question);
  if (!reply) return pass(reply);
  boost::system::error_code error;
  json::value value = json::parse(reply->body, error);
  if (reply->status != 200 || error || !value.is_object())
    return fail(Code::bad_data, "error.oidc.answer",
                {{"address", question.url}, {"reason", "status " + std::to_string(reply->status)}});
  return std::move(value.get_object());
}

std::string digest_text(const std::string& text) {
  const Digest digest = sha256(text);
  return to_base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace

Result<Oidc::Issuer> Oidc::issuer(axes::Micros now, axes::Micros lives) {
  {
    const std::lock_guard lock(mutex_);
    if (issuer_.read != 0 && now < issuer_.read + lives) return issuer_;
    if (failed_ && now < failed_at_ + k_answered_just_now) return tl::unexpected<Error>(*failed_);
    if (asking_ && issuer_.read != 0 && now < issuer_.read + k_discovery_lives) return issuer_;
    if (asking_) return fail(Code::unavailable, "error.access.busy");
    asking_ = true;
  }
  auto fresh = read_issuer(now);
  const std::lock_guard lock(mutex_);
  asking_ = false;
  failed_.reset();
  if (fresh) {
    issuer_ = *fresh;
  } else {
    failed_ = fresh.error();
    failed_at_ = now;
  }
  return fresh;
}

Result<Oidc::Issuer> Oidc::read_issuer(axes::Micros now) const {
  const std::string address = settings_.issuer + "/.well-known/openid-configuration";
  auto found = ask_for_object({.url = address});
  if (!found) return pass(found);
  Issuer fresh{.name = text_at(*found, "issuer"),
               .authorization = text_at(*found, "authorization_endpoint"),
               .token = text_at(*found, "token_endpoint"),
               .keys = text_at(*found, "jwks_uri"),
               .userinfo = text_at(*found, "userinfo_endpoint"),
               .key_set = {},
               .read = now,
               .keys_read = now};
  const auto wrong = [&](const char* what) {
    return fail(Code::bad_data, "error.oidc.answer", {{"address", address}, {"reason", what}});
  };
  // Somebody else's document would send people and codes somewhere else.
  if (fresh.name != settings_.issuer && fresh.name != settings_.issuer + "/") return wrong("issuer");
  for (const auto& [name, url] : {std::pair{"authorization_endpoint", &fresh.authorization},
                                  std::pair{"token_endpoint", &fresh.token}, std::pair{"jwks_uri", &fresh.keys}})
    if (!parse_url(*url)) return wrong(name);
  auto keys = ask_for_object({.url = fresh.keys});
  if (!keys) return pass(keys);
  fresh.key_set = json::serialize(*keys);
  return fresh;
}

Result<Oidc::Begun> Oidc::begin(const std::string& to, axes::Micros now) {
  auto known = issuer(now, k_answered_just_now);
  if (!known) return pass(known);
  const std::string state = random_text(32), binding = random_text(32);
  Pending pending{.nonce = random_text(32),
                  .verifier = random_text(48),
                  .binding = binding,
                  .to = to,
                  .ends = now + k_time_to_sign_in};
  const std::string query = encoded_query({{"response_type", "code"},
                                           {"client_id", settings_.client_id},
                                           {"redirect_uri", return_address()},
                                           {"scope", settings_.scopes},
                                           {"state", state},
                                           {"nonce", pending.nonce},
                                           {"code_challenge", digest_text(pending.verifier)},
                                           {"code_challenge_method", "S256"}});
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(pending_, [&](const auto& one) { return one.second.ends <= now; });
    if (pending_.size() >= k_most_pending) return fail(Code::unavailable, "error.access.busy");
    pending_[state] = std::move(pending);
  }
  const char* joint = known->authorization.find('?') == std::string::npos ? "?" : "&";
  return Begun{known->authorization + joint + query, binding};
}

Result<std::string> Oidc::claims_of(const std::string& id_token, const std::string& nonce, axes::Micros now) {
  auto known = issuer(now, k_discovery_lives);
  if (!known) return pass(known);
  const ExpectedToken expected{.issuer = known->name, .client_id = settings_.client_id, .nonce = nonce, .now = now};
  auto claims = verified_claims(id_token, known->key_set, expected);
  const bool other_key = !claims && claims.error().arguments.front().value == "key";
  if (!other_key || now < known->keys_read + k_keys_asked_again) return claims;
  // Issuers change their keys now and then.
  auto keys = ask_for_object({.url = known->keys});
  if (!keys) return pass(keys);
  const std::string fresh = json::serialize(*keys);
  {
    const std::lock_guard lock(mutex_);
    issuer_.key_set = fresh;
    issuer_.keys_read = now;
  }
  return verified_claims(id_token, fresh, expected);
}

std::string Oidc::give_up(const Returned& returned) {
  const std::lock_guard lock(mutex_);
  const auto found = pending_.find(returned.state);
  if (found == pending_.end() || !same_secret(returned.binding, found->second.binding)) return {};
  std::string to = std::move(found->second.to);
  pending_.erase(found);
  return to;
}

Result<Oidc::Finished> Oidc::finish(const Returned& returned, axes::Micros now) {
  const auto refuse = [] { return fail(Code::denied, "error.oidc.state"); };
  Pending pending;
  {
    const std::lock_guard lock(mutex_);
    const auto found = pending_.find(returned.state);
    if (found == pending_.end()) return refuse();
    pending = std::move(found->second);
    pending_.erase(found);  // once
  }
  if (now >= pending.ends || !same_secret(returned.binding, pending.binding)) return refuse();
  auto known = issuer(now, k_discovery_lives);
  if (!known) return pass(known);
  if (!returned.issuer.empty() && returned.issuer != known->name) return refuse();

  std::vector<std::pair<std::string, std::string>> fields = {{"grant_type", "authorization_code"},
                                                             {"code", returned.code},
                                                             {"redirect_uri", return_address()},
                                                             {"code_verifier", pending.verifier}};
  Question question{.url = known->token};
  if (settings_.client_secret.empty())
    fields.emplace_back("client_id", settings_.client_id);
  else
    question.authorization =
        "Basic " + to_base64(percent_encoded(settings_.client_id) + ":" + percent_encoded(settings_.client_secret));
  question.form = encoded_query(fields);
  auto tokens = ask_for_object(question);
  if (!tokens) return pass(tokens);
  auto claims = claims_of(text_at(*tokens, "id_token"), pending.nonce, now);
  if (!claims) return pass(claims);

  std::string name = claim(*claims, settings_.name_claim);
  std::vector<std::string> values = claim_list(*claims, settings_.role_claim);
  const std::string subject = claim(*claims, "sub");
  if ((name.empty() || values.empty()) && parse_url(known->userinfo)) {
    auto more = ask_for_object({.url = known->userinfo, .authorization = "Bearer " + text_at(*tokens, "access_token")});
    if (!more) return pass(more);
    // Core 1.0 §5.3.2: what is said of another subject is not used.
    if (text_at(*more, "sub") == subject) {
      const std::string said = json::serialize(*more);
      if (name.empty()) name = claim(said, settings_.name_claim);
      if (values.empty()) values = claim_list(said, settings_.role_claim);
    }
  }
  return Finished{{settings_.issuer + " " + subject, name, grant_for(settings_, values)}, pending.to};
}

}  // namespace tartip::http
