"""Charts: the chain of times, leakage with its intervals, one flight in profile and on the map."""

import math
from pathlib import Path

import numpy as np
import shapely

from ..earth import places as geodata
from ..errors import MidcourseError
from ..results import write_csv
from . import maps, words
from .projection import RADIUS_KM, fit_view
from .style import LIGHT, crossed_ring, drawing, new_figure, save_figure

__all__ = ["check_figure_path", "figure_flight", "figure_leakage", "figure_timeline", "shipped_countries", "write_csv"]

WIDTH = 900
_STAGES = ("warned_s", "seen_s", "firm_s", "committed_s", "lift_off_earliest_s", "intercept_s")


def figure_timeline(threats, chain, readings):
    """Chain of times of a few threats: one block a threat, its flight on top, below it one lane a reading.

    Parameters
    ----------
    threats : list of dicts: aim_name, launch_name, burnout_time_s, flight_time_s
    chain : dict of (threat, reading) -> dict of times, s; `warned_s` is the first sight by a satellite
    readings : list of str

    Returns
    -------
    matplotlib Figure
    """
    lane, head, foot = 14.0, 40.0, 42.0
    block = head + lane * len(readings) + 6.0
    height = block * len(threats) + foot
    figure = new_figure(WIDTH, height)
    left = 190 / WIDTH
    axes = figure.add_axes((left, foot / height, 0.985 - left, 1 - foot / height))
    last = max(t["flight_time_s"] for t in threats) / 60
    axes.set(xlim=(0, last * 1.02), ylim=(0, block * len(threats)), yticks=[])
    axes.set_xlabel("minutes after the threat's lift-off", loc="left", labelpad=4)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.set_xticks(np.arange(0, last, 2 if last < 31 else 5))
    lanes = []
    for k, threat in enumerate(threats):
        top = block * (len(threats) - k) - 22.0
        _draw_flight(axes, threat, top, above=threat["flight_time_s"] > 33 * last)
        for j, reading in enumerate(readings):
            y = top - 17.0 - lane * j
            axes.annotate(reading, (0, y), (-8, 0), textcoords="offset points", ha="right", va="center",
                          fontsize=11, color=LIGHT["ink2"])  # fmt: skip
            lanes.append((chain.get((threat["threat"], reading)), y))
    _draw_lanes(axes, lanes)
    return figure


def figure_leakage(readings):
    """Chance that nothing gets through and mean number that do, with intervals, by reading.

    Parameters
    ----------
    readings : list of dicts: rows of the table `readings`

    Returns
    -------
    matplotlib Figure
    """
    shown = [(prefix, mark) for prefix, mark in _RAIDS if any(_value(r, f"{prefix}leakers_mean") for r in readings)]
    row, head, foot = 12.0 + 14.0 * max(len(shown), 2), 26.0, 26.0
    height = row * len(readings) + head + foot
    figure = new_figure(WIDTH, height)
    left, gap = 190 / WIDTH, 50 / WIDTH
    width = (0.985 - left - gap) / 2
    box = (foot / height, 1 - (head + foot) / height)
    chance = figure.add_axes((left, box[0], width, box[1]))
    leakers = figure.add_axes((left + width + gap, box[0], width, box[1]))
    most = max(_value(r, "leakers_high") or _value(r, "leakers_mean") or 1.0 for r in readings)
    likeliest = max(_value(r, f"{p}p_no_leaker_high") or 0.0 for r in readings for p, _ in _RAIDS)
    widest = next((end for end in (0.02, 0.05, 0.1, 0.2, 0.5) if likeliest < 0.8 * end), 1.0)
    chance.set(xlim=(-0.02 * widest, 1.02 * widest), title="Chance that none gets through")
    leakers.set(xlim=(-0.02 * most, 1.15 * most), title="Mean number that get through")
    for axes in (chance, leakers):
        axes.set(ylim=(row * len(readings), 0), yticks=[])
        axes.spines["left"].set_visible(False)
        axes.grid(axis="x")
    for k, reading in enumerate(readings):
        y = row * (k + 0.5)
        before = {"textcoords": "offset points", "ha": "right", "va": "center", "fontsize": 11.5}
        chance.annotate(reading["reading"], (-0.02 * widest, y), (-8, 0), **before)
        for i, (prefix, mark) in enumerate(shown):
            level = y + 14.0 * (i - 0.5 * (len(shown) - 1))
            _draw_estimate(chance, reading, f"{prefix}p_no_leaker", level, mark)
            _draw_estimate(leakers, reading, f"{prefix}leakers", level, mark)
    return figure


