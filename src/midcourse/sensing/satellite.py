"""Record `Satellite`, and what infrared sees of flights in boost. docs/models/sensing/satellite.md"""

import math
from dataclasses import dataclass

import numpy as np

from midcourse import earth as globe
from midcourse.columns import column
from midcourse.errors import MidcourseError
from midcourse.sensing.sightings import NeverBecause

SAMPLES = 129
"""Times at which a boost is looked at; crossings between two are interpolated."""

BLOCK = 2048
"""Flights in work at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Satellite:
    """An infrared satellite that hangs over one point of the turning Earth.

    A geostationary one really does; one on a Molniya orbit is stated as class, held at its apogee.

    Raises
    ------
    MidcourseError
        A place off the Earth, an altitude or a look time that is not above zero, fewer than one look.
    """

    key: str
    latitude: float = column("rad", "geodetic latitude of the point below it", default=0.0)
    longitude: float = column("rad", "longitude of the point below it")
    altitude: float = column("m", "height above the ellipsoid")
    cloud_break_altitude: float = column("m", "height above which a burning motor is seen", default=10e3)
    looks: int = column("1", "looks at the motor that a detection takes", default=3)
    look_time: float = column("s", "time from one look to the next", default=10.0)
    elevation_low: float = column("rad", "lowest elevation of the satellite above the missile's horizon", default=0.0)

    def __post_init__(self):
        good = (
            abs(self.latitude) <= 0.5 * math.pi and math.isfinite(self.longitude),
            math.isfinite(self.altitude) and self.altitude > 0.0,
            self.cloud_break_altitude >= 0.0,
            self.looks >= 1,
            self.look_time > 0.0,
            0.0 <= self.elevation_low < 0.5 * math.pi,
        )
        names = ("latitude", "altitude", "cloud_break_altitude", "looks", "look_time", "elevation_low")
        for right, name in zip(good, names, strict=True):
            if not right:
                raise MidcourseError(
                    f"a satellite cannot have this {name.replace('_', ' ')}",
                    where=f"Satellite {self.key}",
                    got=getattr(self, name),
                    hint="SI units, angles in radians, at least one look",
                )


def watch_boost(satellites, flights):
    """What infrared satellites see of flights: a detection once the motor was in view for as long as the looks take.

    Seen from `looks` * `look_time` after the motor rose above the clouds with the satellite above its horizon, to the
    end of thrust or of that view. An impulsive flight has no motor and is never seen.

    Parameters
    ----------
    satellites : sequence of Satellite, length m
    flights : Flights, n rows

    Returns
    -------
    starts, ends : (n, m, 1) arrays, s
    reason : (n, m) int8, codes of NeverBecause: BELOW_HORIZON, TOO_FAINT (burnt out, or out of view again, before the
        looks were done), NO_FLIGHT (out of reach, or nothing burns)
    highest : (n, m) array, rad, highest elevation of the satellite over an unseen boost
    nearest : (n, m) array, NaN
    slant_range, altitude, azimuth : (n, m) arrays at the detection, the azimuth from the point below the satellite
    """
    parts = [
        _watch_block(satellites, flights, np.arange(k, min(k + BLOCK, len(flights))))
        for k in range(0, max(len(flights), 1), BLOCK)
    ]
    return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))


def _watch_block(satellites, flights, rows):
    burns = flights.reached[rows] & (flights.burnout_time[rows] > 0.0) & (not flights.impulsive)
    burnout = np.where(burns, flights.burnout_time[rows], 1.0)
    times = burnout[:, None] * np.linspace(0.0, 1.0, SAMPLES)
    position = _boost_path(flights, rows, times, burns)
    latitude, longitude, altitude = globe.ecef_to_geodetic(position, flights.earth)
    seen = [
        _watch_one(satellite, flights.earth, times, burns, (position, latitude, longitude, altitude))
        for satellite in satellites
    ]
    starts, ends, *rest = (np.stack(columns, axis=1) for columns in zip(*seen, strict=True))
    return (starts[:, :, None], ends[:, :, None], *rest)


def _boost_path(flights, rows, times, burns):
    """Positions (n, SAMPLES, 3) in ECEF during boost, from the cubic between knots; the launch point where none."""
    last = max(2, int(np.max(np.sum(flights.knot_time[rows] <= times[:, -1:], axis=1), initial=0)) + 1)
    knots = flights.knot_time[rows, :last]
    low = np.clip(np.sum(times[:, :, None] >= knots[:, None, :], axis=2) - 1, 0, knots.shape[1] - 2)

    def at(values, index):
        return np.take_along_axis(values[rows, :last], index[..., None], axis=1)

    start = np.take_along_axis(knots, low, axis=1)
    h = (np.take_along_axis(knots, low + 1, axis=1) - start)[..., None]
    u = (times - start)[..., None] / h
    p, q = (at(flights.knot_position_eci, low + k) for k in (0, 1))
    v, w = (at(flights.knot_velocity_eci, low + k) for k in (0, 1))
    rise = q - p - h * v
    bend = h * (w - v) - 2.0 * rise
    path = p + u * (h * v + u * (rise - bend + u * bend))
    still = globe.geodetic_to_ecef(flights.launch_latitude[rows], flights.launch_longitude[rows], 0.0, flights.earth)
    turned = globe.position_eci_to_ecef(path, times, flights.earth)
    return np.where(burns[:, None, None], turned, still[:, None, :])


def _watch_one(satellite, earth, times, burns, path):
    """Columns (n,) of one satellite."""
    position, latitude, longitude, altitude = path
    below = (satellite.latitude, satellite.longitude)
    place = np.asarray(globe.geodetic_to_ecef(*below, satellite.altitude, earth), float)
    elevation = _elevation(place, position, latitude, longitude)
    # both margins in metres, so that the lesser of them can be interpolated
    above = altitude - satellite.cloud_break_altitude
    margin = np.minimum(above, (elevation - satellite.elevation_low) * earth.mean_radius)
    begin, end = _first_view(times, margin)
    detected = begin + satellite.looks * satellite.look_time
    seen = burns & (detected <= end)
    horizon = np.where(above >= 0.0, elevation, -np.inf).max(axis=1) < satellite.elevation_low
    reason = np.where(horizon, NeverBecause.BELOW_HORIZON, NeverBecause.TOO_FAINT)
    reason = np.where(burns, np.where(seen, NeverBecause.SEEN, reason), NeverBecause.NO_FLIGHT).astype(np.int8)
    highest = np.where(burns & ~seen, elevation.max(axis=1), np.nan)
    row = np.clip((detected / times[:, 1]).round(), 0, SAMPLES - 1, where=seen, out=np.zeros(len(times))).astype(int)
    pick = np.arange(len(times)), row
    slant_range, azimuth, _ = globe.look_angles(position[pick], place, *below)
    columns = (detected, end, np.nan, slant_range, altitude[pick], azimuth)
    start, end, nearest, *first = (np.where(seen, values, np.nan) for values in columns)
    return start, end, reason, highest, nearest, *first


def _elevation(place_ecef, position_ecef, latitude, longitude):
    """Elevation of one place over the horizons of many (rad), from the verticals alone."""
    level = np.cos(latitude)
    away = place_ecef - position_ecef
    up = away[..., 0] * level * np.cos(longitude) + away[..., 1] * level * np.sin(longitude)
    up += away[..., 2] * np.sin(latitude)
    return np.arcsin(up / np.sqrt(np.einsum("...i,...i", away, away)))


def _first_view(times, margin):
    """Begin and end (n,) of the first unbroken time with a margin; NaN where there is none."""
    inside = margin >= 0.0
    ever = inside.any(axis=1)
    first = np.argmax(inside, axis=1)
    left = ~inside & (np.arange(times.shape[1]) > first[:, None])
    last = np.where(left.any(axis=1), np.argmax(left, axis=1), times.shape[1])
    begin = np.where(first > 0, _crossing(times, margin, np.maximum(first, 1)), times[:, 0])
    end = np.where(last < times.shape[1], _crossing(times, margin, np.clip(last, 1, times.shape[1] - 1)), times[:, -1])
    return np.where(ever, begin, np.nan), np.where(ever, end, np.nan)


def _crossing(times, margin, after):
    """Time (n,) at which the margin is zero between the sample before `after` and that one."""
    row = np.arange(len(times))
    t0, t1, m0, m1 = times[row, after - 1], times[row, after], margin[row, after - 1], margin[row, after]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = m0 / (m0 - m1)
    return t0 + np.clip(np.nan_to_num(share), 0.0, 1.0) * (t1 - t0)
