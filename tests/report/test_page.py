"""The report says what the run folder holds, reaches for nothing outside, and shows hostile names as text."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest

from midcourse import report, results
from midcourse.errors import ResultsError
from midcourse.report import sight_map

from . import fake_run

VOID = {"meta", "br", "i", "b"}


class _Reader(HTMLParser):
    """Tags, ids, references and the text of the page."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.tags, self.references, self.text = [], [], [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        for name, value in attributes:
            if name == "id":
                self.ids.append(value)
            if name in ("href", "src", "xlink:href", "action", "data", "srcset"):
                self.references.append(value)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def _read(text):
    reader = _Reader()
    reader.feed(text)
    assert reader.open == []
    reader.words = re.sub(r"\s+", " ", " ".join(reader.text))
    return reader


def _write_run(tmp_path, *, tables=None, without=(), **manifest):
    made = fake_run.make_tables(fake_run.CITIES)
    made.update(tables or {})
    for name in without:
        del made[name]
    return results.write(tmp_path / "run", made, {**fake_run.make_manifest(), **manifest})


@pytest.fixture(scope="module")
def page(run_folder, countries):
    return report.write_page(run_folder, countries).read_text(encoding="utf-8")


def test_the_page_lies_in_the_run_folder_and_nothing_else_does(run_folder, page):
    assert sorted(p.suffix for p in run_folder.iterdir() if p.suffix != ".parquet") == [".html", ".json"]
    assert results.read(run_folder).verify()


def test_nothing_is_fetched(page):
    reader = _read(page)
    assert "script" not in reader.tags
    assert all(reference.startswith("#") for reference in reader.references)
    assert re.findall(r"url\((?!data:font|#)", page) == []
    assert "default-src 'none'" in page
    assert not re.findall(r"https?://(?!www\.w3\.org)", page)


def test_ids_are_unique_and_every_reference_has_its_id(page):
    reader = _read(page)
    assert len(reader.ids) == len(set(reader.ids))
    used = {r[1:] for r in reader.references} | set(re.findall(r"url\(#([^)]+)\)", page))
    assert used <= set(reader.ids)


def test_the_first_table_shows_each_reading(page, run_folder):
    """Counted here from the places, not read from the page's own sums."""
    places = results.read(run_folder).table("places").arrow.to_pylist()
    words = _read(page).words
    header = words[: words.index("Where: one map")]
    shares = []
    for reading in fake_run.READINGS:
        mine = [p for p in places if p["reading"] == reading]
        short = {p["country"] for p in mine if p["status"] == "undefended"}
        threatened = [p for p in mine if p["status"] != "not-threatened"]
        share = sum(p["population"] for p in mine if p["status"] == "defended") / sum(
            p["population"] for p in threatened
        )
        members = {p["country"] for p in threatened}
        assert f"{len(short)} of {len(members)} threatened members" in header
        assert f"{100 * share:.1f} % of the threatened population" in header
        shares.append(share)
    assert f"{100 * min(shares):.1f} % to {100 * max(shares):.1f} % of the threatened population." in header
    assert header.index("mda") < header.index("lewis-postol")


def test_every_place_in_view_has_its_mark(page, run_folder):
    places = results.read(run_folder).table("places").arrow.to_pylist()
    sections = page.split("<h3>")[1:]
    for reading, section in zip(fake_run.READINGS, sections, strict=True):
        defended = sum(p["status"] == "defended" and p["reading"] == reading and p["named"] for p in places)
        marks = re.findall(r"<use [^>]*fill: var\(--defended\)", section)
        assert len(marks) == defended


def test_members_that_differ_between_readings_are_named(page, run_folder):
    rows = results.read(run_folder).table("countries").arrow.to_pylist()
    differ = sorted({r["name"] for r in rows if len({o["status"] for o in rows if o["name"] == r["name"]}) > 1})
    assert differ
    assert f"disagree about {len(differ)} of 4 members: {', '.join(differ)}." in _read(page).words


def test_command_scenario_and_limits_stand_on_the_page(page):
    words = _read(page).words
    assert "midcourse run european-site-2008 --replicates 100000" in words
    for limit in fake_run.LIMITS:
        assert limit in words
    for path, *_ in fake_run.ASSUMPTIONS:
        assert path.rpartition(": ")[2] in words


def test_a_source_shared_by_a_preset_is_said_once(page):
    words = _read(page).words
    assert words.count("house (2026)") + words.count("house") - words.count("house (2026)") == 1
    assert "kg/m²" in words


