#include "registers/time_pieces.hpp"

#include <algorithm>

namespace tartip::registers {

TimePart part_of(const std::string& format) {
  if (format == "iso" || format == "unix" || format == "excel") return TimePart::date;
  std::string letters;
  for (std::size_t i = 0; i + 1 < format.size(); ++i)
    if (format[i] == '%') letters += format[++i];
  if (letters == "Y" || letters == "y") return TimePart::year;
  if (letters.find_first_of("Yy") != std::string::npos) return TimePart::date;
  if (letters == "m" || letters == "b") return TimePart::month;
  if (letters == "d" || letters == "j") return TimePart::day;
  if (letters == "H") return TimePart::hour;
  if (letters == "M") return TimePart::minute;
  return TimePart::clock;
}

bool says_when(const std::string& format) {
  const TimePart part = part_of(format);
  return part == TimePart::date || part == TimePart::year;
}

TimeField joined_time(std::vector<TimePiece> pieces) {
  TimeField field;
  std::erase_if(pieces, [](const TimePiece& piece) { return piece.formats.empty(); });
  if (pieces.empty()) return field;
  std::ranges::stable_sort(pieces, {}, [](const TimePiece& piece) { return part_of(piece.formats.front()); });
  for (const TimePiece& piece : pieces) field.columns.push_back(piece.column);
  for (const std::string& first : pieces.front().formats) {
    std::vector<std::string> shorter = {pieces.size() > 1 && first == "iso" ? "%Y-%m-%d" : first};
    for (std::size_t i = 1; i < pieces.size(); ++i) shorter.push_back(shorter.back() + " " + pieces[i].formats.front());
    field.formats.insert(field.formats.end(), shorter.rbegin(), shorter.rend());
  }
  return field;
}

}  // namespace tartip::registers
