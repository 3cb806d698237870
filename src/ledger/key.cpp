#include "ledger/key.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/file.hpp"

namespace tartip::ledger {
namespace {

constexpr std::string_view k_prefix = "PRIVATE+KEY+";
constexpr std::size_t k_hash_part = 10;  // "+a6e37949+"

std::string text_of_secret(const SigningKey& key) {
  const std::string open = text_of(key.verifier());
  const std::string seed(reinterpret_cast<const char*>(key.seed.bytes.data()), key.seed.bytes.size());
  return std::string(k_prefix) + open.substr(0, key.name.size() + k_hash_part) + to_base64('\1' + seed) + "\n";
}

Status unwritable(const std::filesystem::path& file, int error) {
  return fail(Code::denied, "error.file.unwritable", {{"file", file.string()}, {"reason", std::strerror(error)}});
}

}  // namespace

SigningKey make_key(const std::string& label) {
  SigningKey key{"", SigningSeed::generate()};
  const PublicKey open = public_key_of(key.seed);
  Digest bytes{};
  std::copy(open.begin(), open.end(), bytes.begin());
  key.name = "tartip/" + label + "-" + hex(bytes).substr(0, 8);
  for (char& c : key.name)
    if (c == '+' || static_cast<unsigned char>(c) <= ' ') c = '-';
  return key;
}

std::string file_name_of(const std::string& key_name) {
  std::string name = key_name;
  std::replace(name.begin(), name.end(), '/', '-');
  return name + ".key";
}

Status write_key(const SigningKey& key, const std::filesystem::path& file) {
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (error) return unwritable(file, error.value());
  // Never over a key that is there: without it, its ledger cannot be continued.
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0 && errno == EEXIST)
    return fail(Code::conflict, "error.ledger.key_exists", {{"file", file.string()}});
  if (descriptor < 0) return unwritable(file, errno);
  const std::string text = text_of_secret(key);
  int failed = 0;
  if (write(descriptor, text.data(), text.size()) != static_cast<ssize_t>(text.size()) || fsync(descriptor) != 0)
    failed = errno;
  close(descriptor);
  if (failed != 0) {
    unlink(file.c_str());
    return unwritable(file, failed);
  }
  return {};
}

Result<SigningKey> read_key(const std::filesystem::path& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0 && errno == ENOENT)
    return fail(Code::not_found, "error.ledger.key_absent", {{"file", file.string()}});
  if ((status.st_mode & 077) != 0) return fail(Code::denied, "error.ledger.key_open", {{"file", file.string()}});
  auto text = read_file(file, 10'000);
  if (!text) return pass(text);
  const auto refuse = [&] {
    return fail(Code::bad_data, "error.ledger.key_malformed", {{"file", file.string()}}, {file.string(), 0, ""});
  };
  if (!text->starts_with(k_prefix)) return refuse();
  if (!text->ends_with('\n')) *text += '\n';
  const std::size_t end_of_name = text->find('+', k_prefix.size());
  if (end_of_name == std::string::npos || end_of_name + k_hash_part >= text->size()) return refuse();
  std::string encoded = text->substr(end_of_name + k_hash_part);
  encoded.pop_back();
  const auto bytes = from_base64(encoded);
  if (!bytes || bytes->size() != 33 || bytes->front() != '\1') return refuse();
  SigningKey key{text->substr(k_prefix.size(), end_of_name - k_prefix.size()), {}};
  std::memcpy(key.seed.bytes.data(), bytes->data() + 1, key.seed.bytes.size());
  if (text_of_secret(key) != *text) return refuse();
  return key;
}

}  // namespace tartip::ledger
