"""Compiled arithmetic of engagements: launch speeds, search over meeting times, shots on one time line."""

from midcourse.engagement._kernels.search import least_speeds, meeting_details

__all__ = ["least_speeds", "meeting_details"]
