"""Named questions to a stored run: each one function and one SQL text, answered by DuckDB in memory."""

from collections.abc import Callable

from ..errors import MidcourseError
from .store import Run, read
from .table import Table

# Nothing is fetched or written by the database: no extensions, no files but those named.
_SETTINGS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "1"}


def query(folder, name, **parameters):
    """Answer to one of the named questions of `QUESTIONS`.

    Parameters
    ----------
    folder : path or Run
    name : str
    **parameters
        What the question asks for, such as `reading`.

    Returns
    -------
    Table

    Raises
    ------
    MidcourseError
        No such question.
    """
    if name not in QUESTIONS:
        raise MidcourseError("there is no such question", got=name, hint=f"the questions are {', '.join(QUESTIONS)}")
    return QUESTIONS[name](folder if isinstance(folder, Run) else read(folder), **parameters)


def summary(run):
    """One row a reading, in file order: members undefended, share of the threatened population defended, leakers."""
    text = """
        SELECT * FROM readings
    """
    return _ask(run, text, tables=("readings",))


def members(run):
    """One row a country and reading: status, share, largest undefended city; countries by code, readings in order."""
    text = """
        SELECT countries.* FROM countries
        JOIN (SELECT reading, row_number() OVER () AS turn FROM readings) AS turns USING (reading)
        ORDER BY code, turn
    """
    return _ask(run, text, tables=("countries", "readings"))


def named_places(run, reading):
    """Capitals and large cities of one reading with what became of them, most populous first."""
    text = """
        SELECT name, country, latitude_deg, longitude_deg, population, capital, status, why_not
        FROM places WHERE reading = $reading AND named ORDER BY population DESC, name, country
    """
    return _ask(run, text, tables=("places",), reading=reading)


def undefended_places(run, reading):
    """Undefended capitals and large cities of one reading, most populous first."""
    text = """
        SELECT name, country, population, capital, why_not, deciding_threat, latitude_deg, longitude_deg
        FROM places WHERE reading = $reading AND status = 'undefended' AND named
        ORDER BY population DESC, name
    """
    return _ask(run, text, tables=("places",), reading=reading)


def places_by_status(run):
    """Number of places and their population by reading and status."""
    text = """
        SELECT reading, status, count(*) AS places, sum(population) AS population
        FROM places GROUP BY reading, status ORDER BY reading, status
    """
    return _ask(run, text, tables=("places",))


def reasons(run):
    """How often each reason stands against a place, by reading, most frequent first."""
    text = """
        SELECT reading, why_not, count(*) AS places, sum(population) AS population
        FROM places WHERE status = 'undefended' GROUP BY reading, why_not ORDER BY reading, places DESC, why_not
    """
    return _ask(run, text, tables=("places",))


def places_that_change(run):
    """Places whose status is not the same in every reading: in how many they are defended, and their population."""
    text = """
        SELECT name, country, any_value(population) AS population,
            count(*) FILTER (status = 'defended') AS defended_in, count(*) AS readings
        FROM places GROUP BY name, country, latitude_deg, longitude_deg
        HAVING count(DISTINCT status) > 1 ORDER BY population DESC, name
    """
    return _ask(run, text, tables=("places",))


def first_sightings(run):
    """What each sensor sees of all flights, by reading: how many, first seen (least, median, most), time in view."""
    text = """
        SELECT sightings.reading, sensor, count(*) AS flights,
            count(*) FILTER (isfinite(first_seen_s)) AS seen,
            min(first_seen_s) FILTER (isfinite(first_seen_s)) AS first_least_s,
            median(first_seen_s) FILTER (isfinite(first_seen_s)) AS first_median_s,
            max(first_seen_s) FILTER (isfinite(first_seen_s)) AS first_most_s,
            median(seen_time_s) FILTER (isfinite(first_seen_s)) AS view_median_s
        FROM sightings
        JOIN (SELECT reading, row_number() OVER () AS turn FROM readings) AS turns USING (reading)
        GROUP BY sightings.reading, turn, sensor ORDER BY sensor, turn
    """
    return _ask(run, text, tables=("sightings", "readings"))


QUESTIONS: dict[str, Callable[..., Table]] = {
    "summary": summary,
    "members": members,
    "first-sightings": first_sightings,
    "named-places": named_places,
    "undefended-places": undefended_places,
    "places-by-status": places_by_status,
    "reasons": reasons,
    "places-that-change": places_that_change,
}


def _ask(run, text, *, tables, **parameters):
    """Table of an SQL text over explicit, verified files of the run, each named as its table."""
    import duckdb  # costs 0.1 s, and most commands ask no question

    with duckdb.connect(":memory:", config=_SETTINGS) as connection:
        for name in tables:
            connection.read_parquet([str(run.path(name))]).create_view(name)
        return Table(connection.sql(text, params=parameters or None).to_arrow_table())
