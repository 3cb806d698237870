// The written definitions that figures are bound to. Every figure carries one id; docs/methods/definitions.md gives
// each in three languages with its formula. A changed formula is a new version, never an edit.
#pragma once
#include <array>
#include <string_view>

namespace tartip::statistics {

namespace definition {
inline constexpr std::string_view k_count = "tartip:count:v1";
inline constexpr std::string_view k_amount = "tartip:amount:v1";
inline constexpr std::string_view k_change = "tartip:change:v1";
inline constexpr std::string_view k_percent = "tartip:change-percent:v1";
inline constexpr std::string_view k_verdict = "tartip:change-verdict:v1";
inline constexpr std::string_view k_rate = "tartip:rate:v1";
inline constexpr std::string_view k_rate_annualised = "tartip:rate-annualised:v1";
inline constexpr std::string_view k_share = "tartip:share:v1";
inline constexpr std::string_view k_contribution = "tartip:contribution:v1";
inline constexpr std::string_view k_rate_decomposition = "tartip:rate-decomposition:v1";
inline constexpr std::string_view k_shrunken_rate = "tartip:shrunken-rate:v1";
inline constexpr std::string_view k_rank = "tartip:rank:v1";
inline constexpr std::string_view k_funnel = "tartip:funnel:v1";
inline constexpr std::string_view k_comparability = "tartip:comparability:v1";
inline constexpr std::string_view k_usual_range = "tartip:usual-range:v1";
}  // namespace definition

inline constexpr std::array k_definitions = {definition::k_count,           definition::k_amount,
                                             definition::k_change,          definition::k_percent,
                                             definition::k_verdict,         definition::k_rate,
                                             definition::k_rate_annualised, definition::k_share,
                                             definition::k_contribution,    definition::k_rate_decomposition,
                                             definition::k_shrunken_rate,   definition::k_rank,
                                             definition::k_funnel,          definition::k_comparability,
                                             definition::k_usual_range};

}  // namespace tartip::statistics
