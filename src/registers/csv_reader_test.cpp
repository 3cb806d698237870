#include "registers/csv_reader.hpp"

#include <doctest/doctest.h>
#include <zlib.h>

#include <map>
#include <string>
#include <thread>
#include <vector>

#include "registers/csv_split.hpp"
#include "support/shared.hpp"

namespace tartip::registers {
namespace {

struct Row {
  std::int64_t line = 0;
  std::vector<std::string> fields;
  std::string raw;
  std::string flaw;
  std::vector<Argument> arguments;
};

std::vector<Row> rows_of(RecordReader& reader) {
  std::vector<Row> rows;
  RecordBlock block;
  for (;;) {
    auto more = reader.next(block);
    REQUIRE_MESSAGE(more, more.error().describe());
    if (!*more) return rows;
    for (std::size_t i = 0; i < block.count; ++i) {
      const Record& record = block.records[i];
      Row row{record.line, {record.fields.begin(), record.fields.end()}, std::string(record.raw), "", {}};
      if (record.flaw) {
        row.flaw = record.flaw->key;
        row.arguments = record.flaw->arguments;
      }
      rows.push_back(std::move(row));
    }
  }
}

struct Read {
  std::vector<std::string> columns;
  std::vector<Row> rows;
};

Read read(const std::string& content, const SourceFormat& format = {}) {
  const test::TemporaryFolder folder;
  auto reader = open_records(folder.write("rows.csv", content), format);
  REQUIRE_MESSAGE(reader, reader.error().describe());
  return {(*reader)->columns(), rows_of(**reader)};
}

Error error_of(const std::string& content, const SourceFormat& format = {}) {
  const test::TemporaryFolder folder;
  auto reader = open_records(folder.write("rows.csv", content), format);
  if (!reader) return reader.error();
  RecordBlock block;
  for (;;) {
    auto more = (*reader)->next(block);
    if (!more) return more.error();
    REQUIRE(*more);
  }
}

std::string gzip(const std::string& content) {
  std::string packed(content.size() + 1000, '\0');
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

using Texts = std::vector<std::string>;

TEST_CASE("fields, quotes, and lines that count every newline") {
  const Read r = read("id,name,place\n1,\"a, b\",x\n2,\"say \"\"hi\"\"\",\"two\nlines\"\n3,5\" pipe,y\n");
  CHECK(r.columns == Texts{"id", "name", "place"});
  REQUIRE(r.rows.size() == 3);
  CHECK(r.rows[0].fields == Texts{"1", "a, b", "x"});
  CHECK(r.rows[1].fields == Texts{"2", "say \"hi\"", "two\nlines"});
  CHECK(r.rows[1].line == 3);
  CHECK(r.rows[1].raw == "2,\"say \"\"hi\"\"\",\"two\nlines\"");
  CHECK(r.rows[2].fields == Texts{"3", "5\" pipe", "y"});
  CHECK(r.rows[2].line == 5);
}

TEST_CASE("CRLF, bare CR, bare LF, a last line without newline, empty lines, byte order mark") {
  for (const char* content : {"\xEF\xBB\xBF"
                              "a;b\r\n1;2\r\n\r\n3;\"4\"\r\n",
                              "a;b\r1;2\r\r3;\"4\"", "a;b\n1;2\n\n3;\"4\""}) {
    const Read r = read(content);
    CHECK(r.columns == Texts{"a", "b"});
    REQUIRE(r.rows.size() == 2);
    CHECK(r.rows[0].fields == Texts{"1", "2"});
    CHECK(r.rows[0].raw == "1;2");
    CHECK(r.rows[1].fields == Texts{"3", "4"});
    CHECK(r.rows[1].line == 4);
  }
}

TEST_CASE("the delimiter is found by looking") {
  CHECK(read("a\tb\n1,5\t2\n").columns.size() == 2);
  CHECK(read("a|b|c\n1|2|3\n").columns.size() == 3);
  // Medellín: semicolons between fields, commas inside every number.
  CHECK(read("date;x;y\n2019-04-23;-75,5;6,2\n2019-05-12;-75,6;6,3\n").columns.size() == 3);
  CHECK(read("only\n1\n").columns.size() == 1);
}

TEST_CASE("header rules: none, lines before it, unnamed columns, repeated columns") {
  SourceFormat format;
  format.header = false;
  CHECK(read("1,2\n3,4\n", format).columns == Texts{"1", "2"});
  CHECK(read("1,2\n3,4\n", format).rows.size() == 2);
  format.header = true;
  format.skip_lines = 2;
  const Read r = read("Report of 2022\n\na,b\n1,2\n", format);
  CHECK(r.columns == Texts{"a", "b"});
  CHECK(r.rows[0].line == 4);
  CHECK(read(",b\n1,2\n").columns == Texts{"1", "b"});
  CHECK(error_of("a,b,a\n1,2,3\n").key == "error.file.columns_repeat");
  CHECK(read("a,b\n").rows.empty());
}

TEST_CASE("empty, missing and foreign files") {
  CHECK(error_of("").key == "error.file.empty");
  CHECK(error_of("\n\n \n").key == "error.file.empty");
  CHECK(open_records("/no/such/file.csv", {}).error().key == "error.file.unreadable");
  CHECK(open_records("/tmp", {}).error().key == "error.file.unreadable");
}

TEST_CASE("ragged rows, NUL bytes and broken UTF-8 are flaws of their row alone") {
  const Read r = read(std::string("a,b\n1\n1,2,3\nx\0y,2\nok,2\nbad\xFF,2\nКража,2\n", 42));
  REQUIRE(r.rows.size() == 6);
  CHECK(r.rows[0].flaw == "quarantine.ragged");
  CHECK(r.rows[0].arguments[1].value == "1");
  CHECK(r.rows[1].arguments[1].value == "3");
  CHECK(r.rows[2].flaw == "quarantine.nul");
  CHECK(r.rows[2].raw == "x\\x00y,2");
  CHECK(r.rows[3].flaw.empty());
  CHECK(r.rows[4].flaw == "quarantine.broken_utf8");
  CHECK(r.rows[4].arguments[0].value == "4");
  CHECK(r.rows[4].raw == "bad\\xFF,2");
  CHECK(r.rows[5].fields[0] == "Кража");
}

TEST_CASE("a quote that nobody closes costs its own row, not the file") {
  std::string content = "a,b\n1,2\n3,\"open\n";
  for (int i = 0; i < 1000; ++i) content += "5,6\n";
  const Read r = read(content);
  REQUIRE(r.rows.size() == 1002);
  CHECK(r.rows[1].flaw == "quarantine.unclosed_quote");
  CHECK(r.rows[1].line == 3);
  CHECK(r.rows[2].fields == Texts{"5", "6"});

  const Read closed_later = read("a,b\n3,\"open\n5,6\n7,\"8\"\n9,10\n");
  REQUIRE(closed_later.rows.size() == 4);
  CHECK(closed_later.rows[0].flaw == "quarantine.bad_quote");
  CHECK(closed_later.rows[0].line == 2);
  CHECK(closed_later.rows[3].fields == Texts{"9", "10"});

  // Longer than a record may be: found without holding the file.
  std::string large = "a,b\n3,\"open\n";
  while (large.size() < (std::size_t{9} << 20)) large += "5,some text that fills the line\n";
  const Read far = read(large);
  CHECK(far.rows[0].flaw == "quarantine.unclosed_quote");
  CHECK(far.rows[1].line == 3);
  CHECK(far.rows.back().flaw.empty());
}

TEST_CASE("a line of many megabytes is a flaw, and reading goes on behind it in bounded memory") {
  for (const char* start : {"x", "\"x"}) {
    std::string content = std::string("a,b\n1,2\n") + start;
    content.append(std::size_t{40} << 20, 'y');
    content += "\n3,4\n";
    const test::TemporaryFolder folder;
    auto reader = open_records(folder.write("long.csv", content), {});
    REQUIRE(reader);
    RecordBlock block;
    std::vector<Row> rows;
    std::size_t most = 0;
    while (*(*reader)->next(block)) {
      most = std::max(most, block.bytes.capacity());
      for (std::size_t i = 0; i < block.count; ++i) {
        const Record& record = block.records[i];
        rows.push_back({record.line, {}, std::string(record.raw), record.flaw ? record.flaw->key : "", {}});
      }
    }
    REQUIRE(rows.size() == 3);
    CHECK(rows[1].flaw == "quarantine.long_line");
    CHECK(rows[1].line == 3);
    CHECK(rows[2].raw == "3,4");
    CHECK(rows[2].line == 4);
    CHECK(most <= (std::size_t{16} << 20));
  }
}

TEST_CASE("encodings: windows-1251 is converted, a wrong name is refused with the likely one") {
  const std::string cp1251 = "\xE2\xE8\xE4;\xE3\xEE\xF0\xEE\xE4\n\xCA\xF0\xE0\xE6\xE0;\xC0\xEB\xEC\xE0\xF2\xFB\n";
  SourceFormat format;
  format.encoding = "windows-1251";
  const Read r = read(cp1251, format);
  CHECK(r.columns == Texts{"вид", "город"});
  CHECK(r.rows[0].fields == Texts{"Кража", "Алматы"});
  CHECK(r.rows[0].raw == "Кража;Алматы");

  const Error wrong = error_of(cp1251);
  CHECK(wrong.key == "error.file.encoding");
  CHECK(wrong.arguments[2].value == "windows-1251");
  CHECK(error_of("вид;город\nКража;Алматы\n", format).arguments[2].value == "utf-8");
  format.encoding = "windows-9999";
  CHECK(error_of("a,b\n", format).key == "error.encoding.unknown");
  format.encoding = "windows-1251";
  CHECK(read("a;b\n\x98;2\n", format).rows[0].flaw == "quarantine.undefined_byte");
  const std::string utf16(
      "\xFF\xFE"
      "a\0,\0b\0\n\0"
      "1\0,\0"
      "2\0\n\0",
      18);
  CHECK(read(utf16).rows[0].fields == Texts{"1", "2"});
}

TEST_CASE("gzip by its first bytes; a cut or damaged one is an error") {
  std::string content = "a,b\n";
  for (int i = 0; i < 100'000; ++i) content += std::to_string(i) + "," + std::to_string(i % 97) + "\n";
  const std::string packed = gzip(content);
  CHECK(read(packed).rows.size() == 100'000);
  CHECK(read(packed + gzip("7,8\n")).rows.back().fields == Texts{"7", "8"});
  CHECK(error_of(packed.substr(0, packed.size() / 2)).key == "error.file.gzip_truncated");
  CHECK(error_of(packed.substr(0, packed.size() - 4)).key == "error.file.gzip_truncated");
  std::string damaged = packed;
  damaged[damaged.size() / 2] = static_cast<char>(~damaged[damaged.size() / 2]);
  CHECK(error_of(damaged).key == "error.file.gzip_damaged");
}

TEST_CASE("blocks from several threads give every record once, in the order of their numbers") {
  std::string content = "n,text\n";
  constexpr int k_rows = 200'000;
  for (int i = 0; i < k_rows; ++i) {
    content += std::to_string(i) + (i % 7 == 0 ? ",\"two\nlines, quoted \"\"here\"\"\"\n" : ",plain text\n");
  }
  const test::TemporaryFolder folder;
  auto reader = open_records(folder.write("rows.csv", content), {});
  REQUIRE(reader);
  std::mutex mutex;
  std::map<std::uint64_t, std::vector<std::pair<std::int64_t, int>>> blocks;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      RecordBlock block;
      while (*(*reader)->next(block)) {
        std::vector<std::pair<std::int64_t, int>> found;
        for (std::size_t i = 0; i < block.count; ++i) {
          found.emplace_back(block.records[i].line, std::stoi(std::string(block.records[i].fields[0])));
        }
        const std::lock_guard lock(mutex);
        blocks[block.sequence] = std::move(found);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::int64_t line = 2;
  int next = 0;
  for (const auto& [sequence, records] : blocks) {
    for (const auto& [at, number] : records) {
      CHECK_EQ(at, line);
      CHECK_EQ(number, next);
      line += number % 7 == 0 ? 2 : 1;
      ++next;
    }
  }
  CHECK(next == k_rows);
  CHECK(blocks.size() > 2);
}

// The slow honest splitter: the same rules, one character after the other over the whole text.
TEST_CASE("cutting at any place gives the same records as the whole text") {
  const std::string text = "a,\"b\nc\",d\r\n\"x\"\"y\",,\n\"\",\"q\r\nr\",z\nplain,5\" pipe,z\n\"last\",1,2";
  const Dialect dialect;
  RecordSplitter whole(text, true, dialect, 1000);
  std::vector<std::size_t> ends;
  for (std::size_t at = 0; at < text.size();) {
    const RecordEnd end = whole.find_end(at);
    CHECK(end.kind == RecordEnd::Kind::complete);
    ends.push_back(at = end.next);
  }
  CHECK(ends.size() == 5);
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    RecordSplitter part(std::string_view(text).substr(0, cut), false, dialect, 1000);
    std::size_t i = 0;
    for (std::size_t at = 0; at < cut;) {
      const RecordEnd end = part.find_end(at);
      if (end.kind == RecordEnd::Kind::need_more) break;
      REQUIRE(i < ends.size());
      CHECK(end.next == ends[i]);
      at = ends[i++];
    }
  }
}

}  // namespace
}  // namespace tartip::registers
