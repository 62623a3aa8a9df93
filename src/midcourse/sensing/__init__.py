"""What sensors see: radars and infrared satellites, when a flight is in view and when its track is firm."""

from midcourse.sensing.energy import fence_solid_angle, most_objects, search_range, shared_range
from midcourse.sensing.mount import IN_TIME, NEVER, Mount, turning_time
from midcourse.sensing.outline import Outline, outlines
from midcourse.sensing.radar import (
    REFRACTIONS,
    Radar,
    RadarBudget,
    antenna_gain,
    beamwidth,
    detection_range,
    element_spacing,
    grating_lobe_angle,
)
from midcourse.sensing.satellite import Satellite
from midcourse.sensing.schedule import MOST_OBJECTS, STEP, Keeping, Picture, firm_in_raids, keep_in_field
from midcourse.sensing.sight import HORIZON, INSTRUMENTED, SECTOR, SIGNAL, RadarAnswer, Sight, sights_of
from midcourse.sensing.sightings import NeverBecause, Sightings
from midcourse.sensing.signature import UHF, VHF, WARHEAD, WARHEAD_HIGH, WARHEAD_LOW, X_BAND, Signature
from midcourse.sensing.visibility import (
    seen_before,
    sight_lines,
    standing,
    told_first,
    waits_for_cue,
    watch,
    watch_moved,
    watch_some,
)

__all__ = [
    "HORIZON",
    "INSTRUMENTED",
    "IN_TIME",
    "MOST_OBJECTS",
    "NEVER",
    "REFRACTIONS",
    "SECTOR",
    "SIGNAL",
    "STEP",
    "UHF",
    "VHF",
    "WARHEAD",
    "WARHEAD_HIGH",
    "WARHEAD_LOW",
    "X_BAND",
    "Keeping",
    "Mount",
    "NeverBecause",
    "Outline",
    "Picture",
    "Radar",
    "RadarAnswer",
    "RadarBudget",
    "Satellite",
    "Sight",
    "Sightings",
    "Signature",
    "antenna_gain",
    "beamwidth",
    "detection_range",
    "element_spacing",
    "fence_solid_angle",
    "firm_in_raids",
    "grating_lobe_angle",
    "keep_in_field",
    "most_objects",
    "outlines",
    "search_range",
    "seen_before",
    "shared_range",
    "sight_lines",
    "sights_of",
    "standing",
    "told_first",
    "turning_time",
    "waits_for_cue",
    "watch",
    "watch_moved",
    "watch_some",
]
