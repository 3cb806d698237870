#include "registers/plan_steps.hpp"

namespace tartip::registers {
namespace {

// An item may be found that is not valid on the day: the answer carries both, below k_none.
constexpr std::int32_t k_other_days = -2;

}  // namespace

Result<ClassStep> ClassStep::make(const Description& description, const ColumnFinder& columns, const Axes& axes) {
  ClassStep step;
  step.rule_ = description.classes;
  auto column = columns.find(step.rule_.column);
  if (!column) return pass(column);
  step.column_ = *column;
  if (step.column_ < 0) return step;
  step.scheme_ = axes.classes;
  if (step.scheme_ == nullptr && !step.rule_.scheme.empty()) {
    return fail(Code::not_found, "error.register.scheme_missing",
                {{"register", description.id}, {"scheme", step.rule_.scheme}});
  }
  if (step.scheme_ != nullptr) {
    step.epochs_ = Epochs::of(step.scheme_->items());
    step.cache_ = std::make_unique<LookupCache>();
  }
  return step;
}

bool ClassStep::check(const Fields& fields, axes::Day day, Event& event, Rejection& rejection) const {
  event.item = -1;
  event.new_class = {};
  if (column_ < 0) return true;
  const std::string_view text = fields[column_];
  if (text.empty()) {
    if (rule_.required) return reject(rejection, rule_.column, "", "expected.class_present");
    return true;
  }
  std::int32_t answer = LookupCache::k_none;
  if (scheme_ != nullptr) {
    answer = cache_->find(text, epochs_.of_day(day), [&] {
      const std::string word(text);
      if (const auto item = scheme_->item_for(word, day)) return *item;
      for (const axes::Day other : epochs_.starts()) {
        if (const auto item = scheme_->item_for(word, other)) return k_other_days - *item;
      }
      return LookupCache::k_none;
    });
  }
  if (answer >= 0) {
    event.item = answer;
    return true;
  }
  if (answer <= k_other_days) {
    if (rule_.unknown == Rule::quarantine) {
      return reject(rejection, rule_.column, text, "expected.class_valid", {{"scheme", rule_.scheme}});
    }
    event.item = k_other_days - answer;
    event.flags |= k_class_outside_validity;
    return true;
  }
  switch (rule_.unknown) {
    case Rule::quarantine:
      return reject(rejection, rule_.column, text, "expected.class", {{"scheme", rule_.scheme}});
    case Rule::keep:
      event.flags |= k_unknown_class;
      return true;
    case Rule::add:
      event.new_class = text;
      return true;
  }
  return true;
}

}  // namespace tartip::registers
