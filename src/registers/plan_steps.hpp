// The parts of a Plan: each takes one axis from a record's fields to the event, or says why not.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axes/classification.hpp"
#include "axes/territory.hpp"
#include "axes/time_zone.hpp"
#include "geo/projection.hpp"
#include "registers/description.hpp"
#include "registers/lookup_cache.hpp"
#include "registers/record.hpp"
#include "registers/time_format.hpp"
#include "registers/validation.hpp"

namespace tartip::registers {

// Where the description's columns stand in the source.
class ColumnFinder {
 public:
  ColumnFinder(const Description& description, const std::vector<std::string>& columns)
      : description_(&description), columns_(&columns) {}
  // -1 for "". Error: error.register.column_missing (names the nearest), error.register.delimiter.
  Result<int> find(const std::string& name) const;

 private:
  const Description* description_;
  const std::vector<std::string>* columns_;
};

// One record's fields, trimmed; what stands for "not known" gives a view without data.
class Fields {
 public:
  Fields(const Record& record, const std::vector<std::string>& missing) : record_(&record), missing_(&missing) {}
  std::string_view operator[](int column) const;

 private:
  const Record* record_;
  const std::vector<std::string>* missing_;
};

bool reject(Rejection& rejection, std::string_view column, std::string_view value, std::string expected_key,
            std::vector<Argument> arguments = {});

// Stretches of days on which an axis does not change: a question about a day is answered once a stretch.
class Epochs {
 public:
  template <class Items>
  static Epochs of(const Items& items) {
    Epochs epochs;
    for (const auto& item : items) {
      epochs.starts_.push_back(item.valid.from);
      epochs.starts_.push_back(item.valid.to);
    }
    epochs.sort();
    return epochs;
  }
  std::uint64_t of_day(axes::Day day) const;
  const std::vector<axes::Day>& starts() const { return starts_; }

 private:
  void sort();
  std::vector<axes::Day> starts_;
};

class TimeStep {
 public:
  static Result<TimeStep> make(const Description& description, const ColumnFinder& columns, const Axes& axes);
  bool check(const Fields& fields, Event& event, Rejection& rejection) const;
  // A moment that the description's formats read, as text that sorts; empty when none does.
  std::string sortable(std::string_view text) const;
  // The local day on which the event's time ends.
  axes::Day last_day(const Event& event) const;

 private:
  struct Field {
    std::vector<int> columns;
    std::vector<TimeFormat> formats;
    std::string value;  // without columns: of every row
    std::string column_name;
    std::string first_format;
  };
  static std::string_view shown(const Field& field, const Fields& fields);
  enum class Outcome { read, missing, rejected };
  static Result<Field> make_field(const TimeField& field, const ColumnFinder& columns);
  Outcome read(const Field& field, const Fields& fields, Reading& reading, std::uint32_t& flags,
               Rejection& rejection) const;
  axes::Micros utc_of(axes::Micros local, std::uint32_t& flags) const;

  Field from_, until_;
  std::optional<axes::TimeZone> zone_;
  bool required_ = true;
  Rule outside_ = Rule::quarantine;
  std::optional<axes::Span> covers_;
  axes::Micros now_ = 0;
};

class PlaceStep {
 public:
  static Result<PlaceStep> make(const Description& description, const ColumnFinder& columns, const Axes& axes);
  bool check(const Fields& fields, axes::Day day, Event& event, Rejection& rejection) const;

 private:
  bool check_point(const Fields& fields, Event& event, Rejection& rejection) const;
  bool check_unit(const Fields& fields, axes::Day day, Event& event, Rejection& rejection) const;
  std::int32_t unit_named(std::string_view text, std::int32_t level, axes::Day day, std::uint64_t epoch,
                          std::int32_t within) const;
  void join(std::int32_t by_point, std::int32_t by_code, Event& event) const;

  PlaceRule rule_;
  int x_ = -1, y_ = -1, code_ = -1, within_ = -1;
  char decimal_ = '.', thousands_ = 0;
  std::optional<geo::Projection> projection_;
  const axes::Territory* territory_ = nullptr;
  std::int32_t level_ = -1, within_level_ = -1;
  Epochs epochs_;
  std::unique_ptr<LookupCache> cache_;
};

class ClassStep {
 public:
  static Result<ClassStep> make(const Description& description, const ColumnFinder& columns, const Axes& axes);
  bool check(const Fields& fields, axes::Day day, Event& event, Rejection& rejection) const;

 private:
  ClassRule rule_;
  int column_ = -1;
  const axes::Classification* scheme_ = nullptr;
  Epochs epochs_;
  std::unique_ptr<LookupCache> cache_;
};

}  // namespace tartip::registers
