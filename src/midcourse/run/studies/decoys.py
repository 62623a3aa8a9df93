"""Study: do decoys defeat a defence in midcourse? Model: docs/models/battle/raid.md, docs/models/run/studies.md."""

import numpy as np

from .answer import Chart, Flip, Line, ReadingAnswer, Study, Turn, just_past, other_side
from .inputs import named, number, whole

SELECTIONS = {"picks-by-chance": 0.0, "picks-right-half-the-time": 0.5, "picks-nearly-always-right": 0.95}
OBJECTS_RANGE = (1.0, 100.0)

TAKES = {
    "objects": whole("objects", 1, 1000),
    "interceptors": whole("interceptors", 1, 10_000),
    "kill_probability": number("1", 0.01, 1.0),
    "matters": number("1", 0.01, 1.0),
    "selections": named(number("1", 0.0, 1.0)),
}


def compute(claim, *, objects=30, interceptors=10, kill_probability=0.55, matters=0.5, selections=None):
    """The study.

    Parameters
    ----------
    claim : scenario.claims.Claim
    objects : int
        Warhead and decoys that look alike.
    interceptors : int
        Each is spent on an object of its own.
    kill_probability : float
        Of a shot at the warhead.
    matters : float
        The claim holds where decoys leave less than this share of the chance without them.
    selections : dict of reading to float, or None
        Chance that the warhead is known among the objects; the rest of the time objects are shot at by chance.
    """
    selections = selections or SELECTIONS
    counts = np.arange(1, int(OBJECTS_RANGE[1]) + 1)
    alone = killed(1, interceptors, kill_probability, 1.0)
    readings, flips, lines = [], [], []
    for name, selection in selections.items():
        curve = killed(counts, interceptors, kill_probability, selection)
        value = float(killed(objects, interceptors, kill_probability, selection))
        fewer = curve < matters * alone - 1e-12
        turn = other_side(float(counts[np.argmax(fewer)]) if fewer.any() else None, objects, 1.0)
        ends = (
            float(killed(n, interceptors, kill_probability, selection)) for n in (2 * objects, max(objects // 2, 1))
        )
        low, high = ends
        verdict = "holds" if value < matters * alone - 1e-12 else "fails"
        readings.append(ReadingAnswer(reading=name, value=value, low=low, high=high, verdict=verdict,
                                      verdict_now=verdict))  # fmt: skip
        flips += [
            Flip(reading=name, parameter="objects", unit="objects", value_now=objects, value_at_flip=turn,
                 plausible_range=OBJECTS_RANGE, source="house", turn=Turn(input="objects", step=1.0, whole=True)),
            Flip(reading=name, parameter="chance of knowing the warhead", unit="1", value_now=selection,
                 value_at_flip=just_past(_selection_at(objects, interceptors, matters), selection),
                 plausible_range=(0.0, 1.0), source="house", turn=Turn(input=f"selections.{name}", step=0.01)),
        ]  # fmt: skip
        lines.append(Line(name=name, x=counts, y=curve))
    return Study(
        claim=claim,
        readings=tuple(readings),
        flips=tuple(flips),
        chart=Chart(x_name="objects", y_name="chance_that_the_warhead_is_killed", lines=tuple(lines), now=objects,
                    level=matters * alone, level_name=f"{matters:g} of the chance without decoys"),
        inputs=(
            ("objects", objects, "objects", "house"),
            ("interceptors", interceptors, "interceptors", "crs-rl34051"),
            ("kill_probability", kill_probability, "1", "act2017, ten of eighteen tests"),
            ("matters", matters, "share", "house"),
        ),
        rule=f"holds where decoys leave less than {matters:g} of the chance without them",
        notes=("low and high: twice and half as many objects",),
    )  # fmt: skip


def killed(objects, interceptors, kill_probability, selection):
    """Chance that the warhead is killed: known, or shot at by chance with one interceptor an object.

    Parameters
    ----------
    objects : int or (n,) array
    interceptors : int
    kill_probability, selection : float
    """
    by_chance = np.minimum(1.0, interceptors / np.asarray(objects, float))
    return kill_probability * (selection + (1.0 - selection) * by_chance)


def _selection_at(objects, interceptors, matters):
    """Chance of knowing the warhead at which decoys leave just `matters`; None where chance alone leaves as much."""
    by_chance = min(1.0, interceptors / objects)
    return None if by_chance >= matters else (matters - by_chance) / (1.0 - by_chance)
