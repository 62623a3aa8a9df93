"""Record `Sightings`: what each sensor sees of each flight, and when a track of it is firm."""

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from midcourse.errors import MidcourseError


class NeverBecause(IntEnum):
    """Why a sensor never sees a flight; the order is that of the questions asked."""

    SEEN = 0
    BELOW_HORIZON = 1
    OUT_OF_SECTOR = 2
    TOO_FAINT = 3
    BEYOND_INSTRUMENTED_RANGE = 4
    NO_FLIGHT = 5

    @property
    def word(self):
        """The word of the doors: "below-horizon"; "" where it is seen."""
        return "" if self is NeverBecause.SEEN else self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightings:
    """Arrays (n flights, m sensors), times on each flight's own clock; NaN where never seen.

    Spans (n, m, S) are the unbroken times in view in order, NaN beyond the last; a seventh span of one sensor on one
    flight is not kept.
    """

    sensor_keys: tuple
    span_start: np.ndarray = field(repr=False)
    span_end: np.ndarray = field(repr=False)
    never_because: np.ndarray
    """int8 codes of `NeverBecause`."""
    highest_elevation: np.ndarray
    """rad, greatest elevation over a flight that is never seen; NaN where seen."""
    nearest_in_field: np.ndarray
    """m, least slant range within elevations and sector of a flight never seen; inf: never within; NaN: seen."""
    first_slant_range: np.ndarray
    first_altitude: np.ndarray
    first_azimuth: np.ndarray
    tracks: tuple | None = None
    """Whether each sensor measures well enough for a track; None: all do. An infrared satellite only detects."""

    @property
    def first_seen(self):
        """First time in view, s (n, m)."""
        return self.span_start[:, :, 0]

    @property
    def last_seen(self):
        """Last time in view, s (n, m)."""
        return np.fmax.reduce(self.span_end, axis=2)

    @property
    def seen_time(self):
        """Time in view in all, s (n, m); 0 where never."""
        return np.nansum(self.span_end - self.span_start, axis=2)

    @property
    def longest_span(self):
        """Longest unbroken time in view, s (n, m); 0 where never."""
        return np.fmax.reduce(self.span_end - self.span_start, axis=2, initial=0.0)

    def needed_rcs(self, radars):
        """Cross-section, m^2 (n, m), at which a radar would just see a flight it never sees; NaN where seen or unknown.

        Parameters
        ----------
        radars : sequence of Radar or Satellite
            Those that watched, in the same order.
        """
        rcs = np.array([getattr(r, "rcs", None) or np.nan for r in radars])
        reach = np.array([getattr(r, "detection_range", np.inf) for r in radars])
        with np.errstate(invalid="ignore"):
            needed = rcs * (self.nearest_in_field / reach) ** 4
        return np.where(np.isfinite(self.nearest_in_field) & np.isfinite(reach), needed, np.nan)

    def firm_track_time(self, track_time, gap_time=0.0):
        """Time (n, m), s, at which each sensor has a firm track: `track_time` in view with at most one short gap.

        A longer gap, or a second one, starts the track anew. NaN where there is never one, and for sensors that give
        no tracks. Page docs/models/sensing/visibility.md.

        Parameters
        ----------
        track_time : float
            Time in view that a firm track takes, s.
        gap_time : float
            Longest single gap that a track survives, s.
        """
        if not track_time >= 0.0 or not gap_time >= 0.0:
            raise MidcourseError(
                "track and gap times are not negative", where="firm_track_time", got=(track_time, gap_time)
            )
        firm = np.full(self.span_start.shape[:2], np.nan)
        for k in range(spans_used(self.span_start)):
            start, lasting = self.span_start[:, :, k], self.span_end[:, :, k] - self.span_start[:, :, k]
            alone = np.where(lasting >= track_time, start + track_time, np.nan)
            if k + 1 < self.span_start.shape[2]:
                after = self.span_start[:, :, k + 1]
                whole = lasting + (self.span_end[:, :, k + 1] - after)
                bridged = (after - self.span_end[:, :, k] <= gap_time) & (lasting < track_time) & (whole >= track_time)
                alone[bridged] = (after + (track_time - lasting))[bridged]
            firm = np.fmin(firm, alone)
        return firm if self.tracks is None else np.where(self.tracks, firm, np.nan)


def spans_used(starts):
    """How many of the spans (..., S), kept in order, any row has: mostly one or two.

    Parameters
    ----------
    starts : (..., S) array, NaN beyond the last
    """
    used = 0
    while used < starts.shape[-1] and np.isfinite(starts[..., used]).any():
        used += 1
    return used
