"""Run folders: Parquet tables with a manifest, written whole or not at all, checked when they are read."""

import hashlib
import json
import os
import re
import shutil
import uuid
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import MidcourseError, ResultsError
from .table import Table

MANIFEST, REPORT = "manifest.json", "report.html"
SCHEMA = "midcourse.run"
SCHEMA_VERSION = 1

PARQUET = {
    "compression": "zstd",
    "compression_level": 3,
    "write_page_checksum": True,
    "write_statistics": False,  # DuckDB 2.0 takes least and greatest value of a column as proof that no NaN is in it
    "store_schema": True,
    "version": "2.6",
}
"""How every table is written."""

_TABLE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_ADVICE_DAMAGED = "run the scenario again into a new folder; the manifest of this one holds scenario and seed"


def write(folder, tables, manifest):
    """Folder of the run, holding one Parquet file a table and `manifest.json`, complete or absent.

    Everything is written into a hidden sibling first, flushed to the disk and renamed; whatever stops the writing
    (a full disk, Ctrl-C) removes the sibling.

    Parameters
    ----------
    folder : path that does not exist yet
    tables : dict of name -> Table
    manifest : dict that JSON can hold, see `describe_run`; `tables` and the checksums are added here

    Returns
    -------
    pathlib.Path

    Raises
    ------
    MidcourseError
        The folder exists or its parent cannot be written.
    ResultsError
        The disk failed in between (full, gone).

    Model: docs/models/results/run-folder.md.
    """
    folder = Path(folder).absolute()
    _refuse_names(tables)
    _refuse_existing(folder)
    partial = _make_sibling(folder)
    try:
        entries = {name: _write_table(partial / f"{name}.parquet", tables[name]) for name in sorted(tables)}
        _write_manifest(partial / MANIFEST, {**manifest, "tables": entries})
        flush_folder(partial)
        _refuse_existing(folder)
        partial.rename(folder)
        flush_folder(folder.parent)
    except OSError as error:
        raise ResultsError(
            "the run folder could not be written",
            where=str(folder),
            got=error.strerror or str(error),
            hint="nothing was left behind; free some space or name another folder with -o",
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def read(folder):
    """The run stored in a folder; its tables are loaded and checked when they are asked for.

    Parameters
    ----------
    folder : path

    Returns
    -------
    Run

    Raises
    ------
    MidcourseError
        There is no such folder.
    ResultsError
        The manifest is missing, damaged, or of a newer version than this program knows.
    """
    folder = Path(folder).absolute()
    if not folder.is_dir():
        raise MidcourseError("there is no such run folder", where=str(folder), hint="`midcourse run` makes one")
    return Run(folder, _read_manifest(folder))


def require_run_folder(folder):
    """The run in a folder that holds nothing but a run and its report, so that it may be replaced.

    Parameters
    ----------
    folder : path

    Returns
    -------
    Run

    Raises
    ------
    MidcourseError
        Something else lies in the folder.
    ResultsError
        The manifest is missing or damaged.
    """
    run = read(folder)
    ours = {MANIFEST, REPORT, *(f"{name}.parquet" for name in run.table_names)}
    others = sorted(path.name for path in run.folder.iterdir() if path.name not in ours)
    if others or run.folder.is_symlink():
        raise MidcourseError(
            "the folder holds more than a run, so it is left alone",
            where=str(run.folder),
            got=", ".join(others[:5]) or "a link",
            hint="move what you want to keep, or name another folder with -o",
        )
    return run


class Run:
    """A stored run: `manifest`, `table_names`, `table(name)`, `readings`.

    Parameters
    ----------
    folder : pathlib.Path
    manifest : dict, already checked
    """

    __slots__ = ("_loaded", "folder", "manifest")

    def __init__(self, folder, manifest):
        self.folder = folder
        self.manifest = manifest
        self._loaded = {}

    def __repr__(self):
        return f"Run({self.folder.name}: {', '.join(self.table_names)})"

    @property
    def table_names(self):
        """Names of the tables, sorted."""
        return sorted(self.manifest["tables"])

    @property
    def readings(self):
        """Names of the readings in file order."""
        return list(self.manifest["readings"]["names"])

    def path(self, name):
        """File of a table, after its checksum was compared with the manifest.

        Raises
        ------
        MidcourseError
            No such table.
        ResultsError
            The file is missing or is not the one that was written.
        """
        if name not in self.manifest["tables"]:
            raise MidcourseError("the run has no such table", where=str(self.folder), got=name, hint=self._has())
        file = self.folder / f"{name}.parquet"
        expected = self.manifest["tables"][name]["sha256"]
        if _sha256(file) != expected:
            raise ResultsError(
                "a table is not the one that was written",
                where=str(file),
                got=f"SHA-256 other than {expected[:12]}... of the manifest",
                hint=_ADVICE_DAMAGED,
            )
        return file

    def table(self, name):
        """One table of the run, checksums verified.

        Parameters
        ----------
        name : str

        Returns
        -------
        Table
        """
        if name not in self._loaded:
            self._loaded[name] = Table(_read_parquet(self.path(name)))
        return self._loaded[name]

    def verify(self):
        """Names of all tables after reading each of them; raises ResultsError at the first damaged one."""
        for name in self.table_names:
            self.table(name)
        return self.table_names

    def _has(self):
        return f"it has {', '.join(self.table_names)}"


def _read_parquet(file):
    try:
        return pq.read_table(file, page_checksum_verification=True, memory_map=False)
    except (OSError, pa.ArrowException) as error:
        raise ResultsError("a table cannot be read", where=str(file), got=error, hint=_ADVICE_DAMAGED) from error


def _write_table(path, table):
    pq.write_table(table.arrow, path, **PARQUET)
    _flush_file(path)
    return {"sha256": _sha256(path), "bytes": path.stat().st_size, "rows": table.num_rows, "columns": _columns(table)}


def _columns(table):
    return [
        {
            "name": f.name,
            **{k.decode(): v.decode() for k, v in (f.metadata or {}).items() if k in (b"unit", b"meaning")},
        }
        for f in table.schema
    ]


def _write_manifest(path, manifest):
    body = {"schema": {"name": SCHEMA, "version": SCHEMA_VERSION}, **manifest}
    sealed = {**body, "sha256_of_the_rest": _seal(body)}
    path.write_text(json.dumps(sealed, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
    _flush_file(path)


def _read_manifest(folder):
    file = folder / MANIFEST
    try:
        sealed = json.loads(file.read_text(encoding="utf-8"))
        body = {key: value for key, value in sealed.items() if key != "sha256_of_the_rest"}
        version, seal = sealed["schema"]["version"], sealed["sha256_of_the_rest"]
    except FileNotFoundError as error:
        what = "the folder holds no manifest, so it is no finished run"
        raise ResultsError(what, where=str(file), hint="name a folder that `midcourse run` made") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ResultsError("the manifest is damaged", where=str(file), got=error, hint=_ADVICE_DAMAGED) from error
    if not isinstance(version, int) or version > SCHEMA_VERSION:
        raise ResultsError(
            f"the run was written in format {version}; this program reads up to format {SCHEMA_VERSION}",
            where=str(file),
            hint="use the version of Midcourse that wrote it, or a newer one",
        )
    if _seal(body) != seal:
        raise ResultsError("the manifest was changed after it was written", where=str(file), hint=_ADVICE_DAMAGED)
    _refuse_names(body["tables"])
    return body


def _seal(body):
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _sha256(file):
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ResultsError("a table is missing", where=str(file), got=error.strerror, hint=_ADVICE_DAMAGED) from error


def _refuse_names(names):
    bad = [name for name in names if not _TABLE_NAME.fullmatch(name)]
    if bad:
        raise ResultsError("a table's name is small letters, digits and underscores", got=", ".join(map(repr, bad)))


def _refuse_existing(folder):
    if os.path.lexists(folder):
        raise MidcourseError(
            "the run folder exists already; a run never writes into an existing folder",
            where=str(folder),
            hint="name another folder with -o",
        )


def _make_sibling(folder):
    partial = folder.parent / f".{folder.name}.partial-{uuid.uuid4().hex[:12]}"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial.mkdir()
    except OSError as error:
        raise MidcourseError(
            "the folder for the run cannot be made",
            where=str(folder.parent),
            got=error.strerror or str(error),
            hint="name a folder that you may write to with -o",
        ) from error
    return partial


def _flush_file(path):
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def flush_folder(folder):
    """Wait until the names in a folder are on the disk.

    Parameters
    ----------
    folder : pathlib.Path
    """
    if os.name != "posix":
        return  # other systems cannot open a folder for flushing
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