def test_intervals_and_both_readings_of_failure_are_shown(page):
    words = _read(page).words
    assert "with common cause" in words
    assert "independently" in words
    assert "0.408–0.414" in words


def test_the_same_run_gives_the_same_page(run_folder, countries, page):
    assert report.write_page(run_folder, countries).read_text(encoding="utf-8") == page


def test_red_is_never_the_mark_of_a_place_that_is_not_covered(page):
    for section in page.split("<h3>")[1:]:
        assert "stroke: var(--uncovered-mark)" in section


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "$\\frac{1}{0}$",
    "{{ 7*7 }}",
    "]]><!--",
    "&lt;b&gt;",
]


def test_hostile_names_are_text(tmp_path, countries):
    name = " ".join(HOSTILE)
    cities = [(word, "TR", 36.0 + k, 30.0 + k, 3_000_000, True) for k, word in enumerate(HOSTILE)]
    tables = fake_run.make_tables([(name, "DE", 52.5, 13.4, 3_000_000, True), *cities], {"DE": name})
    folder = _write_run(tmp_path, tables=tables, title=name, question=name, limits=[name], warnings=[name])
    text = report.write_page(folder, countries).read_text(encoding="utf-8")
    reader = _read(text)
    assert "script" not in reader.tags
    assert "img" not in reader.tags
    assert name in reader.words
    assert "49" not in re.findall(r"<h1>(.*?)</h1>", text)[0]


def test_a_run_with_one_reading_and_no_raid_has_a_page(tmp_path, countries):
    def only(table):
        rows = [dict(r, reading="as-written") for r in table.arrow.to_pylist() if r["reading"] == fake_run.READINGS[0]]
        return results.table({n: ([r[n] for r in rows], "", "") for n in rows[0] if n not in drop})

    made = fake_run.make_tables(fake_run.CITIES)
    drop = [n for n in made["readings"].column_names if "leak" in n or n in ("interceptor", "radar")]
    tables = {n: only(made[n]) for n in ("places", "countries", "readings", "chain", "sightings")}
    folder = _write_run(
        tmp_path, tables=tables, without=["leakers", "assumptions"], readings={"axes": [], "names": ["as-written"]}
    )
    words = _read(report.write_page(folder, countries).read_text(encoding="utf-8")).words
    assert "as-written" in words
    assert "How many get through" not in words


def test_a_run_with_three_axes_has_every_reading_in_its_table(tmp_path, countries):
    axes = [*fake_run.AXES, {"name": "delay", "values": ["short"]}]
    names = [f"{r}+short" for r in fake_run.READINGS]
    tables = {}
    for key, table in fake_run.make_tables(fake_run.CITIES).items():
        rows = table.arrow.to_pylist()
        if "reading" in rows[0]:
            tables[key] = results.table(
                {n: ([f"{r[n]}+short" if n == "reading" else r[n] for r in rows], "", "") for n in rows[0]}
            )
    folder = _write_run(tmp_path, tables=tables, readings={"axes": axes, "names": names})
    text = report.write_page(folder, countries).read_text(encoding="utf-8")
    assert "mean-42kw+short" in text
    assert text.count("<h3>") == 4


def test_places_that_are_all_in_one_spot_still_make_a_map(tmp_path, countries):
    folder = _write_run(tmp_path, tables=fake_run.make_tables(fake_run.CITIES[:1]))
    assert report.write_page(folder, countries).exists()


def test_a_damaged_table_makes_no_page(tmp_path, countries):
    folder = _write_run(tmp_path)
    file = folder / "places.parquet"
    data = bytearray(file.read_bytes())
    data[50] ^= 4
    file.write_bytes(bytes(data))
    with pytest.raises(ResultsError):
        report.write_page(folder, countries)
    assert not list(folder.glob("*.html*"))
    assert not list(folder.glob(".report*"))


def test_the_page_holds_no_path_of_this_machine(page, run_folder):
    assert str(run_folder.parent) not in page
    assert np.__file__.rsplit("/", 2)[0] not in page


def test_each_assumption_that_is_moved_says_where_the_answer_flips(page):
    words = _read(page).words
    told = words[words.index("What would change the answer") : words.index("When: the chain of times")]
    assert "≥ 77 s : 7, lost Italy" in told  # whole seconds on the side where it has flipped
    assert "≤ 5.87 km/s : 7, lost Iceland" in told
    assert "≥ 7 km/s : 5, gained Canada" in told
    assert "chance of a hit (0.3–0.9)" in told[told.index("Moved without changing it") :]
    beside = words[words.index("Assumptions and where they come from") :]
    assert "≥ 77–137" in beside
    assert "no flip within 0.3–0.9" in beside


