"""How far a scenario's values are uncertain: ranges of the file and of its presets, and a convention where it has none.

Model page: docs/models/run/sensitivity.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..columns import column
from ..errors import MidcourseError
from ..policy import scope
from ..units import m_to_km
from . import catalog, changes, defended_ahead, sensors
from .suffixes import unit_of

SCENARIO, CATALOG, WARHEAD, CONVENTION, ASKED = "scenario", "catalog", "warhead", "half-to-double", "asked"
"""Where a range is from."""

TIMES = ("track_s", "gap_s", "decide_s", "consult_s", "launch_prepare_s", "latency_s", "shared_latency_s")
CHANCES = ("reliability", "hand_over", "selection", "hit")
HALF, DOUBLE = 0.5, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Varied:
    """One stated value and the ends between which it may lie, in the unit of its key."""

    path: str
    set_paths: tuple
    unit: str
    value: float | None = column("", "as stated or as the preset has it; None where it is not known")
    low: float
    high: float
    origin: str
    source: str

    def at(self, value):
        """The changes, as `--set` has them, that put the value there.

        Parameters
        ----------
        value : float
        """
        told = int(value) if float(value).is_integer() else value  # keys of whole numbers take no 20.0
        return tuple(f"{path}={told!r}" for path in self.set_paths)


def ranges(plan, case, asked=None, stated_only=False):
    """Ranges of the values of a scenario with one reading.

    Parameters
    ----------
    plan : loading.Scenario
        With one reading.
    case : records.Case
        Built of it.
    asked : dict of path -> (low, high) or None
        Ranges that somebody states: in place of the one there is, or of a value that has none.
    stated_only : bool
        Leave out times that have no stated range; else they go from a half to the double.

    Returns
    -------
    tuple of Varied

    Raises
    ------
    MidcourseError
        An attacker's choice, or ends that are none.
    """
    asked = {path.removesuffix(".value"): ends for path, ends in (asked or {}).items()}
    for path, (low, high) in asked.items():
        scope.refuse_free_variable(path)
        if not low < high:
            raise MidcourseError(
                "a range goes from low to high", where=path, got=f"{low:g}:{high:g}", hint=f"{high:g}:{low:g}"
            )
    found = [*_chances(plan.data), *_cross_sections(plan, case), *_speeds(plan, case)]
    found += () if stated_only else _times(plan.data)
    kept = [
        one for one in found if not set(one.set_paths) & {f"{path}{end}" for path in asked for end in ("", ".value")}
    ]
    return (*kept, *(_asked(plan.data, path, ends, found) for path, ends in asked.items()))


def _asked(data, path, ends, found):
    """A range that somebody states; of a value that several threats share it moves the one that is named."""
    known = next((one for one in found if path in (one.path, *one.set_paths)), None)
    stated = changes.value_at(data, path)
    ranged = isinstance(stated, dict)
    value = stated["value"] if ranged else stated
    if value is None and known is not None:
        value = known.value
    unit = known.unit if known else unit_of(path.rpartition(".")[2])
    if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise MidcourseError("only numbers have a range", where=path, got=value, hint="readings tell words apart")
    return Varied(
        path=path,
        set_paths=(f"{path}.value" if ranged else path,),
        unit=unit,
        value=value,
        low=ends[0],
        high=ends[1],
        origin=ASKED,
        source="asked",
    )


def _times(data) -> Iterator[Varied]:
    stated = [("command", name, data["command"].get(name)) for name in TIMES]
    stated.append(("doctrine", "assess_s", data["doctrine"].get("assess_s")))
    for part, name, value in stated:
        if value:
            yield Varied(
                path=f"{part}.{name}",
                set_paths=(f"{part}.{name}",),
                unit="s",
                value=value,
                low=HALF * value,
                high=DOUBLE * value,
                origin=CONVENTION,
                source="no range is stated: from a half to the double",
            )


def _chances(data) -> Iterator[Varied]:
    for name in CHANCES:
        stated = data["kill"].get(name)
        if isinstance(stated, dict):
            ends = {end: stated[end] for end in ("value", "low", "high")}
            path = f"kill.{name}"
            yield Varied(path=path, set_paths=(f"{path}.value",), unit="", **ends, origin=SCENARIO, source="the file")


def _cross_sections(plan, case) -> Iterator[Varied]:
    """Of warheads, in the bands of the radars; threats that look alike are one value."""
    (file,) = plan.files.values()
    bands = sensors.band_ends()
    radars = [one.device for one in case.sensors if one.kind == "radars"]
    used = {sensors.nearest_band(r.frequency) for r in radars if r.rcs is not None and r.frequency is not None}
    for name in (name for name in bands if name in used):
        frequency, *ends = bands[name]
        alike: dict = {}
        for threat, written in zip(case.threats, file.threats, strict=True):
            if getattr(written, name) is None:
                own = _entry("missiles", threat.missile.key, name)
                kind = (
                    (*ends, WARHEAD, "a cone-shaped warhead")
                    if own is None
                    else (own.low, own.high, CATALOG, own.source)
                )
                alike.setdefault((threat.signature.rcs_at(frequency), kind), []).append(threat.key)
        for (size, (low, high, origin, source)), keys in alike.items():
            paths = tuple(f"threats.{key}.{name}" for key in keys)
            yield Varied(
                path=paths[0], set_paths=paths, unit="m^2", value=size, low=low, high=high, origin=origin, source=source
            )


def _speeds(plan, case) -> Iterator[Varied]:
    """Of interceptors whose preset has a range, and that are not flown from motors of their own; one a preset."""
    (file,) = plan.files.values()
    alike: dict = {}
    for battery, written in zip(case.batteries, file.batteries, strict=True):
        if not written.burnout_speed_km_s and defended_ahead.speed_ends(battery.launcher) is not None:
            alike.setdefault((battery.preset, battery.launcher.interceptor.speed), []).append(battery.key)
    for (preset, speed), keys in alike.items():
        own = _entry("interceptors", preset, "burnout_speed_km_s")
        if own is not None:
            paths = tuple(f"batteries.{key}.burnout_speed_km_s" for key in keys)
            ends = {"value": m_to_km(speed), "low": own.low, "high": own.high}
            yield Varied(path=paths[0], set_paths=paths, unit="km/s", **ends, origin=CATALOG, source=own.source)


def _entry(kind, preset, name):
    """Entry of the catalog with a range; None where there is none."""
    found = (one for one in catalog.values(kind, preset) if one.name == name and one.low is not None)
    return next(found, None)
