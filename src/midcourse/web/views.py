"""What the page asks beside one scenario: two sides laid side by side."""

from fastapi import APIRouter, Request

from . import answers, bodies
from .answers import told

router = APIRouter(responses=answers.REFUSALS)


@router.post("/compare", responses=told(answers.COMPARED, 404))
def compare(request: Request, body: bodies.Pair) -> dict:
    """What `midcourse compare` says of two sides; what came out only where both are runs."""
    from ..exchange import comparison
    from .worker import plain

    library = request.app.state.library
    sides = [_side(library, side) for side in (body.a, body.b)]
    (name_a, stated_a, run_a), (name_b, stated_b, run_b) = sides
    outcomes = []
    if run_a is not None and run_b is not None:
        pair = (body.a.reading if body.a.reading == body.b.reading else f"{body.a.reading} / {body.b.reading}",)
        outcomes = comparison.differing_answers(run_a, run_b, [(*pair, body.a.reading, body.b.reading)])
    inputs = comparison.differing_inputs(stated_a, stated_b)
    return plain(comparison.compare((name_a, name_b), inputs, outcomes))


def _side(library, side):
    """(name, what it states, its run or None)."""
    from .. import results
    from ..errors import MidcourseError
    from ..scenario import comparing
    from .worker import empty_desk, plan_of

    if side.run is None:
        moves = [move.model_dump() for move in side.moves]
        plan = plan_of(empty_desk(), library.source(side.scenario), side.changes, moves)
        plan.select((side.reading,))
        return f"{side.scenario}:{side.reading}", comparing.inputs(plan.text, plan.changes, side.reading), None
    run = results.read(library.run_folder(side.run))
    if side.reading not in run.readings:
        raise MidcourseError("the run has no such reading", got=side.reading, hint=", ".join(run.readings))
    stated = comparing.inputs(run.manifest["scenario"]["text"], run.manifest["changes"], side.reading)
    drawn = {name: run.manifest[name] for name in ("replicates", "seed")}
    return f"{side.run}:{side.reading}", stated | drawn, run
