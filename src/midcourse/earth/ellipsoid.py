"""The shape, mass and turning of the Earth as one frozen record; the two Earths that people name.

Model page: docs/models/earth/frames.md.
"""

from dataclasses import dataclass, replace
from numbers import Real

from .. import constants
from ..columns import column
from ..errors import MidcourseError


@dataclass(frozen=True)
class Earth:
    """An ellipsoid of revolution with a point mass, a bulge and a rotation, SI units.

    Raises
    ------
    MidcourseError
        radius or mu not above zero, flattening outside [0, 0.1], or a value that is not a finite number.
    """

    radius: float = column("m", "equatorial radius", default=constants.EARTH_RADIUS_EQUATOR)
    mu: float = column("m^3/s^2", "gravitational parameter", default=constants.EARTH_MU)
    flattening: float = column(
        "1", "(equatorial - polar radius) / equatorial radius", default=constants.EARTH_FLATTENING
    )
    j2: float = column("1", "second zonal harmonic, unnormalised", default=constants.EARTH_J2)
    rate: float = column("rad/s", "rotation about z, eastward", default=constants.EARTH_RATE)

    def __post_init__(self):
        for name, low, high in _LIMITS:
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, Real) or not low <= float(value) <= high:
                raise MidcourseError(
                    f"the {name} of an Earth must be a number between {low:g} and {high:g}",
                    where=f"Earth.{name}",
                    got=value,
                    hint="SI units; earth.WGS84 and earth.SPHERE are ready made",
                )

    @property
    def eccentricity_squared(self):
        """Square of the first eccentricity of the ellipsoid: f (2 - f)."""
        return self.flattening * (2.0 - self.flattening)

    @property
    def polar_radius(self):
        """Semi-minor axis, m."""
        return self.radius * (1.0 - self.flattening)

    @property
    def gravity_bulge(self):
        """1.5 J2 R^2 in m^2, the constant that the gravity kernel takes."""
        return 1.5 * self.j2 * self.radius**2

    @property
    def mean_radius(self):
        """(2 a + b) / 3, m: the radius of the sphere nearest in the mean [moritz1980]."""
        return self.radius * (1.0 - self.flattening / 3.0)


_LIMITS = (
    ("radius", 1.0, 1e12),
    ("mu", 1.0, 1e30),
    ("flattening", 0.0, 0.1),
    ("j2", -0.1, 0.1),
    ("rate", -1.0, 1.0),
)

WGS84 = Earth()
SPHERE = Earth(radius=constants.EARTH_RADIUS_SPHERE, flattening=0.0, j2=0.0)

_NAMED = {"wgs84": WGS84, "sphere": SPHERE}


def choose_earth(earth="wgs84", rotating=True):
    """Give the Earth that a door asked for: a name or a ready Earth, with its rotation stopped where not rotating.

    Parameters
    ----------
    earth : {"wgs84", "sphere"} or Earth
    rotating : bool

    Returns
    -------
    earth : Earth

    Raises
    ------
    MidcourseError
        Any other name or thing.
    """
    chosen = earth if isinstance(earth, Earth) else _NAMED.get(earth) if isinstance(earth, str) else None
    if chosen is None:
        raise MidcourseError(
            "there is no such Earth", where="earth", got=earth, hint='"wgs84", "sphere" or a midcourse.Earth(...)'
        )
    return chosen if rotating else replace(chosen, rate=0.0)
