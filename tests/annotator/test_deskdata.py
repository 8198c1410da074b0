"""What the desk is told: one's own work on the article, the codebook, and what comes next."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from annotator.deskdata import desk_data
from annotator.scheme import default_scheme
from db.model import Analyst, ArticleRow
from db.store import Store
from tests import builders


@pytest.fixture
def article(store: Store) -> ArticleRow:
    return builders.load(store)


@pytest.fixture
def ana(store: Store) -> Analyst:
    return builders.an_analyst(store, "Ana")


def desk(store: Store, analyst: Analyst, article: ArticleRow) -> Any:
    return json.loads(desk_data(store, analyst, article.id))


def claims(data: Any) -> list[Any]:
    return [claim for block in data["blocks"] for claim in block.get("claims", [])]


def time(iso: str) -> datetime:
    return datetime.fromisoformat(iso)


def test_a_claim_says_whether_a_split_is_wanted(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    wished = builders.wish_split(store, ana, 2)
    builders.wish_split(store, builders.an_analyst(store, "Bo"), 1)
    first, second, _ = claims(desk(store, ana, article))
    assert "split" not in first
    assert (second["split"], second["splitEvent"]) == (True, wished.id)
    builders.wish_split(store, ana, 2, wanted=False, replaces=wished.id)
    assert "splitEvent" not in claims(desk(store, ana, article))[1]


def test_notes_and_acts_have_their_times(store: Store, article: ArticleRow, ana: Analyst) -> None:
    tagged = builders.tag(store, ana, 1)
    builders.clear(store, ana, 1, replaces=tagged.id)
    builders.note(store, ana, 1, "Hm.")
    data = desk(store, ana, article)
    times = [row[9] for row in data["history"]] + [claims(data)[0]["noteAt"]]
    with store.read() as db:
        said = db.execute("select at from event where claim_id = 1 order by seq").fetchall()
    assert times == [at for (at,) in said]
    assert [len(row) for row in data["history"]] == [10, 10]


def test_the_codebook_is_told_in_full(store: Store, article: ArticleRow, ana: Analyst) -> None:
    scheme, told = default_scheme(), desk(store, ana, article)["scheme"]
    assert [tag["meaning"] for tag in told["tags"]] == [tag.meaning for tag in scheme.tags]
    assert [ruling["case"] for ruling in told["rulings"]] == [r.case for r in scheme.rulings]
    assert set(told["rulings"][0]) == {"case", "ruling", "tags"}
    assert [step["question"] for step in told["order"]] == [step.question for step in scheme.order]
    assert set(told["order"][0]) == {"question", "tag", "reason", "action"}
    assert tuple(told["reasonMeanings"]) == tuple(told["reasons"]) == scheme.reasons


def test_the_next_article_has_claims_left_and_is_another(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    assert desk(store, ana, article)["next"] is None
    second = builders.load(store, builders.an_article("Grain is cheap.", title="Grain"))
    third = builders.load(store, builders.an_article("Bread is not.", title="Bread"))
    assert desk(store, ana, article)["next"] == {"id": third.id, "title": "Bread"}
    assert desk(store, ana, second)["next"] == {"id": article.id, "title": "Harbour notes"}

    skipped = builders.tag(store, ana, 5, None, outcome="skipped")
    assert desk(store, ana, article)["next"]["id"] == third.id
    builders.tag(store, ana, 5, replaces=skipped.id)
    assert desk(store, ana, article)["next"]["id"] == second.id
    builders.tag(store, ana, 4)
    assert desk(store, ana, article)["next"] is None
    assert desk(store, builders.an_analyst(store, "Bo"), article)["next"]["id"] == third.id


def test_the_session_is_ones_own(store: Store, article: ArticleRow, ana: Analyst) -> None:
    builders.tag(store, builders.an_analyst(store, "Bo"), 1)
    data = desk(store, ana, article)
    assert data["session"] is None
    assert data["session_gap"] == 15 * 60
    builders.tag(store, ana, 1)
    builders.tag(store, ana, 2, None, outcome="skipped")
    builders.note(store, ana, 3, "Hm.")
    other = builders.load(store, builders.an_article("Grain is cheap.", title="Grain"))
    builders.tag(store, ana, article.claims + 1, "opinion")
    session = desk(store, ana, article)["session"]
    # What was said here stands in the history; two of its rows, and a note, are of this session.
    assert (session["claims"], session["tags"]) == (1, {"opinion": 1})
    assert (session["rows"], session["rested"], session["noted"]) == (2, 2, [3])
    assert time(session["began"]) <= time(session["last"])
    there = desk(store, ana, other)["session"]
    assert (there["claims"], there["skipped"], there["notes"], there["rows"]) == (1, 1, 1, 1)


def test_own_evidence_that_was_taken_back_can_be_brought_back(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    bo = builders.an_analyst(store, "Bo")
    first = builders.attach(store, ana, 1, quote="The log says May.")
    answer = builders.tag(store, ana, 1)
    second = builders.attach(store, ana, 1, quote="It says June.", replaces=first.id)
    builders.take_back(store, ana, 1, second.id)
    builders.put_back(store, ana, 1, first.id)
    builders.take_back(store, bo, 2, builders.attach(store, bo, 2, quote="Of Bo.").id)
    data = desk(store, ana, article)
    assert [piece["quote"] for piece in data["evidence"]] == ["The log says May."]
    assert [piece["quote"] for piece in data["withdrawn"]] == ["It says June."]
    assert [row[2:5] for row in data["history"]] == [
        ["evidence", first.id, None],
        ["answer", "tagged", "sourced"],
        ["evidence", second.id, first.id],
        ["evidence-withdraw", second.id, None],
        ["evidence-restore", first.id, None],
    ]
    assert data["history"][1][0] == answer.id


def test_evidence_can_be_laid_before_all_until_others_have_begun(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    builders.tag(store, ana, 1)
    assert desk(store, ana, article)["sharing"] == "open"
    builders.tag(store, builders.an_analyst(store, "Bo"), 1)
    assert desk(store, ana, article)["sharing"] == "late"