_RAIDS = (
    ("", {"marker": "o", "facecolor": LIGHT["threat"]}),
    ("without_common_mode_", {"marker": "o", "facecolor": LIGHT["panel"]}),
    ("as_held_", {"marker": "s", "facecolor": LIGHT["panel"]}),
)
"""How a raid is counted: with the common cause, with independent shots, and with what a turning radar can hold."""


def figure_flight(columns, path, countries=None):
    """File with one flight: altitude against time and ground range, speed, and the ground track on a map.

    Parameters
    ----------
    columns : dict of (n,) arrays: time_s, latitude_deg, longitude_deg, altitude_km, speed_km_s, and phase (words)
    path : path ending in .png, .svg or .pdf
    countries : list of (code, shapely geometry) or None
        None takes the shipped borders.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    MidcourseError
        Another file type.
    """
    path = check_figure_path(path)
    if countries is None:
        countries = shipped_countries()
    with drawing():
        figure = new_figure(WIDTH, 430)
        profile = figure.add_axes((0.065, 0.56, 0.36, 0.36))
        speed = figure.add_axes((0.065, 0.115, 0.36, 0.3))
        track = figure.add_axes((0.46, 0.02, 0.53, 0.96))
        _draw_profile(profile, speed, columns)
        _draw_track(track, columns, countries)
        save_figure(figure, path)
    return path


def check_figure_path(path):
    """The path as pathlib has it, after checking that figures of its type can be made.

    Raises
    ------
    MidcourseError
        Not .png, .svg or .pdf.
    """
    path = Path(path)
    if path.suffix.lower() not in (".png", ".svg", ".pdf"):
        raise MidcourseError(
            "a plot is a PNG, SVG or PDF file",
            where="--plot",
            got=path.name,
            hint="end the name with .png, .svg or .pdf",
        )
    return path


def shipped_countries():
    """Borders that come with the program: list of (code, shapely geometry in degrees)."""
    return [(country.code, country.shape) for country in geodata.countries()]


def _draw_flight(axes, threat, y, *, above):
    burnout, end = threat["burnout_time_s"] / 60, threat["flight_time_s"] / 60
    axes.plot([burnout, end], [y, y], color=LIGHT["threat"], linewidth=1.6, solid_capstyle="butt")
    axes.plot([0, burnout], [y, y], color=LIGHT["boost"], linewidth=4, solid_capstyle="butt")
    axes.scatter([end], [y], s=42, facecolor=LIGHT["panel"], edgecolor=LIGHT["threat"], linewidth=1.3, zorder=4)
    axes.scatter([end], [y], s=9, facecolor=LIGHT["threat"], linewidth=0, zorder=5)
    axes.annotate(threat["aim_name"], (0, y), (-8, 0), textcoords="offset points", ha="right", va="center",
                  weight="bold", fontsize=12)  # fmt: skip
    facts = [
        words.clock(threat["flight_time_s"]),
        f"{threat['launch_name']}",
        words.km(threat["ground_range_m"]),
        threat["missile"],
    ]
    beside = (
        {"xytext": (6, 5), "ha": "right", "va": "bottom"}
        if above
        else {"xytext": (10, 0), "ha": "left", "va": "center"}
    )
    axes.annotate(", ".join(facts), (end, y), textcoords="offset points", fontsize=11, color=LIGHT["ink2"], **beside)


