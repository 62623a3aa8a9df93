"""A process that computes points of a sweep: `python -m midcourse.run.shard_worker FOLDER`.

Numbers of points come in, one a line; a line of JSON goes out for each. It ends when nobody is there to ask, at once:
a shard is written whole or not at all.
"""

import json
import os
import queue
import signal
import sys
import threading
from pathlib import Path

from ..errors import MidcourseError, ResultsError
from ..results import shards
from . import sweep_plan

DONE, FAILED, UNWRITTEN = "done", "failed", "unwritten"


def main():
    """Compute what is asked until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked: queue.SimpleQueue = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()
    told, sys.stdout = sys.stdout, sys.stderr
    folder = Path(sys.argv[1])
    plan = shards.read_plan(folder)
    opened, digests, flown = sweep_plan.open_plan(plan), sweep_plan.digests(plan), {}
    while True:
        number = asked.get()
        state, why = _carried_out(folder, number, digests[number], lambda n=number: sweep_plan.compute(
            plan, opened, n, flown))  # fmt: skip
        print(json.dumps({"point": number, "state": state, "why": why}), file=told, flush=True)


def _listen(asked):
    for line in sys.stdin:
        asked.put(int(line))
    os._exit(0)


def _carried_out(folder, number, fits, compute):
    """State of a shard after it was computed, and why it is not done."""
    try:
        table = compute()
    except MidcourseError as error:
        return FAILED, str(error)
    except Exception as error:  # noqa: BLE001  one point that fails leaves the others alone
        return FAILED, f"{type(error).__name__}: {error}"
    try:
        shards.write_shard(folder, number, fits, table)
    except ResultsError as error:
        return UNWRITTEN, str(error)
    return DONE, ""


if __name__ == "__main__":
    main()
