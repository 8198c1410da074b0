"""`annotator evidence` and `annotator sources`: what the command line lists."""

from __future__ import annotations

import csv
import functools
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from annotator.cli import cli
from db import sources
from db.exports import evidence_csv
from db.store import open_store
from tests import builders
from tests.builders import an_analyst, attach, take_back

Run = Callable[..., Result]


@pytest.fixture
def run(project: Path) -> Run:
    """Runs a command on the project."""

    def run(command: str, *words: str) -> Result:
        return CliRunner().invoke(cli, [command, str(project), *words], prog_name="annotator")

    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two articles; evidence of Ana and Bo on both, one piece taken back; graded sources."""
    path = tmp_path / "my.db"
    with open_store(path, create=True) as store:
        first = builders.an_article()
        builders.load(store, replace(first, url="https://example.org/a", published="2026-05"))
        builders.load(store, builders.an_article("A ferry came.", "It left.", title="Ferries"))
        ana, bo, cy = (an_analyst(store, name) for name in ("Ana", "Bo", "Cy"))
        attach(store, ana, 1, source="Port office", quote="=May", published_on="2026-06")
        attach(store, bo, 1, "refutes", source="Divers", url="http://www.example.org/a/")
        attach(store, bo, 2, source="Port office")
        attach(store, ana, 2, source="Divers")
        attach(store, ana, 5, source="Port office")
        gone = attach(store, ana, 3, source="Gone")
        take_back(store, ana, 3, gone.id)
        with store.read() as db:
            port = sources.find_name(db, "Port office")
        assert port is not None
        for who, grade in ((bo, "D"), (ana, "B"), (cy, "F")):
            job = functools.partial(
                sources.rate, actor=who.id, source_id=port.id, reliability=grade, note="x"
            )
            store.write(job)
    return path


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_sources_say_what_rests_on_them_and_who_graded_them(run: Run) -> None:
    figures = ("name", "pieces", "claims", "claims_on_it_alone", "grades")
    listed = rows(run("sources"))
    assert [tuple(row[name] for name in figures) for row in listed] == [
        ("Divers", 2, 1, 0, ""),
        ("Gone", 0, 0, 0, ""),
        ("Port office", 3, 3, 2, "Ana: B; Bo: D; Cy: F"),
    ]
    flags = [(row["from_the_article"], row["later_than_the_article"]) for row in listed]
    assert flags == [(True, False), (False, False), (False, True)]
    table = run("sources", "--table").stdout.splitlines()
    assert table[0].split()[:3] == ["name", "pieces", "claims"]
    assert "Ana: B; Bo: D; Cy: F" in table[-1]


def test_evidence_has_the_columns_of_its_export_and_what_was_taken_back(run: Run) -> None:
    listed = rows(run("evidence"))
    assert tuple(listed[0]) == evidence_csv.COLUMNS
    assert [(row["article"], row["position"], row["source"]) for row in listed] == [
        (1, 1, "Port office"),
        (1, 1, "Divers"),
        (1, 2, "Port office"),
        (1, 2, "Divers"),
        (1, 3, "Gone"),
        (2, 2, "Port office"),
    ]
    assert [bool(row["withdrawn_at"]) for row in listed] == [False] * 4 + [True, False]
    (first, *_) = csv.DictReader(
        io.StringIO(run("evidence", "--csv").stdout.removeprefix("\ufeff"))
    )
    assert first["quote"] == "'=May"  # a spreadsheet would run it


@pytest.mark.parametrize(
    ("words", "claims"),
    [
        (("--article", "2"), [5]),
        (("--claim", "2"), [2, 2]),
        (("--claim", "5"), [5]),
        (("--article", "2", "--claim", "2"), [5]),
        (("--article", "2", "--claim", "1"), []),
    ],
)
def test_evidence_of_an_article_or_a_claim(
    run: Run, words: tuple[str, ...], claims: list[int]
) -> None:
    assert [row["claim"] for row in rows(run("evidence", *words))] == claims


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--article", "3"), "There is no article 3"),
        (("--claim", "9"), "There is no claim 9"),
        (("--article", "2", "--claim", "3"), "There is no claim number 3 in article 2."),
    ],
)
def test_what_is_not_there_is_refused(run: Run, words: tuple[str, ...], sentence: str) -> None:
    result = run("evidence", *words)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert result.stdout == ""


def test_a_project_without_evidence_lists_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with open_store(path, create=True) as store:
        builders.load(store)
    for command in ("evidence", "sources"):
        result = CliRunner().invoke(cli, [command, str(path)])
        assert json.loads(result.stdout) == []
