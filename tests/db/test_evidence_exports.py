"""Evidence in the files: a row a piece, JSON lines with everything, and counts beside decisions."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from db import frames
from db.exports import EXPORTERS, Selection, adjudicated, evidence_csv, jsonl
from db.exports.guard import unguard
from db.model import Analyst
from db.store import Store
from tests import builders
from tests.builders import an_analyst, attach, take_back

PAGE = Path(__file__).resolve().parents[2] / "docs" / "export.md"
ALL = Selection()
HOSTILE = "=HYPERLINK(“x”)\n@ליד, \u202e+1"


@pytest.fixture
def people(store: Store) -> tuple[Analyst, Analyst]:
    """Ana and Bo, who have attached evidence to two of three claims."""
    builders.load(store)
    ana, bo = an_analyst(store, "Ana"), an_analyst(store, "=Bo")
    builders.tag(store, ana, 1, "sourced")
    builders.tag(store, bo, 1, "contested")
    attach(store, ana, 1, quote=HOSTILE, source="Harbour office", credibility=2)
    attach(store, bo, 1, "refutes", quote="Not so.", source="harbour office", note="=cmd")
    gone = attach(store, bo, 1, "context", quote="Gone.")
    take_back(store, bo, 1, gone.id)
    attach(store, bo, 2, type="in_text", quote="Harbour", start=0, end=7, shared=True)
    office = builders.source_named(store, "Harbour office")
    builders.rate(store, ana, office, "B")
    builders.rate(store, bo, office, "F")
    return ana, bo


def exported(store: Store, name: str, selection: Selection, *, raw: bool = False) -> bytes:
    with store.read() as db:
        exporter = EXPORTERS[name]
        chunks = list(exporter.chunks(db, selection, raw=raw))
        assert sum(chunk.rows for chunk in chunks) == exporter.about(db, selection)
        return b"".join(chunk.data for chunk in chunks)


def pieces(store: Store, selection: Selection = ALL, *, raw: bool = False) -> list[Any]:
    text = exported(store, "evidence", selection, raw=raw).decode("utf-8" if raw else "utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    return rows if raw else [{k: unguard(v) for k, v in row.items()} for row in rows]


@pytest.mark.parametrize("raw", [False, True])
def test_every_piece_is_a_row_as_it_was_written(
    store: Store, people: tuple[Analyst, Analyst], raw: bool
) -> None:
    rows = pieces(store, raw=raw)
    assert [(row["position"], row["analyst"], row["stance"], row["quote"]) for row in rows] == [
        ("1", "Ana", "supports", HOSTILE),
        ("1", "=Bo", "refutes", "Not so."),
        ("1", "=Bo", "context", "Gone."),
        ("2", "=Bo", "supports", "Harbour"),
    ]
    assert [row["withdrawn_at"] != "" for row in rows] == [False, False, True, False]
    assert [row["source_grades"] for row in rows] == ["=Bo: F; Ana: B"] * 2 + [""] * 2
    assert [(row["start"], row["end"], row["shared"]) for row in rows[2:]] == [
        ("", "", ""),
        ("0", "7", "yes"),
    ]
    assert (rows[0]["source"], rows[1]["source"]) == ("Harbour office", "Harbour office")
    assert rows[0]["credibility"] == "2"


def test_no_cell_of_the_table_would_run(store: Store, people: tuple[Analyst, Analyst]) -> None:
    text = exported(store, "evidence", ALL).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not [cell for cell in row if cell[:1] in tuple("=+-@")]


def test_own_rows_are_own_pieces_and_what_is_shared(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, _ = people
    own = Selection(analyst_ids=(ana.id,))
    rows = pieces(store, own)
    assert [row["quote"] for row in rows] == [HOSTILE, "Harbour"]
    assert rows[0]["source_grades"] == "Ana: B"
    for name in ("evidence", "jsonl"):
        assert b"Not so." not in exported(store, name, own)
        assert b"contested" not in exported(store, name, own)


def test_json_lines_hold_everything_of_a_claim(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    rea = an_analyst(store, "Rea")
    builders.expose(store, rea)
    builders.decide(store, rea, 1, "contested", reason="Two sides.")
    first, second, third = map(json.loads, exported(store, "jsonl", ALL).splitlines())
    assert [line["position"] for line in (first, second, third)] == [1, 2, 3]
    assert [(one["analyst"], one["tag"], one["blind"]) for one in first["answers"]] == [
        ("=Bo", "contested", True),
        ("Ana", "sourced", True),
    ]
    assert [(one["analyst"], one["tag"]) for one in first["votes"]] == [
        ("=Bo", "contested"),
        ("Ana", "sourced"),
    ]
    assert [(one["quote"], one["group"], one["shared"]) for one in first["evidence"]] == [
        (HOSTILE, None, False),
        ("Not so.", None, False),
        ("Gone.", None, False),
    ]
    assert first["decision"]["method"] == "adjudicated"
    assert (first["decision"]["final_tag"], first["decision"]["reason"]) == (
        "contested",
        "Two sides.",
    )
    assert second["evidence"][0]["start"] == 0
    assert (third["answers"], third["votes"], third["evidence"]) == ([], [], [])
    assert third["decision"]["method"] == "undecided"
    assert third["decision"]["final_tag"] is None


def test_json_lines_are_not_altered_and_end_each_line(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    data = exported(store, "jsonl", ALL)
    assert data == exported(store, "jsonl", Selection(), raw=True)
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\n")
    assert data.count(b"\n") == 3
    assert "decision" not in json.loads(
        exported(store, "jsonl", Selection(analyst_ids=(people[0].id,))).splitlines()[0]
    )


def test_the_settled_table_counts_what_was_not_taken_back(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    with store.read() as db:
        rows = [
            dict(zip(adjudicated.COLUMNS, row, strict=True)) for row in adjudicated.rows(db, ALL)
        ]
    assert [(row["supports"], row["refutes"], row["context"]) for row in rows] == [
        (1, 1, 0),
        (1, 0, 0),
        (0, 0, 0),
    ]


def test_the_frame_has_the_rows_with_types(store: Store, people: tuple[Analyst, Analyst]) -> None:
    with store.read() as db:
        frame, empty = frames.evidence(db), frames.evidence(db, [])
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        name: str(kind) for name, kind in empty.dtypes.items()
    }
    assert tuple(frame.columns) == evidence_csv.COLUMNS
    assert frame["quote"].tolist() == [HOSTILE, "Not so.", "Gone.", "Harbour"]
    assert frame["shared"].tolist() == [False, False, False, True]
    assert frame["withdrawn_at"].notna().tolist() == [False, False, True, False]
    assert frame["start"].tolist()[3] == 0
    assert frame["title"].isna().all()


@pytest.mark.parametrize("query", [evidence_csv.LINES, jsonl.VOTES])
def test_a_revision_is_read_by_its_index(store: Store, query: str) -> None:
    builders.load(store)
    with store.read() as db:
        plan = db.execute(
            f"explain query plan {query}", {"revision": 1, "analysts": None}
        ).fetchall()
    steps = [row[3] for row in plan]
    assert steps[0].startswith("SEARCH claim USING")
    tables = ("SCAN claim", "SCAN evidence", "SCAN vote", "SCAN analyst", "SCAN source")
    assert [step for step in steps if step.startswith(tables)] == []


def test_the_page_explains_the_columns(store: Store) -> None:
    part = PAGE.read_text("utf-8").partition("## Evidence, `evidence`")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| ([^|]+) \|", part, re.MULTILINE)
    described = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    assert described[:2] == ["project", "text"]
    assert tuple(described[2:]) == evidence_csv.COLUMNS[6:]
