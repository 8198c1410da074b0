"""The SQLite this project runs on. Everything in `db` imports `sqlite3` from here and nowhere else.

sqlite-utils picks pysqlite3 where it is installed. A connection of the standard library's module
handed to it then would break its error handling, so the choice is made once, by it.
"""

from __future__ import annotations

import contextlib
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

# The name is not in sqlite-utils' type information: it is chosen at import time.
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from db.errors import (
    DiskFullError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreReadOnlyError,
)

__all__ = [
    "SAFE_SQLITE",
    "Database",
    "connect",
    "sqlite3",
    "sqlite_version",
    "translated",
    "translating",
    "undisturbed",
]

# Before this release two connections that write and checkpoint at once can corrupt a WAL database.
SAFE_SQLITE = (3, 51, 3)

_PRAGMAS = (
    "foreign_keys = on",
    "busy_timeout = 10000",
    "trusted_schema = off",
    "cell_size_check = on",
    "temp_store = memory",
    "cache_size = -64000",
)
_WRITER_PRAGMAS = (
    "journal_mode = wal",
    "synchronous = full",
    "wal_autocheckpoint = 1000",
    "journal_size_limit = 67108864",
)


def sqlite_version() -> tuple[int, int, int]:
    """The version of the SQLite library in use."""
    return tuple(sqlite3.sqlite_version_info)  # type: ignore[return-value]


def connect(path: Path, *, write: bool) -> Database:
    """Open `path` with the project's pragmas; a reader cannot change anything.

    The file has to exist: making one is `db.store.open_store`'s decision.
    """
    # A reader that may not write at all leaves the WAL's two files behind when it is the last one;
    # what keeps it from changing anything is query_only.
    mode = "mode=rw" if write or _writable(path) else "mode=ro"
    if mode == "mode=ro" and _stands_alone(path):
        mode = "immutable=1"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?{mode}",
        uri=True,
        timeout=10,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"pragma {pragma}")
        if write:
            for pragma in _WRITER_PRAGMAS:
                connection.execute(f"pragma {pragma}").fetchall()
            if hasattr(connection, "setconfig"):  # macOS only honours F_FULLFSYNC when asked
                connection.execute("pragma fullfsync = on")
        else:
            connection.execute("pragma query_only = on")
        connection.create_function("folded", 1, folded, deterministic=True)
    except BaseException:
        connection.close()
        raise
    return Database(connection)


def folded(text: str) -> str:
    """For comparing what people type with what they read; SQLite's `lower` knows only a to z."""
    return unicodedata.normalize("NFKC", text).casefold()


def _writable(path: Path) -> bool:
    folder = path.resolve().parent
    return os.access(path, os.W_OK) and os.access(folder, os.W_OK)


def _unwritable(path: Path) -> bool:
    return path.exists() and not _writable(path)


def _stands_alone(path: Path) -> bool:
    """Whether nobody has the file open, and all there is lies in it.

    SQLite reads a WAL database only beside two more files. Where they cannot be made, as on a
    read-only disk, it has to be told that they are not needed.
    """
    path = path.resolve()  # SQLite keeps them beside the file, not beside a link to it
    log, index = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    return not index.exists() and not (log.exists() and log.stat().st_size)


@contextlib.contextmanager
def undisturbed(path: Path) -> Iterator[None]:
    """Guard a read that may run without locks: raise if somebody wrote to the file meanwhile.

    It begins before the file is opened, and what comes of the read counts only after it.
    """
    alone = not _writable(path) and _stands_alone(path)
    before = _version(path) if alone else None
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # pages of two moments look like damage
        if before not in (None, _version(path)):
            raise _disturbed(path) from error
        raise
    if before not in (None, _version(path)):
        raise _disturbed(path)


def _version(path: Path) -> tuple[int, int]:
    """What changes when somebody writes to the file; zeros for none."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


def _disturbed(path: Path) -> StoreBusyError:
    return StoreBusyError(
        f"Another program wrote to {path} while it was read, and you may not write there, so "
        "nothing could keep the two apart. Do it again."
    )


def translated(error: Exception, path: Path) -> StoreError:
    """The sentence for what SQLite reported about `path`."""
    text = str(error).lower()
    unopened = "unable to open" in text
    if "readonly" in text or "read-only" in text or (unopened and _unwritable(path)):
        return StoreReadOnlyError(
            f"{path} cannot be used where it lies: the file or its folder is read-only. Make it "
            f"writable, or copy it, and {path.resolve().name}-wal if that is there, to a folder "
            "that is."
        )
    if "disk is full" in text or "disk i/o error" in text:
        return DiskFullError(
            f"Nothing more can be saved in {path}: the disk is full or failing ({error}). "
            "Make room; everything acknowledged so far is safe."
        )
    if "locked" in text or "busy" in text:
        return StoreBusyError(
            f"Another program has been writing to {path} for more than ten seconds. "
            "Close it, or wait, and try again."
        )
    if any(word in text for word in ("malformed", "corrupt", "not a database", "disk image")):
        return StoreDamagedError(
            f"{path} is damaged: SQLite says “{error}”. "
            "Take the last backup, or look with `annotator check`."
        )
    if unopened:
        return StoreError(
            f"{path} cannot be opened. Check that the folder exists and that you may read the file."
        )
    return StoreError(f"{path} cannot be used: SQLite says “{error}”.")


@contextlib.contextmanager
def translating(path: Path) -> Iterator[None]:
    """Turn SQLite's errors inside the block into this project's."""
    try:
        yield
    except sqlite3.Error as error:
        raise translated(error, path) from error
    except UnicodeDecodeError as error:  # a damaged file can make even the error text unreadable
        raise StoreDamagedError(
            f"{path} is damaged: its text cannot be read. Take the last backup."
        ) from error
