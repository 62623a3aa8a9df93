"""The basket: whether the track puts the threat into the field of view and the divert distance of a kill vehicle.

Model: docs/models/engagement/basket.md.
"""

import math
from dataclasses import dataclass

import numpy as np

from midcourse.columns import column
from midcourse.errors import MidcourseError

TURNS = 128
"""Directions over which a chance in the plane is summed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How well a radar measures, once every `interval`."""

    range_sigma: float = column("m", "one sigma along the line of sight")
    angle_sigma: float = column("rad", "one sigma in each angle")
    interval: float = column("s", "from one measurement to the next", default=1.0)

    def __post_init__(self):
        if not min(self.range_sigma, self.angle_sigma, self.interval) > 0.0:
            raise MidcourseError("an accuracy is above zero", where="Accuracy", got=self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """What a kill vehicle sees and how far it can move aside (assumed; docs/models/engagement/basket.md)."""

    field_of_view: float = column("rad", "full width", default=math.radians(1.0))
    acquisition_range: float = column("m", "distance at which it looks for the threat", default=300e3)
    divert_speed: float = column("m/s", "speed that it can gain sideways", default=800.0)

    def time_to_go(self, closing_speed, flight_time):
        """From the hand-over to the meeting, s: from the acquisition range on, or from launch where that is later.

        Parameters
        ----------
        closing_speed : array, m/s
        flight_time : array, s
            Of the interceptor.
        """
        return np.minimum(self.acquisition_range / closing_speed, flight_time)

    def radius(self, closing_speed, time_to_go):
        """Radius (m) of the basket: the smaller of field of view and divert distance.

        Parameters
        ----------
        closing_speed : array, m/s
        time_to_go : array, s
        """
        field = closing_speed * math.tan(0.5 * self.field_of_view)
        return np.minimum(field, self.divert_speed) * time_to_go


def predicted_sigmas(accuracy, slant_range, track_time, ahead):
    """Sigmas along and across the line of sight of a straight line fitted to a track, some time after its end.

    Parameters
    ----------
    accuracy : Accuracy
    slant_range : array, m
        From the radar to the threat at the end of the track.
    track_time : array, s
        How long it was measured.
    ahead : array, s
        From the end of the track to the moment asked about.

    Returns
    -------
    along, across : arrays, m
        NaN where there was no track.
    """
    length = np.where(track_time > 0.0, track_time, np.nan)
    count = 1.0 + np.floor(length / accuracy.interval)
    grows = np.sqrt((1.0 + 12.0 * ((ahead + 0.5 * length) / length) ** 2) / count)
    return accuracy.range_sigma * grows, accuracy.angle_sigma * slant_range * grows


def chance_within(radius, one, other):
    """Chance that a plane Gaussian about the middle with two sigmas lies within a radius; NaN sigmas give 0.

    Parameters
    ----------
    radius, one, other : arrays, m
    """
    turn = (np.arange(TURNS) + 0.5) * (2.0 * math.pi / TURNS)
    radius, one, other = (np.asarray(part, float)[..., None] for part in (radius, one, other))
    weight = (np.cos(turn) / one) ** 2 + (np.sin(turn) / other) ** 2
    summed = ((1.0 - np.exp(-0.5 * radius**2 * weight)) / weight).mean(axis=-1)
    return np.nan_to_num(summed / (one * other)[..., 0])


def hand_over_chance(seeker, accuracy, track, meeting):
    """Chance that the threat lies in the basket when a kill vehicle looks for it, one a shot.

    Parameters
    ----------
    seeker : Seeker
    accuracy : Accuracy
        Of the radar.
    track : (sight, track_time, ahead)
        Vector (k, 3) m from the radar to the threat at the end of its track, how long the track was and from its end to
        the hand-over (k,) s.
    meeting : (closing_velocity, time_to_go)
        (k, 3) m/s in the axes of the sight, and (k,) s.

    Returns
    -------
    (k,) array

    Model: docs/models/engagement/basket.md.
    """
    sight, track_time, ahead = track
    closing, to_go = meeting
    slant_range, closing_speed = np.linalg.norm(sight, axis=1), np.linalg.norm(closing, axis=1)
    along, across = predicted_sigmas(accuracy, slant_range, track_time, ahead)
    cosine = (sight * closing).sum(axis=1) / (slant_range * closing_speed)
    aside = np.sqrt(across**2 + (along**2 - across**2) * (1.0 - cosine**2))
    return chance_within(seeker.radius(closing_speed, to_go), aside, across)
