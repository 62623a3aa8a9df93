"""A process that compiles the rows of FOLDER/drivers.json: `python -m midcourse.numerics.worker FOLDER`.

Several of them share the rows: whoever makes the folder of a row's number compiles that row.
"""

import json
import sys
from pathlib import Path

from . import jit


def main():
    """Compile every row that nobody else has claimed; one that fails is left to whoever calls it."""
    folder = Path(sys.argv[1])
    for number, driver in enumerate(json.loads((folder / "drivers.json").read_text(encoding="utf-8"))):
        try:
            (folder / f"claim-{number}").mkdir()
        except FileExistsError:
            continue
        try:
            jit.compile_ahead(*driver)
        except Exception:  # noqa: BLE001 - whatever is wrong shows, with its message, where the driver is called
            continue


if __name__ == "__main__":
    main()
