"""Compiled arithmetic of engagements: launch speeds, search over meeting times, shots on one time line."""

from midcourse.engagement._kernels.arrivals import arrivals
from midcourse.engagement._kernels.flyout import AZIMUTHS, FAN, WATCH, reach_many
from midcourse.engagement._kernels.rays import fill_fan
from midcourse.engagement._kernels.search import least_speeds, meeting_details
from midcourse.engagement._kernels.shots import action_windows, shots_on_one_line

__all__ = [
    "AZIMUTHS",
    "FAN",
    "WATCH",
    "action_windows",
    "arrivals",
    "fill_fan",
    "least_speeds",
    "meeting_details",
    "reach_many",
    "shots_on_one_line",
]
