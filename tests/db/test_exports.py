"""CSV files: what was tagged is what is in the file, in a stated order, and safe to open."""

from __future__ import annotations

import csv
import io
import re
import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import frames
from db.errors import NotFoundError
from db.exports import EXPORTERS, FORMAT_VERSION, Selection, csv_long, csv_wide
from db.exports.guard import unguard
from db.exports.selection import TAG_LINES
from db.model import Stored
from db.store import Store, open_store
from tests.builders import an_analyst, note, tag, wish_split
from tests.db.filling import claims, expose, load

ALL = Selection()
TABLES = ["csv-long", "csv-wide", "adjudicated"]  # of tags; tests/db/test_evidence_exports.py
OF_ANALYSTS = [name for name in TABLES if not EXPORTERS[name].settles]
HOSTILE = [
    '=HYPERLINK("http://example.org/"&A1,"open")',
    "+1 is a vote.\nThe next line, still the same claim.",
    "He said “no”, she said \"yes\", and 'they' said nothing;",
    "-\tdash and tab",
    "@everyone",
    "'quoted'",
    "'=already guarded by its author",
    "הטענה נאמרה בעברית, ‏‪=1‬.",
    "\u200b=hidden",
    "Carriage\rreturn and \r\n both",
    "NA",
    "0012",
    " leading and trailing ",
]


def exported(store: Store, name: str, selection: Selection = ALL, *, raw: bool = False) -> bytes:
    with store.read() as db:
        return b"".join(chunk.data for chunk in EXPORTERS[name].chunks(db, selection, raw=raw))


