"""What the difference map hatches, in a real browser: the cells of which Python says that A and B differ."""

import base64
import io
import json
import shlex

import numpy as np
import pytest
from matplotlib import image
from pyproj import Proj
from scipy.optimize import least_squares

import midcourse as mc

LONGEST = 300_000  # ms: the page draws with the processor, and the engine may have to be compiled
STEP = 0.5  # degrees between cells
READING = "mda"
STEPS_SOUTH = 8  # degrees, by which the battery is moved
WINDOW = 3  # px on each side of a cell's middle: a hatch of 6 px is met whatever its phase
DENSE = 0.4  # least opacity of a line of a hatch, whose edges are half covered; a tint under it has less than 0.2
MET = 0.03  # least share of a window that a hatch fills; lines of 1.2 px every 6 px fill 0.2, and a corner of it this
ALIKE = (
    0.85  # least share of cells drawn as they are: names of lands lie over the changed strip, edges pass over others
)
FEW = 12  # cells of a kind that a comparison has at least, or it shows nothing
FITTED = 1.0  # px, by which marks may be off the map projection that is fitted to them
SETTLED = 300  # ms between two looks at the marks that must agree: some frames of a loaded machine
MARKS = """(keys) => {
  const ink = document.getElementById('ink').getBoundingClientRect();
  const middle = (key) => {
    const box = document.querySelector(`.pin[data-key="${key}"]`).getBoundingClientRect();
    return [box.x + box.width / 2 - ink.x, box.y + box.height / 2 - ink.y];
  };
  return [[ink.width, ink.height], keys.map(middle)];
}"""  # size of the map, and the middles of marks on it
KEPT = {"Defended area"}  # the layer that stays on; marks of others would lie over cells

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def page(visit):
    made = visit("&view=flat&theme=light", (1280, 900))
    yield made
    assert made.told == []
    made.close()


def rested(page, words):
    """Until the full answer of this state is drawn."""
    page.wait_for_selector(f'#runmeta:has-text("{words}")', timeout=LONGEST)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def compared(page, moved_side):
    """A and B, of which one is as written and the other has its battery moved, with nothing on the map but areas.

    "A at once" is pinned before its answer has come. Gives the changes of the moved one as the shell has them.
    """
    for label in page.locator("#layers label").all():
        if not any(label.inner_text().startswith(name) for name in KEPT):
            label.locator("input").uncheck()
    page.locator('.pin[data-key="north"]').focus()
    for _ in range(STEPS_SOUTH):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    rested(page, "changed, not saved")
    words = shlex.split(page.evaluate("() => document.getElementById('command').textContent"))
    page.evaluate("() => document.activeElement.blur()")
    if moved_side != "A":
        page.keyboard.press("Control+z")
        rested(page, "as written")
    if moved_side == "A at once":
        page.keyboard.press("Control+Shift+Z")
        assert page.evaluate("() => document.body.dataset.waiting") == "1"
    page.keyboard.press("c")
    page.keyboard.press("Control+Shift+Z" if moved_side == "B" else "Control+z")
    page.wait_for_selector("#b-compare:not([aria-busy])", timeout=LONGEST)
    rested(page, "changed, not saved" if moved_side == "B" else "as written")
    return [words[k + 1] for k, word in enumerate(words) if word == "--set"]


def verdicts(folder, changes):
    """Longitude, latitude of even cells, and whether each is defended as written and moved, as Python has it."""
    sides = []
    for given in ((), changes):
        found = mc.footprint(folder / "small.yaml", readings=[READING], changes=list(given), resolution_deg=STEP)
        sides.append(found.grid(READING).status)
    row, column = np.nonzero((sides[0].values >= 0) & (sides[1].values >= 0))  # large cells end at other coasts
    longitude, latitude = sides[0].longitude_deg.values[column], sides[0].latitude_deg.values[row]
    defended = sides[0].attrs["flag_values"][sides[0].attrs["flag_meanings"].split().index("defended")]
    return longitude, latitude, *(side.values[row, column] == defended for side in sides)


