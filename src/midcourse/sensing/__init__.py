"""What sensors see: radars, how bright things are to them, when a flight is in view and when its track is firm."""

from midcourse.sensing.radar import (
    Radar,
    RadarBudget,
    antenna_gain,
    beamwidth,
    detection_range,
    element_spacing,
    grating_lobe_angle,
)
from midcourse.sensing.sightings import NeverBecause, Sightings
from midcourse.sensing.signature import Signature
from midcourse.sensing.visibility import sight_lines, watch

__all__ = [
    "NeverBecause",
    "Radar",
    "RadarBudget",
    "Sightings",
    "Signature",
    "antenna_gain",
    "beamwidth",
    "detection_range",
    "element_spacing",
    "grating_lobe_angle",
    "sight_lines",
    "watch",
]
