"""How many shots fit against flights: counted by samples and tables of times to reach, else by the engagement room.

Model page: docs/models/analysis/footprint.md.
"""

import numpy as np

from .. import engagement
from . import _kernels, footprint_live


def shots_that_fit(flights, samples, defence, ready, looks, rows=None, spans=None):
    """Shots that fit against flights, as the engagement room counts them; it is asked where samples and tables may not.

    Parameters
    ----------
    flights : flight.Flights, n rows
    samples : footprint_live.Samples, of these flights
    defence : footprint.Defence
    ready : (p, m) array
        First possible lift-off of each battery, s from the real lift-off of the threat; inf: never.
    looks : int
        Count no further than this in each layer.
    rows : (p,) array of int or None
        Which flight each row of `ready` belongs to; None: all of them once.
    spans : sequence of m arrays (n, 4), or None
        From `footprint_live.spans_of`, where they are known.

    Returns
    -------
    (p,) int array
    """
    rows = np.arange(len(flights)) if rows is None else rows
    spans = _spans(samples, defence.batteries) if spans is None else spans
    can = _verdicts(flights, samples, defence.batteries, ready, rows, spans)
    surely = (can == footprint_live.YES).any(axis=1)
    count = surely.astype(np.int64)
    if looks > 1 or len({battery.layer for battery in defence.batteries}) > 1:
        some = np.flatnonzero((can != footprint_live.NO).any(axis=1))
        hopeful = np.where(can[some] == footprint_live.NO, np.inf, ready[some])
        count[some] = _counted(samples, defence, hopeful, looks, rows[some], spans, flights.earth)
        asked = np.flatnonzero(count == _kernels.UNKNOWN)
    else:
        asked = np.flatnonzero((can == footprint_live.ASK).any(axis=1) & ~surely)
    if len(asked):
        some = engagement.rows_of(flights, rows[asked])
        found = engagement.shots_that_fit(some, defence.batteries, ready[asked], defence.assess_time, looks=looks)
        count[asked] = found.count
    return count


def _spans(samples, batteries):
    """Spans of each battery that the tables may decide, made once for batteries with the same altitudes."""
    made: dict = {}
    for battery in filter(footprint_live.decides, batteries):
        key = battery.floor, battery.interceptor.maximum_altitude
        if key not in made:
            made[key] = footprint_live.spans_of(samples, battery)
    return [made.get((battery.floor, battery.interceptor.maximum_altitude)) for battery in batteries]


def _verdicts(flights, samples, batteries, ready, rows, spans):
    """(p, m) verdicts of single batteries: no, yes, or to be asked."""
    can = np.empty(ready.shape, np.int8)
    for j, battery in enumerate(batteries):
        if footprint_live.decides(battery):
            asking = (samples, battery, ready[:, j], flights.earth)
            can[:, j] = footprint_live.verdicts(*asking, spans=spans[j], rows=rows)
        else:
            never = ~np.isfinite(ready[:, j]) | footprint_live.stays_apart(flights, samples, battery)[rows]
            can[:, j] = np.where(never, footprint_live.NO, footprint_live.ASK)
    return can


def _counted(samples, defence, ready, looks, rows, spans, earth):
    """Shots at flights `rows` (p,) by the tables; `_kernels.UNKNOWN` where they cannot tell or a battery has none.

    `ready` is inf where a battery surely meets nothing.
    """
    count = np.full(len(rows), _kernels.UNKNOWN)
    decides = np.array([footprint_live.decides(battery) for battery in defence.batteries])
    able = np.flatnonzero(~np.isfinite(ready[:, ~decides]).any(axis=1))
    if len(able) and decides.any():
        batteries = [battery for battery, known in zip(defence.batteries, decides, strict=True) if known]
        kept = [part for part, known in zip(spans, decides, strict=True) if known]
        asking = (defence.assess_time, earth, looks, rows[able])
        count[able] = count_shots(samples, batteries, ready[able][:, decides], *asking, kept)
    return count


def count_shots(samples, batteries, ready, assess_time, earth, looks, rows, spans):
    """Shots that fit on one time line over batteries, at most `looks` in a layer, by the tables alone.

    Parameters
    ----------
    samples : footprint_live.Samples
    batteries : sequence of engagement.Battery, length m
        Those that `footprint_live.decides`.
    ready : (p, m) array
        First possible lift-off, s from the real lift-off of the threat; inf: never.
    assess_time : float
        Least time from an intercept to the next launch, s.
    earth : Earth
    looks : int
    rows : (p,) array of int
        Which flight each row of `ready` belongs to.
    spans : sequence of m arrays (n, 4)

    Returns
    -------
    (p,) int64 array
        `_kernels.UNKNOWN` where the tables leave a doubt.
    """
    kinds = [battery.interceptor for battery in batteries]
    reaches = [footprint_live.table_for(battery, earth) for battery in batteries]
    lags = np.array([kind.lag if kind.fly_out is None else 0.0 for kind in kinds])
    layers = engagement.layers_of(batteries)
    known = list({id(part): part for part in spans}.values())
    place = {id(part): k for k, part in enumerate(known)}
    rules = [
        (reach.doubt, footprint_live.greatest_rate(kind), assess_time + lag, layer, place[id(part)])
        for reach, kind, lag, layer, part in zip(reaches, kinds, lags, layers, spans, strict=True)
    ]
    tables = (
        np.array([footprint_live.axes_of(battery, earth) for battery in batteries]),
        np.array([reach.limits for reach in reaches]),
        np.stack([reach.ends for reach in reaches]),
        np.stack([reach.table for reach in reaches]),
        np.stack([reach.doubts for reach in reaches]),
    )
    arrays = (samples.starts, samples.steps, samples.points, samples.heights)
    first, answer = ready + lags - samples.lag[rows, None], np.empty(len(rows), np.int64)
    many = 1 + int(layers.max())
    _kernels.count_many(rows, first, looks, many, np.stack(known), arrays, tables, np.array(rules, float), answer)
    return answer
