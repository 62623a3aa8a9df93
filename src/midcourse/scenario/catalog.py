"""The catalog: notional presets of missiles, interceptors, radars, satellites and sites, from public sources."""

import difflib
import math
from functools import lru_cache

from ..errors import CatalogError
from .presets import KINDS, folder, read_preset
from .records import InterceptorPreset, RadarPreset, SatellitePreset, Site

VARIANTS = {
    ("interceptors", "gbi-two-stage"): ("mda", "lewis-postol", "motors-bare", "motors-light", "motors-heavy"),
    ("radars", "european-midcourse-radar"): ("mean-42kw", "mean-170kw"),
}
"""The only presets with variants: the answer to a study turns on them (docs/scenario-format.md, "Variants")."""

_SINGULAR = {kind.removesuffix("s"): kind for kind in KINDS}
FULL_CIRCLE = 2.0 * math.pi
HANGING = ("geosynchronous", "molniya")
"""Orbits from which a run can look: over one place of the Earth, or held at an apogee as class."""

CLOUD_BREAK, LOOKS = 10e3, 3
"""m, and looks of a satellite that states none (docs/models/sensing/satellite.md)."""


def kinds():
    """Kinds of presets."""
    return KINDS


@lru_cache(maxsize=16)
def entries(kind):
    """Keys of a kind that can be used in a scenario, sorted; a preset with variants is listed by its variants.

    Parameters
    ----------
    kind : str
        One of `kinds()`, plural or singular.

    Returns
    -------
    tuple of str

    Raises
    ------
    CatalogError
        No such kind.
    """
    kind = _kind(kind)
    keys = []
    for file in folder(kind).iterdir():
        if file.name.endswith(".yaml"):
            key = file.name.removesuffix(".yaml")
            keys += [f"{key}@{variant}" for variant in VARIANTS.get((kind, key), ())] or [key]
    return tuple(sorted(keys))


def require(kind, key):
    """Say whether a key can be used, without reading its file.

    Parameters
    ----------
    kind : str
    key : str
        As listed by `entries`, `KEY@VARIANT` where there are variants.

    Returns
    -------
    (kind, plain key, variant or None)

    Raises
    ------
    CatalogError
        No such kind or key (with the nearest ones), a plain key where a variant must be named (with the list).
    """
    kind = _kind(kind)
    plain, _, variant = str(key).partition("@")
    variants = VARIANTS.get((kind, plain), ())
    if variants and variant not in variants:
        names = [f"{plain}@{name}" for name in variants]
        what = "this preset has variants: name one" if not variant else "no such variant"
        raise CatalogError(what, where=kind, got=key, hint=", ".join(names), closest=names)
    if key not in entries(kind):
        closest = difflib.get_close_matches(str(key), entries(kind), n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(closest)}?" if closest else f"midcourse catalog {kind}"
        raise CatalogError(f"unknown {kind.removesuffix('s')}", where=kind, got=key, hint=hint, closest=closest)
    return kind, plain, variant or None


def preset(kind, key):
    """Preset with all its entries; `require` says what can be wrong with a key.

    Parameters
    ----------
    kind : str
    key : str

    Returns
    -------
    presets.Preset

    Raises
    ------
    CatalogError
        As `require`, and for a file that breaks the format.
    """
    return read_preset(*require(kind, key))


def values(kind, key):
    """Entries of a preset in file order: name, value, unit, low, high, status, source, date, evidence, note.

    Returns
    -------
    list of presets.Entry
    """
    return preset(kind, key).entries()


def site(key):
    """Place of a site: `latitude_deg`, `longitude_deg`, altitude in m."""
    found = preset("sites", key)
    entry = found.values
    return Site(found.key, entry["latitude_deg"].value, entry["longitude_deg"].value, found.si("altitude_km", 0.0))


