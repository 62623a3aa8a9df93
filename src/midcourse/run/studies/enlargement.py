"""Study: the countries that were to join, before and after, and what closes the gap. docs/models/run/studies.md."""

import datetime
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ... import analysis, earth, engagement
from ...analysis import Status, footprint, members_undefended
from ...analysis.least_cover import least_cover
from ...errors import MidcourseError
from ...policy import alliance
from ...scenario import building, geography, loading
from ...units import deg_to_rad
from . import standing, who_is_covered
from .answer import Chart, Flip, Grid, Line, ReadingAnswer, Sheet, Study, Turn, nearest_turn
from .inputs import DAY, listed, number, text

SCENARIO = "alliance-2008"
ALONE, LOWER = "site-alone", "lower-tier"
COUNTRIES = ("HR", "AL", "MK", "UA", "GE")
DATES = ("1999-03-12", "2004-03-29", "2008-04-05", "2009-04-01", "2017-06-05", "2020-03-27", "2024-03-07")
DELAYS = tuple(float(value) for value in range(0, 601, 60))
STEP = 1.0
"""s, to which a flip point is known."""

APART = 75e3
"""m between the cities that a battery may stand at: the largest first, the rest of them where none is near."""

NEAR = 400e3
"""m: beyond this ground distance no battery of the lower tier is asked about a place; its range is half of that."""


class Cover(NamedTuple):
    """Batteries that leave none of a country's threatened people out, as far as they can."""

    batteries: int
    share: float  # of the threatened people that they and the site defend together
    places: tuple  # names, in the order in which they gain most
    proven: bool  # that no fewer do


TAKES = {
    "date": DAY,
    "dates": listed(DAY),
    "countries": listed(text()),
    "delay": number("s", 0.0, 3600.0),
    "delays": listed(number("s", 0.0, 3600.0)),
    "changes": listed(text(), 0),
}


def compute(claim, *, date="2008-04-05", dates=DATES, countries=COUNTRIES, delay=None, delays=DELAYS,
            changes=(), progress=None):  # fmt: skip
    """The study.

    Parameters
    ----------
    claim : scenario.claims.Claim
    date : str
        Day on which it is told who is a member.
    dates : sequence of str
        Days of the chart, in order.
    countries : sequence of str
        Codes of those asked about.
    delay : float, s, or None for the scenario's own
        From first sight to lift-off.
    delays : sequence of float, s
        The same, for low and high.
    changes : sequence of str
        KEY=VALUE, made in the scenario.
    progress : callable(stage, done, total) or None
    """
    dates = _known(dates, countries)
    plan = loading.load(SCENARIO, changes)
    cases = {name: building.build(plan, name) for name in plan.readings}
    ground = standing.make_ground(next(iter(cases.values())), *_places_of(_all_codes(dates, countries)))
    later = {name: 0.0 if delay is None else delay - _own(case) for name, case in cases.items()}
    met = {name: standing.count_shots(ground, case, 1, later[name]) for name, case in cases.items()}
    found = {name: standing.standing(ground, one) for name, one in met.items()}
    readings, flips, lines, rows, proven = [], [], [], [], True
    alone = {name: case for name, case in cases.items() if ALONE in name.split("+")}
    for j, (name, case) in enumerate(alone.items()):
        speed = name.replace(ALONE, "").strip("+")
        now = _own(case) + later[name]
        shares = _shares_by_delay(ground, case, {now, *delays})
        with_lower = found[name.replace(ALONE, LOWER)][1]
        for k, code in enumerate(countries):
            reading = f"{geography.country_name(code).lower().replace(' ', '-')}+{speed}"
            row = int(np.flatnonzero(found[name][1].code == code)[0])
            readings.append(_reading(reading, float(shares[now][row]), [float(one[row]) for one in shares.values()]))
            flip = _flip(reading, (ground, case, row), shares, now)
            flips.append(replace(flip, slider=standing.decision_at(case, flip.value_at_flip)) if not changes else flip)
            cover = closing(ground, case, met[name], _lower_kind(cases), code, later[name])
            proven &= cover.proven
            rows.append((geography.country_name(code), speed, _member(code, date), _joined(code),
                         who_is_covered.word_of(found[name][1], row), who_is_covered.word_of(with_lower, row),
                         cover.batteries, cover.share, ", ".join(cover.places[:6])))  # fmt: skip
            if progress:
                progress(reading, j * len(countries) + k + 1, len(alone) * len(countries))
        lines.append(_line(speed, dates, found[name][1]))
    return Study(
        claim=claim,
        readings=tuple(readings),
        flips=tuple(flips),
        chart=Chart(x_name="year", y_name="members_in_Europe_not_wholly_defended", lines=tuple(lines)),
        inputs=(*_days_and_codes(date, dates, countries), ("delays", list(delays), "s", "house; 0 to 600 s"),
                ("scenario", SCENARIO, "file", "its sources stand in it"),
                ("lower_tier", _lower_kind(cases)[0].interceptor.key, "kind", "trt2017, janes; a choice")),
        rule="holds where none of the threatened people are defended, fails where all are, depends between",
        notes=("low and high: over the delays; the site and its threats are the same on every date",
               "batteries that close the gap: the fewest in cities of the country that are left out, no two of these"
               f" within {APART / 1e3:.0f} km; each with a radar of its own that looks towards the launch area",
               *([] if proven else ["that no fewer do was not proven for every country in the time allowed"])),
        grid=_grid(found, cases, countries, date),
        sheets=(Sheet(title="what closes the gap", rows=tuple(rows), columns=(
            "country", "interceptor", f"member on {date}", "joined", "site alone", "with the scenario's lower tier",
            "lower-tier batteries for the rest", "share defended with them", "first places")),
            _members_left_out(ground, alone, met, found, cases, date, later)),
    )  # fmt: skip


