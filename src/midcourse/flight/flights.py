"""Record `Flights`: many flights at once, as the defence rooms read them."""

from dataclasses import dataclass, field

import numpy as np

from ..columns import column
from ..earth import Earth


@dataclass(frozen=True, slots=True, kw_only=True)
class Flights:
    """One row a flight, each on its own clock (t = 0 at lift-off, ECI = ECEF at that moment); K knots a flight.

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
