"""What each radar of a scenario covers against the warhead that is hardest to see, as outlines on the ground."""

from dataclasses import replace
from typing import NamedTuple

from .. import sensing


class Covered(NamedTuple):
    """One radar: looking at the warhead that it sees least far, and what it covers then."""

    key: str
    radar: sensing.Radar
    threat: str | None
    """Key of the threat with that warhead; None where all are seen equally far."""
    outlines: tuple
    waiting: tuple
    """The same of the sector in which it looks until it is told where to turn; empty for one that does not wait."""


def covered_by(case, altitude=None):
    """What each radar of a case covers.

    Parameters
    ----------
    case : records.Case
    altitude : float or None, m
        Where the warhead flies; None: the rim at each radar's reach and its least elevation.

    Returns
    -------
    tuple of Covered
    """
    radars = [sensor for sensor in case.sensors if sensor.kind == "radars"]
    return tuple(_covered(sensor.key, sensor.device, case, altitude) for sensor in radars)


def _covered(key, device, case, altitude):
    looking = [(device.looking_at(threat.signature), threat.key) for threat in case.threats]
    radar, threat = min(looking, key=lambda row: row[0].reach)
    alike = len({one.reach for one, _ in looking}) == 1
    return Covered(
        key=key,
        radar=radar,
        threat=None if alike else threat,
        outlines=sensing.outlines(radar, altitude, case.earth),
        waiting=_waiting(radar, altitude, case.earth),
    )


def _waiting(radar, altitude, earth):
    if not sensing.waits_for_cue(radar):
        return ()
    half = 0.5 * radar.mount.field_of_view
    face = (radar.mount.boresight - half, radar.mount.boresight + half)
    return sensing.outlines(replace(radar, faces=(face,)), altitude, earth)
