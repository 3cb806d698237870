#include "http/compress.hpp"

#include <zlib.h>

#include <limits>

namespace tartip::http {

std::string gzip_of(std::string_view bytes) {
  constexpr std::size_t k_small = 1000;  // fits into a packet as it is
  if (bytes.size() < k_small || bytes.size() > std::numeric_limits<uInt>::max() / 2) return {};
  z_stream stream{};
  constexpr int k_gzip = 15 + 16, k_level = 5;
  if (deflateInit2(&stream, k_level, Z_DEFLATED, k_gzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(bytes.size() / 10 * 9, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return ended == Z_STREAM_END ? out : std::string();
}

}  // namespace tartip::http
