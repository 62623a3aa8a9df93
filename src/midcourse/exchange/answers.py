"""Answers as the doors give them: SI in, the JSON keys of the contract (km, km/s, s, deg) and plain text out."""

import numpy as np

from ..earth import ecef_to_geodetic
from ..units import m_to_km, rad_to_deg


def answer(name, body, warnings=()):
    """JSON object of a door: schema, warnings, and the keys of the answer.

    Parameters
    ----------
    name : str
    body : dict
    warnings : iterable of str
    """
    return {"schema": {"name": f"midcourse.{name}", "version": 1}, "warnings": list(warnings), **body}


def fly(flown):
    """JSON of `midcourse fly`.

    Parameters
    ----------
    flown : flight.Flight

    Returns
    -------
    answer : dict
    """
    burnout, impact = flown.burnout, flown.impact
    return answer(
        "fly",
        {
            "missile": flown.missile.key,
            "shape": flown.shape,
            "ground_range_km": m_to_km(flown.ground_range),
            "azimuth_deg": rad_to_deg(flown.azimuth),
            "bearing_deg": rad_to_deg(flown.bearing),
            "burnout": {
                "time_s": burnout.time,
                "altitude_km": m_to_km(burnout.altitude),
                "speed_km_s": m_to_km(burnout.speed),
                "speed_inertial_km_s": m_to_km(burnout.speed_inertial),
                "flight_path_angle_deg": rad_to_deg(burnout.flight_path_angle),
                "downrange_km": m_to_km(burnout.downrange),
            },
            "apogee_km": m_to_km(flown.apogee_altitude),
            "flight_time_s": flown.flight_time,
            "impact": {
                "latitude_deg": impact.latitude_deg,
                "longitude_deg": impact.longitude_deg,
                "speed_km_s": m_to_km(impact.speed),
                "angle_deg": rad_to_deg(impact.angle),
                "miss_km": m_to_km(impact.miss),
            },
        },
        flown.notes,
    )


def fly_text(found):
    """The same answer as a few lines for people.

    Parameters
    ----------
    found : dict from `fly`
    """
    burnout, impact = found["burnout"], found["impact"]
    lines = [
        f"{found['missile']}, {found['shape']}: {found['ground_range_km']:,.1f} km over the ground"
        f" in {found['flight_time_s']:,.0f} s ({found['flight_time_s'] / 60:.1f} min)",
        f"  launch    azimuth {found['azimuth_deg']:.2f} deg (bearing {found['bearing_deg']:.2f} deg)",
        f"  burnout   {burnout['time_s']:.1f} s, {burnout['altitude_km']:.1f} km up, {burnout['speed_km_s']:.3f} km/s"
        f" ({burnout['speed_inertial_km_s']:.3f} inertial) at {burnout['flight_path_angle_deg']:.2f} deg",
        f"  apogee    {found['apogee_km']:,.1f} km",
        f"  impact    {impact['latitude_deg']:.4f}, {impact['longitude_deg']:.4f} at {impact['speed_km_s']:.3f} km/s,"
        f" {impact['angle_deg']:.1f} deg below the horizontal"
        + ("" if impact["miss_km"] is None else f", {1000 * impact['miss_km']:.1f} m from the aim point"),
    ]
    return "\n".join(lines + [f"  note      {text}" for text in found["warnings"]])


def flight_path(flown, points=400):
    """Columns of one flight's path, for files and figures.

    Parameters
    ----------
    flown : flight.Flight
    points : int

    Returns
    -------
    columns : dict of name -> (points + 1,) array: time_s, latitude_deg, longitude_deg, altitude_km, speed_km_s (over
        the ground's turning), position_ecef_x_km, _y_km, _z_km, phase ("boost", "free flight")
    """
    times = np.unique(np.append(np.linspace(0.0, flown.flight_time, points), flown.burnout.time))
    moment = flown.at(times)
    position = moment.position_ecef
    speed = np.linalg.norm(moment.velocity_ecef, axis=1)
    latitude, longitude, altitude = ecef_to_geodetic(position, flown.earth)
    return {
        "time_s": times,
        "latitude_deg": rad_to_deg(latitude),
        "longitude_deg": rad_to_deg(longitude),
        "altitude_km": m_to_km(altitude),
        "speed_km_s": m_to_km(speed),
        "position_ecef_x_km": m_to_km(position[:, 0]),
        "position_ecef_y_km": m_to_km(position[:, 1]),
        "position_ecef_z_km": m_to_km(position[:, 2]),
        "phase": np.where(times < flown.burnout.time, "boost", "free flight"),
    }
