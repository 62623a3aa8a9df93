"""Records of presets in SI, and of a scenario ready to be run."""

import math
from dataclasses import dataclass

from ..errors import ModelRangeError


@dataclass(frozen=True, slots=True)
class Site:
    """A place from the catalog: degrees, as people give places; altitude in m."""

    key: str
    latitude_deg: float
    longitude_deg: float
    altitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RadarPreset:
    """A radar without a place. Distances in m, angles in rad; `sector` is the azimuth width of one face."""

    key: str
    title: str
    site: str | None
    instrumented_range: float
    minimum_range: float
    detection_range: float
    elevation_low: float
    elevation_high: float
    boresights: tuple
    sector: float
    turning: bool
    tested_in_abm_mode: object

    def faces(self, boresight=None):
        """Azimuth sectors (low, high) in rad, 0 to 2 pi, high above low or past north; one full circle is (0, 2 pi).

        Parameters
        ----------
        boresight : float or None
            rad; None takes the preset's own boresights.

        Raises
        ------
        ModelRangeError
            A radar with a sector and no boresight.
        """
        circle = 2.0 * math.pi
        if self.turning or self.sector >= circle:
            return ((0.0, circle),)
        boresights = self.boresights if boresight is None else (boresight,)
        if not boresights:
            raise ModelRangeError(
                "this radar has a sector and no boresight of its own", where=self.key, hint="give boresight_deg"
            )
        half = self.sector / 2.0
        return tuple(((b - half) % circle, (b + half) % circle) for b in boresights)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterceptorPreset:
    """An interceptor known by its burnout speed (m/s) and burn time (s); altitudes in m, `hit` = (low, value, high)."""

    key: str
    title: str
    burnout_speed: float
    speed_is: str
    burn_time: float
    minimum_altitude: float
    maximum_altitude: float
    hit: tuple | None
    tested_in_abm_mode: object