def _days_and_codes(date, dates, countries):
    return (
        ("date", date, "day", "nato-accessions"),
        ("dates", list(dates), "days", "nato-accessions"),
        ("countries", list(countries), "codes", "house; invited, not invited and pending in April 2008"),
    )


def _known(dates, countries):
    """The days in order, when all countries are known."""
    unknown = [code for code in countries if geography.country_name(code) == code]
    if unknown:
        raise MidcourseError("there is no such country", where="countries", got=unknown[0], hint="such as HR, AL")
    return sorted(dates)


def _all_codes(dates, countries):
    """Members in Europe on any of the days, and those asked about."""
    codes = {member.code for day in dates for member in alliance.members("NATO", day)} | set(countries)
    return tuple(sorted(codes - {"US", "CA"}))


def _places_of(codes):
    found = geography.protected_cities(codes)
    places = analysis.Places(
        name=found.name, country=found.country, latitude=deg_to_rad(found.latitude_deg),
        longitude=deg_to_rad(found.longitude_deg), population=found.population, capital=found.capital,
    )  # fmt: skip
    return places, np.column_stack([found.latitude_deg, found.longitude_deg])


def _member(code, date):
    return "member" if code in {member.code for member in alliance.members("NATO", date)} else "no member"


def _joined(code):
    """Day on which a country joined; words where it has not."""
    since = {member.code: member.since.isoformat() for member in alliance.NATO}
    return since.get(code, "not joined")


def _members_left_out(ground, alone, met, found, cases, date, later):
    """The same batteries for the members that the site leaves out, at the first speed."""
    name, case = next(iter(alone.items()))
    members = {member.code for member in alliance.members("NATO", date)}
    countries, rows = found[name][1], []
    for k, code in enumerate(countries.code.tolist()):
        if code in members and countries.status[k] in (Status.UNDEFENDED, Status.PARTLY):
            cover = closing(ground, case, met[name], _lower_kind(cases), code, later[name])
            first = ", ".join(cover.places[:6])
            status = who_is_covered.word_of(countries, k)
            rows.append((geography.country_name(code), status, cover.batteries, cover.share, first))
    columns = ("member", "site alone", "lower-tier batteries for the rest", "share defended with them", "first places")
    return Sheet(title=f"members on {date} that the site leaves out, {name}", columns=columns, rows=tuple(rows))


def _own(case):
    """Seconds from first sight to lift-off as the scenario has them."""
    return standing.delay_of(case.command, standing.latency_of(case))


def _shares_at(ground, case, delay):
    """Share of each country's threatened people that is defended with a delay."""
    met = standing.count_shots(ground, case, 1, delay - _own(case))
    return standing.standing(ground, met)[1].defended_share


def _shares_by_delay(ground, case, delays):
    """Delay, rising -> share of each country's threatened people that is defended."""
    return {delay: _shares_at(ground, case, delay) for delay in sorted(delays)}


def _reading(name, value, over):
    verdict = _word(value)
    if np.isnan(value):
        return ReadingAnswer(reading=name, value=None, verdict=verdict, verdict_now=verdict)
    return ReadingAnswer(
        reading=name, value=value, low=min(value, *over), high=max(value, *over), verdict=verdict, verdict_now=verdict,
    )  # fmt: skip


def _flip(name, asked, shares, now):
    """The delay nearest to that of the reading, within those asked, at which the country's verdict is another."""
    ground, case, row = asked
    at = nearest_turn(list(shares), [_word(float(share[row])) for share in shares.values()], list(shares).index(now),
                      lambda delay: _word(float(_shares_at(ground, case, delay)[row])), STEP)  # fmt: skip
    return Flip(reading=name, parameter="delay", unit="s", value_now=now, value_at_flip=at,
                plausible_range=(min(shares), max(*shares, min(shares) + 1.0)), source="house",
                turn=Turn(input="delay", step=STEP))  # fmt: skip


def _word(share):
    """Verdict of a share: whether nobody, some or all of the threatened people are defended."""
    if np.isnan(share):
        return "cannot-say"
    return "fails" if share >= 1.0 else "holds" if share <= 0.0 else "depends"


