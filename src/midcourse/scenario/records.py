"""Records of presets in SI, and of a scenario ready to be run."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import ModelRangeError

if TYPE_CHECKING:  # the catalog must load neither numpy nor the kernels of these rooms
    import numpy as np

    from .. import analysis, battle, engagement
    from ..earth import Earth
    from ..flight import Missile
    from ..sensing import Radar, Satellite, Signature


@dataclass(frozen=True, slots=True)
class Site:
    """A place from the catalog: degrees, as people give places; altitude in m."""

    key: str
    latitude_deg: float
    longitude_deg: float
    altitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RadarPreset:
    """A radar without a place, SI; `sector` is the azimuth width of one face, losses and S/N are power ratios.

    Dates of service are texts of the catalog: a day, a month, a year or a word; `boresights_since` one a face, or none.
    """

    key: str
    title: str
    site: str | None
    instrumented_range: float
    minimum_range: float
    detection_range: float
    rcs: float | None
    elevation_low: float
    elevation_high: float
    boresights: tuple
    sector: float
    turning: bool
    field_of_view: float | None
    slew_rate: float | None
    mean_power: float | None
    aperture: float | None
    frequency: float | None
    aperture_efficiency: float
    receive_efficiency: float
    noise_temperature: float
    losses: float
    signal_to_noise: float
    dwell: float
    tested_in_abm_mode: object
    in_service: str | None
    out_of_service: str | None
    boresights_since: tuple

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
class SatellitePreset:
    """An infrared satellite as class, SI; `inclination` is the latitude of the apogee of a Molniya orbit."""

    key: str
    title: str
    orbit: str
    apogee: float
    inclination: float
    longitude: float | None
    looks: int
    look_time: float
    cloud_break_altitude: float
    in_service: str | None
    out_of_service: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterceptorPreset:
    """An interceptor known by its burnout speed (m/s) and burn time (s); altitudes in m, `hit` = (low, value, high).

    `missile` is what is flown where the stages are known; `greatest_range` (slant, m) that against ballistic bodies
    where it is stated apart; `channels` how many a fire unit guides at once, 0 where no number is known.
    """

    key: str
    title: str
    burnout_speed: float
    speed_is: str
    burn_time: float
    missile: Missile | None
    minimum_altitude: float
    maximum_altitude: float
    constant_speed: bool
    greatest_range: float
    greatest_threat_speed: float
    channels: int
    hit: tuple | None
    tested_in_abm_mode: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """One kind of missile, all its launch points and all its aim points.

    `launches` (k, 2) and `aimpoints` (m, 2) are latitude and longitude in degrees; `aim_names` (m,) texts; `shape` the
    keywords of `flight.launch_many` (shape, and one of burnout_angle, apogee, flight_time in SI); `count` warheads
    leave `spacing` seconds apart, each among `objects` that look alike; `signature` is how large they are to radars.
    """

    key: str
    missile: Missile
    launches: np.ndarray
    aimpoints: np.ndarray
    aim_names: tuple
    shape: dict
    signature: Signature
    count: int
    spacing: float
    objects: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """A radar or a satellite (`device`), whose it is and where it stands; `kind` is that of its preset."""

    key: str
    preset: str
    owner: str
    host: str
    kind: str
    device: Radar | Satellite
    accuracy: engagement.Accuracy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """Interceptors at one place (`launcher`), whose they are, and how the sensors' word reaches them.

    `channels` of them are guided at once, from launch to intercept, the preset's unless stated; 0: no limit.
    """

    key: str
    preset: str
    owner: str
    host: str
    launcher: engagement.Battery
    links: engagement.Links
    channels: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KillRange:
    """Chances of a shot that is taken: a run uses `value`; `low` and `high` are the stated ends of every factor.

    `computed`: the chance of the hand-over is to be computed from tracks, and stands at 1 here.
    """

    low: battle.Kill
    value: battle.Kill
    high: battle.Kill
    computed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Protect:
    """Whose people are asked about, and where they live.

    `countries` are codes; `places` the cities of 15,000 people and more, and the capitals, in their protected area,
    and `aimpoints` (n, 2) the same places in degrees; `named` (n,) is True for the capitals and the cities of more
    than 500,000.
    """

    alliance: str | None
    date: datetime.date | None
    countries: tuple
    country_names: tuple
    places: analysis.Places
    aimpoints: np.ndarray
    named: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One reading of a scenario, ready to be run: SI inside, places of people in degrees."""

    scenario: str
    title: str
    question: str
    reading: str
    epoch: datetime.datetime
    earth: Earth
    threats: tuple
    sensors: tuple
    batteries: tuple
    command: engagement.Command
    doctrine: battle.Doctrine
    kill: KillRange
    protect: Protect
    replicates: int
    seed: int
    warnings: tuple
