"""Opening a project file: what is refused, what is made, who may read and who writes."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar

from sqlite_utils import Database as Database

from db.copying import copy_file
from db.engine import SAFE_SQLITE, connect, sqlite3, sqlite_version, translating, undisturbed
from db.errors import (
    DiskFullError,
    NotAStoreError,
    StoreDamagedError,
    StoreError,
    StoreMissingError,
    StoreNewerError,
    StoreReadOnlyError,
    StoreReplacedError,
)
from db.migrations import SCHEMA_VERSION, migrations
from db.transaction import Transaction, utc_now
from db.writer import Writer

APPLICATION_ID: Final = 0x636C6D73  # "clms"
MINIMUM_FREE: Final = 200 * 1024 * 1024
_HEADER: Final = b"SQLite format 3\0"
_NETWORK_FILESYSTEMS: Final = ("nfs", "cifs", "smb", "fuse.", "9p", "afs")

T = TypeVar("T")


class Store:
    """An open project file. Reading is by short-lived connections; writing is one thread's job."""

    def __init__(
        self, path: Path, project_id: str, notices: tuple[str, ...], minimum_free: int
    ) -> None:
        self.path = path
        self.project_id = project_id
        self.notices = notices
        self._file = _identity(path)
        self._writer = Writer(
            path,
            project_id,
            refuse_full=lambda: refuse_full_disk(path, minimum_free),
            refuse_replaced=self.refuse_replaced,
        )

    @contextlib.contextmanager
    def read(self, timeout: float | None = 5.0) -> Iterator[Database]:
        """A connection that cannot write and shows one moment of the file.

        A read longer than `timeout` seconds is stopped, since it would keep the WAL from being
        folded back; `None` is for exports and checks.
        """
        self.refuse_replaced()
        with translating(self.path), undisturbed(self.path):
            database = connect(self.path, write=False)
            try:
                if timeout is not None:
                    _limit(database, timeout)
                database.execute("begin")
                yield database
            finally:
                database.close()

    def refuse_replaced(self) -> None:
        """Raise when the path names another file than the one that was opened, or none.

        A backup copied over an open project leaves the program writing to a file without a name.
        """
        if _identity(self.path) != self._file:
            raise StoreReplacedError(
                f"{self.path} was replaced or removed while the program had it open. Nothing is "
                "saved any more: stop the program and start it again."
            )

    def submit(self, job: Callable[[Transaction], T]) -> Future[T]:
        """Hand a job to the writer; the future is done only after COMMIT."""
        return self._writer.submit(job)

    def write(self, job: Callable[[Transaction], T]) -> T:
        """Run a job in the writer and wait until it is durable."""
        return self.submit(job).result()

    def close(self) -> None:
        """Finish what was submitted, and fold the WAL back so that the file can be copied."""
        self._writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_store(
    path: Path,
    *,
    create: bool = False,
    write: bool = True,
    minimum_free: int = MINIMUM_FREE,
    network_disk: bool = False,
) -> Store:
    """Open the project at `path`, migrating an older one after a backup.

    Args:
        create: Make the file when there is none; otherwise a missing file is refused.
        write: The caller means to change something: refuse now what would fail later.
        minimum_free: Bytes that must be free on the disk for writing.
        network_disk: Allow a network file system, on which SQLite cannot promise anything.

    Raises:
        StoreError: One sentence that says what is wrong and what to do; nothing was changed.
    """
    notices: list[str] = []
    if not path.exists():
        if not create:
            raise StoreMissingError(
                f"There is no project at {path}. "
                f"Make one with `annotator load {path} ARTICLE`, or check the path."
            )
        _refuse_network_disk(path, allowed=network_disk)
        refuse_full_disk(path, minimum_free)
        _make(path)
        notices.append(f"Made {path}.")
    refuse_strange_file(path)
    if write:
        _refuse_network_disk(path, allowed=network_disk)
        _refuse_read_only(path)
    with translating(path):
        notices += _migrate(path)
        project_id = _project_id(path)
    if (notice := _old_sqlite()) and write:
        notices.append(notice)
    return Store(path, project_id, tuple(notices), minimum_free)


