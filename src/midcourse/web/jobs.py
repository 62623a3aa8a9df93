"""Runs and studies in processes of their own, with a list of events that a late subscriber replays."""

import asyncio
import contextlib
import importlib
import itertools
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable

from ..errors import MidcourseError
from .worker import plain, spoken

ENDS = ("done", "failed", "stopped")
"""States and events with which a job ends."""

MOST_WAITING, MOST_KEPT = 8, 100
"""Jobs that may wait, and finished ones that are remembered."""

PATIENCE = 10.0
"""s, that a stopped job has to tidy up."""


IDLE = 30.0
"""s without a job after which no thread waits for one."""


class BusyError(Exception):
    """Too many jobs wait."""


class Job:
    """One job: what was asked, its state, and everything it told so far."""

    __slots__ = ("asked", "events", "number", "process", "state", "stopped", "title")

    def __init__(self, number, title, asked):
        self.number, self.title, self.asked = number, title, asked
        self.state, self.events, self.process, self.stopped = "waiting", [], None, False

    def shown(self):
        """JSON of the job."""
        last = self.events[-1] if self.events else None
        return {"job": self.number, "title": self.title, "state": self.state, "asked": self.asked, "last": last}


def work(pipe):
    """Wait for a job in its own process and carry it out: ("progress", ...), then ("done", ...) or ("failed", ...).

    Parameters
    ----------
    pipe : multiprocessing connection
        Gives (kind, arguments) of the job: "run" or "study"; hears what is told.
    """
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: _interrupt(stop))
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    kinds: dict[str, Callable] = {"run": _run, "study": _study}
    try:
        if not pipe.poll():
            _get_ready()
        if (job := _received(pipe)) is None:
            return
        name, asked = job
        told: tuple = ("done", kinds[name](_Teller(pipe, stop), **asked))
    except KeyboardInterrupt:
        told = ("stopped", {"what": "stopped; nothing half-written was left behind"})
    except BrokenPipeError:
        return
    except MidcourseError as error:
        told = ("failed", spoken(error))
    except Exception as error:  # noqa: BLE001  told as a bug to the page
        told = ("failed", {"what": f"a bug: {type(error).__name__}: {error}", "problems": []})
    with contextlib.suppress(OSError):  # nobody may be there to hear it
        pipe.send(told)


def _received(pipe):
    """Kind and arguments of the job; None where the server went away without one."""
    try:
        return pipe.recv()
    except (EOFError, OSError):
        return None


def _interrupt(stop):
    """Note that the job is to stop, and stop: where the interrupt falls into code that swallows it, the note stays."""
    stop.set()
    raise KeyboardInterrupt


class _Teller:
    """A pipe that tells nothing any more of a job that is to stop."""

    __slots__ = ("_pipe", "_stop")

    def __init__(self, pipe, stop):
        self._pipe, self._stop = pipe, stop

    def send(self, told):
        """Tell, or stop the job.

        Parameters
        ----------
        told : tuple

        Raises
        ------
        KeyboardInterrupt
            The job was to stop.
        """
        if self._stop.is_set():
            raise KeyboardInterrupt
        self._pipe.send(told)


def _end_with_the_server():
    """Stop this job when the server is gone, however it went: tidy up, and end at the latest after a while."""
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(PATIENCE)
        os._exit(1)


def _get_ready():
    """Load what every job needs, while nobody waits."""
    for name in ("midcourse.run", "midcourse.run.studies.answer", "midcourse.exchange.run_answer",
                 "midcourse.exchange.study_answer", "midcourse.scenario.building", "midcourse.analysis.meeting",
                 "midcourse.battle"):  # fmt: skip
        importlib.import_module(name)


def _run(pipe, *, source, changes, moves, readings, replicates, seed, folder):
    """Play a scenario into a run folder with its report."""
    from .. import report
    from ..exchange import run_answer
    from .worker import empty_desk, plan_of

    def tell(stage, done, total):
        pipe.send(("progress", {"stage": stage, "done": done, "total": total}))

    tell("start", 0, 1)
    plan = plan_of(empty_desk(), source, changes, moves)
    story = importlib.import_module("midcourse.run")
    done = story.run(plan, seed=seed, replicates=replicates, folder=folder, readings=readings, progress=tell)
    tell("report", 1, 1)
    report.write_page(done.folder)
    answer = plain(run_answer.run(done))
    return {"run": done.folder.name, "answer": {**answer, "folder": done.folder.name}}


def _study(pipe, *, name, readings, inputs):
    """Calculate a claim, with some inputs of its own."""
    from ..exchange import study_answer
    from ..run import studies

    def tell(stage, done, total):
        pipe.send(("progress", {"stage": stage, "done": done, "total": total}))

    tell("start", 0, 1)
    found = studies.study(name, readings=tuple(readings), progress=tell, **inputs)
    return {"answer": plain(study_answer.study(found))}


