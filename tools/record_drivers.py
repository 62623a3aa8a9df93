"""Write src/midcourse/cli/drivers.json: the compiled functions that each command calls, the largest first.

`python tools/record_drivers.py`. Each command runs twice in a process of its own, the second time with everything in
the cache: then each look into the cache is one call of a compiled function from Python. Run it when a driver has come,
gone or changed its arguments (tests/cli/test_first_use.py tells).
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "src/midcourse/cli/drivers.json"
FLIGHT = ["--from", "38.08,46.29", "--to", "49.64,13.76"]
COMMANDS = {
    "fly": [["fly", "--missile", "notional-irbm-4000", *FLIGHT], ["fly", "--missile", "impulsive", *FLIGHT]],
    "run": [["run", "european-site-2008", "--replicates", "100", "-o", "RUN"]],
    "raid": [["raid", "--warheads", "5", "--interceptors", "10", "--kill-probability", "0.7", "--common-mode", "0.1"]],
    "radar": [["radar", "european-midcourse-radar@mean-170kw", "--missile", "notional-irbm-4000", *FLIGHT]],
    "coverage": [["coverage", "european-site-2008", "--resolution-deg", "10"]],
    "footprint": [["footprint", "european-site-2008", "--resolution-deg", "5"]],
    "required-speed": [
        [
            "required-speed",
            "--missile",
            "notional-irbm-4000",
            *FLIGHT,
            "--site",
            "redzikowo",
            "--delay-s",
            "300",
            "--curve",
        ]
    ],
    "siting": [
        ["siting", "european-site-2008", "--move", "emr", "poland", "--over", "area.geojson", "--spacing-km", "500"]
    ],
    "study": [["study", "aimed-at-russia"]],
    "validate": [["validate"]],
}
RECORD = """
import json, sys
from midcourse.numerics import jit
from midcourse.cli import main
rows = []
def look(module, name, signature, found):
    rows.append([module, name, str(tuple(signature))])
with jit.watched_cache(look):
    try:
        main()
    except SystemExit as end:
        assert not end.code, end.code
sizes = {}
for file in jit.CACHE_FOLDER.glob("*/*.nbc"):
    name = file.name.split("-")[0]
    sizes[name] = max(sizes.get(name, 0), file.stat().st_size)
rows.sort(key=lambda row: -sizes[row[0].rpartition(".")[2] + "." + row[1]])
print("ROWS" + json.dumps(rows))
"""


def recorded(words, folder):
    """Rows of module, name, signature of the compiled functions that one command calls."""
    out = None
    for _ in range(2):
        shutil.rmtree(Path(folder) / "RUN", ignore_errors=True)
        call = [sys.executable, "-c", RECORD, *words]
        out = subprocess.run(call, cwd=folder, stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(out.rpartition("ROWS")[2])


def write_area(folder):
    """Area of the command that moves a site."""
    ring = [[12.0, 47.0], [24.0, 47.0], [24.0, 55.0], [12.0, 55.0], [12.0, 47.0]]
    text = json.dumps({"type": "Polygon", "coordinates": [ring]})
    (Path(folder) / "area.geojson").write_text(text, encoding="utf-8")


def main():
    """Record all commands."""
    table = {}
    with tempfile.TemporaryDirectory() as folder:
        write_area(folder)
        for command, calls in COMMANDS.items():
            rows = [row for words in calls for row in recorded(words, folder)]
            table[command] = [row for k, row in enumerate(rows) if row not in rows[:k]]
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
