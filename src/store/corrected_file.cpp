#include "store/corrected_file.hpp"

#include <fstream>
#include <string>

namespace tartip::store {

std::optional<registers::SourceFormat> corrected_format(const std::filesystem::path& file,
                                                        const registers::SourceFormat& source) {
  std::ifstream in(file, std::ios::binary);
  std::string head(std::size_t{1} << 16, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  head.resize(std::min(head.size(), head.find_first_of("\r\n")));
  std::erase(head, '"');
  for (const char delimiter : {',', ';', '\t'}) {
    std::string ending;
    for (const char* name : k_origin_columns) ending += delimiter + std::string(name);
    if (!head.ends_with(ending)) continue;
    registers::SourceFormat format = source;
    format.format = registers::FileFormat::csv;
    format.encoding = "utf-8";
    format.delimiter = delimiter;
    format.quote = '"';
    format.header = true;
    format.skip_lines = 0;
    return format;
  }
  return std::nullopt;
}

}  // namespace tartip::store
