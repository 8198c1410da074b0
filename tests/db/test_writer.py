"""The writer: shared transactions, savepoints, and no acknowledgement before COMMIT."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from db import people
from db.check import check
from db.engine import connect
from db.errors import StoreError
from db.events import count
from db.model import AnalystAdded
from db.store import Store, open_store
from db.transaction import Transaction
from tests import builders


def visible(store: Store) -> int:
    """What another connection sees: only what is committed."""
    with store.read() as db:
        return count(db)


def test_a_future_is_done_only_when_others_can_see_the_event(store: Store) -> None:
    seen: list[int] = []

    def look(_future: Future[Any]) -> None:
        seen.append(visible(store))

    for _ in range(20):
        future = store.submit(lambda tx: tx.append("cli:test", AnalystAdded("x")))
        future.add_done_callback(look)
        future.result()
    deadline = time.monotonic() + 10
    while len(seen) < 20 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert seen == list(range(1, 21))


def test_jobs_that_wait_together_share_a_commit(store: Store) -> None:
    gate = threading.Event()
    inside: list[bool] = []

    def held(tx: Transaction) -> str:
        gate.wait(10)
        return tx.now

    def job(tx: Transaction) -> str:
        inside.append(tx.db.conn.in_transaction)
        tx.append("cli:test", AnalystAdded("x"))
        return tx.now

    first = store.submit(held)
    rest = [store.submit(job) for _ in range(50)]
    gate.set()
    first.result()
    assert len({future.result() for future in rest}) == 1
    assert all(inside)


def test_a_job_that_fails_takes_back_its_own_changes_only(store: Store) -> None:
    gate = threading.Event()
    store.submit(lambda _tx: gate.wait(10))

    def bad(tx: Transaction) -> None:
        people.add(tx, "Never")
        raise ValueError("no")

    first = store.submit(lambda tx: people.add(tx, "First"))
    failing = store.submit(bad)
    last = store.submit(lambda tx: people.add(tx, "Last"))
    gate.set()

    with pytest.raises(ValueError, match="no"):
        failing.result()
    assert (first.result().name, last.result().name) == ("First", "Last")
    with store.read() as db:
        assert [analyst.name for analyst in people.listing(db)] == ["First", "Last"]
    assert check(store) == []


def test_closing_writes_what_waits_and_refuses_more(tmp_path: Path) -> None:
    store = open_store(tmp_path / "x.db", create=True)
    futures = [
        store.submit(lambda tx: tx.append("cli:test", AnalystAdded("x"))) for _ in range(100)
    ]
    store.close()
    assert [future.result().seq for future in futures] == list(range(1, 101))
    with pytest.raises(StoreError, match="closed"):
        store.submit(lambda _tx: None)


def test_the_chain_goes_on_where_another_program_left_it(store: Store) -> None:
    builders.load(store)
    with open_store(store.path) as other:
        builders.an_analyst(other)
    builders.an_analyst(store)
    assert check(store) == []


@pytest.mark.slow
def test_two_processes_write_without_breaking_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "two.db"
    with open_store(path, create=True) as store:
        builders.load(store, builders.an_article(*(f"Sentence {n}." for n in range(20))))
        people_ids = [builders.an_analyst(store).id for _ in range(2)]
    # Unlike threads, processes meet only in the file; small batches make them meet often.
    program = """
import sys
from pathlib import Path
import db.writer
from db import recording
from db.model import ClaimAnswered, Stored
from db.store import open_store
from db.transaction import uuid7
db.writer._BATCH = 5
with open_store(Path(sys.argv[1])) as store:
    with store.read() as db:
        shas = dict(db.execute("select id, substr(sha256, 1, 12) from claim").fetchall())
    current, futures = {}, []
    for n in range(1000):
        claim, act_id = n % 20 + 1, uuid7()
        tag = ("sourced", "contested", "opinion")[n % 3]
        act = ClaimAnswered(
            shas[claim], "tagged", tag, "", "", "default/1", current.get(claim)
        )
        current[claim] = act_id
        futures.append(store.submit(
            lambda tx, a=act_id, c=claim, act=act: recording.record(tx, sys.argv[2], a, c, act)
        ))
    assert all(isinstance(future.result(), Stored) for future in futures)
"""
    running = [
        subprocess.Popen([sys.executable, "-P", "-c", program, str(path), analyst])
        for analyst in people_ids
    ]
    assert [process.wait(120) for process in running] == [0, 0]
    with open_store(path) as store:
        assert visible(store) == 3 + 2000
        assert check(store) == []


def test_a_write_lock_held_elsewhere_is_one_sentence(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "db.engine._PRAGMAS", ("foreign_keys = on", "busy_timeout = 50")
    )  # ten seconds are too long for a test
    blocker = connect(store.path, write=True)
    blocker.execute("begin immediate")
    with pytest.raises(StoreError, match="Another program has been writing"):
        builders.load(store)
    blocker.execute("rollback")
    blocker.close()
    builders.load(store)
