"""A project that may only be read: what reads it works, what writes refuses in a sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import open_store
from tests.builders import an_analyst, an_article, load, tag
from tests.serving import COMMAND

# Root may write everywhere; without these capabilities it is bound by the rights like anybody.
BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
READING = (
    ("articles", "DB"),
    ("claims", "DB"),
    ("tags", "DB"),
    ("history", "DB"),
    ("check", "DB"),
    ("head", "DB"),
    ("export", "DB"),
    ("export", "DB", "-f", "csv-wide"),
    ("backup", "DB", "copy.db"),
)
WRITING = (("load", "DB", "article.txt"), ("serve", "DB", "--no-browser"))


def bound() -> tuple[str, ...]:
    """What has to stand before a command for it to be bound by the rights of files."""
    if not hasattr(os, "geteuid"):
        pytest.skip("Rights of files are of another sort on this system.")
    if os.geteuid() != 0:
        return ()
    if shutil.which(BOUND[0]) is None:
        pytest.skip("Root may write everywhere, and there is no setpriv to take that away.")
    if subprocess.run([*BOUND, "true"], check=False, capture_output=True).returncode:
        pytest.skip("Root may write everywhere, and may not give that up here.")
    return BOUND


@pytest.fixture(params=["file", "folder"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A project with an answer, closed, that nobody may write."""
    folder = tmp_path / "closed"
    folder.mkdir()
    path = folder / "my.db"
    fill(path)
    if request.param == "file":
        path.chmod(0o444)
    if request.param == "folder":
        folder.chmod(0o555)
    yield path
    folder.chmod(0o755)


def fill(path: Path) -> None:
    with open_store(path, create=True) as store:
        load(store, an_article("One sentence.", "Two."))
        tag(store, an_analyst(store, "Ana"), 1, "sourced")


def run(words: tuple[str, ...], database: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command in `folder`, where it may write."""
    (folder / "article.txt").write_text("Title\n\nAnother sentence.\n", encoding="utf-8")
    named = [str(database) if word == "DB" else word for word in words]
    return subprocess.run(
        [*bound(), *COMMAND, *named],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_what_reads_works(database: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    result = run(words, database, tmp_path)
    assert result.returncode == 0, result.stderr
    assert "Error" not in result.stderr
    assert [file.name for file in database.parent.iterdir()] == ["my.db"]


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_what_writes_refuses(database: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    result = run(words, database, tmp_path)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr == (
        f"Error: {database} cannot be written: the file or its folder is read-only. "
        "Make it writable, or work on a copy.\n"
    )


@pytest.mark.parametrize("words", [("load", "DB", "article.txt"), ("serve", "DB"), ("demo",)])
def test_nothing_is_made_where_nothing_can_be(tmp_path: Path, words: tuple[str, ...]) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    words = (*words, *(["--db", "DB"] if words == ("demo",) else []))
    result = run(words, folder / "new.db", tmp_path)
    assert result.returncode == 1
    assert result.stderr == (
        f"Error: {folder / 'new.db'} cannot be made: Permission denied. "
        "Choose a folder you may write to.\n"
    )
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("linked", [False, True])
def test_what_is_only_in_the_wal_is_never_left_out(tmp_path: Path, linked: bool) -> None:
    """Copied from a running program, with the WAL but without its index."""
    folder = tmp_path / "closed"
    folder.mkdir()
    named = tmp_path / "link.db" if linked else folder / "my.db"
    fill(tmp_path / "my.db")
    with open_store(tmp_path / "my.db") as store:
        tag(store, an_analyst(store, "Bo"), 1, "opinion")
        for end in ("", "-wal"):
            shutil.copy(tmp_path / f"my.db{end}", folder)
    if linked:
        named.symlink_to(folder / "my.db")
    folder.chmod(0o555)
    try:
        for words in READING:
            result = run(words, named, tmp_path)
            assert result.returncode == 1
            (line,) = result.stderr.splitlines()
            assert "read-only. Make it writable, or copy it, and my.db-wal if" in line
    finally:
        folder.chmod(0o755)


def disturbed(tmp_path: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run code on a project that may only be read; it changes the file itself."""
    folder = tmp_path / "closed"
    folder.mkdir()
    fill(folder / "my.db")
    folder.chmod(0o555)
    try:
        return subprocess.run(
            [*bound(), sys.executable, "-c", code, str(folder / "my.db")],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
    finally:
        folder.chmod(0o755)


@pytest.mark.parametrize(
    "found", ["", "raise sqlite3.DatabaseError('database disk image is malformed')"]
)
def test_a_file_that_changes_while_it_is_read_without_locks_is_read_again(
    tmp_path: Path, found: str
) -> None:
    """Pages of two moments may look like damage: nobody is to take a backup for that."""
    result = disturbed(
        tmp_path,
        "import sys, os; from pathlib import Path\n"
        "from db.engine import sqlite3; from db.store import open_store\n"
        "path = Path(sys.argv[1])\n"
        "with open_store(path, write=False) as store, store.read() as db:\n"
        "    db.execute('select count(*) from event').fetchone()\n"
        "    os.utime(path, ns=(0, 0))\n"
        f"    {found}\n",
    )
    path = tmp_path / "closed" / "my.db"
    assert f"StoreBusyError: Another program wrote to {path} while it was read" in result.stderr


def test_an_export_of_a_file_that_changed_meanwhile_gets_no_name(tmp_path: Path) -> None:
    result = disturbed(
        tmp_path,
        "import os, sys; from dataclasses import replace\n"
        "from annotator.cli import main; from db.exports import EXPORTERS\n"
        "exporter, path = EXPORTERS['csv-long'], sys.argv[1]\n"
        "def chunks(db, selection, *, raw):\n"
        "    yield from exporter.chunks(db, selection, raw=raw)\n"
        "    os.utime(path, ns=(0, 0))\n"
        "EXPORTERS['csv-long'] = replace(exporter, chunks=chunks)\n"
        "sys.argv = ['annotator', 'export', path, '-o', 'tags.csv']\nmain()\n",
    )
    assert result.returncode == 1
    assert "Another program wrote to" in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["closed"]