def radar(key):
    """Values of a radar preset in SI, ready for `sensing.Radar` once it has a site.

    Parameters
    ----------
    key : str

    Returns
    -------
    RadarPreset
    """
    found = preset("radars", key)
    return RadarPreset(
        key=found.key,
        title=found.title,
        site=found.si("site"),
        instrumented_range=found.si("instrumented_range_km", math.inf),
        minimum_range=found.si("minimum_range_km", 0.0),
        detection_range=found.si("detection_range_km", math.inf),
        rcs=found.si("rcs_m2"),
        elevation_low=found.si("elevation_low_deg"),
        elevation_high=found.si("elevation_high_deg"),
        boresights=found.si("boresights_deg", ()),
        sector=found.si("sector_deg", FULL_CIRCLE),
        turning=bool(found.si("turning", False)),
        field_of_view=found.si("field_of_view_deg"),
        slew_rate=found.si("slew_rate_deg_s"),
        mean_power=_mean_power(found),
        aperture=_aperture(found),
        frequency=found.si("frequency_ghz"),
        aperture_efficiency=found.si("aperture_efficiency", 0.8),
        receive_efficiency=found.si("receive_efficiency", 0.8),
        noise_temperature=found.si("noise_temperature_k", 500.0),
        losses=found.si("losses_db", 10.0**0.6),
        signal_to_noise=found.si("snr_db", 10.0**1.3),
        dwell=found.si("dwell_s", 0.1),
        tested_in_abm_mode=found.si("tested_in_abm_mode"),
        in_service=found.si("in_service"),
        out_of_service=found.si("out_of_service"),
        boresights_since=found.si("boresights_since", ()),
    )


def _mean_power(found):
    """Mean power of a radar preset, W: stated, or peak power times duty; None where neither is known."""
    peak, duty = found.si("peak_power_kw"), found.si("duty")
    return found.si("mean_power_kw", None if None in (peak, duty) else peak * duty)


def _aperture(found):
    """Area of a face, m^2: stated, or that of a circle of its diameter; None where neither is known."""
    diameter = found.si("diameter_m")
    return found.si("aperture_m2", None if diameter is None else 0.25 * math.pi * diameter**2)


def satellite(key):
    """Values of an infrared satellite preset in SI.

    Parameters
    ----------
    key : str

    Returns
    -------
    SatellitePreset
    """
    found = preset("satellites", key)
    return SatellitePreset(
        key=found.key,
        title=found.title,
        orbit=found.si("orbit"),
        apogee=found.si("apogee_km"),
        inclination=found.si("inclination_deg", 0.0),
        longitude=found.si("longitude_deg"),
        looks=found.si("looks", LOOKS),
        look_time=found.si("look_s", 10.0),
        cloud_break_altitude=found.si("cloud_break_km", CLOUD_BREAK),
        in_service=found.si("in_service"),
        out_of_service=found.si("out_of_service"),
    )


def interceptor(key):
    """Values of an interceptor preset in SI: burnout speed and what it means, burn time, limits, hit probability.

    Its greatest range is `ballistic_range_km`, else `range_km`.

    Parameters
    ----------
    key : str

    Returns
    -------
    InterceptorPreset
    """
    found = preset("interceptors", key)
    hit = found.values.get("hit")
    return InterceptorPreset(
        key=found.key,
        title=found.title,
        burnout_speed=found.si("burnout_speed_km_s"),
        speed_is=found.si("speed_is"),
        burn_time=found.si("burn_time_s", 0.0),
        missile=_interceptor_missile(found),
        minimum_altitude=found.si("min_altitude_km", 0.0),
        maximum_altitude=found.si("max_altitude_km", math.inf),
        constant_speed=bool(found.si("constant_speed", False)),
        greatest_range=found.si("ballistic_range_km", found.si("range_km", math.inf)),
        greatest_threat_speed=found.si("target_speed_limit_km_s", math.inf),
        channels=int(found.si("targets_at_once", 0)),
        hit=None if hit is None else (hit.low, hit.value, hit.high),
        tested_in_abm_mode=found.si("tested_in_abm_mode"),
    )


def _interceptor_missile(found):
    """Record `flight.Missile` of an interceptor whose stages are known, else None."""
    from . import missiles

    return missiles.build_interceptor(found) if found.stages else None


def missile(key):
    """Record `flight.Missile` of a preset; "impulsive" gives the missile that gets its speed at once.

    An interceptor whose motors are known flies as one too.

    Parameters
    ----------
    key : str

    Returns
    -------
    flight.Missile

    Raises
    ------
    CatalogError
        Unknown key.
    """
    from . import missiles

    if key == "impulsive":
        return missiles.impulsive()
    if key in entries("interceptors"):
        return missiles.build_interceptor(preset("interceptors", key))
    return missiles.build_missile(preset("missiles", key))


def _kind(kind):
    """Plural name of a kind."""
    found = _SINGULAR.get(kind, kind)
    if found not in KINDS:
        closest = difflib.get_close_matches(str(kind), KINDS, n=1)
        raise CatalogError("unknown kind of preset", got=kind, hint=f"one of {', '.join(KINDS)}", closest=closest)
    return found