def _started():
    """A process that waits for a job, and our end of its pipe."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs,), daemon=True, name="midcourse-job")
    process.start()
    theirs.close()
    return process, ours


def _lives(spare):
    return spare is not None and spare[0].is_alive()


class Bench:
    """Jobs one after the other; each change wakes whoever listens."""

    __slots__ = ("_changed", "_ending", "_loop", "_numbers", "_spare", "_thread", "jobs")

    def __init__(self):
        self.jobs, self._numbers = {}, itertools.count(1)
        self._changed, self._loop, self._thread = asyncio.Condition(), None, None
        self._ending = threading.Lock()
        self._spare: tuple | None = None

    def warm(self):
        """Keep a process that has loaded the engine for the job that comes next; nothing where one waits or works."""
        with self._ending:
            if not (_lives(self._spare) or any(job.state in ("waiting", "running") for job in self.jobs.values())):
                self._spare = _started()

    def _hand(self):
        """A process for a job: the one kept ready, or a new one."""
        with self._ending:
            spare, self._spare = self._spare, None
        return spare if _lives(spare) else _started()

    def add(self, name, title, asked):
        """A new job; it starts when those before it have ended.

        Parameters
        ----------
        name : {"run", "study"}
        title : str
        asked : dict
            Arguments of the job.

        Raises
        ------
        BusyError
            Too many wait.
        """
        if sum(job.state == "waiting" for job in self.jobs.values()) >= MOST_WAITING:
            raise BusyError
        self._loop = asyncio.get_running_loop()
        job = Job(next(self._numbers), title, {"kind": name, **asked})
        with self._ending:  # a thread that finds no job left ends for good before, or sees this one
            self.jobs[job.number] = job
            if self._thread is None:
                self._thread = threading.Thread(target=self._work_off, daemon=True, name="midcourse-jobs")
                self._thread.start()
        ended = [number for number, one in self.jobs.items() if one.state in ENDS]
        for number in ended[: max(0, len(ended) - MOST_KEPT)]:
            del self.jobs[number]
        return job

    def stop(self, job):
        """Stop a job: one that waits never starts, one that runs tidies up and ends."""
        job.stopped = True
        if job.state == "waiting":
            self._tell(job, "stopped", {"what": "stopped before it began"})
        elif job.process is not None and job.process.is_alive():
            job.process.terminate()
            threading.Timer(PATIENCE, job.process.kill).start()

    def close(self):
        """Stop everything."""
        for job in list(self.jobs.values()):
            if job.state in ("waiting", "running"):
                self.stop(job)
        if self._spare is not None:
            self._spare[0].terminate()

    async def events(self, job, after=0):
        """(number, kind, value) of each event after a number, old ones first, until the job has ended.

        Parameters
        ----------
        job : Job
        after : int
        """
        sent = after
        while True:
            while sent < len(job.events):  # more may come while one is being sent
                kind, value = job.events[sent]
                sent += 1
                yield sent, kind, value
                if kind in ENDS:
                    return
            if job.state in ENDS and sent >= len(job.events):
                return
            if not await self._more(job, sent):
                yield sent, "alive", {}

    async def _more(self, job, sent):
        """Wait until a job has told more than was sent; False after 15 s without a word."""
        async with self._changed:  # whoever tells must get this lock to wake us, so no word falls between look and wait
            if sent < len(job.events):
                return True
            try:
                await asyncio.wait_for(self._changed.wait(), 15.0)
            except TimeoutError:
                return False
            return True

    def _work_off(self):
        """Thread: one job after the other, until none waits for a while."""
        idle = time.monotonic()
        while True:
            job, over = self._next(time.monotonic() - idle > IDLE)
            if over:
                return
            if job is None:
                time.sleep(0.1)
                continue
            self._carry_out(job)
            idle = time.monotonic()

    def _next(self, tired):
        """The job that has waited longest, and whether the thread is over: none waits and it is tired."""
        with self._ending:
            job = next((one for one in list(self.jobs.values()) if one.state == "waiting"), None)
            over = job is None and tired
            if over:
                self._thread = None
            return job, over

    def _carry_out(self, job):
        asked = {key: value for key, value in job.asked.items() if key != "kind"}
        job.process, ours = self._hand()
        job.state = "running"
        ended = False
        with contextlib.suppress(OSError):  # one that has just ended is heard of below
            ours.send((job.asked["kind"], asked))
        while not ended:
            try:
                kind, value = ours.recv()
            except (EOFError, OSError):
                kind = "stopped" if job.stopped else "failed"
                value = {"what": "stopped" if job.stopped else "the process ended without a word", "problems": []}
            ended = kind != "progress"
            self._tell(job, kind, value)
        job.process.join(PATIENCE)

    def _tell(self, job, kind, value):
        """Note an event and wake the listeners."""
        job.events.append((kind, value))
        job.state = "running" if kind == "progress" else kind
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._wake()))

    async def _wake(self):
        async with self._changed:
            self._changed.notify_all()
