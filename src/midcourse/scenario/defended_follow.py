"""Flights that a hand asks about again and again, and what is kept of them between two questions.

Nothing that is kept changes an answer: a look is kept by the sensor, and the latest lift-off with which a flight
is met by the battery at its place. Model page: docs/models/analysis/footprint.md.
"""

import dataclasses
from typing import Any, NamedTuple

import numpy as np

from .. import engagement, sensing
from ..analysis import footprint_live, lift_offs

MOST_KEPT, MOST_LOOKS, MOST_PLACES = 4, 24, 24
"""Sightings of all flights that are kept; looks of single sensors; batteries at their places."""


class Followed(NamedTuple):
    """Flights of one wave that come to the rows which a hand asks about, and what is kept of them."""

    threat: int
    rows: np.ndarray  # of those asked about
    flights: Any
    samples: Any
    spans: dict  # by lowest and highest intercept
    looks: dict  # sensor -> at which flights it looked, and what it saw
    sightings: dict  # (sensors, signature) -> sensing.Sightings of all flights
    ready: dict  # (sensors, signature, command, links) -> first possible lift-off at all flights
    limits: dict  # battery -> lift_offs.Limits

    def seen_by(self, devices, signature, rows):
        """What sensors see of some of the flights; each of them looks at a flight once."""
        found = sensing.watch_some(devices, self.flights, rows, signature, self.looks)
        for one in dict.fromkeys(sensing.standing(device, signature) for device in devices):
            self.looks[one] = self.looks.pop(one)  # the latest stand last: the oldest leave
        _shorten(self.looks, MOST_LOOKS)
        return found

    def seen_by_all(self, devices, signature):
        """What sensors see of all flights; kept."""
        key = devices, signature
        if key not in self.sightings:
            _shorten(self.sightings, MOST_KEPT - 1)
            self.sightings[key] = self.seen_by(devices, signature, np.arange(len(self.flights)))
        return self.sightings[key]

    def ready_by_all(self, devices, signature, command, links):
        """First possible lift-off at all flights, (n,) s; kept.

        Parameters
        ----------
        devices : tuple of sensing.Radar and sensing.Satellite
        signature : sensing.Signature
        command : engagement.Command
        links : engagement.Links
            Of a battery to these sensors.
        """
        key = devices, signature, command, *(getattr(links, name).tobytes() for name in _LINKS)
        if key not in self.ready:
            _shorten(self.ready, MOST_KEPT - 1)
            seen = self.seen_by_all(devices, signature)
            self.ready[key] = first_lift_off(seen, command, links, self.flights.lag)
        return self.ready[key]

    def spans_for(self, launcher):
        """When each flight lies between the altitudes of a battery; None where that is not asked."""
        key = launcher.floor, launcher.interceptor.maximum_altitude
        if footprint_live.decides(launcher) and key not in self.spans:
            self.spans[key] = footprint_live.spans_of(self.samples, launcher)
        return self.spans.get(key)

    def limits_of(self, launcher):
        """What is known of the latest lift-off with which a battery meets each flight."""
        key = dataclasses.replace(launcher, key="any", ready=0, layer="any")
        found = self.limits.pop(key, None) or lift_offs.unknown(len(self.flights))
        self.limits[key] = found
        _shorten(self.limits, MOST_PLACES)
        return found

    def can_meet(self, launcher, lift_off, rows):
        """Whether a battery can meet some of the flights with these first lift-offs, as the engagement room has it."""
        kept = self.flights, self.samples, launcher, self.limits_of(launcher)
        return lift_offs.can_meet_again(*kept, lift_off, rows, self.spans_for(launcher))


_LINKS = "shared", "own", "latency"


def follow(wave, rows):
    """What follows a hand of one wave: the flights to some rows, those that reach them.

    Parameters
    ----------
    wave : footprint.Wave
    rows : (k,) int array
        Of its flights.

    Returns
    -------
    Followed
    """
    reached = np.flatnonzero(wave.flights.reached[rows])
    flights = engagement.rows_of(wave.flights, rows[reached])
    return Followed(wave.threat, reached, flights, footprint_live.samples_of(flights), *({} for _ in range(5)))


def first_lift_off(sightings, command, links, lag):
    """First possible lift-off of a battery at each flight, (n,) s; inf never.

    Parameters
    ----------
    sightings : sensing.Sightings
    command : engagement.Command
    links : engagement.Links
    lag : (n,) array, s
        Of the threats.
    """
    return engagement.chain_of_times(sightings, command, links, np.nan_to_num(lag)).lift_off_earliest


def fits(case, wave):
    """Whether a shot fits at each of some flights, (k,) bool.

    Where other sensors stand as before, the flights that can be met by their word alone are told first: one more sensor
    never makes a battery fire later. The others are then asked of all sensors.

    Parameters
    ----------
    case : records.Case
    wave : Followed
    """
    fits = np.zeros(len(wave.rows), bool)
    if not case.sensors or not len(wave.rows):
        return fits
    devices, signature = tuple(sensor.device for sensor in case.sensors), case.threats[wave.threat].signature
    if (devices, signature) in wave.sightings:
        return _met_by(case, wave, range(len(devices)), fits)
    stay = [j for j, one in enumerate(devices) if _stands(case.command, wave, one, signature)]
    if stay:
        return _met_after(case, wave, devices, _met_by(case, wave, stay, fits))
    return _met_by(case, wave, range(len(devices)), fits)


def _stands(command, wave, device, signature):
    """Whether a sensor gives a word that counts, waits for nobody's, and looked at these flights before."""
    counts = isinstance(device, sensing.Radar) or command.needs == "sight-from-any"
    return counts and not sensing.waits_for_cue(device) and sensing.standing(device, signature) in wave.looks


def _met_by(case, wave, columns, fits):
    """Flights that a battery can meet by the word of some of the sensors."""
    devices = tuple(case.sensors[j].device for j in columns)
    signature = case.threats[wave.threat].signature
    for battery in case.batteries:
        ready = wave.ready_by_all(devices, signature, case.command, _cut(battery.links, columns))
        rows = np.flatnonzero(~fits & (ready < np.inf))
        fits[rows] = wave.can_meet(battery.launcher, ready[rows], rows)
    return fits


def _met_after(case, wave, devices, fits):
    """The same of the flights that are left, by the word of all of the sensors."""
    lag, command = np.nan_to_num(wave.flights.lag), case.command
    soonest = lag + command.decide_time + command.consult_time + command.launch_prepare_time - SLACK
    hopeful = np.zeros(len(fits), bool)
    for battery in case.batteries:
        hopeful |= soonest < wave.limits_of(battery.launcher).fails
    rows = np.flatnonzero(~fits & hopeful)
    if not len(rows):
        return fits
    seen = wave.seen_by(devices, case.threats[wave.threat].signature, rows)
    for battery in case.batteries:
        ready = first_lift_off(seen, command, battery.links, lag[rows])
        open_ = np.flatnonzero(~fits[rows] & (ready < np.inf))
        fits[rows[open_]] = wave.can_meet(battery.launcher, ready[open_], rows[open_])
    return fits


SLACK = 1e-3
"""s, more than sums of times in another order differ by."""


def _cut(links, columns):
    """Links of some of the sensors."""
    return dataclasses.replace(links, **{name: getattr(links, name)[list(columns)] for name in _LINKS})


def _shorten(shelf, most):
    """Let the oldest leave a shelf until it holds no more than so many."""
    while len(shelf) > most:
        shelf.pop(next(iter(shelf)))
