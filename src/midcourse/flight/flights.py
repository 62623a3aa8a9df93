"""Record `Flights`: many flights at once, as the defence rooms read them. docs/models/flight/launch.md"""

from dataclasses import dataclass, field

import numpy as np

from ..columns import column
from ..earth import Earth


@dataclass(frozen=True, slots=True, kw_only=True)
class Flights:
    """One row a flight, each on its own clock (t = 0 at lift-off, ECI = ECEF at that moment); K knots a flight.

    Places and velocities of knots are kept in 32 bits where there are many flights: within 0.5 m and 0.5 mm/s.

    Rows out of reach have `reached` False, `short_by` > 0 and NaN elsewhere. Between knots use cubic Hermite.
    """

    launch_latitude: np.ndarray = column("rad", "launch point, geodetic latitude")
    launch_longitude: np.ndarray = column("rad", "launch point, longitude")
    aim_latitude: np.ndarray = column("rad", "aim point, geodetic latitude")
    aim_longitude: np.ndarray = column("rad", "aim point, longitude")
    reached: np.ndarray = column("", "whether the missile reaches the aim point")
    short_by: np.ndarray = column("m", "how far the greatest range on that azimuth falls short; 0 where reached")
    burnout_time: np.ndarray = column("s", "end of thrust after lift-off; 0 for impulsive")
    flight_time: np.ndarray = column("s", "lift-off to impact")
    apogee_altitude: np.ndarray = column("m", "greatest altitude above the ellipsoid")
    miss: np.ndarray = column("m", "impact to aim point over the ground")
    lag: np.ndarray = column("s", "how far an impulsive flight runs ahead of the powered one; 0 for staged")
    knot_time: np.ndarray = field(repr=False)  # (n, K) s
    knot_position_eci: np.ndarray = field(repr=False)  # (n, K, 3) m
    knot_velocity_eci: np.ndarray = field(repr=False)  # (n, K, 3) m/s
    earth: Earth
    impulsive: bool = False

    def __len__(self):
        return len(self.launch_latitude)


def flights_of(flown):
    """One flight as `Flights` of one row, on the knots that it was kept on.

    Parameters
    ----------
    flown : Flight

    Returns
    -------
    Flights
    """
    impact = flown.impact
    aim = (impact.latitude_deg, impact.longitude_deg) if flown.aimpoint is None else flown.aimpoint
    numbers = {
        "launch_latitude": np.radians(flown.launch[0]),
        "launch_longitude": np.radians(flown.launch[1]),
        "aim_latitude": np.radians(aim[0]),
        "aim_longitude": np.radians(aim[1]),
        "short_by": 0.0,
        "burnout_time": flown.burnout.time,
        "flight_time": flown.flight_time,
        "apogee_altitude": flown.apogee_altitude,
        "miss": np.nan if impact.miss is None else impact.miss,
        "lag": 0.0,
    }
    return Flights(
        **{name: np.array([value], float) for name, value in numbers.items()},
        reached=np.array([True]),
        knot_time=flown.knots[None, :, 0],
        knot_position_eci=flown.knots[None, :, 1:4],
        knot_velocity_eci=flown.knots[None, :, 4:],
        earth=flown.earth,
        impulsive=flown.missile.impulsive,
    )


def states_between(flights, times):
    """Inertial positions and velocities of flights at times of their own, by the cubic between knots.

    Parameters
    ----------
    flights : Flights, n rows
    times : (n, m) array, s

    Returns
    -------
    position, velocity : (n, m, 3) arrays, m and m/s; NaN for rows out of reach
    """
    knots = flights.knot_time
    steps, last = np.diff(knots, axis=1), knots.shape[1] - 2
    row = np.arange(len(knots))[:, None]
    apart = np.nan_to_num(knots).max(initial=0.0) + 1.0  # a stretch for each row: one search serves all
    places = np.nan_to_num(times) + apart * row
    found = np.searchsorted((np.nan_to_num(knots) + apart * row).ravel(), places.ravel(), side="right")
    k = np.clip(found.reshape(times.shape) - 1 - (last + 2) * row, 0, last)
    h = steps[row, k][..., None]
    s = (times - knots[row, k])[..., None] / h
    p, q = flights.knot_position_eci[row, k], flights.knot_position_eci[row, k + 1]
    u, w = flights.knot_velocity_eci[row, k], flights.knot_velocity_eci[row, k + 1]
    rise = q - p - h * u
    bend = h * (w - u) - 2.0 * rise
    return p + s * (h * u + s * (rise - bend + s * bend)), u + s * (2.0 * (rise - bend) + 3.0 * s * bend) / h
