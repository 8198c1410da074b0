"""A backup is a whole project: it opens, it checks, and it holds what was acknowledged."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from db import answers, articles
from db.backup import backup
from db.check import check
from db.engine import connect
from db.errors import StoreDamagedError, StoreError
from db.events import count, head
from db.store import APPLICATION_ID, Store, open_store
from tests.builders import an_analyst, tag
from tests.db.filling import claims, load


def filled(store: Store) -> int:
    """An article, an analyst and a tag; the claim's id."""
    claim = claims(store, load(store, ["One.", "Two."]))[0]
    tag(store, an_analyst(store, "Ana"), claim.id, "sourced")
    return claim.id


def test_a_backup_opens_as_the_same_project(store: Store, tmp_path: Path) -> None:
    claim_id = filled(store)
    target = tmp_path / "copy.db"
    end = backup(store, target)
    with open_store(target) as copy, copy.read() as db, store.read() as original:
        assert copy.project_id == store.project_id
        assert end == head(db) == head(original)
        article = articles.listing(db)[0]
        (analyst_id,) = {row.analyst_id for row in answers.progress(db, [article.id])}
        assert answers.of_article(db, article.revision_id, analyst_id)[claim_id].tag == "sourced"
        assert check(copy) == []


def test_a_backup_holds_what_is_only_in_the_wal(store: Store, tmp_path: Path) -> None:
    filled(store)
    assert store.path.with_name(store.path.name + "-wal").stat().st_size > 0
    alone = tmp_path / "alone.db"
    backup(store, alone)
    assert not alone.with_name("alone.db-wal").exists()
    with open_store(alone) as copy, copy.read() as db:
        assert count(db) == 3


def test_a_backup_keeps_ids_versions_and_rights(store: Store, tmp_path: Path) -> None:
    filled(store)
    target = tmp_path / "copy.db"
    backup(store, target)
    database = connect(target, write=False)
    version = connect(store.path, write=False).execute("pragma user_version").fetchone()
    assert database.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
    assert database.execute("pragma user_version").fetchone() == version
    database.close()
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(store.path.stat().st_mode)


def test_an_existing_file_is_not_overwritten(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "precious.txt"
    target.write_text("precious")
    with pytest.raises(StoreError, match="is there already"):
        backup(store, target)
    assert target.read_text() == "precious"


def test_a_project_is_not_backed_up_onto_itself(store: Store) -> None:
    with pytest.raises(StoreError, match="is there already"):
        backup(store, store.path)


def test_a_missing_folder_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no folder .*nowhere"):
        backup(store, tmp_path / "nowhere" / "copy.db")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write it")
def test_a_read_only_folder_is_refused(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(StoreError, match=r"closed.*"):
        backup(store, folder / "copy.db")


def test_a_damaged_project_leaves_no_backup(store: Store, tmp_path: Path) -> None:
    for number in range(40):
        load(store, [f"Sentence {number} {n}. " + "x" * 100 for n in range(20)])
    store.close()
    size = store.path.stat().st_size
    with store.path.open("r+b") as file:
        file.seek(size // 2)
        file.write(os.urandom(16384))
    target = tmp_path / "folder" / "copy.db"
    target.parent.mkdir()
    with pytest.raises(StoreDamagedError):
        backup(store, target)
    assert list(target.parent.iterdir()) == []


def test_a_backup_while_somebody_writes_is_one_moment(store: Store, tmp_path: Path) -> None:
    article = load(store, [f"Sentence {n}." for n in range(300)])
    rows, ana = claims(store, article), an_analyst(store, "Ana")
    target = tmp_path / "copy.db"
    writing = threading.Thread(
        target=lambda: [tag(store, ana, claim.id, "opinion") for claim in rows]
    )
    writing.start()
    end = backup(store, target)
    writing.join()
    with open_store(target) as copy, copy.read() as db:
        assert count(db) == end.seq
        assert check(copy, end) == []
