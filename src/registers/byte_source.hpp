// The bytes of a file in order, unpacked when it is gzip and converted to UTF-8 when it is something else.
#pragma once
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "base/error.hpp"

namespace tartip::registers {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Up to `capacity` bytes; 0 only at the end.
  virtual Result<std::size_t> read(char* to, std::size_t capacity) = 0;
  // Bytes of the file itself consumed so far and in all (0 when unknown, as for a pipe).
  virtual double position() const = 0;
  virtual double size() const = 0;
};

// Plain or gzip, told apart by the first bytes (several gzip members in a row are one stream). A gzip file that ends
// early or is damaged is an error: error.file.gzip_truncated, error.file.gzip_damaged.
Result<std::unique_ptr<ByteSource>> open_bytes(const std::filesystem::path& file);

// UTF-8 of a source: the byte order mark is dropped; UTF-16 is converted when its mark says so, whatever `encoding`
// names. Looks at the first MiB and refuses with advice a file that is plainly not in the encoding named:
// error.file.encoding. `converted` says afterwards whether U+FFFD may stand for bytes that the encoding does not
// define.
struct Utf8Source {
  std::unique_ptr<ByteSource> bytes;
  bool converted = false;
};
Result<Utf8Source> open_utf8(const std::filesystem::path& file, const std::string& encoding);

}  // namespace tartip::registers
