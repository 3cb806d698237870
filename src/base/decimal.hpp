// Exact numbers with three digits after the point: counts, and money in thousands of tenge down to the tenge. Sums of
// them are exact, so a control relation holds or fails without a tolerance.
//
// Values read are below 10^12 in size (parse refuses the rest), so that sums of several thousand of them stay in range.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tartip {

class Decimal {
 public:
  constexpr Decimal() = default;
  constexpr explicit Decimal(std::int64_t whole) : thousandths_(whole * 1000) {}
  static constexpr Decimal of_thousandths(std::int64_t thousandths) {
    Decimal value;
    value.thousandths_ = thousandths;
    return value;
  }

  // "12", "-3.5", "1.25E3", and the long tails that spreadsheets store for a decimal number: 5262121.8119999999 is the
  // binary neighbour of 5262121.812 and reads as that. Nothing for what is no number, has a fourth digit, or is 10^12
  // or more in size.
  static std::optional<Decimal> parse(std::string_view text);

  constexpr std::int64_t thousandths() const { return thousandths_; }
  constexpr bool is_whole() const { return thousandths_ % 1000 == 0; }
  double as_double() const { return static_cast<double>(thousandths_) / 1000.0; }
  std::string text() const;  // "5262121.812", "12", "-0.5": shortest

  constexpr Decimal& operator+=(Decimal other) {
    thousandths_ += other.thousandths_;
    return *this;
  }
  constexpr Decimal& operator-=(Decimal other) {
    thousandths_ -= other.thousandths_;
    return *this;
  }
  friend constexpr Decimal operator+(Decimal a, Decimal b) { return a += b; }
  friend constexpr Decimal operator-(Decimal a, Decimal b) { return a -= b; }
  friend constexpr Decimal operator-(Decimal a) { return of_thousandths(-a.thousandths_); }
  friend constexpr bool operator==(Decimal, Decimal) = default;
  friend constexpr auto operator<=>(Decimal, Decimal) = default;

 private:
  std::int64_t thousandths_ = 0;
};

}  // namespace tartip
