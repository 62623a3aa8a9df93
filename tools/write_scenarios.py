"""Write the figures of every built-in scenario into its page in docs/scenarios/, from a run of it.

Use: python tools/write_scenarios.py [NAME ...]
"""

import sys
import tempfile
from pathlib import Path

import midcourse as mc
from midcourse.exchange import scenario_page
from midcourse.scenario import names

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "scenarios"
BEGIN, END = "<!-- figures: written by tools/write_scenarios.py -->", "<!-- end of figures -->"


def with_figures(page, text):
    """The page with its section of figures replaced.

    Parameters
    ----------
    page, text : str

    Raises
    ------
    ValueError
        The page has no such section.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"no section {BEGIN}")
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def figures_of(name):
    """The section of figures, from a run with the seed and the replicates of the file."""
    with tempfile.TemporaryDirectory() as folder:
        return scenario_page.figures(mc.run(name, folder=Path(folder) / "run"))


if __name__ == "__main__":
    for name in sys.argv[1:] or names():
        file = FOLDER / f"{name}.md"
        file.write_text(with_figures(file.read_text(encoding="utf-8"), figures_of(name)), encoding="utf-8")
        print(f"wrote {file.name}")
