"""Record `Satellite`, and what infrared sees of flights in boost. docs/models/sensing/satellite.md"""

import math
from dataclasses import dataclass

import numpy as np

from midcourse import earth as globe
from midcourse.columns import column
from midcourse.errors import MidcourseError
from midcourse.sensing import _kernels
from midcourse.sensing.rows import flight_arrays, shape_of
from midcourse.sensing.sightings import NeverBecause


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
    earth = flights.earth
    rows = [_satellite_row(satellite, earth) for satellite in satellites]
    burns = np.asarray(flights.reached, bool) & (flights.burnout_time > 0.0) & (not flights.impulsive)
    size = len(flights), len(rows)
    found, first = (np.full((*size, 3), np.nan) for _ in range(2))
    reason = np.full(size, NeverBecause.NO_FLIGHT, np.int8)
    _kernels.watch_boosts(
        burns, np.ascontiguousarray(flights.burnout_time, dtype=float), *flight_arrays(flights), np.array(rows),
        float(earth.mean_radius), shape_of(earth), found, reason, first,
    )  # fmt: skip
    start, end, highest = np.moveaxis(found, 2, 0)
    return start[:, :, None], end[:, :, None], reason, highest, np.full(size, np.nan), *np.moveaxis(first, 2, 0)


def _satellite_row(satellite, earth):
    """A satellite as the kernel reads it: position, clouds, lowest elevation, time of its looks, east, north."""
    below = (satellite.latitude, satellite.longitude)
    place = np.asarray(globe.geodetic_to_ecef(*below, satellite.altitude, earth), float)
    east, north, _ = np.asarray(globe.rotation_ecef_to_enu(*below), float)
    limits = (satellite.cloud_break_altitude, satellite.elevation_low, satellite.looks * satellite.look_time)
    return np.concatenate([place, limits, east, north])
