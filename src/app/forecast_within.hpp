// What a question about some territories is told of a publication. The forecast of a unit within them is told with what
// came true; that of everything together, which is published for everybody, alone: history and truth of the whole, less
// one's own, would be those of the others. Series of other units are not told of at all, nor the sums of a publication
// that was itself about other territories.
#pragma once
#include <string>
#include <vector>

#include "app/publication.hpp"
#include "axes/territory.hpp"

namespace tartip::app {

enum class Told { nothing, forecast, everything };

// `in`: codes as in a question, "KZ-15" or "region:KZ-15". A unit that is not known any more is told nothing of.
Told told_of(const PublishedForecast& forecast, const PublishedQuestion& question, const axes::Territory& territory,
             const std::vector<std::string>& in);

}  // namespace tartip::app
