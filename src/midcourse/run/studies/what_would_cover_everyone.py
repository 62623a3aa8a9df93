"""Study: the least speed, the earlier cue or the second site that leaves no member out. docs/models/run/studies.md."""

import itertools
import math
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import shapely

from ... import engagement, sensing
from ...analysis import Status, footprint, footprint_live
from ...earth import cells
from ...errors import MidcourseError
from ...policy import alliance
from ...scenario import building, catalog, defended, loading
from ...units import deg_to_rad, m_to_km, rad_to_deg
from . import standing, who_is_covered
from .answer import Chart, Flip, Grid, Line, ReadingAnswer, Sheet, Study, Turn
from .inputs import DAY, listed, named, number, text

SCENARIO, READING = "alliance-2008", "site-alone+mda"
FORWARD = ("kurecik", 100.0)
"""Site of the forward radar, in eastern Turkey, and its boresight in degrees; a choice, as in european-site-2008."""

CUES = ("as-planned", "forward-radar", "at-burnout")
KINDS = {"slow": 6300.0, "fast": 9000.0}
"""Burnout speed of the second site's interceptors, m/s: the two figures of the public argument."""

SPEED_CAP = 12e3
SPACING = math.radians(2.0)
TRACKING = 30.0
"""s after burnout at which, with the earliest cue there can be, a track would be firm."""


class Gap(NamedTuple):
    """Flights of one wave that the first site does not meet, ready for the question of another site."""

    rows: np.ndarray
    flights: Any
    samples: Any
    ready: np.ndarray  # (n,) s, first lift-off that the chain of times allows


TAKES = {
    "reading": text(),
    "date": DAY,
    "spacing": number("rad", 0.005, 0.5),
    "kinds": named(number("m/s", 1000.0, SPEED_CAP)),
    "counts_as_all": number("1", 0.01, 1.0),
    "changes": listed(text(), 0),
}


def compute(claim, *, reading=READING, date="2008-04-05", spacing=SPACING, kinds=None,
            counts_as_all=1.0, changes=(), progress=None):  # fmt: skip
    """The study.

    Parameters
    ----------
    claim : scenario.claims.Claim
    reading : str
        Of `alliance-2008`: one site, its sensors and the threats.
    date : str
        Whose members in Europe are counted.
    spacing : float, rad
        Of the grid of second sites over the members' land.
    kinds : dict of name to m/s, or None
        Burnout speeds of the second site's interceptors.
    counts_as_all : float
        Share of a member's threatened people from which on it counts as covered.
    changes : sequence of str
        KEY=VALUE, made in the scenario.
    progress : callable(stage, done, total) or None
    """
    kinds = KINDS if kinds is None else kinds
    codes = sorted({member.code for member in alliance.members("NATO", date)} - {"US", "CA"})
    chosen = f"protect.countries=[{', '.join(codes)}]"
    plan = loading.load(SCENARIO, (chosen, *changes))
    case = building.build(plan, reading)
    ground = standing.make_ground(case)
    sites = _sites(codes, spacing)
    readings, flips, lines, tables, columns = [], [], [], [], {}
    asked = list(itertools.product(CUES, kinds.items()))
    ready = {cue: _ready(ground, case, cue) for cue in CUES}
    speeds = {cue: _least_speeds(ground, case, ready[cue]) for cue in CUES}
    as_it_is = _stand(ground, _gaps(ground, case, ready[CUES[0]])[0])[1]
    for k, (cue, (kind, speed)) in enumerate(asked):
        held, gaps = _gaps(ground, case, ready[cue])
        battery = _second(case, speed)
        found = [_with_site(ground, case, battery, site, held, gaps) for site in sites]
        left = np.array([_left(one, counts_as_all) for one in found])
        best = min(range(len(sites)), key=lambda j: (left[j], -_people(ground, found[j][0])))
        name = f"{cue}+{kind}"
        alone = _left(_stand(ground, held), counts_as_all)
        verdict = "holds" if left[best] == 0 else "fails"
        readings.append(ReadingAnswer(reading=name, value=int(left[best]), low=int(left.min()), high=int(left.max()),
                                      verdict=verdict, verdict_now=verdict))  # fmt: skip
        flips.append(_flip(name, [one[1] for one in found], counts_as_all))
        tables.append((name, alone, *sites[best], int(left[best]), _people(ground, found[best][0]),
                       ", ".join(_names(found[best][1])), _speed_word(float(speeds[cue].max()))))  # fmt: skip
        columns[f"{name}, second site at {sites[best][0]:.0f} N {sites[best][1]:.0f} E"] = found[best][1]
        lines.append(Line(name=name, x=np.arange(1, len(sites) + 1), y=np.sort(left).astype(float), steps=True))
        if progress:
            progress(name, k + 1, len(asked))
    return Study(
        claim=claim,
        readings=tuple(readings),
        flips=tuple(flips),
        chart=Chart(x_name="places_of_the_grid_best_first", y_name="members_not_wholly_defended", lines=tuple(lines)),
        inputs=_inputs(case, reading, date, spacing, kinds, counts_as_all),
        rule="holds where some place of the grid leaves no member out, fails where none does",
        notes=("low and high: the best and the worst place of the grid; the first site stays as it is",
               "cues: the planned radars; a radar in eastern Turkey besides; a firm track half a minute after burnout",
               "least speed: of the first site alone, for every threatened place, with lags, at most 12 km/s"),
        grid=_grid(ground, columns),
        sheets=(Sheet(title="the best second site", rows=tuple(tables), columns=(
            "reading", "left out without it", "latitude_deg", "longitude_deg", "left out with it",
            "share of the threatened people defended", "who is left out", "least speed without it")),
            _speeds_by_member(ground, speeds, as_it_is)),
    )  # fmt: skip


