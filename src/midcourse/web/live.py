"""A process that computes for the page, and a queue where the latest question of a hand wins."""

import asyncio
import contextlib
import multiprocessing
from typing import Any

from .worker import work

LONGEST = 300.0
"""s, after which a worker that does not answer is ended and another one started."""


class RefusedError(Exception):
    """A question that the worker refused; `status` of HTTP and the words for the page."""

    def __init__(self, status, told):
        self.status, self.told = status, told
        super().__init__(told.get("what", ""))


class OvertakenError(Exception):
    """A later question of the same hand came."""


class Desk:
    """The worker process and who waits for it.

    One question is computed at a time. Of the questions of one session only the latest is computed.
    """

    __slots__ = ("_latest", "_lock", "_pipe", "_process", "_ready", "asked", "drawn", "waiting")

    def __init__(self):
        self._process: Any = None
        self._pipe: Any = None
        self._lock = asyncio.Lock()
        self._latest, self.waiting = {}, 0
        self._ready: Any = (None, None)
        self.asked, self.drawn = 0.0, False  # when the last question came, whether an area was answered in full

    def start(self):
        """Start the worker, if none runs."""
        if self._process is None or not self._process.is_alive():
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=work, args=(theirs,), daemon=True, name="midcourse-live")
            self._process.start()
            theirs.close()

    def stop(self):
        """End the worker."""
        if self._process is not None:
            self._pipe.close()
            self._process.terminate()
            self._process.join(5.0)
            self._process = None

    async def ask(self, name, session="", number=0, **asked):
        """Answer of the worker, JSON as text: it is written once, where it is computed.

        Parameters
        ----------
        name : str
            One of the questions of `worker.work`.
        session, number : str, int
            Whose hand, and its how-manieth question; "" is nobody's and never overtaken.
        **asked
            Arguments of the question.

        Raises
        ------
        RefusedError
            The question has no answer, or the worker failed.
        OvertakenError
            A later question of this session came.
        """
        if session:
            self._latest[session] = max(number, self._latest.pop(session, 0))
            while len(self._latest) > 64:
                self._latest.pop(next(iter(self._latest)))
        self.waiting += 1
        try:
            async with self._lock:
                if session and self._latest.get(session, number) > number:
                    raise OvertakenError
                answer = await self._exchange(name, asked)
                self.drawn |= name == "exact"
                return answer
        finally:
            self.waiting -= 1
            self.asked = asyncio.get_running_loop().time()

    def get_ready(self, about, name, **asked):
        """Put a question whose answer nobody waits for, so that the worker holds what the next ones need.

        Parameters
        ----------
        about : tuple
            What the worker gets ready for; the same one twice is asked once.
        name : str
            One of the questions of `worker.work`.
        **asked
            Arguments of the question.
        """
        if about == self._ready[0] or self.waiting:
            return

        async def quietly():
            with contextlib.suppress(RefusedError):
                await self.ask(name, **asked)

        self._ready = about, asyncio.create_task(quietly())

    async def _exchange(self, name, asked):
        """Put a question to the worker; a worker that died or hangs is replaced."""
        loop = asyncio.get_running_loop()
        try:
            self.start()
            told = await asyncio.wait_for(asyncio.shield(loop.run_in_executor(None, self._call, name, asked)), LONGEST)
        except (EOFError, OSError, TimeoutError) as error:
            self.stop()
            raise RefusedError(500, {"what": "the computation was lost; ask again"}) from error
        if told[0] == "done":
            return told[1]
        status, words = (500, {"what": f"a bug: {told[1]}"}) if told[0] == "bug" else told[1:]
        raise RefusedError(status, words)

    def _call(self, name, asked):
        self._pipe.send((name, asked))
        return self._pipe.recv()
