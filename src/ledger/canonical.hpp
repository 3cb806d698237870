// The one byte sequence of a JSON value (RFC 8785, JSON Canonicalization Scheme): members sorted, no blanks, numbers as
// ECMAScript writes them. What is hashed and signed is written this way, so that the same content has the same hash.
#pragma once
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace tartip::ledger {

// Any JSON text in, the canonical one out. Whole numbers beyond ±2^53 are refused: other readers would round them.
// Errors: bad_data `error.ledger.json`.
Result<std::string> canonical_json(std::string_view text);

// A finite number as ECMAScript's Number::toString writes it: 1e21, 0.000001, 1e-7, 100.
std::string canonical_number(double value);

}  // namespace tartip::ledger
