// The command line from first word to exit status: 0 done, 1 failed, 2 wrong call, 3 finding (with --fail-on-alert).
#pragma once
#include <iosfwd>
#include <string>
#include <vector>

namespace tartip::cli {

struct Streams {
  std::ostream& out;   // data
  std::ostream& talk;  // words for people and progress
  bool out_is_terminal = false;
  bool talk_is_terminal = false;
};

int run(const std::vector<std::string>& words, const Streams& streams);

}  // namespace tartip::cli
