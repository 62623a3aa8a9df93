"""Sensors from the catalog: presets as `sensing.Radar` and `sensing.Satellite`, cross-sections of what they look at."""

import math
from dataclasses import replace

from .. import sensing
from ..errors import CatalogError
from . import catalog

BANDS = {"rcs_vhf_m2": sensing.VHF, "rcs_uhf_m2": sensing.UHF, "rcs_x_m2": sensing.X_BAND}
"""Hz, frequency at which each stated cross-section holds."""


def band_ends():
    """Key of each stated cross-section -> Hz at which it holds, and m^2, the ends of its range for a warhead."""
    rows = zip(BANDS.values(), sensing.WARHEAD_LOW, sensing.WARHEAD_HIGH, strict=True)
    return dict(zip(BANDS, rows, strict=True))


def nearest_band(frequency):
    """Key of the stated cross-section whose frequency is the nearest.

    Parameters
    ----------
    frequency : float, Hz
    """
    return min(BANDS, key=lambda name: abs(math.log(BANDS[name] / frequency)))


def make_radar(
    preset, *, key, latitude, longitude, altitude=0.0, boresight=None, refraction="none", cue=(sensing.IN_TIME,)
):
    """Radar of a preset at a place; where its power and aperture are known, they give its detection range.

    Parameters
    ----------
    preset : records.RadarPreset
    key : str
    latitude, longitude : float, rad
    altitude : float, m
    boresight : float or None, rad; None: the preset's own
    refraction : {"none", "four-thirds"}
    cue : (time,) or (time, keys, delay)
        When a turning radar is told where to look, s after lift-off (-inf before the flight comes, inf never); sensors
        whose first sight tells it too, and after how many s.

    Returns
    -------
    sensing.Radar
        `rcs` is what its detection range stands for; None where only a printed range is known.
    """
    return sensing.Radar(
        key=key,
        latitude=latitude,
        longitude=longitude,
        altitude=altitude,
        instrumented_range=preset.instrumented_range,
        minimum_range=preset.minimum_range,
        detection_range=detection_range(preset),
        elevation_low=preset.elevation_low,
        elevation_high=preset.elevation_high,
        faces=preset.faces(boresight),
        rcs=reference_rcs(preset),
        frequency=preset.frequency,
        refraction=refraction,
        mount=_mount(preset, boresight, *cue),
    )


def _mount(preset, boresight, cue, cued_by=(), delay=0.0):
    """Mount of a radar that turns; None for one that does not, or of which field and slew rate are not known."""
    if not preset.turning or None in (preset.field_of_view, preset.slew_rate):
        return None
    return sensing.Mount(
        boresight=preset.boresights[0] if boresight is None and preset.boresights else boresight,
        slew_rate=preset.slew_rate,
        field_of_view=preset.field_of_view,
        cue_time=cue,
        cued_by=cued_by,
        cue_delay=delay,
    )


def has_budget(preset):
    """Whether power, aperture and frequency of a radar preset are all known."""
    return None not in (preset.mean_power, preset.aperture, preset.frequency)


def reference_rcs(preset):
    """Cross-section, m^2, for which a radar's detection range stands; None where none is computed."""
    if not has_budget(preset):
        return None
    return sensing.WARHEAD.rcs_at(preset.frequency) if preset.rcs is None else preset.rcs


def detection_range(preset, rcs=None, signal_to_noise=None, dwell=None):
    """Range by the radar equation, m; infinite for a radar of which only a printed range is known.

    Parameters
    ----------
    preset : records.RadarPreset
    rcs : float or None, m^2; None: `reference_rcs`
    signal_to_noise : float or None, power ratio; None: the preset's
    dwell : float or None, s; None: the preset's
    """
    if not has_budget(preset):
        return math.inf
    budget = sensing.RadarBudget(
        mean_power=preset.mean_power,
        aperture=preset.aperture,
        frequency=preset.frequency,
        aperture_efficiency=preset.aperture_efficiency,
        receive_efficiency=preset.receive_efficiency,
        system_temperature=preset.noise_temperature,
        losses=preset.losses,
    )
    stated = (
        reference_rcs(preset) if rcs is None else rcs,
        preset.signal_to_noise if signal_to_noise is None else signal_to_noise,
        preset.dwell if dwell is None else dwell,
    )
    return float(sensing.detection_range(budget, *stated))


