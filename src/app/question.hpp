// From the parameters that narrow a question (period, in, class, where, known-on) to the cube's filter, the same for
// every operation.
#pragma once
#include <string>
#include <vector>

#include "app/centre.hpp"
#include "app/operation.hpp"
#include "app/wording.hpp"
#include "cube/query.hpp"

namespace tartip::app {

// A query of the register with its filter and cut; measure and axes are the operation's.
Result<cube::Query> question_of(const Call& call, const Centre& centre);

// What the filter leaves, in the words it was asked with: "class=A", "in=15", "where=cause=lightning".
std::vector<std::string> filter_words(const Call& call);

// The last calendar year that the register covers wholly; nothing when there is none.
std::optional<axes::Span> last_complete_year(const store::Overview& overview);

// Register, source, caution, period, filter, cut, version: the facts above every table of figures.
Result<std::vector<Sheet::Fact>> origin_facts(const Call& call, Centre& centre, const cube::Query& query,
                                              const Wording& words);

}  // namespace tartip::app