def refuse_strange_file(path: Path) -> None:
    """Raise unless `path` is a project file of this program, in a version it knows."""
    if path.is_dir():
        raise NotAStoreError(f"{path} is a folder. Name the project file in it.")
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from error
    if not head:
        raise NotAStoreError(
            f"{path} is an empty file, not a project. Remove it, and load an article to make one."
        )
    if not head.startswith(_HEADER):
        raise NotAStoreError(
            f"{path} is not a claim-annotator project: it is no SQLite file. Check the path."
        )
    if len(head) < 100 or path.stat().st_size % _page_size(head):
        raise StoreDamagedError(
            f"{path} is cut short. Take the last backup; "
            "if you copied it, copy it with `annotator backup` instead."
        )
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID and not _being_made(path):
        raise NotAStoreError(
            f"{path} is a SQLite file of another program, not a claim-annotator project. "
            "Check the path; nothing was changed."
        )


def refuse_full_disk(path: Path, minimum_free: int) -> None:
    """Raise when less than `minimum_free` bytes are left where `path` lies."""
    folder = path.resolve().parent
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise StoreError(
            f"The folder {folder} cannot be used: {error.strerror}. Make it, or check the path."
        ) from error
    if free < minimum_free:
        raise DiskFullError(
            f"Only {free / 2**20:.0f} MB are free where {path} lies; "
            f"{minimum_free / 2**20:.0f} MB are needed to save safely. "
            "Make room; everything acknowledged so far is safe."
        )


def _identity(path: Path) -> tuple[int, int]:
    """Which file a path names; zeros for none."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_dev, status.st_ino)


def _page_size(head: bytes) -> int:
    size = int.from_bytes(head[16:18], "big")
    return 65536 if size == 1 else size or 4096


def _being_made(path: Path) -> bool:
    """Whether the application id is in the WAL only: a project that was never closed."""
    try:
        database = connect(path, write=False)
    except sqlite3.Error:
        return False
    try:
        return bool(_pragma(database, "application_id") == APPLICATION_ID)
    except (sqlite3.Error, UnicodeDecodeError):
        return False
    finally:
        database.close()


def _pragma(database: Database, name: str) -> int:
    return int(database.execute(f"pragma {name}").fetchone()[0])


def _make(path: Path) -> None:
    """Build the new file under another name, so that no half-made project is ever at `path`."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    with translating(path):
        try:
            try:
                draft.touch(mode=0o600)
            except OSError as error:
                raise StoreReadOnlyError(
                    f"{path} cannot be made: {error.strerror}. Choose a folder you may write to."
                ) from error
            database = connect(draft, write=True)
            database.execute("begin immediate")
            migrations.apply(database)
            database.execute(f"pragma application_id = {APPLICATION_ID}")
            database.execute(f"pragma user_version = {SCHEMA_VERSION}")
            database.execute(
                "insert into project (id, created_at) values (?, ?)",
                [secrets.token_hex(16), utc_now()],
            )
            database.execute("commit")
            database.execute("pragma wal_checkpoint(truncate)")
            database.close()
            try:
                os.link(draft, path)
            except FileExistsError:
                pass  # another process was quicker; its project is the one
            except OSError:  # a disk without hard links
                if not path.exists():
                    draft.rename(path)
        finally:
            for leftover in ("", "-wal", "-shm"):
                draft.with_name(draft.name + leftover).unlink(missing_ok=True)


