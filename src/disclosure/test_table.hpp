// The reference cases of suppression.
#pragma once
#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <map>
#include <string>
#include <vector>

#include "disclosure/sum_table.hpp"
#include "support/shared.hpp"

namespace tartip::test {

// A case of ../shared/reference/disclosure/suppression: cells get the cost `cost(value)`.
struct ReferenceCase {
  disclosure::SumTable table;
  std::map<std::string, std::size_t> number;
  std::vector<std::string> keys;
  boost::json::value json;
};

template <class Cost>
ReferenceCase reference_case(const std::filesystem::path& file, Cost cost) {
  ReferenceCase read{.table = {}, .number = {}, .keys = {}, .json = boost::json::parse(slurp(file))};
  for (const auto& one : read.json.at("cells").as_array()) {
    disclosure::Cell cell{.value = one.at("value").to_number<double>()};
    cell.primary = one.at("primary").as_bool();
    cell.cost = cost(cell.value);
    if (cell.primary) cell.down = cell.up = 2;
    read.number[std::string(one.at("key").as_string())] = read.keys.size();
    read.keys.emplace_back(one.at("key").as_string());
    read.table.cells.push_back(cell);
  }
  for (const auto& one : read.json.at("sums").as_array()) {
    disclosure::Sum sum{read.number.at(std::string(one.at("total").as_string())), {}};
    for (const auto& part : one.at("parts").as_array()) sum.parts.push_back(read.number.at(part.as_string().c_str()));
    read.table.sums.push_back(std::move(sum));
  }
  return read;
}

}  // namespace tartip::test
