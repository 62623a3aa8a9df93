"""Draw the pictures of the README and the docs from a run folder: `python tools/make_pictures.py RUN [READING]`."""

import sys
from pathlib import Path

import numpy as np

from midcourse import results
from midcourse.report import figures, maps, page
from midcourse.report.style import drawing, save_figure

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"


def main():
    """The map of one reading, the first where none is named."""
    run = results.read(sys.argv[1])
    reading = sys.argv[2] if len(sys.argv) > 2 else run.readings[0]
    places = results.query(run, "named-places", reading=reading).arrow.to_pylist()
    where = np.array([[p["latitude_deg"], p["longitude_deg"]] for p in places])
    scene = page._scene(run)
    protected = set(run.table("countries")["code"].to_pylist())
    FOLDER.mkdir(exist_ok=True)
    with drawing():
        base = maps.make_bases(figures.shipped_countries(), protected, where, scene)[0]
        save_figure(maps.reading_map(base, places, scene, halo="path"), FOLDER / "european-site.png")
    print(f"wrote {FOLDER / 'european-site.png'} ({reading})")


if __name__ == "__main__":
    main()
