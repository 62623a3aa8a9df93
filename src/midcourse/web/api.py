"""What the page asks: one function a question; each answer is the shell's own JSON, or the twin of a view."""

import json
import shutil
import tempfile
from pathlib import Path as FilePath
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, Response, StreamingResponse

from .. import __version__
from ..errors import CatalogError, MidcourseError
from . import answers, bodies
from .answers import told
from .worker import plain

router = APIRouter(responses=answers.REFUSALS)
Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120)]
Form = Literal["czml", "geojson", "csv", "parquet"]
REPORT, PACKED, STREAM = "report.html", "application/octet-stream", "text/event-stream"
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox; frame-ancestors 'none'"
)
Number = Annotated[int, Path(ge=1, lt=2**31)]


def _state(request):
    return request.app.state


async def _asked(request, name, **asked):
    """Answer of the worker, as it wrote it."""
    return Response(await _state(request).desk.ask(name, **asked), media_type="application/json")


async def _by_hand(request, name, **asked):
    """Answer of the worker that is free for a hand that moves: no full answer holds it up."""
    return Response(await _state(request).hand.ask(name, **asked), media_type="application/json")


@router.get("/state", responses=told(answers.STATE))
async def state(request: Request) -> dict:
    """What this server shows first."""
    library = _state(request).library
    return {
        "version": __version__,
        "scenario": library.first(),
        "run": None if library.run is None else library.run.name,
        "waiting": _state(request).desk.waiting + _state(request).hand.waiting,
    }


@router.get("/scenarios", responses=told(answers.SCENARIOS))
async def scenarios(request: Request) -> dict:
    """Scenarios that can be opened."""
    library = _state(request).library
    built_in = {name for name, source in library.sources().items() if name == source}
    return {"scenarios": [{"name": name, "built_in": name in built_in} for name in library.sources()]}


@router.post("/scenarios/{name}", responses=told(answers.SCENARIO, 404))
async def scenario(request: Request, name: Name, body: bodies.Asked) -> dict:
    """What stands where in one reading, with values and sources."""
    source = _state(request).library.source(name)
    return await _asked(request, "scenario", source=source, **body.model_dump())


@router.get("/scenarios/{name}/ground", responses=told(answers.GROUND, 404))
async def ground(request: Request, name: Name, asked: Annotated[bodies.GroundAsked, Query()]) -> dict:
    """Cells, places and land that a defended area is asked about."""
    source = _state(request).library.source(name)
    return await _asked(request, "ground", source=source, **asked.model_dump())


@router.post("/scenarios/{name}/footprint", responses=told(answers.FOOTPRINT, 404))
async def footprint(request: Request, name: Name, body: bodies.Footprint) -> dict:
    """Defended area with moved parts and changed values; of one session the latest question wins."""
    asked = body.model_dump()
    asked["source"] = _state(request).library.source(name)
    quick, box = asked.pop("quick"), asked.pop("box")
    if quick:
        asked["box"] = None if box is None else tuple(box.values())
        return await _by_hand(request, "quick", **asked)
    answer = await _asked(request, "exact", **asked)
    asked |= {"session": "", "number": 0}
    _state(request).hand.get_ready((asked["source"], asked["reading"]), "quick", **asked)
    return answer


@router.post("/scenarios/{name}/places", responses=told(answers.unless_overtaken(answers.PLACES), 404))
async def places(request: Request, name: Name, body: bodies.Places) -> dict:
    """Named places in every reading of the scenario, with reasons; of one session the latest question wins."""
    source = _state(request).library.source(name)
    return await _asked(request, "places", source=source, **body.model_dump())


@router.post("/scenarios/{name}/coverage", responses=told(answers.unless_overtaken(answers.COVERAGE), 404))
async def coverage(request: Request, name: Name, body: bodies.Coverage) -> dict:
    """Ground under what each radar covers; of one session the latest question wins."""
    source = _state(request).library.source(name)
    return await _by_hand(request, "coverage", source=source, **body.model_dump())


@router.post("/scenarios/{name}/text", responses=told(answers.WRITTEN, 404))
async def text(request: Request, name: Name, body: bodies.Copy) -> dict:
    """The moved state as the text of a scenario file of another name, to be saved or kept."""
    asked = body.model_dump()
    asked["called"] = asked.pop("name")
    return await _asked(request, "text", source=_state(request).library.source(name), **asked)


@router.post("/check", responses=told(answers.CHECKED))
async def check(request: Request, body: bodies.Text) -> dict:
    """What `midcourse check` says of a text."""
    return await _asked(request, "check", text=body.text)


@router.put("/scenarios/{name}", responses=told(answers.SAVED))
async def save(request: Request, name: bodies.Key, body: bodies.Text) -> dict:
    """Save a text among the scenarios of this folder; one that cannot be run is not saved."""
    found = json.loads(await _state(request).desk.ask("check", text=body.text))
    if found["valid"]:
        _state(request).library.save(name, body.text)
    return {"saved": found["valid"], **found}


