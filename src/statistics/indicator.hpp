// An indicator: a question asked of a form, bound to one written definition (descriptions/indicators.toml).
//
// "Clearance" is a question; completed / registered, sent to court / registered and four more are its definitions, and
// they give 25 to 52 per cent from the same form. Numerator and denominator are sums of cells; "@" stands for the row
// that is asked for (all offences, one article): "R1[@].g6 + R1[@].g15".
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "axes/names.hpp"
#include "base/error.hpp"
#include "statistics/definition_id.hpp"
#include "statistics/form.hpp"

namespace tartip::statistics {

enum class IndicatorShape : std::uint8_t {
  count,         // events
  amount,        // money: no sampling interval
  share,         // per cent; the numerator is part of the denominator
  ratio,         // per cent; the numerator also counts what the denominator does not (older cases): can exceed 100
  amount_share,  // per cent of money: no sampling interval
  rate           // events per so many residents
};
std::string_view name_of(IndicatorShape shape);

struct Term {
  int sign = 1;
  CellAddress cell;  // row "@": the one asked for
};
using Expression = std::vector<Term>;

// "R1[@].g6 + R1[@].g15 - R1-1[total].g2"; bad_input `error.form.address` names what is no address.
Result<Expression> parse_expression(std::string_view text);
std::string text_of(const Expression& expression);

struct Indicator {
  DefinitionId id;
  std::string question;
  IndicatorShape shape = IndicatorShape::count;
  Expression numerator;
  Expression denominator;  // empty for counts, amounts and rates
  // For a ratio: the part of the numerator that the denominator contains (decisions on offences of the same period).
  // Empty: not known, and the whole numerator is taken as independent, which makes the interval wider.
  Expression overlap;
  double per = 10'000;      // for rates
  bool any_row = false;     // numerator or denominator contain "@"
  std::string default_row;  // row that is meant when none is asked for; "total" unless said
  std::string unit;         // "events", "percent", "per_residents", "thousand_tenge"
  int decimals = 0;
  axes::Names names, definition, scope, cautions;
};

struct Question {
  std::string id;
  axes::Names names;
};

// Rows of the form that make up the row "total" between them: by gravity, by chapter.
struct Split {
  std::string id;
  axes::Names names;
  std::vector<std::string> rows;
};

// All indicators of a file, in its order.
struct IndicatorBook {
  std::vector<Question> questions;
  std::vector<Split> splits;
  std::vector<Indicator> indicators;

  // By full id or by its stem without version (then the latest version). not_found `error.indicator.unknown` with the
  // nearest known.
  Result<const Indicator*> find(const std::string& id) const;
  // Latest versions of the question's definitions. not_found `error.indicator.question`.
  Result<std::vector<const Indicator*>> about(const std::string& question) const;
};

// `file` stands in messages. Refused: an id twice, a question not declared, a share without a denominator, a count with
// one, a definition without text in kk, ru or en, an address that is none.
Result<IndicatorBook> parse_indicators(std::string_view toml, const std::string& file);

}  // namespace tartip::statistics
