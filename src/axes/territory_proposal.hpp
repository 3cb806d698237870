// A description of maps that nobody has described yet: which file is which level, which property is the code, which are
// the names, and how a unit finds its parent. A draft for a person to correct, each word with its reason.
//
// Levels go by the number of units, the fewest on top. The code is a property with its own value in every feature (else
// two together), known by its name before its shape: the numbers that mapping programs count features with are the last
// choice, areas and lengths none. Names are properties of letters, nearly all different; an ending (ADM1_KK) or the
// script tells the language. A parent is found by a property that holds the codes or names of the level above, else by
// the first letters of the code.
//
// Errors: those of reading the files; bad_data `error.territory.no_units` for a file without features,
// `error.territory.propose_no_code` where neither one property nor two together tell the units apart,
// `error.territory.propose_same_level` where two files share most of their codes or have equally many units: maps of
// one level at two times, whose days only a person knows. Cost: reading, then a few passes.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace tartip::axes {

struct TerritoryProposal {
  struct Reason {
    std::string key;  // message key "guess.territory.…"
    std::vector<Argument> arguments;
  };
  std::vector<Reason> reasons;
  std::string toml;
};

struct TerritoryProposalOptions {
  std::string id = {};                 // empty: from the last file's name
  std::string source = {};             // empty: a blank for the person to fill in
  std::filesystem::path beside = ".";  // where the description will lie: files are named from there
};

Result<TerritoryProposal> propose_territory(const std::vector<std::filesystem::path>& files,
                                            const TerritoryProposalOptions& options = {});

}  // namespace tartip::axes