def _draw_lanes(axes, lanes):
    """Chains of times, (times of a reading, height) each; marks of one kind are drawn together."""
    marks: dict = {stage: [] for stage in _STAGES}
    waits, chases, hints = [], [], []
    for times, y in lanes:
        minutes = {s: _value(times, s) / 60 for s in _STAGES if times and _value(times, s) is not None}
        if not minutes:
            axes.text(0.06, y, "never seen", fontsize=11, color=LIGHT["ink3"], va="center")
            continue
        ready = next(minutes[stage] for stage in _STAGES[4::-1] if stage in minutes)
        waits.append(((minutes.get("seen_s", ready), y), (ready, y)))
        hints.append(((minutes.get("warned_s", ready), y), (minutes.get("seen_s", ready), y)))
        for stage, at in minutes.items():
            marks[stage].append((at, y))
        if "intercept_s" in minutes:
            chases.append(((ready, y), (minutes["intercept_s"], y)))
        else:
            why = words.plain(times.get("why_not") or "")
            beside = {"textcoords": "offset points", "fontsize": 11, "color": LIGHT["uncovered"], "va": "center"}
            axes.annotate(f"no intercept{', ' if why else ''}{why}", (ready, y), (9, 0), **beside)
    ticks = [((at, y - 4), (at, y + 4)) for at, y in marks.pop("committed_s")]
    drawn = ((hints, "sensor", 0.6), (waits, "sensor", 1.4), (chases, "interceptor", 1.6), (ticks, "ink", 1.6))
    for lines, colour, width in drawn:
        if lines:
            axes.plot(*np.transpose(lines, (2, 1, 0)), color=LIGHT[colour], linewidth=width)
    for stage, look in _MARKS.items():
        if marks[stage]:
            axes.scatter(*np.transpose(marks[stage]), **look)


_MARKS = {
    "warned_s": {
        "s": 30, "marker": "D", "facecolor": LIGHT["panel"], "edgecolor": LIGHT["sensor"], "linewidth": 1.2,
        "zorder": 4,
    },
    "seen_s": {"s": 26, "facecolor": LIGHT["panel"], "edgecolor": LIGHT["sensor"], "linewidth": 1.4, "zorder": 4},
    "firm_s": {"s": 26, "facecolor": LIGHT["sensor"], "linewidth": 0, "zorder": 4},
    "lift_off_earliest_s": {
        "s": 44, "marker": (3, 0, 0), "facecolor": LIGHT["interceptor"], "linewidth": 0, "zorder": 5,
    },
    "intercept_s": {
        "s": 62, "marker": crossed_ring(), "facecolor": LIGHT["panel"], "edgecolor": LIGHT["interceptor"],
        "linewidth": 1.3, "zorder": 5,
    },
}  # fmt: skip


def _draw_estimate(axes, reading, key, y, mark):
    """Sampled value as a mark with its interval, exact value as an upright tick."""
    sampled = _value(reading, f"{key}_sampled") if "p_no" in key else _value(reading, f"{key}_mean")
    low, high, exact = (_value(reading, f"{key}_{end}") for end in ("low", "high", "exact"))
    if low is not None and high is not None:
        axes.plot([low, high], [y, y], color=LIGHT["threat"], linewidth=6, alpha=0.3, solid_capstyle="butt")
    if exact is not None:
        axes.plot([exact] * 2, [y - 6, y + 6], color=LIGHT["ink"], linewidth=1.2)
    if sampled is not None:
        axes.scatter([sampled], [y], s=26, edgecolor=LIGHT["threat"], linewidth=1.4, zorder=4, **mark)
    shown = exact if exact is not None else sampled
    if shown is not None:
        say = words.probability if "p_no" in key else words.mean
        beyond = max(v for v in (shown, high, sampled) if v is not None)
        axes.annotate(
            say(shown), (beyond, y), (8, 0), textcoords="offset points", va="center", fontsize=11, color=LIGHT["ink2"]
        )


