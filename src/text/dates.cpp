#include "text/dates.hpp"

#include <unicode/dtfmtsym.h>
#include <unicode/gregocal.h>
#include <unicode/smpdtfmt.h>
#include <unicode/unistr.h>

#include "base/require.hpp"

namespace tartip::text {
namespace {

// English is written as in Britain and most of the world: day before month.
icu::Locale locale_of(const std::string& language) {
  return icu::Locale(language == "en" ? "en_GB" : language.c_str());
}

std::string to_utf8(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

icu::DateFormatSymbols symbols_of(const std::string& language) {
  UErrorCode status = U_ZERO_ERROR;
  icu::DateFormatSymbols symbols(locale_of(language), status);
  require(U_SUCCESS(status) != 0, "ICU lacks the names of months");
  return symbols;
}

std::string month_name(const std::string& language, int month, icu::DateFormatSymbols::DtWidthType width) {
  require(month >= 1 && month <= 12, "a month from 1 to 12");
  // Russian needs the nominative, which stands alone; Kazakh months that stand alone have a capital, which only begins
  // a sentence.
  const auto context = language == "kk" ? icu::DateFormatSymbols::FORMAT : icu::DateFormatSymbols::STANDALONE;
  const icu::DateFormatSymbols symbols = symbols_of(language);
  int32_t count = 0;
  return to_utf8(symbols.getMonths(count, context, width)[month - 1]);
}

std::string weekday_name(const std::string& language, int weekday, icu::DateFormatSymbols::DtWidthType width) {
  require(weekday >= 1 && weekday <= 7, "a weekday from 1 (Monday) to 7");
  const icu::DateFormatSymbols symbols = symbols_of(language);
  int32_t count = 0;
  return to_utf8(symbols.getWeekdays(count, icu::DateFormatSymbols::STANDALONE, width)[weekday == 7 ? 1 : weekday + 1]);
}

}  // namespace

Dates::Dates(std::string_view language) : language_(language == "kk" || language == "ru" ? language : "en") {}

std::string Dates::day(int year, int month, int day) const {
  UErrorCode status = U_ZERO_ERROR;
  const icu::TimeZone* const utc = icu::TimeZone::getGMT();
  icu::GregorianCalendar calendar(*utc, status);
  calendar.clear();
  calendar.set(year, month - 1, day);
  const std::unique_ptr<icu::DateFormat> format(
      icu::DateFormat::createDateInstance(icu::DateFormat::kLong, locale_of(language_)));
  require(format != nullptr, "ICU lacks the form of dates");
  format->setTimeZone(*utc);
  icu::UnicodeString text;
  format->format(calendar.getTime(status), text);
  require(U_SUCCESS(status) != 0, "ICU cannot write a date");
  return to_utf8(text);
}

std::string Dates::month(int month) const {
  return month_name(language_, month, icu::DateFormatSymbols::WIDE);
}
std::string Dates::short_month(int month) const {
  return month_name(language_, month, icu::DateFormatSymbols::ABBREVIATED);
}
std::string Dates::weekday(int weekday) const {
  return weekday_name(language_, weekday, icu::DateFormatSymbols::WIDE);
}
std::string Dates::short_weekday(int weekday) const {
  return weekday_name(language_, weekday, icu::DateFormatSymbols::ABBREVIATED);
}

}  // namespace tartip::text
