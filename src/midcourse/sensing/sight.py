"""What one radar sees of one flight: record `RadarAnswer`. docs/models/sensing/visibility.md"""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from midcourse import earth as globe
from midcourse.columns import column
from midcourse.flight.flights import Flights
from midcourse.sensing.radar import Radar
from midcourse.sensing.sightings import NeverBecause
from midcourse.sensing.visibility import sight_lines, watch

HORIZON, SECTOR, SIGNAL, INSTRUMENTED = "horizon", "sector", "signal-to-noise", "instrumented-range"
"""Limits that can bind: elevation, azimuth, signal-to-noise ratio, what the radar can display."""

NEAR_EDGE = 1e-4
"""rad, an elevation this near its limit at first sight is what the sight waited for."""


class Sight(NamedTuple):
    """One unbroken sight: from when to when (s), where first (m, m, rad), and what limit it began at."""

    start: float
    end: float
    first_slant_range: float
    first_altitude: float
    first_azimuth: float
    limited_by: str | None


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class RadarAnswer:
    """How far a radar sees an object, and what it sees of a flight where one is given."""

    key: str
    slant_range: float = column("m", "least of signal-to-noise range and instrumented range")
    detection_range: float | None = column(
        "m", "range at the signal-to-noise ratio; None where only a range is printed"
    )
    instrumented_range: float = column("m", "greatest range that the radar can display")
    limited_by: str
    rcs: float | None = column("m^2", "cross-section assumed; None where only a range is printed")
    snr: float | None = column("1", "signal-to-noise ratio wanted, a power ratio")
    dwell: float | None = column("s", "time that the beam rests on the object")
    refraction: str = "none"
    elevation_low: float = column("rad", "lowest elevation")
    source: str
    objects: int = column("1", "objects that share the radar's energy", default=1)
    cue: float | None = column("s", "when a mount is told where to look; None: in time", default=None)
    flight: object = None
    radar: Radar | None = None
    seen: tuple = ()
    never: NeverBecause = NeverBecause.SEEN
    needed_rcs: float | None = column("m^2", "cross-section at which it would just be seen", default=None)
    highest_elevation: float | None = column("rad", "highest elevation of a flight never seen", default=None)
    notes: tuple = field(default=())

    def at(self, times):
        """Slant range (m), azimuth and elevation (rad) of the flight from the radar, each (n,).

        Parameters
        ----------
        times : (n,) array, s
        """
        return sight_lines(self.radar, one_row(self.flight), 0, times)


def one_row(flight):
    """A single flight as `Flights` of one row, for `watch`.

    Parameters
    ----------
    flight : flight.Flight
    """
    places = [*flight.launch, *(flight.aimpoint or (flight.impact.latitude_deg, flight.impact.longitude_deg))]
    rows = [np.array([value]) for value in np.radians(places)]
    knots = flight.knots[None]
    return Flights(
        launch_latitude=rows[0],
        launch_longitude=rows[1],
        aim_latitude=rows[2],
        aim_longitude=rows[3],
        reached=np.ones(1, bool),
        short_by=np.zeros(1),
        burnout_time=np.array([flight.burnout.time]),
        flight_time=np.array([flight.flight_time]),
        apogee_altitude=np.array([flight.apogee_altitude]),
        miss=np.array([flight.impact.miss or 0.0]),
        lag=np.zeros(1),
        knot_time=knots[:, :, 0],
        knot_position_eci=knots[:, :, 1:4],
        knot_velocity_eci=knots[:, :, 4:],
        earth=flight.earth,
        impulsive=flight.missile.impulsive,
    )


def sights_of(radar, flight):
    """Sights of a flight by a radar, why there are none, and the margins.

    Parameters
    ----------
    radar : Radar
    flight : flight.Flight

    Returns
    -------
    seen : tuple of Sight, in order of time
    never : NeverBecause
    needed_rcs : float or None, m^2
    highest_elevation : float or None, rad
    """
    flights = one_row(flight)
    found = watch([radar], flights)
    spans = np.column_stack([found.span_start[0, 0], found.span_end[0, 0]])
    seen = tuple(_sight(radar, flight, flights, *span) for span in spans[np.isfinite(spans[:, 0])].tolist())
    needed, highest = float(found.needed_rcs([radar])[0, 0]), float(found.highest_elevation[0, 0])
    return seen, NeverBecause(int(found.never_because[0, 0])), _known(needed), _known(highest)


def _known(value):
    return value if math.isfinite(value) else None


def _sight(radar, flight, flights, start, end):
    slant_range, azimuth, elevation = (float(part[0]) for part in sight_lines(radar, flights, 0, [start]))
    _, _, altitude = globe.ecef_to_geodetic(flight.at(start).position_ecef, flight.earth)
    return Sight(start, end, slant_range, float(altitude), azimuth, _what_binds(radar, start, slant_range, elevation))


def _what_binds(radar, start, slant_range, elevation):
    """Limit at which a sight began; None where the flight starts in view."""
    if start <= 0.0:
        return None
    if radar.refraction == "none" and abs(elevation - radar.elevation_low) < NEAR_EDGE:
        return HORIZON
    if abs(slant_range - radar.reach) < NEAR_EDGE * radar.reach:
        return which_range(radar)
    return HORIZON if radar.refraction != "none" and radar.faces[0][1] - radar.faces[0][0] > 6.0 else SECTOR


def which_range(radar):
    """Which of its two ranges limits a radar.

    Parameters
    ----------
    radar : Radar
    """
    return SIGNAL if radar.detection_range < radar.instrumented_range else INSTRUMENTED
