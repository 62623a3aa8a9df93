"""What the worker answers to the editor of a scenario: check, form, and steps in the form."""

import tempfile
from pathlib import Path

from ..errors import MidcourseError


def check(desk, text):
    """What `midcourse check` says of a text.

    Parameters
    ----------
    desk : dict from `worker.empty_desk`
    text : str
    """
    from ..exchange import list_answers

    return list_answers.check(*_checked(text))


def _checked(text):
    """Problems, summary and warnings of a text, as the shell finds them in a file."""
    from .. import scenario as files

    with tempfile.TemporaryDirectory(prefix="midcourse-") as folder:
        file = Path(folder) / "scenario.yaml"
        file.write_text(text, encoding="utf-8", newline="\n")
        found, summary, warnings = files.problems(file), [], ()
        if not found:
            summary, warnings, found = files.explain_plan(files.load(file))
    return [one._replace(where="") if one.where == str(file) else one for one in found], summary, warnings


def form(desk, text):
    """A text as a form, with what the check says of it and where.

    Parameters
    ----------
    desk : dict from `worker.empty_desk`
    text : str
    """
    from ..exchange import form_answer
    from ..scenario import forming

    problems, summary, warnings = _checked(text)
    try:
        made = forming.form_of(text)
    except MidcourseError:
        return form_answer.form(text, None, (problems, [()] * len(problems), summary, warnings))
    paths = forming.places_of(problems, made.places)
    return form_answer.form(text, made, (problems, paths, summary, warnings))


def step(desk, text, does, path, typed, like):
    """The form after a step.

    Parameters
    ----------
    desk : dict from `worker.empty_desk`
    text, does : str
    path : list
    typed : str
    like : str, int or None
    """
    from ..scenario import steps

    return form(desk, steps.after(text, steps.Step(does, tuple(path), typed, like)))


def choices(desk):
    """Lists that are the same for every file.

    Parameters
    ----------
    desk : dict from `worker.empty_desk`
    """
    from ..exchange import form_answer
    from ..scenario import choices as lists

    known = lists.known()
    return form_answer.choices(known, [name for name in known if name not in lists.OPEN])
