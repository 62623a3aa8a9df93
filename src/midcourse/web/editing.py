"""What the editor of a scenario asks: the text as a form, a step in the form as a text, values of the catalog."""

from fastapi import APIRouter, Request, Response

from . import answers, bodies
from .answers import told

router = APIRouter(responses=answers.REFUSALS)


async def _asked(request, name, **asked):
    """Answer of the worker, as it wrote it."""
    return Response(await request.app.state.desk.ask(name, **asked), media_type="application/json")


@router.post("/form", responses=told(answers.FORM))
async def form(request: Request, body: bodies.Text) -> dict:
    """A text as a form, with what `midcourse check` says of it."""
    return await _asked(request, "form", text=body.text)


@router.post("/form/step", responses=told(answers.FORM))
async def step(request: Request, body: bodies.FormStep) -> dict:
    """A step in the form: the text after it, of which only what the step is about is written anew, and its form."""
    return await _asked(request, "step", **body.model_dump())


@router.get("/form/choices", responses=told(answers.CHOICES))
async def choices(request: Request) -> dict:
    """Lists from which values are chosen: catalog, countries, alliances."""
    return await _asked(request, "choices")


@router.get("/catalog/{kind}/{key}", responses=told(answers.CATALOG, 404))
def catalog_values(kind: bodies.CatalogKind, key: bodies.PresetKey) -> dict:
    """What `midcourse catalog KIND KEY` says: values with range, status, source and date."""
    from ..exchange import list_answers
    from ..scenario import catalog
    from .worker import plain

    return plain(list_answers.catalog_values(kind, key, catalog.values(kind, key)))
