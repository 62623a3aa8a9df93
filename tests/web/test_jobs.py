"""Events of a job: none is lost, whenever it is told."""

import asyncio
import contextlib
import threading
import time
from types import SimpleNamespace

import pytest

from midcourse.web.jobs import Bench, Job, _interrupt, _Teller

LONGEST = 120.0  # s, for a process to start and load the engine on a loaded machine
SOON = 5.0  # s, under the 15 s after which a listener that was not woken looks by itself


def heard_while(tell_when):
    """Numbers and kinds that a listener hears of a job that tells something while an event is being sent."""

    async def listen():
        bench, job = Bench(), Job(1, "one", {})
        job.state, bench._loop = "running", asyncio.get_running_loop()
        bench._tell(job, "progress", {"done": 0})
        heard = []
        async for number, kind, _ in bench.events(job):
            heard.append((number, kind))
            tell_when(bench, job, number)
        return heard

    return asyncio.run(asyncio.wait_for(listen(), SOON))


def test_what_is_told_while_an_event_is_sent_is_heard():
    def more(bench, job, number):
        if number == 1:
            bench._tell(job, "progress", {"done": 1})
            bench._tell(job, "done", {})

    assert heard_while(more) == [(1, "progress"), (2, "progress"), (3, "done")]


@pytest.mark.parametrize("count", [1, 20])
def test_what_another_thread_tells_is_heard_at_once(count):
    def later(bench, job, number):
        if number <= count:
            loop = asyncio.get_running_loop()
            loop.run_in_executor(None, bench._tell, job, "progress" if number < count else "done", {})

    assert [number for number, _ in heard_while(later)] == list(range(1, count + 2))


def test_a_listener_after_the_end_hears_nothing():
    async def listen():
        bench, job = Bench(), Job(1, "one", {})
        bench._tell(job, "done", {})
        return [event async for event in bench.events(job, after=1)]

    assert asyncio.run(asyncio.wait_for(listen(), SOON)) == []


def test_a_process_that_is_ready_carries_out_the_next_job_and_one_that_is_not_needed_ends():
    async def asked():
        bench = Bench()
        bench.warm()
        ready = bench._spare[0]
        bench.warm()
        assert bench._spare[0] is ready, "one is enough"
        job = bench.add("study", "decoys", {"name": "decoys", "readings": [], "inputs": {"objects": 10}})
        told = [(kind, value) async for _, kind, value in bench.events(job)]
        assert job.process is ready
        assert told[-1][0] == "done", told[-1]
        assert {row["reading"]: row["verdict"] for row in told[-1][1]["answer"]["readings"]}[
            "picks-by-chance"
        ] == "fails"
        bench.warm()
        spare = bench._spare[0]
        bench.close()
        until = time.monotonic() + LONGEST
        while spare.is_alive() and time.monotonic() < until:
            await asyncio.sleep(0.1)
        assert not spare.is_alive()

    asyncio.run(asyncio.wait_for(asked(), 3 * LONGEST))


def test_a_stop_that_was_swallowed_is_heard_at_the_next_word():
    stop, told = threading.Event(), []
    pipe = SimpleNamespace(send=told.append)
    teller = _Teller(pipe, stop)
    teller.send("one")
    with contextlib.suppress(KeyboardInterrupt):  # as code does that minds no exceptions
        _interrupt(stop)
    with pytest.raises(KeyboardInterrupt):
        teller.send("two")
    assert told == ["one"]
