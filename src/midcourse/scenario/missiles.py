"""Records `flight.Missile` from catalog files."""

from functools import lru_cache

from ..constants import STANDARD_GRAVITY
from ..errors import CatalogError
from ..flight.missile import IMPULSIVE, Missile, Payload, Stage, Steering
from . import suffixes
from .presets import read_preset

SEA_LEVEL_PRESSURE = 101_325.0
"""Pa [us1976]."""


def impulsive():
    """The missile without stages."""
    return IMPULSIVE


def build_missile(preset):
    """Record of a missile preset.

    Parameters
    ----------
    preset : presets.Preset

    Returns
    -------
    flight.Missile

    Raises
    ------
    CatalogError
        A preset that lacks a value a flight needs.
    MidcourseError
        Values that make no missile (thrust under the weight, no payload).
    """
    if not preset.stages:
        raise CatalogError("this preset has no stages to fly", where=preset.kind, got=preset.key)
    steering = preset.si("steering")
    rise = preset.si("vertical_rise_s")
    chosen = {name: value for name, value in (("law", steering), ("rise_time", rise)) if value is not None}
    return Missile(
        key=preset.key,
        title=preset.title,
        stages=tuple(_stage(stage, preset) for stage in preset.stages),
        payload=Payload(
            mass=_need(preset.values, "payload_mass_kg", preset.key),
            ballistic_coefficient=preset.si("ballistic_coefficient_kg_m2"),
            separates=preset.si("separates", True),
        ),
        steering=Steering(**chosen),
        can_cut_off=preset.si("cuts_thrust_off", True),
    )


def build_interceptor(preset):
    """Record of an interceptor preset with known motors: its kill vehicle is the payload, and it burns out fully.

    Parameters
    ----------
    preset : presets.Preset

    Returns
    -------
    flight.Missile

    Raises
    ------
    CatalogError
        A preset known only by its speed.
    """
    if not preset.stages or "kill_vehicle_mass_kg" not in preset.values:
        raise CatalogError(
            "this interceptor is known only by its speed and cannot be flown",
            where=preset.kind,
            got=preset.key,
            hint="gbi-two-stage@motors-light, whose motors are known",
        )
    mass = preset.values["kill_vehicle_mass_kg"]
    added = {
        "payload_mass_kg": mass._replace(name="payload_mass_kg"),
        "drag": preset.values.get("drag", mass)._replace(name="drag", value=_INTERCEPTOR_DRAG, unit=""),
        "cuts_thrust_off": mass._replace(name="cuts_thrust_off", value=False, unit=""),
        "separates": mass._replace(name="separates", value=False, unit=""),
    }
    return build_missile(preset._replace(values=added | preset.values))


_INTERCEPTOR_DRAG = "solid"


def _stage(entries, preset):
    """Record of one stage; a sea-level impulse becomes vacuum thrust and a loss."""
    read = {name: suffixes.to_si(name, entry.value) for name, entry in entries.items()}
    propellant = _need(entries, "propellant_mass_kg", preset.key)
    burn_time = _need(entries, "burn_time_s", preset.key)
    impulse, thrust = read.get("isp_vacuum_s"), read.get("thrust_vacuum_kn")
    low, area, loss = read.get("isp_sea_level_s"), read.get("nozzle_exit_area_m2"), read.get("sea_level_loss", 0.0)
    if low is not None and impulse is None and thrust is None:
        if area is None:
            raise CatalogError("a sea-level impulse alone says nothing of vacuum", where=preset.key, got=low)
        thrust = low * STANDARD_GRAVITY * propellant / burn_time + area * SEA_LEVEL_PRESSURE
    elif low is not None and impulse is not None:
        loss, area = 1.0 - low / impulse, None
    return Stage(
        propellant=propellant,
        inert=_need(entries, "inert_mass_kg", preset.key) + read.get("shroud_mass_kg", 0.0),
        burn_time=burn_time,
        diameter=_need(entries, "diameter_m", preset.key),
        drag=_drag(read.get("drag") or preset.si("drag"), preset.key),
        specific_impulse=impulse,
        thrust=thrust,
        sea_level_loss=loss,
        exit_area=area,
    )


def _need(entries, name, key):
    if name not in entries:
        raise CatalogError(f"the preset lacks {name}", where=key, hint="midcourse catalog missiles " + key)
    return suffixes.to_si(name, entries[name].value)


@lru_cache(maxsize=32)
def _drag(curve, key):
    """Knots (Mach number, coefficient) of a drag curve of the catalog."""
    if curve is None:
        raise CatalogError("the preset names no drag curve", where=key, hint="drag: forden")
    values = read_preset("drag", curve, None).values
    return tuple(zip(map(float, values["mach"].value), map(float, values["coefficient"].value), strict=True))
