// Where records and fields of a CSV text end (RFC 4180, with what real files add: bare CR or LF, quotes inside unquoted
// fields).
#pragma once
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace tartip::registers {

struct Dialect {
  char delimiter = ',';
  char quote = '"';     // 0: none
  char newline = '\n';  // '\r' only for files that know no '\n'
};

struct RecordEnd {
  enum class Kind {
    complete,
    need_more,       // the text ends first, and it is not the file's end
    unclosed_quote,  // no closing quote up to the limit or the end of the file: the record is taken to end with its
                     // line
    bad_quote,       // text between a closing quote and the next delimiter: likewise
  };
  Kind kind = Kind::complete;
  std::size_t length = 0;  // of the record without its newline
  std::size_t next = 0;    // where the next record starts
  std::size_t lines = 1;   // how many lines of the file the record takes
};

// Finds record ends from left to right in one text; keeps where the next quote is, so that text without quotes is
// looked at once.
class RecordSplitter {
 public:
  RecordSplitter(std::string_view text, bool at_end_of_file, Dialect dialect, std::size_t longest)
      : text_(text), at_end_(at_end_of_file), dialect_(dialect), longest_(longest) {}
  // `start` < text.size(), not less than in the call before.
  RecordEnd find_end(std::size_t start);

 private:
  std::size_t find(char c, std::size_t from) const;
  RecordEnd end_at_line(RecordEnd::Kind kind, std::size_t start) const;
  RecordEnd find_quoted_end(std::size_t start);

  std::string_view text_;
  bool at_end_;
  Dialect dialect_;
  std::size_t longest_;
  std::size_t next_quote_ = 0;  // first quote at or after the last place looked at; text.size() when none
  bool quote_known_ = false;
};

// The fields of one complete record. Views look into `record`, or into `unescaped` where doubled quotes were undone.
void split_fields(std::string_view record, Dialect dialect, std::vector<std::string_view>& fields,
                  std::deque<std::string>& unescaped);

// The dialect a sample speaks: among comma, semicolon, tab and bar the delimiter that gives the most records the same
// number of fields as the first, then the most fields; the comma when none splits. `lines_to_skip` lines come before
// the header.
char detect_delimiter(std::string_view sample, char quote, int lines_to_skip);
char detect_newline(std::string_view sample);

}  // namespace tartip::registers
