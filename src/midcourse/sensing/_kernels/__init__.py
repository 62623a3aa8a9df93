"""Compiled arithmetic of seeing: when a flight is in view, when a mount has turned to it, which of several it keeps."""

from midcourse.sensing._kernels.along import next_knot
from midcourse.sensing._kernels.boosts import watch_boosts
from midcourse.sensing._kernels.mounts import aim_all, catch_all, firm_all, keep_all
from midcourse.sensing._kernels.seeing import SPANS, locate, look, on_cubic, watch_all

__all__ = [
    "SPANS",
    "aim_all",
    "catch_all",
    "firm_all",
    "keep_all",
    "locate",
    "look",
    "next_knot",
    "on_cubic",
    "watch_all",
    "watch_boosts",
]
