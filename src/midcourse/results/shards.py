"""Folders of work in shards: a plan that stays, one small file a shard, a manifest at the end; stopped, they go on.

Page: docs/sweeps.md.
"""

import contextlib
import hashlib
import json
import os
import shutil
import socket
import uuid
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import FolderBusyError, MidcourseError, ResultsError
from . import store
from .table import Table

PLAN, LOCK, MANIFEST, SHARDS, ASIDE = "plan.json", "lock", "manifest.json", "shards", "aside"
SCHEMA = {"name": "midcourse.sweep", "version": 1}
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_FITS = b"midcourse.fits"


def digest_of(content):
    """SHA-256, as text, of anything JSON can hold, the same whatever the order of its keys.

    Parameters
    ----------
    content : dict or list
    """
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def create(folder, plan):
    """New folder with its plan, for shards to come.

    Parameters
    ----------
    folder : path that does not exist yet
    plan : dict that JSON can hold

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FolderBusyError
        Another process is at work in it.
    MidcourseError
        The folder exists, or cannot be made.
    """
    folder = Path(folder).absolute()
    if (folder / PLAN).is_file():
        with locked(folder):
            pass
    if os.path.lexists(folder):
        raise MidcourseError(
            "the folder exists already; a new sweep never writes into it",
            where=str(folder),
            hint="name another folder with -o, or go on with what was begun: --resume FOLDER",
        )
    partial = folder.parent / f".{folder.name}.partial-{uuid.uuid4().hex[:12]}"
    try:
        (partial / SHARDS).mkdir(parents=True)
        _write_sealed(partial / PLAN, {"schema": SCHEMA, **plan})
        partial.rename(folder)
        store.flush_folder(folder.parent)
    except OSError as error:
        what = "the folder cannot be made"
        raise MidcourseError(what, where=str(folder), got=error.strerror, hint="another folder with -o") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def read_plan(folder):
    """The plan of a folder, checked.

    Parameters
    ----------
    folder : path

    Returns
    -------
    dict

    Raises
    ------
    MidcourseError
        There is no such folder, or it holds no sweep.
    ResultsError
        The plan is damaged, or of a newer version than this program knows.
    """
    file = Path(folder).absolute() / PLAN
    if not file.is_file():
        what = "the folder holds no plan, so there is nothing to go on with"
        raise MidcourseError(what, where=str(file.parent), hint="name a folder that `midcourse sweep` made")
    return _read_sealed(file, "start the sweep again in a new folder; the shards are left as they are")


@contextlib.contextmanager
def locked(folder):
    """While this lasts, no other process works in the folder; a process that died holds nothing.

    Parameters
    ----------
    folder : path

    Raises
    ------
    FolderBusyError
        Another process is at work in it.
    """
    if os.name != "posix":
        yield  # other systems have no flock
        return
    import fcntl

    with (Path(folder) / LOCK).open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FolderBusyError(
                "another process is at work in this folder",
                where=str(folder),
                got=_holder(stream),
                hint="wait for it, or stop it with Ctrl-C or kill",
            ) from error
        stream.truncate(0)
        boot = _BOOT.read_text(encoding="ascii").strip() if _BOOT.exists() else ""
        stream.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "boot_id": boot}))
        stream.flush()
        yield


def _holder(stream):
    """Who holds the lock, in words."""
    stream.seek(0)
    try:
        told = json.loads(stream.read())
        return f"process {int(told['pid'])} on {told['host']}"
    except (ValueError, TypeError, KeyError):
        return "a process that has not said its number yet"


def shard_file(folder, number, fits):
    """Where a shard lies: its number and the first digits of what it was computed from.

    Parameters
    ----------
    folder : path
    number : int
    fits : str
        Digest of all that the shard depends on.
    """
    return Path(folder) / SHARDS / f"shard-{number:06d}-{fits[:12]}.parquet"


def write_shard(folder, number, fits, table):
    """Write a shard whole or not at all.

    Parameters
    ----------
    folder, number, fits
        As `shard_file`.
    table : Table

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ResultsError
        The disk failed (full, gone); nothing lies under the name of the shard.
    """
    path = shard_file(folder, number, fits)
    _write_whole(path, _sealed(table.arrow, fits))
    return path


