"""Kernels of the defended area: samples of flights, tables of times to reach, whether one meets the other, choices."""

from midcourse.analysis._kernels.choices import choice_values
from midcourse.analysis._kernels.meeting import meet_many, spans_many
from midcourse.analysis._kernels.reach import RIM, fill_impulsive, read_many, time_to
from midcourse.analysis._kernels.samples import pack, points_at

__all__ = [
    "RIM",
    "choice_values",
    "fill_impulsive",
    "meet_many",
    "pack",
    "points_at",
    "read_many",
    "spans_many",
    "time_to",
]
