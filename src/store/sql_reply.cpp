#include "store/sql_reply.hpp"

#include <cstring>
#include <utility>

namespace tartip::store::sql_reply {
namespace {

class Reading {
 public:
  explicit Reading(std::string_view bytes) : bytes_(bytes) {}
  bool ended() const { return bytes_.empty(); }
  bool broken() const { return broken_; }

  template <class T>
  T take() {
    T value{};
    if (bytes_.size() < sizeof value) {
      broken_ = true;
      bytes_ = {};
      return value;
    }
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return value;
  }
  std::string text() {
    const auto size = take<std::uint32_t>();
    if (size > bytes_.size()) {
      broken_ = true;
      bytes_ = {};
      return {};
    }
    std::string found(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return found;
  }
  Value cell() {
    switch (take<char>()) {
      case k_text:
        return text();
      case k_integer:
        return take<std::int64_t>();
      case k_number:
        return take<double>();
      default:
        return {};
    }
  }

 private:
  std::string_view bytes_;
  bool broken_ = false;
};

}  // namespace

Result<SqlAnswer> read(std::string_view bytes) {
  SqlAnswer found;
  Reading reading(bytes);
  while (!reading.ended()) {
    switch (reading.take<char>()) {
      case k_table: {
        const auto columns = reading.take<std::uint32_t>();
        for (std::uint32_t i = 0; i < columns && !reading.broken(); ++i) {
          std::string name = reading.text();
          found.table.columns.push_back({std::move(name), static_cast<ColumnType>(reading.take<char>())});
        }
        break;
      }
      case k_row: {
        auto& row = found.table.rows.emplace_back();
        for (std::size_t i = 0; i < found.table.columns.size(); ++i) row.push_back(reading.cell());
        break;
      }
      case k_more:
        found.more = true;
        break;
      case k_error: {
        const std::string key = reading.text(), reason = reading.text();
        const Code code = key == "error.sql.memory"  ? Code::too_large
                          : key == "error.sql.start" ? Code::unavailable
                                                     : Code::bad_input;
        return fail(code, key, {{"reason", reason}});
      }
      case k_end:
        if (reading.ended() && !reading.broken()) return found;
        [[fallthrough]];
      default:
        return fail(Code::too_large, "error.sql.memory", {{"reason", ""}});
    }
  }
  // It ended in the middle: nothing but a limit ends it.
  return fail(Code::too_large, "error.sql.memory", {{"reason", ""}});
}

}  // namespace tartip::store::sql_reply