def _migrate(path: Path) -> list[str]:
    """Bring the file to this program's schema, once a copy of it is safe; what was done."""
    database = connect(path, write=False)
    try:
        version = _pragma(database, "user_version")
    finally:
        database.close()
    if version == SCHEMA_VERSION:
        return []
    if version > SCHEMA_VERSION:
        raise StoreNewerError(newer_version(path, version))
    if _is_read_only(path):
        raise StoreReadOnlyError(
            f"{path} is of an older version and has to be migrated once, but the file or its "
            "folder is read-only. Open it once where it may be written, or work on a copy."
        )
    database = connect(path, write=True)
    try:
        # Nobody writes between the copy and the migration; another process may have migrated while
        # this one waited for the lock.
        database.execute("begin immediate")
        version = _pragma(database, "user_version")
        if version >= SCHEMA_VERSION:
            return []
        backup = _kept(path, version)
        migrations.apply(database)
        database.execute(f"pragma user_version = {SCHEMA_VERSION}")
        database.execute("commit")
    finally:
        database.close()
    return [f"{path} was of an older version: it is kept as {backup.name} and has been migrated."]


def _kept(path: Path, version: int) -> Path:
    """The copy of an older file, on disk and read back."""
    backup = _free_name(path.with_name(f"{path.name}.v{version}.bak"))
    try:
        copy_file(path, backup, read=lambda _: None)
    except StoreDamagedError as error:
        raise StoreDamagedError(
            f"{path} is of an older version and was not migrated: the copy to be kept of it is not "
            "sound, so the file or the disk is damaged. Nothing was changed. Take the last backup."
        ) from error
    except StoreError as error:
        raise type(error)(
            f"{path} is of an older version and was not migrated, because no copy of it could be "
            f"kept. Nothing was changed. {error}"
        ) from error
    return backup


def newer_version(path: Path, version: int) -> str:
    """The sentence for a file from the future."""
    return (
        f"{path} was written by a newer claim-annotator (schema {version}; this one knows "
        f"{SCHEMA_VERSION}). Install the newer version; nothing was changed."
    )


def _free_name(path: Path) -> Path:
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}{number}")
    return candidate


def _project_id(path: Path) -> str:
    database = connect(path, write=False)
    try:
        row = database.execute("select id from project").fetchone()
    finally:
        database.close()
    if row is None:
        raise StoreDamagedError(f"{path} has lost its project id. Take the last backup.")
    return str(row[0])


def _is_read_only(path: Path) -> bool:
    """Whether the file is marked so, or the rights forbid writing it or beside it."""
    marked = not path.stat().st_mode & 0o222
    return marked or not all(os.access(each, os.W_OK) for each in (path, path.resolve().parent))


def _refuse_read_only(path: Path) -> None:
    if _is_read_only(path):
        raise StoreReadOnlyError(
            f"{path} cannot be written: the file or its folder is read-only. "
            "Make it writable, or work on a copy."
        )


def _refuse_network_disk(path: Path, *, allowed: bool) -> None:
    kind = _filesystem(path.resolve().parent)
    if not allowed and kind.startswith(_NETWORK_FILESYSTEMS):
        raise StoreError(
            f"{path} lies on a network disk ({kind}), where SQLite can lose or damage data. "
            "Move it to a disk of this computer, or say --network-disk."
        )


def _filesystem(folder: Path) -> str:
    """The type of the file system below `folder`; empty where the system does not tell."""
    mounts = Path("/proc/self/mountinfo")
    if not mounts.exists():
        return ""
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split()
        point = fields[4].replace("\\040", " ")
        if folder.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, fields[fields.index("-") + 1]
    return kind


def _old_sqlite() -> str:
    if sqlite_version() >= SAFE_SQLITE:
        return ""
    running, safe = (".".join(map(str, version)) for version in (sqlite_version(), SAFE_SQLITE))
    return (
        f"SQLite {running} is in use; before {safe} it can damage a file that two programs write "
        f"at once. Run only one at a time on {sys.platform}, or install a newer Python."
    )


def _limit(database: Database, seconds: float) -> None:
    end = time.monotonic() + seconds
    database.conn.set_progress_handler(lambda: time.monotonic() > end, 10_000)
