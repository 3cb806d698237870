// The place part of a briefing's material: districts with residents where the register has them, else cells of equal
// area.
#pragma once
#include "app/briefing_material.hpp"

namespace tartip::app {

// Leaves material.place empty when the register has no places to show.
Status add_place(Centre& centre, const MaterialRequest& request, const registers::Description& description,
                 const store::Overview& overview, briefing::Material& material);

}  // namespace tartip::app
