"""Where a radar of a scenario looks: the faces of its preset, turned together and narrowed as the file has it."""

from dataclasses import replace

from ..units import deg_to_rad, rad_to_deg
from . import catalog

_ROUNDING = 1e-9
"""rad: degrees there and back."""


def facing(preset, sensor):
    """A radar preset with the faces that a sensor of the file has, and its boresight where the file gives one.

    Parameters
    ----------
    preset : records.RadarPreset
    sensor : models.Sensor

    Returns
    -------
    records.RadarPreset
        Every boresight turned clockwise by `turned_deg`, every face as wide as `sector_deg`.
    float or None
        rad, `boresight_deg` turned too.
    """
    boresight = None if sensor.boresight_deg is None else deg_to_rad(sensor.boresight_deg)
    if sensor.sector_deg is not None:
        preset = replace(preset, sector=deg_to_rad(sensor.sector_deg))
    if not sensor.turned_deg:
        return preset, boresight
    by = deg_to_rad(sensor.turned_deg)
    turned = replace(preset, boresights=tuple(one + by for one in preset.boresights))
    return turned, None if boresight is None else boresight + by


def faults_of(location, sensor):
    """What is wrong with how a radar is turned and narrowed: (location, what, got, try) rows.

    Parameters
    ----------
    location : tuple
    sensor : models.Sensor
        Its radar is in the catalog.
    """
    radar = catalog.radar(sensor.radar)
    asked = [name for name in ("turned_deg", "sector_deg") if getattr(sensor, name)]
    if radar.turning or radar.sector >= catalog.FULL_CIRCLE:
        what = "this radar looks all round: it has no face to turn or to narrow"
        return [((*location, name), what, getattr(sensor, name), f"delete {name}") for name in asked]
    if sensor.sector_deg is not None and deg_to_rad(sensor.sector_deg) > radar.sector + _ROUNDING:
        what = f"wider than a face of {sensor.radar}"
        return [((*location, "sector_deg"), what, sensor.sector_deg, f"{rad_to_deg(radar.sector):g} or less")]
    return []
