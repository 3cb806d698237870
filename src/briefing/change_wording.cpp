#include "briefing/change_wording.hpp"

#include <cmath>

namespace tartip::briefing {

using statistics::Basis;
using statistics::Change;

namespace {

bool has_interval(const Change& change) {
  return std::isfinite(change.low) && std::isfinite(change.high) && !change.imprecise;
}

// A rise whose upper end cannot be told still has a lower one.
bool has_lower_end(const Change& change) {
  return change.verdict == statistics::Verdict::rise && std::isfinite(change.low) && statistics::has_open_end(change);
}

bool fell_to_zero(const Change& change) {
  return change.current == 0 && change.verdict == statistics::Verdict::fall;
}

Verdict verdict_of(statistics::Verdict verdict) {
  switch (verdict) {
    case statistics::Verdict::none:
      return Verdict::none;
    case statistics::Verdict::rise:
      return Verdict::rise;
    case statistics::Verdict::fall:
      return Verdict::fall;
    case statistics::Verdict::unclear:
      return Verdict::unclear;
    case statistics::Verdict::few:
      return Verdict::few;
  }
  return Verdict::none;
}

}  // namespace

Verdict verdict_of(const Change& change) {
  return verdict_of(change.verdict);
}

Verdict verdict_of(const statistics::Part& part) {
  return verdict_of(statistics::corrected_verdict(part.change, part.p_adjusted));
}

std::string change_text(const Change& change, const Voice& voice) {
  switch (change.basis) {
    case Basis::compared:
      if (change.verdict == statistics::Verdict::few) return voice.say("change.few");
      if (fell_to_zero(change)) return voice.say("change.to_zero");
      // A percentage whose interval spans more than a factor of four is no figure to print.
      if (change.imprecise && change.verdict != statistics::Verdict::none)
        return voice.say(change.absolute > 0 ? "change.more" : "change.fewer");
      return voice.percent_change(change.percent);
    case Basis::from_zero:
      return voice.say("change.from_zero");
    case Basis::both_zero:
      return voice.say("change.both_zero");
    case Basis::missing:
      return std::isnan(change.current) ? voice.say("change.unknown") : voice.say("change.missing");
    case Basis::partial:
      return voice.say("change.partial");
    case Basis::not_comparable:
      return voice.say("change.not_comparable");
    case Basis::not_a_count:
      return voice.say("change.unknown");
  }
  return {};
}

std::string interval_cell(const Change& change, const Voice& voice) {
  if (has_lower_end(change)) return voice.say("change.at_least", {{"low", voice.percent_change(change.low)}});
  if (!has_interval(change)) return "—";
  return voice.range(voice.percent_change(change.low), voice.percent_change(change.high));
}

std::string interval_text(const Change& change, const Voice& voice) {
  if (!has_interval(change) && !has_lower_end(change)) return {};
  return voice.say("change.interval", {{"range", interval_cell(change, voice)}});
}

std::string change_sentence(const Change& change, const Compared& compared, const Voice& voice) {
  std::vector<text::Given> given = {{"subject", compared.subject},
                                    {"period", compared.period},
                                    {"previous_period", compared.previous},
                                    {"value", voice.count(change.current)},
                                    {"previous", voice.count(change.previous)}};
  switch (change.basis) {
    case Basis::missing:
      return voice.say(std::isnan(change.current) ? "total.unknown" : "total.no_earlier_year", given);
    case Basis::partial:
      return voice.say("total.partial", given);
    case Basis::not_comparable:
      return voice.say("total.not_comparable", given);
    case Basis::not_a_count:
      return voice.say("total.unknown", given);
    case Basis::both_zero:
      return voice.say("total.both_zero", given);
    case Basis::from_zero:
      return voice.say("total.from_zero", given);
    case Basis::compared:
      break;
  }
  if (fell_to_zero(change)) return voice.say("total.to_zero", given);
  given.push_back({"percent", voice.percent(std::abs(change.percent))});
  given.push_back({"change", voice.percent_change(change.percent)});
  given.push_back({"range", interval_cell(change, voice)});
  // A change beyond chance whose size is hardly known is told by its direction alone.
  const bool sized = has_interval(change);
  switch (change.verdict) {
    case statistics::Verdict::rise:
      return voice.say(sized ? "total.rise" : "total.rise_unsized", given);
    case statistics::Verdict::fall:
      return voice.say(sized ? "total.fall" : "total.fall_unsized", given);
    case statistics::Verdict::few:
      return voice.say("total.few", given);
    case statistics::Verdict::unclear:
      return voice.say(sized ? "total.unclear" : "total.few", given);
    case statistics::Verdict::none:
      return voice.say("total.amount", given);
  }
  return {};
}

}  // namespace tartip::briefing
