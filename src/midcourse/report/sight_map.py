"""Maps of first sight: when flights to each aim point are first seen, and by which sensor; one a distinct picture.

Satellites see every launch at once, so a map of them shows nothing: they are told in words, and the map is that of the
first radar.
"""

import itertools

import numpy as np
from markupsafe import Markup

from . import maps, sight_words, words
from .labels import Wish
from .style import LIGHT, drawing, inline_svg, slashed_ring

SHAPES = ("o", "s", "^", "D", "v", "p", "h", "8")
_LEGEND_SHAPES = {
    "o": "M13 8A5 5 0 1 1 3 8A5 5 0 1 1 13 8Z",
    "s": "M3.5 3.5H12.5V12.5H3.5Z",
    "^": "M8 2.5L13.5 12.5H2.5Z",
    "D": "M8 2L14 8L8 14L2 8Z",
    "v": "M8 13.5L13.5 3.5H2.5Z",
    "p": "M8 2.5L13.5 6.6L11.4 13H4.6L2.5 6.6Z",
    "h": "M8 2.5L13 5.2V10.8L8 13.5L3 10.8V5.2Z",
    "8": "M5.8 2.7H10.2L13.3 5.8V10.2L10.2 13.3H5.8L2.7 10.2V5.8Z",
}
"""A shape a sensor, the same on the map and in its key; sensors beyond the eighth begin again."""

CLASSES = 4
FAINTEST = 0.12
_AREA, _CAPITAL_AREA, _SMALLER = 26.0, 46.0, 0.65


def sights(run_rows, places, bases, scenes, radars):
    """What the page shows of first sights: one entry a distinct picture, with its readings, maps and counts.

    Parameters
    ----------
    run_rows : (list of dicts, list of dicts)
        Rows of the tables `threats` and `sightings`.
    places : dict of reading -> list of dicts: its named places
    bases : list of maps.Base
    scenes : dict of reading -> maps.Scene
    radars : set of str
        Keys of the sensors that are radars; where there is none, satellites are drawn.

    Returns
    -------
    list of dict
    """
    threats, everything = run_rows
    if not everything:
        return []
    drawn = [row for row in everything if row["sensor"] in radars] or everything
    order = list(dict.fromkeys(row["sensor"] for row in drawn))
    above = [row for row in everything if row["sensor"] not in order]
    at_work = {
        r: [s for s in order if any(row["sensor"] == s and row["reading"] == r for row in drawn)] for r in scenes
    }
    seen = {reading: _first_sights(threats, drawn, reading) for reading in scenes}
    pictures: dict = {}
    for reading in scenes:
        told = tuple(
            sorted((key, who, None if at is None else round(at, 1)) for key, (who, at) in seen[reading].items())
        )
        pictures.setdefault(told, []).append(reading)
    times = [at for found in seen.values() for _, at in found.values() if at is not None]
    edges = time_classes(times)
    with drawing():
        entries = [
            _entry(
                names, k, seen[names[0]], places[names[0]], (order, at_work[names[0]]), edges, bases, scenes[names[0]]
            )
            for k, names in enumerate(pictures.values())
        ]
    numbers = {reading: sight_words.of_reading(reading, drawn, above) for reading in scenes}
    return [{**entry, **numbers[entry["readings"][0]], "legend": _legend(order, edges, above)} for entry in entries]


def _first_sights(threats, sightings, reading):
    """{(name, country): (sensor, time)} of the flight to a place that is seen last; (None, None) where one never is."""
    first: dict = {}
    for row in sightings:
        at = row["first_seen_s"]
        known = row["reading"] == reading and at is not None and np.isfinite(at)
        if known and at < first.get(row["threat"], (None, np.inf))[1]:
            first[row["threat"]] = (row["sensor"], at)
    found: dict = {}
    for threat in threats:
        if not threat.get("reached", True):
            continue
        key = threat["aim_name"], threat.get("aim_country")
        who, at = first.get(threat["threat"], (None, None))
        before = found.get(key)
        if before is None or at is None or (before[1] is not None and at > before[1]):
            found[key] = (who, at)
    return found


def time_classes(times):
    """Edges of at most four classes of whole minutes that hold all times, s.

    Parameters
    ----------
    times : list of float, s
    """
    if not times:
        return np.array([0.0, 60.0])
    low, high = np.floor(min(times) / 60.0), np.floor(max(times) / 60.0) + 1.0
    step = max(1.0, np.ceil((high - low) / CLASSES))
    return 60.0 * np.arange(low, high + step, step)


def _entry(names, number, found, places, shown, edges, bases, scene):
    order, present = shown
    marked = [{**place, "sight": _of_place(found, place)} for place in places]
    shades = np.linspace(1.0, FAINTEST, len(edges) - 1)

    def draw(axes, base, rows):
        return _draw(axes, base, rows, order, edges, shades)

    figures = []
    for i, base in enumerate(bases):
        figure = maps.reading_map(base, marked, scene, land=False, draw=draw)
        title = f"First sights, {'polar map, ' if i else ''}{', '.join(names)}"
        figures.append(Markup(inline_svg(figure, f"s{number}{i}", title, under=f"land{i}")))
    lines = []
    for sensor in present:
        times = [p["sight"][1] for p in marked if p["sight"] and p["sight"][0] == sensor]
        ends = (min(times), max(times)) if times else (None, None)
        lines.append({"sensor": sensor, "places": len(times), "first": ends[0], "last": ends[1]})
    never = [p["name"] for p in marked if p["sight"] and p["sight"][0] is None]
    return {"readings": names, "figures": figures, "lines": lines, "never": never}