def _sealed(table, fits):
    """Bytes of a shard, which carries what it was computed from and a digest of all that stands in it."""
    bare = table.replace_schema_metadata(None)
    inside = hashlib.sha256(_encoded(bare)).hexdigest()
    return _encoded(bare.replace_schema_metadata({_FITS: fits, b"midcourse.inside": inside}))


def whole_shard(folder, number, fits):
    """A shard that was computed before, where it is whole and of this plan.

    Parameters
    ----------
    folder, number, fits
        As `shard_file`.

    Returns
    -------
    table : Table or None
    fault : str
        Why there is none: "" where nothing lies there.
    """
    try:
        text = shard_file(folder, number, fits).read_bytes()
    except FileNotFoundError:
        return None, ""
    except OSError as error:
        return None, f"cannot be read ({error.strerror})"
    try:
        table = pq.read_table(pa.BufferReader(text), page_checksum_verification=True)
        kept = (table.schema.metadata or {}).get(_FITS, b"").decode()
        same = kept == fits and _sealed(table, fits) == text
    except (OSError, ValueError, KeyError, pa.ArrowException):
        return None, "is damaged"
    if kept and kept != fits:
        return None, "is of another sweep or of another point"
    return (Table(table), "") if same else (None, "is damaged")


def put_aside(folder, expected):
    """Move whatever lies among the shards and is none of those expected out of the way, and half-written files away.

    Parameters
    ----------
    folder : path
    expected : set of str
        Names of the files that may stay.

    Returns
    -------
    list of str
        Names of the files put aside; they are kept.
    """
    folder, moved = Path(folder), []
    for path in sorted((folder / SHARDS).iterdir()):
        if path.name in expected:
            continue
        if path.name.startswith("."):
            path.unlink()  # what a process that was killed had begun
            continue
        (folder / ASIDE).mkdir(exist_ok=True)
        path.rename(folder / ASIDE / f"{path.name}.{uuid.uuid4().hex[:8]}")
        moved.append(path.name)
    return moved


def write_merged(folder, name, tables, manifest):
    """One table of all shards in order, then the manifest with its digest.

    Parameters
    ----------
    folder : path
    name : str
        Of the table.
    tables : list of Table, in the order of the shards
    manifest : dict

    Returns
    -------
    table : Table
    digest : str
        SHA-256 of the file of the table.
    """
    whole = pa.concat_tables([table.arrow.replace_schema_metadata(None) for table in tables]).combine_chunks()
    text = _encoded(whole)
    digest = hashlib.sha256(text).hexdigest()
    _write_whole(Path(folder) / f"{name}.parquet", text)
    entry = {"sha256": digest, "bytes": len(text), "rows": whole.num_rows, "columns": whole.column_names}
    body = {**manifest, "schema": SCHEMA, "tables": {name: entry}, "digest": digest}
    _write_sealed(Path(folder) / MANIFEST, body)
    return Table(whole), digest


def _encoded(table):
    """Bytes of the file of a table: the same for the same table."""
    stream = pa.BufferOutputStream()
    pq.write_table(table, stream, **store.PARQUET)
    return stream.getvalue().to_pybytes()


def _write_whole(path, text):
    """Bytes into a file, complete or absent."""
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        with partial.open("xb") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
        store.flush_folder(path.parent)
    except OSError as error:
        raise ResultsError(
            "a file of the sweep could not be written",
            where=str(path),
            got=error.strerror or str(error),
            hint="free some space, then go on: midcourse sweep --resume FOLDER",
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def _write_sealed(path, body):
    sealed = {**body, "sha256_of_the_rest": digest_of(body)}
    text = json.dumps(sealed, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    _write_whole(path, text.encode())


def _read_sealed(file, advice):
    try:
        sealed = json.loads(file.read_text(encoding="utf-8"))
        body = {key: value for key, value in sealed.items() if key != "sha256_of_the_rest"}
        whole, schema = sealed["sha256_of_the_rest"] == digest_of(body), dict(body["schema"])
        newer = schema["version"] > SCHEMA["version"]
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ResultsError("the plan of the sweep is damaged", where=str(file), got=error, hint=advice) from error
    if not whole:
        raise ResultsError("the plan of the sweep was changed after it was written", where=str(file), hint=advice)
    if schema["name"] != SCHEMA["name"] or newer:
        got = f"{schema['name']} {schema['version']}"
        raise ResultsError("this program cannot read this plan", where=str(file), got=got, hint=advice)
    return body
