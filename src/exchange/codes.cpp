#include "exchange/codes.hpp"

#include <fmt/format.h>

#include <chrono>

namespace tartip::exchange {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

std::string sdmx_id(std::string_view code) {
  std::string id;
  for (const char c : code) {
    if (is_plain(c))
      id += c;
    else if (c == ':')
      id += '@';
    else
      id += fmt::format("${:02X}", static_cast<unsigned char>(c));
  }
  return id;
}

std::string sdmx_name(std::string_view id) {
  std::string name;
  for (const char c : sdmx_id(id)) name += upper(c);
  return name;
}

std::string sdmx_time(axes::Span span) {
  const std::string text = axes::text_of(span);
  if (const std::size_t half = text.find("-H"); half != std::string::npos && text.find("..") == std::string::npos)
    return text.substr(0, half) + "-S" + text.substr(half + 2);
  if (text.find("..") == std::string::npos) return text;
  if (axes::is_whole(span, axes::Unit::month))
    return fmt::format("{}/P{}M", axes::text_of(span.from), axes::periods_in(span, axes::Unit::month).size());
  return fmt::format("{}/P{}D", axes::text_of(span.from), (span.to - span.from).count());
}

char confidentiality(statistics::ObservationStatus status) {
  return status == statistics::ObservationStatus::suppressed ? 'C' : 'F';
}

std::string utc_text(std::int64_t micros) {
  using namespace std::chrono;
  const sys_seconds moment{duration_cast<seconds>(microseconds(micros))};
  const sys_days day = floor<days>(moment);
  const hh_mm_ss clock(moment - day);
  return fmt::format("{}T{:02}:{:02}:{:02}Z", axes::text_of(day), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

void append_field(std::string& line, std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    line += field;
    return;
  }
  line += '"';
  for (const char c : field) line += c == '"' ? std::string("\"\"") : std::string(1, c);
  line += '"';
}

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line += ',';
    append_field(line, fields[i]);
  }
  return line += "\r\n";
}

}  // namespace tartip::exchange
