#include "text/numbers.hpp"

#include <unicode/measunit.h>
#include <unicode/numberformatter.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cmath>

#include "base/require.hpp"

namespace tartip::text {
namespace {

using icu::number::LocalizedNumberFormatter;
using icu::number::NumberFormatter;
using icu::number::Precision;

LocalizedNumberFormatter formatter(const std::string& language) {
  return NumberFormatter::withLocale(icu::Locale(language.c_str()));
}

std::string write(const LocalizedNumberFormatter& format, double number) {
  if (!std::isfinite(number)) return "—";
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString text = format.formatDouble(number, status).toString(status);
  require(U_SUCCESS(status) != 0, "ICU cannot write a number");
  text.findAndReplace(icu::UnicodeString(u"-"), icu::UnicodeString(u"\u2212"));
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

}  // namespace

Numbers::Numbers(std::string_view language) : language_(language == "kk" || language == "ru" ? language : "en") {}

std::string Numbers::integer(double whole) const {
  return write(formatter(language_).precision(Precision::integer()).sign(UNUM_SIGN_NEGATIVE), whole);
}

std::string Numbers::decimal(double number, int digits) const {
  return write(formatter(language_).precision(Precision::fixedFraction(digits)).sign(UNUM_SIGN_NEGATIVE), number);
}

std::string Numbers::significant(double number, int digits) const {
  if (!std::isfinite(number) || number == 0) return decimal(number, 0);
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(number)))) + 1;
  return decimal(number, std::clamp(digits - magnitude, 0, 12));
}

std::string Numbers::change(double number, int digits) const {
  return write(formatter(language_).precision(Precision::fixedFraction(digits)).sign(UNUM_SIGN_EXCEPT_ZERO), number);
}

std::string Numbers::percent(double percent, int digits) const {
  return write(formatter(language_)
                   .unit(icu::NoUnit::percent())
                   .precision(Precision::fixedFraction(digits))
                   .sign(UNUM_SIGN_NEGATIVE),
               percent);
}

std::string Numbers::percent_change(double percent, int digits) const {
  return write(formatter(language_)
                   .unit(icu::NoUnit::percent())
                   .precision(Precision::fixedFraction(digits))
                   .sign(UNUM_SIGN_EXCEPT_ZERO),
               percent);
}

}  // namespace tartip::text
