"""The frames hold the rows of the exports, with the types they promise."""

from __future__ import annotations

import pandas as pd
import pytest

from db import frames
from db.exports import csv_long, csv_wide
from db.store import Store
from tests.builders import an_analyst, note, tag, wish_split
from tests.db.filling import claims, load


@pytest.fixture
def filled(store: Store) -> Store:
    """Two articles and two people: tags, an unsure, a note alone, and claims nobody touched."""
    first = load(store, ["One.", "=Two.", "Three."], "First")
    load(store, ["Four."], "Second")
    one, two, _ = claims(store, first)
    ana, bo = an_analyst(store, "Ana"), an_analyst(store, "Bo")
    tag(store, ana, one.id, "sourced", confidence="high")
    tag(store, bo, one.id, "opinion")
    tag(store, ana, two.id, None, outcome="unsure")
    note(store, bo, two.id, "Only a note.")
    wish_split(store, ana, two.id)
    return store


def dtypes(frame: pd.DataFrame) -> dict[str, str]:
    return {str(name): str(dtype) for name, dtype in frame.dtypes.items()}


def test_claims_lists_every_claim(filled: Store) -> None:
    with filled.read() as db:
        frame = frames.claims(db)
    assert frame["text"].tolist() == ["One.", "=Two.", "Three.", "Four."]
    assert frame["article_title"].tolist() == ["First", "First", "First", "Second"]
    assert dtypes(frame) == dict(frames.CLAIMS)


def test_claims_of_one_article(filled: Store) -> None:
    with filled.read() as db:
        assert frames.claims(db, [2])["text"].tolist() == ["Four."]


def test_tags_long_has_the_types_it_promises(filled: Store) -> None:
    with filled.read() as db:
        frame = frames.tags_long(db)
    assert tuple(frame.columns) == csv_long.COLUMNS
    assert {name: str(dtype) for name, dtype in frames.TAGS_LONG.items()} == dtypes(frame)
    assert frame["outcome"].cat.categories.tolist() == ["tagged", "unsure", "skipped"]


def test_tags_long_leaves_missing_what_is_not_there(filled: Store) -> None:
    with filled.read() as db:
        frame = frames.tags_long(db)
    assert frame["analyst"].tolist() == ["Ana", "Bo", "Ana", "Bo"]
    assert frame["tag"].astype(object).fillna("-").tolist() == ["sourced", "opinion", "-", "-"]
    assert frame["outcome"].isna().tolist() == [False, False, False, True]
    assert frame["blind"].isna().tolist() == [False, False, False, True]
    assert frame["note"].isna().tolist() == [True, True, True, False]
    assert frame["tagged_at"].notna().tolist() == [True, True, True, False]
    assert frame["split_wanted"].fillna("-").tolist() == ["-", "-", "yes", "-"]
    assert str(frame["tagged_at"].dt.tz) == "UTC"


def test_tags_wide_pivots(filled: Store) -> None:
    with filled.read() as db:
        frame = frames.tags_wide(db)
    assert ("project", *frame.columns) == (*csv_wide.COLUMNS, "tag:Ana", "tag:Bo")
    assert frame["tag:Ana"].fillna("-").tolist() == ["sourced", "unsure", "-", "-"]
    assert frame["tag:Bo"].fillna("-").tolist() == ["opinion", "-", "-", "-"]
    assert frame["splits_wanted"].tolist() == [0, 1, 0, 0]
    assert dtypes(frame) == {
        **frames.CLAIMS,
        "splits_wanted": "int64",
        "tag:Ana": "string",
        "tag:Bo": "string",
    }


def test_frames_of_an_empty_project_keep_their_types(store: Store) -> None:
    with store.read() as db:
        assert dtypes(frames.claims(db)) == dict(frames.CLAIMS)
        long = frames.tags_long(db)
        wide = frames.tags_wide(db)
    assert len(long) == len(wide) == 0
    assert dtypes(long) == {name: str(dtype) for name, dtype in frames.TAGS_LONG.items()}
    assert dtypes(wide) == {**frames.CLAIMS, "splits_wanted": "int64"}


def test_the_views_for_people_agree(filled: Store) -> None:
    with filled.read() as db:
        frame = frames.tags_long(db)
        view = db.execute(
            """
            select claim_id, analyst, outcome, tag, nullif(split_wanted, '')
            from tags_long order by claim_id, analyst
            """
        ).fetchall()
    answered = frame[frame["outcome"].notna()]
    rows = answered[["claim", "analyst", "outcome", "tag", "split_wanted"]].astype(object)
    assert [tuple(row) for row in rows.where(rows.notna(), None).to_numpy()] == view