def make_satellite(preset, *, key, longitude=None):
    """Satellite of a preset over a longitude; a Molniya orbit is held at its apogee.

    Parameters
    ----------
    preset : records.SatellitePreset
    key : str
    longitude : float or None, rad; None: the preset's own

    Raises
    ------
    CatalogError
        An orbit that no run carries out, or no longitude.
    """
    longitude = preset.longitude if longitude is None else longitude
    if preset.orbit not in catalog.HANGING:
        hint = " or ".join(catalog.HANGING)
        raise CatalogError(
            "satellites that do not hang over a place are not seen from yet", where=preset.key, hint=hint
        )
    if longitude is None:
        raise CatalogError("this satellite has no longitude of its own", where=preset.key, hint="give longitude_deg")
    return sensing.Satellite(
        key=key,
        latitude=preset.inclination if preset.orbit == "molniya" else 0.0,
        longitude=longitude,
        altitude=preset.apogee,
        looks=preset.looks,
        look_time=preset.look_time,
        cloud_break_altitude=preset.cloud_break_altitude,
    )


def signature(missile_key, **stated):
    """Cross-sections by band of what a missile carries: stated ones, else the preset's, else those of a warhead.

    Parameters
    ----------
    missile_key : str
        Key of a missile, an interceptor, or "impulsive".
    **stated : float or None
        rcs_vhf_m2, rcs_uhf_m2, rcs_x_m2.

    Returns
    -------
    sensing.Signature
    """
    kind = "interceptors" if missile_key in catalog.entries("interceptors") else "missiles"
    values = {} if missile_key == "impulsive" else catalog.preset(kind, missile_key).values
    found = []
    for (name, frequency), default in zip(BANDS.items(), sensing.WARHEAD.cross_sections, strict=True):
        own = values[name].value if name in values else default
        found.append((frequency, own if stated.get(name) is None else stated[name]))
    return replace(sensing.WARHEAD, cross_sections=tuple(rcs for _, rcs in found))


def answer_range(key, rcs=None, signal_to_noise=None, dwell=None, refraction="none", missile=None, objects=1):
    """How far a radar of the catalog sees an object.

    Parameters
    ----------
    key : str
    rcs, signal_to_noise, dwell : float or None
        m^2, power ratio, s; None: the preset's, or what a missile states.
    refraction : {"none", "four-thirds"}
    missile : str or None
        Key of what flies, for its cross-section.
    objects : int
        Objects of this kind that are tracked at once and share the energy evenly.

    Returns
    -------
    sensing.RadarAnswer
    """
    for name, value in (("rcs", rcs), ("signal to noise", signal_to_noise), ("dwell", dwell)):
        if value is not None and not (value > 0.0 and math.isfinite(value)):
            raise CatalogError("a number above zero is needed", where=name, got=value, hint="leave it out")
    if refraction not in sensing.REFRACTIONS:
        words = " or ".join(sensing.REFRACTIONS)
        raise CatalogError("unknown refraction", where="refraction", got=refraction, hint=words)
    preset = catalog.radar(key)
    limits = {"refraction": refraction, "elevation_low": preset.elevation_low}
    if not has_budget(preset):
        ignored = any(value is not None for value in (rcs, signal_to_noise, dwell)) or objects > 1
        return sensing.RadarAnswer(
            key=key,
            slant_range=preset.instrumented_range,
            detection_range=None,
            instrumented_range=preset.instrumented_range,
            limited_by=sensing.INSTRUMENTED,
            rcs=None,
            snr=None,
            dwell=None,
            source="printed range of the catalog",
            notes=(_PRINTED, *([_IGNORED] if ignored else [])),
            **limits,
        )
    chosen, source = _rcs_of(preset, rcs, missile)
    reach = sensing.shared_range(detection_range(preset, chosen, signal_to_noise, dwell), objects)
    signal = reach < preset.instrumented_range
    return sensing.RadarAnswer(
        key=key,
        slant_range=min(reach, preset.instrumented_range),
        detection_range=reach,
        instrumented_range=preset.instrumented_range,
        limited_by=sensing.SIGNAL if signal else sensing.INSTRUMENTED,
        rcs=chosen,
        snr=preset.signal_to_noise if signal_to_noise is None else signal_to_noise,
        dwell=preset.dwell if dwell is None else dwell,
        source=source,
        objects=objects,
        notes=() if signal else (f"the signal would reach {reach / 1e3:.0f} km; the printed range binds",),
        **limits,
    )