def cells(data: bytes, *, raw: bool = False) -> list[list[str]]:
    """The file as another program reads it, with the guard undone unless it is raw."""
    text = data.decode("utf-8" if raw else "utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    return rows if raw else [[unguard(cell) for cell in row] for row in rows]


def records(rows: list[list[str]]) -> list[dict[str, str]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def column(rows: Iterable[dict[str, str]], name: str) -> list[str]:
    return [row[name] for row in rows]


def test_long_has_its_columns_in_order(store: Store) -> None:
    assert cells(exported(store, "csv-long")) == [
        [
            "project",
            "article",
            "article_title",
            "claim",
            "position",
            "text",
            "start",
            "end",
            "analyst",
            "outcome",
            "tag",
            "note",
            "confidence",
            "reason",
            "blind",
            "seq",
            "tagged_at",
            "revision",
            "scheme_version",
            "split_wanted",
        ]
    ]


def test_wide_has_its_columns_in_order(store: Store) -> None:
    article = load(store, ["One."])
    for name in ("Bo", "Ana"):
        tag(store, an_analyst(store, name), claims(store, article)[0].id, None, outcome="skipped")
    assert cells(exported(store, "csv-wide"))[0] == [
        "project",
        "article",
        "article_title",
        "claim",
        "position",
        "text",
        "start",
        "end",
        "revision",
        "splits_wanted",
        "tag:Ana",
        "tag:Bo",
    ]


def test_a_long_row_says_what_the_store_says(store: Store) -> None:
    article = load(store, ["First.", "Second."], "A title")
    claim = claims(store, article)[1]
    ana = an_analyst(store, "Ana")
    act = tag(store, ana, claim.id, "none", reason="bare", confidence="low")
    assert isinstance(act, Stored)
    note(store, ana, claim.id, "See page 3.")
    (row,) = records(cells(exported(store, "csv-long")))
    tagged_at = row.pop("tagged_at")
    assert tagged_at.endswith("Z")
    assert row == {
        "project": store.project_id,
        "article": str(article.id),
        "article_title": "A title",
        "claim": str(claim.id),
        "position": "2",
        "text": "Second.",
        "start": "16",
        "end": "23",
        "analyst": "Ana",
        "outcome": "tagged",
        "tag": "none",
        "note": "See page 3.",
        "confidence": "low",
        "reason": "bare",
        "blind": "true",
        "seq": str(act.seq),
        "revision": "1",
        "scheme_version": "default/1",
        "split_wanted": "",
    }


def test_a_wish_for_a_split_is_in_both_shapes_of_whoever_has_it(store: Store) -> None:
    article = load(store, ["Answered.", "Noted.", "Only wished.", "Nothing."])
    ids = [claim.id for claim in claims(store, article)]
    ana, bo = an_analyst(store, "Ana"), an_analyst(store, "Bo")
    tag(store, ana, ids[0])
    note(store, ana, ids[1], "Two claims.")
    for claim in ids[:3]:
        wish_split(store, ana, claim)
    wish_split(store, bo, ids[2])
    tag(store, bo, ids[0])

    long = records(cells(exported(store, "csv-long")))
    assert [(row["position"], row["analyst"], row["split_wanted"]) for row in long] == [
        ("1", "Ana", "yes"),
        ("1", "Bo", ""),
        ("2", "Ana", "yes"),
        ("3", "Ana", "yes"),
        ("3", "Bo", "yes"),
    ]
    assert column(long, "note") == ["", "", "Two claims.", "", ""]
    assert column(long, "outcome") == ["tagged", "tagged", "", "", ""]
    wide = records(cells(exported(store, "csv-wide")))
    assert column(wide, "splits_wanted") == ["1", "1", "2", "0"]

    own = Selection(analyst_ids=(bo.id,))
    assert column(records(cells(exported(store, "csv-long", own))), "position") == ["1", "3"]
    assert column(records(cells(exported(store, "csv-wide", own))), "splits_wanted") == list("0010")


def test_an_answer_after_seeing_others_is_not_blind(store: Store) -> None:
    article = load(store, ["First.", "Second."])
    first, second = claims(store, article)
    ana = an_analyst(store, "Ana")
    tag(store, ana, first.id, "opinion")
    expose(store, ana, article)
    tag(store, ana, second.id, "opinion")
    assert column(records(cells(exported(store, "csv-long"))), "blind") == ["true", "false"]


def test_a_note_without_an_answer_is_a_row_without_outcome(store: Store) -> None:
    article = load(store, ["One."])
    note(store, an_analyst(store, "Ana"), claims(store, article)[0].id, "Who says so?")
    (row,) = records(cells(exported(store, "csv-long")))
    assert row["note"] == "Who says so?"
    empty = ("outcome", "tag", "confidence", "reason", "blind", "seq", "tagged_at")
    assert [row[name] for name in (*empty, "scheme_version")] == [""] * 8


def test_long_is_ordered_by_article_position_and_name(store: Store) -> None:
    articles = [load(store, ["One.", "Two."]), load(store, ["Three."])]
    # Joined and answered against the order: only names decide.
    people = [an_analyst(store, name) for name in ("Chi", "Ana", "Bo")]
    for article in reversed(articles):
        for claim in reversed(claims(store, article)):
            for person in people:
                if person.name == "Bo":
                    note(store, person, claim.id, "Only a note.")
                else:
                    tag(store, person, claim.id, "sourced")
    rows = records(cells(exported(store, "csv-long")))
    assert column(rows, "text") == ["One."] * 3 + ["Two."] * 3 + ["Three."] * 3
    assert column(rows, "analyst") == ["Ana", "Bo", "Chi"] * 3


def test_wide_shows_tags_outcomes_and_untouched_claims(store: Store) -> None:
    article = load(store, ["One.", "Two.", "Three.", "Four."])
    one, two, three, four = claims(store, article)
    ana, bo = an_analyst(store, "Ana"), an_analyst(store, "Bo")
    tag(store, ana, one.id, "sourced")
    tag(store, ana, two.id, None, outcome="unsure")
    tag(store, ana, three.id, None, outcome="skipped")
    tag(store, bo, one.id, "opinion")
    note(store, bo, four.id, "A note is no answer.")
    rows = records(cells(exported(store, "csv-wide")))
    assert column(rows, "text") == ["One.", "Two.", "Three.", "Four."]
    assert column(rows, "tag:Ana") == ["sourced", "unsure", "skipped", ""]
    assert column(rows, "tag:Bo") == ["opinion", "", "", ""]


def test_wide_gives_a_column_to_who_answered_and_to_who_was_asked_for(store: Store) -> None:
    first, second = load(store, ["One."]), load(store, ["Two."])
    ana, bo, chi = (an_analyst(store, name) for name in ("Ana", "Bo", "Chi"))
    tag(store, ana, claims(store, first)[0].id, "opinion")
    tag(store, bo, claims(store, second)[0].id, "opinion")

    def people(selection: Selection) -> list[str]:
        header = cells(exported(store, "csv-wide", selection))[0]
        return [name.removeprefix("tag:") for name in header if name.startswith("tag:")]

    assert people(ALL) == ["Ana", "Bo"]
    assert people(Selection(article_ids=(second.id,))) == ["Bo"]
    assert people(Selection(analyst_ids=(chi.id, ana.id))) == ["Ana", "Chi"]


@pytest.mark.parametrize("name", OF_ANALYSTS)
def test_a_selection_leaves_the_rest_out(store: Store, name: str) -> None:
    first, second = load(store, ["One."], "First"), load(store, ["Two."], "Second")
    ana, bo = an_analyst(store, "Ana"), an_analyst(store, "Bo")
    for article in (first, second):
        for person in (ana, bo):
            tag(store, person, claims(store, article)[0].id, "contested")
            note(store, person, claims(store, article)[0].id, "Note.")
    data = exported(store, name, Selection((second.id,), (bo.id,)))
    rows = records(cells(data))
    assert column(rows, "text") == ["Two."]
    assert b"Bo" in data
    assert b"Ana" not in data


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_an_article_that_is_not_there_is_refused(store: Store, name: str) -> None:
    with pytest.raises(NotFoundError, match="no article 7"):
        exported(store, name, Selection(article_ids=(7,)))


@pytest.mark.parametrize("raw", [False, True])
@pytest.mark.parametrize("name", TABLES)
def test_hostile_text_comes_out_as_it_went_in(store: Store, name: str, raw: bool) -> None:
    article = load(store, HOSTILE, "=cmd|' /C calc'!A0")
    eve = an_analyst(store, "@eve, =1")
    for claim, text in zip(claims(store, article), HOSTILE, strict=True):
        tag(store, eve, claim.id, "=tag")
        note(store, eve, claim.id, text[::-1])
    rows = records(cells(exported(store, name, raw=raw), raw=raw))
    assert column(rows, "text") == HOSTILE
    assert set(column(rows, "article_title")) == {"=cmd|' /C calc'!A0"}
    if name == "csv-long":
        assert column(rows, "note") == [text[::-1] for text in HOSTILE]
        assert set(column(rows, "analyst")) == {"@eve, =1"}
        assert set(column(rows, "tag")) == {"=tag"}
    elif name == "csv-wide":
        assert set(column(rows, "tag:@eve, =1")) == {"=tag"}
    else:
        assert set(column(rows, "votes_by_analyst")) == {"@eve, =1: =tag"}
        assert set(column(rows, "shares")) == {"=tag 1.00"}


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_of_the_default_file_would_run(store: Store, name: str) -> None:
    article = load(store, HOSTILE, "=title")
    eve = an_analyst(store, "=eve")
    for claim in claims(store, article):
        tag(store, eve, claim.id, "=tag")
        note(store, eve, claim.id, "\t=note")
    text = exported(store, name).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            assert cell.lstrip(" \u200b\u200f\u202a\ufeff")[:1] not in tuple("=+-@\t\r\n")


@given(st.lists(st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs"])), min_size=1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    with open_store(tmp_path_factory.mktemp("any") / "any.db", create=True) as store:
        article = load(store, texts, texts[0])
        ana = an_analyst(store, "Ana")
        for claim in claims(store, article):
            note(store, ana, claim.id, claim.text)
        for raw in (False, True):
            rows = records(cells(exported(store, "csv-long", raw=raw), raw=raw))
            assert column(rows, "text") == texts
            assert column(rows, "note") == texts
            rows = records(cells(exported(store, "csv-wide", raw=raw), raw=raw))
            assert column(rows, "text") == texts


def test_the_default_file_has_a_bom_crlf_and_every_cell_quoted(store: Store) -> None:
    article = load(store, ["=One."])
    tag(store, an_analyst(store, "Ana"), claims(store, article)[0].id, "sourced")
    data = exported(store, "csv-wide")
    header = '"' + '","'.join((*csv_wide.COLUMNS, "tag:Ana")) + '"'
    row = f'"{store.project_id}","1","Title","1","1","\'=One.","7","12","1","0","sourced"'
    assert data == f"\ufeff{header}\r\n{row}\r\n".encode()


def test_the_raw_file_has_neither_bom_nor_guard(store: Store) -> None:
    article = load(store, ["=One."])
    tag(store, an_analyst(store, "Ana"), claims(store, article)[0].id, "sourced")
    data = exported(store, "csv-wide", raw=True)
    header = '"' + '","'.join((*csv_wide.COLUMNS, "tag:Ana")) + '"'
    row = f'"{store.project_id}","1","Title","1","1","=One.","7","12","1","0","sourced"'
    assert data == f"{header}\r\n{row}\r\n".encode()


def test_wide_is_the_frame_of_the_same_name(store: Store) -> None:
    people = [an_analyst(store, name) for name in ("Ana", "Bo")]
    for number in range(7):
        article = load(store, [f"One {number}.", f"Two {number}.", "Three."])
        first, second, _ = claims(store, article)
        tag(store, people[number % 2], first.id, "sourced")
        tag(store, people[0], second.id, None, outcome="skipped")
        wish_split(store, people[0], first.id)
    rows = records(cells(exported(store, "csv-wide", raw=True)))
    with store.read() as db:
        frame = frames.tags_wide(db)
    assert [{name: row[name] for name in frame.columns} for row in rows] == [
        {name: "" if pd.isna(value) else str(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def test_a_blanked_name_is_shown_by_id(store: Store) -> None:
    article = load(store, ["One."])
    people = [an_analyst(store, name) for name in ("Ana", "Bo")]
    for person in people:
        tag(store, person, claims(store, article)[0].id, "sourced")
    store.write(lambda tx: tx.db.execute("update analyst set name = ''"))
    rows = records(cells(exported(store, "csv-long")))
    assert column(rows, "analyst") == sorted(person.id for person in people)


def test_a_chosen_article_is_read_without_scanning_a_table(store: Store) -> None:
    load(store, ["One."])
    with store.read() as db:
        plan = db.execute(f"explain query plan {TAG_LINES}", {"revision": 1, "analysts": None})
        steps = [row[3] for row in plan.fetchall()]
    assert any("claim USING INDEX" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN") and "json_each" not in step] == []
    # A merge of sorted parts: a sort over the whole article would say so here.
    assert "MERGE (UNION ALL)" in steps
    assert [step for step in steps if step == "USE TEMP B-TREE FOR ORDER BY"] == []


def test_long_needs_no_more_memory_for_more_rows(tmp_path: Path) -> None:
    with open_store(tmp_path / "large.db", create=True) as store:
        ana = an_analyst(store, "Ana")
        for number in range(8):
            article = load(store, [f"Sentence {number} {n}. " + "x" * 200 for n in range(500)])
            _answer_all(store, article.revision_id, ana.id)
        one, all_of_them = (
            _peak(store, Selection(article_ids=ids)) for ids in ((1,), tuple(range(1, 9)))
        )
    assert all_of_them < one * 1.5


def _answer_all(store: Store, revision_id: int, analyst_id: str) -> None:
    """Straight into the table: memory is measured, not the log."""
    store.write(
        lambda tx: tx.db.execute(
            """
            insert into answer
            select id, ?, article_id, 'tagged', 'sourced', '', '', 1, 'default/1', 'e', 1, 'now'
            from claim where revision_id = ?
            """,
            [analyst_id, revision_id],
        )
    )


def _peak(store: Store, selection: Selection) -> int:
    with store.read() as db:
        tracemalloc.start()
        size = sum(len(chunk.data) for chunk in csv_long.chunks(db, selection, raw=False))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert size > 100_000
    return peak


# --- docs/export.md -----------------------------------------------------------------------------

PAGE = Path(__file__).resolve().parents[2] / "docs" / "export.md"


def test_the_page_explains_the_columns_in_their_order() -> None:
    long = PAGE.read_text("utf-8").partition("\n## The long shape")[2].partition("\n## ")[0]
    table = re.findall(r"^\| `(\w+)` \|", long, re.MULTILINE)
    assert tuple(table) == csv_long.COLUMNS
    wide = ", ".join(f"`{name}`" for name in csv_wide.COLUMNS)
    assert wide in " ".join(PAGE.read_text("utf-8").split())
    assert f"format version {FORMAT_VERSION}" in PAGE.read_text("utf-8")


def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store(Path("my.db"), create=True) as store:
        load(store, ["NA", "Two."])
        tag(store, an_analyst(store, "Ana"), 1, "opinion")
        Path("tags.csv").write_bytes(exported(store, "csv-long", raw=True))
    names: dict[str, Any] = {}
    for block in re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.S | re.M):
        exec(block, names)  # noqa: S102 - our own page
    assert names["tags"]["text"].tolist() == ["NA"]
    assert names["claims"]["text"].tolist() == ["NA", "Two."]
    assert names["long"]["tag"].tolist() == ["opinion"]
    assert names["wide"]["tag:Ana"].fillna("").tolist() == ["opinion", ""]
    assert names["settled"]["method"].tolist() == ["single_vote", "undecided"]
