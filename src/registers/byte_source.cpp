#include "registers/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "text/encoding.hpp"

namespace tartip::registers {
namespace {

constexpr std::size_t k_sample = std::size_t{1} << 20;
constexpr std::size_t k_few_broken = 4;

class File final : public ByteSource {
 public:
  File(int descriptor, double size, std::filesystem::path path)
      : descriptor_(descriptor), size_(size), path_(std::move(path)) {}
  ~File() override { ::close(descriptor_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  Result<std::size_t> read(char* to, std::size_t capacity) override {
    for (;;) {
      const ssize_t got = ::read(descriptor_, to, capacity);
      if (got >= 0) {
        position_ += static_cast<double>(got);
        return static_cast<std::size_t>(got);
      }
      if (errno == EINTR) continue;
      return fail(Code::unavailable, "error.file.unreadable",
                  {{"file", path_.string()}, {"reason", std::strerror(errno)}});
    }
  }
  double position() const override { return position_; }
  double size() const override { return size_; }

 private:
  int descriptor_;
  double size_;
  double position_ = 0;
  std::filesystem::path path_;
};

// Bytes already read come first, then the rest.
class Prefixed final : public ByteSource {
 public:
  Prefixed(std::string prefix, std::unique_ptr<ByteSource> rest) : prefix_(std::move(prefix)), rest_(std::move(rest)) {}
  Result<std::size_t> read(char* to, std::size_t capacity) override {
    if (used_ == prefix_.size()) return rest_->read(to, capacity);
    const std::size_t count = std::min(capacity, prefix_.size() - used_);
    std::memcpy(to, prefix_.data() + used_, count);
    used_ += count;
    if (used_ == prefix_.size()) {
      prefix_ = {};
      used_ = 0;
    }
    return count;
  }
  double position() const override { return rest_->position(); }
  double size() const override { return rest_->size(); }

 private:
  std::string prefix_;
  std::size_t used_ = 0;
  std::unique_ptr<ByteSource> rest_;
};

class Gzip final : public ByteSource {
 public:
  Gzip(std::unique_ptr<ByteSource> packed, std::filesystem::path path)
      : packed_(std::move(packed)), path_(std::move(path)), input_(std::size_t{1} << 18, '\0') {
    inflateInit2(&stream_, 15 + 16);
  }
  ~Gzip() override { inflateEnd(&stream_); }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  Result<std::size_t> read(char* to, std::size_t capacity) override {
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(capacity, std::size_t{1} << 30));
    const uInt wanted = stream_.avail_out;
    while (stream_.avail_out == wanted) {
      if (stream_.avail_in == 0) {
        auto got = packed_->read(input_.data(), input_.size());
        if (!got) return pass(got);
        if (*got == 0) {
          if (between_members_) return std::size_t{0};
          return fail(Code::bad_data, "error.file.gzip_truncated", {{"file", path_.string()}});
        }
        stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
        stream_.avail_in = static_cast<uInt>(*got);
      }
      if (between_members_) {
        // Some writers pad a gzip file with zeros after its last member.
        if (*stream_.next_in == 0) {
          ++stream_.next_in;
          --stream_.avail_in;
          continue;
        }
        inflateReset(&stream_);
        between_members_ = false;
      }
      const int status = inflate(&stream_, Z_NO_FLUSH);
      if (status == Z_STREAM_END) {
        between_members_ = true;
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        return fail(Code::bad_data, "error.file.gzip_damaged", {{"file", path_.string()}});
      }
    }
    return static_cast<std::size_t>(wanted - stream_.avail_out);
  }
  double position() const override { return packed_->position(); }
  double size() const override { return packed_->size(); }

 private:
  std::unique_ptr<ByteSource> packed_;
  std::filesystem::path path_;
  std::string input_;
  z_stream stream_{};
  bool between_members_ = false;
};

class Converted final : public ByteSource {
 public:
  Converted(std::unique_ptr<ByteSource> source, text::Decoder decoder)
      : source_(std::move(source)), decoder_(std::move(decoder)), input_(std::size_t{1} << 18, '\0') {}
  Result<std::size_t> read(char* to, std::size_t capacity) override {
    while (used_ == output_.size()) {
      if (ended_) return std::size_t{0};
      output_.clear();
      used_ = 0;
      auto got = source_->read(input_.data(), input_.size());
      if (!got) return pass(got);
      ended_ = *got == 0;
      decoder_.decode(std::string_view(input_.data(), *got), ended_, output_);
    }
    const std::size_t count = std::min(capacity, output_.size() - used_);
    std::memcpy(to, output_.data() + used_, count);
    used_ += count;
    return count;
  }
  double position() const override { return source_->position(); }
  double size() const override { return source_->size(); }

