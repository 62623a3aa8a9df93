"""Compiled arithmetic of engagements: launch speeds, search over meeting times, shots on one time line."""

from midcourse.engagement._kernels.search import least_speeds, meeting_details
from midcourse.engagement._kernels.shots import action_windows, shots_on_one_line

__all__ = ["action_windows", "least_speeds", "meeting_details", "shots_on_one_line"]
