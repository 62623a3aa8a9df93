"""Shapes of the answers for the description of the API: what whoever asks may count on. More keys may come along."""

from typing import Any

TEXT, NUMBER, WHOLE, YES = {"type": "string"}, {"type": "number"}, {"type": "integer"}, {"type": "boolean"}
DEGREES = {"latitude_deg": NUMBER, "longitude_deg": NUMBER}


def or_none(schema):
    """A shape that may be missing.

    Parameters
    ----------
    schema : dict
    """
    return {"anyOf": [schema, {"type": "null"}]}


def rows(schema):
    """A list of one shape.

    Parameters
    ----------
    schema : dict
    """
    return {"type": "array", "items": schema}


def one_of(*words):
    """One of some words.

    Parameters
    ----------
    *words : str
    """
    return {"type": "string", "enum": list(words)}


def shape(**keys):
    """An object with these keys, all of them there.

    Parameters
    ----------
    **keys : dict
        Shape of each value.
    """
    return {"type": "object", "required": list(keys), "properties": keys}


def told(schema, *refusals, media="application/json", status=200):
    """What FastAPI is to say of the answers of a question.

    Parameters
    ----------
    schema : dict
        Shape of the answer.
    *refusals : int
        Numbers of refusals beside those that every question may meet.
    media : str
        Media type of the answer.
    status : int
    """
    found: dict[Any, Any] = {status: {"content": {media: {"schema": schema}}}}
    return found | {number: refusal(number) for number in refusals}


MEANINGS = {
    400: "Not HTTP as it should be: no Host, or two.",
    401: "The cookie is missing.",
    403: "Another page asks.",
    404: "Nothing of this name.",
    405: "No question of this kind.",
    408: "The body did not come in time.",
    409: "The run folder is in use.",
    413: "Too long.",
    421: "The server has another name.",
    422: "Wrong input, told as the shell tells it.",
    429: "Too many jobs wait.",
    500: "A stored run is damaged, or the computation was lost.",
}


def refusal(number):
    """What FastAPI is to say of a refusal.

    Parameters
    ----------
    number : int
    """
    return {"description": MEANINGS[number], "content": {"application/json": {"schema": REFUSED}}}


PROBLEM = shape(what=TEXT, where=or_none(TEXT), line=or_none(WHOLE), got={}, **{"try": or_none(TEXT)})
ERROR = {
    "type": "object",
    "required": ["what"],
    "properties": {"what": TEXT, "where": or_none(TEXT), "got": {}, "try": or_none(TEXT), "problems": rows(PROBLEM)},
}
REFUSED = shape(error=ERROR)
"""What every refusal says, whatever its number."""

OVERTAKEN = shape(overtaken={"type": "boolean", "const": True})
"""What an older question of a hand gets once a later one came."""


def unless_overtaken(schema):
    """A shape, or the word that a later question came.

    Parameters
    ----------
    schema : dict
    """
    return {"anyOf": [schema, OVERTAKEN]}


REFUSALS: dict[Any, Any] = {number: refusal(number) for number in (400, 401, 403, 408, 413, 421, 422, 500)}
"""Refusals that every question may meet."""

