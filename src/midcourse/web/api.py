"""What the page asks: one function a question; each answer is the shell's own JSON, or the twin of a view."""

import json
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import StreamingResponse

from .. import __version__
from ..errors import CatalogError
from . import bodies

router = APIRouter()
Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120)]
Number = Annotated[int, Path(ge=1, lt=2**31)]


def _state(request):
    return request.app.state


@router.get("/state")
async def state(request: Request) -> dict:
    """What this server shows first."""
    library = _state(request).library
    first = next((name for name, source in library.sources().items() if source == library.scenario), None)
    return {
        "version": __version__,
        "scenario": first,
        "run": None if library.run is None else library.run.name,
        "waiting": _state(request).desk.waiting,
    }


@router.get("/scenarios")
async def scenarios(request: Request) -> dict:
    """Scenarios that can be opened."""
    library = _state(request).library
    built_in = {name for name, source in library.sources().items() if name == source}
    return {"scenarios": [{"name": name, "built_in": name in built_in} for name in library.sources()]}


@router.post("/scenarios/{name}")
async def scenario(request: Request, name: Name, body: bodies.Asked) -> dict:
    """What stands where in one reading, with values and sources."""
    source = _state(request).library.source(name)
    return await _state(request).desk.ask("scenario", source=source, **body.model_dump())


@router.get("/scenarios/{name}/ground")
async def ground(request: Request, name: Name, asked: Annotated[bodies.GroundAsked, Query()]) -> dict:
    """Cells, places and land that a defended area is asked about."""
    source = _state(request).library.source(name)
    return await _state(request).desk.ask("ground", source=source, **asked.model_dump())


@router.post("/scenarios/{name}/footprint")
async def footprint(request: Request, name: Name, body: bodies.Footprint) -> dict:
    """Defended area with moved parts and changed values; of one session the latest question wins."""
    asked = body.model_dump()
    asked["source"] = _state(request).library.source(name)
    quick, box = asked.pop("quick"), asked.pop("box")
    if quick:
        asked["box"] = None if box is None else tuple(box.values())
    return await _state(request).desk.ask("quick" if quick else "exact", **asked)


@router.post("/scenarios/{name}/places")
async def places(request: Request, name: Name, body: bodies.Places) -> dict:
    """Named places in every reading of the scenario, with reasons; of one session the latest question wins."""
    source = _state(request).library.source(name)
    return await _state(request).desk.ask("places", source=source, **body.model_dump())


@router.post("/check")
async def check(request: Request, body: bodies.Text) -> dict:
    """What `midcourse check` says of a text."""
    return await _state(request).desk.ask("check", text=body.text)


@router.put("/scenarios/{name}")
async def save(request: Request, name: bodies.Key, body: bodies.Text) -> dict:
    """Save a text among the scenarios of this folder; one that cannot be run is not saved."""
    found = await _state(request).desk.ask("check", text=body.text)
    if found["valid"]:
        _state(request).library.save(name, body.text)
    return {"saved": found["valid"], **found}


@router.get("/runs")
async def runs(request: Request) -> dict:
    """Run folders that can be looked at, newest first."""
    return {"runs": list(_state(request).library.runs())}


@router.get("/jobs")
async def jobs(request: Request) -> dict:
    """Runs and studies that wait, run or have ended."""
    return {"jobs": [job.shown() for job in _state(request).bench.jobs.values()]}


@router.post("/jobs/run", status_code=202)
async def start_run(request: Request, body: bodies.Run) -> dict:
    """Start a run in a process of its own."""
    from ..results import default_folder

    state = _state(request)
    asked = body.model_dump()
    name = asked.pop("scenario")
    asked["source"] = state.library.source(name)
    asked["folder"] = str(state.library.folder / default_folder(name))
    return state.bench.add("run", name, asked).shown()


def _job(request, number):
    jobs = _state(request).bench.jobs
    if number not in jobs:
        raise CatalogError("no such job", got=number)
    return jobs[number]


@router.delete("/jobs/{number}")
async def stop(request: Request, number: Number) -> dict:
    """Stop a job."""
    job = _job(request, number)
    _state(request).bench.stop(job)
    return job.shown()


@router.get("/jobs/{number}/events")
async def events(request: Request, number: Number, last_event_id: Annotated[str, Header()] = "0"):
    """Server-sent events of a job: all from the beginning, or those after the last one that was heard."""
    job = _job(request, number)
    after = int(last_event_id) if last_event_id.isdigit() else 0

    async def lines():
        async for count, kind, value in _state(request).bench.events(job, after):
            text = json.dumps(value, ensure_ascii=False)
            yield ": alive\n\n" if kind == "alive" else f"id: {count}\nevent: {kind}\ndata: {text}\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"cache-control": "no-store"})
