"""The stages of a run on records: what flies, who sees it, which shots fit, who is defended, how many get through."""

from dataclasses import dataclass, replace

import numpy as np

from .. import analysis, battle, engagement, flight, sensing
from ..errors import MidcourseError
from . import hand_over, held


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """Flights of one threat from one launch point: to every protected place, then to other aim points."""

    threat: int
    launch: int
    flights: flight.Flights
    aim_rows: np.ndarray  # (m,) row of each aim point of the threat


@dataclass(frozen=True, slots=True, kw_only=True)
class Engaged:
    """What the defence can do about the flights of one wave, row by row."""

    sightings: sensing.Sightings
    chains: tuple  # one engagement.Chain a battery
    shots: engagement.Shots
    reason: np.ndarray
    ideal: np.ndarray  # (n,) m/s, least over the batteries, of flights to named places; NaN of others
    lagged: np.ndarray  # (n,) m/s, the same with lags


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One reading, played: records of every stage."""

    case: object
    waves: tuple
    places: analysis.Places
    engaged: tuple  # one Engaged a wave, against its flights to the places
    defended: analysis.DefendedPlaces
    countries: analysis.Countries
    drawn_raid: battle.Raid
    raid: analysis.RaidAnswer
    outcomes: np.ndarray  # (k, 4) whole numbers: leakers, shots, kills, in how many replicates
    raid_without_common_mode: analysis.RaidAnswer
    raid_as_held: analysis.RaidAnswer | None  # with what turning radars lose of a raid; None where none turns


def launch(cases, tell, flown=None):
    """Waves of each case; flights that several cases share are flown once.

    Parameters
    ----------
    cases : list of scenario.Case
    tell : callable(stage, done, total)
    flown : dict or None
        Waves of other cases by what they depend on, taken where they fit and filled; None: there are none.

    Returns
    -------
    waves : list of tuple of Wave, one entry a case
    """
    flown, waves = {} if flown is None else flown, []
    wanted = [(case, k, j) for case in cases for k, t in enumerate(case.threats) for j in range(len(t.launches))]
    for done, (case, k, j) in enumerate(wanted):
        tell("flights", done, len(wanted))
        threat = case.threats[k]
        key = _wave_key(case, threat, j)
        if key not in flown:
            flown[key] = _fly_wave(case, threat, k, j)
    for case in cases:
        keys = [_wave_key(case, t, j) for t in case.threats for j in range(len(t.launches))]
        waves.append(tuple(flown[key] for key in keys))
    return waves


def _wave_key(case, threat, j):
    shape = tuple(sorted(threat.shape.items()))
    points = threat.aimpoints.tobytes(), case.protect.aimpoints.tobytes()
    return threat.key, threat.missile, tuple(threat.launches[j]), shape, points, case.earth


def _fly_wave(case, threat, k, j):
    points, aim_rows = _points(case.protect.aimpoints, threat.aimpoints)
    shape = flight.choose_shape(**threat.shape)
    flights = flight.launch_many(threat.missile, threat.launches[j : j + 1], points, shape=shape, earth=case.earth)
    return Wave(threat=k, launch=j, flights=flights, aim_rows=aim_rows)


def _points(places, aims):
    """Places and the aim points that are none of them, (n, 2) deg, and the row of each aim point."""
    rows = {place: row for row, place in reversed(list(enumerate(map(tuple, places.tolist()))))}
    aim_rows = [rows.setdefault(aim, len(places) + k) for k, aim in enumerate(map(tuple, aims.tolist()))]
    extra = np.array(sorted({row for row in aim_rows if row >= len(places)}), int)
    rank = np.searchsorted(extra, aim_rows)
    points = np.vstack([places, aims[extra - len(places)]])
    return points, np.where(np.array(aim_rows) >= len(places), len(places) + rank, aim_rows)


def wave_name(case, wave):
    """Name of a wave for people: the threat's key, and the number of the launch point where it has several.

    Parameters
    ----------
    case : scenario.Case
    wave : Wave
    """
    threat = case.threats[wave.threat]
    return threat.key if len(threat.launches) == 1 else f"{threat.key}/{wave.launch + 1}"


def play(case, waves, known, tell):
    """Everything that follows the flights, for one reading.

    Parameters
    ----------
    case : scenario.Case
    waves : tuple of Wave
    known : dict
        What other readings of the run have computed already; filled here.
    tell : callable(stage)
    """
    tell("who sees it, which shots fit")
    engaged = tuple(engage(case, wave, known) for wave in waves)
    places = case.protect.places
    defended = judge(waves, engaged, len(places))
    tell("raid")
    raid = raid_of(case, waves, engaged)
    sampled = battle.sample_raid(raid, case.replicates, case.seed)
    return Played(
        case=case,
        waves=waves,
        places=places,
        engaged=engaged,
        defended=defended,
        countries=analysis.countries_of(places, defended),
        drawn_raid=raid,
        raid=analysis.study_sample(raid, sampled, case.seed),
        outcomes=count_outcomes(sampled),
        raid_as_held=held.study_held(case, waves, engaged, raid, known),
        raid_without_common_mode=analysis.study_raid(analysis.without_common_mode(raid), case.replicates, case.seed),
    )


def count_outcomes(sampled):
    """Ways in which raids came out, (k, 4) whole numbers: leakers, shots, kills, and in how many replicates.

    Parameters
    ----------
    sampled : battle.SampledRaid
    """
    rows = [sampled.leakers, sampled.shots.sum(axis=1), sampled.kills.sum(axis=1)]
    leakers, shots, kills = (row.astype(np.int64) for row in rows)
    _, most_shots, most_kills = (int(row.max()) + 1 for row in rows)
    code, count = np.unique((leakers * most_shots + shots) * most_kills + kills, return_counts=True)
    apart = code // (most_shots * most_kills), code // most_kills % most_shots, code % most_kills
    return np.column_stack([*apart, count])


def _once(known, key, make):
    """What was made for this key before, else made now and kept."""
    if key not in known:
        known[key] = make()
    return known[key]


def _by_row(known, key, inputs, compute):
    """Answers row by row; rows whose inputs are those of the reading before are taken over from it.

    Parameters
    ----------
    known : dict
    key : everything else that the answers depend on
    inputs : (n, k) array
    compute : callable(rows) -> tuple of arrays, one row each for those rows
    """
    if key not in known:
        answers = compute(np.arange(len(inputs)))
    else:
        before, answers = known[key]
        rows = np.flatnonzero((before != inputs).any(axis=1))
        answers = tuple(column.copy() for column in answers)
        if len(rows):
            for column, changed in zip(answers, compute(rows), strict=True):
                column[rows] = changed
    known[key] = inputs, answers
    return answers


def engage(case, wave, known):
    """Sightings, chain of times, shots that fit and required speeds against the flights of a wave.

    Parameters
    ----------
    case : scenario.Case
    wave : Wave
    known : dict
        What readings share, by what it depends on.

    Returns
    -------
    Engaged
    """
    flights, launchers = wave.flights, tuple(battery.launcher for battery in case.batteries)
    devices = tuple(sensor.device for sensor in case.sensors)
    signature = case.threats[wave.threat].signature
    seen_by = (id(flights), devices, signature)
    sightings = _once(known, seen_by, lambda: sensing.watch(devices, flights, signature, known))
    lag = np.nan_to_num(flights.lag)
    chains = tuple(engagement.chain_of_times(sightings, case.command, b.links, lag) for b in case.batteries)
    ready = np.column_stack([chain.lift_off_earliest for chain in chains])
    broken = np.column_stack([chain.reason for chain in chains])
    assess, looks = case.doctrine.assess_time, case.doctrine.looks

    def shots_of(rows):
        some = engagement.rows_of(flights, rows)
        found = engagement.shots_with_reasons(some, launchers, ready[rows], broken[rows], assess, looks=looks)
        return found.battery, found.launch_time, found.intercept_time, found.reason

    battery, launch, meet, reason = _by_row(
        known, ("shots", id(flights), launchers, assess, looks), np.hstack([ready, broken]), shots_of
    )
    kinds = tuple(
        (b.site, b.interceptor.lag, b.interceptor.minimum_altitude, b.interceptor.maximum_altitude) for b in launchers
    )
    named = np.flatnonzero(case.protect.named)
    of_named = _by_row(
        known,
        ("speeds", id(flights), kinds),
        ready[named],
        lambda rows: required_speeds(engagement.rows_of(flights, named[rows]), launchers, ready[named[rows]]),
    )
    ideal, lagged = np.full((2, len(flights)), np.nan)
    ideal[named], lagged[named] = of_named
    shots = engagement.Shots(battery=battery, launch_time=launch, intercept_time=meet, reason=reason)
    return Engaged(sightings=sightings, chains=chains, shots=shots, reason=reason, ideal=ideal, lagged=lagged)


def required_speeds(flights, launchers, ready):
    """Least interceptor speed over the batteries, ideal and with lags, m/s; inf where none meets the flight.

    Parameters
    ----------
    flights : flight.Flights, n rows
    launchers : sequence of engagement.Battery, length m
    ready : (n, m) array, first possible lift-off, s

    Returns
    -------
    ideal, lagged : (n,) arrays
    """
    ideal, lagged = np.full((2, len(flights)), np.inf)
    for launcher, lift_off in zip(launchers, ready.T, strict=True):
        kind = launcher.interceptor
        rules = engagement.MeetingRules(minimum_altitude=kind.minimum_altitude, maximum_altitude=kind.maximum_altitude)
        lags = engagement.Lags(interceptor=kind.lag)
        bare = engagement.required_speed_many(flights, launcher.site, lift_off - np.nan_to_num(flights.lag), rules)
        powered = engagement.required_speed_with_lags(flights, launcher.site, lift_off, lags, rules)
        ideal = np.minimum(ideal, bare.required_speed)
        lagged = np.minimum(lagged, powered.required_speed)
    return ideal, lagged


def judge(waves, engaged, count):
    """Who is defended against every flight that threatens it.

    Parameters
    ----------
    waves : tuple of Wave
    engaged : tuple of Engaged
    count : int
        Number of places.
    """
    return analysis.defended_places(
        place=np.tile(np.arange(count), len(waves)),
        threat=np.repeat(np.arange(len(waves)), count),
        reached=np.concatenate([wave.flights.reached[:count] for wave in waves]),
        shots=np.concatenate([e.shots.count[:count] for e in engaged]),
        reason=np.concatenate([e.reason[:count] for e in engaged]),
        place_count=count,
    )


def raid_of(case, waves, engaged):
    """The raid of the scenario: each warhead of a threat draws one of that threat's launch and aim pairs in reach.

    Parameters
    ----------
    case : scenario.Case
    waves : tuple of Wave
    engaged : tuple of Engaged, one a wave

    Returns
    -------
    battle.Raid

    Raises
    ------
    MidcourseError
        A threat that reaches none of its aim points.
    """
    kinds = []
    for k, threat in enumerate(case.threats):
        met = [_ways(wave, e) for wave, e in zip(waves, engaged, strict=True) if wave.threat == k]
        fit, batteries, reasons, launch_time, intercept_time = map(np.concatenate, zip(*met, strict=True))
        if threat.count and not len(fit):
            raise MidcourseError(
                "this threat reaches none of its aim points",
                where=f"threats.{threat.key}",
                got=f"{threat.missile.key}, {len(threat.aimpoints)} aim point(s)",
                hint="nearer aim points, another launch point or a missile of longer range",
            )
        kinds.append(
            battle.Kind(
                warheads=threat.count,
                fit=fit,
                batteries=batteries,
                reasons=reasons,
                spacing=threat.spacing,
                launch_time=launch_time,
                intercept_time=intercept_time,
                objects=threat.objects,
            )
        )
    kill = case.kill.value
    if case.kill.computed:
        kill = replace(kill, hand_over=hand_over.mean_chance(case, waves, engaged))
    return battle.raid_of_kinds(
        kinds,
        stocks=[battery.launcher.ready for battery in case.batteries],
        doctrine=case.doctrine,
        kill=kill,
        channels=[battery.channels for battery in case.batteries],
        layers=_layers_in_order(case, kinds),
    )


def _layers_in_order(case, kinds):
    """Layer of each battery, that which shoots first on average before the others; None where there is one."""
    layer = engagement.layers_of([battery.launcher for battery in case.batteries])
    if not len(layer) or not layer.max():
        return None
    used = np.concatenate([kind.batteries.ravel() for kind in kinds]) if kinds else np.zeros(0, int)
    leaves = np.concatenate([kind.launch_time.ravel() for kind in kinds]) if kinds else np.zeros(0)
    first = [np.mean(leaves[(used >= 0) & (layer[used] == k)] if (layer[used[used >= 0]] == k).any() else [np.inf])
             for k in range(layer.max() + 1)]  # fmt: skip
    return np.argsort(np.argsort(first, kind="stable"))[layer]


def _ways(wave, engaged):
    """(looks that fit, batteries, reason where none fits, launch, intercept) of the flights to aim points in reach."""
    rows = wave.aim_rows[wave.flights.reached[wave.aim_rows]]
    shots = engaged.shots
    return (
        shots.count[rows],
        shots.battery[rows],
        engaged.reason[rows],
        shots.launch_time[rows],
        shots.intercept_time[rows],
    )
