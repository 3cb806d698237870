#include "disclosure/cell_key.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/hash.hpp"
#include "base/require.hpp"

namespace tartip::disclosure {
namespace {

constexpr std::size_t k_most_entries = 50'000'000;

// The distribution over `changes` with mean 0 and this variance that is as spread out as can be: p ∝ exp(a·x + b·x²),
// found by Newton's method on the two moments. Where no distribution has them, the nearest.
std::vector<double> spread_out(const std::vector<int>& changes, double variance) {
  const auto at = [&](double a, double b) {
    double top = -1e300, sum = 0;
    std::vector<double> p;
    for (const int x : changes) p.push_back(a * x + b * x * x), top = std::max(top, p.back());
    for (double& one : p) sum += one = std::exp(one - top);
    for (double& one : p) one /= sum;
    return p;
  };
  const auto moment = [&](const std::vector<double>& p, int power) {
    double sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i) sum += p[i] * std::pow(changes[i], power);
    return sum;
  };
  // For a fixed b the mean grows with a, and at mean 0 the variance grows with b: bisection within bisection.
  const auto centred = [&](double b) {
    double low = -200, high = 200;
    for (int step = 0; step < 100; ++step) {
      const double a = (low + high) / 2;
      (moment(at(a, b), 1) < 0 ? low : high) = a;
    }
    return at((low + high) / 2, b);
  };
  double low = -50, high = 50;
  for (int step = 0; step < 100; ++step) {
    const double b = (low + high) / 2;
    (moment(centred(b), 2) < variance ? low : high) = b;
  }
  return centred((low + high) / 2);
}

}  // namespace

Result<NoiseTable> NoiseTable::make(std::span<const NoiseRow> rows, Above above) {
  const auto bad = [](const NoiseRow& row) {
    return fail(Code::bad_data, "error.disclosure.noise_row",
                {{"count", std::to_string(row.count)}, {"key", std::to_string(row.cell_key)}});
  };
  if (rows.empty()) return fail(Code::bad_data, "error.disclosure.noise_empty");
  NoiseTable table;
  table.above_ = above;
  table.least_ = rows.front().count;
  for (const NoiseRow& row : rows) {
    if (row.count < 0 || row.count + row.change < 0) return bad(row);
    table.least_ = std::min(table.least_, row.count);
    table.greatest_ = std::max(table.greatest_, row.count);
    table.keys_ = std::max(table.keys_, row.cell_key + 1);
  }
  const auto counts = static_cast<std::size_t>(table.greatest_ - table.least_) + 1;
  if (table.least_ > 1 || counts > rows.size() || table.keys_ > rows.size() || counts * table.keys_ != rows.size() ||
      rows.size() > k_most_entries)
    return fail(Code::bad_data, "error.disclosure.noise_gaps",
                {{"counts", std::to_string(table.least_) + "–" + std::to_string(table.greatest_)},
                 {"keys", std::to_string(table.keys_)},
                 {"rows", std::to_string(rows.size())}});
  if (above.repeat < 0 || above.repeat > table.greatest_ - table.least_ + 1)
    return fail(Code::bad_input, "error.disclosure.noise_repeat", {{"repeat", std::to_string(above.repeat)}});
  table.change_.resize(rows.size());
  std::vector<std::uint8_t> given(rows.size());
  for (const NoiseRow& row : rows) {
    const std::size_t at = static_cast<std::size_t>(row.count - table.least_) * table.keys_ + row.cell_key;
    if (std::exchange(given[at], std::uint8_t{1}) != 0) return bad(row);
    table.change_[at] = row.change;
  }
  return table;
}

std::int64_t NoiseTable::perturbed(std::int64_t count, std::uint32_t cell_key) const {
  require(count >= 0 && cell_key < keys_, "a count and a key of the table");
  if (count < least_) return count;
  std::int64_t as = count;
  if (count > greatest_) {
    if (above_.repeat == 0) return count;
    as = (count - greatest_ - 1) % above_.repeat + greatest_ - above_.repeat + 1;
  }
  return count + change_[static_cast<std::size_t>(as - least_) * keys_ + cell_key];
}

std::int32_t NoiseTable::greatest_change() const {
  std::int32_t greatest = 0;
  for (const std::int32_t change : change_) greatest = std::max(greatest, std::abs(change));
  return greatest;
}

std::vector<NoiseRow> NoiseTable::rows() const {
  std::vector<NoiseRow> rows;
  for (std::size_t i = 0; i < change_.size(); ++i)
    rows.push_back({least_ + static_cast<std::int64_t>(i / keys_), static_cast<std::uint32_t>(i % keys_), change_[i]});
  return rows;
}

std::uint32_t record_key(std::string_view secret, std::string_view record, std::uint32_t keys) {
  require(keys > 0, "there are keys");
  // The secret's own digest has a fixed length, so that no other pair of secret and record makes the same text.
  const std::string digest = sha256_hex(sha256_hex(secret) + std::string(record));
  return static_cast<std::uint32_t>(std::stoull(digest.substr(0, 15), nullptr, 16) % keys);
}

Result<NoiseTable> design_noise(const NoiseDesign& design) {
  const int most = design.greatest_change;
  if (most < 1 || most > 20 || !(design.variance > 0) || design.variance > most * most || design.least_shown < 1 ||
      design.least_shown > most + 1 || design.keys < 16 || design.keys > 65536)
    return fail(Code::bad_input, "error.disclosure.noise_design");
  std::vector<NoiseRow> rows;
  // From this count on nothing below is forbidden any more; the last row stands for all above.
  const std::int64_t last = most + design.least_shown;
  for (std::int64_t count = 1; count <= last; ++count) {
    std::vector<int> changes;
    for (int x = -most; x <= most; ++x)
      if (count + x == 0 || count + x >= design.least_shown) changes.push_back(x);
    const std::vector<double> p = spread_out(changes, design.variance);
    double sum = 0;
    std::uint32_t key = 0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      sum += p[i];
      const auto until =
          i + 1 == changes.size() ? design.keys : static_cast<std::uint32_t>(std::lround(sum * design.keys));
      for (; key < until; ++key) rows.push_back({count, key, changes[i]});
    }
  }
  return NoiseTable::make(rows, {.repeat = 1});
}

}  // namespace tartip::disclosure
