"""Catalog files: one preset a file, every value with its range, status, source and date.

Format (docs/scenario-format.md, "Catalog files"): `key`, `title`, `note`, `default` (status, source, date and
evidence of the entries that give none), `values`, `stages` (of missiles and interceptors), `variants`.
"""

from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from ..errors import CatalogError
from . import suffixes, tree

KINDS = ("missiles", "interceptors", "radars", "satellites", "sites", "drag")
STATUSES = ("given", "derived", "assumed")
EVIDENCE = ("read", "second-hand", "computed", "unchecked")
_TOP = ("key", "title", "note", "default", "values", "stages", "variants")
_ENTRY = ("value", "low", "high", "status", "source", "date", "evidence", "note")
_INHERITED = ("status", "source", "date", "evidence")

_STAGE = """
    propellant_mass_kg inert_mass_kg isp_vacuum_s isp_sea_level_s thrust_vacuum_kn sea_level_loss nozzle_exit_area_m2
    burn_time_s diameter_m drag shroud_mass_kg
"""
_OWNED = "tested_in_abm_mode owner host purpose basing"
_NAMES = {
    "missiles": """
        payload_mass_kg ballistic_coefficient_kg_m2 rcs_x_m2 rcs_uhf_m2 rcs_vhf_m2 steering vertical_rise_s
        cuts_thrust_off separates drag range_km launch_mass_t burnout_speed_km_s apogee_km burn_time_s class_range_km
    """,
    "interceptors": f"""
        burnout_speed_km_s speed_is burn_time_s burnout_altitude_km min_altitude_km max_altitude_km range_km hit
        kill_vehicle_mass_kg payload_mass_kg launch_mass_kg launch_mass_t diameter_m rounds divert_m_s drag steering
        vertical_rise_s ballistic_range_km target_speed_limit_km_s targets_at_once launchers rounds_per_launcher
        launch_interval_s reaction_s rapid_reload kill_vehicles
        constant_speed {_OWNED}
    """,
    "radars": f"""
        instrumented_range_km minimum_range_km detection_range_km elevation_low_deg elevation_high_deg
        boresights_deg boresights_since sector_deg turning field_of_view_deg slew_rate_deg_s tilt_deg site
        frequency_ghz mean_power_kw peak_power_kw duty aperture_m2 diameter_m modules beamwidth_deg gain_db
        aperture_efficiency receive_efficiency noise_temperature_k losses_db snr_db dwell_s rcs_m2
        phased_array in_service out_of_service {_OWNED}
    """,
    "satellites": f"""
        orbit apogee_km perigee_km inclination_deg period_s longitude_deg longitudes_deg count looks look_s
        cloud_break_km in_service out_of_service {_OWNED}
    """,
    "sites": "latitude_deg longitude_deg altitude_km country",
    "drag": "mach coefficient",
}
_ALLOWED = {kind: frozenset(names.split()) for kind, names in _NAMES.items()}
_ALLOWED_STAGE = frozenset(_STAGE.split())


class Entry(NamedTuple):
    """One value of the catalog with its stated range, where it comes from and how well that was checked."""

    name: str
    value: object
    unit: str
    low: float | None
    high: float | None
    status: str
    source: str
    date: str
    evidence: str | None
    note: str | None


class Preset(NamedTuple):
    """One preset: its own values and those of its stages, by key of the file."""

    kind: str
    key: str
    title: str
    note: str | None
    values: dict
    stages: tuple

    def si(self, name, default=None):
        """Value of a key in SI, `default` where the preset has none."""
        entry = self.values.get(name)
        return default if entry is None else suffixes.to_si(name, entry.value)

    def entries(self):
        """All entries in file order, those of stages named `stage_1.NAME`."""
        listed = list(self.values.values())
        for number, stage in enumerate(self.stages, start=1):
            listed += [entry._replace(name=f"stage_{number}.{entry.name}") for entry in stage.values()]
        return listed


def folder(kind):
    """Folder of the files of a kind, inside the package."""
    return resources.files("midcourse.scenario") / "data" / kind


@lru_cache(maxsize=256)
def read_preset(kind, key, variant):
    """Preset of a catalog file.

    Parameters
    ----------
    kind : str
    key : str
        Name of the file without `.yaml`.
    variant : str or None

    Raises
    ------
    CatalogError
        A file that breaks the format.
    """
    name = f"{kind}/{key}.yaml"
    text = (folder(kind) / f"{key}.yaml").read_text(encoding="utf-8")
    data = tree.read_tree(text, name).value
    _check_keys(data, _TOP, name)
    if data.get("key") != key:
        raise CatalogError("the key of a catalog file is its name", where=name, got=data.get("key"))
    default = data.get("default") or {}
    values = dict(data.get("values") or {})
    if variant is not None:
        values |= data["variants"][variant].get("values") or {}
    stages = (
        data.get("stages") or []
        if variant is None
        else data["variants"][variant].get("stages", data.get("stages") or [])
    )
    title = data.get("title") or key
    return Preset(
        kind,
        key if variant is None else f"{key}@{variant}",
        title if variant is None else f"{title}, {data['variants'][variant].get('title', variant)}",
        data.get("note"),
        _entries(values, default, _ALLOWED[kind], name),
        tuple(_entries(stage, default, _ALLOWED_STAGE, name) for stage in stages),
    )


def read_variants(kind, key):
    """Names of the variants that a file holds, in file order."""
    data = tree.read_tree((folder(kind) / f"{key}.yaml").read_text(encoding="utf-8"), f"{kind}/{key}.yaml").value
    return tuple(data.get("variants") or ())


def _check_keys(mapping, allowed, name):
    unknown = [key for key in mapping if key not in allowed]
    if unknown:
        raise CatalogError(f"unknown key {unknown[0]!r}", where=name, hint=f"one of {', '.join(sorted(allowed))}")


def _entries(values, default, allowed, name):
    _check_keys(values, allowed, name)
    return {key: _entry(key, raw, default, f"{name}, {key}") for key, raw in values.items()}


def _entry(name, raw, default, where):
    """One entry from its mapping, or from a bare value that takes everything else from `default`."""
    fields = dict(raw) if isinstance(raw, dict) else {"value": raw}
    _check_keys(fields, _ENTRY, where)
    inherited = (
        ("status", "date") if "source" in fields else _INHERITED
    )  # another source: its evidence is another matter
    fields = {key: default[key] for key in inherited if key in default} | fields
    missing = [key for key in ("value", "status", "source", "date") if fields.get(key) is None]
    if missing:
        raise CatalogError(f"a value needs {', '.join(missing)}", where=where)
    value, low, high = fields["value"], fields.get("low"), fields.get("high")
    if fields["status"] not in STATUSES:
        raise CatalogError("no such status", where=where, got=fields["status"], hint=", ".join(STATUSES))
    if fields.get("evidence") not in (None, *EVIDENCE):
        raise CatalogError("no such evidence", where=where, got=fields["evidence"], hint=", ".join(EVIDENCE))
    if not all(suffixes.is_finite(number) for number in (value, low, high)):
        raise CatalogError("a catalog value is finite", where=where, got=value)
    if (low is not None and low > value) or (high is not None and high < value):
        raise CatalogError("the range of a value holds it", where=where, got=(low, value, high))
    unit, date = suffixes.unit_of(name), str(fields["date"])
    return Entry(
        name,
        value,
        unit,
        low,
        high,
        fields["status"],
        fields["source"],
        date,
        fields.get("evidence"),
        fields.get("note"),
    )
