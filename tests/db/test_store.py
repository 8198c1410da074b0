"""Opening a project: what is made, what is refused, and in which words."""

from __future__ import annotations

import os
import shutil
import sqlite3 as standard
import time
from pathlib import Path

import pytest

from db import events
from db.engine import connect, sqlite3
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
from db.migrations import SCHEMA_VERSION
from db.store import APPLICATION_ID, Store, open_store
from tests import builders


def test_a_new_project_says_so_and_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with open_store(path, create=True) as store:
        assert f"Made {path}." in store.notices
        assert len(store.project_id) == 32
    with open_store(path) as again:
        assert not any(notice.startswith("Made") for notice in again.notices)
        assert again.project_id == store.project_id
    plain = standard.connect(path)
    assert plain.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
    assert plain.execute("pragma user_version").fetchone() == (SCHEMA_VERSION,)
    plain.close()
    assert [p.name for p in tmp_path.iterdir()] == ["new.db"]


def test_two_projects_have_different_ids(tmp_path: Path) -> None:
    ids = set()
    for name in ("a.db", "b.db"):
        with open_store(tmp_path / name, create=True) as store:
            ids.add(store.project_id)
    assert len(ids) == 2


def test_every_table_is_strict(store: Store) -> None:
    with store.read() as db:
        for table in db.tables:
            assert table.strict or table.name == "_sqlite_migrations", table.name


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", NotAStoreError, "empty file"),
        (b"Dear colleagues,\n" * 20, NotAStoreError, "no SQLite file"),
        (b"SQLite format 3\0" + b"\0" * 20, StoreDamagedError, "cut short"),
    ],
)
def test_a_strange_file_is_refused_and_kept(
    tmp_path: Path, content: bytes, error: type[StoreError], words: str
) -> None:
    path = tmp_path / "strange.db"
    path.write_bytes(content)
    with pytest.raises(error, match=words):
        open_store(path, create=True)
    assert path.read_bytes() == content


def test_a_missing_file_is_refused_unless_it_may_be_made(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match=r"annotator load"):
        open_store(tmp_path / "none.db")
    assert not list(tmp_path.iterdir())


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAStoreError, match="folder"):
        open_store(tmp_path, create=True)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        open_store(tmp_path / "nowhere" / "x.db", create=True)


def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = standard.connect(path)
    other.execute("create table t (a)")
    other.commit()
    other.close()
    with pytest.raises(NotAStoreError, match="another program"):
        open_store(path)


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    open_store(path, create=True).close()
    database = connect(path, write=True)
    database.execute(f"pragma user_version = {SCHEMA_VERSION + 1}")
    database.close()
    with pytest.raises(StoreNewerError, match="newer version"):
        open_store(path)


def test_a_file_that_becomes_newer_while_it_is_open_is_not_written(store: Store) -> None:
    builders.load(store)
    database = connect(store.path, write=True)
    database.execute(f"pragma user_version = {SCHEMA_VERSION + 1}")
    database.close()
    with pytest.raises(StoreNewerError, match="while this one was running"):
        builders.load(store, builders.an_article("One more."))


def test_an_older_file_is_backed_up_and_migrated(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    database = standard.connect(path)  # as it was before the first schema: only the marks
    database.execute(f"pragma application_id = {APPLICATION_ID}")
    database.execute("create table project (id text primary key, created_at text not null)")
    database.execute("drop table project")
    database.commit()
    database.close()

    with pytest.raises(StoreDamagedError, match="project id"):
        open_store(path)  # migrated, but nobody ever gave it an id
    assert (tmp_path / "old.db.v0.bak").exists()
    again = standard.connect(path)
    assert again.execute("pragma user_version").fetchone() == (SCHEMA_VERSION,)
    again.close()


def an_older_project(path: Path) -> str:
    """A project whose version says that it is older; returns its id."""
    with open_store(path, create=True) as store:
        project_id = store.project_id
    database = connect(path, write=True)
    database.execute("pragma user_version = 0")
    database.close()
    return project_id


def version_of(path: Path) -> int:
    database = connect(path, write=False)
    (version,) = database.execute("pragma user_version").fetchone()
    database.close()
    return int(version)


def test_the_copy_before_a_migration_is_on_disk_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    an_older_project(path)
    path.chmod(0o640)
    real, synced = os.fsync, []

    def fsync(descriptor: int) -> None:
        real(descriptor)
        synced.append((os.fstat(descriptor).st_ino, version_of(path)))

    monkeypatch.setattr(os, "fsync", fsync)
    with open_store(path) as store:
        assert "kept as old.db.v0.bak" in store.notices[0]
    copy = tmp_path / "old.db.v0.bak"
    assert synced == [(copy.stat().st_ino, 0), (tmp_path.stat().st_ino, 0)]
    assert copy.stat().st_mode & 0o777 == 0o640
    assert (version_of(copy), version_of(path)) == (0, SCHEMA_VERSION)


def test_a_copy_that_the_disk_has_damaged_stops_the_migration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    an_older_project(path)

    def fsync(descriptor: int) -> None:
        """A disk that keeps something else than what was written."""
        with Path(f"/proc/self/fd/{descriptor}").open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * 4096)

    if not Path("/proc/self/fd").exists():
        pytest.skip("Without /proc the file behind a descriptor cannot be found.")
    monkeypatch.setattr(os, "fsync", fsync)
    before = path.read_bytes()
    with pytest.raises(StoreDamagedError, match=r"not migrated: the copy .* not sound"):
        open_store(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["old.db"]


def test_a_damaged_older_project_is_not_migrated(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    an_older_project(path)
    database = connect(path, write=True)
    database.execute("pragma ignore_check_constraints = on")
    database.execute("insert into event values (1, 'a', 'b', 'c', 'd', null, null, 'no json', '')")
    database.close()
    with pytest.raises(StoreDamagedError, match="not migrated"):
        open_store(path)
    assert version_of(path) == 0
    assert [file.name for file in tmp_path.iterdir()] == ["old.db"]


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.db"
    open_store(path, create=True).close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2 + 100])
    with pytest.raises(StoreDamagedError, match="cut short"):
        open_store(path)


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    open_store(path, create=True).close()
    whole = bytearray(path.read_bytes())
    whole[100:4096] = b"\xff" * 3996
    path.write_bytes(whole)
    with pytest.raises(StoreError, match="damaged"):
        open_store(path)


