"""Record `Radar` (where it looks and how far) and the radar range equation that gives its range."""

import math
from dataclasses import dataclass, replace

from midcourse.columns import column
from midcourse.constants import BOLTZMANN, SPEED_OF_LIGHT
from midcourse.errors import MidcourseError
from midcourse.sensing.mount import Mount

REFRACTIONS = ("none", "four-thirds")
FULL_CIRCLE = ((0.0, 2.0 * math.pi),)


def _above_zero(record, *names):
    for name in names:
        value = getattr(record, name)
        if not value > 0.0 or not math.isfinite(value):
            raise MidcourseError(
                f"{name} must be a finite number above zero", where=f"{type(record).__name__}.{name}", got=value
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class RadarBudget:
    """What the range equation needs to know of a radar (docs/models/sensing/radar.md).

    Raises
    ------
    MidcourseError
        A value that is not finite and above zero, or an efficiency above one.
    """

    mean_power: float = column("W", "mean emitted power")
    aperture: float = column("m^2", "area of the face")
    frequency: float = column("Hz", "carrier frequency")
    aperture_efficiency: float = column("1", "gain over that of an ideal face", default=0.8)
    receive_efficiency: float = column("1", "effective receiving area over area", default=0.8)
    system_temperature: float = column("K", "noise temperature of the whole receiver", default=500.0)
    losses: float = column("1", "power ratio lost on the way, at least 1", default=10.0**0.6)

    def __post_init__(self):
        _above_zero(self, "mean_power", "aperture", "frequency", "aperture_efficiency", "receive_efficiency")
        _above_zero(self, "system_temperature", "losses")
        for name in ("aperture_efficiency", "receive_efficiency"):
            if getattr(self, name) > 1.0:
                raise MidcourseError(
                    f"{name} is a share, at most 1", where=f"RadarBudget.{name}", got=getattr(self, name)
                )


def antenna_gain(aperture, frequency, efficiency=1.0):
    """Gain of a face along its beam, a power ratio: 4 pi efficiency A / wavelength^2.

    Parameters
    ----------
    aperture : float
        m^2.
    frequency : float
        Hz.
    efficiency : float
        1 for the ideal face.
    """
    wavelength = SPEED_OF_LIGHT / frequency
    return 4.0 * math.pi * efficiency * aperture / wavelength**2


def detection_range(budget, rcs, signal_to_noise, dwell):
    """Slant range, m, at which one dwell on an object gives the stated signal-to-noise ratio.

    Tracking form with perfect coherent integration, R^4 = rho Pav A G sigma td / ((4 pi)^2 k Ts L (S/N)).
    Source: [lewispostol2012]; page docs/models/sensing/radar.md.

    Parameters
    ----------
    budget : RadarBudget
    rcs : float or ndarray
        Radar cross-section at this radar's band, m^2.
    signal_to_noise : float or ndarray
        Power ratio, not decibels.
    dwell : float
        Time that the beam rests on the object, s.
    """
    gain = antenna_gain(budget.aperture, budget.frequency, budget.aperture_efficiency)
    above = budget.receive_efficiency * budget.mean_power * budget.aperture * gain * rcs * dwell
    noise = BOLTZMANN * budget.system_temperature * budget.losses
    return (above / ((4.0 * math.pi) ** 2 * noise * signal_to_noise)) ** 0.25


def element_spacing(aperture, elements):
    """Distance between the elements of a square lattice that fills a face, m."""
    return math.sqrt(aperture / elements)


def grating_lobe_angle(spacing, frequency):
    """Angle from a beam at broadside to its nearest grating lobe, rad; infinite where the lattice has none.

    Source: [skolnik1990].
    """
    sine = SPEED_OF_LIGHT / frequency / spacing
    return math.asin(sine) if sine <= 1.0 else math.inf


def beamwidth(aperture, frequency, factor=1.02):
    """Half-power width, rad, of the beam of a round face: factor * wavelength / diameter. Source: [skolnik1990].

    Parameters
    ----------
    aperture : float
        m^2.
    frequency : float
        Hz.
    factor : float
        1.02 for an evenly lit face, 1.22 to the first null.
    """
    diameter = math.sqrt(4.0 * aperture / math.pi)
    return factor * SPEED_OF_LIGHT / frequency / diameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar:
    """A radar as the geometry sees it: a place, limits in range and elevation, faces in azimuth.

    Raises
    ------
    MidcourseError
        Limits that leave nothing to see, no face, or an unknown refraction.
    """

    key: str
    latitude: float = column("rad", "geodetic latitude")
    longitude: float = column("rad", "longitude")
    altitude: float = column("m", "height of the site above the ellipsoid", default=0.0)
    instrumented_range: float = column("m", "greatest range that the radar can display", default=math.inf)
    minimum_range: float = column("m", "least range", default=0.0)
    elevation_low: float = column("rad", "lowest elevation", default=0.0)
    elevation_high: float = column("rad", "highest elevation", default=0.5 * math.pi)
    faces: tuple = FULL_CIRCLE
    """Azimuth sectors (low, high) in rad, clockwise from north; high may pass north (high < low)."""
    detection_range: float = column("m", "range at the stated signal-to-noise ratio", default=math.inf)
    rcs: float | None = column("m^2", "cross-section that detection_range stands for; None where unknown", default=None)
    frequency: float | None = column("Hz", "carrier frequency; None where unknown", default=None)
    refraction: str = "none"
    mount: Mount | None = None
    """How it turns; None: its faces stand still, or nothing is asked of its turning."""

    def __post_init__(self):
        good = (
            abs(self.latitude) <= 0.5 * math.pi,
            0.0 <= self.minimum_range < min(self.instrumented_range, self.detection_range),
            0.0 <= self.elevation_low < self.elevation_high <= 0.5 * math.pi,
        )
        for right, what in zip(good, ("latitude", "range", "elevation"), strict=True):
            if not right:
                raise MidcourseError(
                    f"the limits in {what} leave nothing to see",
                    where=f"Radar {self.key}",
                    got=self,
                    hint="latitude and elevations in radians, 0 <= low < high; minimum range below both others",
                )
        if not self.faces:
            raise MidcourseError("a radar needs at least one face", where=f"Radar {self.key}", got=self.faces)
        if self.refraction not in REFRACTIONS:
            raise MidcourseError(
                "unknown refraction", where=f"Radar {self.key}", got=self.refraction, hint=" or ".join(REFRACTIONS)
            )

    @property
    def reach(self):
        """The lesser of detection range and instrumented range, m."""
        return min(self.detection_range, self.instrumented_range)

    def looking_at(self, signature):
        """The same radar with its detection range moved to another object, by the fourth root of the cross-sections.

        A radar known by a printed range alone, or without a frequency, stays as it is.

        Parameters
        ----------
        signature : Signature
            Cross-sections of the object by band.
        """
        if self.rcs is None or self.frequency is None or not math.isfinite(self.detection_range):
            return self
        rcs = signature.rcs_at(self.frequency)
        return replace(self, rcs=rcs, detection_range=self.detection_range * (rcs / self.rcs) ** 0.25)