def test_first_sights_are_a_map_with_a_key_for_sensors_and_times(page):
    words = _read(page).words
    assert "first seen by emr" in words
    assert "Where flights are first seen, and by which sensor" in words
    assert "first to see the flights to 7 places" in words  # every named city of the made-up run, by its only sensor


@pytest.mark.parametrize("times", [[], [61.0], [59.9, 60.0], [100.0, 500.0, 1700.0], [0.0, 3599.0]])
def test_classes_of_time_are_whole_minutes_and_hold_every_time(times):
    edges = sight_map.time_classes(times)
    assert 1 <= len(edges) - 1 <= sight_map.CLASSES
    assert (edges % 60.0 == 0.0).all()
    assert all(edges[0] <= time < edges[-1] for time in times)


AXES = {
    "none": ([], ["as-written"]),
    "one": ([("interceptor", ["a", "b", "c"])], ["a", "b", "c"]),
    "three by two": (
        [("interceptor", ["a", "b", "c"]), ("radar", ["x", "y"])],
        ["a+x", "a+y", "b+x", "b+y", "c+x", "c+y"],
    ),
    "three axes": (
        [("interceptor", ["a", "b"]), ("radar", ["x", "y"]), ("delay", ["m", "n"])],
        [f"{i}+{j}+{k}" for i in "ab" for j in "xy" for k in "mn"],
    ),
    "a part of them": ([("interceptor", ["a", "b"]), ("radar", ["x", "y"])], ["a+x", "b+y"]),
}


def _with_readings(readings):
    """The made-up tables with the rows of their first reading once for each of other readings."""
    import pyarrow as pa

    made = {}
    for name, table in fake_run.make_tables(fake_run.CITIES).items():
        if "reading" not in table.column_names:
            made[name] = table
            continue
        rows = [row for row in table.arrow.to_pylist() if row["reading"] == fake_run.READINGS[0]]
        copies = [{**row, "reading": reading} for reading in readings for row in rows]
        made[name] = results.Table(pa.Table.from_pylist(copies, schema=table.schema))
    return made


@pytest.mark.parametrize("case", AXES)
def test_the_first_table_has_one_cell_a_reading_whatever_the_axes(tmp_path, countries, case):
    axes, readings = AXES[case]
    stated = {"axes": [{"name": name, "values": values} for name, values in axes], "names": readings}
    folder = results.write(tmp_path / "run", _with_readings(readings), {**fake_run.make_manifest(), "readings": stated})
    text = report.write_page(folder, countries).read_text(encoding="utf-8")
    table = text[text.index('<table class="grid">') : text.index("</table>")]
    assert table.count('class="big"') == len(readings)
    rows = re.findall(r'<th scope="row">([^<]*)</th>', table)
    columns = [" ".join(re.sub("<[^>]*>", " ", c).split()) for c in re.findall(r'<th scope="col">(.*?)</th>', table)][
        1:
    ]
    assert rows == (axes[0][1] if axes else ["as written"])
    behind = dict.fromkeys("+".join(reading.split("+")[1:]) for reading in readings) if axes else {"": None}
    title = " and ".join(name for name, _ in axes[1:])
    assert columns == [f"{title} {name}".strip() for name in behind]
    for reading in readings:
        assert f"Map of reading {reading}" in text
    _read(text)


def test_what_the_protected_countries_are_called_follows_the_run(tmp_path, countries):
    folder = _write_run(tmp_path, protects="countries")
    words = _read(report.write_page(folder, countries).read_text(encoding="utf-8")).words
    assert "threatened countries" in words
    assert "threatened members" not in words


def test_where_there_is_no_exact_law_the_sampled_one_is_shown(tmp_path, countries):
    made = fake_run.make_tables(fake_run.CITIES)["leakers"]
    rows = [{**row, "exact": float("nan"), "sampled": 0.125} for row in made.arrow.to_pylist()]
    columns = {name: ([row[name] for row in rows], "", "") for name in made.column_names}
    folder = _write_run(tmp_path, tables={"leakers": results.table(columns)})
    words = _read(report.write_page(folder, countries).read_text(encoding="utf-8")).words
    assert "0.125" in words[words.index("Number that get through") :]
