#include "registers/csv_split.hpp"

#include <algorithm>
#include <cstring>

namespace tartip::registers {

std::size_t RecordSplitter::find(char c, std::size_t from) const {
  if (from >= text_.size()) return text_.size();
  const void* found = std::memchr(text_.data() + from, c, text_.size() - from);
  return found == nullptr ? text_.size() : static_cast<std::size_t>(static_cast<const char*>(found) - text_.data());
}

RecordEnd RecordSplitter::end_at_line(RecordEnd::Kind kind, std::size_t start) const {
  const std::size_t newline = find(dialect_.newline, start);
  RecordEnd end;
  end.kind = kind;
  end.next = std::min(newline + 1, text_.size());
  end.length = newline - start;
  if (end.length > 0 && text_[start + end.length - 1] == '\r') --end.length;
  return end;
}

RecordEnd RecordSplitter::find_end(std::size_t start) {
  const std::size_t newline = find(dialect_.newline, start);
  if (dialect_.quote != 0) {
    if (!quote_known_ || next_quote_ < start) {
      next_quote_ = find(dialect_.quote, start);
      quote_known_ = true;
    }
    if (next_quote_ < newline) return find_quoted_end(start);
  }
  if (newline == text_.size() && !at_end_) return {RecordEnd::Kind::need_more};
  return end_at_line(RecordEnd::Kind::complete, start);
}

RecordEnd RecordSplitter::find_quoted_end(std::size_t start) {
  std::size_t lines = 1;
  std::size_t newline = find(dialect_.newline, start);
  std::size_t at = next_quote_;  // a quote outside quotes, or text.size()
  for (;;) {
    if (at >= newline) {
      if (newline == text_.size() && !at_end_) return {RecordEnd::Kind::need_more};
      RecordEnd end;
      end.length = newline - start;
      end.next = std::min(newline + 1, text_.size());
      end.lines = lines;
      if (end.length > 0 && text_[newline - 1] == '\r') --end.length;
      return end;
    }
    if (at != start && text_[at - 1] != dialect_.delimiter) {
      at = find(dialect_.quote, at + 1);  // a quote inside an unquoted field is a character like others
      continue;
    }
    std::size_t close = at;
    for (;;) {
      close = find(dialect_.quote, close + 1);
      if (close == text_.size()) {
        if (!at_end_ && (text_.size() - start < longest_ || newline == text_.size()))
          return {RecordEnd::Kind::need_more};
        return end_at_line(RecordEnd::Kind::unclosed_quote, start);
      }
      if (close - start > longest_) return end_at_line(RecordEnd::Kind::unclosed_quote, start);
      if (close + 1 == text_.size() && !at_end_) return {RecordEnd::Kind::need_more};
      if (close + 1 == text_.size() || text_[close + 1] != dialect_.quote) break;
      ++close;
    }
    std::size_t after = close + 1;
    if (after < text_.size() && text_[after] == '\r' && dialect_.newline != '\r') {
      if (after + 1 == text_.size() && !at_end_) return {RecordEnd::Kind::need_more};
      ++after;
      if (after < text_.size() && text_[after] != dialect_.newline)
        return end_at_line(RecordEnd::Kind::bad_quote, start);
    }
    if (after < text_.size() && text_[after] != dialect_.newline && text_[after] != dialect_.delimiter) {
      return end_at_line(RecordEnd::Kind::bad_quote, start);
    }
    if (newline < close) {
      lines +=
          static_cast<std::size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at),
                                              text_.begin() + static_cast<std::ptrdiff_t>(close), dialect_.newline));
      newline = find(dialect_.newline, close);
    }
    at = find(dialect_.quote, after);
  }
}

namespace {

std::string_view unquoted(std::string_view quoted, char quote, std::deque<std::string>& unescaped) {
  const std::string_view inner = quoted.substr(1, quoted.size() - 2);
  if (inner.find(quote) == std::string_view::npos) return inner;
  std::string& text = unescaped.emplace_back();
  text.reserve(inner.size());
  for (std::size_t i = 0; i < inner.size(); ++i) {
    text += inner[i];
    if (inner[i] == quote) ++i;
  }
  return text;
}

}  // namespace

void split_fields(std::string_view record, Dialect dialect, std::vector<std::string_view>& fields,
                  std::deque<std::string>& unescaped) {
  fields.clear();
  const char* at = record.data();
  const char* const end = at + record.size();
  const bool quotes = dialect.quote != 0 && record.find(dialect.quote) != std::string_view::npos;
  for (;;) {
    const char* stop = nullptr;
    if (quotes && at != end && *at == dialect.quote) {
      const char* close = at;
      for (;;) {
        close =
            static_cast<const char*>(std::memchr(close + 1, dialect.quote, static_cast<std::size_t>(end - close - 1)));
        if (close == nullptr || close + 1 == end || close[1] != dialect.quote) break;
        ++close;
      }
      // A complete record closes every quote; anything else is taken as it stands.
      stop = close == nullptr ? end : close + 1;
      const std::string_view field(at, static_cast<std::size_t>(stop - at));
      fields.push_back(close == nullptr ? field : unquoted(field, dialect.quote, unescaped));
    } else {
      stop = at == end
                 ? nullptr
                 : static_cast<const char*>(std::memchr(at, dialect.delimiter, static_cast<std::size_t>(end - at)));
      if (stop == nullptr) stop = end;
      fields.emplace_back(at, static_cast<std::size_t>(stop - at));
    }
    if (stop == end) return;
    at = stop + 1;
  }
}

char detect_newline(std::string_view sample) {
  if (sample.find('\n') != std::string_view::npos) return '\n';
  return sample.find('\r') != std::string_view::npos ? '\r' : '\n';
}

char detect_delimiter(std::string_view sample, char quote, int lines_to_skip) {
  constexpr int k_records = 100;
  const char newline = detect_newline(sample);
  for (int i = 0; i < lines_to_skip; ++i) {
    const std::size_t end = sample.find(newline);
    sample = end == std::string_view::npos ? std::string_view{} : sample.substr(end + 1);
  }
  char best = ',';
  double best_score = 0;
  std::vector<std::string_view> fields;
  std::deque<std::string> unescaped;
  for (char delimiter : {',', ';', '\t', '|'}) {
    const Dialect dialect{delimiter, quote, newline};
    RecordSplitter splitter(sample, true, dialect, sample.size());
    std::size_t first = 0;
    double same = 0;
    double all = 0;
    for (std::size_t start = 0; start < sample.size() && all < k_records;) {
      const RecordEnd end = splitter.find_end(start);
      const std::string_view record = sample.substr(start, end.length);
      start = end.next;
      if (record.empty()) continue;
      split_fields(record, dialect, fields, unescaped);
      if (first == 0) first = fields.size();
      ++all;
      if (fields.size() == first && end.kind == RecordEnd::Kind::complete) ++same;
    }
    if (first < 2) continue;
    // Agreement counts most; a few more columns do not outweigh ragged records.
    const double score = same / all + 1e-3 * static_cast<double>(std::min<std::size_t>(first, 200));
    if (score > best_score) {
      best = delimiter;
      best_score = score;
    }
  }
  return best;
}

}  // namespace tartip::registers