def _inputs(case, reading, date, spacing, kinds, counts_as_all):
    return (
        ("counts_as_all", counts_as_all, "share", "house; the whole of the people"),
        ("scenario", f"{SCENARIO}, {reading}", "file", "its sources stand in it"),
        ("date", date, "day", "nato-accessions"),
        ("spacing", round(rad_to_deg(spacing), 6), "deg", "house"),
        ("delay", standing.delay_of(case.command, standing.latency_of(case)), "s", "house; as in the scenario"),
        ("forward_radar", FORWARD[0], "site", "house; keeptrack for the place"),
        *((f"second_site_{name}", m_to_km(speed), "km/s", "afp2008") for name, speed in kinds.items()),
    )


def _sites(codes, spacing):
    """Places for a second site: a grid over the members' land, degrees."""
    land = shapely.union_all([shape for _, shape in defended.protected_land(codes)])
    europe = shapely.intersection(land, shapely.box(-12.0, 34.0, 46.0, 72.0))
    latitude, longitude = cells.land_cells(europe, rad_to_deg(spacing))
    if not len(latitude):
        raise MidcourseError("no place of the grid lies on the land of the members", where="spacing", got=spacing,
                             hint="a closer grid")  # fmt: skip
    return list(zip(latitude.tolist(), longitude.tolist(), strict=True))


def _ready(ground, case, cue):
    """First lift-off that each flight's chain of times allows with a cue, a list of (n,) s."""
    if cue == "at-burnout":
        own = standing.delay_of(case.command, standing.latency_of(case)) - case.command.track_time + TRACKING
        return [np.where(wave.flights.reached, wave.flights.burnout_time + own, np.inf) for wave in ground.waves]
    devices = [sensor.device for sensor in case.sensors]
    if cue == "forward-radar":
        devices.append(_forward_radar())
    links = engagement.all_share(len(devices), standing.latency_of(case))
    defence = footprint.Defence(devices=tuple(devices), batteries=(case.batteries[0].launcher,), links=(links,),
                                command=case.command, assess_time=0.0)  # fmt: skip
    return [footprint.lift_off(wave, defence)[:, 0] for wave in ground.waves]


def _forward_radar():
    from ...scenario import sensors

    site = catalog.site(FORWARD[0])
    return sensors.make_radar(
        catalog.radar("tpy-2"), key="forward", latitude=deg_to_rad(site.latitude_deg),
        longitude=deg_to_rad(site.longitude_deg), altitude=site.altitude, boresight=deg_to_rad(FORWARD[1]),
        cue=(sensing.IN_TIME,),
    )  # fmt: skip


def _least_speeds(ground, case, ready):
    """Least burnout speed with which the first site alone meets every flight to each place, with lags, (n,) m/s.

    Infinite where no speed up to 12 km/s does, 0 where nothing comes.
    """
    launcher = case.batteries[0].launcher
    kind = launcher.interceptor
    rules = engagement.MeetingRules(minimum_altitude=kind.minimum_altitude, maximum_altitude=kind.maximum_altitude,
                                    speed_cap=SPEED_CAP)  # fmt: skip
    lags = engagement.Lags(interceptor=engagement.lag_of_burn(kind.burn_time))
    most = np.zeros(len(ground.places))
    for wave, earliest in zip(ground.waves, ready, strict=True):
        rows = np.flatnonzero(wave.flights.reached)
        if len(rows):
            some = engagement.rows_of(wave.flights, rows)
            found = engagement.required_speed_with_lags(some, launcher.site, earliest[rows], lags, rules)
            most[rows] = np.maximum(most[rows], found.required_speed)
    return most


