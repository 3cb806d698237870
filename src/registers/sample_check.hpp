// What would become of a sample's records: the plan of an import over them, and nothing stored.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "registers/sample.hpp"
#include "registers/validation.hpp"

namespace tartip::registers {

struct CheckedReason {
  std::string column, expected_key;  // as a Rejection has them
  std::vector<Argument> arguments;
  std::int64_t rows = 0;
  std::string example;    // the value of the first such row
  std::int64_t line = 0;  // where it stands
};

struct SampleCheck {
  std::int64_t read = 0, accepted = 0;             // the others would wait in quarantine
  std::vector<CheckedReason> reasons;              // the most frequent first
  std::array<std::int64_t, k_flag_count> flags{};  // of the accepted, by bit
};

// Told of every record in turn, with its event when it is accepted and with the rejection when it is not; what they
// point to is good for the call only.
using RecordChecked = std::function<void(const Record&, const Event*, const Rejection*)>;

// Two records of one key with different content: the second waits, as in an import; rows that an earlier import brought
// are not known here. Error: those of Plan::make.
Result<SampleCheck> check_sample(const Sample& sample, const Description& description, const Axes& axes,
                                 const RecordChecked& told = {});

}  // namespace tartip::registers
