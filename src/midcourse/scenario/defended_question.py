"""What is asked of a defended area, and the defence of one reading as the analysis takes it."""

import dataclasses
from typing import Any, NamedTuple

from ..analysis import footprint
from ..errors import ScenarioError
from ..units import km_to_m, m_to_km

LEAST_RESOLUTION, GREATEST_RESOLUTION = 0.05, 10.0
"""deg, side of the cells."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a scenario's defended area."""

    resolution_deg: float = 0.5
    shots: int = 1
    kill_probability: float | None = None
    against: str | float = "all"
    keep_out_altitude: float | None = None
    by: str | None = None
    launch_area: str | tuple | None = None
    """The place (name, key of a site, or latitude and longitude in degrees) of whose attackers' ground is asked."""
    operating_area: str | None = None
    """Key of the battery or sensor of whose own ground is asked."""
    over: Any = None
    """Area in degrees in which those two look."""
    adaptive: bool = True
    """Whether cells far from every edge may be larger than the resolution."""
    difference: str | None = None
    """Another scenario, another reading, or without:KEY or without:COUNTRY."""


def check(question):
    """Refuse what is not asked rightly.

    Parameters
    ----------
    question : Question

    Raises
    ------
    ScenarioError
    """
    if not LEAST_RESOLUTION <= question.resolution_deg <= GREATEST_RESOLUTION:
        raise ScenarioError(
            "cells of that size are not made",
            where="resolution",
            got=question.resolution_deg,
            hint=f"{LEAST_RESOLUTION} to {GREATEST_RESOLUTION} degrees",
        )
    if not 1 <= question.shots <= footprint.MOST_SHOTS:
        raise ScenarioError(
            "shots are counted from one up",
            where="shots",
            got=question.shots,
            hint=f"1 to {footprint.MOST_SHOTS}",
        )
    if question.by not in (None, "battery", "layer"):
        raise ScenarioError("no such way to share out", where="by", got=question.by, hint="battery or layer")
    if question.keep_out_altitude is not None and not 0.0 <= question.keep_out_altitude <= km_to_m(1e5):
        raise ScenarioError("no such altitude", where="keep-out altitude", got=question.keep_out_altitude, hint="100")
    if (question.over is None) == bool(question.launch_area or question.operating_area):
        told = "an area to look in belongs to a launch or operating area, and the other way round"
        raise ScenarioError(told, where="over", got=question.over, hint="--launch-area PLACE --over FILE.geojson")


def defence_of(case, question, kept=None):
    """What stands against the flights in one reading.

    Parameters
    ----------
    case : records.Case
    question : Question
    kept : callable(records.Battery) -> bool, or None for all batteries

    Returns
    -------
    footprint.Defence
    """
    batteries = [battery for battery in case.batteries if kept is None or kept(battery)]
    return footprint.Defence(
        devices=tuple(sensor.device for sensor in case.sensors),
        batteries=tuple(_kept_out(battery.launcher, question.keep_out_altitude) for battery in batteries),
        links=tuple(battery.links for battery in batteries),
        command=case.command,
        assess_time=case.doctrine.assess_time,
    )


def _kept_out(launcher, altitude):
    """The same battery, meeting nothing under an altitude."""
    if altitude is None or altitude <= launcher.floor:
        return launcher
    return dataclasses.replace(launcher, keep_out_altitude=altitude)


def barred_notes(case, question):
    """A sentence for batteries that can meet nothing because of the altitude kept free, one for each highest intercept.

    Parameters
    ----------
    case : records.Case
    question : Question

    Returns
    -------
    list of str
    """
    barred: dict = {}
    for battery in defence_of(case, question).batteries:
        ceiling = battery.interceptor.maximum_altitude
        if battery.keep_out_altitude >= ceiling:
            barred.setdefault((battery.floor, ceiling), []).append(battery.key)
    return [
        f"no intercept by {', '.join(keys)}: nothing may be met under {m_to_km(floor):g} km,"
        f" and the highest intercept lies at {m_to_km(ceiling):g} km"
        for (floor, ceiling), keys in barred.items()
    ]


class Terms(NamedTuple):
    """When an aim point counts as defended in one reading."""

    shots_needed: int | None
    share: float
    looks: int


def terms_of(case, question):
    """Terms of one reading: shots asked for, or those that a kill probability asks for.

    Parameters
    ----------
    case : records.Case
    question : Question

    Returns
    -------
    Terms
    """
    needed = question.shots
    if question.kill_probability is not None:
        kill, most = case.kill.value, max(threat.objects for threat in case.threats)
        kill = dataclasses.replace(kill, selection=float(kill.picked(most)))
        least = footprint.shots_for(kill, question.kill_probability)
        needed = None if least is None else max(least, needed)
    return Terms(needed, footprint.read_against(question.against), max(needed or 1, case.doctrine.looks))


def verdicts_of(waves, case, question, known=None, kept=None):
    """Verdict of every aim point of some waves in one reading.

    Parameters
    ----------
    waves : sequence of footprint.Wave
    case : records.Case
    question : Question
    known : dict or None
        What defences with the same sensors share.
    kept : callable(records.Battery) -> bool, or None for all batteries

    Returns
    -------
    analysis.DefendedPlaces
    """
    terms = terms_of(case, question)
    met = footprint.meet(waves, defence_of(case, question, kept), terms.looks, known)
    return footprint.judge(met, terms.shots_needed, terms.share)
