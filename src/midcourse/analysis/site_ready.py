"""When batteries are ready at each flight while one radar is tried at many places: all places sensed in batches.

Model page: docs/models/analysis/siting.md.
"""

import dataclasses

import numpy as np

from .. import engagement, sensing
from . import footprint

BATCH = 32
"""Places of the radar that are sensed together: some 100 MB of sightings at ten thousand flights."""


def ready_times(waves, defence, index, places, tell=None):
    """First possible lift-off of each battery at each flight, for every place of one radar, and without it.

    Parameters
    ----------
    waves : sequence of footprint.Wave, f of them, n flights each
    defence : footprint.Defence
        With m batteries.
    index : int or None
        Of the radar that moves; None: nothing moves, and there is one row.
    places : sequence of sensing.Radar
        The radar at each of its places.
    tell : callable(done, total) or None

    Returns
    -------
    (r, f, n, m) array, s from the real lift-off; inf never; the last row without the radar
    """
    if index is None:
        return np.stack([footprint.lift_off(wave, defence) for wave in waves])[None]
    kept = [device for k, device in enumerate(defence.devices) if k != index]
    batch = BATCH if _stands_apart(defence, index) else 1
    shape = (len(places) + 1, len(waves), len(waves[0].flights), len(defence.batteries))
    ready = np.full(shape, np.inf)
    for begin in range(0, len(places), batch):
        tried = list(places[begin : begin + batch])
        if batch > 1:
            tried = [dataclasses.replace(device, key=f"{device.key}#{k}") for k, device in enumerate(tried)]
        for f, wave in enumerate(waves):
            found = _each(wave, defence, index, kept, tried)
            ready[begin : begin + len(tried), f] = found[:-1]
            ready[-1, f] = found[-1]
        if tell:
            tell(begin + len(tried), len(places))
    return ready


def _stands_apart(defence, index):
    """Whether no mount waits for the word of the radar that moves: else each place is sensed for itself."""
    key = defence.devices[index].key
    return not any(key in device.mount.cued_by for device in defence.devices if getattr(device, "mount", None))


def _each(wave, defence, index, kept, tried):
    """Ready times (places + 1, n, m) of one wave, the last without the radar."""
    found = np.full((len(tried) + 1, len(wave.flights), len(defence.batteries)), np.inf)
    rows = np.flatnonzero(wave.flights.reached)
    if not len(rows):
        return found
    lag = np.nan_to_num(wave.flights.lag[rows])
    seen = sensing.watch([*kept, *tried], engagement.rows_of(wave.flights, rows), wave.signature)
    alone = np.arange(len(kept))
    for k in range(len(tried)):
        found[k, rows] = _lift_offs(_columns(seen, np.insert(alone, index, len(kept) + k)), defence, defence.links, lag)
    if kept:
        links = [_without(link, index) for link in defence.links]
        if len(tried) == 1 and tried[0].key == defence.devices[index].key:  # its word may have turned another one
            seen = sensing.watch(kept, engagement.rows_of(wave.flights, rows), wave.signature)
        found[-1, rows] = _lift_offs(_columns(seen, alone), defence, links, lag)
    return found


def _lift_offs(seen, defence, links, lag):
    chains = (engagement.chain_of_times(seen, defence.command, link, lag) for link in links)
    return np.column_stack([chain.lift_off_earliest for chain in chains])


def _columns(seen, columns):
    """What some of the sensors saw, in the order of `columns`."""
    names = [f.name for f in dataclasses.fields(seen) if isinstance(getattr(seen, f.name), np.ndarray)]
    return dataclasses.replace(
        seen,
        sensor_keys=tuple(seen.sensor_keys[k] for k in columns),
        tracks=None if seen.tracks is None else tuple(seen.tracks[k] for k in columns),
        **{name: getattr(seen, name)[:, columns] for name in names},
    )


def _without(link, index):
    return dataclasses.replace(link, **{n: np.delete(getattr(link, n), index) for n in ("shared", "own", "latency")})
