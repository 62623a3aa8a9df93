"""The process that computes what the page asks live: it keeps flights between questions, and the server stays free."""

import json
import os
import signal
from collections.abc import Callable
from itertools import starmap
from pathlib import Path

from ..errors import MidcourseError
from . import editor

FEW = 16
"""Scenarios and grounds that are kept."""

IDLE = 0.1
"""s without a question, after which the worker makes what the hand may need next."""


def work(pipe):
    """Answer questions until the other end closes.

    Parameters
    ----------
    pipe : multiprocessing connection
        Questions are (name, arguments), answers ("done", value), ("refused", status, words) or ("bug", words).
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # else threads spin after each kernel, on the browser's cores
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the shell is the server's to hear; the pipe then closes
    desk = empty_desk()
    questions: dict[str, Callable] = {
        "scenario": _scenario,
        "ground": _ground,
        "exact": _exact,
        "quick": _quick,
        "places": _places,
        "coverage": _coverage,
        "check": _plainly(editor.check),
        "form": _plainly(editor.form),
        "step": _plainly(editor.step),
        "choices": _plainly(editor.choices),
        "text": _text,
        "play": _play,
    }
    while True:
        try:
            rest: float | None = IDLE
            while not pipe.poll(rest):
                rest = next(desk["ahead"], None)
            name, asked = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            told: tuple = ("done", json.dumps(questions[name](desk, **asked), ensure_ascii=False, allow_nan=False))
        except MidcourseError as error:
            told = ("refused", error.http_status, spoken(error))
        except Exception as error:  # noqa: BLE001  told as a bug to the page; the worker lives on
            told = ("bug", f"{type(error).__name__}: {error}")
        pipe.send(told)


def _plainly(question):
    """A question whose answer is told as JSON knows it."""
    return lambda desk, **asked: plain(question(desk, **asked))


def empty_desk():
    """What a worker keeps between questions: opened files, built cases, grounds, flights and sightings."""
    return {"files": {}, "cases": {}, "grounds": {}, "known": {}, "ahead": iter(())}


def spoken(error):
    """An error as the page shows it: the shell's own words.

    Parameters
    ----------
    error : MidcourseError
    """
    rows = [(p.where, p.line, p.got, p.hint, p.what) for p in getattr(error, "problems", ())]
    names = ("where", "line", "got", "try", "what")
    said = {"what": error.what, "where": error.where, "got": error.got, "try": error.hint}
    plain = {key: None if value is None else str(value) for key, value in said.items()}
    return plain | {"problems": [dict(zip(names, row, strict=True)) for row in rows]}


def _kept(shelf, key, make):
    """What is on the shelf; made now where it is not, and the oldest leaves a full shelf."""
    if key not in shelf:
        while len(shelf) >= FEW:
            shelf.pop(next(iter(shelf)))
        shelf[key] = make()
    return shelf[key]


def _stamp(source):
    """When a file was last changed, so that an edited one is read again."""
    file = Path(source)
    return file.stat().st_mtime_ns if file.is_file() else 0


def opened(desk, source):
    """A scenario file as it is on the disk; read once.

    Parameters
    ----------
    desk : dict from `empty_desk`
    source : str
    """
    from ..scenario import loading

    return _kept(desk["files"], (source, _stamp(source)), lambda: loading.open_file(source))


def plan_of(desk, source, changes, moves, only=None):
    """A scenario with changes and moves, those of the shell; its file is read once.

    Parameters
    ----------
    desk : dict from `empty_desk`
    source : str
    changes : sequence of str
    moves : sequence of dict
    only : str or None
        The one reading that is wanted.
    """
    from ..scenario import loading

    file = opened(desk, source)
    steps = (*changes, *(moved(file, changes, move) for move in moves))
    return loading.change(file, steps, only)


def moved(file, changes, move):
    """The change that moves or turns one part: as a value, and as the `KEY=VALUE` of the shell.

    Parameters
    ----------
    file : scenario.loading.Opened
    changes : sequence of str
        Made before it.
    move : dict with key, latitude_deg, longitude_deg; of a radar boresight_deg or turned_deg (further), sector_deg

    Raises
    ------
    MidcourseError
        No such battery or radar.
    """
    from ..scenario import changes as rules

    data = file.tree.value
    for one in changes:
        try:
            data, _ = rules.apply_change(data, *rules.parse_change(one))
        except KeyError:
            continue  # told when the scenario is made
    parts = [(group, part) for group in ("batteries", "sensors") for part in data.get(group) or ()]
    parts = [(group, part) for group, part in parts if isinstance(part, dict) and "satellite" not in part]
    found = [(group, part) for group, part in parts if part.get("key") == move["key"]]
    if not found:
        raise MidcourseError("no battery or radar of that key", where="moves", got=move["key"])
    group, part = found[0]
    kept, place = dict(part), {name: round(float(move[name]), 4) for name in ("latitude_deg", "longitude_deg")}
    if not _at_site(part, place):
        kept.pop("site", None)
        kept |= place
    if move.get("boresight_deg") is not None:
        kept["boresight_deg"] = float(move["boresight_deg"])
        kept.pop("turned_deg", None)
    if move.get("turned_deg") is not None:
        kept["turned_deg"] = _half_turn(float(kept.get("turned_deg", 0.0)) + float(move["turned_deg"]))
    if move.get("sector_deg") is not None:
        kept["sector_deg"] = float(move["sector_deg"])
    path = f"{group}.{part['key']}"
    return rules.Change(f"{path}={json.dumps(kept)}", path, kept)


def _at_site(part, place):
    """Whether a part that has a site is only turned: it stands there still."""
    from ..scenario import catalog

    if part.get("site") is None:
        return False
    site = catalog.site(part["site"])
    return place == {name: round(getattr(site, name), 4) for name in place}


def _half_turn(angle):
    """The same turn, deg, between -180 and 180, to a hundredth."""
    return round((angle + 180.0) % 360.0 - 180.0, 2) + 0.0


def case_of(desk, source, reading, changes, moves, in_hand=False):
    """Case of one reading, the first where none is named, with changes and moves; what they leave alone is kept.

    Parameters
    ----------
    desk : dict from `empty_desk`
    source : str
    reading : str or None
    changes, moves : sequences
    in_hand : bool
        Whether a vehicle of another speed may lie between two that are flown.

    Returns
    -------
    scenario.Scenario
        With that reading alone.
    scenario.Case
    """
    from ..scenario import building, defended_ahead, loading

    def as_written():
        plan = loading.change(opened(desk, source))
        name = plan.select((reading,))[0] if reading else plan.readings[0]
        return plan.files[name], building.build(plan, name)

    like = _kept(desk["cases"], (source, _stamp(source), reading), as_written)
    plan = plan_of(desk, source, changes, moves, like[1].reading)
    fly = {"fly": defended_ahead.nearly_flown} if in_hand else {}
    return plan, building.build(plan, like[1].reading, like, **fly)


def _reading(plan, reading):
    return plan.select((reading,))[0] if reading else plan.readings[0]


def _scenario(desk, source, reading, changes, moves):
    """What stands where in one reading."""
    from .. import scenario as files
    from ..exchange import globe_answer
    from ..scenario import catalog, defended_ahead, sensors

    plan = plan_of(desk, source, changes, moves)
    case = files.build(plan, _reading(plan, reading))
    speeds = {battery.key: defended_ahead.speed_ends(battery.launcher) for battery in case.batteries}
    return plain(globe_answer.scenario(plan, case, catalog.values, speeds, sensors.band_ends()))


def _ground_of(desk, case, resolution_deg):
    """Ground of a reading, kept by whose it is."""
    from ..scenario import defended_live

    key = case.protect.countries, case.earth, resolution_deg
    return _kept(desk["grounds"], key, lambda: defended_live.ground_of(case, resolution_deg))


def _ground(desk, source, reading, resolution_deg):
    """The ground that is asked about."""
    from ..exchange import globe_answer
    from ..scenario import defended

    _, case = case_of(desk, source, reading, (), ())
    land = defended.protected_land(case.protect.countries)
    return plain(globe_answer.ground(_ground_of(desk, case, resolution_deg), case.protect.named, land))


def _exact(desk, source, reading, changes, moves, resolution_deg):
    """Defended area in full, and the command of the shell that asks the same."""
    from ..exchange import footprint_answer, globe_answer
    from ..scenario import defended_live

    plan, case = case_of(desk, source, reading, changes, moves)
    found = defended_live.exact(case, _ground_of(desk, case, resolution_deg), desk["known"])
    answer = footprint_answer.footprint(found)
    cells = globe_answer.live_cells(found.readings[0])
    return plain(answer | {"cells_live": cells, "command": _command(source, plan, case.reading, resolution_deg)})


def _quick(desk, source, reading, changes, moves, resolution_deg, box=None):
    """Whether one shot fits, while the hand moves."""
    from ..exchange import globe_answer
    from ..scenario import defended_ahead, defended_live

    _, case = case_of(desk, source, reading, changes, moves, in_hand=True)
    found = defended_live.quick(case, _ground_of(desk, case, resolution_deg), desk["known"], box)
    desk["ahead"] = defended_ahead.ahead(case)
    return globe_answer.quick(found, defended_live.status_of(found))


def _places(desk, source, reading, changes, moves):
    """Named places in every reading: who is covered, who is not, and why."""
    from .. import scenario as files
    from ..exchange import footprint_answer, globe_answer
    from ..scenario import defended_live

    plan = plan_of(desk, source, changes, moves)
    found = defended_live.named([files.build(plan, name) for name in plan.readings], desk["known"])
    return plain(globe_answer.named(footprint_answer.footprint(found)))


def _play(desk, folder, reading, replicate):
    """One raid of a run on one clock."""
    from .. import results
    from ..exchange import play_answer
    from ..run import play_tracks

    return plain(play_answer.play(results.read(folder), play_tracks, reading, replicate))


def _coverage(desk, source, reading, changes, moves, altitude_km=None):
    """What each radar covers, against the warhead that it sees least far."""
    from ..exchange import globe_answer
    from ..scenario import outlining
    from ..units import km_to_m

    _, case = case_of(desk, source, reading, changes, moves, in_hand=True)
    altitude = None if altitude_km is None else km_to_m(altitude_km)
    return plain(globe_answer.coverage(case, outlining.covered_by(case, altitude), altitude))


def _text(desk, source, changes, moves, called):
    """The moved state as the text of a scenario file, with the comments of the one that it was made of."""
    from ..exchange import globe_answer
    from ..scenario import rewriting

    plan = plan_of(desk, source, changes, moves)
    note = [f"{plan.name} with these changes:", *(f"  --set '{one}'" for one in plan.changes)] if plan.changes else ()
    return globe_answer.text(called, rewriting.rewritten(plan.text, plan.data, called, note), plan.changes)


def _command(source, plan, reading, resolution_deg):
    """The shell's way to ask the same."""
    import shlex

    words = ["midcourse", "footprint", source, "--reading", reading, "--resolution-deg", f"{resolution_deg:g}"]
    return shlex.join([*words, *(word for change in plan.changes for word in ("--set", change))])


def plain(value):
    """Only what JSON knows: no NaN, no numbers or days of other libraries.

    Parameters
    ----------
    value : anything that answers are made of
    """
    if isinstance(value, dict):
        return dict(starmap(lambda key, item: (str(key), plain(item)), value.items()))
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float) and value - value != 0.0:
        return None
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