def _of_place(found, place):
    """Sight of a place; runs of older versions name no country beside an aim point."""
    return found.get((place["name"], place["country"]), found.get((place["name"], None)))


def _draw(axes, base, places, order, edges, shades):
    """Marks of the places of one picture; gives what no name may cover, and the names wished."""
    latitude = np.array([place["latitude_deg"] for place in places])
    longitude = np.array([place["longitude_deg"] for place in places])
    x, y = base.points(latitude, longitude)
    small = _SMALLER if base.view.is_round else 1.0
    taken, wishes = [], []
    groups: dict = {}
    for k in np.flatnonzero(base.shows(latitude, longitude)):
        place = places[k]
        area = (_CAPITAL_AREA if place["capital"] else _AREA) * small
        groups.setdefault((*_look(place["sight"], order, edges), area), []).append(k)
        if place["capital"] or (place["sight"] and place["sight"][0] is None):
            taken.append((float(x[k]), float(y[k]), np.sqrt(area) / 2))
            wishes.append((_name_order(place), _wish(place, x[k], y[k])))
    for (shape, level, area), rows in sorted(groups.items()):
        _draw_marks(axes, shape, None if level < 0 else shades[level], x[rows], y[rows], area)
    return taken, [wish for _, wish in sorted(wishes, key=lambda item: item[0])]


def _look(sight, order, edges):
    """(shape, class) of a place; class -1 for those nobody sees or nothing reaches."""
    if sight is None:
        return "none", -1
    sensor, at = sight
    if sensor is None:
        return "never", -1
    return SHAPES[order.index(sensor) % len(SHAPES)], int(np.clip(np.digitize(at, edges) - 1, 0, len(edges) - 2))


def _draw_marks(axes, shape, shade, x, y, area):
    if shape == "none":
        axes.scatter(x, y, s=7.0, facecolor=LIGHT["unknown"], linewidth=0, zorder=3)
    elif shape == "never":
        ring = {"marker": slashed_ring(), "s": area, "facecolor": "none"}
        axes.scatter(x, y, edgecolor=LIGHT["panel"], linewidth=3.4, zorder=5, **ring)
        axes.scatter(x, y, edgecolor=LIGHT["uncovered-mark"], linewidth=1.5, zorder=6, **ring)
    else:
        axes.scatter(x, y, s=area, marker=shape, facecolor=LIGHT["panel"], linewidth=0, zorder=4)
        axes.scatter(x, y, s=area, marker=shape, facecolor=LIGHT["sensor"], alpha=float(shade), linewidth=0, zorder=4)
        axes.scatter(x, y, s=area, marker=shape, facecolor="none", edgecolor=LIGHT["sensor"], linewidth=0.9, zorder=4)


def _name_order(place):
    never = bool(place["sight"]) and place["sight"][0] is None
    return not never, not place["capital"], -place["population"], place["name"]


def _wish(place, x, y):
    never = bool(place["sight"]) and place["sight"][0] is None
    ink, weight = (LIGHT["uncovered"], "bold") if never else (LIGHT["ink"], "normal")
    return Wish(float(x), float(y), place["name"], 11.5, weight, ink, 6.0)


_RING = "M13 8A5 5 0 1 1 3 8A5 5 0 1 1 13 8M4.5 11.5L11.5 4.5"


def _legend(order, edges, above):
    """Key: a shape a sensor, a fill a class of time, and those that nobody sees or nothing reaches."""
    shown = {sensor: SHAPES[k % len(SHAPES)] for k, sensor in enumerate(order)}
    items = [{"mark": _sign(shape, 0.0), "text": f"first seen by {sensor}"} for sensor, shape in shown.items()]
    shades = np.linspace(1.0, FAINTEST, len(edges) - 1)
    spans = [f"{words.clock(low)} to {words.clock(high)}" for low, high in itertools.pairwise(edges)]
    items += [{"mark": _sign("o", shade), "text": span} for shade, span in zip(shades, spans, strict=True)]
    ring = f'<path d="{_RING}" fill="none" stroke="var(--uncovered-mark)" stroke-width="1.7"/>'
    items.append({"mark": _svg(ring), "text": "never seen by a radar" if above else "never seen"})
    items.append({"mark": _svg('<circle cx="8" cy="8" r="2.4" fill="var(--unknown)"/>'), "text": "not threatened"})
    return items


def _sign(shape, shade):
    look = f'fill="var(--sensor)" fill-opacity="{shade:.2f}" stroke="var(--sensor)" stroke-width="1.3"'
    return _svg(f'<path d="{_LEGEND_SHAPES[shape]}" {look}/>')


def _svg(inside):
    return Markup(f'<svg viewBox="0 0 16 16" aria-hidden="true">{inside}</svg>')
