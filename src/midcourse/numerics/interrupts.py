"""Signals wait while compiled code is called.

A signal that falls into such a call is heard when its answer is wrapped for Python. A handler that raises there, as
that of Ctrl-C does, ends in an error of the interpreter or in a crash.
"""

import signal
import threading

SIGNALS = (signal.SIGINT, signal.SIGTERM)
_MAIN = threading.main_thread()


class _Wait:
    """While it lasts, signals that Python handles are noted; at its end they are raised again. Not nested."""

    __slots__ = ("_handlers", "_heard")

    def __init__(self):
        self._handlers, self._heard = {}, []

    def __enter__(self):
        if self._handlers or threading.current_thread() is not _MAIN:
            return
        for number in SIGNALS:
            handler = signal.getsignal(number)
            if callable(handler):
                self._handlers[number] = handler
                signal.signal(number, self._hear)

    def __exit__(self, *_):
        if threading.current_thread() is not _MAIN:
            return
        while self._handlers:
            signal.signal(*self._handlers.popitem())
        while self._heard:
            signal.raise_signal(self._heard.pop())

    def _hear(self, number, _frame):
        self._heard.append(number)


waiting = _Wait()