@router.get("/runs", responses=told(answers.RUNS))
def runs(request: Request) -> dict:
    """Run folders that can be looked at, newest first."""
    return {"runs": [_told(name, folder) for name, folder in _state(request).library.runs().items()]}


def _told(name, folder):
    """What the list says of a run; a damaged one says so."""
    from .. import results

    try:
        manifest = results.read(folder).manifest
    except MidcourseError as error:
        return {"run": name, "damaged": error.what}
    keys = ("title", "created", "seed", "replicates", "changes")
    kept = {key: manifest.get(key) for key in keys}
    return {"run": name, "scenario": manifest["name"], "readings": manifest["readings"]["names"], **kept}


def _run(request, name):
    from .. import results

    return results.read(_state(request).library.run_folder(name))


@router.get("/runs/{name}", responses=told(answers.RUN, 404))
def run(request: Request, name: Name) -> dict:
    """What `midcourse run` answered."""
    from ..exchange import run_answer

    found = _run(request, name)
    return plain(run_answer.run(found) | {"folder": name, "has_report": (found.folder / REPORT).is_file()})


@router.get("/runs/{name}/play", responses=told(answers.PLAY, 404))
async def play(request: Request, name: Name, asked: Annotated[bodies.PlayAsked, Query()]) -> dict:
    """One raid of a run on one clock: flights, sightings, salvos, events; by the worker, which holds the engine."""
    folder = str(_state(request).library.run_folder(name))
    return await _asked(request, "play", folder=folder, **asked.model_dump())


@router.get("/runs/{name}/report", response_class=HTMLResponse, responses={404: answers.refusal(404)})
def report(request: Request, name: Name):
    """The report of a run, in a frame of its own rights: no script of it runs, nothing is loaded."""
    file = _run(request, name).folder / REPORT
    if not file.is_file():
        raise CatalogError("this run has no report", got=name)
    return FileResponse(file, media_type="text/html", headers={"content-security-policy": REPORT_POLICY})


@router.get("/runs/{name}/files/{form}", response_class=Response, responses=told(answers.BYTES, 404, media=PACKED))
def download(request: Request, name: Name, form: Form) -> Response:
    """A run for other tools: CZML, GeoJSON, or its tables in one archive."""
    data, ending = _packed(_run(request, name), form, request.query_params.get("reading"))
    headers = {"content-disposition": f'attachment; filename="{ending}"'}
    return Response(data, media_type=PACKED, headers=headers)


def _packed(run, form, reading):
    """Bytes and name of one file that holds a run in another format."""
    from ..exchange import run_files

    with tempfile.TemporaryDirectory(prefix="midcourse-") as folder:
        place = FilePath(folder) / f"{run.folder.name}{run_files.FORMATS[form]}"
        run_files.export(run, form, place, reading=reading)
        if place.is_dir():
            place = FilePath(shutil.make_archive(str(place), "zip", place))
        return place.read_bytes(), place.name


@router.get("/studies", responses=told(answers.STUDIES))
def studies() -> dict:
    """Public claims that can be calculated."""
    from ..exchange import study_answer
    from ..scenario import claims

    return study_answer.study_list([(one.key, one.title, one.claim) for one in map(claims.claim, claims.names())])


@router.post("/jobs/study/{name}", status_code=202, responses=told(answers.JOB, 404, 429, status=202))
async def start_study(request: Request, name: bodies.Key, body: bodies.Study | None = None) -> dict:
    """Calculate a claim in a process of its own."""
    from ..scenario import claims

    claims.claim(name)
    return (
        _state(request)
        .bench.add("study", name, {"name": name, "readings": [], "inputs": body.inputs if body else {}})
        .shown()
    )


@router.get("/jobs", responses=told(answers.JOBS))
async def jobs(request: Request) -> dict:
    """Runs and studies that wait, run or have ended."""
    return {"jobs": [job.shown() for job in _state(request).bench.jobs.values()]}


@router.post("/jobs/run", status_code=202, responses=told(answers.JOB, 404, 429, status=202))
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


@router.delete("/jobs/{number}", responses=told(answers.JOB, 404))
async def stop(request: Request, number: Number) -> dict:
    """Stop a job."""
    job = _job(request, number)
    _state(request).bench.stop(job)
    return job.shown()


@router.get("/jobs/{number}/events", response_class=StreamingResponse, responses=told(answers.HEARD, 404, media=STREAM))
async def events(request: Request, number: Number, last_event_id: Annotated[str, Header()] = "0"):
    """Server-sent events of a job: all from the beginning, or those after the last one that was heard."""
    job = _job(request, number)
    after = int(last_event_id) if last_event_id.isdigit() else 0

    async def lines():
        async for count, kind, value in _state(request).bench.events(job, after):
            text = json.dumps(value, ensure_ascii=False)
            yield ": alive\n\n" if kind == "alive" else f"id: {count}\nevent: {kind}\ndata: {text}\n\n"

    return StreamingResponse(lines(), media_type=STREAM, headers={"cache-control": "no-store"})
