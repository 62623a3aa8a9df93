"""Processes that share out the points of a sweep: one that dies is replaced, one signal lets them end, two do not."""

import collections
import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time

from ..errors import ResultsError
from .shard_worker import FAILED, UNWRITTEN

TRIES = 3
"""Processes that one point may take down before it counts as failed."""

PATIENCE = 10.0
"""s, that points under way have to end after somebody asked to stop."""

_STOP = "stop"


class _Worker:
    """One process and the number of the point it computes, None when it has none."""

    __slots__ = ("asked", "number", "process", "told")

    def __init__(self, folder, threads, heard):
        self.number = None
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "midcourse.run.shard_worker", str(folder)],
            env={**os.environ, "NUMBA_NUM_THREADS": str(threads)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,  # Ctrl-C of a terminal goes to whoever shares out the points
        )
        asked, told = self.process.stdin, self.process.stdout
        if asked is None or told is None:
            raise OSError("no pipes to a process of its own")
        self.asked, self.told = asked, told
        threading.Thread(target=self._listen, args=(heard,), daemon=True).start()

    def _listen(self, heard):
        with contextlib.suppress(ValueError):
            for line in self.told:
                heard.put((self, json.loads(line)))
        heard.put((self, None))

    def ask(self, number):
        """Hand over a point; where the process is gone, that is heard."""
        self.number = number
        with contextlib.suppress(OSError):
            self.asked.write(f"{number}\n")
            self.asked.flush()

    def end(self):
        """Let the process end."""
        with contextlib.suppress(OSError):
            self.asked.close()

    def kill(self):
        """End the process now and tidy up."""
        self.process.kill()
        self.process.wait()
        self.end()
        self.told.close()


class _Crew:
    """Who works, what waits, what failed."""

    __slots__ = ("done", "failed", "heard", "make", "stopping", "tries", "waiting", "workers")

    def __init__(self, make, numbers):
        self.make, self.heard = make, queue.SimpleQueue()
        self.waiting, self.workers = collections.deque(numbers), []
        self.failed, self.tries, self.done, self.stopping = {}, collections.Counter(), 0, None

    def hire(self):
        """One process more, with a point."""
        worker = self.make(self.heard)
        self.workers.append(worker)
        self.next(worker)

    def next(self, worker):
        """Hand over the next point, or let the process end."""
        worker.number = None
        if self.stopping is None and self.waiting:
            worker.ask(self.waiting.popleft())
        else:
            worker.end()

    def take(self, worker, told):
        """A process tells of its point."""
        if told["state"] == UNWRITTEN:
            raise ResultsError("a shard could not be written", got=told["why"])
        if told["state"] == FAILED:
            self.failed[told["point"]] = told["why"]
        self.done += 1
        self.next(worker)

    def gone(self, worker):
        """A process has ended: its point waits again, or has failed."""
        self.workers.remove(worker)
        code = worker.process.wait()
        number = worker.number
        worker.kill()
        if number is None:
            return
        self.tries[number] += 1
        if self.tries[number] >= TRIES:
            self.done += 1
            self.failed[number] = f"its process ended {TRIES} times ({_ending(code)})"
        else:
            self.waiting.appendleft(number)
        if self.stopping is None and self.waiting:
            self.hire()

    def stop(self):
        """Asked to stop: once, points under way end; twice, everything ends."""
        if self.stopping is not None:
            self.stopping = 0.0
            return
        self.stopping = time.monotonic() + PATIENCE
        for worker in [worker for worker in self.workers if worker.number is None]:
            worker.end()

    def patience(self):
        """Seconds to wait for the next word; None: as long as it takes."""
        return None if self.stopping is None else max(0.0, self.stopping - time.monotonic())


def _ending(code):
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def work_off(folder, numbers, workers, tell):
    """Have processes compute points of a sweep folder.

    Parameters
    ----------
    folder : pathlib.Path
    numbers : sequence of int
    workers : int
        Processes, which share the cores.
    tell : callable(done, total)

    Returns
    -------
    failed : dict of number -> why
    stopped : bool
        Somebody asked to stop before all were computed.

    Raises
    ------
    ResultsError
        A shard could not be written.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    count = min(workers or max(1, cores // 2), len(numbers))
    threads = max(1, cores // max(count, 1))
    crew = _Crew(lambda heard: _Worker(folder, threads, heard), numbers)
    try:
        with _signals_heard(crew.heard):
            for _ in range(count):
                crew.hire()
            tell(0, len(numbers))
            while crew.workers and _heard(crew):
                tell(crew.done, len(numbers))
    finally:
        for worker in crew.workers:
            worker.kill()
    return crew.failed, crew.stopping is not None and crew.done < len(numbers)


def _heard(crew):
    """Act on the next word of a process or a signal; False where patience is at its end."""
    try:
        worker, told = crew.heard.get(timeout=crew.patience())
    except queue.Empty:
        return False
    if worker is _STOP:
        crew.stop()
    elif told is None:
        crew.gone(worker)
    else:
        crew.take(worker, told)
    return True


@contextlib.contextmanager
def _signals_heard(heard):
    """While this lasts, Ctrl-C and SIGTERM, where Python handles them, become a word in the queue."""
    before = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            if callable(signal.getsignal(number)):
                before[number] = signal.signal(number, lambda *_: heard.put((_STOP, None)))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
