"""The answer of `midcourse radar`: JSON keys of the contract, a few lines of text, and its table."""

import math

import numpy as np

from ..earth import ecef_to_geodetic
from ..units import m_to_km, rad_to_deg, ratio_to_decibel
from .answers import answer

STEP = 5.0
"""s, between the rows of the table of a flight."""


def radar(found):
    """JSON of `midcourse radar`.

    Parameters
    ----------
    found : sensing.RadarAnswer

    Returns
    -------
    answer : dict
    """
    body = {
        "radar": found.key,
        "slant_range_km": m_to_km(found.slant_range),
        "limited_by": found.limited_by,
        "detection_range_km": None if found.detection_range is None else m_to_km(found.detection_range),
        "instrumented_range_km": m_to_km(found.instrumented_range),
        "assumed": {
            "rcs_m2": found.rcs,
            "snr_db": None if found.snr is None else ratio_to_decibel(found.snr),
            "dwell_s": found.dwell,
            "refraction": found.refraction,
            "min_elevation_deg": rad_to_deg(found.elevation_low),
            "source": found.source,
        },
    }
    if found.objects > 1:
        body["assumed"]["objects"] = found.objects
    if found.cue is not None:
        body["assumed"]["cue_s"] = found.cue if math.isfinite(found.cue) else "never"
    if found.flight is not None:
        body |= _of_flight(found)
    return answer("radar", body, found.notes)


def _of_flight(found):
    highest = found.highest_elevation
    return {
        "missile": found.flight.missile.key,
        "flight_time_s": found.flight.flight_time,
        "sees": [
            {
                "from_s": sight.start,
                "to_s": sight.end,
                "first_slant_range_km": m_to_km(sight.first_slant_range),
                "first_altitude_km": m_to_km(sight.first_altitude),
                "first_azimuth_deg": rad_to_deg(sight.first_azimuth),
                "limited_by": sight.limited_by,
            }
            for sight in found.seen
        ],
        "never_because": found.never.word or None,
        "needed_rcs_m2": found.needed_rcs,
        "highest_elevation_deg": None if highest is None else rad_to_deg(highest),
    }


def _shared(assumed):
    return f", shared by {assumed['objects']} objects" if "objects" in assumed else ""


def radar_text(found):
    """The same answer as a few lines for people.

    Parameters
    ----------
    found : dict from `radar`
    """
    assumed = found["assumed"]
    lines = [f"{found['radar']}: {found['slant_range_km']:,.0f} km, limited by {found['limited_by']}"]
    if assumed["rcs_m2"] is not None:
        lines.append(
            f"  on {assumed['rcs_m2']:.4g} m^2 ({assumed['source']}) at {assumed['snr_db']:.1f} dB"
            f" in {assumed['dwell_s']:g} s{_shared(assumed)}; the signal alone: {found['detection_range_km']:,.0f} km"
        )
    lines.append(f"  from {assumed['min_elevation_deg']:g} deg elevation, refraction {assumed['refraction']}")
    if "cue_s" in assumed:
        lines.append(f"  told where to look at {assumed['cue_s']}{' s' if assumed['cue_s'] != 'never' else ''}")
    for sight in found.get("sees", ()):
        lines.append(
            f"  sees {found['missile']} from {sight['from_s']:.1f} s to {sight['to_s']:.1f} s of"
            f" {found['flight_time_s']:.0f} s, first at {sight['first_slant_range_km']:,.0f} km,"
            f" {sight['first_altitude_km']:,.0f} km up, azimuth {sight['first_azimuth_deg']:.1f} deg"
            + (f" ({sight['limited_by']})" if sight["limited_by"] else "")
        )
    if found.get("never_because"):
        lines.append(f"  never sees {found['missile']}: {found['never_because']}{_margin(found)}")
    return "\n".join(lines + [f"  note      {text}" for text in found["warnings"]])


def _margin(found):
    """How far from seen, in words."""
    if found["never_because"] == "below-horizon":
        return f" (highest elevation {found['highest_elevation_deg']:.2f} deg)"
    return "" if found["needed_rcs_m2"] is None else f" (it would take {found['needed_rcs_m2']:.3g} m^2)"


def sight_table(found):
    """Columns of the flight as the radar would meet it, every five seconds.

    Parameters
    ----------
    found : sensing.RadarAnswer
        With a flight.

    Returns
    -------
    columns : dict of name -> (n,) array: time_s, slant_range_km, azimuth_deg, elevation_deg, altitude_km, in_view
    """
    flight = found.flight
    times = np.unique(np.append(np.arange(0.0, flight.flight_time, STEP), flight.flight_time))
    slant_range, azimuth, elevation = found.at(times)
    altitude = ecef_to_geodetic(flight.at(times).position_ecef, flight.earth)[2]
    in_view = np.zeros(len(times), bool)
    for sight in found.seen:
        in_view |= (times >= sight.start) & (times <= sight.end)
    return {
        "time_s": times,
        "slant_range_km": m_to_km(slant_range),
        "azimuth_deg": rad_to_deg(azimuth),
        "elevation_deg": rad_to_deg(elevation),
        "altitude_km": m_to_km(altitude),
        "in_view": in_view,
    }
