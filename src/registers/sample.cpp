#include "registers/sample.hpp"

#include <algorithm>
#include <map>

#include "registers/byte_source.hpp"
#include "registers/csv_split.hpp"
#include "registers/workbook.hpp"

namespace tartip::registers {
namespace {

// What kind of file it is, by its first bytes rather than by its name.
FileFormat kind_of(const std::filesystem::path& file, std::string_view head) {
  if (head.starts_with("PK\x03\x04")) return FileFormat::xlsx;
  if (head.starts_with("PAR1")) return FileFormat::parquet;
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || head[first] != '{') return FileFormat::csv;
  const bool features = head.find("FeatureCollection") != std::string_view::npos || file.extension() == ".geojson";
  return features ? FileFormat::geojson : FileFormat::json_lines;
}

// Where the table begins below rows of title and notes: the first row about as wide as the widest of the first rows.
int rows_before_header(const Sheet& sheet) {
  constexpr std::int32_t k_rows = 20;
  std::map<std::int32_t, std::size_t> widths;
  for (const WorkbookCell& cell : sheet.cells) {
    if (cell.row >= k_rows) break;
    ++widths[cell.row];
  }
  std::size_t widest = 0;
  for (const auto& [row, width] : widths) widest = std::max(widest, width);
  for (const auto& [row, width] : widths) {
    if (width * 5 >= widest * 4) return row;
  }
  return 0;
}

// The same for text: lines of title above a table have at most half of its fields. Looks at the first lines only; a
// quoted field that holds a line break only makes its line not count.
int lines_before_header(std::string_view head, char chosen) {
  constexpr std::size_t k_lines = 40;
  std::vector<std::string_view> lines;
  while (!head.empty() && lines.size() < k_lines) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    lines.push_back(head.substr(0, end));
    head.remove_prefix(std::min(end + 1, head.size()));
  }
  const auto filled = [](std::string_view line, char delimiter) {
    std::size_t count = 0;
    bool inside = false, any = false;
    for (const char c : line) {
      if (c == '"') inside = !inside;
      if (c == delimiter && !inside) {
        count += any ? 1 : 0;
        any = false;
      } else if (c != ' ' && c != '\r' && c != '"') {
        any = true;
      }
    }
    return count + (any ? 1 : 0);
  };
  std::size_t best_lines = 0, best_width = 0, header = 0;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    if (chosen != 0 && delimiter != chosen) continue;
    std::map<std::size_t, std::size_t> widths;
    for (const std::string_view line : lines) ++widths[filled(line, delimiter)];
    for (const auto& [width, count] : widths) {
      if (width < 3 || count < 2 || count * 2 < lines.size() || count < best_lines) continue;
      if (count == best_lines && width <= best_width) continue;
      best_lines = count;
      best_width = width;
      const auto first = std::ranges::find_if(
          lines, [&](std::string_view line) { return filled(line, delimiter) * 5 >= best_width * 4; });
      header = static_cast<std::size_t>(first - lines.begin());
      for (std::size_t i = 0; i < header; ++i)
        if (filled(lines[i], delimiter) * 2 > width) header = 0;
    }
  }
  return static_cast<int>(header);
}

std::string plain_name(std::filesystem::path file) {
  while (file.has_extension() && file.extension() != file) file = file.stem();
  return file.filename().string();
}

Result<std::string> first_bytes(const std::filesystem::path& file) {
  std::string head(std::size_t{1} << 16, '\0');
  auto bytes = open_bytes(file);
  if (!bytes) return pass(bytes);
  std::size_t filled = 0;
  for (std::size_t last = 1; last > 0 && filled < head.size(); filled += last) {
    auto got = (*bytes)->read(head.data() + filled, head.size() - filled);
    if (!got) return pass(got);
    last = *got;
  }
  head.resize(filled);
  return head;
}

// The sheets, and where the table of the chosen one begins.
Status look_at_workbook(const std::filesystem::path& file, const FileChoices& chosen, SourceFormat& format,
                        Sample& found) {
  auto sheet = read_sheet(file, chosen.sheet);
  if (!sheet) return tl::unexpected(std::move(sheet.error()));
  found.sheets = std::move(sheet->tabs);
  format.sheet = chosen.sheet;
  if (chosen.skip_lines) return {};
  format.skip_lines = rows_before_header(*sheet);
  if (format.skip_lines > 0)
    found.guesses.push_back({"", "guess.header_row", {{"row", std::to_string(format.skip_lines + 1)}}});
  return {};
}

Status fill(Sample& sample, std::size_t most) {
  bool readable = false;
  while (sample.count < most) {
    RecordBlock& block = sample.blocks.emplace_back();
    auto more = sample.reader->next(block);
    if (!more) return tl::unexpected(std::move(more.error()));
    if (!*more) {
      sample.blocks.pop_back();
      sample.whole = true;
      break;
    }
    const std::size_t taken = std::min(block.count, most - sample.count);
    for (std::size_t i = 0; i < taken; ++i) readable = readable || !block.records[i].flaw;
    sample.count += taken;
  }
  if (!readable) return fail(Code::bad_data, "error.proposal.no_rows", {{"file", sample.name}});
  return {};
}

}  // namespace

Result<Sample> sample_from(std::unique_ptr<RecordReader> reader, const SourceFormat& format, const std::string& name,
                           std::size_t most) {
  Sample sample;
  sample.name = name;
  sample.format = format;
  sample.reader = std::move(reader);
  if (Status filled = fill(sample, most); !filled) return pass(filled);
  return sample;
}

Result<Sample> open_sample(const std::filesystem::path& file, const FileChoices& chosen, std::size_t most) {
  auto head = first_bytes(file);
  if (!head) return pass(head);
  Sample found;
  SourceFormat format;
  format.format = kind_of(file, *head);
  format.skip_lines = chosen.skip_lines.value_or(0);
  format.delimiter = chosen.delimiter;
  if (!chosen.encoding.empty()) format.encoding = chosen.encoding;
  if (format.format == FileFormat::xlsx)
    if (Status looked = look_at_workbook(file, chosen, format, found); !looked) return pass(looked);
  if (format.format == FileFormat::csv && !chosen.skip_lines) {
    format.skip_lines = lines_before_header(*head, chosen.delimiter);
    if (format.skip_lines > 0)
      found.guesses.push_back({"", "guess.header_row", {{"row", std::to_string(format.skip_lines + 1)}}});
  }
  auto reader = open_records(file, format);
  if (!reader && reader.error().key == "error.file.encoding" && chosen.encoding.empty()) {
    for (const Argument& argument : reader.error().arguments)
      if (argument.name == "looks_like") format.encoding = argument.value;
    found.guesses.push_back({"", "guess.encoding", {{"encoding", format.encoding}}});
    reader = open_records(file, format);
  }
  if (!reader) return pass(reader);
  if (format.format == FileFormat::csv && format.delimiter == 0) {
    format.delimiter = detect_delimiter(*head, format.quote, format.skip_lines);
    found.guesses.push_back({"",
                             "guess.delimiter",
                             {{"delimiter", format.delimiter == '\t' ? "tab" : std::string(1, format.delimiter)},
                              {"count", std::to_string((*reader)->columns().size())}}});
  }
  auto sample = sample_from(std::move(*reader), format, plain_name(file), most);
  if (!sample) return pass(sample);
  sample->guesses = std::move(found.guesses);
  sample->sheets = std::move(found.sheets);
  return sample;
}

}  // namespace tartip::registers
