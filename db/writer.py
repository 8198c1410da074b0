"""The one writer of a process: group commit, and no acknowledgement before COMMIT.

Jobs that wait together share one transaction and so one fsync. Each runs in its own savepoint: a
job that fails takes back only its own changes, and only its own future carries the error.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlite_utils import Database

from db.engine import connect, sqlite3, translated
from db.errors import StoreError, StoreNewerError
from db.migrations import SCHEMA_VERSION
from db.transaction import Transaction, utc_now

T = TypeVar("T")
Job = Callable[[Transaction], Any]

_BATCH: Final = 500
_OF_THE_JOB: Final = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError)


@dataclass(frozen=True, slots=True)
class _Work:
    job: Job
    future: Future[Any]


class Writer:
    """A thread with the process's only writing connection, started when the first job comes."""

    def __init__(
        self,
        path: Path,
        project_id: str,
        refuse_full: Callable[[], None],
        refuse_replaced: Callable[[], None],
    ) -> None:
        """The two callables raise while nothing may be written: no room, or another file."""
        self._path = path
        self._project_id = project_id
        self._refuse_full = refuse_full
        self._refuse_replaced = refuse_replaced
        self._waiting: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, job: Callable[[Transaction], T]) -> Future[T]:
        """Queue a job. Its future holds the result once it is durable, or the error."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise StoreError(f"{self._path} has been closed. Open it again to write.")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
                self._thread.start()
            self._waiting.put(_Work(job, future))
        return future

    def close(self) -> None:
        """Write what is waiting, then fold the WAL into the file."""
        with self._lock:
            self._closed = True
            if self._thread is None:
                return
            self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        database: Database | None = None
        more = True
        while more:
            works, more = self._next()
            if not works:
                continue
            try:
                self._refuse_full()
                self._refuse_replaced()
                if database is None:
                    database = connect(self._path, write=True)
                done = self._commit(database, works)
                self._refuse_replaced()  # what was committed then is in no file that anybody has
            except BaseException as error:  # noqa: BLE001 - every waiter must learn of it
                if database is not None:
                    database.close()  # rolls back
                    database = None
                reason = _readable(error, self._path)
                for work in works:
                    work.future.set_exception(reason)
                continue
            for work, outcome in done:
                if isinstance(outcome, _Failed):
                    work.future.set_exception(outcome.error)
                else:
                    work.future.set_result(outcome)
        if database is not None:
            _fold(database)

    def _next(self) -> tuple[list[_Work], bool]:
        """Everything that waits now, at least one job; False when the writer is to end."""
        works: list[_Work] = []
        item = self._waiting.get()
        while item is not None:
            if item.future.set_running_or_notify_cancel():
                works.append(item)
            if len(works) >= _BATCH:
                return works, True
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                return works, True
        return works, False

    def _commit(self, database: Database, works: list[_Work]) -> list[tuple[_Work, Any]]:
        database.execute("begin immediate")
        _refuse_newer(database, self._path)
        transaction = Transaction(database, self._project_id, utc_now())
        done = [(work, self._attempt(database, transaction, work.job)) for work in works]
        database.execute("commit")
        return done

    def _attempt(self, database: Database, transaction: Transaction, job: Job) -> Any:
        database.execute("savepoint job")
        try:
            result = job(transaction)
        except _OF_THE_JOB as error:
            return self._failed(database, error)
        except sqlite3.Error:
            raise  # the disk or the file, not the job: nothing of this batch is sure
        except Exception as error:  # noqa: BLE001 - it belongs to the job's own future
            return self._failed(database, error)
        database.execute("release job")
        return result

    def _failed(self, database: Database, error: Exception) -> _Failed:
        database.execute("rollback to job")
        database.execute("release job")
        return _Failed(_readable(error, self._path))


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


def _readable(error: BaseException, path: Path) -> BaseException:
    return translated(error, path) if isinstance(error, sqlite3.Error) else error


def _refuse_newer(database: Database, path: Path) -> None:
    version = int(database.execute("pragma user_version").fetchone()[0])
    if version > SCHEMA_VERSION:
        raise StoreNewerError(
            f"{path} has been migrated by a newer claim-annotator while this one was running. "
            "Start the newer version; everything acknowledged so far is safe."
        )


def _fold(database: Database) -> None:
    try:
        database.execute("pragma wal_checkpoint(truncate)").fetchall()
    finally:
        database.close()
