// A person's choices put over the guesses. Internal to the room.
#pragma once
#include "registers/guesses.hpp"

namespace tartip::registers {

// After it every column has its role and details; errors as `propose` says.
Status apply_choices(Draft& draft, const Choices& choices);

}  // namespace tartip::registers
