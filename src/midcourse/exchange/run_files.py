"""Files of a run for other tools: CZML for globes, GeoJSON for maps, CSV for spreadsheets, Parquet for databases."""

import shutil
import tempfile
from pathlib import Path

from .. import results
from ..errors import MidcourseError
from . import czml, geojson

FORMATS = {"czml": ".czml", "geojson": ".geojson", "csv": "-csv", "parquet": "-parquet"}
"""Ending of the file (or folder, for the two that hold one file a table) that each format makes."""


def export(run, form, path=None, *, reading=None, epoch=czml.NO_DATE):
    """Files of a run in another format; nothing that exists is written over.

    Parameters
    ----------
    run : results.Run
    form : str
        One of `FORMATS`.
    path : path or None
        File, or folder for csv and parquet; None: the run folder's name with the ending of the format, here.
    reading : str or None
        Whose places or intercepts, for geojson and czml; None takes the first.
    epoch : datetime
        Moment of lift-off of every flight, for czml.

    Returns
    -------
    list of pathlib.Path
        Every file written.

    Raises
    ------
    MidcourseError
        No such format or reading, or something of that name exists.
    """
    if form not in FORMATS:
        raise MidcourseError("no such format", where="--format", got=form, hint=f"one of {', '.join(FORMATS)}")
    if reading is not None and reading not in run.readings:
        raise MidcourseError("the run has no such reading", got=reading, hint=f"it has {', '.join(run.readings)}")
    path = Path(f"{run.folder.name}{FORMATS[form]}") if path is None else Path(path)
    if path.exists() or path.is_symlink():
        raise MidcourseError("this exists and is left as it is", where=str(path), hint="name another with -o")
    if form == "czml":
        return [czml.write_packets(czml.run_packets(run, reading=reading, epoch=epoch), path)]
    if form == "geojson":
        return [geojson.write_places(run, path, reading=reading)]
    return _write_folder(run, form, path)


def _write_folder(run, form, path):
    """One file a table, complete or absent; the manifest goes with them."""
    try:
        partial = Path(tempfile.mkdtemp(prefix=f".{path.name}.partial-", dir=path.absolute().parent))
    except OSError as error:
        raise MidcourseError("the folder cannot be written", where=str(path), got=error.strerror) from error
    try:
        for name in run.table_names:
            if form == "csv":
                results.write_csv(run.table(name), partial / f"{name}.csv")
            else:
                shutil.copyfile(run.path(name), partial / f"{name}.parquet")
        shutil.copyfile(run.folder / "manifest.json", partial / "manifest.json")
        partial.chmod(0o755)
        partial.rename(path)
    except OSError as error:
        raise MidcourseError("the folder cannot be written", where=str(path), got=error.strerror) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return sorted(path.iterdir())
