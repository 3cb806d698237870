// What the columns of a draft are taken for when nobody says. Internal to the room.
#pragma once
#include <string>
#include <vector>

#include "registers/draft.hpp"

namespace tartip::registers {

// Fills in a role, its details and a reason for every column.
void guess_roles(Draft& draft, const Choices& choices);
// What a column is that no axis needs: quantity, attribute, text, or left out.
void guess_rest(Draft& draft, std::size_t column, bool aloud);
// The formats of a column that is a time because a person says so; "iso" when nothing reads it.
std::vector<std::string> time_formats(ColumnSample& column);

}  // namespace tartip::registers