 private:
  std::unique_ptr<ByteSource> source_;
  text::Decoder decoder_;
  std::string input_;
  std::string output_;
  std::size_t used_ = 0;
  bool ended_ = false;
};

Result<std::string> take(ByteSource& source, std::size_t wanted) {
  std::string bytes(wanted, '\0');
  std::size_t filled = 0;
  while (filled < wanted) {
    auto got = source.read(bytes.data() + filled, wanted - filled);
    if (!got) return pass(got);
    if (*got == 0) break;
    filled += *got;
  }
  bytes.resize(filled);
  return bytes;
}

// A name that stands for several bytes a character cannot be told apart by looking for valid UTF-8.
bool is_single_byte(const std::string& encoding) {
  auto decoder = text::Decoder::named(encoding);
  if (!decoder) return false;
  std::string out;
  decoder->decode("\xC1\xC2\xC3\xC4", true, out);
  const text::Utf8Census census = text::census_utf8(out);
  return census.characters == 4;
}

}  // namespace

Result<std::unique_ptr<ByteSource>> open_bytes(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (descriptor < 0 || ::fstat(descriptor, &status) != 0 || S_ISDIR(status.st_mode)) {
    const int reason = descriptor >= 0 && S_ISDIR(status.st_mode) ? EISDIR : errno;
    if (descriptor >= 0) ::close(descriptor);
    return fail(Code::not_found, "error.file.unreadable", {{"file", file.string()}, {"reason", std::strerror(reason)}});
  }
  std::unique_ptr<ByteSource> source =
      std::make_unique<File>(descriptor, S_ISREG(status.st_mode) ? static_cast<double>(status.st_size) : 0.0, file);
  auto magic = take(*source, 2);
  if (!magic) return pass(magic);
  const bool gzip = *magic == "\x1F\x8B";
  source = std::make_unique<Prefixed>(std::move(*magic), std::move(source));
  if (gzip) source = std::make_unique<Gzip>(std::move(source), file);
  return source;
}

Result<Utf8Source> open_utf8(const std::filesystem::path& file, const std::string& encoding) {
  auto source = open_bytes(file);
  if (!source) return pass(source);
  auto sample = take(**source, k_sample);
  if (!sample) return pass(sample);

  std::string used = encoding;
  if (sample->starts_with("\xEF\xBB\xBF")) {
    sample->erase(0, 3);
    used = "utf-8";
  } else if (sample->starts_with("\xFF\xFE") || sample->starts_with("\xFE\xFF")) {
    used = "utf-16";
  }
  const text::Utf8Census census = text::census_utf8(*sample);
  if (text::is_utf8_name(used)) {
    // A few broken bytes are flaws of their rows; many are another encoding.
    if (census.broken > k_few_broken && census.broken >= census.characters) {
      return fail(Code::bad_data, "error.file.encoding",
                  {{"file", file.string()}, {"encoding", encoding}, {"looks_like", text::guess_encoding(*sample)}});
    }
    return Utf8Source{std::make_unique<Prefixed>(std::move(*sample), std::move(*source)), false};
  }
  auto decoder = text::Decoder::named(used);
  if (!decoder) return pass(decoder);
  if (census.broken == 0 && census.characters > 0 && is_single_byte(used)) {
    return fail(Code::bad_data, "error.file.encoding",
                {{"file", file.string()}, {"encoding", encoding}, {"looks_like", "utf-8"}});
  }
  auto prefixed = std::make_unique<Prefixed>(std::move(*sample), std::move(*source));
  return Utf8Source{std::make_unique<Converted>(std::move(prefixed), std::move(*decoder)), true};
}

}  // namespace tartip::registers