BYTES = {"type": "string", "format": "binary"}
STATE = shape(version=TEXT, scenario=or_none(TEXT), run=or_none(TEXT), waiting=WHOLE)
SCENARIOS = shape(scenarios=rows(shape(name=TEXT, built_in=YES)))
VALUE = shape(name=TEXT, unit=TEXT, status=TEXT, source=TEXT)
PART = shape(key=TEXT, kind=one_of("radar", "satellite", "battery"), preset=TEXT, values=rows(VALUE))
THREAT = shape(key=TEXT, missile=TEXT, count=WHOLE, launches=rows(shape(**DEGREES)))
ASSUMPTION = shape(path=TEXT, set_path=TEXT, value=NUMBER, unit=TEXT, least=NUMBER, most=NUMBER, step=NUMBER)
SCENARIO = shape(
    scenario=TEXT, title=TEXT, text=TEXT, readings=rows(TEXT), reading=TEXT, epoch=TEXT, sensors=rows(PART),
    batteries=rows(PART), threats=rows(THREAT), assumptions=rows(ASSUMPTION), replicates=WHOLE, seed=WHOLE,
    warnings=rows(TEXT),
)  # fmt: skip
PLACE = shape(name=TEXT, country=TEXT, population=WHOLE, capital=YES, **DEGREES)
CELLS = shape(column=rows(WHOLE), row=rows(WHOLE), area_km2=rows(NUMBER))
GROUND = shape(resolution_deg=NUMBER, rows=WHOLE, cells=CELLS, places=rows(PLACE))
STATUS = one_of("defended", "undefended", "not-threatened")
NAMED = shape(name=TEXT, status=STATUS, covered=YES, shots=WHOLE, deciding_threat=or_none(TEXT), why_not=or_none(TEXT))
PLACES = shape(readings=rows(shape(reading=TEXT, places=rows(NAMED))), warnings=rows(TEXT))
LIVE = shape(status=rows(WHOLE), shots=rows(WHOLE))
AREA = shape(reading=TEXT, defended_km2=NUMBER, undefended_km2=NUMBER, not_threatened_km2=NUMBER)
EXACT = shape(readings=rows(AREA), cells_live=LIVE, command=TEXT, warnings=rows(TEXT))
QUICK = shape(at=rows(WHOLE), status=rows(WHOLE))
FOOTPRINT = {"anyOf": [EXACT, QUICK, OVERTAKEN]}
LINE = rows(rows(NUMBER))
SECTOR = shape(from_deg=NUMBER, width_deg=NUMBER, whole=YES, far=LINE, near=LINE)
RADAR = shape(key=TEXT, threat=or_none(TEXT), rcs_m2=or_none(NUMBER), reach_km=NUMBER, sectors=rows(SECTOR))
COVERAGE = shape(reading=TEXT, altitude_km=or_none(NUMBER), radars=rows(RADAR), warnings=rows(TEXT))
WRITTEN = shape(scenario=TEXT, text=TEXT, changes=rows(TEXT), warnings=rows(TEXT))
CHECKED = shape(valid=YES, problems=rows(PROBLEM), warnings=rows(TEXT))
PLACED = {"allOf": [PROBLEM, shape(path=rows({}))]}
FORM_FIELD = shape(path=rows({}), where=TEXT, kind=TEXT, words=TEXT, needed=YES, given=YES)
FORM = shape(
    text=TEXT, readable=YES, fields=rows(FORM_FIELD), lists={"type": "object"}, valid=YES, problems=rows(PLACED),
    summary=or_none(TEXT), warnings=rows(TEXT),
)  # fmt: skip
CHOICES = shape(lists={"type": "object"}, closed=rows(TEXT), warnings=rows(TEXT))
STATED = shape(name=TEXT, value={}, unit=TEXT, status=TEXT, source=TEXT, date=TEXT)
CATALOG = shape(kind=TEXT, key=TEXT, values=rows(STATED), warnings=rows(TEXT))
SAVED = shape(saved=YES, valid=YES, problems=rows(PROBLEM), warnings=rows(TEXT))
GOOD_RUN = shape(run=TEXT, scenario=TEXT, readings=rows(TEXT), seed=or_none(WHOLE), replicates=or_none(WHOLE))
RUNS = shape(runs=rows({"anyOf": [GOOD_RUN, shape(run=TEXT, damaged=TEXT)]}))
RUN = shape(folder=TEXT, has_report=YES, readings=rows({"type": "object"}), warnings=rows(TEXT))
EVENT = shape(time_s=NUMBER, kind=TEXT, flight=TEXT, what=TEXT, why=TEXT)
KNOWN = shape(sensors=rows(TEXT), rows=rows(rows(NUMBER)))
FLIGHT = shape(id=TEXT, path=rows(rows(NUMBER)), track_error=or_none(KNOWN))
PLAY = shape(
    reading=TEXT, replicate=WHOLE, told=WHOLE, end_s=NUMBER, flights=rows(FLIGHT),
    shots=rows(shape(flight=TEXT, hits=YES)), events=rows(EVENT), warnings=rows(TEXT),
)  # fmt: skip
ANY = {}  # a number, a text or nothing
COMPARED = shape(
    a=TEXT, b=TEXT, inputs=rows(shape(path=TEXT, a=ANY, b=ANY)),
    answers=rows(shape(reading=TEXT, quantity=TEXT, unit=TEXT, a=ANY, b=ANY, difference=or_none(NUMBER))),
    warnings=rows(TEXT),
)  # fmt: skip
STUDIES = shape(studies=rows({"type": "object"}), warnings=rows(TEXT))
JOB = shape(
    job=WHOLE, title=TEXT, state=one_of("waiting", "running", "done", "failed", "stopped"), asked={"type": "object"},
    last=or_none({"type": "array"}),
)  # fmt: skip
JOBS = shape(jobs=rows(JOB))
HEARD = shape(id=TEXT, event=one_of("progress", "done", "failed", "stopped"), data=TEXT)
"""A server-sent event; its data is JSON."""
