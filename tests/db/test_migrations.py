"""A project of every older schema opens as it is, with a backup beside it."""

from __future__ import annotations

import sqlite3 as standard
from pathlib import Path

import pytest

from db import answers, articles, events
from db.check import check
from db.engine import connect
from db.errors import StoreError, StoreReadOnlyError
from db.migrations import SCHEMA_VERSION
from db.model import Stored
from db.store import Store, open_store
from tests import builders

KEPT = Path(__file__).parent / "files"
VERSIONS = range(1, SCHEMA_VERSION)


def older(folder: Path, version: int) -> Path:
    """A project file as that version of the schema left it."""
    path = folder / "project.db"
    database = standard.connect(path)
    database.execute("pragma journal_mode = wal")
    database.executescript((KEPT / f"v{version}.sql").read_text(encoding="utf-8"))
    database.close()
    return path


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the list of migrations."""
    database = standard.connect(path)
    names = database.execute(
        "select name from sqlite_master where type = 'table' and name not like '%migrations'"
    ).fetchall()
    found = {name: database.execute(f"select * from {name}").fetchall() for (name,) in names}
    database.close()
    return found


def schema_of(path: Path) -> set[tuple[str, ...]]:
    database = standard.connect(path)
    found = database.execute("select type, name, sql from sqlite_master where sql is not null")
    rows = set(found.fetchall())
    database.close()
    return rows


def test_every_older_version_is_kept() -> None:
    assert sorted(path.name for path in KEPT.iterdir()) == [f"v{n}.sql" for n in VERSIONS]


@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_project_is_backed_up_and_keeps_every_row(tmp_path: Path, version: int) -> None:
    path = older(tmp_path, version)
    before, old_schema = contents(path), schema_of(path)
    with open_store(path) as store:
        assert [notice for notice in store.notices if f"project.db.v{version}.bak" in notice]
        assert check(store) == []
    backup = tmp_path / f"project.db.v{version}.bak"
    assert contents(backup) == before
    assert schema_of(backup) == old_schema
    after = contents(path)
    for name, rows in before.items():  # a table may have got more columns
        assert [row[: len(old)] for row, old in zip(after[name], rows, strict=True)] == rows


@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_project_gets_the_schema_of_a_new_one(tmp_path: Path, version: int) -> None:
    path = older(tmp_path, version)
    open_store(path).close()
    open_store(tmp_path / "new.db", create=True).close()
    assert schema_of(path) == schema_of(tmp_path / "new.db")


@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_project_is_opened_once(tmp_path: Path, version: int) -> None:
    path = older(tmp_path, version)
    open_store(path).close()
    with open_store(path) as store:
        assert store.notices == ()
    assert len(list(tmp_path.glob("*.bak*"))) == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_work_goes_on_in_an_older_project(tmp_path: Path, version: int) -> None:
    with open_store(older(tmp_path, version)) as store:
        ana = named(store, "Ana")
        with store.read() as db:
            (first, _) = articles.listing(db)
            current = answers.of_article(db, first.revision_id, ana)[1]
            end = events.head(db).seq
        cleo = builders.an_analyst(store, "Cleo")
        assert current.tag == "opinion"
        assert isinstance(builders.tag(store, cleo, 1, "opinion"), Stored)
        assert isinstance(builders.wish_split(store, cleo, 1), Stored)
        assert check(store) == []
        with store.read() as db:
            assert events.head(db).seq == end + 3


def test_an_older_project_that_may_only_be_read_says_that_it_is_older(tmp_path: Path) -> None:
    path = older(tmp_path, 1)
    before = path.read_bytes()
    path.chmod(0o444)
    with pytest.raises(StoreReadOnlyError) as refusal:
        open_store(path, write=False)
    assert "is of an older version and has to be migrated once" in str(refusal.value)
    assert str(refusal.value).endswith("Open it once where it may be written, or work on a copy.")
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_project_as_it_was(tmp_path: Path) -> None:
    path = older(tmp_path, 1)
    database = connect(path, write=True)
    database.execute("create table split_wish (mine)")  # somebody's own table is in the way
    database.close()
    before, schema = contents(path), schema_of(path)
    with pytest.raises(StoreError, match="split_wish"):
        open_store(path)
    assert (contents(path), schema_of(path)) == (before, schema)


def named(store: Store, name: str) -> str:
    with store.read() as db:
        return str(db.execute("select id from analyst where name = ?", [name]).fetchone()[0])
