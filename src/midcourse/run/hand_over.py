"""Chance that shots find the threat in their basket, from the tracks of a run. docs/models/engagement/basket.md"""

import dataclasses

import numpy as np

from .. import earth, engagement, flight

SEEKER = engagement.Seeker()


def mean_chance(case, waves, engaged):
    """Mean chance over the shots that fit at the warheads of the raid; 1 where there is none.

    Parameters
    ----------
    case : scenario.Case
    waves : tuple of stages.Wave
    engaged : tuple of stages.Engaged

    Returns
    -------
    float
    """
    total = weight = 0.0
    for wave, e in zip(waves, engaged, strict=True):
        rows = wave.aim_rows[wave.flights.reached[wave.aim_rows]]
        chances = chances_of(case, wave.flights, e, rows)
        fired = np.isfinite(chances)
        share = case.threats[wave.threat].count / max(1, len(rows))
        total, weight = total + share * chances[fired].sum(), weight + share * fired.sum()
    return float(total / weight) if weight else 1.0


def chances_of(case, flights, e, rows):
    """Chance of each shot at some flights, of the radar that serves it best; NaN where there is no shot.

    Parameters
    ----------
    case : scenario.Case
    flights : flight.Flights
    e : stages.Engaged
    rows : (k,) int array

    Returns
    -------
    (k, looks) array
    """
    names = ("battery", "launch_time", "intercept_time", "reason")
    shots = dataclasses.replace(e.shots, **{name: getattr(e.shots, name)[rows] for name in names})
    some, launchers = engagement.rows_of(flights, rows), [battery.launcher for battery in case.batteries]
    met = engagement.encounters(some, launchers, shots)
    row, look = np.nonzero(shots.battery >= 0)
    closing_ecef = met.closing_velocity_ecef[row, look]
    meet, flown = shots.intercept_time[row, look], (shots.intercept_time - shots.launch_time)[row, look]
    to_go = SEEKER.time_to_go(np.linalg.norm(closing_ecef, axis=1), flown)
    best = np.zeros(len(row))
    for j, sensor in enumerate(case.sensors):
        if sensor.accuracy is not None and len(row):
            serves = np.array([battery.links.shared[j] for battery in case.batteries])[shots.battery[row, look]]
            track = _track(some, e.sightings, rows, row, j, sensor.device, meet - to_go)
            chance = engagement.hand_over_chance(SEEKER, sensor.accuracy, track, (closing_ecef, to_go))
            best = np.maximum(best, np.where(serves, chance, 0.0))
    chances = np.full(shots.battery.shape, np.nan)
    chances[row, look] = best
    return chances


def _track(some, sightings, rows, row, j, radar, hand_over):
    """(line of sight at the end of the track, how long it was, from its end to the hand-over) of shots by one radar."""
    lag = np.nan_to_num(some.lag[row])
    first, last = (getattr(sightings, name)[rows[row], j] + lag for name in ("first_seen", "last_seen"))
    end = np.fmin(last, hand_over)
    ideal = np.where(np.isfinite(end), end - lag, 0.0)[:, None]
    position_eci, _ = flight.states_between(engagement.rows_of(some, row), ideal)
    position_ecef = earth.position_eci_to_ecef(position_eci[:, 0], ideal[:, 0], some.earth)
    site_ecef = earth.geodetic_to_ecef(radar.latitude, radar.longitude, radar.altitude, some.earth)
    return position_ecef - site_ecef, np.where(end > first, end - first, np.nan), hand_over - end
