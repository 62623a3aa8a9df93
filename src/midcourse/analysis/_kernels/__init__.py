"""Kernels of the defended area: even samples of flights, tables of times to reach, and whether one meets the other."""

from midcourse.analysis._kernels.meeting import meet_many, spans_many
from midcourse.analysis._kernels.reach import RIM, fill_impulsive, time_to
from midcourse.analysis._kernels.samples import pack, points_at

__all__ = ["RIM", "fill_impulsive", "meet_many", "pack", "points_at", "spans_many", "time_to"]
