"""One family of errors. Each says what, where, what was given and what to try, and carries what each door needs."""


class MidcourseError(Exception):
    """Wrong input or a failed computation, told in one message.

    Parameters
    ----------
    what : str
        What is wrong, in words of the field.
    where : str or None
        Place: an argument, a file with its line, a key.
    got : object or None
        The offending value.
    hint : str or None
        What to try next.
    """

    exit_code = 2
    http_status = 422

    def __init__(self, what, *, where=None, got=None, hint=None):
        self.what, self.where, self.got, self.hint = what, where, got, hint
        super().__init__(what)

    def __str__(self):
        parts = [self.what]
        if self.where is not None:
            parts.append(f"where: {self.where}")
        if self.got is not None:
            parts.append(f"got: {self.got}")
        if self.hint is not None:
            parts.append(f"try: {self.hint}")
        return "; ".join(parts)


class ScenarioError(MidcourseError):
    """A scenario file that cannot be carried out; `problems` lists every fault found (where, line, got, try)."""

    def __init__(self, what, *, where=None, got=None, hint=None, problems=()):
        super().__init__(what, where=where, got=got, hint=hint)
        self.problems = tuple(problems)


class CatalogError(MidcourseError):
    """An unknown key, or a plain key where a variant must be named; `closest` holds the nearest names."""

    http_status = 404

    def __init__(self, what, *, where=None, got=None, hint=None, closest=()):
        super().__init__(what, where=where, got=got, hint=hint)
        self.closest = tuple(closest)


class ModelRangeError(MidcourseError):
    """A value outside the range in which a model holds."""


class OutOfReachError(MidcourseError):
    """An aim point that the missile cannot reach; distances in metres."""

    def __init__(self, what, *, short_by, maximum, where=None, got=None, hint=None):
        super().__init__(what, where=where, got=got, hint=hint)
        self.short_by, self.maximum = short_by, maximum


class ConvergenceError(MidcourseError):
    """A search that did not end; carries residual and iterations."""

    exit_code = 1
    http_status = 500

    def __init__(self, what, *, residual, iterations, where=None, got=None, hint=None):
        super().__init__(what, where=where, got=got, hint=hint)
        self.residual, self.iterations = residual, iterations


class ResultsError(MidcourseError):
    """A run folder that cannot be read or written."""

    exit_code = 6
    http_status = 500


class StoppedError(MidcourseError):
    """Work that somebody stopped and that can be resumed."""

    exit_code = 4
    http_status = 409


class FolderBusyError(MidcourseError):
    """A run folder that another process is writing."""

    exit_code = 5
    http_status = 409
