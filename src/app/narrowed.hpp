// Answers that no question narrows beforehand, cut down to what their visitor may see.
#pragma once
#include "app/decision.hpp"
#include "app/operation.hpp"

namespace tartip::app {

// Groups of fewer forecasts than this have no score of their own for who may not see the figures that came true: with a
// published forecast, the error of a single one is the figure.
inline constexpr std::int64_t k_least_scored = 10;

// Lists of registers, of what can be asked of them and of their own classes: those within the scope, with their sizes
// where the visitor may see the register's figures whole. Scores of forecasts, for whom they are only what is
// published: no small groups, two digits that count (a difference of two answers, a day apart, tells no single figure).
void narrow_answer(const Operation& operation, const Asked& asked, const Visitor& visitor, Answer& answer);

}  // namespace tartip::app