def test_a_file_marked_read_only_is_refused_for_writing(tmp_path: Path) -> None:
    path = tmp_path / "locked.db"
    open_store(path, create=True).close()
    path.chmod(0o444)
    with pytest.raises(StoreReadOnlyError, match="read-only"):
        open_store(path)
    with open_store(path, write=False) as store, store.read() as db:
        assert events.head(db).seq == 0


def test_a_nearly_full_disk_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "full.db"
    everything = shutil.disk_usage(tmp_path).total * 2
    with pytest.raises(DiskFullError, match="MB are free"):
        open_store(path, create=True, minimum_free=everything)
    open_store(path, create=True).close()
    with (
        open_store(path, minimum_free=everything) as store,
        pytest.raises(DiskFullError, match="MB are free"),
    ):
        builders.load(store)


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """`max_page_count` makes SQLite report a full disk without filling one."""
    path = tmp_path / "small.db"
    with open_store(path, create=True) as store:
        article = builders.load(store)
        ana = builders.an_analyst(store)
        first = builders.tag(store, ana, 1)
        pages = []

        def fill(tx: object) -> None:
            db = tx.db  # type: ignore[attr-defined]
            pages.append(db.execute("pragma page_count").fetchone()[0])
            db.execute(f"pragma max_page_count = {pages[0]}")

        store.write(fill)
        with pytest.raises(DiskFullError, match="disk is full"):
            builders.load(store, builders.an_article(*(f"Sentence {i}." for i in range(3000))))
        builders.tag(store, ana, 2)  # the writer has a new connection and goes on
    with open_store(path, write=False) as store, store.read() as db:
        assert db.execute("select event_id from answer where claim_id = 1").fetchone()[0] == (
            first.id
        )
        assert db.execute("select count(*) from article").fetchone()[0] == 1
        assert article.claims == 3


def test_the_log_cannot_be_changed(store: Store) -> None:
    builders.load(store)
    database = connect(store.path, write=True)
    for statement in ("update event set kind = 'x'", "delete from event"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            database.execute(statement)
    database.close()


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError), store.read() as db:
        db.execute("delete from analyst")


def test_a_long_read_is_stopped(store: Store) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    begin = time.monotonic()
    with pytest.raises(StoreError, match="interrupted"), store.read(timeout=0.2) as db:
        db.execute(endless).fetchall()
    assert time.monotonic() - begin < 60


def test_a_closed_project_is_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "whole.db"
    with open_store(path, create=True) as store:
        builders.load(store)
    assert [p.name for p in tmp_path.iterdir()] == ["whole.db"]
    with open_store(path, write=False) as store, store.read() as db:
        assert events.count(db) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["whole.db"]


def test_a_network_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says of the disk is all that is replaced here."""
    monkeypatch.setattr("db.store._filesystem", lambda _folder: "nfs4")
    with pytest.raises(StoreError, match="network disk"):
        open_store(tmp_path / "far.db", create=True)
    open_store(tmp_path / "far.db", create=True, network_disk=True).close()


def test_a_file_replaced_or_removed_while_it_is_open_takes_no_more(tmp_path: Path) -> None:
    """A backup copied over the open project: what is acknowledged has to be in the new file."""
    path, other = tmp_path / "open.db", tmp_path / "backup.db"
    open_store(other, create=True).close()
    with open_store(path, create=True) as store:
        builders.load(store)
        for change in (lambda: other.replace(path), path.unlink):
            change()
            with pytest.raises(StoreReplacedError, match="stop the program and start it again"):
                builders.an_analyst(store)
            with pytest.raises(StoreReplacedError), store.read():
                pass
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".db"] == []


def test_a_replacement_is_whole_after_the_program_ends(tmp_path: Path) -> None:
    path, other = tmp_path / "open.db", tmp_path / "backup.db"
    with open_store(other, create=True) as store:
        builders.load(store)
    with open_store(path, create=True) as store:
        builders.an_analyst(store)
        for leftover in tmp_path.glob("open.db-*"):
            leftover.unlink()
        other.replace(path)
    with open_store(path) as store, store.read() as db:
        assert events.count(db) == 1