def _speeds_by_member(ground, speeds, countries):
    """Least speed of the first site that covers a member whole, of those that it leaves out as it is, by cue."""
    rows = []
    for code in countries.code[np.isin(countries.status, (Status.UNDEFENDED, Status.PARTLY))].tolist():
        mine = np.asarray(ground.places.country) == code
        rows.append((code, *(_speed_word(float(speeds[cue][mine].max())) for cue in CUES)))
    return Sheet(title="least speed of the first site that covers a member whole, by cue", columns=("member", *CUES),
                 rows=tuple(rows))  # fmt: skip


def _speed_word(speed):
    return f"{m_to_km(speed):.1f} km/s" if math.isfinite(speed) else "none up to 12 km/s"


def _gaps(ground, case, ready):
    """What the first site meets, (waves, n), and the flights that it does not."""
    held, gaps = [], []
    launcher = case.batteries[0].launcher
    for wave, earliest in zip(ground.waves, ready, strict=True):
        flights = wave.flights
        rows = np.flatnonzero(flights.reached)
        some = engagement.rows_of(flights, rows)
        met = ~np.asarray(flights.reached, bool)
        shots = engagement.shots_that_fit(some, [launcher], earliest[rows, None], 0.0, looks=1)
        met[rows] = shots.count > 0
        bare = np.flatnonzero(~met & np.isfinite(earliest))
        open_ = engagement.rows_of(flights, bare)
        samples = footprint_live.samples_of(open_) if len(bare) else None
        gaps.append(Gap(rows=bare, flights=open_, samples=samples, ready=earliest[bare]))
        held.append(met)
    return np.stack(held), gaps


def _second(case, speed):
    """Interceptors of the first site's kind at another burnout speed."""
    launcher = case.batteries[0].launcher
    kind = launcher.interceptor
    fly_out = engagement.notional_fly_out(speed, kind.burn_time or None, kind.speed_is)
    return replace(launcher, key="second", interceptor=replace(kind, key="second", speed=speed, fly_out=fly_out))


def _with_site(ground, case, battery, site, held, gaps):
    """Who stands covered by the first site or by a second one at a place."""
    latitude, longitude = deg_to_rad(np.array(site))
    there = replace(battery, latitude=float(latitude), longitude=float(longitude))
    met = held.copy()
    for k, gap in enumerate(gaps):
        if len(gap.rows):
            met[k, gap.rows] = footprint_live.can_meet(gap.flights, gap.samples, there, gap.ready)
    return _stand(ground, met)


def _stand(ground, met):
    """(verdicts, countries) where each flight is met or does not come."""
    reached = np.stack([wave.flights.reached for wave in ground.waves])
    found = footprint.Met(reached=reached, shots=met.astype(np.int64), reason=np.zeros(met.shape, np.int8))
    return standing.standing(ground, found)[:2]


def _left(found, counts_as_all):
    """Members of whom less than a share of the threatened people is defended."""
    out = np.isin(found[1].status, (Status.UNDEFENDED, Status.PARTLY))
    return int((out & (np.nan_to_num(found[1].defended_share) < counts_as_all)).sum())


def _people(ground, verdicts):
    people = np.asarray(ground.places.population, float)
    threatened = verdicts.status != Status.NOT_THREATENED
    return float(people[verdicts.covered].sum() / people[threatened].sum()) if threatened.any() else math.nan


def _names(countries):
    rows = np.flatnonzero(np.isin(countries.status, (Status.UNDEFENDED, Status.PARTLY)))
    return [f"{countries.code[k]} {who_is_covered.word_of(countries, k)}" for k in rows]


def _flip(name, sites, now):
    """The share of its people from which a member would have to count as covered for the answer to turn.

    It is the least of any member with the second site where that is greatest: there, and nowhere above, none is left.
    """
    least = max(_least_share(countries) for countries in sites)
    return Flip(reading=name, parameter="share of a member's people that counts as all", unit="1", value_now=now,
                value_at_flip=least if 0.5 <= least < 1.0 else None, plausible_range=(0.5, 1.0),
                source="house", turn=Turn(input="counts_as_all", step=0.001))  # fmt: skip


def _least_share(countries):
    shares = countries.defended_share[countries.status != Status.NOT_THREATENED]
    return float(np.nanmin(shares)) if len(shares) else 1.0


def _grid(ground, columns):
    """Members that some best second site leaves out, by reading."""
    first = next(iter(columns.values()))
    rows = [k for k in range(len(first.code))
            if any(one.status[k] in (Status.UNDEFENDED, Status.PARTLY) for one in columns.values())]  # fmt: skip
    if not rows:
        return None
    names = tuple(column.split(",", maxsplit=1)[0] for column in columns)
    words = tuple(tuple(who_is_covered.word_of(one, k) for one in columns.values()) for k in rows)
    tones = tuple(tuple(who_is_covered.TONES[Status(int(one.status[k]))] for one in columns.values()) for k in rows)
    return Grid(rows=tuple(str(first.code[k]) for k in rows), columns=names, words=words, tones=tones,
                meanings=who_is_covered.MEANINGS)  # fmt: skip
