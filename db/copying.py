"""A copy of a project file that can be relied upon: whole, on disk, and read back."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from db.engine import connect, sqlite3, translated, translating, undisturbed
from db.errors import StoreBusyError, StoreDamagedError, StoreError

__all__ = ["copy_file"]

T = TypeVar("T")


def copy_file(source: Path, target: Path, read: Callable[[Database], T]) -> T:
    """Copy the project to `target`, compact and with all that is in the WAL; what `read` finds.

    `target` appears only when the copy is complete, on disk and checked. An existing file is never
    overwritten.

    Raises:
        StoreError: There is a file at `target`, it cannot be written, or the copy is not sound.
    """
    if os.path.lexists(target):
        raise StoreError(
            f"{target} is there already, and a backup overwrites nothing. Name a new file."
        )
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        _copy(source, draft, target)
        draft.chmod(source.stat().st_mode & 0o777)
        _sync(draft)
        found = _checked(draft, read)
        _publish(draft, target)
    except OSError as error:
        raise StoreError(
            f"The backup {target} cannot be written: {error.strerror}. "
            "Choose a folder with room that you may write to."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return found


def _copy(source: Path, draft: Path, target: Path) -> None:
    try:
        with undisturbed(source), contextlib.closing(_opened(source)) as database:
            # A reader may not write, not even into another file.
            database.execute("pragma query_only = off")
            database.execute("vacuum into ?", [str(draft)])
    except (sqlite3.Error, UnicodeDecodeError) as error:
        about_target = translated(error, target)
        damaged = isinstance(about_target, StoreDamagedError | StoreBusyError)
        raise (translated(error, source) if damaged else about_target) from error


def _opened(source: Path) -> Database:
    with translating(source):
        return connect(source, write=False)


def _checked(draft: Path, read: Callable[[Database], T]) -> T:
    """Read the copy back before it counts as one."""
    with translating(draft):
        database = connect(draft, write=False)
        try:
            findings = [row[0] for row in database.execute("pragma quick_check(1)")]
            if findings != ["ok"]:
                raise StoreDamagedError(
                    f"The copy is damaged, so it was thrown away: {findings[0]}. "
                    "Look at the project with `annotator check`."
                )
            return read(database)
        finally:
            database.close()


def _publish(draft: Path, target: Path) -> None:
    """Give the copy its name, unless another program has just used that name."""
    try:
        os.link(draft, target)
    except FileExistsError as error:
        raise StoreError(
            f"{target} has appeared meanwhile, and a backup overwrites nothing. Name a new file."
        ) from error
    except OSError:  # a disk without hard links
        if target.exists():
            raise
        draft.rename(target)
    if os.name == "posix":
        _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() or os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