def inner(longitude, latitude, *kinds):
    """Whether a cell and its eight neighbours are all of one kind; what is not asked about is of no kind."""
    kind = {}
    for row in zip(longitude, latitude, *kinds, strict=True):
        kind[round(row[0] / STEP - 0.5), round(row[1] / STEP - 0.5)] = row[2:]
    around = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    return np.array([all(kind.get((x + dx, y + dy)) == one for dx, dy in around) for (x, y), one in kind.items()])


def on_screen(page, server):
    """Function from points to pixels: Lambert's equal-area map fitted to the marks of sites, whose places are known."""
    told = server.ask("/api/scenarios/small", {"reading": READING}).json
    sites = [one for one in told["batteries"] + told["sensors"] if one["kind"] != "satellite"]
    sites += [one["launches"][0] | {"key": one["key"]} for one in told["threats"]]
    places = [(one["longitude_deg"], one["latitude_deg"]) for one in sites]
    keys = [one["key"] for one in sites]
    before, (stage, marks) = None, page.evaluate(MARKS, keys)
    while before != (stage, marks):  # laid out, and drawn so
        page.wait_for_timeout(SETTLED)
        before, (stage, marks) = (stage, marks), page.evaluate(MARKS, keys)
    middle = stage[0] / 2, stage[1] / 2

    def pixels(terms, points):
        lon_0, lat_0, scale = terms
        x, y = Proj(proj="laea", lon_0=lon_0, lat_0=lat_0, R=1.0)(*np.transpose(points))
        return np.stack([middle[0] + scale * x, middle[1] - scale * y], axis=1)

    start = [*np.mean(places, axis=0), stage[0]]
    fit = least_squares(lambda terms: (pixels(terms, places) - marks).ravel(), start, x_scale=[1.0, 1.0, 100.0])
    assert np.abs(fit.fun).max() < FITTED, json.dumps([marks, fit.x.tolist()])
    return stage, lambda longitude, latitude: pixels(fit.x, np.stack([longitude, latitude], axis=1))


def ink_of(page):
    """The lower ink as rows of red, green, blue, opacity, 0 to 1."""
    text = page.evaluate("() => document.getElementById('ink').toDataURL('image/png')")
    return image.imread(io.BytesIO(base64.b64decode(text.split(",")[1])))


def drawn_as(ink, x, y):
    """What is hatched at a point: "gained" blue, "lost" amber, "" nothing."""
    x, y = round(float(x)), round(float(y))
    patch = ink[y - WINDOW : y + WINDOW + 1, x - WINDOW : x + WINDOW + 1].reshape(-1, 4)
    lines = patch[patch[:, 3] > DENSE]
    blue = np.count_nonzero(lines[:, 2] - lines[:, 0] > 0.25) / len(patch)
    amber = np.count_nonzero(lines[:, 0] - lines[:, 2] > 0.25) / len(patch)
    return "gained" if blue > max(MET, amber) else "lost" if amber > MET else ""


@pytest.mark.parametrize(("moved_side", "differs"), [("A", "lost"), ("A at once", "lost"), ("B", "gained")])
def test_the_difference_map_hatches_the_cells_that_python_says_differ(page, visit, folder, moved_side, differs):
    stage, at_home = on_screen(page, visit.server)  # before anything is moved
    longitude, latitude, written, moved = verdicts(folder, compared(page, moved_side))
    before, now = (moved, written) if moved_side != "B" else (written, moved)
    at = at_home(longitude, latitude)
    assert page.evaluate(MARKS, [])[0] == stage  # the map is as large as it was
    ink = ink_of(page)
    height, width = ink.shape[:2]
    seen = inner(longitude, latitude, before, now)
    seen &= (at > WINDOW).all(axis=1) & (at[:, 0] < width - WINDOW - 1) & (at[:, 1] < height - WINDOW - 1)
    wanted = np.where(now & ~before, "gained", np.where(before & ~now, "lost", ""))[seen]
    got = np.array([drawn_as(ink, *point) for point in at[seen]])
    kinds = [kind for kind in ("gained", "lost", "") if np.count_nonzero(wanted == kind) >= FEW]
    assert {"", differs} <= set(kinds), [int(np.count_nonzero(wanted == kind)) for kind in ("gained", "lost", "")]
    assert not np.any((wanted == "gained") & (got == "lost") | (wanted == "lost") & (got == "gained"))
    for kind in kinds:
        assert np.mean(got[wanted == kind] == kind) >= ALIKE, kind
