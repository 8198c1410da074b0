"""docs/api.md says what the API does: its examples run, its tables are complete."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest

from annotator import server
from db.check import check
from db.store import open_store
from tests import builders
from tests.conftest import ROOT
from tests.serving import COMMAND, Served
from tests.test_docs import DOCS, examples, matches, read

PAGE = DOCS / "api.md"
SHOWN = "127.0.0.1:8501"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", read(PAGE), re.DOTALL | re.MULTILINE)


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    part = read(PAGE).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def shell(command: str, folder: Path) -> str:
    """What a reader sees who types this."""
    ours = f'annotator() {{ {shlex.join(COMMAND)} "$@"; }}; python3() {{ {sys.executable} "$@"; }}'
    done = subprocess.run(
        ["bash", "-c", f"{ours}\nexec 2>&1\n{command}"],
        cwd=folder,
        env=os.environ | {"NO_PROXY": "127.0.0.1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}"
    return done.stdout


@pytest.fixture
def served() -> Iterator[list[Served]]:
    """The server, once the page has started it."""
    started: list[Served] = []
    yield started
    for server_process in started:
        server_process.stop()


@pytest.mark.skipif(which("curl") is None, reason="The examples need curl.")
def test_the_examples_run(tmp_path: Path, served: list[Served]) -> None:
    commands = list(examples(PAGE))
    assert len(commands) >= 10
    for command, output in commands:
        if command.startswith("annotator serve"):
            served.append(Served(tmp_path / shlex.split(command)[2]))
            continue
        if "@acts.json" in command:
            (tmp_path / "acts.json").write_text(filled_in(tmp_path), encoding="utf-8")
        port = served[0].port if served else 0
        there = shell(command.replace(SHOWN, f"127.0.0.1:{port}"), tmp_path)
        assert matches(there, output), f"{command}\n{there}"
    assert '"Ana Ferreira","tagged","sourced"' in read(tmp_path / "tags.csv")

    (program,) = blocks("python")
    ask_something(tmp_path)
    script = tmp_path / "program.py"
    script.write_text(program.replace(SHOWN, f"127.0.0.1:{served[0].port}"), encoding="utf-8")
    assert shell("python3 program.py", tmp_path) == "Questions stored \n"
    assert shell("python3 program.py", tmp_path) == "", "all is answered"
    with open_store(tmp_path / "harbour.db") as store:
        assert check(store) == []


def filled_in(folder: Path) -> str:
    """The page's batch, with what a reader puts into it."""
    (batch,) = blocks("json")
    with open_store(folder / "harbour.db", write=False) as store, store.read() as db:
        (analyst,) = db.execute("select id from analyst").fetchone()
        project = store.project_id
    for name, value in {"PROJECT": project, "ANALYST": analyst}.items():
        assert name in batch
        batch = batch.replace(name, value)
    return batch


def ask_something(folder: Path) -> None:
    """An article for the program at the end of the page."""
    with open_store(folder / "harbour.db") as store:
        builders.load(store, builders.an_article("Who pays?", "The town.", title="Questions"))


def test_every_address_is_documented_and_there() -> None:
    mounted = {
        f"{method} {re.sub(r':[a-z]+}', '}', route.path)}"
        for route in server._ours
        if route.path.startswith("/api/")
        for method in (route.methods or set()) - {"HEAD"}
    }
    told = [word for row in rows("Addresses") for word in words(row[0])]
    assert sorted(told) == sorted(mounted)


def test_every_refusal_is_documented() -> None:
    told = {(row[0], word) for row in rows("Refusals") for word in words(row[1])}
    assert told == set(refusals())


def refusals() -> Iterator[tuple[str, str]]:
    """Status and word of every refusal in the code of the routes and of the guard."""
    for path in sorted((ROOT / "annotator").glob("*.py")):
        for node in ast.walk(ast.parse(read(path))):
            if not isinstance(node, ast.Call | ast.Tuple):
                continue
            cells = node.args if isinstance(node, ast.Call) else node.elts
            values = [cell.value for cell in cells if isinstance(cell, ast.Constant)]
            match values:
                case [int(status), str(error), *_] if 400 <= status < 600:
                    yield str(status), error
