"""At which value of each assumption the answer of a reading changes: who is defended, or whether a raid is stopped.

Model: docs/models/analysis/flip-values.md.
"""

from dataclasses import dataclass, replace

import numpy as np

from .. import analysis, battle, engagement, sensing
from . import moves, stages

MEMBERS, CHANCE = "members-undefended", "p-no-leaker"
LEVEL = 0.5
"""Chance that nothing gets through whose crossing counts as a change of the answer."""

MOST_EXACT = 20
"""Warheads up to which that chance is asked of the exact law; beyond, raids are sampled."""

SAMPLES = 4000
_NOBODY = (None, None, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Flights of one wave that decide who is defended: those to the outermost places of each country."""

    rows: np.ndarray
    group: np.ndarray  # (k,) row of the country among all countries
    flights: object
    lag: np.ndarray


def outlines(played):
    """Outline of every wave of each reading; readings with the same flights share theirs.

    A place counts that a flight reaches and where people are counted, or any where nobody is. Beside the outline of all
    such places of a country that of its undefended ones is kept, so that these are not lost where they lie inside.

    Parameters
    ----------
    played : list of stages.Played

    Returns
    -------
    list of tuple of Outline
    """
    wanted: dict = {}
    for p in played:
        for wave, e in zip(p.waves, p.engaged, strict=True):
            wanted.setdefault(id(wave.flights), (p, wave, []))[2].append(e.shots.count[: len(p.places)] > 0)
    made = {key: _outline(*parts) for key, parts in wanted.items()}
    return [tuple(made[id(wave.flights)] for wave in p.waves) for p in played]


def _outline(p, wave, held):
    places = p.places
    group = np.searchsorted(p.countries.code, places.country)
    counted = wave.flights.reached[: len(places)] & _counts(places, group)
    kept = [_outermost(counted, group, places)]
    kept += [_outermost(counted & ~held_here, group, places) for held_here in held]
    rows = np.unique(np.concatenate(kept))
    flights = engagement.rows_of(wave.flights, rows)
    return Outline(rows=rows, group=group[rows], flights=flights, lag=np.nan_to_num(flights.lag))


def _counts(places, group):
    """Places that count for the status of their country (as in analysis.countries_of)."""
    people = np.asarray(places.population, float)
    return (people > 0.0) | (np.bincount(group, people)[group] == 0.0)


def _outermost(kept, group, places):
    rows = np.flatnonzero(kept)
    return rows[analysis.outermost(group[rows], places.latitude[rows], places.longitude[rows])]


def flips_of(p, drawn, known):
    """Flip values of one reading.

    Parameters
    ----------
    p : stages.Played
    drawn : tuple of Outline
        One a wave.
    known : dict
        What readings share; filled here.

    Returns
    -------
    list of dict
        Rows of the table `flips`.
    """
    return [*_of_members(p, drawn, known), *_of_chance(p)]


def _of_members(p, drawn, known):
    group = np.concatenate([part.group for part in drawn])
    before = np.concatenate([e.shots.count[part.rows] > 0 for part, e in zip(drawn, p.engaged, strict=True)])
    setup = moves.Setup(command=p.case.command, batteries=p.case.batteries)
    latest = [_latest(p.case, part, known) for part in drawn]
    now = float(analysis.members_undefended(p.countries))
    for move in moves.setup_moves(p.case, known.get("interceptors", ())):

        def holds(value, rows, move=move):
            return _holds(p, drawn, latest, move.change(setup, value), rows)

        ends = []
        for end in (move.low, move.high):
            gaining = move.helps == (end > move.value)
            change = analysis.nearest_change(holds, before, group, (move.value, end), move.step, gaining)
            ends.append(_told(p, now, change))
        yield from _split(p, now, ends) if move.path == moves.DELAY else [_row(p, move, MEMBERS, now, ends)]


def _split(p, now, ends):
    """One row for each of the times that make up the delay, each moved alone."""
    for path, value in moves.delays(p.case):
        move = moves.time_move(path, value)
        mine = [_NOBODY if e[0] is None else (value + e[0], *e[1:]) for e in ends]
        yield _row(
            p, move, MEMBERS, now, [e if e[0] is not None and move.low <= e[0] <= move.high else _NOBODY for e in mine]
        )


def _told(p, now, change):
    """(value, answer there, who changes) of a change."""
    if change is None:
        return _NOBODY
    names = dict(zip(p.case.protect.countries, p.case.protect.country_names, strict=True))
    who = ", ".join(names.get(code, code) for code in p.countries.code[change.groups].tolist())
    count = len(change.groups)
    return change.value, now - count if change.gained else now + count, f"{'gained' if change.gained else 'lost'} {who}"


def _latest(case, part, known):
    """Latest launch of each battery that still meets the flights of an outline, (k, batteries) s; -inf where none."""
    columns = []
    for battery in case.batteries:
        key = "latest", id(part), battery.launcher
        if key not in known:
            found = engagement.action_windows(part.flights, battery.launcher, np.zeros(len(part.rows))).last_launch
            known[key] = np.where(np.isfinite(found), found, -np.inf)
        columns.append(known[key])
    return np.column_stack(columns)


def _holds(p, drawn, latest, setup, rows):
    """Whether a shot fits against the flights of some rows of all outlines, one after the other."""
    found, first = [], 0
    for k, part in enumerate(drawn):
        mine = rows[(rows >= first) & (rows < first + len(part.rows))] - first
        first += len(part.rows)
        if len(mine):
            ready = _ready(p, k, part, setup, mine)
            alike = all(b.launcher is c.launcher for b, c in zip(setup.batteries, p.case.batteries, strict=True))
            found.append((ready <= latest[k][mine]).any(axis=1) if alike else _fits(p, part, setup, mine, ready))
    return np.concatenate(found)


def _ready(p, k, part, setup, rows):
    """First possible lift-off of each battery against some flights of an outline, (rows, batteries) s."""
    if setup.cross_section:
        devices = tuple(_brighter(sensor.device, setup.cross_section) for sensor in p.case.sensors)
        signature = p.case.threats[p.waves[k].threat].signature
        some, before = engagement.rows_of(part.flights, rows), p.engaged[k].sightings
        same = [d if d is sensor.device else None for d, sensor in zip(devices, p.case.sensors, strict=True)]
        known = sensing.seen_before(same, before, part.rows[rows], some)
        sightings = sensing.watch(devices, some, signature, known)
    else:
        sightings = engagement.rows_of(p.engaged[k].sightings, part.rows[rows])
    chains = [engagement.chain_of_times(sightings, setup.command, b.links, part.lag[rows]) for b in setup.batteries]
    return np.column_stack([chain.lift_off_earliest for chain in chains]) + setup.delay


def _fits(p, part, setup, rows, ready):
    flights = engagement.rows_of(part.flights, rows)
    launchers = tuple(battery.launcher for battery in setup.batteries)
    return engagement.shots_that_fit(flights, launchers, ready, p.case.doctrine.assess_time, looks=1).count > 0


def _brighter(device, cross_section):
    """A radar and warheads of another cross-section (logarithm of the factor): range goes with its fourth root."""
    if not np.isfinite(getattr(device, "detection_range", np.inf)):
        return device
    return replace(device, detection_range=device.detection_range * float(np.exp(0.25 * cross_section)))


def _of_chance(p):
    raid = p.drawn_raid
    if not raid.warheads:
        return
    now = _chance(raid, p.case.seed)
    for move in moves.raid_moves(p.case):
        yield _crossing(p, move, now, lambda value, move=move: _chance(move.change(raid, value), p.case.seed))
    if p.case.doctrine.rounds > 1:
        asked = moves.time_move("doctrine.assess_s", p.case.doctrine.assess_time)
        yield _crossing(p, asked, now, lambda value: _chance(_assessed(p, value), p.case.seed))


def _crossing(p, move, now, chance):
    ends = []
    for end in (move.low, move.high):
        value = analysis.nearest_crossing(chance, LEVEL, move.value, end, move.step, move.whole)
        ends.append(_NOBODY if value is None else (value, chance(value), ""))
    return _row(p, move, CHANCE, now, ends)


def _chance(raid, seed):
    """Chance that nothing gets through: exact where there is a law, else over sampled raids of one seed."""
    if raid.warheads > sum(raid.stocks):
        return 0.0  # each warhead takes an interceptor at least
    exact = battle.exact_raid(raid).p_no_leaker if raid.warheads <= MOST_EXACT else np.nan
    if np.isfinite(exact):
        return float(exact)
    return float((battle.sample_raid(raid, SAMPLES, seed).leakers == 0).mean())


def _assessed(p, assess):
    """The raid with another time from an intercept to the next launch."""
    launchers = tuple(battery.launcher for battery in p.case.batteries)
    engaged = []
    for wave, e in zip(p.waves, p.engaged, strict=True):
        rows = np.unique(wave.aim_rows)
        ready = np.column_stack([chain.lift_off_earliest[rows] for chain in e.chains])
        some = engagement.rows_of(wave.flights, rows)
        found = engagement.shots_that_fit(some, launchers, ready, assess, looks=p.case.doctrine.looks)
        engaged.append(replace(e, shots=_replaced(e.shots, rows, found)))
    return stages.raid_of(p.case, p.waves, tuple(engaged))


def _replaced(shots, rows, found):
    """Shots with other ones in some rows."""
    columns = {name: getattr(shots, name).copy() for name in ("battery", "launch_time", "intercept_time")}
    for name, column in columns.items():
        column[rows] = getattr(found, name)
    return replace(shots, **columns)


def _row(p, move, answer, now, ends):
    """One row of the table `flips`, values in the unit that people read."""
    row = {"reading": p.case.reading, "path": move.path, "unit": move.unit, "answer": answer, "answer_now": now}
    row |= {name: move.show(getattr(move, name)) for name in ("value", "low", "high")}
    for side, (value, there, who) in zip(("below", "above"), ends, strict=True):
        row[f"flips_{side}"] = np.nan if value is None else move.show(value)
        row[f"answer_{side}"] = np.nan if there is None else there
        row[f"who_{side}"] = who
    return row