_PRINTED = "known only by a printed range: nothing is said of how small an object it sees"
_IGNORED = "cross-section, signal-to-noise ratio, dwell and number of objects change no printed range"


def _rcs_of(preset, rcs, missile):
    """(cross-section in m^2, where it is from)."""
    if rcs is not None:
        return rcs, "stated"
    if missile is not None:
        return signature(missile).rcs_at(preset.frequency), f"cross-sections of {missile} by band"
    return reference_rcs(preset), "cross-section of a warhead in this band"


def answer_flight(key, flight, missile, *, site=None, boresight=None, cue=None, **stated):
    """What a radar of the catalog sees of a flight.

    Parameters
    ----------
    key : str
    flight : flight.Flight
    missile : str
        Its key in the catalog.
    site : (latitude, longitude) in degrees, or None: the catalog's
    boresight : float or None, rad
    cue : float or None
        When a turning radar, until then at its boresight, is told where to look, s; inf never; None: in time.
    **stated
        As `answer_range`.

    Returns
    -------
    sensing.RadarAnswer

    Raises
    ------
    CatalogError
        A radar without a place of its own, with a sector and no boresight, or with a cue and no mount to turn.
    """
    answer, preset = answer_range(key, missile=missile, **stated), catalog.radar(key)
    latitude, longitude, altitude = _place_of(preset, site)
    radar = make_radar(
        preset,
        key=key,
        latitude=math.radians(latitude),
        longitude=math.radians(longitude),
        altitude=altitude,
        boresight=boresight,
        refraction=answer.refraction,
        cue=(sensing.IN_TIME if cue is None else _checked_cue(preset, cue, boresight),),
    )
    if answer.detection_range is not None:
        radar = replace(radar, detection_range=answer.detection_range, rcs=answer.rcs)
    seen, never, needed, highest = sensing.sights_of(radar, flight)
    notes = [*answer.notes, *flight.notes, *([_TURNS] if preset.turning and cue is None else [])]
    return replace(
        answer,
        cue=cue,
        flight=flight,
        radar=radar,
        seen=seen,
        never=never,
        needed_rcs=needed,
        highest_elevation=highest,
        notes=tuple(notes),
    )


def _place_of(preset, site):
    """Latitude and longitude in degrees and altitude in m, given or the preset's own."""
    if site is not None:
        return (*site, 0.0)
    if preset.site is None:
        raise CatalogError("this radar has no place of its own", where=preset.key, hint="--site LAT,LON or a site key")
    place = catalog.site(preset.site)
    return place.latitude_deg, place.longitude_deg, place.altitude


def _checked_cue(preset, cue, boresight):
    """A cue that this radar can wait for."""
    if not preset.turning:
        raise CatalogError("this radar does not turn, so it waits for no cue", where="cue", got=preset.key)
    if boresight is None and not preset.boresights:
        hint = "--boresight-deg A"
        raise CatalogError("a radar that waits for its cue points somewhere until then", where=preset.key, hint=hint)
    if not cue >= 0.0:
        raise CatalogError("a cue comes at lift-off or later", where="cue", got=cue, hint="inf for never")
    return cue


_TURNS = "taken as cued and turned in time, so it looks all round"
