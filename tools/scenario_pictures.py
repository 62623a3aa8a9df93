"""Draw defended areas of built-in scenarios for docs/scenarios: `python tools/scenario_pictures.py NAME ...`."""

import sys
from pathlib import Path

import matplotlib.image

from midcourse import ask
from midcourse.report import footprint_figure

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "scenarios"
RESOLUTION_DEG = 1.0


def halve(path):
    """Keep every picture of a page small: half as many points on each side."""
    full = matplotlib.image.imread(path)[..., :3]
    rows, columns = full.shape[0] // 2, full.shape[1] // 2
    small = full[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2, 3).mean(axis=(1, 3))
    matplotlib.image.imsave(path, small)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:]:
        path = FOLDER / f"{name}.png"
        footprint_figure.figure_footprint(ask.footprint(name, resolution_deg=RESOLUTION_DEG), path)
        halve(path)
        print(f"wrote {path.name}")
