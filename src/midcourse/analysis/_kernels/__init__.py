"""Kernels of the defended area: samples of flights, tables of times to reach, whether one meets the other, choices."""

from midcourse.analysis._kernels.bounds import BINS, LEVELS, fill_bounds
from midcourse.analysis._kernels.choices import choice_values
from midcourse.analysis._kernels.counting import UNKNOWN, count_many
from midcourse.analysis._kernels.meeting import apart_many, meet_many, spans_many
from midcourse.analysis._kernels.reach import (
    PART_LEVELS,
    PART_NODES,
    RIM,
    fill_doubts,
    fill_flown,
    fill_impulsive,
    read_many,
    time_to,
)
from midcourse.analysis._kernels.samples import pack, points_at

__all__ = [
    "BINS",
    "LEVELS",
    "PART_LEVELS",
    "PART_NODES",
    "RIM",
    "UNKNOWN",
    "apart_many",
    "choice_values",
    "count_many",
    "fill_bounds",
    "fill_doubts",
    "fill_flown",
    "fill_impulsive",
    "meet_many",
    "pack",
    "points_at",
    "read_many",
    "spans_many",
    "time_to",
]