def _line(name, dates, countries):
    """Members in Europe that the site alone leaves out, by date."""
    left = []
    for day in dates:
        members = {member.code for member in alliance.members("NATO", day)}
        some = analysis.Countries(
            code=countries.code, defended_share=countries.defended_share,
            status=np.where(np.isin(countries.code, sorted(members)), countries.status, Status.NOT_THREATENED),
            largest_undefended_city=countries.largest_undefended_city,
        )  # fmt: skip
        left.append(members_undefended(some))
    x = [_year(day) for day in dates]
    return Line(name=name, x=np.array(x), y=np.array(left, float), steps=True)


def _year(text):
    day = datetime.date.fromisoformat(text)
    return day.year + (day - datetime.date(day.year, 1, 1)).days / 365.25


def _grid(found, cases, countries, date):
    rows = [f"{geography.country_name(code)}, {_member(code, date)}" for code in countries]
    where = {name: [int(np.flatnonzero(one[1].code == code)[0]) for code in countries] for name, one in found.items()}
    words = tuple(tuple(who_is_covered.word_of(found[n][1], where[n][k]) for n in cases) for k in range(len(rows)))
    tones = tuple(tuple(who_is_covered.TONES[Status(int(found[n][1].status[where[n][k]]))] for n in cases)
                  for k in range(len(rows)))  # fmt: skip
    return Grid(rows=tuple(rows), columns=tuple(cases), words=words, tones=tones, meanings=who_is_covered.MEANINGS)


def _lower_kind(cases):
    """Battery and radar of the lower tier, as the scenario has them first."""
    case = next(case for name, case in cases.items() if LOWER in name.split("+"))
    battery = next(battery for battery in case.batteries if battery.launcher.layer == "lower")
    radar = next(sensor for sensor in case.sensors if sensor.owner == battery.owner)
    return battery.launcher, radar.device


def closing(ground, case, met, kind, code, later=0.0):
    """The fewest lower-tier batteries, at cities, that close the gap of one country.

    Parameters
    ----------
    ground : standing.Ground
    case : scenario.Case
        The site without them: its command, doctrine and launch areas.
    met : footprint.Met
        What the site alone meets.
    kind : (engagement.Battery, sensing.Radar)
    code : str
    later : float, s
        Every lift-off is later than the case has it.

    Returns
    -------
    Cover
    """
    places = ground.places
    held = (met.shots > 0) | ~met.reached
    mine = (places.country == code) & met.reached.any(axis=0)
    bare = np.flatnonzero(mine & ~held.all(axis=0))
    if not len(bare):
        return Cover(0, 1.0 if mine.any() else float("nan"), (), True)
    people = np.asarray(places.population, float)
    sites = _spread(ground, bare, case.earth.radius)
    able = np.stack([_covered_from(ground, case, kind, site, bare, held, later) for site in sites])
    least = least_cover(able, people[bare])
    left = ~able.any(axis=0)
    names = tuple(str(places.name[sites[row]]) for row in least.chosen)
    return Cover(len(names), float(1.0 - people[bare][left].sum() / people[mine].sum()), names, least.proven)


def _spread(ground, rows, radius):
    """The largest of some places, and of the others those that lie apart from all larger ones."""
    kept: list = []
    for row in rows[np.argsort(-np.asarray(ground.places.population)[rows], kind="stable")]:
        here = ground.places.latitude[row], ground.places.longitude[row]
        far = earth.great_circle_distance(*here, ground.places.latitude[kept], ground.places.longitude[kept], radius)
        if not kept or far.min() > APART:
            kept.append(int(row))
    return kept


def _covered_from(ground, case, kind, site, rows, held, later):
    """Which places stand covered with a battery and its radar at one of them: every threat is met, by it or already."""
    places, (launcher, radar) = ground.places, kind
    here = float(places.latitude[site]), float(places.longitude[site])
    far = earth.great_circle_distance(*here, places.latitude[rows], places.longitude[rows], case.earth.radius)
    near = np.flatnonzero(far <= NEAR)
    bearing = float(earth.great_circle_bearing(*here, *deg_to_rad(case.threats[0].launches[0])))
    half = 0.5 * (radar.faces[0][1] - radar.faces[0][0])
    face = ((bearing - half) % (2.0 * np.pi), (bearing + half) % (2.0 * np.pi))
    defence = footprint.Defence(
        devices=(replace(radar, latitude=here[0], longitude=here[1], faces=(face,)),),
        batteries=(replace(launcher, latitude=here[0], longitude=here[1]),),
        links=(engagement.all_share(1, standing.latency_of(case)),),
        command=case.command,
        assess_time=case.doctrine.assess_time,
    )
    waves = [wave._replace(flights=engagement.rows_of(wave.flights, rows[near])) for wave in ground.waves]
    shots = []
    for wave in waves:
        ready = footprint.lift_off(wave, defence) + later
        shots.append(engagement.shots_that_fit(wave.flights, defence.batteries, ready, 0.0, looks=1).count)
    covered = np.zeros(len(rows), bool)
    covered[near] = ((np.stack(shots) > 0) | held[:, rows[near]]).all(axis=0)
    return covered