def _draw_profile(profile, speed, columns):
    minutes, altitude = np.asarray(columns["time_s"]) / 60, np.asarray(columns["altitude_km"])
    boost = np.asarray(columns["phase"]) == "boost"
    burnout = int(np.count_nonzero(boost))
    for axes, values in ((profile, altitude), (speed, np.asarray(columns["speed_km_s"]))):
        axes.plot(minutes, values, color=LIGHT["threat"], linewidth=1.6)
        axes.plot(
            minutes[: burnout + 1] if burnout else [],
            values[: burnout + 1] if burnout else [],
            color=LIGHT["boost"],
            linewidth=3.4,
        )
        axes.set(xlim=(0, minutes[-1] * 1.01), ylim=(0, None))
        axes.grid()
        axes.locator_params(axis="x", steps=[1, 2, 5, 10])
    top = int(np.argmax(altitude))
    profile.margins(y=0.12)
    profile.set(title="Altitude, km", ylim=(0, altitude[top] * 1.15))
    summit = f"{altitude[top]:,.0f} km at {words.clock(60 * minutes[top])}"
    above = {"textcoords": "offset points", "ha": "center", "va": "bottom", "fontsize": 11, "color": LIGHT["ink2"]}
    profile.annotate(summit, (minutes[top], altitude[top]), (0, 5), **above)
    profile.tick_params(labelbottom=False)
    speed.set(title="Speed over the Earth, km/s")
    speed.set_xlabel("minutes after lift-off")


def _draw_track(axes, columns, countries):
    latitude, longitude = np.asarray(columns["latitude_deg"]), np.asarray(columns["longitude_deg"])
    view = fit_view(latitude, longitude, shape=1.155, margin_km=_track_margin(latitude, longitude))
    base = maps.base_of(view, countries, width=477.0, height=413.0)
    axes.set(xlim=(0, base.width), ylim=(0, base.height))
    axes.set_axis_off()
    maps.draw_land(axes, base)
    x, y = base.points(latitude, longitude)
    boost = int(np.count_nonzero(np.asarray(columns["phase"]) == "boost"))
    axes.plot(x, y, color=LIGHT["panel"], linewidth=3.5)
    axes.plot(x, y, color=LIGHT["threat"], linewidth=1.6)
    if boost:
        axes.plot(x[: boost + 1], y[: boost + 1], color=LIGHT["boost"], linewidth=3.4)
    axes.scatter(x[:1], y[:1], marker="D", s=46, facecolor=LIGHT["threat"], edgecolor=LIGHT["panel"], zorder=5)
    axes.scatter(x[-1:], y[-1:], s=60, facecolor=LIGHT["panel"], edgecolor=LIGHT["threat"], linewidth=1.4, zorder=5)
    axes.scatter(x[-1:], y[-1:], s=12, facecolor=LIGHT["threat"], linewidth=0, zorder=6)
    maps.draw_scale(axes, base)
    frame = shapely.box(0.5, 0.5, base.width - 0.5, base.height - 0.5)
    axes.plot(*frame.exterior.xy, color=LIGHT["rule2"], linewidth=1)


def _track_margin(latitude, longitude):
    """Room around a track: a sixth of its straight length, 60 to 500 km."""
    ends = np.radians([latitude[[0, -1]], longitude[[0, -1]]])
    north, east = ends[0, 1] - ends[0, 0], (ends[1, 1] - ends[1, 0]) * np.cos(ends[0].mean())
    margin = float(np.clip(RADIUS_KM * np.hypot(north, east) / 6.0, 60.0, 500.0))
    return margin, margin


def _value(row, key):
    """Value of a row, None where it does not exist."""
    value = row.get(key)
    return None if value is None or not math.isfinite(value) else value
